//! One incident's folder.

use super::access::{self, Access};
use super::disk::RealDisk;
use super::{random, safe};
use crate::domain::identity::Identity;
use crate::domain::problem::{Place, Problem, Severity};
use crate::formats::incident_file;
use std::io;
use std::path::{Path, PathBuf};

/// The folders in an incident's.
const PARTS: [&str; 6] = ["plan", "journal", "evidence", "presence", "probes", "inbox"];

/// An incident's folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// What it is.
    pub identity: Identity,
    /// Who may see it.
    pub access: Access,
}

impl Folder {
    /// Makes the folder of a new incident below `root`: `<time>-<mode>-<label>`. It is an incident once
    /// `incident.toml` is in it, which is written last, and waits for the disk.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(root: &Path, identity: Identity, label: &str) -> io::Result<Self> {
        let access = Access::of(root)?;
        let label = crate::domain::ids::slug(label);
        let name = format!("{}-{}-{label}", identity.opened.compact(), identity.mode);
        let mut path = root.join(&name);
        let mut n = 1;
        // Two incidents may be opened within one second: each has a folder of its own.
        while let Err(e) = access::new_folder(&path, access) {
            n += 1;
            if e.kind() != io::ErrorKind::AlreadyExists || n > 1000 {
                return Err(e);
            }
            path = root.join(format!("{name}-{n}"));
        }
        for part in PARTS {
            access::make_folder(&path.join(part), access)?;
        }
        let file = path.join(incident_file::NAME);
        let text = incident_file::write(&identity);
        access::replace(&RealDisk, &file, text.as_bytes(), access, true)?;
        super::disk::sync_folder(&RealDisk, root)?;
        Ok(Folder {
            path,
            identity,
            access,
        })
    }

    /// Opens the folder of an incident; with it what is odd about its file.
    ///
    /// # Errors
    /// When it is not one, or cannot be read: every problem found.
    pub fn open(path: &Path) -> Result<(Self, Vec<Problem>), Vec<Problem>> {
        let file = path.join(incident_file::NAME);
        let cap = u64::try_from(incident_file::CAP).unwrap_or(u64::MAX);
        let read = safe::file(&file).and_then(|f| safe::content(&f, cap));
        let text = read.map_err(|e| vec![unreadable(&file, &e)])?;
        let text = String::from_utf8_lossy(&text);
        let (identity, problems) = incident_file::read(&file.to_string_lossy(), &text);
        let access = Access::of(path).map_err(|e| vec![unreadable(path, &e)])?;
        match identity {
            Some(identity) => Ok((
                Folder {
                    path: path.to_path_buf(),
                    identity,
                    access,
                },
                problems,
            )),
            None => Err(problems),
        }
    }

    /// The folder's name: a label only.
    #[must_use]
    pub fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// The folder of all journals.
    #[must_use]
    pub fn journal(&self) -> PathBuf {
        self.path.join("journal")
    }
}

/// How the names of derived files begin and end; between that stands their user.
const DERIVED: [(&str, &str); 3] = [
    ("timeline-", ".md"),
    ("checklist-", ".txt"),
    ("status-", ".html"),
];

/// The derived files in an incident's folder, by name: each with its user, a slug. What has another name is none.
#[must_use]
pub fn derived_files(folder: &Path) -> Vec<(String, String)> {
    let names = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let names = names.filter_map(|item| item.file_name().into_string().ok());
    let user = |name: &str| {
        let user = DERIVED
            .iter()
            .find_map(|(begin, end)| name.strip_prefix(begin)?.strip_suffix(end))?;
        (crate::domain::ids::slug(user) == user).then(|| user.to_owned())
    };
    let mut found: Vec<(String, String)> = names
        .filter_map(|name| user(&name).map(|user| (name, user)))
        .collect();
    found.sort();
    found
}

/// A random incident id.
///
/// # Errors
/// When the system has no randomness.
pub fn new_id() -> io::Result<String> {
    Ok(format!("{:016x}", random::run()?))
}

pub(super) fn unreadable(path: &Path, error: &io::Error) -> Problem {
    let remedy = match error.kind() {
        io::ErrorKind::NotFound => "name an incident's folder".to_owned(),
        io::ErrorKind::PermissionDenied => super::doctor::remedy(path),
        _ => String::new(),
    };
    Problem {
        severity: Severity::Error,
        code: "unreadable",
        place: Place {
            file: path.to_string_lossy().into_owned(),
            ..Place::default()
        },
        what: format!("cannot be read: {error}"),
        remedy,
    }
}
