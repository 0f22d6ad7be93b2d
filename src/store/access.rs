//! Who may see what is written: every folder and file gets its mode explicitly, whatever the umask.

use super::disk::{self, Disk, How};
use super::safe;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

/// Whether an incident is one Unix user's, or shared by a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Folders 0700, files 0600.
    Private,
    /// Folders 3770 (what is in them keeps the group, and only its owner removes it), files 0640.
    Shared,
}

impl Access {
    /// A folder that its group may write to is shared.
    ///
    /// # Errors
    /// When the folder cannot be looked at.
    pub fn of(folder: &Path) -> io::Result<Self> {
        let mode = fs::metadata(folder)?.mode();
        Ok(if mode & 0o020 == 0 {
            Access::Private
        } else {
            Access::Shared
        })
    }

    /// The mode of a folder.
    #[must_use]
    pub const fn folder_mode(self) -> u32 {
        match self {
            Access::Private => 0o700,
            Access::Shared => 0o3770,
        }
    }

    /// The mode of a file.
    #[must_use]
    pub const fn file_mode(self) -> u32 {
        match self {
            Access::Private => 0o600,
            Access::Shared => 0o640,
        }
    }
}

/// Makes a folder below an existing one, unless it is there. A new one gets the mode, and when shared the
/// group of its parent.
///
/// # Errors
/// When it cannot be made, or something else has its name.
pub fn make_folder(path: &Path, access: Access) -> io::Result<()> {
    match new_folder(path, access) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => safe::folder(path).map(|_| ()),
        other => other,
    }
}

/// Makes a folder that is not there yet.
///
/// # Errors
/// When it is there, or cannot be made.
pub fn new_folder(path: &Path, access: Access) -> io::Result<()> {
    fs::create_dir(path)?;
    if let (Access::Shared, Some(parent)) = (access, path.parent()) {
        let group = fs::metadata(parent)?.gid();
        if fs::metadata(path)?.gid() != group {
            // Refused when we are not of that group: doctor tells.
            let _ = std::os::unix::fs::chown(path, None, Some(group));
        }
    }
    fs::set_permissions(path, Permissions::from_mode(access.folder_mode()))
}

/// Makes a private folder and those above it.
///
/// # Errors
/// When one of them cannot be made.
pub fn make_private(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let Some(parent) = path.parent() else {
        return make_folder(path, Access::Private);
    };
    make_private(parent)?;
    make_folder(path, Access::Private)?;
    // Its name must survive a power cut as its content does.
    disk::sync_folder(&disk::RealDisk, parent)
}

/// Replaces a file whole: what reads it sees the old or the new one. `durable` waits for the disk.
///
/// # Errors
/// When it cannot be written, or another user's file stands there in a sticky folder.
pub fn replace(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    access: Access,
    durable: bool,
) -> io::Result<()> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(safe::not_regular());
    };
    let name = format!(".{}.{}.tmp", name.to_string_lossy(), std::process::id());
    let temp = folder.join(name);
    let done = replace_by(disk, &temp, path, bytes, access, durable);
    if done.is_err() {
        let _ = fs::remove_file(&temp);
    } else if durable {
        disk::sync_folder(disk, folder)?;
    }
    done
}

fn replace_by(
    disk: &dyn Disk,
    temp: &Path,
    path: &Path,
    bytes: &[u8],
    access: Access,
    durable: bool,
) -> io::Result<()> {
    let how = How::New(access.file_mode());
    let file = match disk::again(|| disk.open(temp, how)) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
            // Left by a run that was killed.
            fs::remove_file(temp)?;
            disk.open(temp, how)?
        }
        other => other?,
    };
    disk::put(disk, &file, bytes)?;
    if durable {
        disk::again(|| disk.sync(&file, false))?;
    }
    disk::again(|| disk.rename(temp, path))
}
