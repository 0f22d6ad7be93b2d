//! What is known of the file system, and what a person has to do about it: the exact command.

use super::folder::Folder;
use super::places::Places;
use crate::domain::problem::{Place, Problem, Severity};
use rustix::fs::{Access, AtFlags};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// One line of what is known: what, and its value.
pub type Known = (&'static str, String);

/// Paths, modes and space, and what stands in the way of several users.
#[must_use]
pub fn storage(
    places: &Places,
    root: &Path,
    folder: Option<&Folder>,
) -> (Vec<Known>, Vec<Problem>) {
    let mut known = vec![
        ("configuration", described(&places.config)),
        ("private state", described(&places.state)),
        ("incidents", described(root)),
    ];
    let mut problems = Vec::new();
    for (name, path) in [
        ("private state", places.state.as_path()),
        ("incidents", root),
    ] {
        if let Ok(stat) = rustix::fs::statvfs(path) {
            let free = stat.f_bavail.saturating_mul(stat.f_frsize) / (1024 * 1024);
            known.push(("free space", format!("{free} MiB for {name}")));
            if free < 16 {
                let what = format!("only {free} MiB free for {name}");
                problems.push(warning("little-space", path, what, "make room"));
            }
        }
    }
    if let Ok(meta) = fs::metadata(root) {
        let shared = meta.mode() & 0o020 != 0;
        known.push(("shared with", who(&meta)));
        if shared && meta.mode() & 0o1000 == 0 {
            let what = "any member of the group can delete another's journal".to_owned();
            let remedy = format!("its owner runs: chmod 3770 {}", quoted(root));
            problems.push(warning("not-sticky", root, what, &remedy));
        }
        if shared && meta.mode() & 0o2000 == 0 {
            let what = "new incidents do not get the group of this folder".to_owned();
            let remedy = format!("its owner runs: chmod 3770 {}", quoted(root));
            problems.push(warning("not-setgid", root, what, &remedy));
        }
    }
    problems.extend(super::writable::approvals(&places.state));
    if let Some(folder) = folder {
        known.push(("incident", described(&folder.path)));
        problems.extend(super::read::walk::logs(&folder.path, None).1);
    }
    (known, problems)
}

fn described(path: &Path) -> String {
    let shown = crate::domain::text::visible(&path.to_string_lossy()).into_owned();
    match fs::metadata(path) {
        Ok(meta) => format!(
            "{shown} (mode {:04o}, user {}, group {})",
            meta.mode() & 0o7777,
            meta.uid(),
            meta.gid()
        ),
        Err(e) => format!("{shown} ({e})"),
    }
}

fn who(meta: &fs::Metadata) -> String {
    if meta.mode() & 0o020 == 0 {
        "nobody: only its owner writes here".to_owned()
    } else {
        format!("group {}", meta.gid())
    }
}

fn warning(code: &'static str, path: &Path, what: String, remedy: &str) -> Problem {
    Problem {
        severity: Severity::Warning,
        code,
        place: Place {
            file: path.to_string_lossy().into_owned(),
            ..Place::default()
        },
        what,
        remedy: remedy.to_owned(),
    }
}

/// What to do about a file or folder that cannot be read: the exact command for its owner.
#[must_use]
pub fn remedy(path: &Path) -> String {
    let Some((blocked, meta)) = first_blocked(path) else {
        return format!(
            "its owner runs: chmod -R g+rX {}",
            quoted(path.parent().unwrap_or(path))
        );
    };
    let owner = meta.uid();
    let mode = if meta.is_dir() { "3770" } else { "0640" };
    let group = path
        .ancestors()
        .skip(1)
        .filter_map(|above| fs::metadata(above).ok())
        .find(|above| above.mode() & 0o2000 != 0)
        .map(|above| above.gid());
    let chgrp = match group {
        Some(group) if group != meta.gid() => format!("chgrp {group} {} && ", quoted(&blocked)),
        _ => String::new(),
    };
    format!(
        "user {owner} runs: {chgrp}chmod {mode} {}",
        quoted(&blocked)
    )
}

/// The first part of the path, from the top, that exists and that we may not use.
fn first_blocked(path: &Path) -> Option<(PathBuf, fs::Metadata)> {
    let mut parts: Vec<&Path> = path.ancestors().collect();
    parts.reverse();
    for part in parts {
        let meta = fs::symlink_metadata(part).ok()?;
        let need = match (meta.is_dir(), part == path) {
            (true, false) => Access::EXEC_OK,
            (true, true) => Access::EXEC_OK | Access::READ_OK,
            (false, _) => Access::READ_OK,
        };
        if rustix::fs::accessat(rustix::fs::CWD, part, need, AtFlags::EACCESS).is_err() {
            return Some((part.to_path_buf(), meta));
        }
    }
    None
}

/// A path as a shell takes it.
pub(super) fn quoted(path: &Path) -> String {
    let text = crate::domain::text::visible(&path.to_string_lossy()).into_owned();
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/._-@~+=:,".contains(&b);
    if !text.is_empty() && text.bytes().all(plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}
