//! A disk that fails from its Nth operation on, a number of times.

use std::fs::File;
use std::io::{Error, ErrorKind, Result};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use switchover::store::disk::{Disk, How, RealDisk};

/// How it fails.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Fault {
    Full,
    Broken,
    Short,
    Interrupted,
}

pub(crate) const FAULTS: [Fault; 4] =
    [Fault::Full, Fault::Broken, Fault::Short, Fault::Interrupted];

pub(crate) struct FailingDisk {
    fault: Fault,
    from: usize,
    upto: usize,
    count: AtomicUsize,
}

impl FailingDisk {
    pub(crate) fn new(fault: Fault, nth: usize, times: usize) -> Self {
        FailingDisk {
            fault,
            from: nth,
            upto: nth + times,
            count: AtomicUsize::new(0),
        }
    }

    /// Operations so far.
    pub(crate) fn count(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }

    fn fails(&self) -> Option<Error> {
        let n = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        let kind = match self.fault {
            Fault::Full | Fault::Short => ErrorKind::StorageFull,
            Fault::Broken => {
                return (self.from..self.upto)
                    .contains(&n)
                    .then(|| Error::from_raw_os_error(5));
            }
            Fault::Interrupted => ErrorKind::Interrupted,
        };
        (self.from..self.upto)
            .contains(&n)
            .then(|| Error::from(kind))
    }
}

impl Disk for FailingDisk {
    fn open(&self, path: &Path, how: How) -> Result<File> {
        self.fails().map_or_else(|| RealDisk.open(path, how), Err)
    }
    fn write(&self, file: &File, bytes: &[u8]) -> Result<usize> {
        match self.fails() {
            None => RealDisk.write(file, bytes),
            Some(_) if self.fault == Fault::Short => {
                RealDisk.write(file, &bytes[..bytes.len() / 2])
            }
            Some(e) => Err(e),
        }
    }
    fn sync(&self, _: &File, _: bool) -> Result<()> {
        // No power is cut here: the sweep need not wait for the disk.
        self.fails().map_or(Ok(()), Err)
    }
    fn cut(&self, file: &File, len: u64) -> Result<()> {
        self.fails().map_or_else(|| RealDisk.cut(file, len), Err)
    }
    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        self.fails().map_or_else(|| RealDisk.rename(from, to), Err)
    }
}
