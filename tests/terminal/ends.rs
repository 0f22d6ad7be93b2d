//! Every way to end: the terminal is as it was, the exit status says how, and what was entered is saved.

use super::{READY, cockpit, press_idle_key, provoked, quit};
use crate::support::process::{children, cpu_ticks, wait_for_child, wait_for_end};
use crate::support::pty::SOON;
use rustix::process::{Pid, Signal, getsid};
use std::cell::Cell;

#[test]
fn a_cockpit_takes_the_terminal_and_quitting_gives_it_back() {
    let (_world, mut pty) = cockpit();
    let taken = pty.modes();
    assert_eq!(
        taken.changed,
        [25, 1049, 2004],
        "cursor, screen, paste; no mouse"
    );
    assert!(!taken.cooked);
    assert_eq!(taken.titles, 1);
    assert_eq!(quit(&mut pty), Some(0));
    pty.wait_whole();
}

#[test]
fn the_mouse_is_given_back_too() {
    let (_world, mut pty) = cockpit();
    pty.send(":");
    pty.type_text("mouse");
    pty.send("\r");
    pty.wait_for("mouse on");
    pty.wait_until("mouse mode", || pty.modes().changed.contains(&1000));
    // The wheel moves as Down does: from NOW to the step after it.
    pty.send("\x1b[<65;3;4M");
    pty.send("\r");
    pty.wait_for("Fail over?");
    pty.wait_for("No ETA.");
    pty.send("\x07");
    pty.wait_for("left as it was");
    assert_eq!(quit(&mut pty), Some(0));
    pty.wait_whole();
}

#[test]
fn signals_end_it_at_once_and_leave_the_terminal_whole() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let (world, mut pty) = cockpit();
        pty.signal(signal);
        let status = pty.exit_status(SOON);
        assert_eq!(status.code(), Some(128 + signal.as_raw()));
        pty.wait_whole();
        // Its last entry is saved and shared.
        let said = world.shell(&["tail"]);
        assert!(said.contains("ended by signal"), "{said}");
    }
}

#[test]
fn a_loop_that_hangs_still_ends_on_a_signal() {
    let (_world, mut pty) = provoked("hang");
    pty.wait_for("LIVE");
    pty.signal(Signal::TERM);
    assert_eq!(pty.exit_status(SOON).code(), Some(143));
    pty.wait_whole();
}

#[test]
fn a_panic_anywhere_gives_the_terminal_back_and_ends_the_program() {
    for place in ["thread", "task", "loop"] {
        let (_world, mut pty) = provoked(place);
        assert_eq!(pty.exit_status(SOON).code(), Some(101), "{place}");
        pty.wait_whole();
        pty.wait_for("a fault of its own: provoked");
        let after = pty.raw_output();
        let left = b"\x1b[?1049l";
        let at = after.windows(left.len()).rposition(|w| w == left).unwrap();
        let tail = String::from_utf8_lossy(&after[at..]);
        for drawn in [READY, "LIVE", "? help"] {
            assert!(
                !tail.contains(drawn),
                "{place}: drew after leaving: {tail:?}"
            );
        }
        let said = tail.matches("provoked").count();
        assert_eq!(said, 1, "{place}: once, by the guard: {tail:?}");
    }
}

#[test]
fn what_cannot_be_caught_is_undone_by_the_watcher() {
    for signal in [Signal::KILL, Signal::ABORT, Signal::QUIT] {
        let (_world, mut pty) = cockpit();
        let watcher = wait_for_child(pty.pid(), "__restore", &pty);
        let own = Pid::from_raw(i32::try_from(watcher).unwrap()).unwrap();
        pty.wait_until("the watcher's own session", || getsid(Some(own)) == Ok(own));
        pty.signal(signal);
        use std::os::unix::process::ExitStatusExt as _;
        assert_eq!(pty.exit_status(SOON).signal(), Some(signal.as_raw()));
        pty.wait_whole();
        pty.wait_for("ended from outside");
        wait_for_end(watcher, &pty);
    }
}

#[test]
fn abort_and_stack_overflow_end_by_a_signal() {
    // At the first paint, perhaps before the watcher is up: so that the terminal is whole is shown above.
    for place in ["abort", "overflow"] {
        let (_world, mut pty) = provoked(place);
        use std::os::unix::process::ExitStatusExt as _;
        assert_eq!(pty.exit_status(SOON).signal(), Some(6), "{place}");
    }
}

#[test]
fn the_watcher_ends_with_a_cockpit_that_quits_and_says_nothing() {
    let (_world, mut pty) = cockpit();
    let watcher = wait_for_child(pty.pid(), "__restore", &pty);
    assert_eq!(children(pty.pid()), [watcher], "no other process is needed");
    assert_eq!(quit(&mut pty), Some(0));
    wait_for_end(watcher, &pty);
    pty.wait_whole();
    assert!(!pty.screen().contains("ended from outside"), "{pty}");
}

#[test]
fn the_leader_of_a_session_is_not_stopped_for_ever() {
    let (_world, mut pty) = cockpit();
    pty.send("\x1a");
    pty.wait_for("nobody could bring it back from the background here");
    press_idle_key(&pty, "Q");
    assert_eq!(quit(&mut pty), Some(0));
}

#[test]
fn a_stop_nobody_announced_is_repainted() {
    let (_world, pty) = cockpit();
    pty.signal(Signal::STOP);
    let before = pty.raw_output().len();
    pty.signal(Signal::CONT);
    pty.wait_until("a cleared screen", || {
        pty.raw_output()[before..]
            .windows(4)
            .any(|w| w == b"\x1b[2J")
    });
    pty.wait_for(READY);
    press_idle_key(&pty, "Q");
}

#[test]
fn a_terminal_that_is_closed_ends_it() {
    let (world, mut pty) = cockpit();
    pty.hang_up();
    pty.exit_status(SOON);
    let said = world.shell(&["tail"]);
    // The hangup's signal, or the end of the input: whichever is first.
    let why = ["left: its terminal is gone", "left: ended by signal hangup"];
    assert!(why.iter().any(|why| said.contains(why)), "{said}");
}

#[test]
fn a_hung_loop_without_a_terminal_ends_and_does_not_spin() {
    let (_world, mut pty) = provoked("hang");
    pty.wait_for("LIVE");
    let pid = pty.pid();
    // What it took to start does not count.
    let before = cpu_ticks(pid).unwrap();
    pty.hang_up();
    let last = Cell::new(before);
    pty.wait_until("its end", || {
        cpu_ticks(pid).inspect(|ticks| last.set(*ticks)).is_none()
    });
    pty.exit_status(SOON);
    let used = last.get() - before;
    assert!(used < 60, "{used} ticks of 10 ms were spent");
}
