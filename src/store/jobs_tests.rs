//! Locks, outputs, words between runner and cockpit.

use super::*;
use crate::domain::identity::Identity;
use crate::domain::time::Time;
use crate::domain::words::Mode;
use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt as _;

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn jobs(root: &Path) -> Jobs {
    let identity = Identity {
        id: "00112233445566ff".into(),
        mode: Mode::Live,
        opened: Time(1_795_210_000_000),
        speed: 1,
        ports: BTreeMap::new(),
        plan: None,
        scenario: None,
    };
    let folder = Folder::create(root, identity, "t").unwrap();
    Jobs::of(&folder, "b1").unwrap()
}

#[test]
fn one_runner_at_a_time_holds_a_step() {
    let root = tempfile::tempdir().unwrap();
    let jobs = jobs(root.path());
    let (run, step) = (id("r1"), id("fence"));
    assert!(jobs.is_free(&run, &step).unwrap(), "before there is one");
    let held = jobs.lock(&run, &step).unwrap().unwrap();
    assert!(jobs.lock(&run, &step).unwrap().is_none());
    assert!(!jobs.is_free(&run, &step).unwrap());
    assert!(jobs.lock(&run, &id("other")).unwrap().is_some());
    drop(held);
    assert!(jobs.is_free(&run, &step).unwrap());
    assert!(jobs.lock(&run, &step).unwrap().is_some());
}

#[test]
fn what_is_no_plain_file_is_no_lock() {
    let root = tempfile::tempdir().unwrap();
    let jobs = jobs(root.path());
    let (run, step) = (id("r1"), id("fence"));
    drop(jobs.lock(&run, &step).unwrap());
    let path = jobs.lock_path(&run, &step);
    fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", &path).unwrap();
    assert!(jobs.lock(&run, &step).is_err());
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(jobs.lock(&run, &step).is_err());
    assert!(
        Jobs::of(
            &Folder {
                path: root.path().into(),
                ..folder(root.path())
            },
            "../x"
        )
        .is_err()
    );
}

fn folder(root: &Path) -> Folder {
    let path = fs::read_dir(root).unwrap().next().unwrap().unwrap().path();
    Folder::open(&path).unwrap().0
}

#[test]
fn head_and_tail_are_kept_and_the_cut_is_said() {
    let root = tempfile::tempdir().unwrap();
    let jobs = jobs(root.path());
    let job = jobs.begin(&id("j1")).unwrap();
    assert!(jobs.begin(&id("j1")).is_err(), "a job runs once");
    let mut output = job.output().unwrap();
    let line = format!("{}\n", "x".repeat(999));
    output.push(b"first\n");
    for _ in 0..4000 {
        output.push(line.as_bytes());
        assert!(fs::metadata(job.path().join("output")).unwrap().len() <= 2 * 1024 * 1024);
    }
    output.push(b"last\n");
    let kept = output.finish();
    assert_eq!(fs::read(job.path().join("output")).unwrap(), kept.content);
    let text = String::from_utf8(kept.content.clone()).unwrap();
    assert!(text.starts_with("first\n") && text.ends_with("last\n"));
    let cut = 4_000_011 - (HEAD + TAIL);
    assert!(text.contains(&format!("[... {cut} bytes were cut out here ...]")));
    job.keep(&kept.sha256, &kept.content).unwrap();
    job.keep(&kept.sha256, &kept.content).unwrap();
    let (tail, long) = job.read(100, None).unwrap();
    assert_eq!((tail.as_str(), long), ("last\n", kept.content.len() as u64));
    fs::remove_file(job.path().join("output")).unwrap();
    assert_eq!(job.read(100, Some(&kept.sha256)).unwrap().0, "last\n");
    assert!(job.read(100, Some("../../incident.toml")).is_err());
}

#[test]
fn words_between_runner_and_cockpit() {
    let root = tempfile::tempdir().unwrap();
    let jobs = jobs(root.path());
    let job = jobs.begin(&id("j1")).unwrap();
    assert_eq!(job.cancelled(), None);
    job.cancel("cp").unwrap();
    assert_eq!(job.cancelled().as_deref(), Some("cp"));
    assert_eq!(job.end(), None);
    job.ended("{\"exit\":0}").unwrap();
    assert_eq!(job.end().as_deref(), Some("{\"exit\":0}"));
    let (run, step) = (id("r1"), id("fence"));
    assert_eq!(jobs.process(&run, &step), None);
    jobs.began(&run, &step, "4711 99").unwrap();
    assert_eq!(jobs.process(&run, &step).as_deref(), Some("4711 99"));
    jobs.over(&run, &step);
    assert_eq!(jobs.process(&run, &step), None);
    let mode = fs::metadata(job.path()).unwrap().mode();
    assert_eq!(mode & 0o7777, 0o700);
}
