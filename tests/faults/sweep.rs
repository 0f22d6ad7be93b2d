//! The Nth file operation fails, for every N until a run passes untouched: twenty entries and a reopen, and no
//! acknowledged one is lost.

use super::super::site::{DEADLINE, Mark, Run, Site, lines, marks, note, writer};
use super::disk::{FAULTS, FailingDisk, Fault};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use switchover::domain::ids::WriterId;
use switchover::domain::problem::{Problem, Severity};
use switchover::formats::journal::decode;
use switchover::store::disk::{Disk, RealDisk};
use switchover::store::live::{Config, StoreEvent};
use switchover::store::log::PrivateLog;
use switchover::store::oneshot::{self, Turn, Who};
use switchover::store::publish::Publisher;
use switchover::store::{read, verify};

const ENTRIES: u64 = 20;

/// More tries than faults: what is refused for ever is another test.
const TRIES: usize = 10;

/// Runs a scenario for each kind of fault, once and three times in a row, at every operation.
fn sweep(scenario: impl Fn(&Arc<FailingDisk>, &str)) {
    for fault in FAULTS {
        for times in [1, 3] {
            for nth in 1.. {
                let disk = Arc::new(FailingDisk::new(fault, nth, times));
                scenario(
                    &disk,
                    &format!("{fault:?} at operation {nth}, {times} times"),
                );
                if disk.count() < nth {
                    break;
                }
            }
        }
    }
}

fn retry<T, E: std::fmt::Debug>(what: &str, mut act: impl FnMut() -> Result<T, E>) -> T {
    for _ in 1..TRIES {
        if let Ok(done) = act() {
            return done;
        }
    }
    act().unwrap_or_else(|e| panic!("{what}: {e:?}"))
}

fn judge(site: &Site, acknowledged: &BTreeSet<Mark>, what: &str) {
    let private = site.private();
    for (name, folder) in [
        ("private", private.as_path()),
        ("shared", site.folder.path.as_path()),
    ] {
        let entries = if name == "private" {
            let nothing = site.temp.path().join("nothing");
            let mut reader = read::Reader::new(&nothing, Some(folder), read::Own::default());
            let mut entries = Vec::new();
            reader.poll(|slice| entries.extend(slice));
            entries
        } else {
            read::load(&site.folder, None).0
        };
        let held = marks(&entries);
        let lost: Vec<_> = acknowledged.difference(&held).collect();
        assert!(lost.is_empty(), "{what}: {name} lost {lost:?}");
    }
    let wrong = |p: &&Problem| p.severity > Severity::Note;
    let verified = verify::verify(&site.folder, Some(&private));
    let wrong: Vec<_> = verified.problems.iter().filter(wrong).collect();
    assert!(wrong.is_empty(), "{what}: {wrong:#?}");
}

#[test]
fn a_log_and_its_copy() {
    sweep(|disk, what| {
        let site = Site::new();
        let gf = writer("gf");
        let disk: Arc<dyn Disk> = Arc::clone(disk) as Arc<dyn Disk>;
        let mut acknowledged = BTreeSet::new();
        let all = lines(&site, &gf, ENTRIES);
        {
            let mut log = PrivateLog::new(Arc::clone(&disk), &site.private(), gf.clone());
            let mut publisher = publisher(&site, &disk);
            for line in &all {
                retry(what, || log.append(line.as_bytes()));
                let entry = decode(line.trim_end().as_bytes()).unwrap();
                acknowledged.insert((gf.clone(), entry.draft.seq, entry.hash));
                retry(what, || publisher.publish(&gf, log.saved()));
            }
        }
        // Opened again by the next run, which publishes what the first one left.
        let mut publisher = publisher(&site, &disk);
        retry(what, || publisher.publish_others(None, "b1"));
        judge(&site, &acknowledged, what);
    });
}

fn publisher(site: &Site, disk: &Arc<dyn Disk>) -> Publisher {
    Publisher::new(
        Arc::clone(disk),
        &site.private(),
        &site.folder.path,
        site.folder.access,
    )
}

#[test]
fn one_shot_commands() {
    let who = Who {
        user: "gf".into(),
        host: "b1".into(),
        boot: "boot".into(),
    };
    sweep(|disk, what| {
        let site = Site::new();
        let disk: Arc<dyn Disk> = Arc::clone(disk) as Arc<dyn Disk>;
        let mut acknowledged: Vec<(WriterId, u64)> = Vec::new();
        for n in 0..5 {
            let receipt = retry(what, || {
                let build = |turn: &Turn| vec![note(turn.next, &format!("{n}"))];
                oneshot::append(
                    &disk,
                    &site.folder,
                    &site.state,
                    &who,
                    Duration::from_secs(9),
                    build,
                )
            });
            acknowledged.push((receipt.writer, receipt.seq));
        }
        let mut publisher = publisher(&site, &disk);
        retry(what, || publisher.publish_others(None, "b1"));
        let held = marks(&read::load(&site.folder, None).0);
        for (writer, seq) in &acknowledged {
            let found = held.iter().any(|(w, q, _)| w == writer && q == seq);
            assert!(found, "{what}: entry {seq} lost");
        }
        judge(&site, &BTreeSet::new(), what);
    });
}

#[test]
fn a_running_store_says_so_and_goes_on() {
    for (fault, nth) in [
        (Fault::Full, 2),
        (Fault::Broken, 4),
        (Fault::Short, 6),
        (Fault::Broken, 9),
    ] {
        let site = Site::new();
        let mut config = Config::new(site.folder.clone(), &site.state, writer("gf"));
        config.disk = Arc::new(FailingDisk::new(fault, nth, 4));
        let mut run = Run::start(config);
        let acknowledged: BTreeSet<Mark> = (0..ENTRIES)
            .map(|n| {
                let mark = run.note(&format!("{n}"));
                run.wait_saved(n);
                mark
            })
            .collect();
        run.wait_shared(ENTRIES - 1);
        let left = run.store.shutdown(DEADLINE);
        assert_eq!((left.unsaved, left.shared), (0, true));
        judge(&site, &acknowledged, &format!("{fault:?} {nth}"));
    }
}

#[test]
fn a_disk_that_fails_for_ever_is_said_once_and_does_not_keep_the_end() {
    let site = Site::new();
    let mut config = Config::new(site.folder.clone(), &site.state, writer("gf"));
    config.disk = Arc::new(FailingDisk::new(Fault::Broken, 1, usize::MAX / 2));
    let mut run = Run::start(config);
    run.note("x");
    let problem = run.wait("trouble", |event| match event {
        StoreEvent::Trouble(_, problem) => Some(problem),
        _ => None,
    });
    assert_eq!(problem.code, "not-saved");
    assert_eq!(run.store.pending(), 1);
    let began = std::time::Instant::now();
    let left = run.store.shutdown(Duration::from_millis(400));
    let late = Duration::from_secs(5);
    assert!(began.elapsed() < late, "{:?}", began.elapsed());
    assert_eq!(left.unsaved, 1);
    let again = run
        .events
        .try_iter()
        .any(|event| matches!(event, StoreEvent::Trouble(..)));
    assert!(!again, "said once");
    let _ = RealDisk;
}
