//! The shared copy of a writer's log. Publishing is idempotent: whatever happened to the copy, afterwards every
//! acknowledged entry is in it again.

mod compare;
mod place;

use super::access::{Access, make_folder};
use super::disk::Disk;
use super::log;
use super::names::LogName;
use super::safe::{self, Stamp};
use crate::domain::ids::WriterId;
use place::{Memory, Place, Placed};
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many names are tried for one file of a log when others hold its place.
const TRIES: u32 = 64;

/// Publishes the logs of one Unix user on one machine.
pub struct Publisher {
    disk: Arc<dyn Disk>,
    private: PathBuf,
    incident: PathBuf,
    access: Access,
    /// By file of the private log: what was published, and as what.
    memory: HashMap<LogName, Memory>,
}

/// What publishing did.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Published {
    /// Some bytes went out.
    pub changed: bool,
    /// Entries that had vanished from the shared copy and are back.
    pub put_back: usize,
    /// The name that was refused, when the log goes on under another.
    pub refused: Option<PathBuf>,
}

impl Publisher {
    /// Publishes from the private folder of an incident into the incident's folder.
    #[must_use]
    pub fn new(disk: Arc<dyn Disk>, private: &Path, incident: &Path, access: Access) -> Self {
        Publisher {
            disk,
            private: private.to_path_buf(),
            incident: incident.to_path_buf(),
            access,
            memory: HashMap::new(),
        }
    }

    /// Publishes the files of one log up to the bytes given, which must end with a line. Costs two looks at
    /// the file system a file when nothing changed.
    ///
    /// # Errors
    /// When the shared folder refuses, hangs up or is full; the same call is to be made again.
    pub fn publish(&mut self, writer: &WriterId, files: &[(u32, u64)]) -> io::Result<Published> {
        let mut done = Published::default();
        let folder = self.folder(writer)?;
        let mut slot = 0;
        for (part, upto) in files {
            let name = LogName {
                writer: writer.clone(),
                part: *part,
            };
            let known = self.memory.remove(&name);
            let mut tries = 0;
            loop {
                slot += 1;
                tries += 1;
                let path = folder.join(
                    LogName {
                        part: slot,
                        ..name.clone()
                    }
                    .to_string(),
                );
                let place = Place {
                    disk: &*self.disk,
                    access: self.access,
                    private: &self.private,
                    name: &name,
                    upto: *upto,
                    shared: &path,
                };
                match place.put(known.as_ref().filter(|known| known.path == path))? {
                    Placed::Done {
                        memory,
                        changed,
                        put_back,
                    } => {
                        self.memory.insert(name, memory);
                        done.changed |= changed;
                        done.put_back += put_back;
                        break;
                    }
                    Placed::Refused if tries < TRIES => done.refused = Some(path),
                    Placed::Refused => return Err(io::ErrorKind::PermissionDenied.into()),
                }
            }
        }
        Ok(done)
    }

    /// Publishes every log of this user and machine but `own`, unless a living run holds it.
    ///
    /// # Errors
    /// The first one met; the other logs are tried nevertheless.
    pub fn publish_others(
        &mut self,
        own: Option<&WriterId>,
        machine: &str,
    ) -> io::Result<Vec<(WriterId, Published)>> {
        let mut logs: BTreeMap<WriterId, Vec<u32>> = BTreeMap::new();
        for file in log::files(&self.private)? {
            if Some(&file.writer) != own && file.writer.machine() == machine {
                logs.entry(file.writer).or_default().push(file.part);
            }
        }
        let (mut done, mut failed) = (Vec::new(), None);
        for (writer, mut parts) in logs {
            parts.sort_unstable();
            match self.publish_left(&writer, &parts) {
                Ok(Some(published)) => done.push((writer, published)),
                Ok(None) => {}
                Err(e) => failed = failed.or(Some(e)),
            }
        }
        match failed {
            Some(e) => Err(e),
            None => Ok(done),
        }
    }

    /// Removes what killed runs of this machine left half written.
    pub fn sweep(&self, machine: &str) {
        let folder = self.incident.join("journal").join(machine);
        let names = safe::folder(&folder).and_then(safe::names);
        for name in names.unwrap_or_default() {
            let pid = name
                .strip_prefix('.')
                .and_then(|n| n.strip_suffix(".tmp"))
                .and_then(|n| n.rsplit_once('.'))
                .filter(|(log, _)| LogName::parse(log).is_some())
                .and_then(|(_, pid)| pid.parse::<u32>().ok());
            if let Some(pid) = pid
                && !Path::new("/proc").join(pid.to_string()).exists()
            {
                let _ = std::fs::remove_file(folder.join(name));
            }
        }
    }

    /// Forgets what the shared copies looked like: the next publishing compares every byte.
    pub fn distrust(&mut self) {
        self.memory.clear();
    }

    /// Publishes one log whole, unless a run holds it at this moment; nothing then, and when nothing changed.
    ///
    /// # Errors
    /// As [`Publisher::publish`].
    pub fn publish_log(&mut self, writer: &WriterId) -> io::Result<Option<Published>> {
        let files = log::files(&self.private)?.into_iter();
        let parts: Vec<u32> = files
            .filter(|file| file.writer == *writer)
            .map(|file| file.part)
            .collect();
        self.publish_left(writer, &parts)
    }

    /// Publishes a log that no living run holds; nothing when one does, or when nothing changed.
    fn publish_left(&mut self, writer: &WriterId, parts: &[u32]) -> io::Result<Option<Published>> {
        let name = |part: &u32| LogName {
            writer: writer.clone(),
            part: *part,
        };
        let private = self.private.clone();
        let path = |part: &u32| private.join(name(part).to_string());
        let same = |part: &u32| {
            let known = self.memory.get(&name(part));
            known.is_some_and(|known| known.still(&path(part)))
        };
        if parts.iter().all(same) {
            return Ok(None);
        }
        let mut held: Vec<File> = Vec::new();
        let mut files = Vec::new();
        for part in parts {
            let file = safe::file(&path(part))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(std::fs::TryLockError::WouldBlock) => return Ok(None),
                // A file system without locks: publishing twice at once costs doubled lines at most.
                Err(std::fs::TryLockError::Error(_)) => {}
            }
            files.push((*part, compare::whole_lines(&file)?));
            held.push(file);
        }
        let published = self.publish(writer, &files)?;
        // What is behind the last whole line was looked at too.
        for part in parts {
            let seen = Stamp::of_path(&path(part))?.unwrap_or_default();
            if let Some(memory) = self.memory.get_mut(&name(part)) {
                memory.private = Some(seen);
            }
        }
        Ok(Some(published))
    }

    fn folder(&self, writer: &WriterId) -> io::Result<PathBuf> {
        let journal = self.incident.join("journal");
        let folder = journal.join(writer.machine());
        if let Err(e) = safe::folder(&folder) {
            if e.kind() != io::ErrorKind::NotFound {
                return Err(e);
            }
            make_folder(&journal, self.access)?;
            make_folder(&folder, self.access)?;
        }
        Ok(folder)
    }
}
