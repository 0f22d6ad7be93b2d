//! The checklist as it stands: every step with its state, who is at it, and what comes next.

use super::amended::{Amended, amended, knows_edits};
use super::capture::{captured, title};
use super::eta::{Past, assumed};
use super::list::{Changed, Listed, listed};
use super::names::Names;
use super::no_return::begun;
use super::order::Order;
use super::teams::{Teams, idle};
use super::told::{Told, closer, origin, stands, told};
use crate::domain::checklist::{Checklist, Step};
use crate::domain::facts::{Fact, StepSet};
use crate::domain::fold::{Confirmation, Incident, Run, StepRecord};
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::time::{Span, Time};
use crate::domain::words::{StepKind, StepState};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The checklist of the active run as it stands. Without a checklist: only what was captured live.
#[derive(Clone, Default, Debug)]
pub struct Board {
    /// Which run; none in triage.
    pub run: Option<Id>,
    /// What the checklist is called, filled.
    pub title: String,
    /// Its phases.
    pub phases: Vec<PhaseRow>,
    /// Its steps, in order.
    pub steps: Vec<StepRow>,
    /// The step to do next, as an index into `steps`.
    pub now: Option<usize>,
    /// Why the run was given up, where it goes on nowhere.
    pub aborted: Option<String>,
    /// Steps nothing more is expected of.
    pub done: usize,
    /// Steps in all, less those struck, optional, and on a branch not taken.
    pub total: usize,
    /// Set and not undone: fence, maintenance, TTL, lock.
    pub open_pairs: Vec<Pair>,
    /// The same of earlier runs; filled by [`Board::add_earlier`].
    pub earlier_pairs: Vec<Pair>,
    /// The values of `{{...}}`.
    pub names: Names,
    /// Steps captured live before the checklist was adopted: an earlier run.
    pub captured: Vec<StepRow>,
    /// Which steps come before which.
    pub order: Order,
    /// Who works side by side.
    pub teams: Teams,
    /// How long steps took in earlier runs; empty until [`Board::learn`].
    pub past: Arc<Past>,
    pub(super) ready: Vec<usize>,
    pub(super) ttls: BTreeMap<Id, Span>,
}

/// A phase as it stands.
#[derive(Clone, Debug)]
pub struct PhaseRow {
    /// Its id.
    pub id: Id,
    /// What it is called, filled.
    pub title: String,
    /// When to give up, filled.
    pub abort_if: Option<String>,
    /// Counted from declared: begins, ends.
    pub window: (Option<Span>, Option<Span>),
    /// Where giving up leads.
    pub abort_to: Option<Id>,
    /// Its budget.
    pub tight: Option<Span>,
    /// Its completion was called, and nothing of it was opened again.
    pub completed: bool,
}

/// A step as it stands.
#[derive(Clone, Debug)]
pub struct StepRow {
    /// The step as written, with what was edited live; `{{...}}` not filled.
    pub step: Step,
    /// Spoken on the phone: never changes.
    pub number: String,
    /// Its phase, as an index into `phases`.
    pub phase: usize,
    /// What to do, filled.
    pub title: String,
    /// Its state.
    pub state: StepState,
    /// Since when.
    pub since: Option<Time>,
    /// When it was begun, if it was.
    pub started: Option<Time>,
    /// When it was first begun, or closed as done, whatever became of it since.
    pub begun: Option<Time>,
    /// Who gave it that state.
    pub by: Option<String>,
    /// Who holds it.
    pub holder: Option<String>,
    /// When the holder promised to be back.
    pub back: Option<Time>,
    /// The observed value.
    pub value: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Closed without proof.
    pub unproven: bool,
    /// Closed by its probe, not by a person.
    pub sensed: bool,
    /// What stands beside its tick: the raw probe answer, or the hash of what proves it.
    pub evidence: Option<String>,
    /// When its wait ends, or when it comes back.
    pub until: Option<Time>,
    /// Its wait took too long: it takes a person. As of the last [`Board::tell_time`].
    pub late: bool,
    /// Said at the same time by somebody else: who, and what.
    pub rivals: Vec<(String, StepState)>,
    /// Who confirmed it.
    pub confirmed: Vec<String>,
    /// Why a second person was done without, if that was said.
    pub overridden: Option<String>,
    /// Recorded values, parts, votes, verification.
    pub told: Told,
    /// Numbers of steps that come first and are open.
    pub unmet: Vec<String>,
    /// The last run of its command, since it was last put back to todo.
    pub job: Option<super::jobs::JobRow>,
    /// Added during the run.
    pub added: bool,
    /// Edited during the run.
    pub edited: bool,
    /// Struck during the run.
    pub struck: bool,
    /// What was changed about it during the run.
    pub amended: Amended,
}

