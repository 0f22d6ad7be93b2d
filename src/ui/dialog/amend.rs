//! ```text
//! ═ Edit 2.3 for this run ════════════════════════════════════
//! › Promote the replica at {{to.name}}
//!   command
//!   pg_ctl promote -D {{to.pgdata}}
//! ```
//! A step being added or edited: its text, and below it its command. The mark stands at the one being written.

use super::sheet;
use super::text::hints;
use crate::cockpit::Editor;
use crate::cockpit::amend::Amend;
use crate::formats::theme::Role;
use crate::ui::field;
use crate::ui::paint::{self, Row};
use crate::ui::theme::Theme;
use ratatui::Frame;
use ratatui::layout::Rect;

/// The command shows so many lines at most.
const LINES: usize = 6;

/// Draws the two fields.
pub(super) fn render(frame: &mut Frame<'_>, over: Rect, amend: &Amend, theme: &Theme) {
    let hints = hints(&amend.hint, over.width, theme);
    let (text, command) = (
        rows(&amend.text, over.width),
        rows(&amend.command, over.width),
    );
    let wants = hints.len() + text + 1 + command;
    let inner = sheet(frame, over, &amend.title, wants, theme);
    let told = hints.len().min(usize::from(inner.height).saturating_sub(3));
    for (y, hint) in (0..inner.height).zip(hints.iter().take(told)) {
        paint::row(frame, inner, 0, y, hint);
    }
    let told = u16::try_from(told).unwrap_or(0);
    let (mut y, end) = (inner.y + told, inner.bottom());
    let mut next = |wants: usize, keep: u16| {
        let room = end.saturating_sub(y).saturating_sub(keep);
        let height = u16::try_from(wants).unwrap_or(u16::MAX).min(room);
        let area = Rect { y, height, ..inner };
        y += height;
        area
    };
    // When there is hardly any room, the one being written keeps its row.
    let area = next(text, u16::from(amend.at_command));
    write(frame, area, &amend.text, !amend.at_command, theme);
    let label = next(1, 1);
    if label.height > 0 {
        let words = "  its command, Tab goes there:";
        let words = if amend.at_command {
            "  its command:"
        } else {
            words
        };
        let row = Row::new().add(words, theme.style(Role::Dim));
        paint::row(frame, label, 0, 0, &row);
    }
    let area = next(command, 0);
    write(frame, area, &amend.command, amend.at_command, theme);
}

/// Lines a field wants.
fn rows(editor: &Editor, width: u16) -> usize {
    let most = usize::from(width.saturating_sub(3).max(1));
    let rows = editor.rows().iter();
    let lines: usize = rows.map(|r| 1 + paint::width(r) / most).sum();
    lines.clamp(1, LINES)
}

fn write(frame: &mut Frame<'_>, area: Rect, editor: &Editor, focus: bool, theme: &Theme) {
    if focus {
        super::text::write(frame, area, editor, true, theme);
        return;
    }
    let indent = 2.min(area.width);
    let text = Rect {
        x: area.x + indent,
        width: area.width - indent,
        ..area
    };
    field::render(frame, text, editor, false, theme);
}
