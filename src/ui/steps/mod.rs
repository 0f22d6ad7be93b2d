//! ```text
//! ─ 2/4 Fail over ── 11/27 ── 2 open pairs ────
//! ✔ 1.4 DECISION: fail over        GF  02:07:32
//! ● 2.2 Fence 42A           doing  CP   0:48/1m
//! ▶›2.3 Promote the replica  !!    db  wait 2.2
//! ○ 3.1 Service restored         sensed to.web
//!   3.2 … +11 more                left 7–11 min
//! ```
//! State, cursor, number, title; at the right who, and the time or what it waits for. Only visible rows are made.

mod clock;
mod line;
mod window;

use line::{Line, line};
use window::window;

use super::paint::{self, Row};
use super::theme::Theme;
use super::words::{self};
use crate::cockpit::{Cursor, Model, Pane};
use crate::domain::time::Span;
use crate::formats::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;

/// From this width on names and times have room, and what is said of a step stands beside its title.
const WIDE: usize = 60;

/// Draws the checklist.
pub(super) fn render(frame: &mut Frame<'_>, area: Rect, model: &Model, theme: &Theme) {
    if area.height == 0 {
        return;
    }
    let shown = model.shown_steps();
    title(frame, area, model, shown.len(), theme);
    let list = Rect {
        y: area.y + 1,
        height: area.height - 1,
        ..area
    };
    if model.board.steps.is_empty() {
        super::triage::render(frame, list, model, theme);
        return;
    }
    if shown.is_empty() {
        paint::row(
            frame,
            list,
            0,
            0,
            &Row::new().plain("no step holds that; / changes the filter"),
        );
        return;
    }
    let list = super::selected::render(frame, list, model, theme);
    let height = usize::from(list.height);
    let cursor = model.cursor();
    let at = shown.iter().position(|s| Some(*s) == cursor).unwrap_or(0);
    let now = model.now_step();
    let now = now.and_then(|now| shown.iter().position(|s| *s >= now));
    let (start, end) = window(shown.len(), now.unwrap_or(at), at, height);
    let digits = shown[start..end]
        .iter()
        .map(|s| model.board.steps[*s].number.len());
    let digits = digits.max().unwrap_or(3).max(3);
    let nows = model.board.nows();
    for (y, s) in (0..).zip(&shown[start..end]) {
        let step = &model.board.steps[*s];
        let here = Some(*s) == cursor;
        line(
            frame,
            list,
            y,
            Line {
                step,
                digits,
                here,
                now: Some(*s) == model.now_step(),
                others: nows.contains(s),
            },
            model,
            theme,
        );
    }
    if end < shown.len() && end - start < height {
        let y = list.height.saturating_sub(1);
        let next = &model.board.steps[shown[end]].number;
        let more = format!("  {next} … +{} more", shown.len() - end);
        let more = Row::new().add(more, theme.style(Role::Dim));
        paint::both(frame, list, y, &more, &left(model, theme));
    } else if end - start < height {
        paint::right(frame, list, list.height - 1, &left(model, theme));
    }
}

fn title(frame: &mut Frame<'_>, area: Rect, model: &Model, shown: usize, theme: &Theme) {
    let style = |role| theme.style(role);
    let board = &model.board;
    let dash = words::dash(model.mode());
    let mut parts = Vec::new();
    let phase = model
        .now_step()
        .or(board.now)
        .map(|at| board.steps[at].phase);
    let name = match (
        board.run.is_some(),
        phase.and_then(|p| board.phases.get(p).map(|row| (p, row))),
    ) {
        (true, Some((p, row))) => format!("{}/{} {}", p + 1, board.phases.len(), row.title),
        (true, None) => board.title.clone(),
        (false, _) => "Triage".to_owned(),
    };
    parts.push(Row::new().add(name, style(Role::Title)));
    parts.extend(phase.and_then(|phase| clock::budget(model, phase, theme)));
    if let Some(filter) = &model.view.filter {
        parts.push(Row::new().add(format!("/{filter}: {shown}"), style(Role::News)));
    } else if board.total > 0 {
        parts.push(Row::new().plain(format!("{}/{}", board.done, board.total)));
    }
    if let (Cursor::At(id), Some(step)) = (&model.view.cursor, model.cursor())
        && model.now_step() != Some(step)
        && board.steps[step].step.id == *id
    {
        let words = format!("keys act on {}", board.steps[step].number);
        let mut row = Row::new().add(words, style(Role::Warn));
        if usize::from(area.width) >= WIDE {
            row.push(", . is back to NOW", style(Role::Dim));
        }
        // First, so that it is never cut off.
        parts.insert(0, row);
    } else if let Some(words) = clock::phase(model, phase, usize::from(area.width), theme) {
        parts.push(words);
    } else if board.all_pairs().next().is_some() {
        let pairs = board.all_pairs().count();
        let words = if pairs == 1 {
            "1 open pair".to_owned()
        } else {
            format!("{pairs} open pairs")
        };
        let look = if board.all_pairs().any(|p| p.unproven) {
            Role::Warn
        } else {
            Role::Text
        };
        parts.push(Row::new().add(words, style(look)));
    }
    paint::rule(frame, area, 0, dash, &parts, theme);
    super::mark_focus(frame, area, model, Pane::Steps, theme);
}

/// `left 7–11 min + 2 decisions`, from planned times and earlier runs.
fn left(model: &Model, theme: &Theme) -> Row {
    let Some(eta) = model.board.eta(model.now) else {
        return Row::new();
    };
    let minutes = |s: Span| (s.as_seconds() + 59) / 60;
    let (least, most) = (minutes(eta.least), minutes(eta.most));
    let range = if least == most {
        least.to_string()
    } else {
        format!("{least}–{most}")
    };
    let more = if eta.unplanned > 0 { "+" } else { "" };
    let pauses = match eta.pauses {
        0 => String::new(),
        1 => " + decision".to_owned(),
        n => format!(" + {n} decisions"),
    };
    let words = format!("left {range}{more} min{pauses}");
    Row::new().add(words, theme.style(Role::Dim))
}
