//! Reading every journal of an incident, again and again, each time only what is new.
//!
//! What others wrote is never changed. A last line without its line break is "not yet"; a bad line costs itself.

mod chain;
mod health;
mod lines;
pub(super) mod walk;

pub use health::{Damage, Health};

use super::folder::Folder;
use super::safe::Stamp;
use crate::domain::entry::Entry;
use crate::domain::ids::{Hash, WriterId};
use crate::formats::journal::{Decoder, FILE_CAP, quick_hash, salvage};
use chain::Chains;
use lines::{Line, Lines};
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use walk::Found;

/// Entries handed over at once.
const SLICE: usize = 512;

/// Damages kept by place; the rest is only counted.
const PLACES: usize = 100;

/// The hashes of a writer's own entries, which its own store must not hand back to it.
pub type Own = Arc<Mutex<HashSet<Hash>>>;

/// Reads the journals of one incident.
pub struct Reader {
    incident: PathBuf,
    private: Option<PathBuf>,
    own: Own,
    files: HashMap<PathBuf, Tail>,
    seen: HashSet<Hash>,
    chains: Chains,
    decoder: Decoder,
    health: Health,
}

/// How far one file was read.
#[derive(Default)]
struct Tail {
    stamp: Stamp,
    offset: u64,
    line: usize,
    bad: usize,
}

impl Reader {
    /// Reads the journals in the incident's folder, what is in its inbox, and the private logs.
    #[must_use]
    pub fn new(incident: &Path, private: Option<&Path>, own: Own) -> Self {
        Reader {
            incident: incident.to_path_buf(),
            private: private.map(Path::to_path_buf),
            own,
            files: HashMap::new(),
            seen: HashSet::new(),
            chains: Chains::default(),
            decoder: Decoder::default(),
            health: Health::default(),
        }
    }

    /// Hands over every entry not handed over before, in slices; whether the health changed.
    pub fn poll(&mut self, mut sink: impl FnMut(Vec<Entry>)) -> bool {
        let (found, unread) = walk::logs(&self.incident, self.private.as_deref());
        let before = std::mem::replace(&mut self.health.unread, unread);
        let mut changed = false;
        self.health.files = found.len();
        let mut slice = Vec::new();
        let mut present = HashSet::with_capacity(found.len());
        for file in found {
            let known = self.files.get(&file.path);
            if known.is_none_or(|tail| tail.stamp != file.stamp) {
                match self.read(&file, &mut slice, &mut sink) {
                    Ok(()) => changed = true,
                    Err(e) => self.health.could_not(&file.path, &e),
                }
            }
            present.insert(file.path);
        }
        if !slice.is_empty() {
            sink(slice);
        }
        if self.files.len() > present.len() {
            self.files.retain(|path, _| present.contains(path));
        }
        changed || self.health.unread != before
    }

    /// What is wrong with the journals, as far as reading shows.
    pub fn health(&mut self) -> &Health {
        self.health.entries = self.seen.len();
        self.health.bad_lines = self.files.values().map(|tail| tail.bad).sum();
        self.health.gaps = self.chains.gaps();
        self.health.forks = self.chains.forks();
        &self.health
    }

    fn read(
        &mut self,
        found: &Found,
        slice: &mut Vec<Entry>,
        sink: &mut impl FnMut(Vec<Entry>),
    ) -> io::Result<()> {
        let file = found.open()?;
        let stamp = Stamp::of_file(&file)?;
        let known = self.files.remove(&found.path).unwrap_or_default();
        let grown = known.stamp.id == stamp.id && stamp.size > known.stamp.size;
        let mut tail = if grown {
            known
        } else {
            self.health.forget(&found.path);
            Tail::default()
        };
        tail.stamp = stamp;
        let sound = self.lines(&file, &found.path, &mut tail, slice, sink);
        if let Ok(false) = sound {
            // It grew, and yet does not go on where we were: written over in place.
            self.health.forget(&found.path);
            tail = Tail {
                stamp,
                ..Tail::default()
            };
            self.lines(&file, &found.path, &mut tail, slice, sink)?;
        }
        self.files.insert(found.path.clone(), tail);
        sound.map(|_| ())
    }

    /// Reads on from where the tail is; false when the very first line after an earlier reading is bad.
    fn lines(
        &mut self,
        file: &File,
        path: &Path,
        tail: &mut Tail,
        slice: &mut Vec<Entry>,
        sink: &mut impl FnMut(Vec<Entry>),
    ) -> io::Result<bool> {
        let began = tail.offset;
        let mut lines = Lines::new(file, tail.offset, tail.stamp.size.min(FILE_CAP));
        while let Some(line) = lines.next()? {
            let Line {
                bytes,
                at,
                end,
                whole,
            } = line;
            let good = whole && self.line(bytes, slice);
            if !good && at == began && began > 0 {
                return Ok(false);
            }
            tail.line += 1;
            tail.offset = end;
            if !good {
                tail.bad += 1;
                let lost = self.salvage(bytes, slice);
                self.health.damaged(path, tail.line, at, lost);
            }
            if slice.len() >= SLICE {
                sink(std::mem::take(slice));
            }
        }
        Ok(true)
    }

    /// Whether the line is an entry; a new one joins the slice.
    fn line(&mut self, line: &[u8], slice: &mut Vec<Entry>) -> bool {
        let claimed = quick_hash(line.strip_suffix(b"\r").unwrap_or(line));
        if claimed.is_some_and(|hash| self.seen.contains(&hash)) {
            return true;
        }
        match self.decoder.decode(line) {
            Ok(entry) => {
                self.accept(entry, slice);
                true
            }
            Err(_) => false,
        }
    }

    /// Takes whole entries out of a bad line; whether none was found.
    fn salvage(&mut self, line: &[u8], slice: &mut Vec<Entry>) -> bool {
        let mut found = Vec::new();
        salvage(&mut self.decoder, line, |entry| found.push(entry));
        let none = found.is_empty();
        for entry in found {
            self.accept(entry, slice);
        }
        none
    }

    fn accept(&mut self, entry: Entry, slice: &mut Vec<Entry>) {
        if self.seen.insert(entry.hash) {
            self.chains.add(&entry.writer, entry.draft.seq, entry.hash);
            let own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
            if !own.contains(&entry.hash) {
                slice.push(entry);
            }
        }
    }
}

/// Every entry of an incident, read once, and the health of its journals.
#[must_use]
pub fn load(folder: &Folder, private: Option<&Path>) -> (Vec<Entry>, Health) {
    let mut reader = Reader::new(&folder.path, private, Own::default());
    let mut entries = Vec::new();
    reader.poll(|slice| entries.extend(slice));
    (entries, reader.health().clone())
}

/// A writer and a place in its log.
pub type Spot = (WriterId, u64);
