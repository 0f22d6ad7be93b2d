//! Notices when a part of the store hangs in a call: said by whichever part still moves.

use super::event::{Part, Sink, StoreEvent};
use crate::domain::problem::{Place, Problem, Severity};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

const PARTS: [Part; 3] = [Part::Log, Part::Share, Part::Watch];

/// How long a call of each part may take before it is told: loading a long journal takes its time.
const PATIENCE: [Duration; 3] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(3),
];

pub(super) struct Pulse {
    zero: Instant,
    /// When each part's call began, in milliseconds from 1; 0 when it is in none.
    busy: [AtomicU64; 3],
    told: [AtomicBool; 3],
    sink: Sink,
}

impl Pulse {
    pub(super) fn new(sink: Sink) -> Self {
        Pulse {
            zero: Instant::now(),
            busy: Default::default(),
            told: Default::default(),
            sink,
        }
    }

    /// Does what may hang.
    pub(super) fn during<T>(&self, part: Part, act: impl FnOnce() -> T) -> T {
        let at = PARTS.iter().position(|p| *p == part).unwrap_or(0);
        self.busy[at].store(self.now() + 1, Ordering::Relaxed);
        let done = act();
        self.busy[at].store(0, Ordering::Relaxed);
        if self.told[at].swap(false, Ordering::Relaxed) {
            (self.sink)(StoreEvent::Well(part));
        }
        done
    }

    /// Tells of parts that hang.
    pub(super) fn check(&self) {
        let now = self.now() + 1;
        for (at, part) in PARTS.iter().enumerate() {
            let since = self.busy[at].load(Ordering::Relaxed);
            let hangs =
                since > 0 && u128::from(now.saturating_sub(since)) > PATIENCE[at].as_millis();
            if hangs && !self.told[at].swap(true, Ordering::Relaxed) {
                (self.sink)(StoreEvent::Trouble(*part, hanging(*part)));
            }
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.zero.elapsed().as_millis()).unwrap_or(u64::MAX - 1)
    }
}

fn hanging(part: Part) -> Problem {
    let (code, what) = match part {
        Part::Log => (
            "log-hangs",
            "saving takes more than 1 s: the disk is slow or hangs",
        ),
        Part::Share => (
            "share-hangs",
            "the shared folder does not answer; entries are saved here",
        ),
        Part::Watch => (
            "watch-hangs",
            "the shared folder does not answer; news of others are late",
        ),
    };
    Problem {
        severity: Severity::Warning,
        code,
        place: Place::default(),
        what: what.to_owned(),
        remedy: String::new(),
    }
}
