//! Saving: everything queued goes in one write and one fdatasync, then it is acknowledged.

use super::Config;
use super::event::{Part, Sink, Stamp, StoreEvent};
use super::publisher::Ask;
use super::pulse::Pulse;
use crate::domain::problem::{Place, Problem, Severity};
use crate::store::log::PrivateLog;
use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Bytes written at once, at most.
const BATCH: usize = 1024 * 1024;

/// Pause after a failure; doubled up to the longest.
const PAUSE: Duration = Duration::from_millis(20);
const LONGEST: Duration = Duration::from_millis(500);

/// Tries more when the store is being shut down.
const LAST_TRIES: usize = 3;

/// An entry waiting for the disk.
pub(super) struct Pending {
    pub(super) stamp: Stamp,
    pub(super) text: String,
}

/// Where entries wait.
#[derive(Default)]
pub(super) struct Desk {
    queue: Mutex<Queue>,
    bell: Condvar,
}

#[derive(Default)]
struct Queue {
    lines: VecDeque<Pending>,
    closing: bool,
}

impl Desk {
    pub(super) fn put(&self, lines: Vec<Pending>) {
        self.queue().lines.extend(lines);
        self.bell.notify_one();
    }

    pub(super) fn close(&self) {
        self.queue().closing = true;
        self.bell.notify_one();
    }

    pub(super) fn pending(&self) -> usize {
        self.queue().lines.len()
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Up to `limit` lines, when there are some; nothing when there never will be any more.
    fn next(&self, limit: usize) -> Option<(Vec<u8>, Vec<Stamp>)> {
        let idle = |queue: &mut Queue| queue.lines.is_empty() && !queue.closing;
        let queue = self.bell.wait_while(self.queue(), idle);
        let queue = queue.unwrap_or_else(PoisonError::into_inner);
        let (mut bytes, mut stamps) = (Vec::new(), Vec::new());
        for line in queue.lines.iter().take(limit) {
            if !bytes.is_empty() && bytes.len() + line.text.len() > BATCH {
                break;
            }
            bytes.extend_from_slice(line.text.as_bytes());
            stamps.push(line.stamp);
        }
        (!stamps.is_empty()).then_some((bytes, stamps))
    }

    fn saved(&self, count: usize) {
        self.queue().lines.drain(..count);
    }

    /// Waits before the next try; whether the store is being shut down.
    fn pause(&self, pause: Duration) -> bool {
        let open = |queue: &mut Queue| !queue.closing;
        let waited = self.bell.wait_timeout_while(self.queue(), pause, open);
        waited.unwrap_or_else(PoisonError::into_inner).0.closing
    }
}

pub(super) struct Saver {
    log: PrivateLog,
    path: PathBuf,
    desk: Arc<Desk>,
    pulse: Arc<Pulse>,
    sink: Sink,
    publisher: Sender<Ask>,
    trouble: Option<io::ErrorKind>,
}

impl Saver {
    pub(super) fn new(
        config: &Config,
        private: &Path,
        desk: &Arc<Desk>,
        pulse: &Arc<Pulse>,
        sink: &Sink,
        publisher: &Sender<Ask>,
    ) -> Self {
        Saver {
            log: PrivateLog::new(Arc::clone(&config.disk), private, config.writer.clone()),
            path: private.to_path_buf(),
            desk: Arc::clone(desk),
            pulse: Arc::clone(pulse),
            sink: Arc::clone(sink),
            publisher: publisher.clone(),
            trouble: None,
        }
    }

    /// Saves until the store is shut down; true when nothing is left unsaved.
    pub(super) fn run(mut self) -> bool {
        let (mut limit, mut pause, mut last_tries) = (usize::MAX, PAUSE, 0);
        while let Some((bytes, stamps)) = self.desk.next(limit) {
            match self.pulse.during(Part::Log, || self.log.append(&bytes)) {
                Ok(()) => {
                    self.saved(stamps);
                    (limit, pause) = (limit.saturating_mul(2), PAUSE);
                }
                Err(e) => {
                    self.failed(&e);
                    // On a disk that is nearly full one line may still fit.
                    limit = 1;
                    if self.desk.pause(pause.min(LONGEST)) {
                        last_tries += 1;
                        if last_tries > LAST_TRIES {
                            return true;
                        }
                    }
                    pause = (pause * 2).min(LONGEST);
                }
            }
        }
        true
    }

    fn saved(&mut self, stamps: Vec<Stamp>) {
        self.desk.saved(stamps.len());
        let through = stamps.last().map_or(0, |stamp| stamp.seq);
        (self.sink)(StoreEvent::Saved { through, stamps });
        // After it is told: nothing is said to be shared before it is said to be saved.
        let files = self.log.saved().to_vec();
        let _ = self.publisher.send(Ask::Saved { files, through });
        if self.trouble.take().is_some() {
            (self.sink)(StoreEvent::Well(Part::Log));
        }
    }

    fn failed(&mut self, error: &io::Error) {
        if self.trouble.replace(error.kind()) == Some(error.kind()) {
            return;
        }
        let full = matches!(
            error.kind(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::WriteZero
        );
        let remedy = if full {
            "make room; entries are kept in memory and written when there is"
        } else {
            "entries are kept in memory and tried again; do not quit"
        };
        let problem = Problem {
            severity: Severity::Error,
            code: "not-saved",
            place: Place {
                file: self.path.to_string_lossy().into_owned(),
                ..Place::default()
            },
            what: error.to_string(),
            remedy: remedy.to_owned(),
        };
        (self.sink)(StoreEvent::Trouble(Part::Log, problem));
    }
}
