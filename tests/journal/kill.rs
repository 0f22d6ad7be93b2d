//! Four writers, kill -9, and everything a replicator, a mistake or a bad disk can do to the shared files: no
//! acknowledged entry is lost. `SWITCHOVER_LONG=1` makes it 5,000 kills.

use super::child::{As, Writer, read_mark};
use super::site::{DEADLINE, Mark, Site, marks, writer};
use std::collections::BTreeSet;
use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use switchover::domain::problem::Severity;
use switchover::store::{read, verify};

/// Kills on one incident; then a new one, so that loading it stays short.
const ROUND: usize = 50;

const USERS: [&str; 4] = ["gf", "nm", "cp", "db"];

/// The same throws in every run: splitmix64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % sides.max(1) as u64).unwrap()
    }
}

#[test]
fn no_acknowledged_entry_is_lost() {
    let kills = match std::env::var("SWITCHOVER_LONG").as_deref() {
        Ok("1") => 5000,
        _ => 100,
    };
    let mut dice = Dice(7);
    let mut acknowledged = 0;
    for _ in 0..kills / ROUND {
        acknowledged += round(&mut dice);
    }
    assert!(
        acknowledged >= kills,
        "{acknowledged} acknowledged in {kills} kills"
    );
}

fn round(dice: &mut Dice) -> usize {
    let site = Site::new();
    let stale = site.temp.path().join("stale");
    let start = |user| {
        let mut writer = Writer::start(
            &site.folder.path,
            &site.state,
            &As {
                user,
                ..As::default()
            },
        );
        writer.tell("run");
        writer
    };
    let mut writers: Vec<Option<Writer>> = USERS.iter().map(|user| Some(start(user))).collect();
    let mut acknowledged: BTreeSet<Mark> = BTreeSet::new();
    let mut note = |line: &str| {
        let mark = line.strip_prefix("saved ").and_then(read_mark);
        acknowledged.extend(mark);
    };
    rsync(&site.folder.path, &stale);
    for kill in 0..ROUND {
        let at = dice.roll(USERS.len());
        let victim = writers[at].take().unwrap();
        for _ in 0..=dice.roll(12) {
            note(&format!("saved {}", victim.wait("saved ")));
        }
        harm(dice, &site, &stale, kill);
        victim.kill().iter().for_each(|line| note(line));
        writers[at] = Some(start(USERS[at]));
    }
    for writer in writers.into_iter().flatten() {
        writer.kill().iter().for_each(|line| note(line));
    }

    // One more run puts everything right.
    let run = site.start(&writer("last"));
    run.wait_loaded();
    let left = run.store.shutdown(DEADLINE);
    assert!(left.shared);
    let (entries, _) = read::load(&site.folder, None);
    let shared = marks(&entries);
    let lost: Vec<&Mark> = acknowledged.difference(&shared).collect();
    assert!(
        lost.is_empty(),
        "{} of {} lost: {lost:#?}",
        lost.len(),
        acknowledged.len()
    );
    let verified = verify::verify(&site.folder, Some(&site.private()));
    let wrong = |p: &&switchover::domain::problem::Problem| p.severity > Severity::Note;
    let wrong: Vec<String> = verified
        .problems
        .iter()
        .filter(wrong)
        .map(ToString::to_string)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    acknowledged.len()
}

fn harm(dice: &mut Dice, site: &Site, stale: &Path, kill: usize) {
    match kill % 5 {
        0 => rsync(stale, &site.folder.path),
        1 => rsync(&site.folder.path, stale),
        _ => {
            let Some(path) = shared_file(dice, site) else {
                return;
            };
            let Ok(meta) = fs::metadata(&path) else {
                return;
            };
            let length = usize::try_from(meta.len()).unwrap();
            // The writer may replace the file at any moment.
            let _ = match dice.roll(4) {
                0 => fs::remove_file(&path),
                1 => truncate(&path, dice.roll(length)),
                2 => overwrite(&path, dice.roll(length), b"\0"),
                _ => overwrite(&path, length, b"{\"v\":1,\"w\":\"garbage"),
            };
        }
    }
}

fn shared_file(dice: &mut Dice, site: &Site) -> Option<PathBuf> {
    let items = fs::read_dir(site.folder.journal().join("b1")).ok()?;
    let mut paths: Vec<PathBuf> = items.flatten().map(|item| item.path()).collect();
    paths.sort();
    let at = dice.roll(paths.len());
    paths.get(at).cloned()
}

fn truncate(path: &Path, length: usize) -> std::io::Result<()> {
    fs::File::options()
        .write(true)
        .open(path)?
        .set_len(length as u64)
}

fn overwrite(path: &Path, at: usize, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::File::options().write(true).open(path)?;
    file.seek(SeekFrom::Start(at as u64))?;
    file.write_all(bytes)
}

/// `rsync -a`, as a replicator would: by size and time, over what is newer too.
fn rsync(from: &Path, to: &Path) {
    let mut source = from.as_os_str().to_owned();
    source.push("/");
    let mut command = Command::new("rsync");
    command.arg("-a").arg(source).arg(to).stderr(Stdio::null());
    let status = command
        .status()
        .expect("rsync is needed: apt-get install rsync");
    // 23 and 24: files that vanished while it copied.
    let code = status.code();
    assert!(
        matches!(code, Some(0 | 23 | 24)),
        "rsync ended with {code:?}"
    );
}
