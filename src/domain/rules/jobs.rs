//! Commands that run, ran, or are lost, as a step shows them.

use super::board::StepRow;
use crate::domain::facts::Fact;
use crate::domain::fold::{EntryNo, Incident, Job, JobState, Run};
use crate::domain::ids::{Id, WriterId};
use crate::domain::time::Time;
use crate::domain::words::StepState;

/// What stands for the SHA-256 of a command nobody runs: its result is made up, in a drill.
pub const SIMULATED: &str = "simulated";

/// One run of a step's command.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JobRow {
    /// Its id.
    pub id: Id,
    /// Where it runs, or ran.
    pub machine: String,
    /// Who ran it.
    pub by: String,
    /// The writer that says so.
    pub writer: WriterId,
    /// When it began, incident time.
    pub since: Time,
    /// Its result is made up.
    pub simulated: bool,
    /// The part it is run for, of a step done for each.
    pub part: Option<String>,
    /// How it stands.
    pub standing: Standing,
}

/// How a job stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It runs, as far as is known.
    Running,
    /// It ended.
    Ended {
        /// Its exit status.
        exit: i64,
        /// SHA-256 of its output.
        evidence: Option<String>,
        /// The last line it printed.
        tail: Option<String>,
    },
    /// Its runner is gone without an exit status: whether it ran to its end nobody knows.
    Lost,
}

impl JobRow {
    /// It runs, as far as is known.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.standing == Standing::Running
    }
}

/// Why a step is not put back to todo: its command still runs, which somebody at the step would no longer see.
#[must_use]
pub fn still_runs(row: &StepRow) -> Option<String> {
    let job = row.job.as_ref().filter(|_| row.state.is_running())?;
    (job.is_running() && !job.simulated).then(|| {
        let machine = &job.machine;
        format!("{}: its command still runs on {machine}", row.number)
    })
}

/// Gives each step the last run of its command. One from before the step was put back to todo is history, once it
/// runs no more.
pub(super) fn mark(steps: &mut [StepRow], run: &Run, incident: &Incident) {
    if run.jobs.is_empty() {
        return;
    }
    for row in steps {
        row.job = last(run, &row.step.id, incident).map(|job| shown(job, incident));
    }
}

/// The commands of all runs that run, as far as is known; made-up ones are none.
pub fn running(incident: &Incident) -> impl Iterator<Item = &Job> {
    let jobs = incident
        .state()
        .runs
        .values()
        .flat_map(|run| run.jobs.values());
    jobs.filter(|job| {
        job.started.sha256 != SIMULATED
            && matches!(incident.job_state(&job.started.job), JobState::Running)
    })
}

pub(super) fn last<'a>(run: &'a Run, step: &Id, incident: &Incident) -> Option<&'a Job> {
    let log = incident.log();
    let of = run.jobs.values().filter(|job| &job.started.step == step);
    let newest = of.max_by(|a, b| log.order(a.by, b.by))?;
    let is_todo = |no: &&EntryNo| match &log.entry(**no).draft.fact {
        Fact::StepSet(set) => set.state == StepState::Todo,
        _ => false,
    };
    let mut history = run.step(step).into_iter().flat_map(|r| r.history.iter());
    let reopened = history.rfind(is_todo);
    let since = reopened.is_none_or(|no| log.order(*no, newest.by).is_lt());
    let runs = matches!(incident.job_state(&newest.started.job), JobState::Running);
    (since || runs).then_some(newest)
}

fn shown(job: &Job, incident: &Incident) -> JobRow {
    let entry = incident.log().entry(job.by);
    let standing = match incident.job_state(&job.started.job) {
        JobState::Running => Standing::Running,
        JobState::Lost => Standing::Lost,
        JobState::Ended(ended) => Standing::Ended {
            exit: ended.exit,
            evidence: ended.evidence.clone(),
            tail: ended.tail.clone(),
        },
    };
    JobRow {
        id: job.started.job.clone(),
        machine: job.started.machine.clone(),
        by: entry.draft.operator.clone(),
        writer: entry.writer.clone(),
        since: incident.written(job.by),
        simulated: job.started.sha256 == SIMULATED,
        part: job.started.part.clone(),
        standing,
    }
}
