//! Where there is room, below the checklist: the command, expectation and undo of the step under the cursor, when
//! that is not NOW.

use super::paint::{self, Row};
use super::theme::Theme;
use crate::cockpit::Model;
use crate::domain::rules::StepRow;
use crate::domain::text::code_points;
use crate::formats::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Rows it takes.
const ROWS: u16 = 4;

/// Takes its rows off the lower end of the list, if there is something to tell and room for it.
pub(super) fn render(frame: &mut Frame<'_>, list: Rect, model: &Model, theme: &Theme) -> Rect {
    let cursor = model.cursor().filter(|at| Some(*at) != model.now_step());
    let Some(step) = cursor.and_then(|at| model.board.steps.get(at)) else {
        return list;
    };
    if list.height < 14 || list.width < 60 {
        return list;
    }
    let height = list.height - ROWS;
    let area = Rect {
        y: list.y + height,
        height: ROWS,
        ..list
    };
    for (y, row) in (0..ROWS).zip(rows(model, step, theme)) {
        paint::row(frame, area, 0, y, &row);
    }
    Rect { height, ..list }
}

fn rows(model: &Model, step: &StepRow, theme: &Theme) -> [Row; 4] {
    let text = |t: &String| model.board.names.text(t);
    let style = |role| theme.style(role);
    let labelled = |label: &str, words: Option<String>| match words {
        Some(words) => Row::new()
            .add(format!("{label} "), style(Role::Dim))
            .add(words, style(Role::Text)),
        None => Row::new().add(format!("{label} -"), style(Role::Dim)),
    };
    let command = model.board.command(step);
    let first = command.map(|c| code_points(c.text.lines().next().unwrap_or(""), false));
    let title = format!("{} {}", step.number, step.title);
    [
        Row::new().add(title, style(Role::Title)),
        Row::new().add(
            first.unwrap_or_else(|| "(no command)".to_owned()),
            style(Role::Command),
        ),
        labelled("expect", step.step.expect.as_ref().map(text)),
        labelled("undo", step.step.undo.as_ref().map(text)),
    ]
}
