//! The point of no return: the first step that cannot be taken back was begun.

use super::board::{Board, StepRow};
use crate::domain::facts::Fact;
use crate::domain::fold::{EntryNo, Incident};
use crate::domain::words::StepState;

/// It did something that cannot be taken back, or may have.
fn acted(row: &StepRow) -> bool {
    use StepState::{Doing, Done, Failed, Unknown, Verified};
    row.step.irreversible && matches!(row.state, Doing | Done | Failed | Unknown | Verified)
}

impl Board {
    /// The step with which the point of no return was passed.
    #[must_use]
    pub fn no_return(&self) -> Option<&StepRow> {
        let rows = self.steps.iter().filter(|row| acted(row));
        rows.min_by_key(|row| row.started.or(row.since))
    }

    /// The step that undoes what `row` did, in words.
    #[must_use]
    pub fn undoing(&self, row: &StepRow) -> Option<String> {
        let undo = self.step(row.step.undo_step.as_ref()?)?;
        Some(format!(
            "{} undoes what it did: {}",
            undo.number, undo.title
        ))
    }

    /// What can no longer be undone besides `row`, in words.
    #[must_use]
    pub fn beyond(&self, row: &StepRow) -> Option<String> {
        let others = self
            .steps
            .iter()
            .filter(|s| acted(s) && s.step.id != row.step.id);
        let others: Vec<String> = others
            .map(|s| format!("{} {}", s.number, s.title))
            .collect();
        (!others.is_empty()).then(|| format!("can no longer be undone: {}", others.join(", ")))
    }
}

/// Whether entry `no` is the one with which a step that cannot be taken back was begun.
#[must_use]
pub fn passes(board: &Board, incident: &Incident, no: EntryNo) -> bool {
    let begins = |no: &EntryNo| match &incident.log().entry(*no).draft.fact {
        Fact::StepSet(set) => matches!(set.state, StepState::Doing | StepState::Done),
        _ => false,
    };
    let Fact::StepSet(set) = &incident.log().entry(no).draft.fact else {
        return false;
    };
    if board.run.as_ref() != Some(&set.run) {
        return false;
    }
    let irreversible = board.step(&set.step).is_some_and(|s| s.step.irreversible);
    let run = incident.active_run().map(|(_, run)| run);
    let record = run.and_then(|r| r.step(&set.step));
    let first = record.and_then(|r| r.history.iter().find(|no| begins(no)));
    irreversible && first == Some(&no)
}
