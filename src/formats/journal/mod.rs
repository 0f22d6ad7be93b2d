//! The journal's text: one line an entry, each carrying its own hash and the one before it.
//!
//! A line is judged over its raw bytes: what another version wrote, with fields or words this one does not
//! know, keeps its hash and is kept.

mod hash;
mod read;
mod salvage;
mod snapshot;
mod write;

pub use hash::{digest, genesis, quick_hash};
pub use read::{BadLine, Decoder, decode};
pub use salvage::salvage;
pub use snapshot::{read_presence, read_view, write_presence, write_view};
pub use write::{Line, Unwritable, encode, room};

/// Longest line, its line break included.
pub const LINE_CAP: usize = 16 * 1024;

/// Longest journal file; the log goes on in the next one.
pub const FILE_CAP: u64 = 64 * 1024 * 1024;

/// Version of the line format this program writes.
pub const VERSION: u64 = 1;

#[cfg(test)]
mod tests;
