//! Updates that nobody posts: they were queued on a machine on which no cockpit is any more.

use crate::cockpit::Model;
use crate::domain::rules::outbox::{Standing, Waiting};
use crate::domain::time::Span;

/// A machine without a cockpit for this long is left.
const LEFT: Span = Span::seconds(30);

/// The machine that would post it, if no cockpit is known to be there.
pub(super) fn deserted<'a>(model: &'a Model, waiting: &Waiting) -> Option<&'a str> {
    let machine = model.incident.log().entry(waiting.no).writer.machine();
    let here = machine == model.me.machine && !model.me.observe;
    let mut present = model.present.iter();
    let there = present.any(|p| p.machine == machine && !p.observe);
    (waiting.posts && !here && !there).then_some(machine)
}

/// Since when nobody is there. Called whenever the clock or the facts change.
pub(super) fn look(model: &mut Model) {
    let wall = model.wall;
    let all = model.outbox.waiting.iter();
    let ready = all.filter(|w| w.standing == Standing::Ready && deserted(model, w).is_some());
    let alone: Vec<String> = ready.map(|w| w.reference.clone()).collect();
    let known = &mut model.outbox.alone;
    known.retain(|reference, _| alone.contains(reference));
    for reference in alone {
        known.entry(reference).or_insert(wall);
    }
}

/// The machine nobody is at any more, once that is a while ago.
pub(super) fn left<'a>(model: &'a Model, waiting: &Waiting) -> Option<&'a str> {
    let since = model.outbox.alone.get(&waiting.reference)?;
    let machine = deserted(model, waiting)?;
    (model.wall - *since >= LEFT).then_some(machine)
}

/// What becomes of one that may leave.
pub(super) fn words(model: &Model, waiting: &Waiting) -> String {
    deserted(model, waiting).map_or_else(
        || "it is being posted".to_owned(),
        |machine| format!("it waits for a cockpit on {machine}"),
    )
}
