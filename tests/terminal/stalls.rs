//! A terminal that stops reading, as a dropped link does.

use super::{cockpit, press_idle_key};
use crate::support::process::waits_in;
use crate::support::pty::{Pty, SOON};
use rustix::process::Signal;
use std::cell::Cell;

/// Makes the cockpit paint more than the line holds, until its writing waits; and then as much again.
fn stall(pty: &Pty) {
    pty.reading(false);
    let round = Cell::new(0_u16);
    let paint = || {
        let n = round.replace(round.get().wrapping_add(1));
        pty.send(if n.is_multiple_of(2) {
            "\x1b[A"
        } else {
            "\x1b[B"
        });
        pty.resize(80 + n % 7, 24);
    };
    pty.wait_until("a write that waits", || {
        paint();
        waits_in(pty.pid(), "terminal-writer").as_deref() == Some("wait_woken")
    });
    for _ in 0..400 {
        paint();
    }
    pty.resize(80, 24);
}

#[test]
fn a_terminal_that_stalls_stops_nothing_and_shows_one_fresh_frame_after() {
    let (world, pty) = cockpit();
    stall(&pty);
    // Keys act and entries are saved and shared, unseen.
    // Few enough at once to be keys.
    pty.send("nunseen\r");
    let note = "unseen";
    pty.wait_until("the note in the journal", || {
        world.shell(&["tail"]).contains(note)
    });
    // And what others do is taken in.
    world.shell(&["--as", "cp", "note", "from the other side"]);
    let before = pty.raw_output().len();
    pty.reading(true);
    pty.wait_for(note);
    pty.wait_for("from the other side");
    press_idle_key(&pty, "Q");
    let caught_up = pty.raw_output().len() - before;
    // What the kernel held, and a few frames; drawn one by one they would be a megabyte.
    assert!(caught_up < 120_000, "{caught_up} bytes of old frames");
}

#[test]
fn a_terminal_that_stalls_cannot_hold_up_the_end() {
    for way in ["TERM", "q"] {
        let (_world, mut pty) = cockpit();
        stall(&pty);
        match way {
            "TERM" => pty.signal(Signal::TERM),
            _ => pty.send("qq"),
        }
        pty.exit_status(SOON);
        pty.reading(true);
        pty.wait_whole();
    }
}
