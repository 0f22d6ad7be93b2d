//! Entries whose texts are hidden: everything that is made of the log sees them without. What is written stays written.

use super::log::EntryNo;
use crate::domain::entry::Entry;
use crate::domain::facts::Fact;
use std::collections::{HashMap, HashSet};

/// Entries whose texts are hidden.
#[derive(Clone, Default, Debug)]
pub(super) struct Veil {
    /// Their references; some may not be here yet.
    references: HashSet<String>,
    /// As they are seen.
    seen: HashMap<EntryNo, Entry>,
    /// The corrections that are here, by what they correct.
    corrections: HashMap<String, Vec<EntryNo>>,
}

impl Veil {
    /// Whether an entry is hidden: it was redacted, or what it corrects was, whoever knew of the correction then.
    pub(super) fn hides(&self, entry: &Entry) -> bool {
        if self.references.is_empty() {
            return false;
        }
        let corrects = match &entry.draft.fact {
            Fact::NoteCorrected(f) => self.references.contains(&f.entry),
            _ => false,
        };
        corrects || self.references.contains(&entry.reference())
    }

    /// Takes note of a new entry that corrects another.
    pub(super) fn watch(&mut self, no: EntryNo, entry: &Entry) {
        if let Fact::NoteCorrected(f) = &entry.draft.fact {
            let known = self.corrections.entry(f.entry.clone());
            known.or_default().push(no);
        }
    }

    /// The corrections of an entry that are here.
    pub(super) fn corrections(&self, reference: &str) -> Vec<EntryNo> {
        let known = self.corrections.get(reference);
        known.cloned().unwrap_or_default()
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
