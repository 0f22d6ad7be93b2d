//! A step that its probe closes: nobody acted, and nobody takes it over.

use super::super::board::StepRow;
use super::{Act, evidence};
use crate::domain::facts::{Fact, MilestoneSet, StepSet};
use crate::domain::time::Time;
use crate::domain::words::StepState;

/// What closes a step by itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proof {
    /// What the step gets as its value: `to.web up 3/3 from b1`.
    pub value: String,
    /// The raw answer of the probe, with its age.
    pub evidence: String,
    /// When the first of the results in a row began, in incident time.
    pub since: Time,
}

impl Act<'_> {
    /// The step is done, said by its probe. Its milestone was reached with the first of the results in a row.
    #[must_use]
    pub fn sensed(&self, row: &StepRow, proof: &Proof) -> Vec<Fact> {
        let Some(set) = self.set(row, StepState::Done, None) else {
            return Vec::new();
        };
        let reached = self.reach(row).map(|fact| match fact {
            Fact::MilestoneSet(set) => Fact::MilestoneSet(MilestoneSet {
                at: proof.since,
                evidence: Some(format!(
                    "{}: {} ({})",
                    evidence(row),
                    proof.value,
                    proof.evidence
                )),
                ..set
            }),
            fact => fact,
        });
        let set = StepSet {
            value: Some(proof.value.clone()),
            evidence: Some(proof.evidence.clone()),
            sensed: true,
            ..set
        };
        std::iter::once(Fact::StepSet(set)).chain(reached).collect()
    }
}
