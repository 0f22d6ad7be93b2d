//! A text being written: its lines broken to the width, the terminal's cursor where the next letter goes.

use super::paint::{self, Row};
use super::theme::Theme;
use crate::cockpit::Editor;
use crate::domain::text::visible;
use crate::formats::theme::Role;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Draws the text; the line with the cursor is always among those shown. `focus` puts the terminal's cursor there.
pub(super) fn render(
    frame: &mut Frame<'_>,
    area: Rect,
    editor: &Editor,
    focus: bool,
    theme: &Theme,
) {
    if area.height == 0 || area.width < 2 {
        return;
    }
    let (lines, at) = broken(editor, usize::from(area.width));
    let height = usize::from(area.height);
    let top = (at.0 + 1).saturating_sub(height);
    for (y, line) in (0..area.height).zip(lines.iter().skip(top)) {
        paint::row(
            frame,
            area,
            0,
            y,
            &Row::new().add(line.clone(), theme.style(Role::Text)),
        );
    }
    if focus {
        let x = u16::try_from(at.1).unwrap_or(0).min(area.width - 1);
        let y = u16::try_from(at.0 - top).unwrap_or(0);
        frame.set_cursor_position(Position::new(area.x + x, area.y + y));
    }
}

/// The lines as shown, and the line and column of the cursor. A column is kept free for the cursor at a line's end.
fn broken(editor: &Editor, width: usize) -> (Vec<String>, (usize, usize)) {
    let most = width.saturating_sub(1).max(1);
    let cursor = editor.cursor();
    let mut lines = Vec::new();
    let mut at = (0, 0);
    for (n, text) in editor.shown().iter().enumerate() {
        let text = visible(text);
        let pieces: Vec<&str> = text.graphemes(true).collect();
        let mut start = 0;
        let mut before = 0;
        loop {
            let end = line_end(&pieces[start..], most) + start;
            let chars: usize = pieces[start..end].iter().map(|g| g.chars().count()).sum();
            let last = end == pieces.len();
            if n == cursor.0 && cursor.1 >= before && (last || cursor.1 < before + chars) {
                let mut left = cursor.1 - before;
                let passed = pieces[start..end].iter().take_while(|g| {
                    let passes = left > 0;
                    left = left.saturating_sub(g.chars().count());
                    passes
                });
                at = (lines.len(), passed.map(|g| g.width()).sum());
            }
            lines.push(pieces[start..end].concat());
            before += chars;
            start = end;
            if last {
                break;
            }
        }
    }
    (lines, at)
}

/// How many pieces the first line takes: up to the last space that fits, else as many as fit.
fn line_end(pieces: &[&str], most: usize) -> usize {
    let mut wide = 0;
    let mut space = None;
    for (n, piece) in pieces.iter().enumerate() {
        wide += piece.width();
        if wide > most {
            return space.unwrap_or(n).max(1);
        }
        if *piece == " " {
            space = Some(n + 1);
        }
    }
    pieces.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stands_behind_what_was_typed() {
        let broken_at = |text: &str, width| broken(&Editor::lines(text), width);
        assert_eq!(broken_at("", 10), (vec![String::new()], (0, 0)));
        assert_eq!(broken_at("abc", 10).1, (0, 3));
        assert_eq!(
            broken_at("abcdef", 4),
            (vec!["abc".into(), "def".into()], (1, 3))
        );
        assert_eq!(
            broken_at("ab cd", 5),
            (vec!["ab ".into(), "cd".into()], (1, 2)),
            "words stay whole"
        );
        assert_eq!(broken_at("日本", 10).1, (0, 4));
        assert_eq!(broken_at("a\nbc", 10).1, (1, 2));
    }
}
