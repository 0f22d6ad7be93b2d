//! Commands that write one entry and end share one log per Unix user, machine and boot, under a lock.

mod own;

use super::disk::Disk;
use super::folder::Folder;
use super::log::PrivateLog;
use super::publish::Publisher;
use super::{access, places};
use crate::domain::entry::{Draft, Entry, Hlc};
use crate::domain::ids::WriterId;
use crate::domain::problem::{Place, Problem, Severity};
use crate::formats::journal::{Unwritable, encode};
use own::OwnLog;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// Tries to save before giving up: a file that was spoiled, then the next.
const TRIES: usize = 4;

/// How long publishing may take before the command returns with `shared` false.
const SHARE: Duration = Duration::from_millis(500);

/// Who writes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Who {
    /// Unix user.
    pub user: String,
    /// Host name.
    pub host: String,
    /// Boot id of the machine; empty when there is none.
    pub boot: String,
}

/// Where the shared log of one-shot commands stands, for the drafts that go on from here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Turn {
    /// The writer of the log.
    pub writer: WriterId,
    /// The number of the next entry; 0 means the first must be `log.opened`.
    pub next: u64,
    /// The clock of the last entry.
    pub clock: Hlc,
    /// The log so far: its `seen` heads need not be said again.
    pub own: Vec<Entry>,
}

/// What became of the drafts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// The writer.
    pub writer: WriterId,
    /// The number of the last entry.
    pub seq: u64,
    /// They are on the disk. Always so: otherwise there is no receipt.
    pub saved: bool,
    /// They are in the shared folder; false when it does not answer in time.
    pub shared: bool,
}

/// Saves what `build` makes of the state of the log, publishes it, and returns after the fdatasync. `state` is the
/// user's private state; `wait` is how long another command's lock is waited for.
///
/// # Errors
/// When nothing was saved.
pub fn append(
    disk: &Arc<dyn Disk>,
    folder: &Folder,
    state: &Path,
    who: &Who,
    wait: Duration,
    build: impl FnOnce(&Turn) -> Vec<Draft>,
) -> Result<Receipt, Box<Problem>> {
    let incident = &folder.identity.id;
    let private = places::journal(state, incident);
    let fail = |e: io::Error| problem(&private, &e.to_string());
    access::make_private(&private).map_err(fail)?;
    let lock = hold(&private, who, wait).map_err(fail)?;
    let own = OwnLog::find(&private, incident, who).map_err(fail)?;
    let mut prev = own.prev;
    let (turn, part, sound) = (own.turn, own.part, own.sound);
    let drafts = build(&turn);
    let mut lines = String::new();
    for (at, draft) in drafts.iter().enumerate() {
        if draft.seq != turn.next + at as u64 {
            return Err(problem(&private, "the entries are not in order"));
        }
        let line = encode(&turn.writer, draft, prev).map_err(|e| too_long(&private, &e))?;
        prev = line.hash;
        lines.push_str(&line.text);
    }
    let log = PrivateLog::new(Arc::clone(disk), &private, turn.writer.clone());
    save(log.resume(part, sound), lines.as_bytes()).map_err(fail)?;
    let shared = lines.is_empty() || share(disk, folder, &private, &turn.writer);
    drop(lock);
    Ok(Receipt {
        seq: (turn.next + drafts.len() as u64).saturating_sub(1),
        writer: turn.writer,
        saved: true,
        shared,
    })
}

fn save(mut log: PrivateLog, lines: &[u8]) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let mut tries = 0;
    loop {
        tries += 1;
        match log.append(lines) {
            Ok(()) => return Ok(()),
            Err(e) if tries == TRIES => return Err(e),
            Err(_) => {}
        }
    }
}

/// On an own thread: a share that hangs must not keep the command.
fn share(disk: &Arc<dyn Disk>, folder: &Folder, private: &Path, writer: &WriterId) -> bool {
    let mut publisher = Publisher::new(Arc::clone(disk), private, &folder.path, folder.access);
    let (done, waited) = std::sync::mpsc::channel();
    let (writer, until) = (writer.clone(), Instant::now() + SHARE);
    let publish = move || {
        while Instant::now() < until {
            // A cockpit of this user may be at it.
            match publisher.publish_log(&writer) {
                Ok(Some(_)) => {
                    let _ = done.send(true);
                    return;
                }
                Ok(None) => {}
                Err(e) if e.kind() == io::ErrorKind::ResourceBusy => {}
                Err(_) => return,
            }
            thread::park_timeout(Duration::from_millis(5));
        }
    };
    let started = thread::Builder::new().spawn(publish).is_ok();
    started && waited.recv_timeout(SHARE).unwrap_or(false)
}

/// Holds the lock of one-shot commands.
fn hold(private: &Path, who: &Who, wait: Duration) -> io::Result<File> {
    let name = format!("oneshot-{}.lock", crate::domain::ids::slug(&who.host));
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).mode(0o600);
    let file = options.open(private.join(name))?;
    let until = Instant::now() + wait;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if Instant::now() < until => {
                thread::park_timeout(Duration::from_millis(2));
            }
            Err(TryLockError::WouldBlock) => {
                let what = "another command of yours holds the log";
                return Err(io::Error::new(io::ErrorKind::TimedOut, what));
            }
            // A file system without locks: one command at a time is then the user's care.
            Err(TryLockError::Error(_)) => return Ok(file),
        }
    }
}

fn too_long(private: &Path, error: &Unwritable) -> Box<Problem> {
    let mut problem = problem(private, &error.to_string());
    problem.code = "too-long";
    problem
}

fn problem(private: &Path, what: &str) -> Box<Problem> {
    Box::new(Problem {
        severity: Severity::Error,
        code: "not-saved",
        place: Place {
            file: private.to_string_lossy().into_owned(),
            ..Place::default()
        },
        what: format!("NOT SAVED: {what}"),
        remedy: "nothing was written; try again".to_owned(),
    })
}
