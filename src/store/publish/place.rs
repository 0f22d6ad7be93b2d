//! One file of a log, one shared name: equal, longer, or put right.

use super::super::access::{self, Access};
use super::super::disk::{self, Disk, How};
use super::super::names::LogName;
use super::super::safe::{self, Stamp};
use super::compare;
use crate::formats::journal::FILE_CAP;
use std::io;
use std::path::{Path, PathBuf};

/// What was published, and how the copy looked right after.
pub(super) struct Memory {
    pub(super) path: PathBuf,
    shared: Stamp,
    upto: u64,
    /// How the private file looked, when it is not our own.
    pub(super) private: Option<Stamp>,
}

impl Memory {
    /// Neither the log nor its copy changed.
    pub(super) fn still(&self, private: &Path) -> bool {
        let same = |path: &Path, known| matches!(Stamp::of_path(path), Ok(now) if now == known);
        self.private.is_some() && same(private, self.private) && same(&self.path, Some(self.shared))
    }
}

/// What became of one file.
pub(super) enum Placed {
    Done {
        memory: Memory,
        changed: bool,
        put_back: usize,
    },
    /// Somebody else's, or holding what must not be lost: the log goes on under the next name.
    Refused,
}

/// One file of a log and the shared name it is to have.
pub(super) struct Place<'a> {
    pub(super) disk: &'a dyn Disk,
    pub(super) access: Access,
    pub(super) private: &'a Path,
    pub(super) name: &'a LogName,
    pub(super) upto: u64,
    pub(super) shared: &'a Path,
}

impl Place<'_> {
    pub(super) fn put(&self, known: Option<&Memory>) -> io::Result<Placed> {
        let Ok(now) = Stamp::of_path(self.shared) else {
            // A pipe, a link, a folder: renamed over where that is possible, never opened.
            return self.rewrite(0);
        };
        let Some(now) = now else {
            return self.rewrite(known.map_or(0, |known| known.upto));
        };
        if let Some(known) = known.filter(|known| known.shared == now) {
            if known.upto == self.upto {
                return Ok(self.done(now, false, 0));
            }
            if known.upto == now.size && now.size < self.upto {
                return self.append(now, 0);
            }
        }
        self.compare(now, known.map_or(0, |known| known.upto))
    }

    /// Every byte of both; `before` bytes had been published.
    fn compare(&self, now: Stamp, before: u64) -> io::Result<Placed> {
        let ours = safe::file(&self.private.join(self.name.to_string()))?;
        let copy = match safe::file(self.shared) {
            Ok(copy) => copy,
            Err(e) if e.kind() == io::ErrorKind::PermissionDenied => return self.rewrite(0),
            Err(e) => return Err(e),
        };
        let common = compare::common(&ours, &copy, self.upto.min(now.size))?;
        if common == self.upto && now.size == self.upto {
            return Ok(self.done(now, false, 0));
        }
        if common == now.size {
            let lost = compare::bytes(&ours, now.size, before.clamp(now.size, self.upto))?;
            return self.append(now, breaks(&lost));
        }
        if now.size > FILE_CAP {
            return self.rewrite(0);
        }
        let ours = compare::bytes(&ours, 0, self.upto)?;
        let copy = safe::content(&copy, FILE_CAP)?;
        let astray = compare::astray(&ours, &copy, self.private, self.name)?;
        match (astray.more, common == self.upto) {
            // The log and more of it: entries whose acknowledgement was lost with the power.
            (true, true) => Ok(self.done(now, false, 0)),
            (true, false) => Ok(Placed::Refused),
            (false, _) => self.replace(&ours, astray.missing),
        }
    }

    /// The copy is a beginning of the log.
    fn append(&self, now: Stamp, put_back: usize) -> io::Result<Placed> {
        let file = match disk::again(|| self.disk.open(self.shared, How::Append)) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::PermissionDenied => return self.rewrite(0),
            Err(e) => return Err(e),
        };
        if Stamp::of_file(&file)? != now {
            return Err(io::Error::new(
                io::ErrorKind::ResourceBusy,
                "the shared copy changed while it was published",
            ));
        }
        let ours = safe::file(&self.private.join(self.name.to_string()))?;
        let rest = compare::bytes(&ours, now.size, self.upto)?;
        if let Err(e) = disk::put(self.disk, &file, &rest) {
            // What cannot be cut is a beginning of the log nevertheless: the next publishing completes it.
            let _ = disk::again(|| self.disk.cut(&file, now.size));
            return Err(e);
        }
        disk::again(|| self.disk.sync(&file, false))?;
        Ok(self.done(Stamp::of_file(&file)?, true, put_back))
    }

    /// The copy is gone, or nothing of it can be used; `before` bytes of it had been published.
    fn rewrite(&self, before: u64) -> io::Result<Placed> {
        let ours = safe::file(&self.private.join(self.name.to_string()))?;
        let ours = compare::bytes(&ours, 0, self.upto)?;
        let before = usize::try_from(before).unwrap_or(0).min(ours.len());
        self.replace(&ours, breaks(&ours[..before]))
    }

    fn replace(&self, bytes: &[u8], put_back: usize) -> io::Result<Placed> {
        match access::replace(self.disk, self.shared, bytes, self.access, true) {
            Ok(()) => {}
            Err(e) if is_refusal(&e) && self.taken() => return Ok(Placed::Refused),
            Err(e) => return Err(e),
        }
        let now = Stamp::of_path(self.shared)?.unwrap_or_default();
        Ok(self.done(now, true, put_back))
    }

    /// Something stands at the name, so that it is the name that was refused and not the folder.
    fn taken(&self) -> bool {
        rustix::fs::lstat(self.shared).is_ok()
    }

    fn done(&self, shared: Stamp, changed: bool, put_back: usize) -> Placed {
        Placed::Done {
            memory: Memory {
                path: self.shared.to_path_buf(),
                shared,
                upto: self.upto,
                private: None,
            },
            changed,
            put_back,
        }
    }
}

fn breaks(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b == b'\n').count()
}

/// The rename was refused for what stands at the name, not for want of space.
fn is_refusal(error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(
        error.kind(),
        Kind::PermissionDenied | Kind::IsADirectory | Kind::DirectoryNotEmpty | Kind::AlreadyExists
    )
}
