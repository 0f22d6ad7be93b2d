//! Reading what others wrote: links are never followed, and what is not a regular file is never opened.

use rustix::fs::{AtFlags, FileType, Mode, OFlags, Stat};
use std::ffi::CStr;
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;

/// By what a file is known again, and its change noticed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Stamp {
    /// Device and inode.
    pub(super) id: (u64, u64),
    /// Bytes.
    pub(super) size: u64,
    /// Content and inode change, in nanoseconds.
    pub(super) times: (i128, i128),
}

impl Stamp {
    pub(super) fn of(stat: &Stat) -> Self {
        let nanos = |s, ns| i128::from(s) * 1_000_000_000 + i128::from(ns);
        Stamp {
            id: (stat.st_dev, stat.st_ino),
            size: u64::try_from(stat.st_size).unwrap_or(0),
            times: (
                nanos(stat.st_mtime, stat.st_mtime_nsec),
                nanos(stat.st_ctime, stat.st_ctime_nsec),
            ),
        }
    }

    pub(super) fn of_file(file: &File) -> io::Result<Self> {
        Ok(Self::of(&rustix::fs::fstat(file)?))
    }

    /// The stamp of a path; nothing when there is no file, an error when it is anything else than a regular one.
    pub(super) fn of_path(path: &Path) -> io::Result<Option<Self>> {
        match rustix::fs::lstat(path) {
            Ok(stat) if is_regular(&stat) => Ok(Some(Self::of(&stat))),
            Ok(_) => Err(not_regular()),
            Err(rustix::io::Errno::NOENT) => Ok(None),
            Err(e) => Err(e.into()),
        }
    }
}

pub(super) fn not_regular() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")
}

pub(super) fn is_regular(stat: &Stat) -> bool {
    FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile
}

pub(super) fn is_folder(stat: &Stat) -> bool {
    FileType::from_raw_mode(stat.st_mode) == FileType::Directory
}

/// Opens a folder, itself not through a link.
pub(super) fn folder(path: &Path) -> io::Result<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    Ok(rustix::fs::open(path, flags, Mode::empty())?)
}

/// Opens a folder within a folder.
pub(super) fn folder_at(parent: impl AsFd, name: &str) -> io::Result<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    Ok(rustix::fs::openat(parent, name, flags, Mode::empty())?)
}

/// Opens a regular file within a folder for reading. A pipe is not waited for, a device not touched.
pub(super) fn file_at(parent: impl AsFd, name: &str) -> io::Result<File> {
    if !is_regular(&stat_at(&parent, name)?) {
        return Err(not_regular());
    }
    let flags =
        OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = rustix::fs::openat(parent, name, flags, Mode::empty())?;
    if !is_regular(&rustix::fs::fstat(&file)?) {
        return Err(not_regular());
    }
    Ok(File::from(file))
}

/// Opens a regular file by its path for reading; only its last part is guarded against links.
pub(super) fn file(path: &Path) -> io::Result<File> {
    let (Some(parent), Some(name)) = (path.parent(), path.file_name().and_then(|n| n.to_str()))
    else {
        return Err(not_regular());
    };
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    file_at(rustix::fs::open(parent, flags, Mode::empty())?, name)
}

/// The content of a regular file of at most `cap` bytes.
pub(super) fn content(file: &File, cap: u64) -> io::Result<Vec<u8>> {
    use std::io::Read;
    let mut bytes = Vec::new();
    let size = Stamp::of_file(file)?.size;
    if size > cap {
        let what = format!("{size} bytes, more than the {cap} read");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
    }
    let mut file = file;
    Read::by_ref(&mut file).take(cap).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What stands at a name, itself not through a link.
pub(super) fn stat_at(parent: impl AsFd, name: &str) -> io::Result<Stat> {
    Ok(rustix::fs::statat(parent, name, AtFlags::SYMLINK_NOFOLLOW)?)
}

/// The names in a folder, sorted; such as are not UTF-8 cannot be ours.
pub(super) fn names(folder: impl AsFd) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for item in rustix::fs::Dir::read_from(folder)? {
        let item = item?;
        let name: &CStr = item.file_name();
        match name.to_str() {
            Ok("." | "..") | Err(_) => {}
            Ok(name) => names.push(name.to_owned()),
        }
    }
    names.sort_unstable();
    Ok(names)
}
