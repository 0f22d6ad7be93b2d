//! Who serves, as drawn: what the name servers say, and when the last old answer is gone.

use crate::domain::time::{Span, Time};

/// The row of the probes pane that tells who serves.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Serving {
    /// So many servers are asked, each name counted.
    pub of: usize,
    /// So many have said something, or refused to.
    pub heard: usize,
    /// So many of those asked are authoritative.
    pub authoritative: usize,
    /// Who leads users to `from`.
    pub from: SideSays,
    /// Who leads users to `to`.
    pub to: SideSays,
    /// What else there is to say, the most important first.
    pub notes: Vec<Note>,
    /// Each server, the authoritative ones of each name first.
    pub servers: Vec<ServerRow>,
}

/// Who leads users to a side.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct SideSays {
    /// So many servers.
    pub servers: usize,
    /// So many of the authoritative ones.
    pub authoritative: usize,
}

/// One server's newest answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ServerRow {
    /// The server, without its usual port.
    pub server: String,
    /// It speaks for the zone.
    pub authoritative: bool,
    /// Where it leads: a provider's short name, or what it said; as it came.
    pub says: String,
    /// When an old answer that it keeps runs out, in incident time.
    pub until: Option<Time>,
}

/// What else there is to say of who serves.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Note {
    /// Answers that lead to the provider production left.
    Old {
        /// The last of them is gone then by its TTL, in incident time; none when no TTL is known.
        until: Option<Time>,
        /// The TTL.
        ttl: Option<Span>,
        /// The plan assumes it: none was seen.
        assumed: bool,
        /// So many of the servers asked still give one.
        left: usize,
    },
    /// A server leads users where the plan names nobody.
    Odd {
        /// The server.
        server: String,
        /// What it says, in a few words; as it came.
        says: String,
    },
    /// A server gives no answer.
    Silent {
        /// The server.
        server: String,
        /// Why, in a few words; as it came.
        why: String,
    },
}
