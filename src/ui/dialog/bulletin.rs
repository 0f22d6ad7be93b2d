//! ```text
//! ═ Update to Customers ══════════════════════════════════════
//! › Customers   Everybody inside                    next 02:43 UTC
//! last   02:03:10Z by CP: We see a disruption of service
//! › We see a disruption of service since 01:32 UTC. ..
//! ? "probably" is a guess: say what is known, or that it is not
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
        _ => 3,
    };
    let said = last.len().min(most);
    let lines: usize = draft
        .editor
        .rows()
        .iter()
        .map(|l| 1 + paint::width(l) / width.saturating_sub(3).max(1))
        .sum();
    let lines = lines.clamp(2, 12);
    let advice = advised(draft, width, over.height, theme);
    let inner = sheet(
        frame,
        over,
        &title(draft, name),
        1 + said + lines + advice.len() + 1,
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
    let y = y.min(inner.height);
    let below = u16::try_from(advice.len()).unwrap_or(0) + 1;
    // The text keeps two rows; advice goes first where there is hardly any room.
    let below = below.min(inner.height.saturating_sub(y + 2)).max(1);
    let text = Rect {
        y: inner.y + y,
        height: inner.height.saturating_sub(y + below),
        ..inner
    };
    write(frame, text, &draft.editor, draft.writing, theme);
    for (row, at) in advice.iter().zip(inner.height.saturating_sub(below)..) {
        if at + 1 < inner.height {
            paint::row(frame, inner, 0, at, row);
        }
    }
    let last = inner.height.saturating_sub(1);
    paint::row(frame, inner, 0, last, &hint(draft, theme));
}

fn title(draft: &Draft, name: &str) -> String {
    let from = match draft.from.0.as_str() {
        _ if draft.touched => ", edited".to_owned(),
        "" => String::new(),
        from => format!(", from {from}"),
    };
    format!("Update to {name}: {}{from}", draft.state)
}

/// What to look at again, as many rows as there is room for.
fn advised(draft: &Draft, width: usize, height: u16, theme: &Theme) -> Vec<Row> {
    let waits = draft.waiting.iter().map(|w| {
        let trouble = w.trouble.as_ref().map(|t| format!(" ({t})"));
        let (by, at) = (&w.by, w.at.clock());
        format!(
            "on its way since {at}, by {by}{}",
            trouble.unwrap_or_default()
        )
    });
    let waits: Vec<String> = waits.collect();
    let trouble = draft.from.1.iter().map(|what| (what, Role::Warn));
    let advice = draft.advice.iter().map(|what| (what, Role::Warn));
    let most = usize::from(height / 6).clamp(1, 5);
    let all: Vec<(&String, Role)> = {
        let waits = waits.iter().map(|what| (what, Role::Alarm));
        waits.chain(trouble).chain(advice).collect()
    };
    let more = all.len().saturating_sub(most);
    let shown = all.into_iter().take(most).enumerate();
    shown
        .map(|(n, (what, look))| {
            let more = match more {
                left if left > 0 && n + 1 == most => format!("  +{left}"),
                _ => String::new(),
            };
            let room = width.saturating_sub(3 + more.len());
            let mut lines = paint::wrap(what, room).into_iter();
            let first = lines.next().unwrap_or_default();
            Row::new()
                .add("? ", theme.style(Role::Key))
                .add(first + &more, theme.style(look))
        })
        .collect()
}

fn hint(draft: &Draft, theme: &Theme) -> Row {
    let style = |role| theme.style(role);
    if draft.writing {
        return Row::new().add(
            format!("Enter: {}.  Alt-Enter: a new line.", draft.enter),
            style(Role::Dim),
        );
    }
    let mut row = Row::new();
    if draft.waiting.is_some() {
        row = row
            .add("x", style(Role::Key))
            .add(": cancel it.  ", style(Role::Text));
    } else if draft.last.is_some() {
        row = row
            .add("b again", style(Role::Key))
            .add(": no material change.  ", style(Role::Text));
    }
    row.add("Enter", style(Role::Key))
        .add(format!(": {}.  ", draft.enter), style(Role::Text))
        .add("e", style(Role::Key))
        .add(": edit it.", style(Role::Text))
}
