//! What was told to whom, and what was promised.

use super::log::{EntryNo, Log};
use super::register::Register;
use crate::domain::facts::{BulletinQueued, BulletinSnoozed, PromiseMade};
use crate::domain::time::Time;
use crate::domain::words::Stage;

/// An update that left.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    /// When, in incident time.
    pub at: Time,
    /// Who wrote it.
    pub by: String,
    /// Whose cockpit posted it, where that is somebody else.
    pub posted: Option<String>,
    /// The state it spoke of.
    pub state: Option<Stage>,
    /// What it said.
    pub text: Option<String>,
    /// How it left.
    pub via: Option<String>,
    /// When the next one is promised.
    pub next_at: Option<Time>,
}

/// What is known of an audience.
#[derive(Clone, Default, Debug)]
pub struct AudienceRecord {
    /// The newest update that left.
    pub sent: Register<Sent>,
    /// Every update that left, in journal order.
    pub all: Vec<EntryNo>,
    /// What waits to leave; `None` once it left or was cancelled.
    pub queued: Register<Option<BulletinQueued>>,
    /// Who let what was queued leave.
    pub approved: Register<Approval>,
    /// What came of the last try that failed; `None` once it left.
    pub failed: Register<Option<Failure>>,
    /// Its clock rests.
    pub snoozed: Register<BulletinSnoozed>,
}

impl AudienceRecord {
    /// One text left, by what `no` says: only that is not on its way any more.
    pub(super) fn left(&mut self, queued: Option<EntryNo>, log: &Log, no: EntryNo) {
        if self.queued.held().map(|held| held.by) == queued {
            self.failed.set(log, no, None);
        }
        self.queued.remove(queued);
    }

    /// Nothing that `no` has seen is on its way any more.
    pub(super) fn clear(&mut self, log: &Log, no: EntryNo) {
        self.queued.set(log, no, None);
        self.failed.set(log, no, None);
    }
}

/// Somebody let an update leave.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Approval {
    /// Who.
    pub by: String,
    /// Why without the approver, or once more.
    pub reason: Option<String>,
}

/// An update did not leave, or nobody knows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// Why.
    pub reason: String,
    /// It may have arrived all the same.
    pub unsure: bool,
}

/// Something promised.
#[derive(Clone, Default, Debug)]
pub struct Promise {
    /// The promise.
    pub made: Option<PromiseMade>,
    /// It was kept, is moot, or was broken.
    pub closed: bool,
    /// It was not kept.
    pub broken: bool,
}
