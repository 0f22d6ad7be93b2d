//! Striking a step from the run, and putting it elsewhere. Somebody at it, or its being closed, is said first.

use super::acting;
use super::hold::standing;
use crate::cockpit::amend::Touch;
use crate::cockpit::dialog::Then;
use crate::cockpit::update::choose::{ask, choose};
use crate::cockpit::update::record::record;
use crate::cockpit::update::{answer, flow};
use crate::cockpit::{Action, Cursor, Dialog, Effect, Model};
use crate::domain::ids::Id;
use crate::domain::rules::StepRow;
use crate::domain::rules::act::in_the_way;

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
    let steps = &model.board.steps;
    let Some(at) = steps.iter().position(|s| s.step.id == row.step.id) else {
        return Vec::new();
    };
    let after = match action {
        Action::MoveUp if at == 0 => return answer::refused(model, "it is the first already"),
        Action::MoveUp => at.checked_sub(2).map(|at| steps[at].step.id.clone()),
        _ => match steps.get(at + 1) {
            Some(next) => Some(next.step.id.clone()),
            None => return answer::refused(model, "it is the last already"),
        },
    };
    let touch = touch(model, row);
    sure(model, row, touch, after)
}

/// Asks after which step it goes.
pub(super) fn ask_place(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    let hint = vec!["a number such as 2.3, or \"first\"; its own number stays".to_owned()];
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
    let name = text.trim();
    let after = match model.board.find(name) {
        Some(after) if after.step.id == row.step.id => {
            model.view.dialog = Some(asked);
            return answer::refused(model, "a step cannot follow itself");
        }
        Some(after) => Some(after.step.id.clone()),
        None if name == "first" => None,
        None => {
            model.view.dialog = Some(asked);
            return answer::refused(model, format!("there is no step \"{name}\" here"));
        }
    };
    sure(model, &row, touch, after)
}

/// Moves it; of a step somebody is at, or that is closed, asks first.
fn sure(model: &mut Model, row: &StepRow, touch: Touch, after: Option<Id>) -> Vec<Effect> {
    let Some(why) = in_the_way(row) else {
        return shift(model, row, after);
    };
    let options = vec![(
        Some('m'),
        "move it all the same".to_owned(),
        "move".to_owned(),
    )];
    let then = Then::MoveSure(touch, after);
    let title = format!("Move {} {}?", row.number, row.title);
    model.view.dialog = Some(choose(title, vec![why], options, then));
    Vec::new()
}

/// It is moved all the same.
pub(in crate::cockpit::update) fn moved(
    model: &mut Model,
    touch: &Touch,
    after: Option<Id>,
) -> Vec<Effect> {
    match standing(model, touch) {
        Some(row) => shift(model, &row, after),
        None => Vec::new(),
    }
}

fn shift(model: &mut Model, row: &StepRow, after: Option<Id>) -> Vec<Effect> {
    let fact = acting(model).shift(row, after.clone());
    let place = after.as_ref().and_then(|id| model.board.step(id));
    let place = place.map_or_else(
        || "to the top".to_owned(),
        |s| format!("after {} {}", s.number, s.title),
    );
    // The next press goes on with this step, wherever NOW is then.
    model.view.cursor = Cursor::At(row.step.id.clone());
    answer::done(model, format!("{} moved {place}", row.number));
    record(model, fact)
}
