//! What the sheet of the state of things is made of, out of a picture.

use super::picture::Picture;
use crate::domain::presence::Presence;
use crate::domain::rules::handover::Scene;

impl Picture<'_> {
    /// What the state of things is made of; `present` are the cockpits that are here.
    #[must_use]
    pub fn scene<'s>(&'s self, present: &'s [Presence]) -> Scene<'s> {
        Scene {
            plan: self.plan,
            board: &self.board,
            incident: self.incident,
            mode: self.identity.mode,
            clocks: &self.clocks,
            updates: &self.updates,
            alarms: &self.alarms,
            present,
            now: self.now,
        }
    }
}
