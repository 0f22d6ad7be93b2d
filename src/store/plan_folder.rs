//! A plan folder on disk: read whole, written whole. Regular files only; links are never followed.

use crate::domain::problem::{Place, Problem, Severity};
use crate::formats::toml::{LARGEST, SourceFile};
use rustix::fs::{CWD, FileType, Mode, OFlags, fstat, openat};
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// More files than this in one folder are no plan.
const MOST_FILES: usize = 500;

/// The folders of a plan, and how the files in them that are read end.
const FOLDERS: [(&str, &str); 3] = [
    ("checklists", ".toml"),
    ("scenarios", ".toml"),
    ("templates", ""),
];

/// Reads `plan.toml` and what is in `checklists/`, `scenarios/` and `templates/` of a folder, by name. What is
/// no regular file, or cannot be read, is a problem and left out. Of a file that is too large, one byte more
/// than is allowed is given back, so that its reader says so. A `plan.toml` that is not there is no problem
/// here; a folder that cannot be opened is.
#[must_use]
pub fn read(folder: &Path) -> (Vec<SourceFile>, Vec<Problem>) {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    if let Err(error) = std::fs::read_dir(folder) {
        problems.push(trouble("unreadable", "", &error));
        return (files, problems);
    }
    let mut take = |name: String| match read_regular(&folder.join(&name)) {
        Ok(bytes) => files.push(SourceFile { name, bytes }),
        Err(error) => problems.push(trouble("unreadable", &name, &error)),
    };
    if folder.join("plan.toml").symlink_metadata().is_ok() {
        take("plan.toml".to_owned());
    }
    for (sub, ending) in FOLDERS {
        for name in names(&folder.join(sub), ending) {
            take(format!("{sub}/{name}"));
        }
    }
    (files, problems)
}

/// Names in a folder, sorted, without hidden ones. A folder that is a link is not looked into.
fn names(folder: &Path, ending: &str) -> Vec<String> {
    let real = folder.symlink_metadata().is_ok_and(|m| m.is_dir());
    let Some(entries) = std::fs::read_dir(folder).ok().filter(|_| real) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.') && name.ends_with(ending))
        .take(MOST_FILES)
        .collect();
    names.sort();
    names
}

/// The bytes of a regular file, at most one more than is allowed. Never waits: a FIFO or device is not opened
/// for reading.
fn read_regular(path: &Path) -> io::Result<Vec<u8>> {
    let flags =
        OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    let opened = openat(CWD, path, flags, Mode::empty()).map_err(|error| match error {
        rustix::io::Errno::LOOP => io::Error::other("it is a link, and links are not followed"),
        error => error.into(),
    })?;
    let kind = FileType::from_raw_mode(fstat(&opened)?.st_mode);
    if kind != FileType::RegularFile {
        return Err(io::Error::other("it is no regular file"));
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(LARGEST).unwrap_or(u64::MAX) + 1;
    File::from(opened).take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn trouble(code: &'static str, file: &str, error: &io::Error) -> Problem {
    Problem {
        severity: Severity::Error,
        code,
        place: Place {
            file: file.to_owned(),
            ..Place::default()
        },
        what: format!("it cannot be read: {error}"),
        remedy: "put a regular file there that you may read".to_owned(),
    }
}

/// Why a folder was not written.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    /// Something stands where the files would go.
    #[error("there is something already: {}", .0.join(", "))]
    Taken(Vec<String>),
    /// The disk refused.
    #[error("{path}: {source}")]
    Disk {
        /// Where.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
}

/// Writes files into a folder that is new or empty; nothing is ever replaced.
///
/// # Errors
/// When anything stands in the folder, or the disk refuses; what was written until then stays.
pub fn write_new(folder: &Path, files: &[SourceFile]) -> Result<(), NotWritten> {
    let disk = |path: &Path| {
        let path = path.to_owned();
        move |source| NotWritten::Disk { path, source }
    };
    match std::fs::read_dir(folder) {
        Ok(entries) => {
            let mut there: Vec<String> = entries
                .filter_map(|e| Some(e.ok()?.file_name().to_string_lossy().into_owned()))
                .collect();
            there.sort();
            if !there.is_empty() {
                return Err(NotWritten::Taken(there));
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(disk(folder)(error)),
    }
    for file in files {
        let path = folder.join(&file.name);
        let parent = path.parent().unwrap_or(folder);
        let made = std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o755)
            .create(parent);
        made.map_err(disk(parent))?;
        let mut options = std::fs::OpenOptions::new();
        let opened = options.write(true).create_new(true).mode(0o644).open(&path);
        let mut open = opened.map_err(disk(&path))?;
        open.write_all(&file.bytes)
            .and_then(|()| open.sync_all())
            .map_err(disk(&path))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_never_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("new/plan");
        let files = crate::formats::plan::to_edit();
        write_new(&folder, &files).unwrap();
        let (mut read, problems) = read(&folder);
        let mut files = files;
        read.sort_by(|a, b| a.name.cmp(&b.name));
        files.sort_by(|a, b| a.name.cmp(&b.name));
        assert_eq!((read, problems), (files.clone(), vec![]));
        let again = write_new(&folder, &files).unwrap_err();
        assert_eq!(
            again.to_string(),
            "there is something already: checklists, plan.toml, scenarios, templates"
        );
    }

    #[test]
    fn links_pipes_and_giants_are_named_and_never_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::create_dir(at("checklists")).unwrap();
        std::os::unix::fs::symlink("/etc/hostname", at("plan.toml")).unwrap();
        rustix::fs::mknodat(
            CWD,
            at("checklists/pipe.toml"),
            FileType::Fifo,
            Mode::RWXU,
            0,
        )
        .unwrap();
        std::fs::create_dir(at("checklists/dir.toml")).unwrap();
        File::create(at("checklists/big.toml"))
            .unwrap()
            .set_len(1 << 40)
            .unwrap();
        std::fs::write(at("checklists/notes.md"), "x").unwrap();
        std::os::unix::fs::symlink("/etc", at("templates")).unwrap();
        let (files, problems) = read(dir.path());
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].bytes.len(), LARGEST + 1);
        let said: Vec<_> = problems.iter().map(|p| p.place.file.as_str()).collect();
        assert_eq!(
            said,
            ["plan.toml", "checklists/dir.toml", "checklists/pipe.toml"]
        );
        assert!(problems[0].what.contains("link"), "{}", problems[0].what);
        assert_eq!(read(&at("nowhere")).1.len(), 1);
    }
}
