//! What a finished control sequence of the keyboard means. Unknown ones mean nothing.

use super::input::{Input, Mouse, MouseKind};
use crate::cockpit::key::{Key, KeyCode};

/// What a control sequence asks of the parser.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Meaning {
    /// Something for the cockpit.
    Is(Input),
    /// A bracketed paste begins.
    PasteBegins,
    /// A bracketed paste ends.
    PasteEnds,
    /// Three raw bytes of an old mouse report follow.
    OldMouse,
    /// One letter of the Linux console's function keys follows.
    ConsoleKey,
    /// Nothing we know.
    Nothing,
}

/// `ESC [ params last`.
pub(super) fn csi(params: &[u8], last: u8) -> Meaning {
    if let Some(mouse) = params.strip_prefix(b"<") {
        return sgr_mouse(mouse, last).map_or(Meaning::Nothing, |m| Meaning::Is(Input::Mouse(m)));
    }
    match (params, last) {
        (b"", b'M') => return Meaning::OldMouse,
        (b"", b'[') => return Meaning::ConsoleKey,
        (b"200", b'~') => return Meaning::PasteBegins,
        (b"201", b'~') => return Meaning::PasteEnds,
        _ => {}
    }
    let (first, modifiers) = (number(params, 0), number(params, 1));
    let code = match last {
        b'~' => first.and_then(tilde),
        b'u' => first.and_then(code_point),
        b'P' | b'Q' | b'S' if first.unwrap_or(1) == 1 => letter(last),
        b'A'..=b'D' | b'F' | b'H' | b'Z' => letter(last),
        _ => None,
    };
    code.map_or(Meaning::Nothing, |code| key(code, modifiers.unwrap_or(1)))
}

/// `ESC O letter`.
pub(super) fn ss3(last: u8) -> Meaning {
    letter(last).map_or(Meaning::Nothing, |code| key(code, 1))
}

/// `ESC [ [ letter`, as the Linux console sends F1 to F5.
pub(super) fn console(last: u8) -> Meaning {
    match last {
        b'A'..=b'E' => key(KeyCode::F(last - b'A' + 1), 1),
        _ => Meaning::Nothing,
    }
}

/// One byte below 0x20, or 0x7f, as a key.
pub(super) const fn control(byte: u8) -> Key {
    match byte {
        0x00 => Key::ctrl(' '),
        0x08 | 0x7f => Key::plain(KeyCode::Backspace),
        b'\t' => Key::plain(KeyCode::Tab),
        b'\r' => Key::plain(KeyCode::Enter),
        0x1b => Key::plain(KeyCode::Esc),
        b => Key::ctrl((b | 0x40) as char),
    }
}

fn key(code: KeyCode, modifiers: u32) -> Meaning {
    let held = modifiers.saturating_sub(1);
    let code = match code {
        KeyCode::Tab if held & 1 != 0 => KeyCode::BackTab,
        code => code,
    };
    Meaning::Is(Input::Key(Key {
        code,
        alt: held & 2 != 0,
        ctrl: held & 4 != 0,
    }))
}

/// The number at a position of `1;5` or `1:2;5`; `None` when it is absent or no small number.
fn number(params: &[u8], at: usize) -> Option<u32> {
    let field = params.split(|b| *b == b';').nth(at)?;
    let field = field.split(|b| *b == b':').next()?;
    std::str::from_utf8(field).ok()?.parse().ok()
}

const fn letter(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'M' => KeyCode::Enter,
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        b'R' => KeyCode::F(3),
        b'S' => KeyCode::F(4),
        b'Z' => KeyCode::BackTab,
        _ => return None,
    })
}

fn tilde(n: u32) -> Option<KeyCode> {
    let function = |first: u32, name: u32| u8::try_from(n - first + name).ok().map(KeyCode::F);
    match n {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => function(11, 1),
        17..=21 => function(17, 6),
        23 | 24 => function(23, 11),
        _ => None,
    }
}

fn code_point(n: u32) -> Option<KeyCode> {
    match char::from_u32(n)? {
        '\r' => Some(KeyCode::Enter),
        '\t' => Some(KeyCode::Tab),
        '\u{1b}' => Some(KeyCode::Esc),
        '\u{8}' | '\u{7f}' => Some(KeyCode::Backspace),
        c if c.is_control() => None,
        c => Some(KeyCode::Char(c)),
    }
}

fn sgr_mouse(params: &[u8], last: u8) -> Option<Mouse> {
    let kind = match (number(params, 0)?, last) {
        (0, b'M') => MouseKind::Press,
        (64, b'M') => MouseKind::WheelUp,
        (65, b'M') => MouseKind::WheelDown,
        _ => return None,
    };
    let place = |at| u16::try_from(number(params, at)?.checked_sub(1)?).ok();
    Some(Mouse {
        kind,
        column: place(1)?,
        row: place(2)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_the_usual_terminals() {
        let is = |meaning, name: &str| {
            let expected = Key::parse(name).unwrap();
            assert_eq!(meaning, Meaning::Is(Input::Key(expected)), "{name}");
        };
        is(csi(b"", b'A'), "Up");
        is(csi(b"1;5", b'C'), "Ctrl-Right");
        is(csi(b"1;3", b'D'), "Alt-Left");
        is(csi(b"", b'Z'), "Shift-Tab");
        is(csi(b"3", b'~'), "Delete");
        is(csi(b"15", b'~'), "F5");
        is(csi(b"24", b'~'), "F12");
        is(csi(b"97;5", b'u'), "Ctrl-a");
        is(ss3(b'P'), "F1");
        is(console(b'B'), "F2");
    }

    #[test]
    fn nonsense_means_nothing() {
        for (params, last) in [
            (&b"<0;0;5"[..], b'M'),
            (b"0;0", b'R'),
            (b"99999999999999", b'~'),
            (b";;;;;", b'x'),
            (b"<;", b'm'),
            (b"1114112", b'u'),
            (b"27", b'~'),
        ] {
            assert_eq!(csi(params, last), Meaning::Nothing, "{params:?}");
        }
    }

    #[test]
    fn the_mouse_counts_from_zero() {
        let mouse = Mouse {
            kind: MouseKind::WheelDown,
            column: 0,
            row: 4,
        };
        assert_eq!(csi(b"<65;1;5", b'M'), Meaning::Is(Input::Mouse(mouse)));
    }
}
