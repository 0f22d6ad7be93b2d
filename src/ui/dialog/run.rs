//! A command that is about to run: what, where, as whom it was approved; the keys that stand between.
//!
//! ```text
//! ═ Run 2.2 Fence 42A? ═══════════════════════════════════════
//! on b1, at 42A (from), in /srv/plan; ended after 60m
//! ./fence.sh h42
//! NOT APPROVED as it is written: a approves it
//! y runs it   Esc leaves it
//! ```

use super::text::hard;
use super::{scrolled, sheet};
use crate::cockpit::Model;
use crate::cockpit::runner::{Approval, RunAsk};
use crate::domain::approval::changes;
use crate::domain::rules::{Standing, StepRow};
use crate::domain::words::{Mode, StepState};
use crate::formats::theme::Role;
use crate::ui::now::place;
use crate::ui::paint::{self, Row};
use crate::ui::theme::Theme;
use crate::ui::words::planned;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Draws it. The keys keep their row when there is hardly any room.
pub(super) fn render(
    frame: &mut Frame<'_>,
    over: Rect,
    ask: &RunAsk,
    model: &Model,
    theme: &Theme,
) {
    let Some(step) = model.board.step(&ask.flow.step) else {
        sheet(frame, over, "This step is gone", 0, theme);
        return;
    };
    let width = usize::from(over.width);
    let mut rows = vec![where_it_runs(model, step, theme)];
    rows.extend(ran_already(step, theme));
    rows.extend(command(ask, width, theme));
    rows.extend(approval(ask, width, theme));
    let title = format!("Run {} {}?", step.number, step.title);
    let inner = sheet(frame, over, &title, rows.len() + 1, theme);
    let keys = keys(ask, theme);
    let above = Rect {
        height: inner.height.saturating_sub(1),
        ..inner
    };
    scrolled(frame, above, &rows, ask.top, theme);
    if inner.height > 0 {
        paint::row(frame, inner, 0, inner.height - 1, &keys);
    }
}

/// Host, side, folder, and when it is ended.
fn where_it_runs(model: &Model, step: &StepRow, theme: &Theme) -> Row {
    let mut row = Row::new();
    if model.mode() == Mode::Drill {
        row.push("DRILL, but it REALLY RUNS  ", theme.style(Role::Warn));
    }
    row.push(format!("on {}", model.me.machine), theme.style(Role::Now));
    if let Some(side) = step.step.side {
        row.push(format!(", {}", place(model, side)), theme.style(Role::Now));
    }
    let limit = planned(step.step.limit());
    let words = format!(", in {}; ended after {limit}", model.runner.folder);
    row.add(words, theme.style(Role::Text))
}

/// Said before the same command runs a second time.
fn ran_already(step: &StepRow, theme: &Theme) -> Option<Row> {
    let job = step.job.as_ref()?;
    let Standing::Ended { exit, .. } = &job.standing else {
        return None;
    };
    let same = job.part == step.part_to_run() && step.state == StepState::Doing;
    let words = format!(
        "RAN ALREADY at {}, by {}: exit {exit}",
        job.since.clock(),
        job.by
    );
    same.then(|| Row::new().add(words, theme.style(Role::Warn)))
}

/// The exact bytes, from the first column; several lines are counted.
fn command(ask: &RunAsk, width: usize, theme: &Theme) -> Vec<Row> {
    let shown = |c: char| match c {
        c if c.is_ascii() => c.to_string(),
        c => format!("<U+{:04X}>", u32::from(c)),
    };
    let text: String = ask.text.chars().map(shown).collect();
    let lines = hard(&text, width).into_iter();
    let look = theme.style(Role::Command);
    let mut rows: Vec<Row> = lines.map(|line| Row::new().add(line, look)).collect();
    let count = ask.text.lines().count();
    if count > 1 {
        let words = format!("{count} LINES, run as one script");
        rows.push(Row::new().add(words, theme.style(Role::Warn)));
    }
    if !ask.text.is_ascii() {
        let words = "characters beyond ASCII stand as <U+....>: look whether they belong there";
        rows.push(Row::new().add(words, theme.style(Role::Warn)));
    }
    rows
}

/// Whether it was approved; what changed since, if something was.
fn approval(ask: &RunAsk, width: usize, theme: &Theme) -> Vec<Row> {
    let warn = |words: &str| Row::new().add(words, theme.style(Role::Warn));
    let text = |line: String| Row::new().add(line, theme.style(Role::Text));
    let lines = |text: &str| hard(text, width);
    match &ask.approval {
        Approval::Given => Vec::new(),
        Approval::Never => {
            let mut rows = vec![warn("NOT APPROVED on this machine yet. As it is written:")];
            rows.extend(lines(&ask.template).into_iter().map(text));
            rows
        }
        Approval::Changed(was) => changed(was, &ask.template, width, theme),
    }
}

/// What changed since something else was approved.
pub(super) fn changed(was: &str, is: &str, width: usize, theme: &Theme) -> Vec<Row> {
    let warn = "CHANGED since you approved it, - was, + is:";
    let mut rows = vec![Row::new().add(warn, theme.style(Role::Warn))];
    let changes = changes(was, is);
    let lines = changes.iter().flat_map(|line| hard(line, width));
    rows.extend(lines.map(|line| Row::new().add(line, theme.style(Role::Text))));
    rows
}

fn keys(ask: &RunAsk, theme: &Theme) -> Row {
    let mut row = Row::new();
    let mut key = |key: &str, words: &str| {
        row.push(key, theme.style(Role::Key));
        row.push(format!(" {words}   "), theme.style(Role::Text));
    };
    if ask.approval != Approval::Given {
        key("a", "approves it as written");
    }
    if !ask.seen {
        key("u", "the characters are right");
    }
    let ready = ask.approval == Approval::Given && ask.seen;
    key("y", if ready { "RUNS it" } else { "then runs it" });
    key("Esc", "leaves it");
    row
}
