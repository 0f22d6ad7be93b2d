//! One step as one line: state, cursor, number, title; at the right who, and the time or what it waits for.

use super::WIDE;
use crate::cockpit::Model;
use crate::domain::checklist::WaitFor;
use crate::domain::rules::StepRow;
use crate::domain::rules::pace::{Over, pace};
use crate::domain::rules::sense::condition;
use crate::domain::rules::tasks::due_in;
use crate::domain::text::visible;
use crate::domain::time::{Span, Time};
use crate::domain::words::{StepKind, StepState};
use crate::formats::theme::Role;
use crate::ui::counted;
use crate::ui::jobs;
use crate::ui::paint::{self, Row};
use crate::ui::theme::Theme;
use crate::ui::words::{self, planned, second};
use ratatui::Frame;
use ratatui::layout::Rect;

/// From this width of the screen on, what proves a tick stands beside it.
const EVIDENCE: u16 = 120;

/// Columns a title has at least.
const LEAST: usize = 6;

/// One line of the list, before it is drawn.
pub(super) struct Line<'a> {
    pub(super) step: &'a StepRow,
    pub(super) digits: usize,
    pub(super) here: bool,
    pub(super) now: bool,
    /// Another team's NOW, unless it is the own one.
    pub(super) others: bool,
}

/// Draws it.
pub(super) fn line(
    frame: &mut Frame<'_>,
    area: Rect,
    y: u16,
    line: Line<'_>,
    model: &Model,
    theme: &Theme,
) {
    let style = |role| theme.style(role);
    let step = line.step;
    let (glyph, look) = if step.struck {
        ("~", Role::Closed)
    } else {
        words::state(step.state)
    };
    let (glyph, look) = match (line.now, step.state) {
        (true, StepState::Todo) => ("▶", Role::Now),
        (true, _) => ("▶", look),
        (false, StepState::Todo) if line.others => ("▷", Role::Now),
        (false, _) => (glyph, look),
    };
    let closed = step.is_closed();
    let words = if closed && step.state != StepState::Done {
        Role::Closed
    } else {
        Role::Text
    };
    let words = if line.now { Role::Now } else { words };
    let mut row = Row::new().add(glyph, style(look));
    row.push(if line.here { "›" } else { " " }, style(Role::Now));
    row.push(format!("{:<1$} ", step.number, line.digits), style(words));
    if step.step.kind == StepKind::Decision {
        row.push("DECISION: ", style(words));
    }
    if step.step.kind == StepKind::Hold {
        row.push("HOLD: ", style(words));
    }
    let end = evidence(model, step, usize::from(area.width), theme)
        .unwrap_or_else(|| end(model, step, area.width, theme));
    let lost = model
        .senses
        .of(&step.step.id)
        .is_some_and(|s| s.lost.is_some());
    let mut said = said(step, lost, theme);
    if let Some(pace) = counted::of_step(model, step) {
        let words = counted::short(&pace, model.now, 12);
        said.push(format!(" {words}"), style(Role::Doing));
    }
    said.append(of_its_cockpit(model, step, area.width, theme));
    let width = usize::from(area.width);
    // Where there is no room for it NOW and the details tell it.
    let promise = back(model, step, theme);
    if row.width() + LEAST + said.width() + promise.width() + end.width() < width {
        said.append(promise);
    }
    let room = width.saturating_sub(row.width() + end.width() + said.width() + 1);
    let title = match &step.amended.struck_by {
        Some((_, Some(why))) if step.struck => format!("{}: {why}", step.title),
        _ => step.title.clone(),
    };
    row.push(paint::cut(&title, room.max(LEAST)), style(words));
    let named = Rect {
        width: u16::try_from(row.width())
            .unwrap_or(area.width)
            .min(area.width),
        ..area
    };
    if width < WIDE {
        row.to(width.saturating_sub(end.width() + said.width() + 1));
    }
    row.append(said);
    row.to(width.saturating_sub(end.width()));
    row.append(end);
    paint::row(frame, area, 0, y, &row);
    if line.here {
        paint::look(frame, named, y, theme);
    }
}

