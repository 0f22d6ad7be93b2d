//! ```text
//! NOW 2.3 Promote the replica at C10           @db you   BLOCKED by 2.2 (CP, 0:48)
//! sudo -u postgres pg_ctl promote -D /var/lib/postgresql/data
//! at C10 (to)  expect recovery = f  NO UNDO  type "promote", then CP confirms
//! ```
//! The step to do next. Its command stands alone on its line, from the first column, so that it can be taken by mouse.

mod act;
mod detail;
mod sensed;
mod standing;

pub(super) use act::waits;
pub(super) use detail::{guard, place};
pub(super) use sensed::sensed;

use super::paint::{self, Row};
use super::theme::Theme;
use crate::cockpit::Model;
use crate::domain::rules::{Pair, StepRow};
use crate::domain::words::StepKind;
use crate::formats::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Draws the step to do next.
pub(super) fn render(frame: &mut Frame<'_>, area: Rect, model: &Model, theme: &Theme) {
    let Some(step) = model.now_step().and_then(|at| model.board.steps.get(at)) else {
        nothing(frame, area, model, theme);
        return;
    };
    let style = |role| theme.style(role);
    let title = Row::new()
        .add("NOW ", style(Role::Now))
        .add(format!("{} ", step.number), style(Role::Now))
        .add(words_of_kind(step), style(Role::Now))
        .add(&step.title, style(Role::Now));
    let room = usize::from(area.width);
    let mut end = standing::owner(model, step, theme);
    let state = standing::standing(model, step, theme);
    let least = title.width().min(room * 2 / 5);
    if end.width() + state.width() + 4 + least > room {
        end = Row::new();
    }
    if !end.is_empty() {
        end.push("   ", style(Role::Text));
    }
    end.append(state);
    if end.width() + 1 + least > room {
        let (left, right) = (room.saturating_sub(end.width() + 1).max(least), Row::new());
        let title = title.cut(left).plain(" ");
        paint::both(frame, area, 0, &joined(title, end), &right);
    } else {
        paint::both(frame, area, 0, &title, &end);
    }
    let middle = area
        .height
        .saturating_sub(if area.height > 2 { 2 } else { 1 });
    let act = act::act(
        model,
        step,
        usize::from(area.width),
        usize::from(middle),
        theme,
    );
    for (y, line) in (1..).zip(&act).take(usize::from(middle)) {
        paint::row(frame, area, 0, y, line);
    }
    let used = u16::try_from(act.len())
        .unwrap_or(1)
        .clamp(1, middle.max(1));
    if area.height > 2 {
        let detail = detail::detail(
            model,
            step,
            (usize::from(area.width), area.height > 3),
            theme,
        );
        paint::row(frame, area, 0, 1 + used, &detail);
        let more = detail::more(model, step, theme);
        for (y, line) in (2 + used..area.height).zip(&more) {
            paint::row(frame, area, 0, y, line);
        }
    }
}

fn nothing(frame: &mut Frame<'_>, area: Rect, model: &Model, theme: &Theme) {
    let style = |role| theme.style(role);
    let now = Row::new().add("NOW ", style(Role::Now));
    let (title, then) = if !model.loaded {
        (
            "reading the journal…",
            "what is known so far is shown; keys that write wait",
        )
    } else if !model.incident.is_open() {
        (
            "this incident is closed",
            ":reopen incident goes on with it; switchover show prints how it stands",
        )
    } else if model.board.run.is_none() {
        (
            "triage: find out what is wrong, then decide",
            "n notes what you see, i captures a step, m a milestone, b tells people",
        )
    } else {
        if model.board.phases.is_empty() {
            (
                "every captured step is closed",
                "i adds the next, o adopts a checklist, : close",
            )
        } else {
            ("every step is closed", "check both providers, then : close")
        }
    };
    let over = model.board.aborted.is_some() && model.incident.is_open();
    let (title, then) = if over {
        (
            "the run is ABORTED",
            "o adopts another checklist, or : close",
        )
    } else {
        (title, then)
    };
    paint::row(frame, area, 0, 0, &now.add(title, style(Role::Now)));
    paint::row(frame, area, 0, 1, &Row::new().plain(then));
    if model.board.run.is_none() && model.loaded && model.incident.is_open() {
        let then = Row::new().plain("o adopts a checklist once the decision falls");
        paint::row(frame, area, 0, 2, &then);
    } else if let Some(words) = still_set(model) {
        paint::row(frame, area, 0, 2, &Row::new().add(words, style(Role::Warn)));
    }
}

/// What was set and is not undone yet.
fn still_set(model: &Model) -> Option<String> {
    let names: Vec<String> = model.board.all_pairs().map(Pair::words).collect();
    (!names.is_empty()).then(|| format!("STILL SET: {}", names.join(", ")))
}

/// `DECISION: ` and the like, where the kind changes what is expected of people.
fn words_of_kind(step: &StepRow) -> &'static str {
    match step.step.kind {
        StepKind::Decision => "DECISION: ",
        StepKind::Hold => "HOLD: ",
        StepKind::Do | StepKind::Check | StepKind::Wait | StepKind::Bulletin | StepKind::Task => "",
    }
}

fn joined(mut left: Row, right: Row) -> Row {
    left.append(right);
    left
}
