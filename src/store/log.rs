//! The writer's own log: what is acknowledged is in it, on the disk.

use super::access::{Access, make_private};
use super::disk::{self, Disk, How};
use super::names::LogName;
use super::safe;
use crate::domain::ids::WriterId;
use crate::formats::journal::FILE_CAP;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files a log has at most; a disk that refuses every one of them is given up on.
const PARTS: u32 = 100_000;

/// A log open for appending.
pub struct PrivateLog {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    writer: WriterId,
    part: u32,
    open: Option<Open>,
    held: Option<File>,
    saved: Vec<(u32, u64)>,
}

/// A file of a log and how much of it is acknowledged.
struct Open {
    file: File,
    good: u64,
}

impl PrivateLog {
    /// A new log in the private folder of an incident. No file is made before the first entry.
    #[must_use]
    pub fn new(disk: Arc<dyn Disk>, folder: &Path, writer: WriterId) -> Self {
        PrivateLog {
            disk,
            folder: folder.to_path_buf(),
            writer,
            part: 0,
            open: None,
            held: None,
            saved: Vec::new(),
        }
    }

    /// The log goes on in its file `part` when that is sound to its end, else in the next one: nobody appends
    /// after a torn tail.
    #[must_use]
    pub fn resume(mut self, part: u32, sound: bool) -> Self {
        self.part = part;
        let name = self.name(part);
        let opened = sound
            .then(|| {
                self.disk
                    .open(&self.folder.join(name.to_string()), How::Append)
                    .ok()
            })
            .flatten();
        self.open = opened.and_then(|file| {
            let meta = file.metadata().ok()?;
            let good = meta.len();
            meta.is_file().then_some(Open { file, good })
        });
        self
    }

    /// The files of this run and how many bytes of each are acknowledged.
    #[must_use]
    pub fn saved(&self) -> &[(u32, u64)] {
        &self.saved
    }

    /// Appends whole lines: all of them are on the disk when this returns, or none is acknowledged. After an
    /// error the same lines are to be appended again; where they go then is decided here.
    ///
    /// # Errors
    /// As the disk says.
    pub fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        let length = lines.len() as u64;
        let fits = |open: &Open| open.good + length <= FILE_CAP && untouched(open);
        if !self.open.as_ref().is_some_and(fits) {
            self.open = None;
            self.begin()?;
        }
        let Some(open) = &mut self.open else {
            return Err(io::ErrorKind::NotFound.into());
        };
        if let Err(e) = disk::put(&*self.disk, &open.file, lines) {
            // A file that cannot be cut back is never touched again.
            if disk::again(|| self.disk.cut(&open.file, open.good)).is_err() {
                self.open = None;
            }
            return Err(e);
        }
        if let Err(e) = disk::again(|| self.disk.sync(&open.file, false)) {
            // After a failed sync nothing is known of the file: another one, from the last acknowledged entry.
            let unused = open.good == 0;
            self.open = None;
            if unused {
                let _ = fs::remove_file(self.path());
            }
            return Err(e);
        }
        open.good += length;
        let good = open.good;
        match self.saved.last_mut() {
            Some((part, saved)) if *part == self.part => *saved = good,
            _ => self.saved.push((self.part, good)),
        }
        self.hold();
        Ok(())
    }

    /// Begins the next file.
    fn begin(&mut self) -> io::Result<()> {
        make_private(&self.folder)?;
        while self.part < PARTS {
            self.part += 1;
            let how = How::New(Access::Private.file_mode());
            let file = match disk::again(|| self.disk.open(&self.path(), how)) {
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(e) => {
                    self.part -= 1;
                    return Err(e);
                }
                Ok(file) => file,
            };
            if let Err(e) = disk::sync_folder(&*self.disk, &self.folder) {
                let _ = fs::remove_file(self.path());
                return Err(e);
            }
            self.open = Some(Open { file, good: 0 });
            return Ok(());
        }
        Err(io::Error::other("the log has too many files"))
    }

    /// Holds the log: other runs of this user leave publishing it to us.
    fn hold(&mut self) {
        if self.held.is_none()
            && let Some(open) = &self.open
            && let Ok(file) = open.file.try_clone()
            && file.try_lock().is_ok()
        {
            self.held = Some(file);
        }
    }

    fn name(&self, part: u32) -> LogName {
        LogName {
            writer: self.writer.clone(),
            part,
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.join(self.name(self.part).to_string())
    }
}

/// The file is still at its place, and as long as we left it.
fn untouched(open: &Open) -> bool {
    let meta = open.file.metadata();
    meta.is_ok_and(|meta| meta.len() == open.good && meta.nlink() > 0)
}

/// The files of every log in a private folder, in order.
pub(super) fn files(folder: &Path) -> io::Result<Vec<LogName>> {
    let opened = match safe::folder(folder) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    let mut files: Vec<LogName> = safe::names(&opened)?
        .iter()
        .filter_map(|name| LogName::parse(name))
        .collect();
    files.sort();
    Ok(files)
}
