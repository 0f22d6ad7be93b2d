//! A disk or share that does not answer: said, saved nevertheless where that is possible, and never waited for at
//! the end.

use super::super::site::{DEADLINE, Run, Site, writer};
use std::fs::File;
use std::io::Result;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};
use switchover::store::disk::{Disk, How, RealDisk};
use switchover::store::live::{Config, Left, Part, StoreEvent};
use switchover::store::log::PrivateLog;

/// Never answers for what lies below a folder, until let go.
struct Hanging {
    below: PathBuf,
    open: Mutex<bool>,
    bell: Condvar,
}

impl Hanging {
    fn new(below: &Path) -> Arc<Self> {
        Arc::new(Hanging {
            below: below.to_path_buf(),
            open: Mutex::new(false),
            bell: Condvar::new(),
        })
    }

    fn let_go(&self) {
        *self.open.lock().unwrap() = true;
        self.bell.notify_all();
    }

    fn wait(&self, file: &File) {
        let link = format!("/proc/self/fd/{}", file.as_raw_fd());
        if std::fs::read_link(link).is_ok_and(|path| path.starts_with(&self.below)) {
            let open = self.open.lock().unwrap();
            drop(self.bell.wait_while(open, |open| !*open).unwrap());
        }
    }
}

impl Disk for Hanging {
    fn open(&self, path: &Path, how: How) -> Result<File> {
        RealDisk.open(path, how)
    }
    fn write(&self, file: &File, bytes: &[u8]) -> Result<usize> {
        RealDisk.write(file, bytes)
    }
    fn sync(&self, file: &File, folder: bool) -> Result<()> {
        self.wait(file);
        RealDisk.sync(file, folder)
    }
    fn cut(&self, file: &File, len: u64) -> Result<()> {
        RealDisk.cut(file, len)
    }
    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        RealDisk.rename(from, to)
    }
}

fn trouble(run: &Run, part: Part) {
    run.wait("trouble", |event| {
        matches!(event, StoreEvent::Trouble(p, _) if p == part).then_some(())
    });
}

/// Shuts down within the time given, for what hangs until it is let go afterwards.
fn end(run: Run) -> Left {
    let began = Instant::now();
    let left = run.store.shutdown(Duration::from_millis(400));
    let late = Duration::from_secs(5);
    assert!(began.elapsed() < late, "{:?}", began.elapsed());
    left
}

fn start(site: &Site, below: &Path) -> (Run, Arc<Hanging>) {
    let disk = Hanging::new(below);
    let mut config = Config::new(site.folder.clone(), &site.state, writer("gf"));
    config.disk = Arc::clone(&disk) as Arc<dyn Disk>;
    (Run::start(config), disk)
}

#[test]
fn a_share_that_hangs_keeps_nothing_from_being_saved() {
    let site = Site::new();
    let (mut run, disk) = start(&site, &site.folder.path);
    run.note("one");
    run.wait_saved(0);
    trouble(&run, Part::Share);
    run.note("two");
    run.wait_saved(1);
    let left = end(run);
    assert_eq!((left.unsaved, left.shared), (0, false));
    disk.let_go();
}

#[test]
fn a_log_that_hangs_is_said_and_goes_on_when_it_answers() {
    let site = Site::new();
    let (mut run, disk) = start(&site, &site.state);
    run.note("one");
    trouble(&run, Part::Log);
    run.note("two");
    assert_eq!(run.store.pending(), 2);
    disk.let_go();
    run.wait_saved(1);
    let left = run.store.shutdown(DEADLINE);
    assert_eq!((left.unsaved, left.shared), (0, true));
}

#[test]
fn a_log_that_hangs_does_not_keep_the_end() {
    let site = Site::new();
    let (mut run, disk) = start(&site, &site.state);
    run.note("one");
    let left = end(run);
    assert_eq!(left.unsaved, 1);
    disk.let_go();
}

#[test]
fn a_log_goes_on_in_the_next_file_before_it_is_too_long() {
    let site = Site::new();
    let gf = writer("gf");
    let nowhere = Hanging::new(&site.temp.path().join("nowhere"));
    let mut log = PrivateLog::new(nowhere, &site.private(), gf.clone());
    let batch = vec![b'\n'; 1024 * 1024];
    for _ in 0..65 {
        log.append(&batch).unwrap();
    }
    assert_eq!(log.saved(), [(1, 64 * 1024 * 1024), (2, 1024 * 1024)]);
    for (part, size) in [("", 64), ("~2", 1)] {
        let path = site.private().join(format!("{gf}{part}.jsonl"));
        assert_eq!(std::fs::metadata(path).unwrap().len(), size * 1024 * 1024);
    }
}
