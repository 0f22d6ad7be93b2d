//! One cockpit of each machine writes probe facts: the one that holds the machine's lock. One without a screen pages
//! people: the one that holds another.

use crate::store::access::Access;
use crate::store::safe::Stamp;
use std::fs::{File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

pub(super) struct Lead {
    path: PathBuf,
    access: Access,
    held: Option<(File, Stamp)>,
}

impl Lead {
    /// `name` is the lock's file below `probes`.
    pub(super) fn new(incident: &Path, name: &str, access: Access) -> Self {
        Lead {
            path: incident.join("probes").join(name),
            access,
            held: None,
        }
    }

    pub(super) fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// Lets go of it, for another cockpit of this machine.
    pub(super) fn let_go(&mut self) {
        self.held = None;
    }

    /// Takes the lock if it is free; lets go of one whose file was replaced, since others lock the new one.
    pub(super) fn tend(&mut self) {
        let now = Stamp::of_path(&self.path).ok().flatten();
        if let Some((_, stamp)) = &self.held {
            if now.is_some_and(|now| now.id == stamp.id) {
                return;
            }
            self.held = None;
        }
        self.held = self.take().ok();
    }

    fn take(&self) -> io::Result<(File, Stamp)> {
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        let flags = i32::try_from(flags.bits()).unwrap_or(0);
        let open = |create: bool| {
            let mut options = OpenOptions::new();
            options.read(true).custom_flags(flags);
            if create {
                options.write(true).create_new(true);
            }
            options.open(&self.path)
        };
        let file = match open(true) {
            Ok(file) => {
                let mode = self.access.file_mode();
                file.set_permissions(Permissions::from_mode(mode))?;
                file
            }
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => open(false)?,
            Err(e) => return Err(e),
        };
        if !file.metadata()?.is_file() {
            return Err(crate::store::safe::not_regular());
        }
        file.try_lock()?;
        let stamp = Stamp::of_file(&file)?;
        Ok((file, stamp))
    }
}
