//! Several commands at once, and the same journal elsewhere.

use super::desk::Desk;
use std::path::Path;
use std::thread;
use switchover::domain::fold::Incident;
use switchover::domain::time::Time;
use switchover::formats::plan::load;
use switchover::formats::toml::{SourceFile, Strictness};
use switchover::report::{Live, Picture, status_json};
use switchover::store::folder::Folder;
use switchover::store::frozen::thaw;
use switchover::store::read;

#[test]
fn two_shells_writing_at_once_lose_nothing() {
    const EACH: usize = 50;
    let desk = Desk::new();
    desk.open(&[]);
    thread::scope(|scope| {
        for who in ["gf", "cp"] {
            let desk = &desk;
            scope.spawn(move || {
                for n in 0..EACH {
                    desk.ok(&["--as", who, "-q", "note", &format!("{who} says {n}.")]);
                }
            });
        }
    });
    let tail = desk.ok(&["tail"]);
    for who in ["gf", "cp"] {
        for n in 0..EACH {
            assert!(tail.contains(&format!("{who} says {n}.")), "{who} {n}");
        }
    }
    assert!(desk.ok(&["verify"]).contains("whole"));
}

/// `status --json` of a folder at a fixed moment, without what only running machines know.
fn status_of(folder: &Path, shown_as: &str) -> String {
    let (folder, _) = Folder::open(folder).unwrap();
    let (entries, _) = read::load(&folder, None);
    let mut incident = Incident::new(folder.identity.scale());
    incident.extend(entries);
    let sha = folder.identity.plan.clone().unwrap();
    let files = thaw(&folder.path, &sha).unwrap();
    let source = |(name, bytes)| SourceFile { name, bytes };
    let files: Vec<SourceFile> = files.into_iter().map(source).collect();
    let loaded = load(&files, Strictness::Frozen);
    let plan = &loaded.plan.as_ref().unwrap().value;
    let checklist = &loaded.checklists[0].value;
    let wall = Time(folder.identity.opened.0 + 3_600_000);
    let picture = Picture::new(
        plan,
        Some(checklist),
        &incident,
        &folder.identity,
        shown_as,
        wall,
    );
    status_json(&picture, &Live::default())
}

#[test]
fn a_journal_replayed_under_another_machines_name_gives_the_same_status() {
    let desk = Desk::new();
    let folder = desk.open(&["--since", "5m"]);
    desk.ok(&["--as", "gf", "step", "done", "go", "--value", "f"]);
    let mut other = desk.command(&["--as", "cp", "step", "start", "fence"]);
    // Another machine with private state of its own.
    other.env("SWITCHOVER_MACHINE", "b2");
    other.env("XDG_STATE_HOME", desk.0.path().join("other"));
    other.args(["--incident", folder.to_str().unwrap()]);
    assert!(other.output().unwrap().status.success());
    desk.ok(&["note", "seen from here"]);
    let copy = tempfile::tempdir().unwrap();
    let copied = copy.path().join("incident");
    copy_folder(&folder, &copied);
    // The same files, brought by a replicator below another name.
    let journal = copied.join("journal");
    let machines: Vec<_> = std::fs::read_dir(&journal).unwrap().flatten().collect();
    assert_eq!(machines.len(), 2);
    for (at, machine) in machines.iter().enumerate() {
        std::fs::rename(machine.path(), journal.join(format!("elsewhere{at}"))).unwrap();
    }
    let here = status_of(&folder, "x");
    assert_eq!(here, status_of(&copied, "x"));
    assert!(
        here.contains("\"state\":\"doing\"") && here.contains("\"cp\""),
        "{here}"
    );
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for item in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(item.file_name());
        if item.file_type().unwrap().is_dir() {
            copy_folder(&item.path(), &target);
        } else {
            std::fs::copy(item.path(), target).unwrap();
        }
    }
}

#[test]
fn tail_follow_shows_what_another_writes_and_ends_when_nobody_reads() {
    use std::io::{BufRead, BufReader};
    let desk = Desk::new();
    desk.open(&[]);
    let mut tail = desk
        .command(&["tail", "--follow"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(tail.stdout.take().unwrap()).lines();
    let mut until = |text: &str| lines.any(|line| line.unwrap().contains(text));
    assert!(until("opened LIVE"));
    desk.ok(&["note", "from elsewhere"]);
    assert!(until("from elsewhere"));
    drop(lines);
    assert!(tail.wait().unwrap().success(), "it ends by itself");
}
