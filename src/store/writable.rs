//! Files that anybody on this machine may write, and that say what is run or done: each is named, with the command that
//! mends it.

use crate::domain::problem::{Place, Problem, Severity};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// Others than owner and group may write it.
const ANYBODY: u32 = 0o002;
/// Nobody removes or renames what is another's.
const STICKY: u32 = 0o1000;

/// The folder of a plan and these files of it, by name, as far as anybody may write them.
#[must_use]
pub fn plan<'a>(folder: &Path, files: impl IntoIterator<Item = &'a str>) -> Vec<Problem> {
    let folders = ["", "checklists", "scenarios", "templates"];
    let names = folders.into_iter().chain(files);
    let open = names.filter(|name| by_anybody(&folder.join(name)));
    open.map(|name| {
        let what = "anybody on this machine may write it: what is run and done here is theirs";
        problem(name, what, &folder.join(name))
    })
    .collect()
}

/// The same of all files of a plan that are read.
#[must_use]
pub fn whole(folder: &Path) -> Vec<Problem> {
    let (files, _) = super::plan_folder::read(folder);
    plan(folder, files.iter().map(|file| file.name.as_str()))
}

/// The approvals of this user below the private state. One that anybody may write counts for none.
#[must_use]
pub fn approvals(state: &Path) -> Vec<Problem> {
    let folder = state.join("approvals");
    let entries = fs::read_dir(&folder).into_iter().flatten();
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let open = std::iter::once(folder.clone()).chain(paths);
    open.filter(|path| by_anybody(path))
        .map(|path| {
            let what = "anybody on this machine may write it: no approval in it counts";
            problem(&path.to_string_lossy(), what, &path)
        })
        .collect()
}

/// Whether anybody may write a file, or replace what is in a folder. What is not there, or is a link, is nobody's.
#[must_use]
pub fn by_anybody(path: &Path) -> bool {
    let meta = fs::symlink_metadata(path).ok();
    meta.is_some_and(|meta| {
        let sticky = meta.is_dir() && meta.mode() & STICKY != 0;
        !meta.is_symlink() && meta.mode() & ANYBODY != 0 && !sticky
    })
}

fn problem(name: &str, what: &str, path: &Path) -> Problem {
    Problem {
        severity: Severity::Warning,
        code: "world-writable",
        place: Place {
            file: name.to_owned(),
            ..Place::default()
        },
        what: what.to_owned(),
        remedy: format!("its owner runs: chmod o-w {}", super::doctor::quoted(path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn what_anybody_may_write_is_named_with_the_command_that_mends_it() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("plan");
        crate::store::plan_folder::write_new(&folder, &crate::formats::plan::to_edit()).unwrap();
        mode(&folder.join("plan.toml"), 0o644);
        mode(&folder, 0o755);
        mode(&folder.join("scenarios"), 0o1777);
        let names = ["plan.toml", "checklists/failover.toml"];
        let found = |folder: &Path| plan(folder, names);
        assert_eq!(found(&folder), []);
        mode(&folder.join("plan.toml"), 0o666);
        mode(&folder.join("checklists"), 0o777);
        let told = found(&folder);
        let places: Vec<&str> = told.iter().map(|p| p.place.file.as_str()).collect();
        assert_eq!(places, ["checklists", "plan.toml"]);
        assert!(told[1].remedy.starts_with("its owner runs: chmod o-w "));
    }

    #[test]
    fn an_approval_that_anybody_may_write_counts_for_none() {
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().join("state");
        fs::create_dir(&state).unwrap();
        crate::store::approvals::add_probes(&state, "db at h42\n  true\n").unwrap();
        assert_eq!(crate::store::approvals::probes(&state).len(), 1);
        assert_eq!(approvals(&state), []);
        let entry = fs::read_dir(state.join("approvals")).unwrap().next();
        mode(&entry.unwrap().unwrap().path(), 0o606);
        assert!(crate::store::approvals::probes(&state).is_empty());
        assert_eq!(approvals(&state).len(), 1);
    }
}
