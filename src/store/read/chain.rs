//! Which entries of each writer are held: gaps and forks.

use super::Spot;
use crate::domain::ids::{Hash, WriterId};
use std::collections::{BTreeMap, HashMap};

#[derive(Default)]
pub(super) struct Chains(HashMap<WriterId, Chain>);

/// One writer's log: whole from 0, what lies beyond a gap, and what stands twice.
#[derive(Default)]
struct Chain {
    whole: Vec<Hash>,
    beyond: BTreeMap<u64, Hash>,
    forks: Vec<u64>,
}

impl Chains {
    pub(super) fn add(&mut self, writer: &WriterId, seq: u64, hash: Hash) {
        if !self.0.contains_key(writer) {
            self.0.insert(writer.clone(), Chain::default());
        }
        if let Some(chain) = self.0.get_mut(writer) {
            chain.add(seq, hash);
        }
    }

    /// The first missing entry of each gap.
    pub(super) fn gaps(&self) -> Vec<Spot> {
        let gap = |(writer, chain): (&WriterId, &Chain)| {
            let open = !chain.beyond.is_empty();
            open.then(|| (writer.clone(), chain.whole.len() as u64))
        };
        let mut gaps: Vec<Spot> = self.0.iter().filter_map(gap).collect();
        gaps.sort();
        gaps
    }

    pub(super) fn forks(&self) -> Vec<Spot> {
        let spots = |(writer, chain): (&WriterId, &Chain)| -> Vec<Spot> {
            let spot = |seq: &u64| (writer.clone(), *seq);
            chain.forks.iter().map(spot).collect()
        };
        let mut forks: Vec<Spot> = self.0.iter().flat_map(spots).collect();
        forks.sort();
        forks.dedup();
        forks
    }
}

impl Chain {
    fn add(&mut self, seq: u64, hash: Hash) {
        let next = self.whole.len() as u64;
        if seq == next {
            self.whole.push(hash);
            while let Some(hash) = self.beyond.remove(&(self.whole.len() as u64)) {
                self.whole.push(hash);
            }
            return;
        }
        let known = match usize::try_from(seq).ok().filter(|_| seq < next) {
            Some(at) => self.whole.get(at).copied(),
            None => self.beyond.insert(seq, hash),
        };
        if known.is_some_and(|known| known != hash) {
            self.forks.push(seq);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_close_and_forks_stay() {
        let mut chains = Chains::default();
        let writer = WriterId::of("gf", "b1", 1);
        for seq in [0, 1, 4, u64::MAX, 3] {
            chains.add(&writer, seq, Hash([1; 16]));
        }
        assert_eq!(chains.gaps(), [(writer.clone(), 2)]);
        chains.add(&writer, 2, Hash([1; 16]));
        assert_eq!(chains.gaps(), [(writer.clone(), 5)]);
        assert!(chains.forks().is_empty());
        chains.add(&writer, 3, Hash([2; 16]));
        assert_eq!(chains.forks(), [(writer, 3)]);
    }
}
