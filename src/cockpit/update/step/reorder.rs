//! Striking a step from the run, and putting it elsewhere. Somebody at it, or its being closed, is said first.

use super::acting;
use super::hold::standing;
use crate::cockpit::amend::Touch;
use crate::cockpit::dialog::Then;
use crate::cockpit::update::choose::{ask, choose};
use crate::cockpit::update::record::record;
use crate::cockpit::update::{answer, flow};
use crate::cockpit::{Action, Cursor, Dialog, Effect, Model};
use crate::domain::rules::StepRow;
use crate::domain::rules::act::{Spot, in_the_way};

fn touch(model: &Model, row: &StepRow) -> Touch {
    Touch {
        step: row.step.id.clone(),
        seen: flow::last_words(model, &row.step.id),
    }
}

/// Asks why a step is struck.
pub(super) fn ask_strike(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    let mut hint: Vec<String> = in_the_way(row).into_iter().collect();
    if row.state.is_running() {
        hint.push("striking does not stop what was begun: talk to them".to_owned());
    }
    let waits: Vec<&str> = waiting_for(model, row);
    if !waits.is_empty() {
        hint.push(format!(
            "{} wait(s) for it and would go on",
            waits.join(", ")
        ));
    }
    hint.push("it stays in the record with your reason; R brings it back".to_owned());
    let title = format!("Why strike? {} {}", row.number, row.title);
    let then = Then::Strike(touch(model, row));
    model.view.dialog = Some(ask(title, hint, "", then));
    Vec::new()
}

/// Numbers of the open steps that wait for a step.
fn waiting_for<'a>(model: &'a Model, row: &StepRow) -> Vec<&'a str> {
    let waits = |s: &&StepRow| !s.is_closed() && s.unmet.contains(&row.number);
    let steps = model.board.steps.iter().filter(waits);
    steps.map(|s| s.number.as_str()).take(6).collect()
}

/// The reason was given.
pub(in crate::cockpit::update) fn strike(
    model: &mut Model,
    touch: &Touch,
    reason: &str,
    asked: Dialog,
) -> Vec<Effect> {
    if reason.trim().is_empty() {
        model.view.dialog = Some(asked);
        return answer::refused(model, "a reason is needed; Esc leaves it as it was");
    }
    let Some(row) = standing(model, touch) else {
        return Vec::new();
    };
    let fact = acting(model).strike(&row, Some(reason.trim().to_owned()));
    answer::done(
        model,
        format!("{} struck; R on it brings it back", row.number),
    );
    record(model, fact)
}

/// One place up or down.
pub(super) fn nudge(model: &mut Model, row: &StepRow, action: Action) -> Vec<Effect> {
    if row.job.as_ref().is_some_and(|job| job.is_running()) {
        let words = format!(
            "{} runs and stays: Enter, then o shows it, then K ends it",
            row.number
        );
        return answer::refused(model, words);
    }
    let steps = &model.board.steps;
    let Some(at) = steps.iter().position(|s| s.step.id == row.step.id) else {
        return Vec::new();
    };
    let up = action == Action::MoveUp;
    let passed = if up {
        at.checked_sub(1)
    } else {
        at.checked_add(1)
    };
    let Some(other) = passed.and_then(|at| steps.get(at)) else {
        let end = if up { "first" } else { "last" };
        return answer::refused(model, format!("it is the {end} already"));
    };
    // Into the next phase it comes to its near end, before it passes a step there.
    let id = other.step.id.clone();
    let spot = if up == (other.phase == row.phase) {
        Spot::Before(id)
    } else {
        Spot::After(id)
    };
    let touch = touch(model, row);
    sure(model, row, touch, spot)
}

/// Asks after which step it goes.
pub(super) fn ask_place(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    let hint =
        vec!["a number such as 2.3; \"before 2.3\"; \"first\"; its own number stays".to_owned()];
    let title = format!("After which step? {} {}", row.number, row.title);
    let then = Then::MoveAfter(touch(model, row));
    model.view.dialog = Some(ask(title, hint, "", then));
    Vec::new()
}

/// A place was named.
pub(in crate::cockpit::update) fn place(
    model: &mut Model,
    touch: Touch,
    text: &str,
    asked: Dialog,
) -> Vec<Effect> {
    let Some(row) = standing(model, &touch) else {
        return Vec::new();
    };
    let given = text.trim();
    let before = given.strip_prefix("before ").map(str::trim_start);
    let name = before.unwrap_or(given);
    let spot = match model.board.find(name) {
        Some(other) if other.step.id == row.step.id => {
            model.view.dialog = Some(asked);
            return answer::refused(model, "a step cannot follow itself");
        }
        Some(other) if before.is_some() => Spot::Before(other.step.id.clone()),
        Some(other) => Spot::After(other.step.id.clone()),
        None if name == "first" => Spot::Top,
        None => {
            model.view.dialog = Some(asked);
            return answer::refused(model, format!("there is no step \"{name}\" here"));
        }
    };
    sure(model, &row, touch, spot)
}

/// Moves it; of a step somebody is at, or that is closed, asks first.
fn sure(model: &mut Model, row: &StepRow, touch: Touch, spot: Spot) -> Vec<Effect> {
    let Some(why) = in_the_way(row) else {
        return shift(model, row, spot);
    };
    let options = vec![(
        Some('m'),
        "move it all the same".to_owned(),
        "move".to_owned(),
    )];
    let then = Then::MoveSure(touch, spot);
    let title = format!("Move {} {}?", row.number, row.title);
    model.view.dialog = Some(choose(title, vec![why], options, then));
    Vec::new()
}

/// It is moved all the same.
pub(in crate::cockpit::update) fn moved(
    model: &mut Model,
    touch: &Touch,
    spot: Spot,
) -> Vec<Effect> {
    match standing(model, touch) {
        Some(row) => shift(model, &row, spot),
        None => Vec::new(),
    }
}

fn shift(model: &mut Model, row: &StepRow, spot: Spot) -> Vec<Effect> {
    let (word, beside) = match &spot {
        Spot::Top => ("", None),
        Spot::After(id) => ("after", model.board.step(id)),
        Spot::Before(id) => ("before", model.board.step(id)),
    };
    let mut place = beside.map_or_else(
        || "to the top".to_owned(),
        |s| format!("{word} {} {}", s.number, s.title),
    );
    if let Some(phase) = beside.map(|s| s.phase).filter(|phase| *phase != row.phase) {
        let title = &model.board.phases[phase].title;
        place = format!("{place}, in phase {} {title}", phase + 1);
    }
    let fact = acting(model).shift(row, spot);
    // The next press goes on with this step, wherever NOW is then.
    model.view.cursor = Cursor::At(row.step.id.clone());
    answer::done(model, format!("{} moved {place}", row.number));
    record(model, fact)
}
