//! What the store tells.

use crate::domain::entry::Entry;
use crate::domain::ids::{Hash, WriterId};
use crate::domain::presence::{Presence, View};
use crate::domain::problem::Problem;
use crate::store::read::Health;
use std::sync::Arc;

/// Where the store tells. Called from its threads.
pub type Sink = Arc<dyn Fn(StoreEvent) + Send + Sync>;

/// A part of the store.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Part {
    /// The private log: whether entries are saved.
    Log,
    /// The shared folder: whether others can see them.
    Share,
    /// Reading the others.
    Watch,
}

/// What the journal gave an own entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stamp {
    /// The entry's number.
    pub seq: u64,
    /// The hash before it.
    pub prev: Hash,
    /// Its hash.
    pub hash: Hash,
}

/// The snapshots of others.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Others {
    /// Cockpits that are, or were, here.
    pub presence: Vec<Presence>,
    /// What each machine's probes say.
    pub views: Vec<View>,
}

/// What the store tells.
#[derive(Clone, Debug)]
pub enum StoreEvent {
    /// Entries of others and of earlier runs, each once, in slices.
    Arrived(Vec<Entry>),
    /// Everything that was there at the start has been handed over.
    Loaded,
    /// Own entries are on the disk: acknowledged.
    Saved {
        /// The last of them.
        through: u64,
        /// What the journal gave each.
        stamps: Vec<Stamp>,
    },
    /// Own entries are in the shared folder.
    Shared {
        /// The last of them.
        through: u64,
    },
    /// A journal of this user was replaced from outside, and its entries were put back.
    PutBack {
        /// Whose journal.
        writer: WriterId,
        /// How many entries.
        entries: usize,
    },
    /// The state of the journals, when it changed.
    Health(Health),
    /// Who is here, when it changed.
    Others(Others),
    /// This run writes the probe facts of its machine, or no longer.
    Lead(bool),
    /// This run is the one of its machine that pages people, or no longer.
    Pager(bool),
    /// Something does not work; it is tried again. A note (`name-taken`) is only news: nothing follows it.
    Trouble(Part, Problem),
    /// It works again.
    Well(Part),
}
