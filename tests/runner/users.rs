//! Two Unix users on one machine, at one step.

use super::world::Place;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStdout, Stdio};

/// The group that shares the root, and its two members; no such names are needed.
const GROUP: u32 = 61_000;
const USERS: [u32; 2] = [61_001, 61_002];

/// A runner of the slow step, as one of the users.
fn runner(place: &Place, user: u32) -> (Child, BufReader<ChildStdout>) {
    let state = place.home.path().join(user.to_string());
    fs::create_dir_all(&state).unwrap();
    chown(&state, Some(user), Some(GROUP)).unwrap();
    let who = format!("u{user}");
    let args = [
        "__runner",
        &place.incident,
        &who,
        "r1",
        "slow",
        &who,
        "1000",
    ];
    let mut command = place.home.command(&args);
    let mut child = command
        .arg(&place.plan)
        .env("SWITCHOVER_MACHINE", "b1")
        .env("XDG_STATE_HOME", &state)
        .uid(user)
        .gid(GROUP)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let order = child.stdin.as_mut().unwrap();
    order.write_all(b"9\n./slow.sh").unwrap();
    let said = BufReader::new(child.stdout.take().unwrap());
    (child, said)
}

fn line(said: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    line
}

#[test]
fn of_two_unix_users_one_holds_the_step() {
    assert!(
        rustix::process::getuid().is_root(),
        "as root: sudo tests/run"
    );
    let place = Place::shared("shared", GROUP);
    let (mut first, mut said) = runner(&place, USERS[0]);
    assert_eq!(line(&mut said), "ready\n");
    let (mut second, mut other) = runner(&place, USERS[1]);
    assert!(line(&mut other).contains("running on this machine already"));
    second.wait().unwrap();
    // Let go by the one it is the other's.
    drop(first.stdin.take());
    first.wait().unwrap();
    let (mut second, mut other) = runner(&place, USERS[1]);
    assert_eq!(line(&mut other), "ready\n");
    drop(second.stdin.take());
    second.wait().unwrap();
    assert!(!place.file("slow.runs").exists());
}
