//! One of several, by key or by cursor.

use super::sheet;
use super::text::{hints, write};
use crate::cockpit::dialog::{Choose, Palette};
use crate::formats::theme::Role;
use crate::ui::paint::{self, Row};
use crate::ui::theme::Theme;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Draws a list of rows; the one at the cursor is marked and always in sight.
fn list(
    frame: &mut Frame<'_>,
    area: Rect,
    at: usize,
    count: usize,
    theme: &Theme,
    row: impl Fn(usize) -> Row,
) {
    let height = usize::from(area.height);
    let top = (at + 1).saturating_sub(height);
    for (y, n) in (0..area.height).zip(top..count) {
        let here = n == at;
        let mark = if here { "› " } else { "  " };
        let mut line = Row::new().add(mark, theme.style(Role::Now));
        line.append(row(n));
        paint::row(frame, area, 0, y, &line);
        if here {
            paint::look(frame, area, y, theme);
        }
    }
}

/// One of several.
pub(super) fn choose(frame: &mut Frame<'_>, over: Rect, choose: &Choose, theme: &Theme) {
    let hints = hints(&choose.hint, over.width, theme);
    let inner = sheet(
        frame,
        over,
        &choose.title,
        hints.len() + choose.options.len(),
        theme,
    );
    let options = u16::try_from(choose.options.len()).unwrap_or(u16::MAX);
    let told = inner
        .height
        .saturating_sub(options)
        .min(u16::try_from(hints.len()).unwrap_or(0));
    for (y, hint) in (0..told).zip(&hints) {
        paint::row(frame, inner, 0, y, hint);
    }
    let rows = Rect {
        y: inner.y + told,
        height: inner.height - told,
        ..inner
    };
    list(frame, rows, choose.at, choose.options.len(), theme, |n| {
        let option = &choose.options[n];
        let key = option.key.map_or_else(|| " ".to_owned(), |k| k.to_string());
        Row::new()
            .add(key, theme.style(Role::Key))
            .add(format!("  {}", option.label), theme.style(Role::Text))
    });
}

/// Every action by name.
pub(super) fn palette(frame: &mut Frame<'_>, over: Rect, palette: &Palette, theme: &Theme) {
    let inner = sheet(
        frame,
        over,
        "What to do",
        palette.found.len().max(1) + 1,
        theme,
    );
    write(
        frame,
        Rect {
            height: inner.height.min(1),
            ..inner
        },
        &palette.editor,
        true,
        theme,
    );
    let rows = Rect {
        y: inner.y + 1.min(inner.height),
        height: inner.height.saturating_sub(1),
        ..inner
    };
    if palette.found.is_empty() {
        let none = Row::new().add("  no action is called that", theme.style(Role::Refused));
        paint::row(frame, rows, 0, 0, &none);
    }
    list(frame, rows, palette.at, palette.found.len(), theme, |n| {
        let action = palette.found[n];
        let mut row = Row::new().add(action.label(), theme.style(Role::Now));
        row.to(16);
        row.push(action.key(), theme.style(Role::Key));
        row.to(25);
        row.push(action.help(), theme.style(Role::Dim));
        row
    });
}
