//! Updates on their way, as this cockpit knows of them.

use crate::domain::rules::outbox::Waiting;
use crate::domain::time::{Span, Time};
use std::collections::{BTreeMap, BTreeSet};

/// Updates on their way.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outbox {
    /// What the facts say is on its way.
    pub waiting: Vec<Waiting>,
    /// Own tries, by the reference of what is posted.
    pub tries: BTreeMap<String, Try>,
    /// Those whose machine has no cockpit, by reference: since when, wall time.
    pub alone: BTreeMap<String, Time>,
    /// Since when this cockpit looks after it, wall time.
    pub since: Option<Time>,
}

/// Own tries of one update.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Try {
    /// How many were begun.
    pub attempts: u32,
    /// One is under way.
    pub flying: bool,
    /// Not before this wall time.
    pub next: Time,
    /// Why the last one failed.
    pub trouble: Option<String>,
    /// It may have arrived while another text counted: said when this one counts again.
    pub doubt: Option<String>,
    /// Reasons that were written down: each once.
    pub said: BTreeSet<String>,
}

/// How long is waited after so many tries: 1, 2, 4 .. 60 s, each up to a fifth longer, so that many cockpits do
/// not knock at once.
#[must_use]
pub fn pause(reference: &str, attempts: u32) -> Span {
    let doubled = 1_i64 << attempts.saturating_sub(1).min(6);
    let base = doubled.min(60) * 1000;
    let seed = reference.bytes().fold(u64::from(attempts), |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let fifth = base / 5;
    let extra = i64::try_from((seed >> 17) % 1000).unwrap_or(0) * fifth / 1000;
    Span(base + extra)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_minute_and_are_not_the_same_for_all() {
        let whole = |n| pause("gf@b1.1:42", n).0;
        let seconds: Vec<i64> = (1..10).map(|n| whole(n) / 1000).collect();
        assert!(
            seconds[0] == 1 && seconds[1] == 2 && seconds[2] == 4,
            "{seconds:?}"
        );
        assert!(seconds.iter().all(|s| *s <= 72), "{seconds:?}");
        assert!(seconds[8] >= 60, "{seconds:?}");
        assert_ne!(pause("a@b1.1:1", 5), pause("b@b2.2:7", 5));
    }
}
