//! Frozen copies of plan and checklist files: what was adopted stays what it was.

use super::access::{self, Access};
use super::disk::RealDisk;
use super::safe;
use sha2::{Digest, Sha256};
use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

/// Files of a frozen copy, and bytes of each, at most.
const FILES: usize = 1000;
const CAP: u64 = 1024 * 1024;

/// Folders within folders, at most.
const DEPTH: usize = 3;

/// A file of a frozen copy: its name relative to the plan's folder, and its content.
pub type FrozenFile = (String, Vec<u8>);

/// Keeps the files as `plan/<sha256>/` and returns the name. The same files have the same name, and are kept once.
///
/// # Errors
/// When a name is not plain, or they cannot be written.
pub fn freeze(incident: &Path, files: &[FrozenFile]) -> io::Result<String> {
    let name = name_of(files)?;
    let plan = incident.join("plan");
    let access = Access::of(incident)?;
    access::make_folder(&plan, access)?;
    if thaw(incident, &name).is_ok() {
        return Ok(name);
    }
    let making = plan.join(format!(".{name}.{}.tmp", std::process::id()));
    let _ = fs::remove_dir_all(&making);
    let done = write(&making, files, access).and_then(|()| settle(&making, &plan.join(&name)));
    if done.is_err() {
        let _ = fs::remove_dir_all(&making);
    }
    done?;
    thaw(incident, &name).map(|_| name)
}

/// The files of a frozen copy, sorted by name; checked against the name.
///
/// # Errors
/// When there is no such copy, something in it is no plain file, or it is not what it was.
pub fn thaw(incident: &Path, name: &str) -> io::Result<Vec<FrozenFile>> {
    let hex = name.len() == 64 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !hex {
        return Err(invalid("not the name of a frozen copy"));
    }
    let plan = safe::folder(&incident.join("plan"))?;
    let mut files = Vec::new();
    read(&safe::folder_at(&plan, name)?, "", DEPTH, &mut files)?;
    files.sort();
    if name_of(&files)? != name {
        return Err(invalid("the frozen copy is not what it was"));
    }
    Ok(files)
}

/// The name a frozen copy of these files has: SHA-256 over names and contents, each with its length before it.
///
/// # Errors
/// When a name is not plain, or a file is too long.
pub fn name_of(files: &[FrozenFile]) -> io::Result<String> {
    let mut sorted: Vec<&FrozenFile> = files.iter().collect();
    sorted.sort();
    let twice = sorted.windows(2).any(|two| two[0].0 == two[1].0);
    if twice || files.len() > FILES || !files.iter().all(|(name, _)| is_plain(name)) {
        return Err(invalid("a name in the plan is no plain file name"));
    }
    if files.iter().any(|(_, content)| content.len() as u64 > CAP) {
        return Err(invalid("a file of the plan is longer than 1 MiB"));
    }
    let mut hash = Sha256::new();
    for (name, content) in sorted {
        for part in [name.as_bytes(), content] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    Ok(hash.finalize().iter().map(|b| format!("{b:02x}")).collect())
}

fn is_plain(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    let part = |part: &str| {
        (1..=100).contains(&part.len()) && !part.starts_with('.') && part.bytes().all(plain)
    };
    name.split('/').count() <= DEPTH + 1 && name.split('/').all(part)
}

fn write(making: &Path, files: &[FrozenFile], access: Access) -> io::Result<()> {
    access::make_folder(making, access)?;
    for (name, content) in files {
        let path = making.join(name);
        let folders: Vec<PathBuf> = path.ancestors().skip(1).map(Path::to_path_buf).collect();
        for folder in folders.iter().rev().filter(|f| f.starts_with(making)) {
            access::make_folder(folder, access)?;
        }
        access::replace(&RealDisk, &path, content, access, true)?;
    }
    Ok(())
}

/// Gives the copy its name, unless another run just did.
fn settle(making: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(making, to) {
        Err(e)
            if matches!(
                e.kind(),
                io::ErrorKind::AlreadyExists | io::ErrorKind::DirectoryNotEmpty
            ) =>
        {
            fs::remove_dir_all(making)
        }
        other => other,
    }
}

fn read(
    folder: &OwnedFd,
    below: &str,
    depth: usize,
    files: &mut Vec<FrozenFile>,
) -> io::Result<()> {
    for name in safe::names(folder)? {
        let path = format!("{below}{name}");
        if !is_plain(&path) || files.len() >= FILES {
            return Err(invalid("something else lies in the frozen copy"));
        }
        if safe::is_folder(&safe::stat_at(folder, &name)?) {
            if depth == 0 {
                return Err(invalid("folders too deep in the frozen copy"));
            }
            let inner = safe::folder_at(folder, &name)?;
            read(&inner, &format!("{path}/"), depth - 1, files)?;
        } else {
            let content = safe::content(&safe::file_at(folder, &name)?, CAP)?;
            files.push((path, content));
        }
    }
    Ok(())
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Vec<FrozenFile> {
        vec![
            ("plan.toml".into(), b"name = \"x\"\n".to_vec()),
            ("checklists/failover.toml".into(), b"".to_vec()),
        ]
    }

    #[test]
    fn what_was_frozen_thaws_and_is_kept_once() {
        let incident = tempfile::tempdir().unwrap();
        let name = freeze(incident.path(), &files()).unwrap();
        assert_eq!(freeze(incident.path(), &files()).unwrap(), name);
        let mut expected = files();
        expected.sort();
        assert_eq!(thaw(incident.path(), &name).unwrap(), expected);
        let lying = fs::read_dir(incident.path().join("plan")).unwrap().count();
        assert_eq!(lying, 1);
    }

    #[test]
    fn what_was_changed_or_leads_elsewhere_is_refused() {
        let incident = tempfile::tempdir().unwrap();
        let name = freeze(incident.path(), &files()).unwrap();
        let folder = incident.path().join("plan").join(&name);
        fs::write(folder.join("plan.toml"), "name = \"y\"\n").unwrap();
        assert!(thaw(incident.path(), &name).is_err());
        fs::remove_file(folder.join("plan.toml")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", folder.join("plan.toml")).unwrap();
        assert!(thaw(incident.path(), &name).is_err());
        for bad in ["../x", "/etc/x", "a//b", ".hidden", "a/../b", ""] {
            assert!(
                freeze(incident.path(), &[(bad.into(), vec![])]).is_err(),
                "{bad}"
            );
        }
        assert!(thaw(incident.path(), "../..").is_err());
    }
}
