//! What own probes say of the steps bound to one, and what this cockpit remembers of it.

use crate::domain::ids::Id;
use crate::domain::rules::sense::{Memory, Stand};
use std::collections::BTreeMap;

/// What own probes say of the steps of the active run that are bound to one.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Senses {
    /// Where each of those steps stands.
    pub steps: BTreeMap<Id, Stand>,
    /// What is remembered, by run and step. It ends with this cockpit.
    pub memory: BTreeMap<(Id, Id), Memory>,
}

impl Senses {
    /// Where a step stands; none when it is bound to no probe.
    #[must_use]
    pub fn of(&self, step: &Id) -> Option<&Stand> {
        self.steps.get(step)
    }
}
