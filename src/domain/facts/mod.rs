//! Facts: what happened in the incident. A closed list; one table declares each kind, its name in the
//! journal and its data, and everything else (reading, writing, the tests) follows from the table.

mod datum;
mod hidden;
mod size;
mod table;

pub use datum::{Datum, Field};
pub use hidden::REDACTED;
pub use table::*;

use std::collections::BTreeMap;

/// The data of a fact as named values, between the journal's text and the typed [`Fact`].
pub type Data<'a> = BTreeMap<&'a str, Datum<'a>>;

/// A fact whose kind, or a word in its data, this version does not know. Kept and shown raw.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Foreign {
    /// The kind as written.
    pub kind: String,
    /// The data as written: JSON text.
    pub data: String,
}
