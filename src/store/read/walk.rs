//! Where log files are looked for: each machine's folder, copies in the inbox, the private logs.

use super::health::unread;
use crate::domain::problem::Problem;
use crate::store::names::{LogName, is_machine};
use crate::store::safe::{self, Stamp};
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Folders within folders in the inbox, at most.
const DEPTH: usize = 5;

/// Files looked at, at most: a hostile copy must not keep the reader busy.
const FILES: usize = 8192;

/// A log file that is there.
pub(in crate::store) struct Found {
    pub(in crate::store) path: PathBuf,
    pub(in crate::store) stamp: Stamp,
    folder: Rc<OwnedFd>,
    name: String,
}

impl Found {
    pub(in crate::store) fn open(&self) -> io::Result<File> {
        safe::file_at(&*self.folder, &self.name)
    }
}

#[derive(Default)]
struct Walk {
    found: Vec<Found>,
    unread: Vec<Problem>,
}

/// Every log file of the incident, the private ones first, and what stands in the way of reading others.
pub(in crate::store) fn logs(
    incident: &Path,
    private: Option<&Path>,
) -> (Vec<Found>, Vec<Problem>) {
    let mut walk = Walk::default();
    if let Some(private) = private {
        walk.top(private, |walk, folder, path| walk.files(folder, path));
    }
    walk.top(&incident.join("journal"), Walk::machines);
    walk.top(&incident.join("inbox"), |walk, folder, path| {
        walk.copies(folder, path, DEPTH);
    });
    (walk.found, walk.unread)
}

impl Walk {
    fn top(&mut self, path: &Path, visit: impl FnOnce(&mut Self, OwnedFd, &Path)) {
        match safe::folder(path) {
            Ok(folder) => visit(self, folder, path),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => self.unread.push(unread(path, &e)),
        }
    }

    fn machines(&mut self, journal: OwnedFd, path: &Path) {
        let names = self.names(&journal, path);
        for name in names.iter().filter(|name| is_machine(name)) {
            let path = path.join(name);
            match safe::folder_at(&journal, name) {
                Ok(folder) => self.files(folder, &path),
                Err(e) => self.unread.push(unread(&path, &e)),
            }
        }
    }

    /// A copy of another machine's folder: logs at any depth.
    fn copies(&mut self, folder: OwnedFd, path: &Path, depth: usize) {
        for name in self.names(&folder, path) {
            let is_folder = safe::stat_at(&folder, &name).is_ok_and(|stat| safe::is_folder(&stat));
            if is_folder && depth > 0 && self.found.len() < FILES {
                let path = path.join(&name);
                match safe::folder_at(&folder, &name) {
                    Ok(below) => self.copies(below, &path, depth - 1),
                    Err(e) => self.unread.push(unread(&path, &e)),
                }
            }
        }
        self.files(folder, path);
    }

    fn files(&mut self, folder: OwnedFd, path: &Path) {
        let names = self.names(&folder, path);
        let folder = Rc::new(folder);
        for name in names {
            if LogName::parse(&name).is_none() || self.found.len() >= FILES {
                continue;
            }
            match safe::stat_at(&*folder, &name) {
                Ok(stat) if safe::is_regular(&stat) => self.found.push(Found {
                    path: path.join(&name),
                    stamp: Stamp::of(&stat),
                    folder: Rc::clone(&folder),
                    name,
                }),
                Ok(_) => {
                    let problem = unread(&path.join(&name), &safe::not_regular());
                    self.unread.push(problem);
                }
                Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                Err(e) => self.unread.push(unread(&path.join(&name), &e)),
            }
        }
    }

    fn names(&mut self, folder: &OwnedFd, path: &Path) -> Vec<String> {
        match safe::names(folder) {
            Ok(names) => names,
            Err(e) => {
                self.unread.push(unread(path, &e));
                Vec::new()
            }
        }
    }
}
