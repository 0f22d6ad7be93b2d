//! What a profile of clocks means: cadences for audiences that have none of their own, and who is called.

use super::plan::{Cadence, Escalation};
use super::time::Span;
use super::words::{Milestone, Profile, Stage};

impl Profile {
    /// How often an audience is told, by state. Once resolved, not any more.
    #[must_use]
    pub fn cadence(self) -> Vec<Cadence> {
        let minutes = match self {
            Profile::CtoAt30 => [15, 15, 15],
            Profile::TenTenThirty => [10, 10, 30],
            Profile::FiveFiveTwenty => [5, 5, 20],
            Profile::Hourly => [60, 60, 60],
        };
        let states = [Stage::Investigating, Stage::Identified, Stage::Monitoring];
        let one = |(state, minutes)| Cadence {
            state: Some(state),
            ..Cadence::always(Span::minutes(minutes))
        };
        states.into_iter().zip(minutes).map(one).collect()
    }

    /// Who is called when it takes long.
    #[must_use]
    pub fn escalation(self) -> Option<Escalation> {
        (self == Profile::CtoAt30).then(|| Escalation {
            to: "CTO".to_owned(),
            after: Span::minutes(30),
            unless: Some(Milestone::ServiceRestored),
        })
    }
}
