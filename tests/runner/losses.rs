//! Cockpits and runners that are killed.

use super::world::Place;
use crate::support::process::{kill, wait_for_end};
use crate::support::pty::Pty;
use rustix::process::Signal;
use std::fs;

#[test]
fn the_command_outlives_its_cockpit_and_the_result_arrives() {
    let place = Place::new();
    let mut gf = place.cockpit("gf");
    place.on(&gf, "1.3");
    place.run(&gf);
    gf.wait_for("| begun");
    gf.kill9();
    gf.hang_up();
    fs::write(place.file("slow.go"), "").unwrap();
    let cp = place.cockpit("cp");
    place.wait_state(&cp, "slow", "done");
    let tail = place.shell(&["tail"]);
    assert!(tail.contains("exit 0"), "{tail}");
    assert!(tail.contains("finished"), "{tail}");
}

/// A cockpit whose command goes on without its runner.
fn without_runner() -> (Place, Pty) {
    let place = Place::new();
    let gf = place.cockpit("gf");
    place.on(&gf, "1.3");
    place.run(&gf);
    gf.wait_for("| begun");
    for pid in place.runners() {
        kill(pid, Signal::KILL);
    }
    place.wait_state(&gf, "slow", "unknown");
    (place, gf)
}

#[test]
fn a_runner_that_is_killed_leaves_the_step_unknown_and_nothing_runs_again() {
    let (place, gf) = without_runner();
    gf.wait_for("UNKNOWN");
    gf.send("r");
    gf.wait_for("its command may have run");
    fs::write(place.file("slow.go"), "").unwrap();
    assert_eq!(
        fs::read_to_string(place.file("slow.runs")).unwrap(),
        "begun\n"
    );
    assert_eq!(place.shell(&["tail"]).matches("command runs on").count(), 1);
}

#[test]
fn a_command_that_outlives_its_runner_does_not_run_beside_itself() {
    let (place, gf) = without_runner();
    let tail = place.shell(&["tail"]);
    assert!(tail.contains("its command GOES ON, process"), "{tail}");
    let (_, group) = tail.split_once("GOES ON, process ").unwrap();
    let group = group.split(|c: char| !c.is_ascii_digit()).next();
    let group: u32 = group.unwrap().parse().unwrap();
    place.shell(&["step", "reopen", "slow", "--reason", "again"]);
    gf.wait_for("1.3 reopened, again");
    gf.send("r");
    gf.wait_for("RUNS it");
    gf.send("y");
    gf.wait_for("NOT RUN");
    gf.wait_for("goes on here, process");
    let runs = || fs::read_to_string(place.file("slow.runs")).unwrap();
    assert_eq!(runs(), "begun\n");
    assert_eq!(place.state("slow"), "todo");
    // Once it ended by itself it may run again.
    fs::write(place.file("slow.go"), "").unwrap();
    wait_for_end(group, &gf);
    gf.send("r");
    gf.wait_for("RUNS it");
    gf.send("y");
    gf.wait_until("run again", || runs() == "begun\nbegun\n");
}

#[test]
fn a_runner_nobody_tells_to_go_runs_nothing() {
    let place = Place::new();
    let mut child = place.runner("slow", "1000");
    let stdin = child.stdin.take().unwrap();
    std::io::Write::write_all(&mut &stdin, b"9\n./slow.sh").unwrap();
    drop(stdin);
    let out = child.wait_with_output().unwrap();
    let said = String::from_utf8(out.stdout).unwrap();
    assert!(
        said.starts_with("ready\n") && said.contains("nothing was run"),
        "{said}"
    );
    assert!(!place.file("slow.runs").exists());
}
