//! What is wrong with the journals, as far as reading shows. Nothing of it stops the incident.

use super::{PLACES, Spot};
use crate::domain::problem::{Place, Problem, Severity};
use std::io;
use std::path::{Path, PathBuf};

/// The state of all journals of an incident.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Health {
    /// Log files read.
    pub files: usize,
    /// Entries held, each once.
    pub entries: usize,
    /// Lines that are no entries.
    pub bad_lines: usize,
    /// Where, for the first hundred.
    pub damages: Vec<Damage>,
    /// The first missing entry of each writer that misses some.
    pub gaps: Vec<Spot>,
    /// Entries that stand twice with different content; both are kept.
    pub forks: Vec<Spot>,
    /// What could not be read, and what to do about it.
    pub unread: Vec<Problem>,
}

/// A bad line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Damage {
    /// In which file.
    pub path: PathBuf,
    /// Which line, from 1.
    pub line: usize,
    /// Where the line begins, in bytes of the file.
    pub byte: u64,
    /// Nothing could be saved out of the line.
    pub lost: bool,
}

impl Health {
    /// The same trouble, whatever the number of files and entries.
    pub(in crate::store) fn is_like(&self, other: &Health) -> bool {
        self.bad_lines == other.bad_lines
            && self.damages == other.damages
            && self.gaps == other.gaps
            && self.forks == other.forks
            && self.unread == other.unread
    }

    pub(super) fn damaged(&mut self, path: &Path, line: usize, byte: u64, lost: bool) {
        if self.damages.len() < PLACES {
            self.damages.push(Damage {
                path: path.to_path_buf(),
                line,
                byte,
                lost,
            });
        }
    }

    /// A file is read from its beginning again.
    pub(super) fn forget(&mut self, path: &Path) {
        self.damages.retain(|damage| damage.path != path);
    }

    pub(super) fn could_not(&mut self, path: &Path, error: &io::Error) {
        self.unread.push(unread(path, error));
    }
}

/// A file or folder of others that could not be read.
pub(super) fn unread(path: &Path, error: &io::Error) -> Problem {
    let denied = error.kind() == io::ErrorKind::PermissionDenied;
    Problem {
        severity: Severity::Warning,
        code: "unread",
        place: Place {
            file: path.to_string_lossy().into_owned(),
            ..Place::default()
        },
        what: format!("left aside: {error}"),
        remedy: if denied {
            crate::store::doctor::remedy(path)
        } else {
            String::new()
        },
    }
}
