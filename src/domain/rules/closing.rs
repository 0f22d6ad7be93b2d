//! What is asked before an incident is closed.

use super::board::Board;
use super::unsettled::unsettled;
use super::untold::untold;
use super::{outbox, promises};
use crate::domain::facts::{
    Fact, IncidentClosed, IncidentReopened, MilestoneCleared, MilestoneSet, StageSet,
};
use crate::domain::fold::Incident;
use crate::domain::plan::Plan;
use crate::domain::time::Time;
use crate::domain::words::{Milestone, Mode, NoteKind, Stage, StepState};
use std::collections::BTreeMap;

/// The facts of closing at `now`: it is resolved by now at the latest, and over.
#[must_use]
pub fn close(
    incident: &Incident,
    answers: BTreeMap<String, String>,
    reason: Option<String>,
    now: Time,
) -> Vec<Fact> {
    let resolved = MilestoneSet {
        name: Milestone::Resolved,
        at: now,
        evidence: Some("closed".to_owned()),
    };
    let unset = incident.milestone(Milestone::Resolved).is_none();
    let closed = Fact::from(IncidentClosed { answers, reason });
    unset
        .then(|| resolved.into())
        .into_iter()
        .chain([closed])
        .collect()
}

/// The facts of going on with it: it is resolved no longer, whoever said so.
#[must_use]
pub fn reopen(incident: &Incident, reason: Option<String>) -> Vec<Fact> {
    let name = Milestone::Resolved;
    let set = incident.milestone(name).is_some();
    let over = incident.state().stage.get() == Some(&Stage::Resolved);
    let state = Stage::Investigating;
    [Fact::from(IncidentReopened { reason })]
        .into_iter()
        .chain(set.then(|| MilestoneCleared { name }.into()))
        .chain(over.then(|| StageSet { state }.into()))
        .collect()
}

/// The answers as the timeline tells them: `; data lost: no; ..`. Nothing without answers.
#[must_use]
pub fn words(answers: &BTreeMap<String, String>) -> String {
    let told = told(answers);
    told.iter()
        .map(|(asked, answer)| format!("; {asked} {answer}"))
        .collect()
}

/// The questions that were answered, in the order they are asked, with their answers; then any others.
#[must_use]
pub fn told(answers: &BTreeMap<String, String>) -> Vec<(&str, &str)> {
    let known = QUESTIONS
        .iter()
        .filter_map(|q| Some((q.text, answers.get(q.name)?.as_str())));
    let other = |name: &&String| QUESTIONS.iter().all(|q| q.name != name.as_str());
    let others = answers.iter().filter(|(name, _)| other(name));
    known
        .chain(others.map(|(name, answer)| (name.as_str(), answer.as_str())))
        .collect()
}

/// What is still open when the incident is to be closed, one line each.
#[must_use]
pub fn obligations(plan: &Plan, incident: &Incident, board: &Board, mode: Mode) -> Vec<String> {
    let mut open = unsettled(plan, incident, board, mode);
    let jobs = board
        .steps
        .iter()
        .filter_map(|s| Some((s, s.job.as_ref()?)));
    let runs = jobs.filter(|(_, job)| job.is_running());
    open.extend(
        runs.map(|(s, job)| format!("STILL RUNS on {}: {} {}", job.machine, s.number, s.title)),
    );
    let left = board.total.saturating_sub(board.done);
    if left > 0 {
        open.push(format!("{left} steps are still open"));
    }
    open.extend(
        board
            .all_pairs()
            .map(|p| format!("still set: {}", p.words())),
    );
    let unproven = board
        .steps
        .iter()
        .filter(|s| s.unproven && s.state == StepState::Done);
    open.extend(unproven.map(|s| format!("not proven: {} {}", s.number, s.title)));
    for promise in promises::open(incident, board)
        .iter()
        .filter(|p| p.step.is_none())
    {
        let due = promise.due.clock();
        open.push(format!(
            "{} promised {}, due {due}",
            promise.whose(plan),
            promise.text
        ));
    }
    for waiting in outbox::waiting(plan, incident, mode) {
        let audience = &waiting.queued.audience;
        open.push(format!("an update to {audience} {}", waiting.words()));
    }
    let todos = incident.log().iter().filter(|(_, e)| match &e.draft.fact {
        Fact::NoteAdded(note) => note.kind == NoteKind::Todo,
        _ => false,
    });
    match todos.count() {
        0 => {}
        1 => open.push("1 TODO in the timeline".to_owned()),
        n => open.push(format!("{n} TODOs in the timeline")),
    }
    open
}

/// What the record says to a question, one line each: who was not told, where it is asked whether all were.
#[must_use]
pub fn facts(asked: &Question, plan: &Plan, incident: &Incident, board: &Board) -> Vec<String> {
    match asked.name {
        "told" => untold(plan, incident, board),
        _ => Vec::new(),
    }
}

/// A question, and the name its answer has in the fact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Question {
    /// Names the answer.
    pub name: &'static str,
    /// What is asked.
    pub text: &'static str,
}

/// The questions, in the order they are asked.
pub const QUESTIONS: [Question; 5] = [
    Question {
        name: "data",
        text: "Was data lost?",
    },
    Question {
        name: "lingering",
        text: "Lingering effects?",
    },
    Question {
        name: "told",
        text: "Was every channel told?",
    },
    Question {
        name: "open",
        text: "Obligations still open?",
    },
    Question {
        name: "objection",
        text: "Any objection to closing?",
    },
];
