//! Parts of a step, ticked one by one.

use super::super::board::StepRow;
use super::super::told::Part;
use super::Act;
use crate::domain::facts::{Fact, StepTicked};
use crate::domain::words::StepKind;

impl Act<'_> {
    /// A part of a step is done, or open again.
    #[must_use]
    pub fn tick(&self, row: &StepRow, part: &Part, done: bool) -> Vec<Fact> {
        let Some(run) = self.board.run.clone() else {
            return Vec::new();
        };
        vec![Fact::StepTicked(StepTicked {
            run,
            step: row.step.id.clone(),
            part: part.name.clone(),
            done,
        })]
    }
}

impl StepRow {
    /// Its parts are ticked before it is closed.
    #[must_use]
    pub fn is_ticked(&self) -> bool {
        let kind = matches!(self.step.kind, StepKind::Decision | StepKind::Wait);
        !self.told.parts.is_empty() && !kind
    }

    /// The part to do next, of a step whose parts are ticked.
    #[must_use]
    pub fn open_part(&self) -> Option<&Part> {
        self.next_part()
            .filter(|_| self.is_ticked() && !self.is_closed())
    }

    /// The part an operator names: as the checklist writes it, or filled.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<&Part> {
        let named = |p: &&Part| p.name == name || p.title == name;
        self.told.parts.iter().find(named)
    }
}
