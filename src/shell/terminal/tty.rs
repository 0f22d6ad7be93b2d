//! The terminal device: its line settings, its size, whether it can carry a cockpit, and writing to it.

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::termios::{
    ControlModes, InputModes, LocalModes, OptionalActions, OutputModes, QueueSelector,
    SpecialCodeIndex, Termios, isatty, tcflush, tcgetattr, tcgetwinsize, tcsetattr,
};
use std::fmt;
use std::io::{self, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

/// Larger terminals are drawn up to here: a hostile size must not eat the memory.
const LARGEST: (u16, u16) = (1000, 500);
/// What a terminal that does not know its size is taken for.
const USUAL: (u16, u16) = (80, 24);

/// Why no cockpit can be shown here, as the end of a sentence about a terminal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unfit {
    /// Input is a file or a pipe.
    Stdin,
    /// Output is a file or a pipe.
    Stdout,
    /// `TERM` is empty or `dumb`.
    Dumb,
}

impl Unfit {
    /// Looks at stdin, stdout and the value of `TERM`; `None` when a cockpit can be shown.
    #[must_use]
    pub fn find(term: Option<&str>) -> Option<Self> {
        if !isatty(rustix::stdio::stdin()) {
            return Some(Unfit::Stdin);
        }
        if !isatty(rustix::stdio::stdout()) {
            return Some(Unfit::Stdout);
        }
        matches!(term, None | Some("" | "dumb" | "unknown")).then_some(Unfit::Dumb)
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unfit::Stdin => "stdin is none",
            Unfit::Stdout => "stdout is none",
            Unfit::Dumb => "TERM names none that can show a screen",
        })
    }
}

/// The line settings a terminal had before, as far as raw mode changes them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Line {
    flags: [u32; 4],
    least: u8,
    wait: u8,
}

impl Line {
    fn of(termios: &Termios) -> Self {
        Line {
            flags: [
                termios.input_modes.bits(),
                termios.output_modes.bits(),
                termios.control_modes.bits(),
                termios.local_modes.bits(),
            ],
            least: termios.special_codes[SpecialCodeIndex::VMIN],
            wait: termios.special_codes[SpecialCodeIndex::VTIME],
        }
    }

    fn put(self, termios: &mut Termios) {
        let [input, output, control, local] = self.flags;
        termios.input_modes = InputModes::from_bits_retain(input);
        termios.output_modes = OutputModes::from_bits_retain(output);
        termios.control_modes = ControlModes::from_bits_retain(control);
        termios.local_modes = LocalModes::from_bits_retain(local);
        termios.special_codes[SpecialCodeIndex::VMIN] = self.least;
        termios.special_codes[SpecialCodeIndex::VTIME] = self.wait;
    }

    /// As one line of text, for the watcher.
    pub(super) fn to_text(self) -> String {
        let [a, b, c, d] = self.flags;
        format!("{a} {b} {c} {d} {} {}", self.least, self.wait)
    }

    /// Reads [`Line::to_text`].
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut words = text.split_ascii_whitespace();
        let mut flags = [0; 4];
        for flag in &mut flags {
            *flag = words.next()?.parse().ok()?;
        }
        Some(Line {
            flags,
            least: words.next()?.parse().ok()?,
            wait: words.next()?.parse().ok()?,
        })
    }
}

/// Switches to raw mode; gives what was before.
pub(super) fn raw(tty: BorrowedFd<'_>) -> io::Result<Line> {
    let mut termios = tcgetattr(tty)?;
    let before = Line::of(&termios);
    termios.make_raw();
    tcsetattr(tty, OptionalActions::Now, &termios)?;
    Ok(before)
}

/// Puts the settings back at once, without waiting for output to drain.
pub(super) fn restore(tty: BorrowedFd<'_>, line: Line) -> io::Result<()> {
    let mut termios = tcgetattr(tty)?;
    line.put(&mut termios);
    Ok(tcsetattr(tty, OptionalActions::Now, &termios)?)
}

/// Whether the settings are still those raw mode left: if not, a shell has the terminal by now.
pub(super) fn is_ours(tty: BorrowedFd<'_>, line: Line) -> bool {
    let Ok(now) = tcgetattr(tty) else {
        return false;
    };
    let mut ours = now.clone();
    line.put(&mut ours);
    ours.make_raw();
    Line::of(&now) == Line::of(&ours)
}

/// Columns and rows.
pub(super) fn size(tty: BorrowedFd<'_>) -> (u16, u16) {
    match tcgetwinsize(tty) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => {
            (size.ws_col.min(LARGEST.0), size.ws_row.min(LARGEST.1))
        }
        _ => USUAL,
    }
}

/// Drops what the terminal has not read yet, so that a write that waits for it can go on. Linux makes the room and does
/// not wake the write that waits for it; setting the line, to what it is, does.
pub(super) fn drop_unread(tty: BorrowedFd<'_>) {
    let _ = tcflush(tty, QueueSelector::OFlush);
    if let Ok(termios) = tcgetattr(tty) {
        let _ = tcsetattr(tty, OptionalActions::Now, &termios);
    }
}

/// A terminal to write to. Blocks while the terminal does not read.
#[derive(Debug)]
pub(super) struct Out(pub(super) OwnedFd);

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            match rustix::io::write(&self.0, bytes) {
                Err(Errno::INTR) => {}
                // Somebody who shares the terminal made it non-blocking.
                Err(Errno::AGAIN) => {
                    let fd = self.0.as_fd();
                    let _ = poll(&mut [PollFd::from_borrowed_fd(fd, PollFlags::OUT)], None);
                }
                other => return Ok(other?),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_back() {
        let line = Line {
            flags: [1, u32::MAX, 0, 35_387],
            least: 1,
            wait: 0,
        };
        assert_eq!(Line::parse(&line.to_text()), Some(line));
        assert_eq!(Line::parse("1 2 3"), None);
        assert_eq!(Line::parse("1 2 3 4 256 0"), None);
    }

    #[test]
    fn raw_and_back_leaves_the_line_as_it_was() {
        let (pty, pts) = pty_process::blocking::open().unwrap();
        let before = Line::of(&tcgetattr(pts.as_fd()).unwrap());
        let saved = raw(pts.as_fd()).unwrap();
        assert_eq!(saved, before);
        assert_ne!(Line::of(&tcgetattr(pty.as_fd()).unwrap()), before);
        assert!(is_ours(pts.as_fd(), saved));
        restore(pts.as_fd(), saved).unwrap();
        assert_eq!(Line::of(&tcgetattr(pty.as_fd()).unwrap()), before);
        assert!(!is_ours(pts.as_fd(), saved));
    }

    #[test]
    fn a_terminal_without_a_size_is_taken_for_the_usual_one() {
        let (pty, pts) = pty_process::blocking::open().unwrap();
        assert_eq!(size(pts.as_fd()), USUAL);
        pty.resize(pty_process::Size::new(65_535, 65_535)).unwrap();
        assert_eq!(size(pts.as_fd()), LARGEST);
    }
}
