//! Commands that write one entry and end.

use super::site::{DEADLINE, Site, note, writer};
use std::fs;
use std::io::Write;
use std::sync::Arc;
use switchover::domain::entry::Draft;
use switchover::store::disk::{Disk, RealDisk};
use switchover::store::oneshot::{Receipt, Turn, Who, append};
use switchover::store::{read, verify};

fn who() -> Who {
    Who {
        user: "gf".into(),
        host: "b1".into(),
        boot: "5f1c7a52-6d0a-4a55-9a35-0d6c6a0e6f11".into(),
    }
}

fn write(site: &Site, who: &Who, text: &str) -> Receipt {
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let build = |turn: &Turn| -> Vec<Draft> { vec![note(turn.next, text)] };
    append(&disk, &site.folder, &site.state, who, DEADLINE, build).unwrap()
}

#[test]
fn they_share_one_log_a_boot() {
    let site = Site::new();
    let first = write(&site, &who(), "one");
    assert_eq!((first.seq, first.saved, first.shared), (0, true, true));
    let second = write(&site, &who(), "two");
    assert_eq!((&second.writer, second.seq), (&first.writer, 1));
    let rebooted = Who {
        boot: "other".into(),
        ..who()
    };
    let third = write(&site, &rebooted, "three");
    assert_eq!(third.seq, 0);
    assert_ne!(third.writer, first.writer);
    assert_eq!(read::load(&site.folder, None).0.len(), 3);
}

#[test]
fn nobody_appends_after_a_torn_tail() {
    let site = Site::new();
    let first = write(&site, &who(), "one");
    let log = site.private().join(format!("{}.jsonl", first.writer));
    let mut file = fs::File::options().append(true).open(&log).unwrap();
    file.write_all(b"{\"v\":1,\"w\":\"gf@b").unwrap();
    let second = write(&site, &who(), "two");
    assert_eq!((&second.writer, second.seq), (&first.writer, 1));
    let third = write(&site, &who(), "three");
    assert_eq!((third.seq, third.shared), (2, true));
    assert!(
        site.private()
            .join(format!("{}~2.jsonl", first.writer))
            .exists()
    );
    let (entries, health) = read::load(&site.folder, None);
    assert_eq!(
        (entries.len(), health.gaps.len(), health.bad_lines),
        (3, 0, 0)
    );
}

#[test]
fn a_log_that_lost_an_entry_is_left_for_a_new_one() {
    let site = Site::new();
    let first = write(&site, &who(), "one");
    write(&site, &who(), "two");
    let log = site.private().join(format!("{}.jsonl", first.writer));
    let mut content = fs::read(&log).unwrap();
    content[40] ^= 1;
    fs::write(&log, content).unwrap();
    let next = write(&site, &who(), "three");
    assert_ne!(next.writer, first.writer);
    assert_eq!(next.seq, 0);
    // The shared copy still had what the private log lost.
    assert_eq!(read::load(&site.folder, None).0.len(), 3);
}

#[test]
fn twenty_at_once_lose_nothing_beside_a_cockpit_of_the_same_user() {
    let site = Site::new();
    let cockpit = site.start(&writer("gf"));
    std::thread::scope(|scope| {
        for n in 0..20 {
            let site = &site;
            scope.spawn(move || write(site, &who(), &format!("{n}")));
        }
    });
    let _ = cockpit.store.shutdown(DEADLINE);
    let verified = verify::verify(&site.folder, Some(&site.private()));
    assert_eq!(verified.entries, 20);
    assert_eq!(verified.writers, 1);
    assert!(verified.problems.is_empty(), "{:#?}", verified.problems);
}
