//! What this user approved to run on this machine: a file each in the private state, named after what it holds.

use super::access::{self, Access};
use super::disk::RealDisk;
use super::safe;
use super::writable::by_anybody;
use crate::domain::approval::{Approved, sha256};
use crate::domain::ids::Id;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A command is not longer than this.
const CAP: u64 = 1024 * 1024;
/// How the names of approvals of probes' commands begin.
const PROBES: &str = "probes-";
/// How the names of approvals of pagers' commands begin.
const PAGER: &str = "pager-";
/// How the names of approvals of commands for updates begin.
const UPDATES: &str = "updates-";

fn place(state: &Path) -> PathBuf {
    state.join("approvals")
}

/// Keeps an approval, durably.
///
/// # Errors
/// When it cannot be written.
pub fn add(state: &Path, approved: &Approved) -> io::Result<()> {
    let folder = place(state);
    access::make_private(&folder)?;
    let text = format!("{}\n{}", approved.step, approved.template);
    let path = folder.join(approved.name());
    access::replace(&RealDisk, &path, text.as_bytes(), Access::Private, true)
}

/// Keeps that these commands of probes may run here, durably. They are named by what they are, whichever plan they
/// came with.
///
/// # Errors
/// When it cannot be written.
pub fn add_probes(state: &Path, listing: &str) -> io::Result<()> {
    add_listing(state, PROBES, listing)
}

/// The same of the command of a plan's pager.
///
/// # Errors
/// When it cannot be written.
pub fn add_pager(state: &Path, listing: &str) -> io::Result<()> {
    add_listing(state, PAGER, listing)
}

/// The same of the commands that say where updates go.
///
/// # Errors
/// When it cannot be written.
pub fn add_updates(state: &Path, listing: &str) -> io::Result<()> {
    add_listing(state, UPDATES, listing)
}

fn add_listing(state: &Path, kind: &str, listing: &str) -> io::Result<()> {
    let folder = place(state);
    access::make_private(&folder)?;
    let path = folder.join(listing_name(kind, listing));
    access::replace(&RealDisk, &path, listing.as_bytes(), Access::Private, true)
}

/// Every listing of probes' commands that was approved, oldest first. One whose content does not fit its name is none.
#[must_use]
pub fn probes(state: &Path) -> Vec<String> {
    listings(state, PROBES)
}

/// The same of the commands of pagers.
#[must_use]
pub fn pager(state: &Path) -> Vec<String> {
    listings(state, PAGER)
}

/// The same of the commands that say where updates go.
#[must_use]
pub fn updates(state: &Path) -> Vec<String> {
    listings(state, UPDATES)
}

fn listings(state: &Path, kind: &str) -> Vec<String> {
    let folder = place(state);
    let names = safe::folder(&folder).and_then(safe::names);
    let mut found: Vec<(SystemTime, String)> = names
        .unwrap_or_default()
        .iter()
        .filter(|name| name.starts_with(kind))
        .filter_map(|name| {
            let (at, text) = content(&folder, name)?;
            (&listing_name(kind, &text) == name).then_some((at, text))
        })
        .collect();
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, text)| text).collect()
}

fn listing_name(kind: &str, listing: &str) -> String {
    format!("{kind}{}", sha256(listing.as_bytes()))
}

/// Another number whenever something was approved.
#[must_use]
pub fn version(state: &Path) -> u128 {
    let changed = std::fs::metadata(place(state)).and_then(|m| m.modified());
    let since = changed.map(|at| at.duration_since(SystemTime::UNIX_EPOCH));
    since.map_or(0, |since| since.map_or(0, |s| s.as_nanos()))
}

/// Every approval, oldest first. One whose content does not fit its name is none.
#[must_use]
pub fn all(state: &Path) -> Vec<Approved> {
    let folder = place(state);
    let names = safe::folder(&folder).and_then(safe::names);
    let mut found: Vec<(SystemTime, Approved)> = names
        .unwrap_or_default()
        .iter()
        .filter_map(|name| read(&folder, name))
        .collect();
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, approved)| approved).collect()
}

fn content(folder: &Path, name: &str) -> Option<(SystemTime, String)> {
    let path = folder.join(name);
    // What anybody may write was approved by nobody.
    if by_anybody(folder) || by_anybody(&path) {
        return None;
    }
    let file = safe::file(&path).ok()?;
    let at = file.metadata().ok()?.modified().ok()?;
    let text = String::from_utf8(safe::content(&file, CAP).ok()?).ok()?;
    Some((at, text))
}

fn read(folder: &Path, name: &str) -> Option<(SystemTime, Approved)> {
    let (at, text) = content(folder, name)?;
    let (step, template) = text.split_once('\n')?;
    let approved = Approved {
        step: Id::new(step)?,
        template: template.to_owned(),
    };
    (approved.name() == name).then_some((at, approved))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_approved_is_known_again_and_what_was_tampered_with_is_not() {
        let state = tempfile::tempdir().unwrap();
        assert!(all(state.path()).is_empty());
        let approved = |template: &str| Approved {
            step: Id::new("fence").unwrap(),
            template: template.into(),
        };
        add(state.path(), &approved("./a\n./b\n")).unwrap();
        add(state.path(), &approved("./c")).unwrap();
        let known = all(state.path());
        assert!(known.contains(&approved("./a\n./b\n")) && known.contains(&approved("./c")));
        let file = place(state.path()).join(approved("./c").name());
        std::fs::write(&file, "fence\nrm -rf /").unwrap();
        assert_eq!(all(state.path()), vec![approved("./a\n./b\n")]);
        assert_ne!(version(state.path()), 0);
        add_probes(state.path(), "db at h42\n  psql\n").unwrap();
        assert_eq!(probes(state.path()), ["db at h42\n  psql\n"]);
        assert_eq!(all(state.path()).len(), 1);
        let file = place(state.path()).join(listing_name(PROBES, "db at h42\n  psql\n"));
        std::fs::write(&file, "db at h42\n  rm\n").unwrap();
        assert!(probes(state.path()).is_empty());
    }
}
