//! Publishing never destroys what it cannot put back, and a log of several files keeps their order.

use super::site::{Site, lines, marks, writer};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use switchover::domain::ids::WriterId;
use switchover::store::disk::RealDisk;
use switchover::store::publish::Publisher;
use switchover::store::{access, read};

struct Copies {
    site: Site,
    gf: WriterId,
    machine: PathBuf,
}

fn copies() -> Copies {
    let site = Site::new();
    let gf = writer("gf");
    let machine = site.folder.journal().join("b1");
    fs::create_dir(&machine).unwrap();
    access::make_private(&site.private()).unwrap();
    Copies { site, gf, machine }
}

impl Copies {
    fn name(&self, part: u32) -> String {
        match part {
            1 => format!("{}.jsonl", self.gf),
            part => format!("{}~{part}.jsonl", self.gf),
        }
    }

    fn private(&self, part: u32, text: &str) {
        fs::write(self.site.private().join(self.name(part)), text).unwrap();
    }

    fn share(&self, part: u32, text: &str) {
        fs::write(self.machine.join(self.name(part)), text).unwrap();
    }

    fn shared(&self, part: u32) -> String {
        fs::read_to_string(self.machine.join(self.name(part))).unwrap_or_default()
    }

    /// Publishes twice: the second time nothing changes.
    fn publish(&self) -> usize {
        let folder = &self.site.folder;
        let mut publisher = Publisher::new(
            Arc::new(RealDisk),
            &self.site.private(),
            &folder.path,
            folder.access,
        );
        let done = publisher.publish_others(None, "b1").unwrap();
        assert_eq!(publisher.publish_others(None, "b1").unwrap(), []);
        publisher.distrust();
        let again = publisher.publish_others(None, "b1").unwrap();
        assert!(again.iter().all(|(_, published)| !published.changed));
        done.iter().map(|(_, published)| published.put_back).sum()
    }
}

#[test]
fn a_copy_that_has_more_is_left_alone() {
    let copies = copies();
    let all = lines(&copies.site, &copies.gf, 5);
    copies.private(1, &all[..3].concat());
    copies.share(1, &all.concat());
    assert_eq!(copies.publish(), 0);
    assert_eq!(copies.shared(1), all.concat());
}

#[test]
fn garbage_after_a_log_is_taken_away() {
    let copies = copies();
    let all = lines(&copies.site, &copies.gf, 3).concat();
    copies.private(1, &all);
    copies.share(1, &format!("{all}garbage\n{{"));
    assert_eq!(copies.publish(), 0);
    assert_eq!(copies.shared(1), all);
}

#[test]
fn a_copy_with_sound_entries_the_log_lacks_is_kept_beside_it() {
    let copies = copies();
    let all = lines(&copies.site, &copies.gf, 3);
    let other = lines(&Site::new(), &copies.gf, 3);
    copies.private(1, &all.concat());
    copies.share(1, &other.concat());
    copies.publish();
    assert_eq!(
        (copies.shared(1), copies.shared(2)),
        (other.concat(), all.concat())
    );
    assert_eq!(marks(&read::load(&copies.site.folder, None).0).len(), 6);
}

#[test]
fn a_log_of_several_files_moves_on_together() {
    let copies = copies();
    let all = lines(&copies.site, &copies.gf, 6);
    copies.private(1, &all[..3].concat());
    copies.private(2, &all[3..].concat());
    copies.publish();
    assert_eq!(
        (copies.shared(1), copies.shared(2)),
        (all[..3].concat(), all[3..].concat())
    );
    let other = lines(&Site::new(), &copies.gf, 1).concat();
    copies.share(1, &other);
    copies.publish();
    let shared = (copies.shared(1), copies.shared(2), copies.shared(3));
    assert_eq!(shared, (other, all[..3].concat(), all[3..].concat()));
}

#[test]
fn a_torn_tail_stays_at_home_and_a_torn_copy_is_completed() {
    let copies = copies();
    let all = lines(&copies.site, &copies.gf, 3);
    copies.private(1, &(all.concat() + "{\"v\":1,\"w\""));
    copies.share(1, &all.concat()[..all[0].len() + 10]);
    assert_eq!(copies.publish(), 0);
    assert_eq!(copies.shared(1), all.concat());
}

#[test]
fn what_stands_at_the_name_and_is_no_file_is_renamed_over_or_passed_by() {
    let copies = copies();
    let all = lines(&copies.site, &copies.gf, 2).concat();
    copies.private(1, &all);
    let secret = copies.site.temp.path().join("secret");
    fs::write(&secret, "secret").unwrap();
    std::os::unix::fs::symlink(&secret, copies.machine.join(copies.name(1))).unwrap();
    copies.publish();
    assert_eq!(copies.shared(1), all);
    assert_eq!(fs::read_to_string(&secret).unwrap(), "secret");
    fs::remove_file(copies.machine.join(copies.name(1))).unwrap();
    fs::create_dir(copies.machine.join(copies.name(1))).unwrap();
    copies.publish();
    assert_eq!(copies.shared(2), all);
}
