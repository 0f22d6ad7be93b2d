//! Around the command of NOW: where, what to see, whether it can be undone, what is asked first.

use crate::cockpit::Model;
use crate::domain::rules::act::needs_a_person;
use crate::domain::rules::{Ballot, Standing, StepRow, confirm};
use crate::domain::words::{Side, StepKind, StepState};
use crate::formats::theme::Role;
use crate::ui::counted;
use crate::ui::jobs;
use crate::ui::paint::{self, Row};
use crate::ui::theme::Theme;

/// Where, what to expect, whether it can be undone, and what is asked before it may be done.
pub(super) fn detail(
    model: &Model,
    step: &StepRow,
    (width, tall): (usize, bool),
    theme: &Theme,
) -> Row {
    let style = |role| theme.style(role);
    let text = |t: &str| model.board.names.text(t);
    let mut must = must(model, step, theme);
    // Without a command its own line says it.
    let sensed = step
        .step
        .script()
        .and_then(|_| super::sensed(model, step, theme));
    if let Some(mut sensed) = sensed {
        sensed.push("  ", style(Role::Text));
        sensed.append(must);
        must = sensed;
    }
    let mut place = Row::new();
    if let Some(side) = step.step.side {
        place.push(format!("{}  ", self::place(model, side)), style(Role::Text));
    }
    let expect = match (&step.step.expect, step.step.kind) {
        (Some(expect), _) => format!("expect {}", text(expect)),
        (None, StepKind::Check) => "d asks for the value you see".to_owned(),
        (None, _) => String::new(),
    };
    let room = width.saturating_sub(place.width() + must.width() + 2);
    let mut row = if room < LEAST.min(paint::width(&expect)) {
        let mut row = must;
        row.append(place);
        row.push(expect, style(Role::Text));
        row
    } else {
        let mut row = place;
        if !expect.is_empty() {
            row.push(paint::cut(&expect, room), style(Role::Text));
            row.push("  ", style(Role::Text));
        }
        row.append(must);
        row
    };
    let extras = [
        undo(step).map(|u| format!("undo: {}  ", text(u))),
        abort(model, step),
    ];
    for extra in extras.into_iter().flatten() {
        if !tall && row.width() + LEAST <= width {
            row.push(extra, style(Role::Dim));
        }
    }
    row
}

/// A text shorter than this says nothing.
const LEAST: usize = 14;

/// What has to be known before the step is done: what is missing, what cannot be undone, what will be asked.
fn must(model: &Model, step: &StepRow, theme: &Theme) -> Row {
    let style = |role| theme.style(role);
    let mut row = Row::new();
    let votes: Vec<String> = step.told.votes.iter().map(Ballot::words).collect();
    if !votes.is_empty() && !step.is_closed() {
        let look = if step.without_go().count() > 0 {
            Role::Warn
        } else {
            Role::Ok
        };
        row.push(format!("{}  ", votes.join(", ")), style(look));
    }
    let command = model.board.command(step);
    for name in command.iter().flat_map(|c| &c.missing) {
        row.push(format!("v fills {name}  "), style(Role::Warn));
    }
    for name in command.iter().flat_map(|c| &c.unsafe_values) {
        let words = format!("{name} is not safe in a command  ");
        row.push(words, style(Role::Bad));
    }
    if step.state == StepState::Failed {
        let why = step.reason.as_deref().unwrap_or("no reason given");
        row.push(format!("{why}; R reopens  "), style(Role::Text));
    }
    if step.state == StepState::Unknown {
        let words = "it may have run: look first; then d done, f failed, R opens it again  ";
        row.push(words, style(Role::Warn));
    }
    if let Some(words) = jobs::running(model, step) {
        row.push(format!("{words}  "), style(Role::Doing));
    }
    if let Some(gone) = jobs::cockpit_gone(model, step) {
        let who = step.who().unwrap_or("?");
        let words = format!(
            "{who}'s cockpit gone {}: ask, or t takes it  ",
            gone.short()
        );
        row.push(words, style(Role::Warn));
    }
    if let Some(Standing::Ended { exit, tail, .. }) = ended(step) {
        let tail = tail.as_deref().map(|t| format!(": {t}"));
        let why = needs_a_person(step).unwrap_or("d closes it");
        let words = format!("ran, exit {exit}{}; {why}  ", tail.unwrap_or_default());
        row.push(words, style(Role::News));
    }
    if let Some(pace) = counted::of_step(model, step) {
        row.push(format!("{}  ", counted::long(&pace)), style(Role::Now));
    }
    if let (Some((n, m)), Some(part)) = (step.progress(), step.open_part().filter(|p| p.each)) {
        row.push(format!("{n}/{m}, next {}  ", part.title), style(Role::Now));
    }
    if let Some(warn) = &step.step.warn {
        let words = model.board.names.text(warn);
        row.push(format!("! {words}  "), style(Role::Warn));
    }
    if undo(step).is_none() && (step.step.irreversible || step.step.undo.is_some()) {
        row.push("NO UNDO  ", style(Role::Bad));
    }
    if step.step.irreversible && !step.is_closed() && !step.state.is_running() {
        row.push(guard(model, step), style(Role::Warn));
    }
    row
}

