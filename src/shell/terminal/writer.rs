//! One thread that writes to the terminal, so that a terminal that stops reading stops nothing else. It
//! holds one frame: a new one is drawn only when the last is out, so the first after a stall is fresh.

use super::tty::{self, Out};
use std::io::{self, Write as _};
use std::os::fd::{AsFd as _, OwnedFd};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// The last words are given this long.
const LAST_WORDS: Duration = Duration::from_millis(150);
/// Without progress for this long, what the terminal did not read is dropped.
const STALLED: Duration = Duration::from_millis(20);
/// Once something was dropped the rest of that write goes the same way, piece by piece, this long after each other.
const DRAINING: Duration = Duration::from_millis(2);
/// More small talk than this is not kept for a terminal that does not read.
const ASIDE_CAP: usize = 1024 * 1024;

#[derive(Default)]
struct Slot {
    /// What is written next, in one piece: at most one frame, and small talk before and after it.
    pending: Vec<u8>,
    /// It waits for the first frame: the terminal is entered and painted in one write.
    held: bool,
    /// A frame is pending.
    frame: bool,
    writing: bool,
    /// Somebody was refused and waits to hear that the last frame is out.
    wanted: bool,
    /// Nothing but last words is taken.
    closed: bool,
    /// The terminal is gone.
    dead: bool,
}

impl Slot {
    fn idle(&self) -> bool {
        !self.writing && self.pending.is_empty()
    }
}

/// The handle on the writer thread.
#[derive(Clone)]
pub(super) struct Writer {
    slot: Arc<(Mutex<Slot>, Condvar)>,
}

impl Writer {
    /// Starts the thread. `on_idle` is called from it whenever a refused frame could be drawn now.
    pub(super) fn start(out: OwnedFd, on_idle: Box<dyn Fn() + Send>) -> io::Result<Self> {
        let writer = Writer {
            slot: Arc::default(),
        };
        let own = writer.clone();
        thread::Builder::new()
            .name("terminal-writer".to_owned())
            .spawn(move || own.run(Out(out), &*on_idle))?;
        Ok(writer)
    }