/// Something set that has to be undone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pair {
    /// Its name.
    pub name: Id,
    /// The step that set it.
    pub step: Id,
    /// Its number.
    pub number: String,
    /// Set without proof.
    pub unproven: bool,
    /// The checklist of the earlier run that set it.
    pub of: Option<Id>,
    /// That run.
    pub run: Option<Id>,
}

impl StepRow {
    /// Nothing more is expected of it.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.struck || self.state.is_closed()
    }

    /// Somebody or a clock is at it. One that was struck meanwhile nobody is at any more, whatever it was left as.
    #[must_use]
    pub fn at_work(&self) -> bool {
        self.state.is_running() && !self.struck
    }

    /// Who is at it: the holder, else who set its running state.
    #[must_use]
    pub fn who(&self) -> Option<&str> {
        let doer = self.by.as_deref().filter(|_| self.state.is_running());
        self.holder.as_deref().or(doer)
    }

    /// How long it took, once it is closed.
    #[must_use]
    pub fn took(&self) -> Option<Span> {
        (self.state.is_closed()).then_some(self.since? - self.started?)
    }
}

impl Board {
    /// The board of the incident's active run. `checklist` is the frozen copy that run names.
    #[must_use]
    pub fn new(plan: &Plan, checklist: Option<&Checklist>, incident: &Incident) -> Self {
        let active = incident.active_run();
        let run = active.map(|(_, run)| run);
        let names = Names::of(plan, checklist, incident);
        let phases = checklist
            .iter()
            .flat_map(|c| &c.phases)
            .map(|phase| PhaseRow {
                id: phase.id.clone(),
                title: names.title(&phase.title),
                abort_if: phase.abort_if.as_deref().map(|t| names.text(t)),
                abort_to: phase.abort_to.clone(),
                window: phase
                    .window
                    .as_ref()
                    .map_or((None, None), |w| (w.from, w.to)),
                tight: phase.tight,
                completed: run
                    .and_then(|r| r.phases.get(&phase.id))
                    .is_some_and(|p| p.get().is_some()),
            });
        let mut board = Board {
            run: active.map(|(id, _)| id.clone()),
            title: title(checklist, run, &names),
            phases: phases.collect(),
            names,
            ..Board::default()
        };
        for listed in listed(checklist, run, incident.log()) {
            let record = run.and_then(|r| r.step(&listed.step.id));
            board
                .steps
                .push(row(listed, run, record, incident, &board.names));
        }
        if let Some(run) = run {
            super::jobs::mark(&mut board.steps, run, incident);
        }
        board.ttls = assumed(plan, &board.names, &board.steps);
        board.order = Order::of(&board.steps);
        board.teams = Teams::of(&board.steps, incident);
        board.find_unmet();
        board.given_up(run);
        board.count();
        board.captured = captured(incident, run);
        board.find_ready();
        board
    }

    /// The step of an id.
    #[must_use]
    pub fn step(&self, id: &Id) -> Option<&StepRow> {
        self.steps.iter().find(|s| &s.step.id == id)
    }

    /// The step an operator names: its id, or its number (`2.3`).
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&StepRow> {
        let by_id = || Id::new(name).and_then(|id| self.step(&id));
        self.steps.iter().find(|s| s.number == name).or_else(by_id)
    }

    /// The step to do next.
    #[must_use]
    pub fn now(&self) -> Option<&StepRow> {
        self.now.map(|at| &self.steps[at])
    }

    fn find_unmet(&mut self) {
        for at in 0..self.steps.len() {
            let after = self.steps[at].step.after.clone();
            let open = after
                .iter()
                .filter_map(|id| self.step(id))
                .filter(|s| !s.is_closed());
            self.steps[at].unmet = open.map(|s| s.number.clone()).collect();
        }
    }

    fn count(&mut self) {
        let counts = |s: &&StepRow| !s.struck && !s.step.optional && s.state != StepState::NotTaken;
        self.total = self.steps.iter().filter(counts).count();
        self.done = self
            .steps
            .iter()
            .filter(counts)
            .filter(|s| s.is_closed())
            .count();
        self.now = self.next();
        self.open_pairs = super::pairs::of_board(&self.steps);
    }
}

