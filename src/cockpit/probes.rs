//! Both providers side by side, as drawn: from own samples, or from what another cockpit of this machine saw.

use crate::domain::ids::Id;
use crate::domain::probe::Finding;
use crate::domain::time::{Span, Time};
use crate::domain::words::ProbeState;

/// One service at both providers.
#[derive(Clone, PartialEq, Debug)]
pub struct ProbeRow {
    /// Which service.
    pub service: Id,
    /// What people call it.
    pub name: String,
    /// At the provider production leaves, or the first of the plan.
    pub from: ProbeCell,
    /// At the provider production goes to, or the second of the plan.
    pub to: ProbeCell,
}

/// One service at one provider.
#[derive(Clone, PartialEq, Debug)]
pub struct ProbeCell {
    /// The verdict, with stale and blind.
    pub state: ProbeState,
    /// Since when, in incident time.
    pub since: Option<Time>,
    /// How old the newest result is, in wall time.
    pub age: Option<Span>,
    /// Time to the newest answer.
    pub latency: Option<Span>,
    /// What was measured: a few words.
    pub detail: String,
    /// What it says of itself in a word or two: its role, its number, its n of m.
    pub said: Option<String>,
    /// The service it only follows: that one failed first.
    pub follows: Option<String>,
    /// It went down after its side was fenced: as expected.
    pub fenced: bool,
    /// The last results, oldest first.
    pub strip: Vec<Finding>,
    /// The last latencies, oldest first.
    pub spark: Vec<Option<Span>>,
}

impl Default for ProbeCell {
    fn default() -> Self {
        ProbeCell {
            state: ProbeState::Unknown,
            since: None,
            age: None,
            latency: None,
            detail: String::new(),
            said: None,
            follows: None,
            fenced: false,
            strip: Vec::new(),
            spark: Vec::new(),
        }
    }
}

impl ProbeCell {
    /// Something of its own is wrong with it: it neither follows another, nor is it meant to be down.
    #[must_use]
    pub fn is_cause(&self) -> bool {
        let bad = matches!(self.state, ProbeState::Down | ProbeState::Degraded);
        bad && self.follows.is_none() && !self.fenced
    }
}

/// The probes pane.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ProbePane {
    /// Short names of the two providers: from, to.
    pub sides: (String, String),
    /// One row a service.
    pub rows: Vec<ProbeRow>,
    /// Witnesses that answer, of how many.
    pub witnesses: (usize, usize),
    /// Cut off since, in incident time: it is us, not them.
    pub blind: Option<Time>,
    /// The machine it is seen from.
    pub vantage: String,
    /// Who serves; none when the plan names no name server.
    pub serving: Option<super::serving::Serving>,
}