/// How its command ended, where that did not close it.
fn ended(step: &StepRow) -> Option<&Standing> {
    let job = step
        .job
        .as_ref()
        .filter(|_| step.state == StepState::Doing)?;
    (!job.is_running()).then_some(&job.standing)
}

/// How to undo it, where it can be undone.
fn undo(step: &StepRow) -> Option<&str> {
    let undo = step.step.undo.as_deref()?;
    let none = undo.trim_start().to_ascii_lowercase().starts_with("none");
    (!none && !step.step.irreversible).then_some(undo)
}

/// `at C10 (to)`
pub(in crate::ui) fn place(model: &Model, side: Side) -> String {
    let direction = model.incident.direction();
    let short = |id| model.plan.short(id);
    match (side, direction) {
        (Side::Both, Some((from, to))) => format!("at {} and {} (both)", short(from), short(to)),
        (Side::From, Some((from, _))) => format!("at {} (from)", short(from)),
        (Side::To, Some((_, to))) => format!("at {} (to)", short(to)),
        (side, None) => format!("at {side}"),
    }
}

/// `type "promote", then CP confirms`
pub(in crate::ui) fn guard(model: &Model, step: &StepRow) -> String {
    let typed = format!("type \"{}\"", step.step.id);
    let Some(by) = &step.step.confirm_by else {
        return format!("{typed}  ");
    };
    let doer = model.me.operator.as_str();
    let counts = |who: &&String| confirm::counts(step, who, doer);
    if let Some(who) = step.confirmed.iter().find(counts) {
        return format!("{typed}; confirmed by {who}  ");
    }
    if step.overridden.is_some() {
        return format!("{typed}; nobody confirms: OVERRIDE  ");
    }
    let holder = model.incident.holder(by).filter(|who| *who != doer);
    let who = holder.map(str::to_owned).or_else(|| {
        let role = model.plan.role(by)?;
        model
            .incident
            .holder(by)
            .is_none()
            .then(|| role.name.clone())
    });
    let who = who.unwrap_or_else(|| "somebody else".to_owned());
    format!("{typed}, then {who} confirms  ")
}

fn abort(model: &Model, step: &StepRow) -> Option<String> {
    let phase = model.board.phases.get(step.phase)?;
    phase
        .abort_if
        .as_ref()
        .map(|when| format!("abort if {when}"))
}

/// Where there is room: how to undo it in full, the abort criterion, what is good to know.
pub(super) fn more(model: &Model, step: &StepRow, theme: &Theme) -> Vec<Row> {
    let text = |t: &String| model.board.names.text(t);
    let mut rows = Vec::new();
    let mut add = |label: &str, words: Option<String>| {
        if let Some(words) = words {
            let label = Row::new().add(format!("{label} "), theme.style(Role::Dim));
            rows.push(label.add(words, theme.style(Role::Text)));
        }
    };
    add("undo", step.step.undo.as_ref().map(text));
    add(
        "abort if",
        model
            .board
            .phases
            .get(step.phase)
            .and_then(|p| p.abort_if.clone()),
    );
    add("note", step.step.note.as_ref().map(text));
    rows
}