impl Board {
    /// The step to do next: the first nobody is at, a deferred one at the end of its phase; else one somebody is
    /// at; else a task for later.
    pub(super) fn next(&self) -> Option<usize> {
        if self.aborted.is_some() {
            return None;
        }
        let at = |fits: &dyn Fn(&StepRow) -> bool| {
            let fits = |s: &StepRow| !s.is_closed() && fits(s);
            self.steps.iter().position(fits)
        };
        let is_task = |s: &StepRow| s.step.kind == StepKind::Task;
        let deferred = |s: &StepRow| s.state == StepState::Deferred;
        let now = at(&|s| idle(s) && !deferred(s));
        let back = at(&|s| idle(s) && deferred(s));
        let phase = |at: Option<usize>| at.map_or(usize::MAX, |at| self.steps[at].phase);
        let first = if phase(back) < phase(now) {
            back
        } else {
            now.or(back)
        };
        first
            .or_else(|| at(&|s| !is_task(s)))
            .or_else(|| at(&|_| true))
    }
}

pub(super) fn row(
    listed: Listed,
    run: Option<&Run>,
    record: Option<&StepRecord>,
    incident: &Incident,
    names: &Names,
) -> StepRow {
    let title = names.title(&listed.step.title);
    let held = record.and_then(|r| r.state.held());
    let set = held.map(|h| &h.value);
    let state = set.map_or(StepState::Todo, |s| s.state);
    let claim = record.and_then(|r| r.holder.get()).and_then(Option::as_ref);
    let rivals = record.iter().flat_map(|r| r.rivals());
    let amended = amended(&listed.changed, record, incident);
    let confirmations =
        record.map_or_else(Vec::new, |r| confirmations(r, &listed.changed, incident));
    let closer = record.and_then(|r| closer(r, incident));
    StepRow {
        number: listed.number,
        phase: listed.phase,
        title,
        state,
        since: closer
            .filter(|_| state != StepState::Todo)
            .map(|no| incident.written(no)),
        started: record.and_then(|r| started(r, incident)),
        begun: record
            .and_then(|r| begun(r, incident))
            .map(|no| incident.written(no)),
        by: closer.and_then(|no| match &incident.log().entry(no).draft.fact {
            Fact::StepSet(set) => Some(said_by(set, incident.author(no))),
            _ => None,
        }),
        holder: claim.map(|c| c.by.clone()),
        back: record.and_then(|r| super::capture::back(r, incident)),
        value: set.and_then(|s| s.value.clone()),
        reason: set.and_then(|s| s.reason.clone()),
        unproven: set.is_some_and(|s| s.unproven),
        sensed: set.is_some_and(|s| s.sensed),
        evidence: set.and_then(|s| s.evidence.clone()),
        until: set.and_then(|s| s.until),
        late: false,
        rivals: rivals
            .map(|h| (said_by(&h.value, incident.author(h.by)), h.value.state))
            .collect(),
        confirmed: confirmations.iter().map(|c| c.by.clone()).collect(),
        overridden: confirmations.iter().find_map(|c| c.reason.clone()),
        told: told(&listed.step, run, record, incident, names),
        unmet: Vec::new(),
        job: None,
        added: amended.added_by.is_some(),
        edited: amended.edited_by.is_some(),
        struck: amended.struck,
        amended,
        step: listed.step,
    }
}

/// Who gave a step its state: a person, or its probe.
fn said_by(set: &StepSet, author: &str) -> String {
    if set.sensed { "probe" } else { author }.to_owned()
}

/// When the step was last begun, if that was since it was last put back to todo.
pub(super) fn started(record: &StepRecord, incident: &Incident) -> Option<Time> {
    let state = |no: &_| match &incident.log().entry(*no).draft.fact {
        Fact::StepSet(set) => set.state,
        _ => StepState::Todo,
    };
    let history = record.history.iter().rev();
    let mut tried = history.take_while(|no| state(no) != StepState::Todo);
    let begun = tried.find(|no| state(no).is_running());
    begun.map(|no| incident.written(origin(record, incident, *no)))
}

/// The confirmations of the step since it was last put back to todo, of its command as it stands.
fn confirmations<'a>(
    record: &'a StepRecord,
    changed: &Changed,
    incident: &Incident,
) -> Vec<&'a Confirmation> {
    let ends = [StepState::Todo, StepState::Failed];
    let stands = |no| stands(record, incident, no, &ends);
    let standing = record.confirmations.iter();
    let standing = standing.filter(|(no, _)| stands(*no) && knows_edits(changed, *no, incident));
    standing.map(|(_, c)| c).collect()
}

#[cfg(test)]
#[path = "board_tests.rs"]
mod tests;
