//! The five file operations on which an acknowledged entry depends, behind a small trait: the tests fail the
//! Nth of them.

use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// How a file is opened for writing. Links are never followed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// Must not exist; gets exactly this mode, whatever the umask.
    New(u32),
    /// Must exist; every write goes to its end.
    Append,
}

/// What the journal asks of a disk.
pub trait Disk: Send + Sync {
    /// Opens a file for appending.
    ///
    /// # Errors
    /// As the system says.
    fn open(&self, path: &Path, how: How) -> io::Result<File>;
    /// One write; may be short.
    ///
    /// # Errors
    /// As the system says.
    fn write(&self, file: &File, bytes: &[u8]) -> io::Result<usize>;
    /// Waits until the file's data, or all of a folder, is on the disk.
    ///
    /// # Errors
    /// As the system says; after one the file's content is in doubt.
    fn sync(&self, file: &File, folder: bool) -> io::Result<()>;
    /// Cuts the file to a length.
    ///
    /// # Errors
    /// As the system says.
    fn cut(&self, file: &File, len: u64) -> io::Result<()>;
    /// Renames over.
    ///
    /// # Errors
    /// As the system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
}

/// The disk itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn open(&self, path: &Path, how: How) -> io::Result<File> {
        let mut options = OpenOptions::new();
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.append(true).read(true);
        options.custom_flags(i32::try_from(flags.bits()).unwrap_or(0));
        match how {
            How::Append => options.open(path),
            How::New(mode) => {
                let file = options.create_new(true).mode(mode).open(path)?;
                file.set_permissions(Permissions::from_mode(mode))?;
                Ok(file)
            }
        }
    }

    fn write(&self, mut file: &File, bytes: &[u8]) -> io::Result<usize> {
        file.write(bytes)
    }

    fn sync(&self, file: &File, folder: bool) -> io::Result<()> {
        if folder {
            file.sync_all()
        } else {
            file.sync_data()
        }
    }

    fn cut(&self, file: &File, len: u64) -> io::Result<()> {
        file.set_len(len)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }
}

/// Tries again what a signal interrupted.
pub(super) fn again<T>(mut act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for _ in 0..100 {
        match act() {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
    act()
}

/// Writes all of it, or says why not; a short write is an error, the caller knows how to cut.
pub(super) fn put(disk: &dyn Disk, file: &File, bytes: &[u8]) -> io::Result<()> {
    let n = again(|| disk.write(file, bytes))?;
    if n == bytes.len() {
        return Ok(());
    }
    let what = "only a part could be written; the disk may be full";
    Err(io::Error::new(io::ErrorKind::WriteZero, what))
}

/// Makes new names in a folder survive a power cut.
pub(super) fn sync_folder(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    let folder = File::open(path)?;
    again(|| disk.sync(&folder, true))
}
