//! Who is here, and who holds which role.

use super::log::EntryNo;
use super::register::Register;
use crate::domain::facts::{CockpitJoined, HandoverOffered, LogOpened};
use crate::domain::time::Time;

/// Who holds a role.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoleHolder {
    /// Who; none: nobody.
    pub operator: Option<String>,
    /// Until when, if it was for a time.
    pub until: Option<Time>,
}

/// One writer: one run of the program.
#[derive(Clone, Default, Debug)]
pub struct Presence {
    /// How its log began.
    pub opened: Option<LogOpened>,
    /// Its cockpit, if it had one.
    pub joined: Register<CockpitJoined>,
    /// Why it left, if it did.
    pub left: Option<Option<String>>,
    /// Its newest entry.
    pub last: Option<EntryNo>,
}

/// What is known of a role.
#[derive(Clone, Default, Debug)]
pub struct RoleRecord {
    /// Who holds it.
    pub holder: Register<RoleHolder>,
    /// To whom it is offered.
    pub offered: Register<HandoverOffered>,
    /// Who declined it, entry by entry.
    pub declined: Vec<EntryNo>,
    /// Every entry that said who holds it, in order.
    pub history: Vec<EntryNo>,
}
