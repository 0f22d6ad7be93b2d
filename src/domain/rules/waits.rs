//! Waits against the clock.

use super::board::{Board, StepRow};
use crate::domain::time::{Span, Time};
use crate::domain::words::StepState;

impl StepRow {
    /// How far a wait that was begun is over its timeout; none while within, or without one.
    #[must_use]
    pub fn wait_over(&self, now: Time) -> Option<Span> {
        let limit = self.step.wait.as_ref()?.timeout?;
        let since = self
            .since
            .filter(|_| self.at_work() && self.state == StepState::Waiting)?;
        Some(now - since - limit).filter(|over| over.0 > 0)
    }
}

impl Board {
    /// Tells the board what time it is: NOW goes to a wait that took too long, rather than past it. Whether that
    /// changed anything.
    pub fn tell_time(&mut self, now: Time) -> bool {
        let mut changed = false;
        for row in &mut self.steps {
            let late = row.wait_over(now).is_some();
            changed |= late != row.late;
            row.late = late;
        }
        if changed {
            self.now = self.next();
            self.ready.clear();
            self.find_ready();
        }
        changed
    }
}
