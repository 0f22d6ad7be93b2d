//! The run is given up: why is asked, and what happens then is said before.

use crate::cockpit::dialog::Then;
use crate::cockpit::update::choose::ask;
use crate::cockpit::update::record::record;
use crate::cockpit::update::{answer, step};
use crate::cockpit::{Dialog, Effect, Model};

/// Asks why.
pub(in crate::cockpit::update) fn ask_abort(model: &mut Model) -> Vec<Effect> {
    let Some(abort) = step::acting(model).abort("", None) else {
        return answer::refused(model, "no checklist is adopted: there is nothing to abort");
    };
    let phase = abort.phase.as_ref();
    let phase = phase.and_then(|id| model.board.phases.iter().find(|p| &p.id == id));
    let mut hint = Vec::new();
    if let Some(when) = phase.and_then(|p| p.abort_if.as_ref()) {
        hint.push(format!("abort if: {when}"));
    }
    hint.push(match &abort.goes_on {
        Some(place) => format!("it goes on at {place}; open steps before are not taken"),
        None => "the checklist names no place to go on: the run is over".to_owned(),
    });
    if !abort.running.is_empty() {
        hint.push(format!("still going on: {}", abort.running.join(", ")));
    }
    if let Some(row) = model.board.no_return() {
        hint.push(format!(
            "past the point of no return: {} {}",
            row.number, row.title
        ));
    }
    let name = phase.map_or(&model.board.title, |p| &p.title);
    let title = format!("ABORT {name}: why?");
    model.view.dialog = Some(ask(title, hint, "", Then::Abort));
    Vec::new()
}

/// The reason was given.
pub(in crate::cockpit::update) fn abort(
    model: &mut Model,
    text: &str,
    asked: Dialog,
) -> Vec<Effect> {
    let reason = text.trim();
    if reason.is_empty() {
        model.view.dialog = Some(asked);
        return answer::refused(model, "a reason is needed; Esc leaves it as it was");
    }
    let Some(abort) = step::acting(model).abort(reason, None) else {
        return answer::refused(model, "no checklist is adopted: there is nothing to abort");
    };
    let effects = record(model, abort.facts);
    let goes_on = match &abort.goes_on {
        Some(place) => format!("aborted; NOW is {place}"),
        None => "aborted: the run is over; o adopts another checklist".to_owned(),
    };
    let running = match abort.running.as_slice() {
        [] => String::new(),
        running => format!("; still going on: {}", running.join(", ")),
    };
    answer::done(model, goes_on + &running);
    effects
}
