//! The folder below which incidents are kept.

use super::folder::Folder;
use super::safe;
use crate::domain::identity::Identity;
use crate::domain::problem::{Place, Problem, Severity};
use crate::formats::incident_file;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Every incident below a root, oldest first, and what could not be read. A folder without an incident
/// file is none; a root that does not exist has none.
#[must_use]
pub fn list(root: &Path) -> (Vec<Folder>, Vec<Problem>) {
    let (mut folders, mut problems) = (Vec::new(), Vec::new());
    let items = match fs::read_dir(root) {
        Ok(items) => items,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return (folders, problems),
        Err(e) => {
            problems.push(super::folder::unreadable(root, &e));
            return (folders, problems);
        }
    };
    for item in items.flatten() {
        let path = item.path();
        let real = item.file_type().is_ok_and(|kind| kind.is_dir());
        if !real || fs::symlink_metadata(path.join(incident_file::NAME)).is_err() {
            let hidden = real && safe::folder(&path).is_err();
            if hidden && looks_like_one(&path) {
                let denied = io::Error::from(io::ErrorKind::PermissionDenied);
                problems.push(super::folder::unreadable(&path, &denied));
            }
            continue;
        }
        match Folder::open(&path) {
            Ok((folder, odd)) => {
                folders.push(folder);
                problems.extend(odd);
            }
            Err(bad) => problems.extend(bad),
        }
    }
    folders.sort_by_key(|folder| (folder.identity.opened, folder.name()));
    (folders, problems)
}

/// What there is below a root: every journal with its length, sorted. Nothing of it is read.
#[must_use]
pub fn trace(root: &Path) -> Vec<(PathBuf, u64)> {
    let below = |path: &Path| -> Vec<PathBuf> {
        let items = fs::read_dir(path).into_iter().flatten().flatten();
        let real = items.filter(|i| i.file_type().is_ok_and(|kind| kind.is_dir()));
        real.map(|i| i.path()).collect()
    };
    let mut found = Vec::new();
    for incident in below(root) {
        for machine in below(&incident.join("journal")) {
            for item in fs::read_dir(machine).into_iter().flatten().flatten() {
                let length = item.metadata().map_or(0, |m| m.len());
                found.push((item.path(), length));
            }
        }
        found.push((incident, 0));
    }
    found.sort();
    found
}

/// A folder made by [`Folder::create`] has a time in front.
fn looks_like_one(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let time = name.as_bytes().get(..16).unwrap_or_default();
    time.iter().enumerate().all(|(at, b)| match at {
        8 => *b == b'T',
        15 => *b == b'Z',
        _ => b.is_ascii_digit(),
    }) && time.len() == 16
}

/// The incident a user names: by path, by the folder's name below the root or its id, or by a unique
/// beginning of one of both, of four characters or more.
///
/// # Errors
/// When there is none, more than one, or it cannot be read.
pub fn find(root: &Path, wanted: &str) -> Result<Folder, Vec<Problem>> {
    for path in [Path::new(wanted).to_path_buf(), root.join(wanted)] {
        if path.join(incident_file::NAME).is_file() {
            return Folder::open(&path).map(|(folder, _)| folder);
        }
    }
    let (folders, mut problems) = list(root);
    let fits = |folder: &&Folder| {
        let id = &folder.identity.id;
        Identity::is_id(wanted) && id == wanted
            || wanted.len() >= 4 && (id.starts_with(wanted) || folder.name().starts_with(wanted))
    };
    let mut found = folders.iter().filter(fits);
    let what = match (found.next(), found.next()) {
        (Some(one), None) => return Ok(one.clone()),
        (Some(_), Some(_)) => "more than one incident begins so",
        _ => "no such incident",
    };
    problems.push(Problem {
        severity: Severity::Error,
        code: "no-incident",
        place: Place {
            file: wanted.to_owned(),
            ..Place::default()
        },
        what: what.to_owned(),
        remedy: format!("`switchover list` names those below {}", root.display()),
    });
    Err(problems)
}
