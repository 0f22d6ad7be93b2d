//! Paging people who are not here, as this cockpit does it or not.

use super::outbox::Try;
use crate::domain::presence::Paging;
use crate::domain::rules::paging::Way;
use crate::domain::time::Time;
use std::collections::BTreeMap;

/// Paging, as this cockpit knows of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pager {
    /// It is there to page: it has no screen, and writes.
    pub watches: bool,
    /// It is the one of its machine that pages.
    pub lock: bool,
    /// The lock was asked for.
    pub asked: bool,
    /// Listings of pagers' commands that this user approved here; none: not read yet.
    pub approved: Option<Vec<String>>,
    /// What was paged about each cause.
    pub said: BTreeMap<String, Said>,
    /// Since when each cause stands that has to be told, in wall time.
    pub since: BTreeMap<String, Time>,
    /// Own tries, by the key of what is told.
    pub tries: BTreeMap<String, Try>,
    /// Whether it pages, for the others.
    pub standing: Paging,
}

/// What was paged about a cause.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// How often.
    pub times: usize,
    /// When last, by the wall clock here.
    pub at: Time,
    /// The cause was gone, or somebody knew of it, since.
    pub over: bool,
}

/// What is asked of the outside world for paging.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PagerAsk {
    /// Compete for being the one of this machine that pages, or let go of it; [`super::Msg::PagerLock`] follows.
    Hold(bool),
    /// Tell somebody; [`super::Msg::Paged`] follows.
    Page(Page),
}

/// A page to be sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// Names the page: the same for each try.
    pub key: String,
    /// What it is about: an alarm, or a wait.
    pub alarm: String,
    /// The line.
    pub text: String,
    /// How.
    pub way: Way,
}