/// What has to be said of a step in words, right of its title.
fn said(step: &StepRow, lost: bool, theme: &Theme) -> Row {
    let style = |role| theme.style(role);
    let mut row = Row::new();
    for (who, state) in step.rivals.iter().take(1) {
        row.push(format!(" also: {state} by {who}"), style(Role::Alarm));
    }
    if lost {
        row.push(" LOST", style(Role::Alarm));
    }
    if let Some((n, m)) = step.progress().filter(|_| !step.is_closed()) {
        row.push(format!(" {n}/{m}"), style(Role::Doing));
    }
    if step.state == StepState::Verified {
        row.push(" verified", style(Role::Done));
    }
    if step.step.optional && step.state == StepState::Todo {
        row.push(" optional", style(Role::Dim));
    }
    if step.unproven {
        row.push(" UNPROVEN", style(Role::Warn));
    }
    if step.step.irreversible && !step.is_closed() {
        row.push(" !!", style(Role::Warn));
    }
    if let (true, Some((who, _))) = (step.amended.strike_contested, &step.amended.struck_by) {
        row.push(format!(" struck by {who}"), style(Role::Alarm));
    }
    if !step.amended.rival_edits.is_empty() {
        row.push(" edited twice", style(Role::Alarm));
    } else if (step.edited || step.added) && !step.struck {
        row.push(
            if step.added { " added" } else { " edited" },
            style(Role::News),
        );
    }
    if step.state == StepState::Doing {
        row.push(" doing", style(Role::Doing));
    }
    row
}

/// `200 in 23 ms, 1 s old  probe 02:13:44`: beside a tick of its probe the raw answer, and how old it was then, where
/// there is room for it.
fn evidence(model: &Model, step: &StepRow, width: usize, theme: &Theme) -> Option<Row> {
    let evidence = step.evidence.as_deref().filter(|_| step.sensed)?;
    if model.view.size.0 < EVIDENCE || width < WIDE {
        return None;
    }
    let (time, look) = time(model, step);
    let after = format!("  {} ", step.by.as_deref().unwrap_or("probe"));
    let room = (width * 2 / 3).saturating_sub(paint::width(&after) + paint::width(&time));
    let mut row = Row::new().add(paint::cut(&visible(evidence), room), theme.style(Role::Dim));
    row.push(after, theme.style(Role::Text));
    row.push(time, theme.style(look));
    Some(row)
}

/// What its command last printed, where there is room; or how long the cockpit of who is at it has been gone.
fn of_its_cockpit(model: &Model, step: &StepRow, width: u16, theme: &Theme) -> Row {
    let mut row = Row::new();
    if let Some(gone) = jobs::cockpit_gone(model, step) {
        let words = format!(", cockpit gone {}", gone.short());
        row.push(words, theme.style(Role::Warn));
    }
    if let Some(last) = jobs::last_line(model, step).filter(|_| usize::from(width) >= WIDE) {
        let last = paint::cut(&last, usize::from(width) / 4).into_owned();
        row.push(format!(" | {last}"), theme.style(Role::Dim));
    }
    row
}

/// How long until the holder of an open step promised to be back, or that it is over.
fn back(model: &Model, step: &StepRow, theme: &Theme) -> Row {
    let Some(back) = step.back.filter(|_| !step.is_closed()) else {
        return Row::new();
    };
    let left = back - model.now;
    let look = if left.0 < 0 { Role::Bad } else { Role::News };
    Row::new().add(format!(" {}", words::back(left)), theme.style(look))
}

/// Who, and the time or what it waits for.
fn end(model: &Model, step: &StepRow, width: u16, theme: &Theme) -> Row {
    let style = |role| theme.style(role);
    let (wide_who, wide_time) = if usize::from(width) >= WIDE {
        (9, 12)
    } else {
        (5, 8)
    };
    if width < 30 {
        return Row::new();
    }
    let (time, look) = time(model, step);
    let who = words::doer(model, step).unwrap_or("-");
    let mut row = Row::new();
    let time_width = paint::width(&time);
    if time_width > wide_time {
        let room = wide_who + 1 + wide_time;
        let blanks = room.saturating_sub(time_width);
        row.push(" ".repeat(blanks), style(Role::Text));
        row.push(paint::cut(&time, room), style(look));
        return row;
    }
    let who = paint::cut(who, wide_who).into_owned();
    let pad = wide_who - paint::width(&who).min(wide_who);
    row.push(who, style(Role::Text));
    row.push(
        " ".repeat(pad + 1 + wide_time - time_width),
        style(Role::Text),
    );
    row.push(time, style(look));
    row
}

