//! A fact as recorded in a journal.

use super::facts::Fact;
use super::ids::{Hash, Tag, WriterId};
use super::time::{Span, Time};

/// A hybrid logical clock: wall milliseconds that never run backwards, and a counter within one.
/// Orders concurrent entries; Kulkarni et al., "Logical Physical Clocks", 2014.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Hlc {
    /// Milliseconds since the epoch.
    pub ms: i64,
    /// Counter within one millisecond.
    pub count: u32,
}

impl Hlc {
    /// How far ahead of the own clock a peer's may be and still move it.
    pub const TRUST: Span = Span::minutes(5);

    /// The clock of the next own entry, written at `wall`.
    #[must_use]
    pub fn next(self, wall: Time) -> Hlc {
        if wall.0 > self.ms {
            Hlc {
                ms: wall.0,
                count: 0,
            }
        } else {
            Hlc {
                ms: self.ms,
                count: self.count.saturating_add(1),
            }
        }
    }

    /// Takes note of a peer's clock, unless it is more than [`Hlc::TRUST`] ahead of `wall`.
    #[must_use]
    pub fn witness(self, peer: Hlc, wall: Time) -> Hlc {
        if Time(peer.ms) - wall > Self::TRUST {
            self
        } else {
            self.max(peer)
        }
    }
}

/// The newest entry seen of another writer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    /// Its sequence number.
    pub seq: u64,
    /// The beginning of its hash.
    pub tag: Tag,
}

/// A fact before it is saved: all but the hashes, which only the journal's own file can give.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// Who runs the program.
    pub operator: String,
    /// Place in the writer's log: 0, 1, 2, ...
    pub seq: u64,
    /// Wall clock, for display only.
    pub wall: Time,
    /// Order among concurrent entries.
    pub clock: Hlc,
    /// Heads of other writers seen since the last own entry: causality.
    pub seen: Vec<(WriterId, Head)>,
    /// What happened.
    pub fact: Fact,
}

/// A fact as recorded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Which run of the program wrote it.
    pub writer: WriterId,
    /// What was written.
    pub draft: Draft,
    /// The writer's previous hash.
    pub prev: Hash,
    /// The hash of this entry; zero while it is not saved.
    pub hash: Hash,
}

impl Entry {
    /// The name other facts use for this entry: `writer:seq`.
    #[must_use]
    pub fn reference(&self) -> String {
        format!("{}:{}", self.writer, self.draft.seq)
    }

    /// The order among concurrent entries: the same on every machine.
    #[must_use]
    pub fn order(&self) -> (Hlc, &WriterId, u64, Hash) {
        (self.draft.clock, &self.writer, self.draft.seq, self.hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wild_clock_moves_no_other() {
        let own = Hlc {
            ms: 1_000,
            count: 0,
        };
        let wall = Time(2_000);
        let near = Hlc {
            ms: 61_000,
            count: 3,
        };
        let year = Hlc {
            ms: 31_536_000_000,
            count: 0,
        };
        assert_eq!(own.witness(near, wall), near);
        assert_eq!(own.witness(year, wall), own);
        assert!(near.next(wall) > near, "never backwards");
        assert_eq!(
            own.next(wall),
            Hlc {
                ms: 2_000,
                count: 0
            }
        );
    }
}
