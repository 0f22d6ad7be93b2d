//! One line asked for, a note of several, a text to read.

use super::{scrolled, sheet};
use crate::cockpit::Editor;
use crate::cockpit::dialog::Ask;
use crate::cockpit::sheet::Sheet;
use crate::domain::text::code_points;
use crate::formats::theme::Role;
use crate::ui::field;
use crate::ui::paint::{self, Row};
use crate::ui::theme::Theme;
use ratatui::Frame;
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What to know before answering, broken to the width.
pub(super) fn hints(hint: &[String], width: u16, theme: &Theme) -> Vec<Row> {
    let lines = hint.iter().flat_map(|h| paint::wrap(h, usize::from(width)));
    lines
        .map(|l| Row::new().add(l, theme.style(Role::Text)))
        .collect()
}

/// One line is asked for. The field keeps its row when there is hardly any room.
pub(super) fn ask(frame: &mut Frame<'_>, over: Rect, ask: &Ask, theme: &Theme) {
    let hints = hints(&ask.hint, over.width, theme);
    let long = paint::width(&ask.editor.text()) / usize::from(over.width.saturating_sub(3).max(1));
    let lines = 1 + long.min(3);
    let inner = sheet(frame, over, &ask.title, hints.len() + lines, theme);
    let lines = u16::try_from(lines).unwrap_or(1).min(inner.height);
    let told = u16::try_from(hints.len()).unwrap_or(u16::MAX);
    let above = Rect {
        height: told.min(inner.height - lines),
        ..inner
    };
    for (y, hint) in (0..above.height).zip(&hints) {
        paint::row(frame, above, 0, y, hint);
    }
    let line = Rect {
        y: above.bottom(),
        height: lines,
        ..inner
    };
    write(frame, line, &ask.editor, true, theme);
}

/// A field with its mark.
pub(super) fn write(
    frame: &mut Frame<'_>,
    area: Rect,
    editor: &Editor,
    focus: bool,
    theme: &Theme,
) {
    paint::row(
        frame,
        area,
        0,
        0,
        &Row::new().add("›", theme.style(Role::Key)),
    );
    let indent = 2.min(area.width);
    let text = Rect {
        x: area.x + indent,
        width: area.width - indent,
        ..area
    };
    field::render(frame, text, editor, focus, theme);
}

/// A note of any number of lines.
pub(super) fn note(frame: &mut Frame<'_>, over: Rect, editor: &Editor, theme: &Theme) {
    let hint = "! decision  ? question  TODO  FOUND  > 42A #ticket said  ~low sure  @20:04 then";
    let lines = editor.rows().len().clamp(3, 8);
    let inner = sheet(frame, over, "Note", lines + 1, theme);
    let text = Rect {
        height: inner.height.saturating_sub(1),
        ..inner
    };
    let (text, hints) = if text.height == 0 {
        (inner, None)
    } else {
        (text, Some(hint))
    };
    write(frame, text, editor, true, theme);
    if let Some(hint) = hints {
        let row = Row::new().add(hint, theme.style(Role::Dim));
        paint::row(frame, inner, 0, inner.height - 1, &row);
    }
}

/// Another text of any number of lines, with what to know above it.
pub(super) fn sheet_of(frame: &mut Frame<'_>, over: Rect, text: &Sheet, theme: &Theme) {
    let hints = hints(&text.hint, over.width, theme);
    let room = usize::from(over.width.saturating_sub(3).max(1));
    let rows = text.editor.rows().iter();
    let lines: usize = rows.map(|row| 1 + paint::width(row) / room).sum();
    let inner = sheet(
        frame,
        over,
        &text.title,
        hints.len() + lines.clamp(2, 16),
        theme,
    );
    // The text keeps two rows.
    let told = hints.len().min(usize::from(inner.height.saturating_sub(2)));
    for (y, hint) in (0..inner.height).zip(hints.iter().take(told)) {
        paint::row(frame, inner, 0, y, hint);
    }
    let told = u16::try_from(told).unwrap_or(0);
    let area = Rect {
        y: inner.y + told,
        height: inner.height - told,
        ..inner
    };
    write(frame, area, &text.editor, true, theme);
}

/// A text to read, or to take by mouse: broken hard, with nothing added.
pub(super) fn plain(
    frame: &mut Frame<'_>,
    over: Rect,
    title: &str,
    text: &str,
    top: usize,
    theme: &Theme,
) {
    let lines = hard(text, usize::from(over.width));
    let rows: Vec<Row> = lines.into_iter().map(|l| Row::new().plain(l)).collect();
    let inner = sheet(frame, over, title, rows.len(), theme);
    scrolled(frame, inner, &rows, top, theme);
}

/// The text in lines of at most `most` columns; hidden characters show as their code points.
pub(super) fn hard(text: &str, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for given in code_points(text, true).replace('\t', "    ").lines() {
        let mut line = String::new();
        for g in given.graphemes(true) {
            if line.width() + g.width() > most.max(2) {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(g);
        }
        lines.push(line);
    }
    lines
}
