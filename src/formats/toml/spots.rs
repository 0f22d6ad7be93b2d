//! Where each value of a file stands: a side table, so that the domain's types stay clean.

use std::collections::BTreeMap;
use std::ops::Range;

/// Where one value stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spot {
    /// The value in the schema, without places in lists: `checklist.phase.step.after`.
    pub schema: String,
    /// Bytes of its key.
    pub key: Range<usize>,
    /// Bytes of the value; of the header for a table.
    pub value: Range<usize>,
    /// The value itself, when it is a short text: for fields whose words are honoured one by one.
    pub word: Option<String>,
}

/// Where each value of a file stands, by its path: `phase[1].step[0].after[2]`, `provider[0].vars.db_host`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Spots(BTreeMap<String, Spot>);

impl Spots {
    /// Where the value of a path stands.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Spot> {
        self.0.get(path)
    }

    /// Every value, by its path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Spot)> {
        self.0.iter().map(|(path, spot)| (path.as_str(), spot))
    }

    pub(super) fn put(&mut self, path: &str, spot: Spot) {
        self.0.insert(path.to_owned(), spot);
    }
}
