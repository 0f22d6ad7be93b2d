//! Commands that really run, watched on a thread of its own: outputs, locks, approvals.

use crate::cockpit::runner::{Printed, Remains, RunnerNews};
use crate::domain::approval::Approved;
use crate::domain::ids::Id;
use crate::formats::job_end;
use crate::shell::runner::goes_on;
use crate::store::approvals;
use crate::store::jobs::Jobs;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// How often outputs and locks are looked at.
const LOOK: Duration = Duration::from_millis(250);
/// A lock free for this long, with no word from its runner, means that the runner is gone.
const GONE: Duration = Duration::from_secs(3);
/// With a word from it, its facts may be on their way for this long.
const ON_ITS_WAY: Duration = Duration::from_secs(60);
/// So much of an output's end is held.
const TAIL: u64 = 32 * 1024;

/// A job looked after.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Watched {
    pub(super) job: Id,
    pub(super) run: Id,
    pub(super) step: Id,
    /// It runs on this machine, as far as is known.
    pub(super) runs: bool,
    pub(super) evidence: Option<String>,
}

/// Tells the cockpit; false when it is gone.
type Tell = Box<dyn Fn(RunnerNews) -> bool + Send>;

/// What the thread is asked for.
pub(super) enum Ask {
    Watch(Vec<Watched>),
    Approve(Approved),
    ApproveProbes(String),
    Cancel(Id, String),
}

/// The thread that looks at files.
pub(super) struct Watch {
    jobs: Option<Jobs>,
    state: PathBuf,
    cwd: String,
    tell: Tell,
    approved: Option<u128>,
    list: Vec<Watched>,
    known: BTreeMap<Id, u64>,
    free: BTreeMap<Id, Instant>,
}

impl Watch {
    /// Commands of this machine, approvals below `state`, commands run in `cwd`.
    pub(super) fn new(jobs: Option<Jobs>, state: PathBuf, cwd: String, tell: Tell) -> Self {
        Watch {
            jobs,
            state,
            cwd,
            tell,
            approved: None,
            list: Vec::new(),
            known: BTreeMap::new(),
            free: BTreeMap::new(),
        }
    }

    /// Looks until nobody asks any more.
    pub(super) fn work(&mut self, asks: &Receiver<Ask>) {
        loop {
            self.approvals();
            self.look();
            match asks.recv_timeout(LOOK) {
                Ok(Ask::Watch(list)) => self.list = list,
                Ok(Ask::Approve(approved)) => {
                    // The next look tells what is kept.
                    let _ = approvals::add(&self.state, &approved);
                }
                Ok(Ask::ApproveProbes(all)) => {
                    let _ = approvals::add_probes(&self.state, &all);
                }
                Ok(Ask::Cancel(job, by)) => {
                    if let Some(Err(error)) = self.jobs.as_ref().map(|j| j.job(&job).cancel(&by)) {
                        (self.tell)(RunnerNews::NotCancelled(job, error.to_string()));
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn approvals(&mut self) {
        let changed = approvals::version(&self.state);
        if self.approved == Some(changed) {
            return;
        }
        self.approved = Some(changed);
        (self.tell)(RunnerNews::Known {
            folder: self.cwd.clone(),
            approved: approvals::all(&self.state),
            probes: approvals::probes(&self.state),
            pager: approvals::pager(&self.state),
        });
    }

    fn look(&mut self) {
        let Some(jobs) = self.jobs.clone() else {
            return;
        };
        for watched in self.list.clone() {
            let folder = jobs.job(&watched.job);
            if let Ok((text, long)) = folder.read(TAIL, watched.evidence.as_deref())
                && self.known.insert(watched.job.clone(), long) != Some(long)
            {
                (self.tell)(RunnerNews::Printed(
                    watched.job.clone(),
                    Printed { text, long },
                ));
            }
            if !watched.runs || !jobs.is_free(&watched.run, &watched.step).unwrap_or(false) {
                self.free.remove(&watched.job);
                continue;
            }
            let since = *self
                .free
                .entry(watched.job.clone())
                .or_insert_with(Instant::now);
            let end = folder.end();
            let grace = if end.is_some() { ON_ITS_WAY } else { GONE };
            if since.elapsed() >= grace {
                self.free.insert(watched.job.clone(), Instant::now());
                let end = end.and_then(|text| job_end::read(&text, &watched.job));
                let goes_on = || goes_on(&jobs, &watched.run, &watched.step);
                let remains = match end {
                    Some(end) => Remains::Ended(end),
                    None => goes_on().map_or(Remains::Nothing, Remains::GoesOn),
                };
                (self.tell)(RunnerNews::Gone(watched.job, remains));
            }
        }
    }
}
