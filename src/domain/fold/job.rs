//! Commands that were run: how each began, and how it ended if it did.

use super::incident::{Incident, State};
use super::log::{EntryNo, Log};
use super::register::Register;
use super::run::Run;
use crate::domain::facts::{Fact, JobEnded, JobStarted};
use crate::domain::ids::Id;

/// A command that began to run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Job {
    /// How it began.
    pub started: JobStarted,
    /// The entry that says so.
    pub by: EntryNo,
}

/// What was said of a job's end. It may be known before its beginning is.
#[derive(Clone, Default, Debug)]
pub struct JobEnd {
    /// Its exit status.
    pub ended: Register<JobEnded>,
    /// Its runner is gone without an exit status.
    pub lost: Register<()>,
}

/// How a job stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum JobState<'a> {
    /// Nothing was said of its end.
    Running,
    /// It ended. A real exit status counts also when somebody thought it lost.
    Ended(&'a JobEnded),
    /// Its runner is gone without an exit status.
    Lost,
}

impl Run {
    /// Of two entries that begin one job, the one of the lowest order counts: on every machine the same.
    pub(super) fn begin(&mut self, log: &Log, by: EntryNo, started: JobStarted) {
        let known = self.jobs.get(&started.job);
        if known.is_none_or(|job| log.order(by, job.by).is_lt()) {
            self.jobs.insert(started.job.clone(), Job { started, by });
        }
    }
}

impl State {
    pub(super) fn end_job(&mut self, log: &Log, by: EntryNo, fact: &Fact) {
        match fact {
            Fact::JobEnded(ended) => {
                let end = self.job_ends.entry(ended.job.clone()).or_default();
                end.ended.set(log, by, ended.clone());
            }
            Fact::JobLost(lost) => {
                let end = self.job_ends.entry(lost.job.clone()).or_default();
                end.lost.set(log, by, ());
            }
            _ => {}
        }
    }
}

impl Incident {
    /// How a job stands.
    #[must_use]
    pub fn job_state(&self, job: &Id) -> JobState<'_> {
        let Some(end) = self.state().job_ends.get(job) else {
            return JobState::Running;
        };
        match (end.ended.get(), end.lost.get()) {
            (Some(ended), _) => JobState::Ended(ended),
            (None, Some(())) => JobState::Lost,
            (None, None) => JobState::Running,
        }
    }
}
