//! Times, states and people as the screen says them.

use crate::cockpit::Model;
use crate::cockpit::probes::ProbeCell;
use crate::domain::ids::Id;
use crate::domain::rules::StepRow;
use crate::domain::time::{Span, Time};
use crate::domain::words::{Mode, ProbeState, StepState};
use crate::formats::theme::Role;

/// A planned time: `30s`, `1:30`, `4m`.
#[must_use]
pub(super) fn planned(span: Span) -> String {
    span.planned()
}

/// The age of a measurement, in steps: fresh ones all look alike, so that nothing moves while all is well.
#[must_use]
pub(super) fn age(span: Span) -> String {
    match span.as_seconds() {
        s if s < 10 => "<10s".to_owned(),
        s @ 10..60 => format!("{}s", s / 10 * 10),
        _ => span.short(),
    }
}

/// `back in 2m`, `back OVER 0:30`.
#[must_use]
pub(super) fn back(left: Span) -> String {
    if left.0 < 0 {
        format!("back OVER {}", (Span::ZERO - left).calm())
    } else {
        format!("back in {}", left.calm())
    }
}

/// `02:13Z`.
#[must_use]
pub(super) fn minute(time: Time) -> String {
    let clock = time.clock();
    clock.get(..5).map_or(clock.clone(), |m| format!("{m}Z"))
}

/// `02:13:44`, where the letter would only take room.
#[must_use]
pub(super) fn second(time: Time) -> String {
    time.clock().trim_end_matches('Z').to_owned()
}

/// The glyph and look of a step's state.
#[must_use]
pub(super) const fn state(state: StepState) -> (&'static str, Role) {
    match state {
        StepState::Todo => ("○", Role::Text),
        StepState::Doing => ("●", Role::Doing),
        StepState::Waiting => ("◷", Role::Waiting),
        StepState::Done | StepState::Verified => ("✔", Role::Done),
        StepState::Failed => ("✖", Role::Failed),
        StepState::Skipped | StepState::Waived => ("~", Role::Closed),
        StepState::Deferred => ("»", Role::Closed),
        StepState::NotTaken => ("⊘", Role::Closed),
        StepState::Unknown => ("?", Role::Unknown),
    }
}

/// The glyph and look of a probe's state.
#[must_use]
pub(super) const fn probe(state: ProbeState) -> (&'static str, Role) {
    match state {
        ProbeState::Up => ("✔", Role::Ok),
        ProbeState::Degraded => ("◐", Role::Warn),
        ProbeState::Down => ("✖", Role::Bad),
        ProbeState::Unknown => ("?", Role::Unknown),
        ProbeState::Stale => ("◌", Role::Unknown),
        ProbeState::Blind => ("⊘", Role::Unknown),
        ProbeState::Quiet => ("·", Role::Warn),
    }
}

/// `down 41m`: a probe's state, and since when; of a stale one how old it is.
#[must_use]
pub(super) fn verdict(cell: &ProbeCell, now: Time, room: usize) -> String {
    let word = cell.state.as_str();
    if let Some(cause) = &cell.follows {
        let ways = [
            format!("{word}, follows {cause}"),
            format!("follows {cause}"),
        ];
        let fits = |w: &String| super::paint::width(w) <= room;
        let short = || format!("by {cause}");
        return ways.into_iter().find(fits).unwrap_or_else(short);
    }
    let serves = matches!(cell.state, ProbeState::Up | ProbeState::Degraded);
    let number = |said: &String| said.starts_with(|c: char| c.is_ascii_digit());
    let counted = serves && cell.said.as_ref().is_some_and(number);
    let word = match &cell.said {
        _ if cell.danger.is_some() => cell.danger.unwrap_or(word),
        _ if cell.fenced => "fenced",
        Some(said) if serves => said,
        _ => word,
    };
    if cell.state == ProbeState::Unknown && cell.detail == crate::domain::probe::NOT_RUN {
        return "not run".to_owned();
    }
    let time = match cell.state {
        ProbeState::Stale => cell.age.map(age),
        ProbeState::Unknown | ProbeState::Blind => None,
        ProbeState::Up if counted && cell.pace.is_none() => None,
        _ if serves && cell.pace.is_some_and(|pace| pace.ends.is_some()) => {
            let ends = cell.pace.and_then(|pace| pace.ends);
            ends.map(|ends| format!("~{}", (ends - now).short()))
        }
        _ => cell.since.map(|since| steady(now - since)),
    };
    match time {
        Some(time) if super::paint::width(word) + 1 + time.len() <= room => {
            format!("{word} {time}")
        }
        _ => word.to_owned(),
    }
}

/// How long something stands: in minutes, and in steps of ten seconds before.
fn steady(span: Span) -> String {
    match span.as_seconds() {
        s if s < 60 => format!("{}s", s.max(0) / 10 * 10),
        s @ 36_000..86_400 => format!("{}h", s / 3600),
        _ => span.short(),
    }
}

/// Dashes and bars: another pattern in a drill, so that no part of its screen looks like the real one.
#[must_use]
pub(super) const fn dash(mode: Mode) -> &'static str {
    match mode {
        Mode::Drill => "┄",
        Mode::Live | Mode::Planned => "─",
    }
}

/// Who does a step: who is at it, else the role's holder, else the role.
#[must_use]
pub(super) fn doer<'a>(model: &'a Model, row: &'a StepRow) -> Option<&'a str> {
    let role = row.step.role.as_ref();
    let holder = role.and_then(|role| model.incident.holder(role));
    row.who()
        .or_else(|| row.by.as_deref().filter(|_| row.is_closed()))
        .or(holder)
        .or(role.map(Id::as_str))
}

/// `you`, or the name.
#[must_use]
pub(super) fn you<'a>(model: &Model, who: &'a str) -> &'a str {
    if who == model.me.operator { "you" } else { who }
}

/// A role as people say it: the required ones loud.
#[must_use]
pub(super) fn role_name(role: &crate::domain::plan::Role) -> String {
    if role.required {
        role.id.as_str().to_uppercase()
    } else {
        role.id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planned_times_are_short() {
        assert_eq!(planned(Span::seconds(90)), "1:30");
        assert_eq!(planned(Span::seconds(240)), "4m");
    }

    #[test]
    fn a_fresh_age_does_not_move() {
        assert_eq!(age(Span::seconds(1)), age(Span::seconds(9)));
        assert_eq!(age(Span::seconds(49)), "40s");
        assert_eq!(age(Span::seconds(130)), "2m");
    }
}
