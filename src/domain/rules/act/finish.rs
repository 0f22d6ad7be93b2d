//! Closing a step as done.

use super::super::board::StepRow;
use super::super::recorded::shown;
use super::{Act, Closing};
use crate::domain::facts::{Fact, StepSet};
use crate::domain::words::{StepKind, StepState};

impl Act<'_> {
    /// Closes a step as done. It reaches its milestone, unless it is unproven; a bulletin step tells its
    /// audience, unless that has an own fact.
    #[must_use]
    pub fn finish(&self, row: &StepRow, closing: Closing) -> Vec<Fact> {
        let mut facts = self.take_over(row);
        let Some(set) = self.set(row, StepState::Done, closing.reason) else {
            return facts;
        };
        if let Some(audience) = self.audience_told(row).filter(|_| !closing.already_sent) {
            let state = row.step.bulletin.as_ref().and_then(|b| b.state);
            let via = Some(format!("step {}", row.number));
            facts.push(self.told(audience, state, closing.value.clone(), via));
        }
        let recorded = shown(&row.step.record, &closing.values, self.now);
        facts.push(Fact::StepSet(StepSet {
            value: recorded.or(closing.value),
            values: closing.values,
            evidence: closing.evidence,
            unproven: closing.unproven,
            ..set
        }));
        if !closing.unproven {
            facts.extend(self.reach(row));
        }
        facts
    }

    fn audience_told<'r>(&self, row: &'r StepRow) -> Option<&'r crate::domain::ids::Id> {
        let bulletin = row.step.bulletin.as_ref()?;
        let audience = bulletin.audience.as_ref()?;
        (row.step.kind == StepKind::Bulletin).then_some(audience)
    }
}
