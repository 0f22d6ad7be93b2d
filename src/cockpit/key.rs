//! A key as pressed, without the terminal it came from.

use std::fmt;

/// What was pressed, apart from Ctrl and Alt. Shift shows in the character, or as [`KeyCode::BackTab`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum KeyCode {
    /// A printable character, never a control character.
    Char(char),
    /// Return.
    Enter,
    /// Escape; late inside tmux, so never the only key of an action.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Start of line.
    Home,
    /// End of line.
    End,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// Delete to the left.
    Backspace,
    /// Delete to the right.
    Delete,
    /// Insert.
    Insert,
    /// A function key, from 1.
    F(u8),
}

/// One key press.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// With Ctrl held.
    pub ctrl: bool,
    /// With Alt held.
    pub alt: bool,
}

/// The one spelling of each named key; [`Key::parse`] takes any case.
const NAMES: [(&str, KeyCode); 16] = [
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Shift-Tab", KeyCode::BackTab),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
    ("Space", KeyCode::Char(' ')),
];

impl Key {
    /// The key alone.
    #[must_use]
    pub const fn plain(code: KeyCode) -> Self {
        Key {
            code,
            ctrl: false,
            alt: false,
        }
    }

    /// A character alone.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Key::plain(KeyCode::Char(c))
    }

    /// A character with Ctrl, in lower case.
    #[must_use]
    pub const fn ctrl(c: char) -> Self {
        Key {
            code: KeyCode::Char(c.to_ascii_lowercase()),
            ctrl: true,
            alt: false,
        }
    }

    /// The character this key types, or `None` when it is a command.
    #[must_use]
    pub const fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// `Ctrl-r`, `Enter`, `G`: as help, footer and configuration spell it.
    #[must_use]
    pub fn name(self) -> String {
        self.to_string()
    }

    /// Reads a name; `None` for what is no key. `Shift-g` is `G`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut rest = name;
        while let Some((word, after)) = rest.split_once('-') {
            if word.is_empty() || after.is_empty() {
                break;
            }
            match word.to_ascii_lowercase().as_str() {
                "ctrl" => ctrl = true,
                "alt" => alt = true,
                "shift" => shift = true,
                _ => return None,
            }
            rest = after;
        }
        let code = match code(rest)? {
            KeyCode::Tab if shift => KeyCode::BackTab,
            KeyCode::Char(c) if ctrl => KeyCode::Char(c.to_ascii_lowercase()),
            KeyCode::Char(c) if shift => KeyCode::Char(c.to_ascii_uppercase()),
            code => code,
        };
        Some(Key { code, ctrl, alt })
    }
}

/// The key a name without modifiers stands for.
fn code(name: &str) -> Option<KeyCode> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return (!c.is_control()).then_some(KeyCode::Char(c));
    }
    if let Some((_, code)) = NAMES.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)) {
        return Some(*code);
    }
    let number = name.strip_prefix(['F', 'f'])?.parse().ok()?;
    (1..=24).contains(&number).then_some(KeyCode::F(number))
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(n) => write!(f, "F{n}"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back() {
        let mut keys: Vec<Key> = NAMES.iter().map(|(_, code)| Key::plain(*code)).collect();
        keys.extend("aG-?:.é".chars().map(Key::char));
        keys.extend([
            Key::ctrl('r'),
            Key::ctrl('-'),
            Key::plain(KeyCode::F(12)),
            Key {
                code: KeyCode::Up,
                ctrl: true,
                alt: true,
            },
        ]);
        for key in keys {
            assert_eq!(Key::parse(&key.name()), Some(key), "{key}");
        }
    }

    #[test]
    fn names_are_read_as_people_write_them() {
        assert_eq!(Key::parse("shift-g"), Some(Key::char('G')));
        assert_eq!(Key::parse("ctrl-R"), Some(Key::ctrl('r')));
        assert_eq!(Key::parse("enter"), Some(Key::plain(KeyCode::Enter)));
        assert_eq!(Key::ctrl('r').name(), "Ctrl-r");
        assert_eq!(Key::char('G').name(), "G");
        for wrong in ["", "Ctrl-", "Meta-x", "F0", "F99", "nothing", "\u{1b}"] {
            assert_eq!(Key::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn only_plain_characters_type() {
        assert_eq!(Key::char('d').typed(), Some('d'));
        assert_eq!(Key::ctrl('d').typed(), None);
        assert_eq!(Key::plain(KeyCode::Enter).typed(), None);
    }
}
