//! A command ends, or is lost, whose step is not on the board: of a checklist that was left for another one, or of a
//! step that was opened again meanwhile. It is written into the job's own run.

use super::super::amended::is_struck;
use super::super::jobs::last;
use super::ended::person_of;
use super::{After, End};
use crate::domain::checklist::{Checklist, Step};
use crate::domain::facts::{ChecklistAdopted, Fact, JobEnded, JobLost, StepSet};
use crate::domain::fold::{Incident, Job, Run};
use crate::domain::ids::Id;
use crate::domain::words::StepState;

/// The run of a job, and how the job began.
fn find<'a>(incident: &'a Incident, job: &Id) -> Option<(&'a Run, &'a Job)> {
    let mut runs = incident.state().runs.values();
    runs.find_map(|run| Some((run, run.jobs.get(job)?)))
}

/// The state of a job's step, where that is still what the job left it in.
fn stands(incident: &Incident, run: &Run, job: &Job) -> Option<StepState> {
    let step = &job.started.step;
    let newest = last(run, step, incident)?;
    let state = run.step(step)?.state.get()?.state;
    let ours = newest.started.job == job.started.job;
    let ours = ours && !is_struck(run, step, incident);
    ours.then_some(state)
        .filter(|s| matches!(s, StepState::Doing | StepState::Unknown))
}

/// What the end of such a command writes. Exit 0 closes its step, unless that takes a person; a question of a checklist
/// nobody works on is not asked again. `checklist` gives the frozen copy of a run's.
#[must_use]
pub fn ended_away<'c>(
    incident: &Incident,
    end: End,
    checklist: impl Fn(&ChecklistAdopted) -> Option<&'c Checklist>,
) -> After {
    let colon = end.tail.as_ref().map_or("", |_| ": ");
    let last = end.tail.clone().unwrap_or_default();
    let said = format!("exit {}{colon}{last}", end.exit);
    let mut facts: Vec<Fact> = vec![fact(&end)];
    let found = find(incident, &end.job);
    let name = found.map_or_else(String::new, |(_, job)| format!("{} ", job.started.step));
    let words = format!("{name}of before: its command ended, {said}");
    let stands = found.and_then(|(run, job)| stands(incident, run, job));
    let Some((run, job)) = found.filter(|_| stands.is_some()) else {
        return After { facts, words };
    };
    let (id, step) = (&job.started.run, &job.started.step);
    if end.exit != 0 || end.stopped.is_some() {
        let reason = end
            .stopped
            .map_or_else(|| said.clone(), |why| format!("{why}; {said}"));
        facts.push(
            StepSet {
                reason: Some(reason),
                ..StepSet::plain(id, step, StepState::Failed)
            }
            .into(),
        );
        return After { facts, words };
    }
    let list = run.adopted.get().and_then(checklist);
    let plain = |s: &Step| person_of(s, None).is_none() && s.sub.is_empty() && s.each.is_empty();
    if list.and_then(|list| list.step(step)).is_some_and(plain) {
        facts.push(
            StepSet {
                value: end.tail,
                evidence: end.evidence,
                ..StepSet::plain(id, step, StepState::Done)
            }
            .into(),
        );
    }
    After { facts, words }
}

/// What is written when the runner of such a command is gone without an exit status; nothing when its end is known.
#[must_use]
pub fn lost_away(incident: &Incident, job: &Id, goes_on: Option<i32>) -> Vec<Fact> {
    let Some((run, job)) = find(incident, job) else {
        return Vec::new();
    };
    let mut facts: Vec<Fact> = vec![lost(&job.started.job)];
    if stands(incident, run, job) == Some(StepState::Doing) {
        let (id, step) = (&job.started.run, &job.started.step);
        facts.push(
            StepSet {
                reason: Some(why_lost(&job.started.machine, goes_on)),
                ..StepSet::plain(id, step, StepState::Unknown)
            }
            .into(),
        );
    }
    facts
}

pub(super) fn lost(job: &Id) -> Fact {
    JobLost { job: job.clone() }.into()
}

/// Why a step is unknown whose runner is gone.
pub(super) fn why_lost(machine: &str, goes_on: Option<i32>) -> String {
    match goes_on {
        None => format!("the runner on {machine} is gone without an exit status"),
        Some(group) => {
            format!("its command GOES ON, process {group}; the runner on {machine} is gone")
        }
    }
}

pub(super) fn fact(end: &End) -> Fact {
    JobEnded {
        job: end.job.clone(),
        exit: end.exit,
        seconds: end.seconds,
        evidence: end.evidence.clone(),
        tail: end.tail.clone(),
    }
    .into()
}
