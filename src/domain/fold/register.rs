//! A value that entries set, one after another or at once.

use super::log::{EntryNo, Log};

/// A value and the entry that set it.
#[derive(Clone, PartialEq, Debug)]
pub struct Held<T> {
    /// The entry.
    pub by: EntryNo,
    /// The value.
    pub value: T,
}

/// A value that entries set. An entry that had seen another's value replaces it, whatever the clocks say;
/// of concurrent values the one of the highest order counts and the others stay visible.
#[derive(Clone, Debug)]
pub struct Register<T> {
    /// None of these has seen another; the one that counts is first.
    held: Vec<Held<T>>,
}

impl<T> Default for Register<T> {
    fn default() -> Self {
        Register { held: Vec::new() }
    }
}

impl<T: PartialEq> Register<T> {
    /// The value that counts.
    #[must_use]
    pub fn get(&self) -> Option<&T> {
        self.held.first().map(|h| &h.value)
    }

    /// The value that counts, with the entry that set it.
    #[must_use]
    pub fn held(&self) -> Option<&Held<T>> {
        self.held.first()
    }

    /// Concurrent values other than the one that counts: said at once by somebody else. Equal values are no conflict.
    pub fn rivals(&self) -> impl Iterator<Item = &Held<T>> {
        let counts = self.get();
        self.held
            .iter()
            .skip(1)
            .filter(move |h| Some(&h.value) != counts)
    }

    /// Every value that no other has seen, the one that counts first.
    pub fn all(&self) -> impl Iterator<Item = &Held<T>> {
        self.held.iter()
    }

    /// Takes back what one entry set, if it still stands.
    pub(super) fn remove(&mut self, by: Option<EntryNo>) {
        self.held.retain(|h| Some(h.by) != by);
    }

    pub(super) fn set(&mut self, log: &Log, by: EntryNo, value: T) {
        if self.held.iter().any(|h| log.sees(h.by, by)) {
            return;
        }
        self.held.retain(|h| !log.sees(by, h.by));
        let place = self.held.partition_point(|h| log.outranks(h.by, by));
        self.held.insert(place, Held { by, value });
    }
}
