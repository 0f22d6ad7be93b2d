//! The bell, where the user wants it: once for each thing that falls due.

use super::reminders::is_own;
use crate::cockpit::{Effect, Model};
use std::collections::BTreeSet;

/// Alarms of clocks: their ids begin so.
const CLOCKS: [&str; 9] = [
    "update.",
    "escalation.",
    "promise.",
    "decide",
    "deadline.",
    "timebox.",
    "timeout.",
    "investigating.",
    "long.",
];

/// Rings when something has fallen due since the last tick. What was due on coming does not ring.
pub(super) fn ring(model: &mut Model) -> Vec<Effect> {
    if !model.settings.bell || !model.loaded || model.start.is_some() {
        return Vec::new();
    }
    let due = |id: &str| CLOCKS.iter().any(|clock| id.starts_with(clock));
    let due = model
        .alarms
        .iter()
        .filter(|a| a.acknowledged.is_none() && (due(&a.id) || is_own(model, &a.id)));
    let due: BTreeSet<String> = due.map(|a| a.id.clone()).collect();
    let rung = model.rung.as_ref();
    let fresh = rung.is_some_and(|rung| due.difference(rung).next().is_some());
    // What is over may fall due again.
    model.rung = Some(due);
    if fresh {
        vec![Effect::Bell]
    } else {
        Vec::new()
    }
}
