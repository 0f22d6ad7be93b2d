//! A second person's word on a step that is done, and proof that comes later.

use super::super::board::StepRow;
use super::super::told::BY_VOICE;
use super::Act;
use crate::domain::facts::{Fact, StepSet};
use crate::domain::fold::StepRecord;
use crate::domain::words::StepState;

impl Act<'_> {
    /// A second person saw that a step that is done is right: from an own cockpit, or by voice, named. What was
    /// recorded when it was done stays.
    #[must_use]
    pub fn verify(&self, row: &StepRow, voice: Option<&str>) -> Vec<Fact> {
        let set = self.last_set(row).map(|set| StepSet {
            state: StepState::Verified,
            reason: match voice {
                Some(who) => Some(format!("{BY_VOICE}{who}")),
                None => set.reason.clone(),
            },
            ..set
        });
        set.map(Fact::StepSet).into_iter().collect()
    }

    /// What was closed without proof is proven after all, by `value`: it reaches its milestone.
    #[must_use]
    pub fn prove(&self, row: &StepRow, value: String) -> Vec<Fact> {
        let set = self.last_set(row).map(|set| StepSet {
            value: Some(value),
            unproven: false,
            ..set
        });
        let mut facts: Vec<Fact> = set.map(Fact::StepSet).into_iter().collect();
        facts.extend(self.reach(row));
        facts
    }

    fn last_set(&self, row: &StepRow) -> Option<StepSet> {
        let set = self.record_of(row)?.state.get().cloned()?;
        Some(StepSet {
            gives_back: None,
            ..set
        })
    }

    /// What was said of a step in the active run.
    pub(super) fn record_of(&self, row: &StepRow) -> Option<&StepRecord> {
        let (_, run) = self.incident.active_run()?;
        run.step(&row.step.id)
    }
}
