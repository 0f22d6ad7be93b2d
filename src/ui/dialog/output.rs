//! What a command prints, as it comes: its end, with what is scrolled back.

use super::sheet;
use super::text::hard;
use crate::cockpit::Model;
use crate::domain::ids::Id;
use crate::domain::rules::{JobRow, Standing};
use crate::formats::theme::Role;
use crate::ui::paint::{self, Row};
use crate::ui::theme::Theme;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Draws it.
pub(super) fn render(
    frame: &mut Frame<'_>,
    over: Rect,
    (step, job): (&Id, &Id),
    (back, ending): (usize, bool),
    model: &Model,
    theme: &Theme,
) {
    let row = model.board.step(step);
    let shown = row
        .and_then(|row| row.job.as_ref())
        .filter(|j| &j.id == job);
    let number = row.map_or("?", |row| &row.number);
    let how = shown.map_or_else(|| "an earlier run".to_owned(), |job| how(model, job));
    let inner = sheet(frame, over, &format!("{number} {how}"), usize::MAX, theme);
    let printed = model.runner.outputs.get(job);
    let lines = match printed {
        Some(printed) => hard(&printed.text, usize::from(inner.width)),
        None => vec!["nothing was heard of its output yet".to_owned()],
    };
    let room = usize::from(inner.height.saturating_sub(1));
    let end = lines
        .len()
        .saturating_sub(back.min(lines.len().saturating_sub(room)));
    let top = end.saturating_sub(room);
    for (y, line) in (0..inner.height).zip(&lines[top..end]) {
        let row = Row::new().add(line.as_str(), theme.style(Role::Text));
        paint::row(frame, inner, 0, y, &row);
    }
    if inner.height > 0 {
        let keys = keys(shown, ending, printed.map_or(0, |p| p.long), theme);
        paint::row(frame, inner, 0, inner.height - 1, &keys);
    }
}

/// How it stands, in words.
pub(super) fn how(model: &Model, job: &JobRow) -> String {
    let (on, by) = (&job.machine, &job.by);
    match &job.standing {
        Standing::Running => {
            let time = (model.now - job.since).calm();
            format!("runs on {on} for {time}, by {by}")
        }
        Standing::Ended { exit, .. } => format!("ran on {on}, by {by}: exit {exit}"),
        Standing::Lost => format!("UNKNOWN: its runner on {on} is gone"),
    }
}

fn keys(job: Option<&JobRow>, ending: bool, long: u64, theme: &Theme) -> Row {
    let mut row = Row::new();
    let mut key = |key: &str, words: &str| {
        row.push(key, theme.style(Role::Key));
        row.push(format!(" {words}   "), theme.style(Role::Text));
    };
    if ending {
        key("y", "ENDS the command   any other key: it goes on");
        return row;
    }
    key("k j", "scroll");
    if job.is_some_and(JobRow::is_running) {
        key("K", "ends the command");
    }
    key("q", "closes this");
    row.add(format!("{long} bytes"), theme.style(Role::Dim))
}
