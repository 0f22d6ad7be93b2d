//! What was said of a step, in its details: parts, votes, recorded values, and what became of it before.

use crate::cockpit::Model;
use crate::domain::facts::Fact;
use crate::domain::rules::StepRow;
use crate::domain::rules::gate::roles_without_go;
use crate::formats::theme::Role;

/// Labels and texts with their look, one under the other.
pub(super) fn told(model: &Model, row: &StepRow) -> Vec<(&'static str, String, Role)> {
    let mut lines = Vec::new();
    if let Some((n, m)) = row.progress() {
        let open = if row.is_closed() { "" } else { "; T ticks any" };
        lines.push(("parts", format!("{n}/{m}{open}"), Role::Text));
    }
    for part in &row.told.parts {
        let by = part.by.as_ref().map(|by| format!(" ({by})"));
        let mark = if part.done { "✔" } else { "○" };
        let words = format!("{mark} {}{}", part.title, by.unwrap_or_default());
        lines.push(("", words, Role::Text));
    }
    for ballot in &row.told.votes {
        let holder = ballot.holder.as_deref().unwrap_or("nobody");
        let words = format!("{}; {} is {holder}", ballot.words(), ballot.role);
        lines.push(("vote", words, Role::Text));
    }
    if let Some(missing) = roles_without_go(row) {
        lines.push(("", format!("no go yet of {missing}"), Role::Warn));
    }
    for (name, value) in &row.told.values {
        lines.push(("recorded", format!("{name} = {value}"), Role::Text));
    }
    if let Some(by) = &row.told.verified {
        lines.push(("verified", format!("by {by}"), Role::Done));
    }
    lines.extend(before(model, row));
    lines
}

/// The states it had before, with what was seen then, newest first.
fn before(model: &Model, row: &StepRow) -> Vec<(&'static str, String, Role)> {
    let run = model.incident.active_run().map(|(_, run)| run);
    let record = run.and_then(|r| r.step(&row.step.id));
    let history = record.map(|r| r.history.as_slice()).unwrap_or_default();
    let earlier = history.iter().rev().skip(1).take(8);
    let said = earlier.filter_map(|no| {
        let Fact::StepSet(set) = &model.incident.log().entry(*no).draft.fact else {
            return None;
        };
        let (at, by) = (
            model.incident.written(*no).clock(),
            model.incident.author(*no),
        );
        if set.value.is_none() && set.reason.is_none() {
            return None;
        }
        let value = set.value.as_ref().map(|v| format!(", value: {v}"));
        let reason = set.reason.as_ref().map(|r| format!(", {r}"));
        let (value, reason) = (value.unwrap_or_default(), reason.unwrap_or_default());
        let words = format!("{at} {} by {by}{value}{reason}", set.state);
        Some(("before", words, Role::Dim))
    });
    said.collect()
}
