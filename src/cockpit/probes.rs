//! Both providers side by side, as drawn: from own samples, or from what another cockpit of this machine saw.

use crate::domain::ids::Id;
use crate::domain::probe::{Finding, Pace};
use crate::domain::rules::ready::Ready;
use crate::domain::rules::writers::Writers;
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
    /// It answers where it must not: its side is fenced, or another takes writes as well. In a loud word.
    pub danger: Option<&'static str>,
    /// What another machine says against it: `up from b2`.
    pub elsewhere: Option<String>,
    /// How fast its n of m moves, in incident time.
    pub pace: Option<Pace>,
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
            danger: None,
            elsewhere: None,
            pace: None,
            strip: Vec::new(),
            spark: Vec::new(),
        }
    }
}

impl ProbeCell {
    /// Something of its own is wrong with it: it neither follows another, nor is it meant to be down; or it answers
    /// where it must not.
    #[must_use]
    pub fn is_cause(&self) -> bool {
        let bad = matches!(self.state, ProbeState::Down | ProbeState::Degraded);
        (bad && self.follows.is_none() && !self.fenced) || self.danger.is_some()
    }
}

/// Services of which none depends on another of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Layer {
    /// Which: their ids.
    pub services: Vec<String>,
    /// How it stands at `from`.
    pub from: LayerSide,
    /// How it stands at `to`.
    pub to: LayerSide,
}

/// What is up of a layer at one provider.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LayerSide {
    /// So many services.
    pub up: usize,
    /// Of so many.
    pub of: usize,
    /// What is still to do: the others, with how far they are.
    pub left: Vec<String>,
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
    /// What would be lost if the target were promoted now, a line each; none once its database is writable, or when
    /// the plan measures no loss.
    pub loss: Vec<String>,
    /// The same in two words, for the header; none once the decision fell.
    pub risk: Option<String>,
    /// Whether the target can take over; none once the decision fell.
    pub ready: Option<Ready>,
    /// Whether the database is writable at one provider only, in words too; once the target's is, and zoomed.
    pub writers: Option<(Writers, String)>,
    /// What is up, layer by layer: what depends on nothing first.
    pub layers: Vec<Layer>,
    /// Who serves; none when the plan names no name server.
    pub serving: Option<super::serving::Serving>,
}

impl ProbePane {
    /// `C10 NOT READY: lag 41 s`; none once the decision fell.
    #[must_use]
    pub fn ready_words(&self) -> Option<String> {
        let ready = self.ready.as_ref()?;
        Some(ready.words(&self.sides.1))
    }
}
