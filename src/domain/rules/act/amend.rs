//! Changing the list itself during the run: steps are inserted, edited, struck and put elsewhere. Numbers never change.

use super::super::board::StepRow;
use super::Act;
use crate::domain::facts::{Fact, StepAdded, StepEdited, StepMoved, StepStruck};
use crate::domain::fold::Run;
use crate::domain::ids::Id;
use crate::domain::words::StepState;

impl Act<'_> {
    /// A new step, after the one named, else at the top of the list. Without a checklist it is captured: its first
    /// step begins the list.
    #[must_use]
    pub fn add(
        &self,
        step: Id,
        after: Option<Id>,
        text: String,
        command: Option<String>,
    ) -> Option<Fact> {
        let run = self.board.run.clone().or_else(|| Id::new(Run::CAPTURE))?;
        let command = command.filter(|c| !c.trim().is_empty());
        Some(Fact::StepAdded(StepAdded {
            run,
            step,
            after,
            text,
            command,
        }))
    }

    /// Another text or command; what is not given stays. None when neither is.
    #[must_use]
    pub fn edit(
        &self,
        row: &StepRow,
        text: Option<String>,
        command: Option<String>,
    ) -> Option<Fact> {
        if text.is_none() && command.is_none() {
            return None;
        }
        Some(Fact::StepEdited(StepEdited {
            run: self.board.run.clone()?,
            step: row.step.id.clone(),
            text,
            command,
        }))
    }

    /// The step is taken out of the run. What was done of it stays in the record; `reopen` brings it back.
    #[must_use]
    pub fn strike(&self, row: &StepRow, reason: Option<String>) -> Option<Fact> {
        Some(Fact::StepStruck(StepStruck {
            run: self.board.run.clone()?,
            step: row.step.id.clone(),
            reason,
        }))
    }

    /// A struck step is in the run again, in the state it had, with who gave it that state.
    #[must_use]
    pub fn bring_back_struck(&self, row: &StepRow) -> Option<Fact> {
        let run = self.incident.active_run().map(|(_, run)| run);
        let record = run.and_then(|r| r.step(&row.step.id));
        let held = record.and_then(|r| r.state.held());
        let set = held.and_then(|held| self.give_back(held.by));
        set.or_else(|| self.set(row, StepState::Todo, None))
            .map(Fact::StepSet)
    }

    /// The step stands elsewhere from now on. None when it would stand beside itself.
    #[must_use]
    pub fn shift(&self, row: &StepRow, spot: Spot) -> Option<Fact> {
        let (after, before) = match spot {
            Spot::Top => (None, None),
            Spot::After(id) => (Some(id), None),
            Spot::Before(id) => (None, Some(id)),
        };
        if after.as_ref().or(before.as_ref()) == Some(&row.step.id) {
            return None;
        }
        Some(Fact::StepMoved(StepMoved {
            run: self.board.run.clone()?,
            step: row.step.id.clone(),
            after,
            before,
        }))
    }

    /// Where a step that is added with no place named goes: after the step to do next, so that it is done soon;
    /// of what is captured live to the end, in the order it was typed.
    #[must_use]
    pub fn usual_place(&self) -> Option<Id> {
        let captured = self.board.phases.is_empty();
        let row = if captured {
            self.board.steps.last()
        } else {
            self.board.now().or(self.board.steps.last())
        };
        row.map(|row| row.step.id.clone())
    }
}

/// A place in the list. A step takes the phase of the one it is put next to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Spot {
    /// Before everything.
    Top,
    /// After a step.
    After(Id),
    /// Before a step: so the first place of a phase is named.
    Before(Id),
}

/// Why a change of the list is asked about first: somebody is at the step, or it is closed. In words.
#[must_use]
pub fn in_the_way(row: &StepRow) -> Option<String> {
    let since = row.since.map(|t| format!(" since {}", t.clock()));
    let since = since.unwrap_or_default();
    if row.state.is_running() {
        let who = row.who().unwrap_or("somebody");
        return Some(format!("{who} is at {}: {}{since}", row.number, row.state));
    }
    if row.state.is_closed() {
        let by = row.by.as_deref().unwrap_or("?");
        return Some(format!("{} is {} by {by}{since}", row.number, row.state));
    }
    None
}
