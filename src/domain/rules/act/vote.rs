//! Go and no-go, by role.

use super::super::board::StepRow;
use super::Act;
use crate::domain::facts::{DecisionVoted, Fact};
use crate::domain::ids::Id;

impl Act<'_> {
    /// A role says go or no-go to a decision: `by` is who said it, where that is not who writes.
    #[must_use]
    pub fn vote(&self, row: &StepRow, role: &Id, go: bool, by: Option<&str>) -> Vec<Fact> {
        let vote = self.board.run.clone().map(|run| {
            Fact::DecisionVoted(DecisionVoted {
                run,
                step: row.step.id.clone(),
                role: role.clone(),
                vote: if go { "go" } else { "no-go" }.to_owned(),
                by: by.filter(|by| *by != self.operator).map(str::to_owned),
            })
        });
        vote.into_iter().collect()
    }
}
