//! Hostile bytes and pasted text.

use super::{READY, cockpit, press_idle_key, quit, steps_touched};
use crate::support::pty::SOON;
use rustix::process::Signal;
use std::cell::Cell;
use std::time::{Duration, Instant};

const DISCARDED: &str = "pasted text was discarded";

#[test]
fn hostile_keys_do_nothing_and_the_next_key_counts() {
    let (world, mut pty) = cockpit();
    for (noise, key) in [
        (&b"\x1b[<0;0;5M"[..], "Q"),
        (b"\x1b[M   ", "O"),
        (b"\x1b[0;0R", "B"),
        (b"\xff\xfe\xc3\xc3\xc3", "O"),
        (b"\x1b[99999999999999999999;1~", "Q"),
        (b"\x1b]52;c;aGVsbG8=\x07", "O"),
    ] {
        pty.send(noise);
        press_idle_key(&pty, key);
    }
    pty.wait_for(READY);
    assert_eq!(steps_touched(&world), 0);
    assert_eq!(quit(&mut pty), Some(0));
    pty.wait_whole();
}

#[test]
fn a_pasted_command_never_acts_as_keys() {
    let (world, mut pty) = cockpit();
    // Enter would start the step, d close it, qq leave.
    pty.send("\x1b[200~\rd\rqq\r\x1b[201~");
    pty.wait_for(DISCARDED);
    press_idle_key(&pty, "Q");
    // Without brackets, as the Linux console pastes.
    pty.send("\rd sudo systemctl quit\rqq");
    pty.wait_for(DISCARDED);
    // A person's next key is a key again, once the burst is over.
    let pause = Duration::from_millis(100);
    let sent = Cell::new(Instant::now());
    pty.wait_until("a key", || {
        if sent.get().elapsed() > pause {
            sent.set(Instant::now());
            pty.send("Q");
        }
        pty.screen().contains("Q does nothing here")
    });
    assert_eq!(steps_touched(&world), 0);
    // In a question it answers nothing either.
    pty.send("q");
    pty.wait_for("Leave?");
    pty.send("\x1b[200~q\r\x1b[201~");
    pty.wait_for(DISCARDED);
    pty.wait_for("Leave?");
    pty.send("q");
    assert_eq!(pty.exit_status(SOON).code(), Some(0));
}

#[test]
fn a_large_paste_is_one_piece_in_a_text_and_stops_no_key() {
    let (_world, mut pty) = cockpit();
    pty.send("n");
    pty.wait_for("write it");
    pty.send("\x1b[200~");
    pty.send("q\n".repeat(100_000));
    pty.send("last line\x1b[201~");
    pty.wait_for("last line");
    pty.send("!");
    pty.wait_for("last line!");
    pty.send("\x07");
    pty.wait_for("left as it was");
    assert_eq!(quit(&mut pty), Some(0));
}

#[test]
fn a_paste_that_never_ends_holds_up_neither_keys_nor_signals() {
    let (_world, mut pty) = cockpit();
    pty.send("\x1b[200~qqq");
    pty.wait_for(DISCARDED);
    press_idle_key(&pty, "Q");
    // In a text, it is told that some of it may be missing.
    pty.send("n");
    pty.wait_for("write it");
    pty.send("\x1b[200~half a sentence");
    pty.wait_for("half a sentence");
    pty.wait_for("did not end");
    pty.send("\x1b[200~qqq");
    pty.signal(Signal::TERM);
    assert_eq!(pty.exit_status(SOON).code(), Some(143));
    pty.wait_whole();
}

#[test]
fn escape_alone_is_a_key() {
    let (_world, pty) = cockpit();
    pty.send("?");
    pty.wait_for("or Esc: back");
    pty.send("\x1b");
    pty.wait_for("left as it was");
    pty.wait_for(READY);
}
