//! What the sheet of the state of things is made of, out of a picture.

use super::picture::Picture;
use crate::domain::presence::Presence;
use crate::domain::rules::handover::{Measured, Scene};

impl Picture<'_> {
    /// What the state of things is made of; `present` are the cockpits that are here, `measured` what they measure.
    #[must_use]
    pub fn scene<'s>(&'s self, present: &'s [Presence], measured: &'s Measured) -> Scene<'s> {
        Scene {
            plan: self.plan,
            board: &self.board,
            incident: self.incident,
            mode: self.identity.mode,
            clocks: &self.clocks,
            updates: &self.updates,
            alarms: &self.alarms,
            present,
            measured,
            me: None,
            now: self.now,
        }
    }
}
