//! ```text
//! ═ Update to Customers ══════════════════════════════════════
//! › Customers   Everybody inside                    next 02:43Z
//! last   02:03:10Z by CP: We see a disruption of service
//! › We see a disruption of service since 01:32:31Z. ..
//! b again: no material change
//! ```

use super::sheet;
use super::text::write;
use crate::cockpit::dialog::Draft;
use crate::formats::theme::Role;
use crate::ui::paint::{self, Row};
use crate::ui::theme::Theme;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Draws a communication update being written.
pub(super) fn render(frame: &mut Frame<'_>, over: Rect, draft: &Draft, theme: &Theme) {
    let style = |role| theme.style(role);
    let width = usize::from(over.width);
    let name = draft
        .audiences
        .get(draft.at)
        .map_or("nobody", |(_, name)| name);
    let last = draft.last.as_deref().unwrap_or("nothing was said yet");
    let last = paint::wrap(&format!("last  {last}"), width);
    let most = match over.height {
        0..8 => 1,
        8..12 => 2,
        _ => 4,
    };
    let said = last.len().min(most);
    let lines: usize = draft
        .editor
        .rows()
        .iter()
        .map(|l| 1 + paint::width(l) / width.saturating_sub(3).max(1))
        .sum();
    let lines = lines.clamp(3, 12);
    let inner = sheet(
        frame,
        over,
        &format!("Update to {name}"),
        1 + said + 1 + lines + 1,
        theme,
    );
    let mut audiences = Row::new();
    for (n, (_, name)) in draft.audiences.iter().enumerate() {
        let (mark, look) = if n == draft.at {
            ("› ", Role::Now)
        } else {
            ("  ", Role::Dim)
        };
        audiences.push(format!("{mark}{name}  "), style(look));
    }
    let next = Row::new().add(
        format!("the next one is due {}", draft.next),
        style(Role::Text),
    );
    paint::both(frame, inner, 0, &audiences, &next);
    let mut y = 1;
    for line in last.iter().take(said) {
        paint::row(
            frame,
            inner,
            0,
            y,
            &Row::new().add(line.clone(), style(Role::Dim)),
        );
        y += 1;
    }
    let hint = if draft.writing {
        Row::new().add(
            "Sending it is yours: the text goes to the clipboard, here it is marked as sent.",
            style(Role::Dim),
        )
    } else {
        Row::new()
            .add("b again", style(Role::Key))
            .add(": no material change.  ", style(Role::Text))
            .add("Enter", style(Role::Key))
            .add(": this text, as sent.  ", style(Role::Text))
            .add("e", style(Role::Key))
            .add(": edit it.", style(Role::Text))
    };
    let y = y.min(inner.height);
    let text = Rect {
        y: inner.y + y,
        height: inner.height.saturating_sub(y + 1),
        ..inner
    };
    write(frame, text, &draft.editor, draft.writing, theme);
    paint::row(frame, inner, 0, inner.height.saturating_sub(1), &hint);
}