    fn lock(&self) -> MutexGuard<'_, Slot> {
        self.slot.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, mut out: Out, on_idle: &dyn Fn()) {
        loop {
            let mut slot = self.lock();
            while slot.pending.is_empty() || slot.held {
                slot = self
                    .slot
                    .1
                    .wait(slot)
                    .unwrap_or_else(PoisonError::into_inner);
            }
            let bytes = std::mem::take(&mut slot.pending);
            slot.frame = false;
            slot.writing = true;
            let dead = slot.dead;
            drop(slot);
            let written = if dead { Ok(()) } else { out.write_all(&bytes) };
            let mut slot = self.lock();
            slot.writing = false;
            slot.dead |= written.is_err();
            let wanted = std::mem::take(&mut slot.wanted);
            drop(slot);
            self.slot.1.notify_all();
            if wanted {
                on_idle();
            }
        }
    }

    /// Whether a frame may be drawn now. If not, `on_idle` is called once it may.
    pub(super) fn ready(&self) -> bool {
        let mut slot = self.lock();
        let ready = !slot.writing && !slot.frame && !slot.closed;
        slot.wanted |= !ready;
        ready
    }

    /// Hands a frame over; only after [`Writer::ready`].
    pub(super) fn frame(&self, bytes: &[u8]) {
        let mut slot = self.lock();
        if !slot.closed {
            slot.pending.extend_from_slice(bytes);
            slot.frame = true;
            slot.held = false;
            drop(slot);
            self.slot.1.notify_all();
        }
    }

    /// Adds small talk (a bell, a clipboard) to what is written next; false when it was refused.
    pub(super) fn aside(&self, bytes: &[u8]) -> bool {
        let mut slot = self.lock();
        if slot.closed || slot.dead || slot.pending.len() + bytes.len() > ASIDE_CAP {
            return false;
        }
        slot.pending.extend_from_slice(bytes);
        drop(slot);
        self.slot.1.notify_all();
        true
    }

    /// Writes these instead of anything waiting, and nothing after them. A terminal that does not read has
    /// its unread output dropped to make room. True when they are out; false when that took too long.
    /// `leave` is left out when the terminal was never entered.
    pub(super) fn last_words(&self, leave: &[u8], note: &[u8], tty: &OwnedFd) -> bool {
        self.last_words_within(LAST_WORDS, leave, note, tty)
    }

    fn last_words_within(&self, most: Duration, leave: &[u8], note: &[u8], tty: &OwnedFd) -> bool {
        let began = Instant::now();
        let mut slot = self.lock();
        let leave = if slot.held { &[] } else { leave };
        let bytes = [leave, note].concat();
        slot.closed = true;
        slot.held = false;
        slot.pending.clone_from(&bytes);
        self.slot.1.notify_all();
        let mut dropped = false;
        loop {
            let patience = if dropped { DRAINING } else { STALLED };
            let (next, waited) = self
                .slot
                .1
                .wait_timeout(slot, patience)
                .unwrap_or_else(PoisonError::into_inner);
            slot = next;
            if slot.idle() {
                if !std::mem::take(&mut dropped) {
                    return !slot.dead;
                }
                // Some of these words may have been dropped with the rest.
                slot.pending.clone_from(&bytes);
                self.slot.1.notify_all();
            } else if began.elapsed() > most {
                return false;
            } else if waited.timed_out() && slot.writing {
                tty::drop_unread(tty.as_fd());
                dropped = true;
            }
        }
    }

    /// Takes frames, beginning the first one with these bytes.
    pub(super) fn open(&self, bytes: Vec<u8>) {
        let mut slot = self.lock();
        slot.closed = false;
        slot.frame = false;
        slot.held = true;
        slot.pending = bytes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;
    use std::sync::mpsc;

    fn writer() -> (
        pty_process::blocking::Pty,
        OwnedFd,
        Writer,
        mpsc::Receiver<()>,
    ) {
        let (pty, pts) = pty_process::blocking::open().unwrap();
        tty::raw(pts.as_fd()).unwrap();
        let tty = pts.as_fd().try_clone_to_owned().unwrap();
        let (tell, told) = mpsc::channel();
        let writer = Writer::start(
            tty.try_clone().unwrap(),
            Box::new(move || tell.send(()).unwrap()),
        )
        .unwrap();
        (pty, tty, writer, told)
    }

    #[test]
    fn a_terminal_that_does_not_read_refuses_frames_and_still_hears_the_last_words() {
        let (mut pty, tty, writer, told) = writer();
        assert!(writer.ready());
        writer.frame(&[b'x'; 100_000]);
        assert!(!writer.ready());
        // The frame is on its way, and stuck: what was not begun yet would only be replaced.
        while !writer.lock().writing {
            thread::yield_now();
        }
        let long = Duration::from_secs(20);
        assert!(writer.last_words_within(long, b"<good", b"bye>", &tty));
        told.recv_timeout(Duration::from_secs(5)).unwrap();
        assert!(!writer.ready(), "nothing is drawn after the last words");
        let mut seen = Vec::new();
        while !seen.ends_with(b"<goodbye>") {
            let mut some = [0; 4096];
            let n = pty.read(&mut some).unwrap();
            seen.extend_from_slice(&some[..n]);
        }
        assert!(seen.len() < 50_000, "old output is dropped");
    }

    #[test]
    fn entering_and_the_first_frame_are_one_write_and_what_was_not_entered_is_not_left() {
        let (mut pty, tty, writer, _told) = writer();
        let mut some = [0; 4096];
        writer.open(b"<enter>".to_vec());
        assert!(writer.ready());
        writer.frame(b"frame");
        assert_eq!(pty.read(&mut some).unwrap(), 12);
        writer.open(b"<enter>".to_vec());
        let long = Duration::from_secs(20);
        assert!(writer.last_words_within(long, b"<leave>", b"note", &tty));
        assert_eq!(pty.read(&mut some).unwrap(), 4);
    }

    #[test]
    fn one_frame_is_held_and_the_refused_hear_when_it_is_out() {
        let (mut pty, _tty, writer, told) = writer();
        writer.frame(&[b'x'; 20_000]);
        assert!(!writer.ready());
        let mut some = [0; 4096];
        let mut read = 0;
        while read < 20_000 {
            read += pty.read(&mut some).unwrap();
        }
        told.recv_timeout(Duration::from_secs(5)).unwrap();
        assert!(writer.ready());
        assert!(writer.aside(b"\x07"));
        assert_eq!(pty.read(&mut some).unwrap(), 1);
    }
}
