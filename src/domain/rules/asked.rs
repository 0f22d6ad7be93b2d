//! A decision that waits for people: asked again, or over its deadline.

use super::board::{Board, StepRow};
use super::pace::Overrun;
use crate::domain::facts::Fact;
use crate::domain::fold::{EntryNo, Incident};
use crate::domain::time::{Span, Time};
use crate::domain::words::{Milestone, StepKind, StepState};

/// The entry by which a decision that was put off is asked again.
#[must_use]
pub fn again(incident: &Incident, row: &StepRow) -> Option<EntryNo> {
    if row.step.kind != StepKind::Decision || row.state != StepState::Todo || row.struck {
        return None;
    }
    let (_, run) = incident.active_run()?;
    let [.., before, last] = run.step(&row.step.id)?.history.as_slice() else {
        return None;
    };
    let waited = match &incident.log().entry(*before).draft.fact {
        Fact::StepSet(set) => set.state == StepState::Waiting && set.until.is_some(),
        _ => false,
    };
    waited.then_some(*last)
}

/// How long an open decision is over its deadline.
pub(super) fn over(incident: &Incident, row: &StepRow, now: Time) -> Option<Span> {
    let deadline = row.step.decision.as_ref()?.deadline?;
    let declared = incident.milestone(Milestone::Declared)?;
    let over = now - declared - deadline;
    (!row.is_closed() && over.0 > 0).then_some(over)
}

/// Every open decision whose deadline passed, to be told once.
#[must_use]
pub fn overruns(incident: &Incident, board: &Board, now: Time) -> Vec<Overrun> {
    let Some(declared) = incident.milestone(Milestone::Declared) else {
        return Vec::new();
    };
    let past = |row: &StepRow| {
        over(incident, row, now)?;
        let deadline = row.step.decision.as_ref()?.deadline?;
        let title: String = row.title.chars().take(60).collect();
        Some(Overrun {
            of: row.step.id.clone(),
            since: declared,
            who: decider(row).map(str::to_owned),
            text: format!(
                "{} {title} is over its deadline of {} (declared {})",
                row.number,
                deadline.planned(),
                declared.clock(),
            ),
        })
    };
    board.steps.iter().filter_map(past).collect()
}

/// Who is to decide, as far as that is known: who holds its role, else who took it.
#[must_use]
pub fn decider(row: &StepRow) -> Option<&str> {
    row.told.owner.as_deref().or(row.holder.as_deref())
}
