//! Probe results and the verdict they add up to.
//!
//! A [`Sample`] is one result. A [`Verdict`] is what the results of one probe add up to: one bad result says
//! nothing yet. A [`Board`] holds the verdicts of a plan, and knows when it is us, not them.

mod blind;
mod board;
pub mod cause;
pub mod evaluate;
mod history;
mod inside;
mod loss;
mod offer;
mod orders;
mod repeat;
mod run;
mod shows;
#[cfg(test)]
pub(in crate::domain) mod testing;
mod values;
mod vantage;
mod verdict;

pub use blind::{is_blind, unblamed};
pub use board::{Board, Row, Transition};
pub use history::{History, Pace, Past, Track};
pub use loss::{Heard, Replay};
pub use offer::{Offer, offers};
pub use orders::{NOT_RUN, Order, listing, orders};
pub use repeat::Repeat;
pub use run::Run;
pub use shows::{shown_by, shows};
pub use values::fill_in;
pub use vantage::Vantage;
pub use verdict::{Called, Verdict};

use super::ids::Id;
use super::time::{Span, Time};

/// Which probe: a service at a provider, or a witness.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ProbeId {
    /// A service at a provider.
    Service {
        /// Which service.
        service: Id,
        /// At which provider.
        provider: Id,
    },
    /// A witness.
    Witness(Id),
    /// A name server, asked for a name whose answers tell who serves.
    Name {
        /// The name.
        name: String,
        /// The server, `host:port`, as the plan writes it.
        server: String,
    },
}

/// What one round of a probe found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Finding {
    /// As expected.
    Good,
    /// Worse than expected, still serving.
    Poor,
    /// Measured bad.
    Bad,
    /// Could not be measured: nothing is said about the target.
    NotMeasured,
}

/// One result of a probe.
#[derive(Clone, PartialEq, Debug)]
pub struct Sample {
    /// Which probe.
    pub probe: ProbeId,
    /// Wall time at which the round began.
    pub began: Time,
    /// Wall time at which it ended.
    pub ended: Time,
    /// What it found.
    pub finding: Finding,
    /// Time to the answer, where there was one.
    pub latency: Option<Span>,
    /// What was measured, in a few words: `200`, `refused`, `timeout 3s`, `role writable`.
    pub detail: String,
    /// The role a command printed, by the plan's table.
    pub role: Option<String>,
    /// The number a command printed, in the plan's unit.
    pub value: Option<f64>,
    /// How many are done, of how many, as a command printed it.
    pub progress: Option<(u64, u64)>,
    /// The beginning of the raw answer, at most 2 KiB, where there was one: hostile, and secrets still in it.
    pub raw: Option<String>,
    /// What a name server answered, where one was asked who serves.
    pub answer: Option<super::serving::Answer>,
}

impl Sample {
    /// A result that says no more than this; what else is known is set on it.
    #[must_use]
    pub const fn new(
        probe: ProbeId,
        (began, ended): (Time, Time),
        finding: Finding,
        detail: String,
    ) -> Self {
        Sample {
            probe,
            began,
            ended,
            finding,
            latency: None,
            detail,
            role: None,
            value: None,
            progress: None,
            raw: None,
            answer: None,
        }
    }
}
