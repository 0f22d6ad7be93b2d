//! An update that waits for longer than the next one it promises: it would leave with a promise already broken.

use crate::cockpit::Model;
use crate::domain::rules::alarms::Alarm;
use crate::domain::rules::draft::minute;
use crate::domain::rules::outbox::{Standing, Waiting};

/// That its own next time is over, and what to do about it.
pub(super) fn words(model: &Model, waiting: &Waiting) -> Option<String> {
    let next = waiting.queued.next_at.filter(|at| *at <= model.now)?;
    let then = match waiting.standing {
        Standing::Unsure => return None,
        Standing::Ready if waiting.posts => "x cancels it, b writes it anew",
        _ => "e edits it, x cancels it",
    };
    Some(format!(
        "its own next time, {}, is over: {then}",
        minute(next)
    ))
}

/// The alarms of all that are so.
pub(in crate::cockpit::update) fn late(model: &Model) -> Vec<Alarm> {
    let waiting = model.outbox.waiting.iter();
    let late = waiting.filter_map(|w| {
        let words = words(model, w)?;
        let id = format!("late.{}", w.reference);
        let said = model.incident.state().acknowledged.get(&id);
        let by = said.and_then(|said| said.first());
        Some(Alarm {
            text: format!("update to {} waits; {words} (b)", w.queued.audience),
            rank: 3,
            acknowledged: by.map(|no| model.incident.author(*no).to_owned()),
            id,
        })
    });
    late.collect()
}
