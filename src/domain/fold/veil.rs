//! Entries whose texts are hidden: everything that is made of the log sees them without. What is written stays written.

use super::log::EntryNo;
use crate::domain::entry::Entry;
use std::collections::{HashMap, HashSet};

/// Entries whose texts are hidden.
#[derive(Clone, Default, Debug)]
pub(super) struct Veil {
    /// Their references; some may not be here yet.
    references: HashSet<String>,
    /// As they are seen.
    seen: HashMap<EntryNo, Entry>,
}

impl Veil {
    /// Whether an entry of this reference is hidden, or will be when it comes.
    pub(super) fn hides(&self, reference: &str) -> bool {
        !self.references.is_empty() && self.references.contains(reference)
    }

    /// Takes note of a reference.
    pub(super) fn name(&mut self, reference: &str) {
        self.references.insert(reference.to_owned());
    }

    /// Hides the texts of an entry that is here. Whether that changes anything.
    pub(super) fn draw(&mut self, no: EntryNo, entry: &Entry) -> bool {
        let Some(fact) = entry.draft.fact.hidden() else {
            return false;
        };
        let mut seen = entry.clone();
        seen.draft.fact = fact;
        self.seen.insert(no, seen).is_none()
    }

    /// An entry as it is seen; none when nothing of it is hidden.
    pub(super) fn get(&self, no: EntryNo) -> Option<&Entry> {
        if self.seen.is_empty() {
            return None;
        }
        self.seen.get(&no)
    }
}
