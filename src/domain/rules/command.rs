//! The command of a step as it is done now: of one done for `each`, that of the part at hand.

use super::board::{Board, StepRow};
use super::names::Names;
use crate::domain::fill::Filled;

impl Board {
    /// The exact command to do next, filled with the values of the run.
    #[must_use]
    pub fn command(&self, row: &StepRow) -> Option<Filled> {
        row.command(&self.names)
    }
}

impl StepRow {
    /// The exact command to do next: of a step done for `each`, filled for its next open part; once all are done, a
    /// line for each.
    #[must_use]
    pub fn command(&self, names: &Names) -> Option<Filled> {
        let script = self.step.script()?;
        let open = |p: &&super::Part| p.each && !p.done;
        let part = self.told.parts.iter().find(open);
        match part.filter(|_| !self.is_closed()) {
            Some(part) => Some(names.fill_each(script, &part.name)),
            None => names.command(&self.step),
        }
    }
}
