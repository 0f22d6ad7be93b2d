//! A disk that is full, and has room again. Needs root, to mount a small one.

use super::super::site::{DEADLINE, Mark, Run, Site, identity, marks, writer};
use crate::support::small_disk::Small;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use switchover::store::folder::Folder;
use switchover::store::live::{Config, Part, StoreEvent};
use switchover::store::{places, read, verify};

#[test]
fn a_full_private_state_is_said_and_everything_is_written_later() {
    let site = Site::new();
    let small = Small::mount(&site.state);
    let mut run = site.start(&writer("gf"));
    let wanted = fill_and_drain(&mut run, &small, Part::Log);
    let left = run.store.shutdown(DEADLINE);
    assert_eq!((left.unsaved, left.shared), (0, true));
    whole(&site.folder, &site.private(), &wanted);
}

#[test]
fn a_full_share_is_said_and_everything_is_shared_later() {
    let site = Site::new();
    let small = Small::mount(&site.temp.path().join("small"));
    let folder = Folder::create(small.path(), identity(), "failover").unwrap();
    let mut run = Run::start(Config::new(folder.clone(), &site.state, writer("gf")));
    let wanted = fill_and_drain(&mut run, &small, Part::Share);
    let left = run.store.shutdown(DEADLINE);
    assert_eq!((left.unsaved, left.shared), (0, true));
    whole(
        &folder,
        &places::journal(&site.state, &folder.identity.id),
        &wanted,
    );
}

#[test]
fn both_on_one_full_disk() {
    let site = Site::new();
    let small = Small::mount(&site.temp.path().join("small"));
    let folder = Folder::create(small.path(), identity(), "failover").unwrap();
    let state = small.path().join("state");
    let mut run = Run::start(Config::new(folder.clone(), &state, writer("gf")));
    let wanted = fill_and_drain(&mut run, &small, Part::Log);
    run.wait_shared(wanted.len() as u64 - 1);
    let left = run.store.shutdown(DEADLINE);
    assert_eq!((left.unsaved, left.shared), (0, true));
    whole(
        &folder,
        &places::journal(&state, &folder.identity.id),
        &wanted,
    );
}

/// Writes, fills the disk, writes on until it is said, makes room, and waits until it is well again.
fn fill_and_drain(run: &mut Run, small: &Small, part: Part) -> Vec<Mark> {
    let mut wanted = vec![run.note("before")];
    run.wait_saved(0);
    run.wait_shared(0);
    let ballast = small.fill();
    let began = Instant::now();
    // Some still fit into the page the file ends in.
    for n in 0..40 {
        wanted.push(run.note(&format!("while full {n}")));
    }
    run.wait("trouble", |event| {
        matches!(event, StoreEvent::Trouble(p, _) if p == part).then_some(())
    });
    assert!(
        began.elapsed() < Duration::from_secs(10),
        "{:?}",
        began.elapsed()
    );
    fs::remove_file(ballast).unwrap();
    run.wait("well again", |event| {
        matches!(event, StoreEvent::Well(p) if p == part).then_some(())
    });
    if part == Part::Log {
        let last = wanted.len() as u64 - 1;
        let until = Instant::now() + DEADLINE;
        while run.store.pending() > 0 && Instant::now() < until {
            std::thread::yield_now();
        }
        assert_eq!(run.store.pending(), 0, "through {last}");
    }
    wanted
}

/// Nothing lost, nothing fused.
fn whole(folder: &Folder, private: &Path, wanted: &[Mark]) {
    let held = marks(&read::load(folder, None).0);
    assert!(wanted.iter().all(|mark| held.contains(mark)));
    let verified = verify::verify(folder, Some(private));
    assert!(verified.problems.is_empty(), "{:#?}", verified.problems);
}
