//! The bytes that take a terminal over, and those that give it back.

use crate::domain::text::visible;
use crossterm::Command;
use crossterm::cursor::{Hide, Show};
use crossterm::style::{Attribute, SetAttribute};
use crossterm::terminal::{Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen};

/// Gives the title back; only after [`enter`] with a title.
pub(super) const LEAVE_TITLE: &[u8] = b"\x1b[23;0t";
/// Bracketed paste on.
pub(super) const PASTE_ON: &[u8] = b"\x1b[?2004h";
/// Mouse reports on: presses and wheel, in the form without limits.
pub(super) const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
/// Mouse reports off.
pub(super) const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";

/// Takes the terminal: title kept and set, alternate screen, cleared, cursor hidden, bracketed paste.
pub(super) fn enter(title: Option<&str>, mouse: bool) -> Vec<u8> {
    let mut text = String::with_capacity(96);
    if let Some(title) = title {
        text.push_str("\x1b[22;0t\x1b]2;");
        text.push_str(&visible(title));
        text.push_str("\x1b\\");
    }
    put(&mut text, EnterAlternateScreen);
    put(&mut text, SetAttribute(Attribute::Reset));
    put(&mut text, Clear(ClearType::All));
    put(&mut text, Hide);
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(PASTE_ON);
    if mouse {
        bytes.extend_from_slice(MOUSE_ON);
    }
    bytes
}

/// Everything [`enter`] did, undone: a half-written sequence is ended, then colours, bracketed paste, every mouse
/// mode there is, alternate screen, cursor. The line settings are the sixth mode, see [`super::tty`].
pub(super) fn leave(title: bool) -> Vec<u8> {
    let mut text = String::from("\x1b\\");
    put(&mut text, SetAttribute(Attribute::Reset));
    text.push_str("\x1b[?2004l\x1b[?1006l\x1b[?1003l\x1b[?1002l\x1b[?1000l");
    put(&mut text, LeaveAlternateScreen);
    put(&mut text, Show);
    let mut bytes = text.into_bytes();
    if title {
        bytes.extend_from_slice(LEAVE_TITLE);
    }
    bytes
}

fn put(text: &mut String, command: impl Command) {
    // A String takes everything.
    let _ = command.write_ansi(text);
}

/// Whether a terminal of that `TERM` understands a title; the Linux console prints it.
pub(super) fn has_title(term: &str) -> bool {
    !term.starts_with("linux")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_is_undone() {
        let set = String::from_utf8(enter(Some("a\u{7}b"), true)).unwrap();
        assert!(set.contains("]2;a·b\u{1b}"), "{set:?}");
        let undone = String::from_utf8(leave(true)).unwrap();
        for mode in set.split("\u{1b}[?").skip(1) {
            let (number, _) = mode.split_once(['h', 'l']).unwrap();
            assert!(undone.contains(&format!("[?{number}")), "{number}");
        }
    }
}
