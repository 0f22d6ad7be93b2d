//! The command of a step as it is done now: of one done for `each`, that of the part at hand.

use super::Part;
use super::board::{Board, StepRow};
use super::names::Names;
use crate::domain::fill::{self, Filled};

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
        match self.each_at_hand() {
            Some(part) => Some(names.fill_each(script, &part.name)),
            None => names.command(&self.step),
        }
    }

    /// The part a run of the command does now; none, if the command is the same for all of them.
    #[must_use]
    pub fn part_to_run(&self) -> Option<String> {
        let names = fill::names(self.step.script()?);
        let named = names.iter().any(|(_, name)| *name == "each");
        let part = self.each_at_hand().filter(|_| named)?;
        Some(part.name.clone())
    }

    fn each_at_hand(&self) -> Option<&Part> {
        let open = |p: &&Part| p.each && !p.done;
        let part = self.told.parts.iter().find(open);
        part.filter(|_| !self.is_closed())
    }
}
