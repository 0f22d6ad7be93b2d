//! Parts of a step: `d` ticks the next, a list ticks any.

use super::acting;
use crate::cockpit::dialog::Then;
use crate::cockpit::update::choose::choose;
use crate::cockpit::update::record::record;
use crate::cockpit::update::{answer, flow};
use crate::cockpit::{Dialog, Effect, Model};
use crate::domain::ids::Id;
use crate::domain::rules::StepRow;
use crate::domain::words::StepState;

/// Ticks the next open part; none when no part is left to tick.
pub(super) fn tick_next(model: &mut Model, row: &StepRow) -> Option<Vec<Effect>> {
    let part = row.open_part()?.name.clone();
    let other = row.who().filter(|who| *who != model.me.operator);
    if !at_work(row) || other.is_some() {
        return Some(flow::begin(model, row, StepState::Doing, false));
    }
    Some(set(model, row, &part, true))
}

/// It was begun: also when nobody knows how its command ended.
fn at_work(row: &StepRow) -> bool {
    row.state.is_running() || row.state == StepState::Unknown
}

/// The parts, to tick or untick any.
pub(super) fn ask(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    if row.told.parts.is_empty() {
        return answer::refused(model, format!("{} has no parts", row.number));
    }
    list(model, row, 0);
    Vec::new()
}

fn list(model: &mut Model, row: &StepRow, at: usize) {
    let options = row.told.parts.iter().map(|part| {
        let mark = if part.done { "✔" } else { "○" };
        let by = part.by.as_ref().map(|by| format!("  {by}"));
        let label = format!("{mark} {}{}", part.title, by.unwrap_or_default());
        (None, label, part.name.clone())
    });
    let hint = vec!["Enter or its digit ticks it, or takes the tick back; Esc leaves".to_owned()];
    let title = format!("Parts of {} {}", row.number, row.title);
    let mut dialog = choose(
        title,
        hint,
        options.collect(),
        Then::Parts(row.step.id.clone()),
    );
    if let Dialog::Choose(choose) = &mut dialog {
        choose.at = at;
    }
    model.view.dialog = Some(dialog);
}

/// A part was chosen in the list.
pub(in crate::cockpit::update) fn chosen(model: &mut Model, step: &Id, name: &str) -> Vec<Effect> {
    let Some(row) = model.board.step(step).cloned() else {
        return answer::refused(model, "that step is gone");
    };
    let at = row.told.parts.iter().position(|p| p.name == name);
    let Some(at) = at else {
        return answer::refused(model, "that part is gone");
    };
    if row.is_closed() {
        let words = format!("{} is {}: R reopens it first", row.number, row.state);
        return answer::refused(model, words);
    }
    if row.is_ticked() && !at_work(&row) {
        return flow::begin(model, &row, StepState::Doing, false);
    }
    let effects = set(model, &row, name, !row.told.parts[at].done);
    if let Some(row) = model.board.step(step).cloned()
        && model.view.dialog.is_none()
        && !row.is_closed()
    {
        list(model, &row, at);
    }
    effects
}

/// Ticks a part; with the last one the step closes, once its questions are answered.
fn set(model: &mut Model, row: &StepRow, name: &str, done: bool) -> Vec<Effect> {
    let Some(part) = row.part(name) else {
        return Vec::new();
    };
    let facts = acting(model).tick(row, part, done);
    let word = if done { "done" } else { "open again" };
    let said = format!("{} {} {word}", row.number, part.title);
    let mut effects = record(model, facts);
    let Some(row) = model.board.step(&row.step.id).cloned() else {
        return effects;
    };
    let (n, m) = row.progress().unwrap_or_default();
    let next = row.open_part().map(|p| format!("; next {}", p.title));
    answer::done(
        model,
        format!("{said}, {n}/{m}{}", next.clone().unwrap_or_default()),
    );
    let mine = row.who() == Some(&model.me.operator);
    if next.is_none() && done && mine && row.is_ticked() && at_work(&row) {
        effects.extend(super::close(model, &row));
    }
    effects
}
