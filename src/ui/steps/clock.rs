//! What the title of the checklist says of time: the budget of a tight phase, and which phase the clock says.

use super::WIDE;
use crate::cockpit::{Action, Model};
use crate::domain::rules::window;
use crate::formats::theme::Role;
use crate::ui::paint::Row;
use crate::ui::theme::Theme;

/// `1:12 of 3m`, `OVER 0:14`; before a tight phase has begun its budget.
pub(super) fn budget(model: &Model, phase: usize, theme: &Theme) -> Option<Row> {
    let budget = model.board.phases.get(phase)?.tight?;
    let Some(tight) = model.board.budget(phase, model.now) else {
        let words = format!("budget {}", budget.planned());
        return Some(Row::new().add(words, theme.style(Role::Text)));
    };
    let look = match tight.excess() {
        Some(_) => Role::Alarm,
        None => Role::Now,
    };
    Some(Row::new().add(tight.words(), theme.style(look)))
}

/// `clock says 2 Mitigate since 3:10, > goes there` once the clock is ahead of the work; before that, where there is
/// room, which part of the clock it is and how long it still is.
pub(super) fn phase(
    model: &Model,
    current: Option<usize>,
    width: usize,
    theme: &Theme,
) -> Option<Row> {
    let open = model.incident.is_open();
    let clock = model
        .board
        .by_clock(model.clocks.since_declared.filter(|_| open))?;
    let row = &model.board.phases[clock.phase];
    let (number, wide) = (clock.phase + 1, width >= WIDE);
    if clock.go_on_at.is_some() {
        let key = Action::Clock.key();
        let words = if wide {
            let since = clock.since.clock();
            format!(
                "clock says {number} {} since {since}, {key} goes there",
                row.title
            )
        } else {
            format!("clock says {number}, {key}")
        };
        return Some(Row::new().add(words, theme.style(Role::Warn)));
    }
    if !wide || current != Some(clock.phase) {
        return None;
    }
    let part = window::words(row.window);
    let left = clock.left.map(|left| format!(", {} left", left.calm()));
    let words = format!("clock: {part}{}", left.unwrap_or_default());
    Some(Row::new().add(words, theme.style(Role::Dim)))
}
