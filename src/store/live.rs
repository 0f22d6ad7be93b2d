//! The running store: saving, publishing and watching, each on an own thread, so that a share that hangs never
//! keeps an entry from being saved, and nothing here ever keeps a key waiting.

mod event;
mod lead;
mod others;
mod publisher;
mod pulse;
mod saver;
mod snapshots;
mod watcher;

pub use event::{Others, Part, Sink, Stamp, StoreEvent};
pub use snapshots::Snapshot;

use super::disk::{Disk, RealDisk};
use super::folder::Folder;
use super::places;
use super::read::Own;
use crate::domain::entry::Draft;
use crate::domain::ids::{Hash, WriterId};
use crate::formats::journal::{Line, Unwritable, encode, genesis};
use publisher::Ask;
use pulse::Pulse;
use saver::{Desk, Pending};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// What a store is started with.
pub struct Config {
    /// The incident.
    pub folder: Folder,
    /// Private state of the user: `Places::state`.
    pub state: PathBuf,
    /// This run of the program.
    pub writer: WriterId,
    /// Compete for this machine's probe lock.
    pub lead: bool,
    /// The disk; the tests give one that fails.
    pub disk: Arc<dyn Disk>,
}

impl Config {
    /// The usual configuration: the real disk.
    #[must_use]
    pub fn new(folder: Folder, state: &Path, writer: WriterId) -> Self {
        Config {
            folder,
            state: state.to_path_buf(),
            writer,
            lead: false,
            disk: Arc::new(RealDisk),
        }
    }
}

/// What was left when the store was shut down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Left {
    /// Entries that are not on the disk.
    pub unsaved: usize,
    /// Everything saved is in the shared folder.
    pub shared: bool,
}

/// Why drafts were refused: none of them was taken, the numbers stay free.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// The draft of this number cannot be a line.
    #[error("{1}")]
    Unwritable(u64, Unwritable),
    /// Numbers go up by one without a gap.
    #[error("entry {got} given where {wanted} was due")]
    OutOfOrder {
        /// The number due.
        wanted: u64,
        /// The number given.
        got: u64,
    },
}

/// A running store. Dropping it ends its threads without waiting for them.
pub struct Store {
    writer: WriterId,
    chain: Mutex<Chain>,
    own: Own,
    desk: Arc<Desk>,
    publisher: Sender<Ask>,
    watcher: watcher::Bell,
    done: Mutex<Receiver<(Part, bool)>>,
}

/// Where the own log goes on.
struct Chain {
    next: u64,
    prev: Hash,
}

impl Store {
    /// Starts the threads; loading begins at once, [`StoreEvent::Loaded`] says when everything there was has been
    /// handed over. `sink` is called from those threads and must not block.
    ///
    /// # Errors
    /// When a thread cannot be started.
    pub fn start(
        config: Config,
        sink: impl Fn(StoreEvent) + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let sink: Sink = Arc::new(sink);
        let id = &config.folder.identity.id;
        let private = places::journal(&config.state, id);
        let own = Own::default();
        let desk = Arc::new(Desk::default());
        let pulse = Arc::new(Pulse::new(Arc::clone(&sink)));
        let (publisher, asks) = mpsc::channel();
        let (ended, done) = mpsc::channel();
        let chain = Chain {
            next: 0,
            prev: genesis(id, &config.writer),
        };

        let saver = saver::Saver::new(&config, &private, &desk, &pulse, &sink, &publisher);
        let publish = publisher::Publish::new(&config, &private, &pulse, &sink);
        let (watcher, watch) = watcher::new(&config, &private, &own, &pulse, &sink);
        spawn("save", &ended, Part::Log, move || saver.run())?;
        spawn("publish", &ended, Part::Share, move || publish.run(&asks))?;
        spawn("watch", &ended, Part::Watch, move || watch.run())?;
        Ok(Store {
            writer: config.writer,
            chain: Mutex::new(chain),
            own,
            desk,
            publisher,
            watcher,
            done: Mutex::new(done),
        })
    }

