//! Commands that run on one machine: a folder each, and a lock for each step, below `jobs/<machine>/`. Never synced,
//! never folded.

mod output;

pub use output::{HEAD, Kept, Output, TAIL};

use super::access::{self, Access};
use super::disk::RealDisk;
use super::folder::Folder;
use super::safe::Stamp;
use super::{names, safe};
use crate::domain::ids::Id;
use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// Who cancels: a name, not a text.
const NAME_CAP: u64 = 256;
/// How a command ended: a line.
const END_CAP: u64 = 16 * 1024;

/// The commands of one machine in one incident.
#[derive(Clone, Debug)]
pub struct Jobs {
    incident: PathBuf,
    folder: PathBuf,
    access: Access,
}

impl Jobs {
    /// The commands of a machine; nothing is made yet.
    ///
    /// # Errors
    /// When the machine's name could be a path.
    pub fn of(folder: &Folder, machine: &str) -> io::Result<Self> {
        if !names::is_machine(machine) {
            return Err(io::ErrorKind::InvalidFilename.into());
        }
        Ok(Jobs {
            incident: folder.path.clone(),
            folder: folder.path.join("jobs").join(machine),
            access: folder.access,
        })
    }

    fn make(&self) -> io::Result<()> {
        access::make_folder(&self.incident.join("jobs"), self.access)?;
        access::make_folder(&self.folder, self.access)
    }

    fn process_path(&self, run: &Id, step: &Id) -> PathBuf {
        self.folder.join(format!("{run}-{step}.process"))
    }

    /// Writes down which process the step's command is, for the time when its runner is gone and the lock is free.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn began(&self, run: &Id, step: &Id, process: &str) -> io::Result<()> {
        let path = self.process_path(run, step);
        access::replace(&RealDisk, &path, process.as_bytes(), self.access, false)
    }

    /// The step's command ended, and nothing of it is waited for.
    pub fn over(&self, run: &Id, step: &Id) {
        let _ = fs::remove_file(self.process_path(run, step));
    }

    /// Which process the step's command was, if its runner did not see it end.
    #[must_use]
    pub fn process(&self, run: &Id, step: &Id) -> Option<String> {
        let file = safe::file(&self.process_path(run, step)).ok()?;
        let process = safe::content(&file, NAME_CAP).ok()?;
        Some(String::from_utf8_lossy(&process).into_owned())
    }

    fn lock_path(&self, run: &Id, step: &Id) -> PathBuf {
        self.folder.join(format!("{run}-{step}.lock"))
    }

    /// The step's lock, held until the file is dropped; nothing when another runner of this machine holds it, whoever
    /// started it.
    ///
    /// # Errors
    /// When the lock cannot be had at all: then nothing may run.
    pub fn lock(&self, run: &Id, step: &Id) -> io::Result<Option<File>> {
        self.make()?;
        let path = self.lock_path(run, step);
        let file = match open(&path, true) {
            Ok(file) => {
                file.set_permissions(Permissions::from_mode(self.access.file_mode()))?;
                file
            }
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => open(&path, false)?,
            Err(e) => return Err(e),
        };
        if !file.metadata()?.is_file() {
            return Err(safe::not_regular());
        }
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(e)) => return Err(e),
        }
        // Replaced meanwhile, as by a copy that came back: others lock the new one.
        let same = Stamp::of_path(&path)?.map(|s| s.id) == Some(Stamp::of_file(&file)?.id);
        Ok(same.then_some(file))
    }

    /// Whether nobody holds the step's lock: no runner of this machine is at it.
    ///
    /// # Errors
    /// When that cannot be seen.
    pub fn is_free(&self, run: &Id, step: &Id) -> io::Result<bool> {
        let file = match open(&self.lock_path(run, step), false) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(true),
            Err(e) => return Err(e),
        };
        // Shared, and let go of at once: two that look do not stand in each other's way.
        match file.try_lock_shared() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(e)) => Err(e),
        }
    }

    /// The folder of a new job.
    ///
    /// # Errors
    /// When it is there already, or cannot be made.
    pub fn begin(&self, job: &Id) -> io::Result<JobFolder> {
        self.make()?;
        let job = self.job(job);
        access::new_folder(&job.path, self.access)?;
        Ok(job)
    }

    /// The folder of a job.
    #[must_use]
    pub fn job(&self, job: &Id) -> JobFolder {
        JobFolder {
            incident: self.incident.clone(),
            path: self.folder.join(job.as_str()),
            access: self.access,
        }
    }
}

