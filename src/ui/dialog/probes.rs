//! The commands of the plan's probes, before they may run here.
//!
//! ```text
//! ═ Run 2 commands of probes on b1? ══════════════════════════
//! in /srv/plan, again and again while a cockpit is open here
//! db at h42
//!   psql -XAt -c 'select pg_is_in_recovery()'
//! a approves all of them   Esc leaves them
//! ```

use super::run::changed;
use super::text::hard;
use super::{scrolled, sheet};
use crate::cockpit::Model;
use crate::cockpit::runner::{Approval, ProbesAsk};
use crate::formats::theme::Role;
use crate::ui::paint::{self, Row};
use crate::ui::theme::Theme;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Draws it. The keys keep their row when there is hardly any room.
pub(super) fn render(
    frame: &mut Frame<'_>,
    over: Rect,
    ask: &ProbesAsk,
    model: &Model,
    theme: &Theme,
) {
    let width = usize::from(over.width);
    let folder = &model.runner.folder;
    let how = format!("in {folder}, as you, again and again while a cockpit is open here");
    let mut rows: Vec<Row> = paint::wrap(&how, width)
        .into_iter()
        .map(|line| Row::new().add(line, theme.style(Role::Text)))
        .collect();
    match &ask.approval {
        Approval::Changed(was) => rows.extend(changed(was, &ask.listing, width, theme)),
        Approval::Given | Approval::Never => rows.extend(
            hard(&ask.listing, width)
                .into_iter()
                .map(|line| Row::new().add(line, theme.style(Role::Command))),
        ),
    }
    let title = match (ask.count, &model.me.machine) {
        (1, machine) => format!("Run the command of a probe on {machine}?"),
        (n, machine) => format!("Run the commands of {n} probes on {machine}?"),
    };
    let inner = sheet(frame, over, &title, rows.len() + 1, theme);
    let above = Rect {
        height: inner.height.saturating_sub(1),
        ..inner
    };
    scrolled(frame, above, &rows, ask.top, theme);
    if inner.height > 0 {
        paint::row(frame, inner, 0, inner.height - 1, &keys(ask, theme));
    }
}

fn keys(ask: &ProbesAsk, theme: &Theme) -> Row {
    let mut row = Row::new();
    let approved = ask.approval == Approval::Given;
    let keys = [
        (!approved).then_some(("a", "approves all of them")),
        Some((
            "Esc",
            if approved {
                "back; they are approved"
            } else {
                "leaves them"
            },
        )),
    ];
    for (key, words) in keys.into_iter().flatten() {
        row.push(key, theme.style(Role::Key));
        row.push(format!(" {words}   "), theme.style(Role::Text));
    }
    row
}
