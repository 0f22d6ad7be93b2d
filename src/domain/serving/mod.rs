//! Who serves: what each name server answers for a name, and which provider that means.
//!
//! An [`Answer`] is one reply, a [`Meaning`] the provider it leads users to. A [`Board`] holds the newest of every
//! server of a plan's `[[dns]]` tables; what it is sure of ([`Name::settled`]) becomes the fact `serving.set`. What
//! follows from those facts, such as when the last old answer is gone, is in [`super::rules::serving`].
//!
//! Seconds of a TTL are incident seconds: in a drill that runs faster, answers age faster.

mod answer;
mod board;

pub use answer::{Answer, Meaning, meaning};
pub use board::{Agreed, Board, Name, Says, Seen, Server, Settled};

/// A name is asked for this often at every server, in wall time.
pub const EVERY: super::time::Span = super::time::Span::seconds(5);
/// A reply later than this does not count.
pub const TIMEOUT: super::time::Span = super::time::Span::seconds(3);

/// A server as people say it: without the port every name server has.
#[must_use]
pub fn short(server: &str) -> &str {
    let bare = server.strip_suffix(":53").unwrap_or(server);
    bare.strip_prefix('[')
        .and_then(|b| b.strip_suffix(']'))
        .unwrap_or(bare)
}

/// Whether the names lead users to a provider.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lead {
    /// No name server is asked: nobody can say.
    NotAsked,
    /// Not all of them, or it is not known yet.
    NotYet,
    /// All of them, since then; none: as long as anybody looked.
    There(Option<super::time::Time>),
}