    /// Takes drafts for saving, all or none, and returns at once with their hashes. Their numbers go on from the
    /// last ones, from 0. [`StoreEvent::Saved`] says when they are on the disk; until then they are pending.
    ///
    /// # Errors
    /// When one of them cannot be a line of the journal, or has the wrong number.
    pub fn append(&self, drafts: &[Draft]) -> Result<Vec<Stamp>, Refused> {
        let mut chain = self.chain.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut next, mut prev) = (chain.next, chain.prev);
        let mut pending = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let (wanted, got) = (next, draft.seq);
            if wanted != got {
                return Err(Refused::OutOfOrder { wanted, got });
            }
            let line = encode(&self.writer, draft, prev);
            let Line { text, hash } = line.map_err(|e| Refused::Unwritable(got, e))?;
            let stamp = Stamp {
                seq: got,
                prev,
                hash,
            };
            pending.push(Pending { stamp, text });
            (next, prev) = (next + 1, hash);
        }
        let stamps: Vec<Stamp> = pending.iter().map(|p| p.stamp).collect();
        // Known as own before anything can be read back.
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        own.extend(stamps.iter().map(|stamp| stamp.hash));
        drop(own);
        *chain = Chain { next, prev };
        self.desk.put(pending);
        Ok(stamps)
    }

    /// Entries taken and not yet on the disk.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.desk.pending()
    }

    /// Writes a snapshot or a derived file, soon; the latest of each name wins.
    pub fn put(&self, snapshot: Snapshot) {
        let _ = self.publisher.send(Ask::Put(snapshot));
    }

    /// Lets go of the machine's probe lock before this process stops, so that another cockpit senses meanwhile; waits
    /// no longer than `within`, even when a disk hangs. [`Store::go_on`] competes for it again.
    pub fn rest(&self, within: Duration) {
        let (done, rests) = mpsc::channel();
        if self.publisher.send(Ask::Rest(done)).is_ok() {
            let _ = rests.recv_timeout(within);
        }
    }

    /// After [`Store::rest`]: competes for the probe lock again, and looks at the journals now.
    pub fn go_on(&self) {
        let _ = self.publisher.send(Ask::GoOn);
        self.look();
    }

    /// Competes for being the one of this machine that pages people, or lets go of it; [`StoreEvent::Pager`] says
    /// when that changes.
    pub fn page(&self, pages: bool) {
        let _ = self.publisher.send(Ask::Page(pages));
    }

    /// Looks at the journals now.
    pub fn look(&self) {
        self.watcher.ring();
    }

    /// Saves and publishes what is left, and ends; waits no longer than `within`, even when a disk hangs.
    #[must_use]
    pub fn shutdown(self, within: Duration) -> Left {
        let until = Instant::now() + within;
        self.desk.close();
        self.watcher.close();
        let mut left = Left {
            unsaved: 0,
            shared: false,
        };
        let done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        // A log that hangs must not keep what is saved from being published.
        let mut asked = false;
        let mut share_by = Instant::now() + within / 2;
        loop {
            let now = Instant::now();
            if !asked && now >= share_by {
                asked = self.publisher.send(Ask::Close).is_ok();
                share_by = until;
            }
            let next = if asked { until } else { share_by };
            match done.recv_timeout(next.saturating_duration_since(now)) {
                Ok((Part::Log, _)) => share_by = Instant::now(),
                Ok((Part::Share, shared)) => {
                    left.shared = shared;
                    break;
                }
                Ok((Part::Watch, _)) => {}
                Err(RecvTimeoutError::Timeout) if !asked => {}
                Err(_) => break,
            }
        }
        left.unsaved = self.desk.pending();
        left
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.desk.close();
        self.watcher.close();
        let _ = self.publisher.send(Ask::Close);
    }
}

/// The snapshots of everybody on an incident, read once.
#[must_use]
pub fn others(folder: &Folder) -> Others {
    others::look(&folder.path)
}

/// A thread that says when it ended, and whether nothing was left.
fn spawn(
    name: &str,
    done: &Sender<(Part, bool)>,
    part: Part,
    run: impl FnOnce() -> bool + Send + 'static,
) -> io::Result<()> {
    let done = done.clone();
    let thread = thread::Builder::new().name(format!("switchover-{name}"));
    thread.spawn(move || {
        let whole = run();
        let _ = done.send((part, whole));
    })?;
    Ok(())
}
