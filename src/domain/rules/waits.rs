//! Waits against the clock.

use super::board::StepRow;
use crate::domain::time::{Span, Time};
use crate::domain::words::StepState;

impl StepRow {
    /// How far a wait that was begun is over its timeout; none while within, or without one.
    #[must_use]
    pub fn wait_over(&self, now: Time) -> Option<Span> {
        let limit = self.step.wait.as_ref()?.timeout?;
        let since = self.since.filter(|_| self.state == StepState::Waiting)?;
        Some(now - since - limit).filter(|over| over.0 > 0)
    }
}
