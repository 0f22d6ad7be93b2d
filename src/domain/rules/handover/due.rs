//! Everything that has a time by which somebody does something, in the order it comes.

use super::{Scene, due};
use crate::domain::rules::people::roles;
use crate::domain::rules::promises;
use crate::domain::rules::updates::escalations;
use crate::domain::time::Time;
use crate::domain::words::{StepKind, StepState};

/// `18:23:00Z OVERDUE 1h27: update to Everybody inside`
pub(super) fn all(scene: &Scene<'_>) -> Vec<String> {
    let now = scene.now;
    let mut all: Vec<(Time, String)> = Vec::new();
    for clock in scene.updates {
        let Some(at) = clock.due else { continue };
        let rests = clock.snoozed.filter(|until| *until > now);
        let rests = rests.map(|until| format!(" (rests until {})", until.near(now)));
        let rests = rests.unwrap_or_default();
        all.push((at, format!("update to {}{rests}", clock.name)));
    }
    for call in escalations(scene.plan, scene.incident) {
        let known = if call.called { ", known" } else { "" };
        all.push((call.due, format!("call {}{known}", call.to)));
    }
    for promise in promises::open(scene.incident, scene.board) {
        let whose = promise.whose(scene.plan);
        let noted = match promise.owner.as_ref() == Some(&promise.by) {
            true => String::new(),
            false => format!(", noted by {}", promise.by),
        };
        all.push((
            promise.due,
            format!("{whose} promised: {}{noted}", promise.text),
        ));
    }
    for row in scene.board.steps.iter().filter(|row| !row.struck) {
        let Some(until) = row.until.filter(|_| !row.is_closed()) else {
            continue;
        };
        let what = match (row.step.kind, row.state) {
            (StepKind::Decision, _) => "is asked again",
            (_, StepState::Waiting) => "ends",
            _ => "comes back",
        };
        all.push((until, format!("{} {} {what}", row.number, row.title)));
    }
    for role in roles(scene.plan, scene.incident) {
        if let (Some(until), Some(holder)) = (role.until, &role.holder) {
            all.push((until, format!("{holder}'s time as {} ends", role.name)));
        }
    }
    if scene.incident.is_open()
        && let Some(left) = scene.clocks.decide_by
    {
        all.push((now + left, "the decision".to_owned()));
    }
    all.sort();
    let all = all.into_iter();
    all.map(|(at, what)| format!("{} {}: {what}", at.near(now), due(at - now)))
        .collect()
}
