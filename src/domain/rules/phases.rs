//! A phase ends with a completion call: one line, written by whoever closed its last step. Where two closed the last
//! two steps without knowing of each other, neither did: whose entry comes last in the order of the log writes it then.

use super::board::{Board, PhaseRow, StepRow};
use crate::domain::facts::{Fact, PhaseCompleted};
use crate::domain::fold::{EntryNo, Incident, Run};
use crate::domain::ids::Id;
use crate::domain::time::{Span, Time};
use crate::domain::words::{StepKind, StepState};

/// What is still expected of a phase: tasks come after the run, and what is optional holds nothing up.
fn is_needed(row: &StepRow) -> bool {
    row.step.kind != StepKind::Task && !row.step.optional && !row.struck
}

/// Optional and open: it holds nothing up, and is not forgotten.
fn is_left(row: &StepRow) -> bool {
    row.step.optional && !row.struck && !row.is_closed()
}

impl Board {
    /// Takes note that the run was given up, and which phases are completed still.
    pub(super) fn given_up(&mut self, run: Option<&Run>) {
        let aborted = run.and_then(|r| r.aborted.get());
        let over = aborted.filter(|a| a.goto.is_none());
        self.aborted = over.map(|a| a.reason.clone());
        for at in 0..self.phases.len() {
            self.phases[at].completed &= self.is_phase_closed(at);
        }
    }

    /// Nothing more is expected of a phase.
    #[must_use]
    pub fn is_phase_closed(&self, phase: usize) -> bool {
        let mut rows = self
            .steps
            .iter()
            .filter(|s| s.phase == phase && is_needed(s));
        rows.all(StepRow::is_closed)
    }
}

/// The completion calls of the phases whose last step is closed by `facts`, which are about to be written.
#[must_use]
pub fn completed(board: &Board, incident: &Incident, facts: &[Fact], now: Time) -> Vec<Fact> {
    let Some(run) = &board.run else {
        return Vec::new();
    };
    let closes = facts.iter().any(|fact| match fact {
        Fact::StepSet(set) => &set.run == run && set.state.is_closed(),
        Fact::StepStruck(struck) => &struck.run == run,
        _ => false,
    });
    if !closes {
        return Vec::new();
    }
    let after: Vec<StepRow> = board.steps.iter().map(|row| taken(row, facts)).collect();
    let mut calls = Vec::new();
    for (at, phase) in board.phases.iter().enumerate() {
        let rows: Vec<&StepRow> = after.iter().filter(|s| s.phase == at).collect();
        let closed = rows.iter().filter(|s| is_needed(s)).all(|s| s.is_closed());
        let worked = rows.iter().any(|s| is_worked(s));
        if closed && worked && !board.is_phase_closed(at) {
            calls.push(call(run, phase, &rows, incident, now));
        }
    }
    calls
}

/// A phase that is closed and whose completion nobody called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Uncalled {
    /// The entry by which the last of its steps was closed, in the order of the log.
    pub by: EntryNo,
    /// The call.
    pub call: Fact,
}

/// The phases that are closed and whose completion nobody called: the last two steps were closed at the same moment.
#[must_use]
pub fn uncalled(board: &Board, incident: &Incident, now: Time) -> Vec<Uncalled> {
    let Some((id, run)) = incident.active_run().filter(|_| incident.is_open()) else {
        return Vec::new();
    };
    let phases = board.phases.iter().enumerate();
    let uncalled = phases.filter_map(|(at, phase)| {
        if run.phases.contains_key(&phase.id) || !board.is_phase_closed(at) {
            return None;
        }
        let rows: Vec<&StepRow> = board.steps.iter().filter(|s| s.phase == at).collect();
        rows.iter().find(|s| is_worked(s))?;
        let said = rows
            .iter()
            .filter_map(|s| run.step(&s.step.id)?.state.held());
        let by = said.map(|held| held.by);
        let by = by.max_by(|a, b| incident.log().order(*a, *b))?;
        let call = call(id, phase, &rows, incident, now);
        Some(Uncalled { by, call })
    });
    uncalled.collect()
}

fn is_worked(row: &StepRow) -> bool {
    matches!(row.state, StepState::Done | StepState::Verified)
}

fn call(run: &Id, phase: &PhaseRow, rows: &[&StepRow], incident: &Incident, now: Time) -> Fact {
    Fact::PhaseCompleted(PhaseCompleted {
        run: run.clone(),
        phase: phase.id.clone(),
        summary: Some(summary(rows, incident, now)),
    })
}

/// The step as it is once the facts are written.
fn taken(row: &StepRow, facts: &[Fact]) -> StepRow {
    let mut row = row.clone();
    for fact in facts {
        match fact {
            Fact::StepSet(set) if set.step == row.step.id => {
                row.state = set.state;
                row.reason.clone_from(&set.reason);
            }
            Fact::StepStruck(struck) if struck.step == row.step.id => row.struck = true,
            _ => {}
        }
    }
    row
}

/// `in 12:31 (planned 10m); waived 2.4: no key; deferred: -; skipped: -`
fn summary(rows: &[&StepRow], incident: &Incident, now: Time) -> String {
    let began = rows.iter().filter_map(|s| s.started.or(s.since)).min();
    let took = began.map_or_else(|| "0:00".to_owned(), |at| (now - at).clock());
    let planned = rows.iter().filter(|s| s.state != StepState::NotTaken);
    let planned = planned.filter_map(|s| s.step.takes);
    let planned = planned.fold(Span::ZERO, |sum, takes| sum + takes);
    let planned = match planned {
        Span(0) => String::new(),
        span => format!(" (planned {})", span.calm()),
    };
    let list = |state: StepState| {
        let of = rows.iter().filter(|s| s.state == state);
        let said = of.map(|s| match &s.reason {
            Some(why) => format!("{}: {why}", s.number),
            None => s.number.clone(),
        });
        or_none(said.collect())
    };
    let run = incident.active_run().map(|(_, run)| run);
    let deferred = rows.iter().filter(|row| {
        let record = run.and_then(|r| r.step(&row.step.id));
        let mut history = record.iter().flat_map(|r| &r.history);
        history.any(|no| match &incident.log().entry(*no).draft.fact {
            Fact::StepSet(set) => set.state == StepState::Deferred,
            _ => false,
        })
    });
    let deferred = or_none(deferred.map(|s| s.number.clone()).collect());
    let (waived, skipped) = (list(StepState::Waived), list(StepState::Skipped));
    let optional = rows.iter().filter(|s| is_left(s));
    let left: Vec<String> = optional.map(|s| s.number.clone()).collect();
    let left = match left.is_empty() {
        true => String::new(),
        false => format!("; optional, still open {}", left.join(", ")),
    };
    format!("in {took}{planned}; waived {waived}; deferred {deferred}; skipped {skipped}{left}")
}

fn or_none(list: Vec<String>) -> String {
    if list.is_empty() {
        "-".to_owned()
    } else {
        list.join(", ")
    }
}
