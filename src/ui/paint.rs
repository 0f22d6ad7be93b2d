//! The one door to the cells: every text, whoever wrote it, comes through here, made visible and cut to its place.

use super::theme::Theme;
use crate::domain::text::visible;
use crate::formats::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A text made safe to show on one line.
#[must_use]
pub fn safe(text: &str) -> Cow<'_, str> {
    visible(text)
}

/// Columns a text takes, once it is safe.
#[must_use]
pub(super) fn width(text: &str) -> usize {
    visible(text).width()
}

/// A text cut to `most` columns; what was cut off shows as `…`.
#[must_use]
pub(super) fn cut(text: &str, most: usize) -> Cow<'_, str> {
    let text = visible(text);
    if text.len() <= most || text.width() <= most {
        return text;
    }
    let mut left = most.saturating_sub(1);
    let fits = |g: &&str| {
        let fit = left.checked_sub(g.width());
        left = fit.unwrap_or(0);
        fit.is_some()
    };
    let mut short: String = text.graphemes(true).take_while(fits).collect();
    if most > 0 {
        short.push('…');
    }
    Cow::Owned(short)
}

/// A text broken into lines of at most `most` columns, at spaces where there are any.
#[must_use]
pub(super) fn wrap(text: &str, most: usize) -> Vec<String> {
    let most = most.max(2);
    let mut lines = Vec::new();
    for given in text.lines() {
        let given = visible(given);
        let mut line = String::new();
        for word in given.split_inclusive(' ') {
            if line.width() + word.trim_end().width() > most && !line.is_empty() {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            if word.trim_end().width() <= most {
                line.push_str(word);
                continue;
            }
            for g in word.graphemes(true) {
                if line.width() + g.width() > most {
                    lines.push(std::mem::take(&mut line));
                }
                line.push_str(g);
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Pieces of one line, each with a look, left to right.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pieces: Vec<(String, Style)>,
}

impl Row {
    /// Nothing yet.
    #[must_use]
    pub(super) fn new() -> Self {
        Row::default()
    }

    /// One piece more.
    #[must_use]
    pub(super) fn add(mut self, text: impl Into<String>, style: Style) -> Self {
        self.push(text, style);
        self
    }

    /// One piece more, as plain as can be.
    #[must_use]
    pub(super) fn plain(self, text: impl Into<String>) -> Self {
        self.add(text, Style::new())
    }

    /// One piece more.
    pub(super) fn push(&mut self, text: impl Into<String>, style: Style) {
        let text = text.into();
        if !text.is_empty() {
            self.pieces.push((text, style));
        }
    }

    /// Blanks up to column `at`; at least none.
    pub(super) fn to(&mut self, at: usize) {
        let blanks = at.saturating_sub(self.width());
        self.push(" ".repeat(blanks), Style::new());
    }

    /// Columns of all pieces.
    #[must_use]
    pub(super) fn width(&self) -> usize {
        self.pieces.iter().map(|(text, _)| width(text)).sum()
    }

    /// Whether there is nothing.
    #[must_use]
    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The same, cut to `most` columns.
    #[must_use]
    pub(super) fn cut(self, most: usize) -> Self {
        let mut left = most;
        let mut row = Row::new();
        for (text, style) in self.pieces {
            row.push(cut(&text, left).into_owned(), style);
            left = left.saturating_sub(width(&text));
        }
        row
    }

    /// The pieces of another row behind the own.
    pub(super) fn append(&mut self, other: Row) {
        self.pieces.extend(other.pieces);
    }
}

/// Draws a row on line `y` of an area, from column `x` of it. What does not fit is cut.
pub(super) fn row(frame: &mut Frame<'_>, area: Rect, x: u16, y: u16, row: &Row) {
    if y >= area.height || x >= area.width {
        return;
    }
    let mut left = usize::from(area.width - x);
    let (mut at, line) = (area.x + x, area.y + y);
    for (n, (text, style)) in row.pieces.iter().enumerate() {
        if left == 0 {
            break;
        }
        let last = n + 1 == row.pieces.len();
        let text = if last || width(text) > left {
            cut(text, left)
        } else {
            visible(text)
        };
        let end = frame
            .buffer_mut()
            .set_stringn(at, line, &text, left, *style)
            .0;
        left = left.saturating_sub(usize::from(end.saturating_sub(at)));
        at = end;
    }
}

/// Draws a row at the right end of line `y` of an area; returns the column where it begins.
pub(super) fn right(frame: &mut Frame<'_>, area: Rect, y: u16, pieces: &Row) -> u16 {
    let wide = u16::try_from(pieces.width()).unwrap_or(u16::MAX);
    let x = area.width.saturating_sub(wide);
    row(frame, area, x, y, pieces);
    x
}

/// Left and right on one line; the left one is cut so that the right one stays whole, where there is room for both.
pub(super) fn both(frame: &mut Frame<'_>, area: Rect, y: u16, left: &Row, end: &Row) {
    let wide = u16::try_from(end.width()).unwrap_or(u16::MAX);
    if end.is_empty() || wide + 1 >= area.width {
        row(frame, area, 0, y, left);
        return;
    }
    let x = right(frame, area, y, end);
    let room = Rect {
        width: x.saturating_sub(1),
        ..area
    };
    row(frame, room, 0, y, left);
}

/// Gives a whole line of an area one look: the colours of what stands there go, so that it reads as one line.
pub(super) fn look(frame: &mut Frame<'_>, area: Rect, y: u16, theme: &Theme) {
    if y < area.height {
        let line = Rect {
            y: area.y + y,
            height: 1,
            ..area
        };
        let buffer = frame.buffer_mut();
        buffer.set_style(line, Style::reset());
        buffer.set_style(line, theme.style(Role::Text));
        buffer.set_style(line, theme.style(Role::Selection));
    }
}

/// Empties an area.
pub(super) fn clear(frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
    let area = area.intersection(frame.area());
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            frame.buffer_mut()[(x, y)].reset();
        }
    }
    frame.buffer_mut().set_style(area, theme.style(Role::Text));
}

/// A line across an area with words in it: `─ Timeline ── 2 unread ─────`.
pub(super) fn rule(
    frame: &mut Frame<'_>,
    area: Rect,
    y: u16,
    dash: &str,
    words: &[Row],
    theme: &Theme,
) {
    let line = theme.style(Role::Rule);
    let mut all = Row::new();
    for (n, words) in words.iter().filter(|w| !w.is_empty()).enumerate() {
        all.push(
            if n == 0 {
                dash.to_owned()
            } else {
                dash.repeat(2)
            },
            line,
        );
        all.push(" ", line);
        all.append(words.clone());
        all.push(" ", line);
    }
    let rest = usize::from(area.width).saturating_sub(all.width());
    all.push(dash.repeat(rest), line);
    row(frame, area, 0, y, &all);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_by_columns_not_bytes() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
        assert_eq!(cut("日本語", 4), "日…");
        assert_eq!(cut("日本語", 6), "日本語");
        assert_eq!(cut("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        assert_eq!(cut("abc", 0), "");
        assert_eq!(cut("a\u{1b}[2J", 9), "a·[2J");
    }

    #[test]
    fn words_are_kept_whole_where_they_can() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("a\n\nb", 4), ["a", "", "b"]);
    }
}
