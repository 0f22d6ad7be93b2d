//! The text area: the one place outside drawing that knows the widget.

use super::key::{Key, KeyCode};
use std::borrow::Cow;
use std::fmt;
use tui_textarea::{Input, TextArea};

/// A text being written, of one line or more.
#[derive(Clone, Default)]
pub struct Editor {
    area: TextArea<'static>,
    single: bool,
    secret: bool,
}

impl fmt::Debug for Editor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rows, cursor) = (self.shown(), self.cursor());
        f.debug_struct("Editor")
            .field("rows", &rows)
            .field("cursor", &cursor)
            .finish()
    }
}

impl PartialEq for Editor {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text() && self.area.cursor() == other.area.cursor()
    }
}

impl Editor {
    /// One line.
    #[must_use]
    pub fn line(text: &str) -> Self {
        let text: String = text.chars().filter(|c| !matches!(c, '\n' | '\r')).collect();
        let mut area = TextArea::from([text]);
        area.move_cursor(tui_textarea::CursorMove::End);
        Editor {
            area,
            single: true,
            secret: false,
        }
    }

    /// One line that is never shown: a dot stands for each character.
    #[must_use]
    pub fn secret() -> Self {
        Editor {
            secret: true,
            ..Editor::line("")
        }
    }

    /// Any number of lines.
    #[must_use]
    pub fn lines(text: &str) -> Self {
        let mut area = TextArea::from(text.lines());
        area.move_cursor(tui_textarea::CursorMove::Bottom);
        area.move_cursor(tui_textarea::CursorMove::End);
        Editor {
            area,
            single: false,
            secret: false,
        }
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// The text line by line.
    #[must_use]
    pub fn rows(&self) -> &[String] {
        self.area.lines()
    }

    /// The text line by line as it may be shown.
    #[must_use]
    pub fn shown(&self) -> Vec<Cow<'_, str>> {
        let rows = self.area.lines().iter();
        let shown = rows.map(|row| match self.secret {
            true => Cow::Owned("•".repeat(row.chars().count())),
            false => Cow::Borrowed(row.as_str()),
        });
        shown.collect()
    }

    /// Where the cursor is: line and character, from 0.
    #[must_use]
    pub fn cursor(&self) -> (usize, usize) {
        let cursor = self.area.cursor();
        (cursor.0, cursor.1)
    }

    /// Takes a key in; whether the text or the cursor changed.
    pub fn key(&mut self, key: Key) -> bool {
        if self.single && key.code == KeyCode::Enter {
            return false;
        }
        // As in a shell: what stands before the cursor goes.
        if key == Key::ctrl('u') {
            return self.area.delete_line_by_head();
        }
        let before = (self.area.cursor(), self.area.lines().len());
        self.area.input(input(key)) || before != (self.area.cursor(), self.area.lines().len())
    }

    /// Takes pasted text in as one edit. In a single line, line breaks become spaces.
    pub fn paste(&mut self, text: &str) {
        if self.single {
            let flat: Vec<&str> = text.lines().map(str::trim).collect();
            self.area.insert_str(flat.join(" ").trim());
        } else {
            self.area
                .insert_str(text.replace("\r\n", "\n").replace('\r', "\n"));
        }
    }
}

fn input(key: Key) -> Input {
    use tui_textarea::Key as K;
    let code = match key.code {
        KeyCode::Char(c) => K::Char(c),
        KeyCode::Enter => K::Enter,
        KeyCode::Esc => K::Esc,
        KeyCode::Tab | KeyCode::BackTab => K::Tab,
        KeyCode::Up => K::Up,
        KeyCode::Down => K::Down,
        KeyCode::Left => K::Left,
        KeyCode::Right => K::Right,
        KeyCode::Home => K::Home,
        KeyCode::End => K::End,
        KeyCode::PageUp => K::PageUp,
        KeyCode::PageDown => K::PageDown,
        KeyCode::Backspace => K::Backspace,
        KeyCode::Delete => K::Delete,
        KeyCode::Insert => K::Null,
        KeyCode::F(n) => K::F(n),
    };
    Input {
        key: code,
        ctrl: key.ctrl,
        alt: key.alt,
        shift: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_one_line() {
        let mut line = Editor::line("ab");
        assert!(line.key(Key::char('c')));
        assert!(!line.key(Key::plain(KeyCode::Enter)));
        line.paste("d\ne\n");
        assert_eq!(line.text(), "abcd e");
    }

    #[test]
    fn a_paste_into_a_text_keeps_its_lines() {
        let mut text = Editor::lines("");
        text.paste("a\r\nb");
        text.key(Key::plain(KeyCode::Enter));
        text.key(Key::char('c'));
        assert_eq!(text.text(), "a\nb\nc");
    }
}
