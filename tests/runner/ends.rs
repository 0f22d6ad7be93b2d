//! How commands end, and what that makes of their steps.

use super::world::Place;
use crate::support::process::wait_for_end;
use std::fs;
use std::io::Write as _;
use std::path::Path;

#[test]
fn exit_0_closes_the_step_and_the_output_is_kept_masked_under_its_hash() {
    let place = Place::new();
    let gf = place.cockpit("gf");
    place.run(&gf);
    gf.wait_for("NOW 1.2");
    place.wait_state(&gf, "hello", "done");
    let tail = place.shell(&["tail"]);
    assert!(tail.contains("command runs on b1"), "{tail}");
    assert!(tail.contains("exit 0"), "{tail}");
    assert!(tail.contains("hello c10 of hello"), "{tail}");
    let evidence: Vec<_> = fs::read_dir(Path::new(&place.incident).join("evidence"))
        .unwrap()
        .flatten()
        .collect();
    assert_eq!(evidence.len(), 1);
    let kept = fs::read(evidence[0].path()).unwrap();
    assert_eq!(
        String::from_utf8(kept.clone()).unwrap(),
        "one\nPGPASSWORD=***\nhello c10 of hello\n"
    );
    let name = switchover::domain::approval::sha256(&kept);
    assert_eq!(evidence[0].file_name().to_str(), Some(name.as_str()));
    let env = fs::read_to_string(place.file("env.txt")).unwrap();
    assert!(
        env.contains("SWITCHOVER_STEP=hello") && env.contains("PATH="),
        "{env}"
    );
    for unlisted in ["XDG_STATE_HOME", "SWITCHOVER_MACHINE", "TERM=", "TMUX"] {
        assert!(!env.contains(unlisted), "{unlisted}: {env}");
    }
    let tty = fs::read_to_string(place.file("tty.txt")).unwrap();
    assert!(tty.contains("not a tty"), "{tty}");
}

#[test]
fn any_other_exit_fails_the_step_with_the_last_line() {
    let place = Place::new();
    let gf = place.cockpit("gf");
    place.on(&gf, "1.2");
    place.run(&gf);
    gf.wait_for("FAILED");
    place.wait_state(&gf, "fails", "failed");
    let tail = place.shell(&["tail"]);
    assert!(tail.contains("exit 3: broken"), "{tail}");
}

#[test]
fn an_approved_command_is_run_with_two_keys_and_the_output_is_seen_live() {
    let place = Place::new();
    let gf = place.cockpit("gf");
    place.on(&gf, "1.3");
    place.run(&gf);
    gf.wait_for("runs on b1");
    // Another cockpit of this machine sees it run, with its output.
    let cp = place.cockpit("cp");
    cp.wait_for("1.3 It is slow");
    place.on(&cp, "1.3");
    cp.send("\r");
    cp.wait_for("last line");
    cp.send("o");
    cp.wait_for("bytes");
    cp.wait_for("begun");
    fs::write(place.file("slow.go"), "").unwrap();
    cp.wait_for("finished");
    cp.wait_for("exit 0");
    place.wait_state(&gf, "slow", "done");
    // Once approved it is not asked again.
    place.shell(&["step", "reopen", "slow", "--reason", "again"]);
    gf.wait_for("1.3 reopened, again");
    gf.send("r");
    gf.wait_for("RUNS it");
    gf.send("y");
    gf.wait_until("run twice", || {
        fs::read_to_string(place.file("slow.runs")).is_ok_and(|runs| runs == "begun\nbegun\n")
    });
}

#[test]
fn over_its_time_it_is_ended() {
    let place = Place::new();
    let mut child = place.runner("late", "1000");
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"22\necho begun; sleep 1000go\n").unwrap();
    drop(stdin);
    assert!(child.wait().unwrap().success());
    let end = Path::new(&place.incident).join("jobs/b1/j1/exit.json");
    let end = fs::read_to_string(end).unwrap();
    assert!(end.contains("over its time limit of 1 s"), "{end}");
    assert!(end.contains("\"exit\":143"), "{end}");
}

#[test]
fn a_cancel_leaves_no_child_however_stubborn() {
    let place = Place::new();
    let gf = place.cockpit("gf");
    place.on(&gf, "1.4");
    place.run(&gf);
    gf.wait_for("| up");
    let pid = place.file("stubborn.pid");
    gf.wait_until("the child", || {
        fs::read_to_string(&pid).is_ok_and(|p| p.ends_with('\n'))
    });
    let child: u32 = fs::read_to_string(&pid).unwrap().trim().parse().unwrap();
    let runner = place.runners();
    gf.send("\r");
    gf.wait_for("o shows");
    gf.send("o");
    gf.wait_for("ends the command");
    gf.send("K");
    gf.wait_for("ENDS the command");
    gf.send("y");
    place.wait_state(&gf, "stubborn", "failed");
    wait_for_end(child, &gf);
    for pid in runner {
        wait_for_end(pid, &gf);
    }
    let tail = place.shell(&["tail"]);
    assert!(tail.contains("cancelled by gf"), "{tail}");
}