/// The last column: since when, how long, or what it waits for.
fn time(model: &Model, step: &StepRow) -> (String, Role) {
    if step.struck {
        return ("struck".to_owned(), Role::Closed);
    }
    match step.state {
        StepState::Doing => doing(step, model.now),
        StepState::Waiting => match step.until.map(|until| until - model.now) {
            Some(left) if left.0 < 0 => (format!("OVER {}", left.calm()), Role::Bad),
            Some(left) => (format!("{} left", left.calm()), Role::Waiting),
            None => {
                let counted = counted(model, step);
                (
                    counted.unwrap_or_else(|| "waiting".to_owned()),
                    Role::Waiting,
                )
            }
        },
        StepState::Done | StepState::Verified => {
            let took = step.took().filter(|t| t.0 >= 1000).map(Span::calm);
            let at = step.since.map(second).unwrap_or_default();
            (took.unwrap_or(at), Role::Dim)
        }
        StepState::Failed => ("FAILED".to_owned(), Role::Failed),
        StepState::Unknown => ("UNKNOWN".to_owned(), Role::Unknown),
        StepState::Skipped | StepState::Deferred | StepState::Waived => {
            (step.state.to_string(), Role::Closed)
        }
        StepState::NotTaken => ("not taken".to_owned(), Role::Closed),
        StepState::Todo if step.is_task() => match model.board.due(&model.incident, step) {
            Some(at) => (due_in(at - model.now), Role::Dim),
            None => ("after".to_owned(), Role::Dim),
        },
        StepState::Todo => (todo(model, step), Role::Dim),
    }
}

/// How long somebody is at it, against its planned time, and after that against its time-box.
fn doing(step: &StepRow, now: Time) -> (String, Role) {
    let Some(pace) = pace(step, now) else {
        return (String::new(), Role::Doing);
    };
    let look = match pace.over {
        Over::No => Role::Doing,
        Over::Plan => Role::Warn,
        Over::Box => Role::Bad,
    };
    match (pace.excess(), pace.limit) {
        (Some(excess), _) => (format!("OVER {}", excess.calm()), look),
        (None, Some(limit)) => (format!("{}/{}", pace.used.calm(), planned(limit)), look),
        (None, None) => (pace.used.calm(), look),
    }
}

/// `to.web 2/3`: how often in a row the own probe has shown what the step is bound to.
fn counted(model: &Model, step: &StepRow) -> Option<String> {
    let on = condition(&step.step)?;
    let reading = model.senses.of(&step.step.id)?.sensing.reading()?;
    Some(format!("{} {}/{}", on.probe, reading.count, reading.of))
}

fn todo(model: &Model, step: &StepRow) -> String {
    if let Some(first) = step.unmet.first() {
        return format!("wait {first}");
    }
    let reading = model
        .senses
        .of(&step.step.id)
        .and_then(|s| s.sensing.reading());
    if reading.is_some_and(|r| r.count > 0)
        && let Some(counted) = counted(model, step)
    {
        return counted;
    }
    if let Some(sensed) = &step.step.sensed {
        return format!("sensed {}", sensed.probe);
    }
    match step.step.wait.as_ref().map(|w| &w.what) {
        Some(WaitFor::Fixed(span)) => planned(*span),
        Some(WaitFor::TtlOf(_)) => "old TTL".to_owned(),
        Some(WaitFor::Until(on)) => on.probe.clone(),
        None => step
            .step
            .takes
            .map(|t| format!("~{}", planned(t)))
            .unwrap_or_default(),
    }
}