fn open(path: &Path, create: bool) -> io::Result<File> {
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    let mut options = OpenOptions::new();
    options
        .read(true)
        .custom_flags(i32::try_from(flags.bits()).unwrap_or(0));
    if create {
        options.write(true).create_new(true);
    }
    options.open(path)
}

/// The folder of one job.
#[derive(Clone, Debug)]
pub struct JobFolder {
    incident: PathBuf,
    path: PathBuf,
    access: Access,
}

impl JobFolder {
    /// The file that takes the output.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn output(&self) -> io::Result<Output> {
        Output::new(self.path.join("output"), self.access)
    }

    /// Takes the folder of a job that never ran away again.
    pub fn forget(&self) {
        let _ = fs::remove_file(self.path.join("output"));
        let _ = fs::remove_dir(&self.path);
    }

    /// Keeps an output as evidence, under its SHA-256.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, sha256: &str, content: &[u8]) -> io::Result<()> {
        let folder = self.incident.join("evidence");
        access::make_folder(&folder, self.access)?;
        let path = folder.join(sha256);
        match access::replace(&RealDisk, &path, content, self.access, true) {
            // Another user kept the same output.
            Err(_) if safe::file(&path).is_ok() => Ok(()),
            done => done,
        }
    }

    /// Leaves a word for whoever finds the job: how it ended.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn ended(&self, text: &str) -> io::Result<()> {
        let path = self.path.join("exit.json");
        access::replace(&RealDisk, &path, text.as_bytes(), self.access, false)
    }

    /// The word the runner left, if it did.
    #[must_use]
    pub fn end(&self) -> Option<String> {
        let file = safe::file(&self.path.join("exit.json")).ok()?;
        let end = safe::content(&file, END_CAP).ok()?;
        Some(String::from_utf8_lossy(&end).into_owned())
    }

    /// Asks the runner to end the command.
    ///
    /// # Errors
    /// When that cannot be written down.
    pub fn cancel(&self, who: &str) -> io::Result<()> {
        let path = self.path.join("cancel");
        match access::replace(&RealDisk, &path, who.as_bytes(), self.access, false) {
            Err(_) if safe::file(&path).is_ok() => Ok(()),
            done => done,
        }
    }

    /// Who asked for the command's end, if somebody did.
    #[must_use]
    pub fn cancelled(&self) -> Option<String> {
        let file = safe::file(&self.path.join("cancel")).ok()?;
        let who = safe::content(&file, NAME_CAP).ok()?;
        Some(String::from_utf8_lossy(&who).trim().to_owned())
    }

    /// The end of the output so far, at most `most` bytes of whole lines, and how long it is in all. When this
    /// machine has none, the evidence of that name.
    ///
    /// # Errors
    /// When there is neither.
    pub fn read(&self, most: u64, evidence: Option<&str>) -> io::Result<(String, u64)> {
        let file = safe::file(&self.path.join("output")).or_else(|e| match evidence {
            Some(name) if name.bytes().all(|b| b.is_ascii_hexdigit()) => {
                safe::file(&self.incident.join("evidence").join(name))
            }
            _ => Err(e),
        });
        let mut file = file?;
        let long = file.metadata()?.len();
        file.seek(SeekFrom::Start(long.saturating_sub(most)))?;
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if long <= most {
            return Ok((text, long));
        }
        let rest = text.split_once('\n').map(|(_, rest)| rest.to_owned());
        Ok((rest.unwrap_or(text), long))
    }

    /// Where it is, for a test that looks.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

#[cfg(test)]
#[path = "jobs_tests.rs"]
mod tests;
