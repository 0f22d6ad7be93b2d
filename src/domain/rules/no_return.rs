//! The point of no return: the first step that cannot be taken back was begun.

use super::board::{Board, StepRow};
use crate::domain::facts::Fact;
use crate::domain::fold::{EntryNo, Incident, StepRecord};
use crate::domain::time::Time;
use crate::domain::words::StepState;

/// The entry with which a step was first begun, or closed as done: what was put back since did what it did.
pub(super) fn begun(record: &StepRecord, incident: &Incident) -> Option<EntryNo> {
    let begins = |no: &&EntryNo| match &incident.log().entry(**no).draft.fact {
        Fact::StepSet(set) => matches!(set.state, StepState::Doing | StepState::Done),
        _ => false,
    };
    record.history.iter().find(begins).copied()
}

/// When it did something that cannot be taken back, or may have.
fn acted(row: &StepRow) -> Option<Time> {
    let tried = matches!(row.state, StepState::Failed | StepState::Unknown);
    let begun = row.begun.or(row.since.filter(|_| tried));
    begun.filter(|_| row.step.irreversible)
}

impl Board {
    /// The step with which the point of no return was passed.
    #[must_use]
    pub fn no_return(&self) -> Option<&StepRow> {
        let rows = self.steps.iter().filter(|row| acted(row).is_some());
        rows.min_by_key(|row| acted(row))
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
            .filter(|s| acted(s).is_some() && s.step.id != row.step.id);
        let others: Vec<String> = others
            .map(|s| format!("{} {}", s.number, s.title))
            .collect();
        (!others.is_empty()).then(|| format!("can no longer be undone: {}", others.join(", ")))
    }
}

/// Whether entry `no` is the one with which a step that cannot be taken back was begun.
#[must_use]
pub fn passes(board: &Board, incident: &Incident, no: EntryNo) -> bool {
    let Fact::StepSet(set) = &incident.log().entry(no).draft.fact else {
        return false;
    };
    if board.run.as_ref() != Some(&set.run) {
        return false;
    }
    let irreversible = board.step(&set.step).is_some_and(|s| s.step.irreversible);
    let run = incident.active_run().map(|(_, run)| run);
    let record = run.and_then(|r| r.step(&set.step));
    let first = record.and_then(|r| begun(r, incident));
    irreversible && first == Some(no)
}

#[cfg(test)]
mod tests {
    use super::super::Closing;
    use super::super::testing::{Desk, id};

    #[test]
    fn what_was_begun_is_passed_whatever_is_taken_back_or_opened_again() {
        let mut desk = Desk::new();
        let passed = |desk: &Desk| desk.board().no_return().map(|row| row.number.clone());
        assert_eq!(passed(&desk), None);
        desk.does("gf", "promote", |a, r| a.start(r, None));
        let undone = desk.act("gf", "promote", |a, r| a.undo(r)).unwrap();
        let words = "only the start is taken back: what promote did cannot be undone";
        assert_eq!(undone.remains.as_deref(), Some(words));
        desk.write("gf", undone.facts);
        assert_eq!(passed(&desk).as_deref(), Some("2.2"));
        desk.does("gf", "promote", |a, r| a.finish(r, Closing::default()));
        desk.does("gf", "promote", |a, r| a.reopen(r, None));
        assert_eq!(passed(&desk).as_deref(), Some("2.2"));
        let board = desk.board();
        let beyond = board.beyond(board.step(&id("fence")).unwrap());
        assert_eq!(
            beyond.as_deref(),
            Some("can no longer be undone: 2.2 promote")
        );
    }
}
