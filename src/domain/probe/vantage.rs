//! Whether it is us, not them.

use crate::domain::time::Time;

/// What the witnesses say of the place we look from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Vantage {
    /// How many witnesses the plan names.
    pub witnesses: usize,
    /// How many of them answer.
    pub answering: usize,
    /// All of them are silent, since then: nothing measured here says anything about a provider.
    pub blind: Option<Time>,
    /// When the newest answer of any witness was asked for.
    pub heard: Option<Time>,
}

impl Vantage {
    /// A failure that began at `first` is the target's: since then a witness answered, or there is none to ask.
    #[must_use]
    pub fn proves(&self, first: Time) -> bool {
        self.witnesses == 0
            || (self.blind.is_none() && self.heard.is_some_and(|heard| heard >= first))
    }
}
