//! The one source of chance in the store: names that nobody else has.

use std::io;

/// A random number: a writer's run, an incident's id.
///
/// # Errors
/// When the system has none.
pub fn run() -> io::Result<u64> {
    getrandom::u64().map_err(io::Error::other)
}
