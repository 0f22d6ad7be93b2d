//! An incident in a temporary folder, and a store whose events are waited for.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use switchover::domain::entry::{Draft, Entry, Hlc};
use switchover::domain::facts::{Fact, NoteAdded};
use switchover::domain::identity::Identity;
use switchover::domain::ids::{Hash, WriterId};
use switchover::domain::time::Time;
use switchover::domain::words::{Mode, NoteKind};
use switchover::store::folder::{Folder, new_id};
use switchover::store::live::{Config, Store, StoreEvent};
use switchover::store::{places, random};

/// How long anything is waited for.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

/// An entry by what identifies it.
pub(crate) type Mark = (WriterId, u64, Hash);

pub(crate) struct Site {
    pub(crate) temp: tempfile::TempDir,
    pub(crate) folder: Folder,
    pub(crate) state: PathBuf,
}

impl Site {
    pub(crate) fn new() -> Self {
        let temp = tempfile::tempdir().unwrap();
        let root = temp.path().join("root");
        std::fs::create_dir(&root).unwrap();
        Self::below(temp, &root)
    }

    pub(crate) fn below(temp: tempfile::TempDir, root: &Path) -> Self {
        let folder = Folder::create(root, identity(), "failover").unwrap();
        let state = temp.path().join("state");
        Site {
            temp,
            folder,
            state,
        }
    }

    pub(crate) fn private(&self) -> PathBuf {
        places::journal(&self.state, &self.folder.identity.id)
    }

    /// The shared file of a writer.
    pub(crate) fn shared(&self, writer: &WriterId) -> PathBuf {
        let folder = self.folder.journal().join(writer.machine());
        folder.join(format!("{writer}.jsonl"))
    }

    pub(crate) fn start(&self, writer: &WriterId) -> Run {
        Run::start(Config::new(
            self.folder.clone(),
            &self.state,
            writer.clone(),
        ))
    }
}

pub(crate) fn identity() -> Identity {
    Identity {
        id: new_id().unwrap(),
        mode: Mode::Live,
        opened: Time(1_795_210_800_123),
        speed: 1,
        ports: BTreeMap::new(),
        plan: None,
        scenario: None,
    }
}

pub(crate) fn writer(user: &str) -> WriterId {
    WriterId::of(user, "b1", random::run().unwrap())
}

pub(crate) fn note(seq: u64, text: &str) -> Draft {
    Draft {
        operator: "gf".into(),
        seq,
        wall: Time(1_795_210_800_123),
        clock: Hlc {
            ms: 1_795_210_800_123,
            count: u32::try_from(seq).unwrap(),
        },
        seen: Vec::new(),
        fact: Fact::NoteAdded(NoteAdded {
            kind: NoteKind::Note,
            text: text.into(),
            at: None,
            provider: None,
            ticket: None,
            confidence: None,
        }),
    }
}

pub(crate) fn mark(entry: &Entry) -> Mark {
    (entry.writer.clone(), entry.draft.seq, entry.hash)
}

pub(crate) fn marks(entries: &[Entry]) -> BTreeSet<Mark> {
    entries.iter().map(mark).collect()
}

/// A store and its events.
pub(crate) struct Run {
    pub(crate) store: Store,
    pub(crate) writer: WriterId,
    pub(crate) events: Receiver<StoreEvent>,
    next: u64,
    /// How many entries were said to be saved, and to be shared, whatever was waited for meanwhile.
    told: [Cell<u64>; 2],
}

impl Run {
    pub(crate) fn start(config: Config) -> Self {
        let (send, events) = channel();
        let writer = config.writer.clone();
        let store = Store::start(config, move |event| {
            let _ = send.send(event);
        });
        Run {
            store: store.unwrap(),
            writer,
            events,
            next: 0,
            told: [const { Cell::new(0) }; 2],
        }
    }

    /// Appends a note; its mark, at once.
    pub(crate) fn note(&mut self, text: &str) -> Mark {
        let stamps = self.store.append(&[note(self.next, text)]).unwrap();
        self.next += 1;
        (self.writer.clone(), stamps[0].seq, stamps[0].hash)
    }

    /// Waits for an event.
    pub(crate) fn wait<T>(&self, what: &str, mut pick: impl FnMut(StoreEvent) -> Option<T>) -> T {
        let until = Instant::now() + DEADLINE;
        let mut other = Vec::new();
        while let Ok(event) = self
            .events
            .recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            match &event {
                StoreEvent::Saved { through, .. } => self.told[0].set(through + 1),
                StoreEvent::Shared { through } => self.told[1].set(through + 1),
                _ => {}
            }
            other.push(format!("{event:.300?}"));
            if let Some(found) = pick(event) {
                return found;
            }
        }
        panic!("waited in vain for {what}; came: {other:#?}");
    }

    pub(crate) fn wait_saved(&self, seq: u64) {
        self.wait_told(0, seq);
    }

    pub(crate) fn wait_shared(&self, seq: u64) {
        self.wait_told(1, seq);
    }

    fn wait_told(&self, which: usize, seq: u64) {
        while self.told[which].get() <= seq {
            self.wait(["saved", "shared"][which], |_| Some(()));
        }
    }

    pub(crate) fn wait_loaded(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        self.wait("loaded", |event| match event {
            StoreEvent::Arrived(slice) => {
                entries.extend(slice);
                None
            }
            StoreEvent::Loaded => Some(()),
            _ => None,
        });
        entries
    }

    /// Waits until the entry arrives.
    pub(crate) fn wait_for(&self, wanted: &Mark) {
        self.wait("an entry", |event| match event {
            StoreEvent::Arrived(slice) => slice.iter().any(|e| mark(e) == *wanted).then_some(()),
            _ => None,
        });
    }
}

/// Makes an entry durable without a store: for files that are then damaged.
pub(crate) fn lines(site: &Site, writer: &WriterId, count: u64) -> Vec<String> {
    use switchover::formats::journal::{encode, genesis};
    let mut prev = genesis(&site.folder.identity.id, writer);
    let line = |seq| {
        let line = encode(writer, &note(seq, &format!("note {seq}")), prev).unwrap();
        prev = line.hash;
        line.text
    };
    (0..count).map(line).collect()
}
