//! What lies over the panes: at their lower end, as high as it needs, so that the checklist stays in sight.
//!
//! ```text
//! ═ Title ════════════════════════════════════════════════════
//! what to know before answering
//! › the answer
//! ```
//! No side borders: what is shown can be taken by mouse.

mod amend;
mod bulletin;
mod details;
mod help;
mod lists;
mod output;
mod probe;
mod probes;
mod run;
mod text;
mod things;
mod told;
mod who;

use super::paint::{self, Row};
use super::theme::Theme;
use crate::cockpit::{Dialog, Model};
use crate::formats::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Draws a dialog over the rows it may cover.
pub(super) fn render(
    frame: &mut Frame<'_>,
    over: Rect,
    dialog: &Dialog,
    model: &Model,
    theme: &Theme,
) {
    if over.height == 0 || over.width == 0 {
        return;
    }
    match dialog {
        Dialog::Ask(ask) => text::ask(frame, over, ask, theme),
        Dialog::Note(editor) => text::note(frame, over, editor, theme),
        Dialog::Sheet(sheet) => text::sheet_of(frame, over, sheet, theme),
        Dialog::Plain { title, text, top } => text::plain(frame, over, title, text, *top, theme),
        Dialog::Choose(choose) => lists::choose(frame, over, choose, theme),
        Dialog::Palette(palette) => lists::palette(frame, over, palette, theme),
        Dialog::Bulletin(draft) => bulletin::render(frame, over, draft, theme),
        Dialog::Amend(amend) => amend::render(frame, over, amend, theme),
        Dialog::Details { step, top } => details::render(frame, over, (step, *top), model, theme),
        Dialog::Probe { probe, top } => {
            probe::render(frame, over, (probe, *top), model, theme);
        }
        Dialog::Probes(ask) => probes::render(frame, over, ask, model, theme),
        Dialog::Run(ask) => run::render(frame, over, ask, model, theme),
        Dialog::Output {
            step,
            job,
            back,
            ending,
        } => output::render(frame, over, (step, job), (*back, *ending), model, theme),
        Dialog::Paper { paper, top } => things::render(frame, over, (paper, *top), model, theme),
        Dialog::Who { at } => who::render(frame, over, *at, model, theme),
        Dialog::Help { top } => help::render(frame, over, *top, theme),
    }
}

/// A sheet is at least as high as the timeline on 24 rows: no bare title peeps out above it.
const LEAST: u16 = 5;

/// Clears as many rows as the content wants at the lower end of `over`, with a title; returns the rows below it.
fn sheet(frame: &mut Frame<'_>, over: Rect, title: &str, wants: usize, theme: &Theme) -> Rect {
    let wants = u16::try_from(wants).unwrap_or(u16::MAX).saturating_add(1);
    let height = wants.max(LEAST).min(over.height);
    let area = Rect {
        y: over.bottom() - height,
        height,
        ..over
    };
    paint::clear(frame, area, theme);
    let title = Row::new().add(title, theme.style(Role::Title));
    paint::rule(frame, area, 0, "═", &[title], theme);
    Rect {
        y: area.y + 1,
        height: height - 1,
        ..area
    }
}

/// Draws lines from `top` on; the last row tells what is below. What is scrolled too far stops at the end.
fn scrolled(frame: &mut Frame<'_>, area: Rect, rows: &[Row], top: usize, theme: &Theme) {
    let height = usize::from(area.height);
    if height == 0 {
        return;
    }
    let top = top.min(rows.len().saturating_sub(height));
    let below = rows.len().saturating_sub(top + height);
    for (y, row) in (0..area.height).zip(&rows[top..]) {
        paint::row(frame, area, 0, y, row);
    }
    if below > 0 || top > 0 {
        let words = match (top, below) {
            (0, below) => format!(" ↓{below} "),
            (top, 0) => format!(" ↑{top} "),
            (top, below) => format!(" ↑{top} ↓{below} "),
        };
        let title = Rect {
            y: area.y.saturating_sub(1),
            height: 1,
            ..area
        };
        paint::right(
            frame,
            title,
            0,
            &Row::new().add(words, theme.style(Role::Dim)),
        );
    }
}

/// Rows of a label and its text, broken to the width; later lines stand under the text.
fn labelled(label: &str, text: &str, width: usize, look: Role, theme: &Theme) -> Vec<Row> {
    const LABEL: usize = 10;
    let lines = paint::wrap(text, width.saturating_sub(LABEL));
    let row = |(n, line): (usize, String)| {
        let mut row = Row::new();
        if n == 0 {
            row.push(label, theme.style(Role::Dim));
        }
        row.to(LABEL);
        row.push(line, theme.style(look));
        row
    };
    lines.into_iter().enumerate().map(row).collect()
}
