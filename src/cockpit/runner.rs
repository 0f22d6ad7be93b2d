//! Commands that really run, from the cockpit's side: what it knows of them, asks for and hears.

use super::dialog::Flow;
use crate::domain::approval::Approved;
use crate::domain::ids::Id;
use crate::domain::rules::act::End;
use crate::domain::time::{Span, Time};
use std::collections::BTreeMap;

/// What the cockpit knows of commands, besides the facts.
#[derive(Clone, Debug, Default)]
pub struct RunnerView {
    /// What this user approved on this machine, oldest first.
    pub approved: Vec<Approved>,
    /// The commands of the plan's probes.
    pub probes: Probes,
    /// The folder commands run in.
    pub folder: String,
    /// The command that is about to start.
    pub preparing: Option<Preparing>,
    /// What was printed, by job.
    pub outputs: BTreeMap<Id, Printed>,
    /// The last tmux pane a command was pasted into.
    pub pane: Option<String>,
    /// When each person's cockpit last gave a sign, by the wall clock of its machine.
    pub signs: BTreeMap<String, Time>,
}

/// The commands of the plan's probes, and what this user thinks of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Probes {
    /// Listings this user approved on this machine, oldest first; none until they were looked at.
    pub approved: Option<Vec<String>>,
    /// That they are not run here was said.
    pub told: bool,
}

/// The commands of the plan's probes, shown before they may run here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProbesAsk {
    /// All of them, as they are approved.
    pub listing: String,
    /// How many.
    pub count: usize,
    /// Whether they were approved, or others before them.
    pub approval: Approval,
    /// First line shown.
    pub top: usize,
}

/// A command on its way to start: its runner holds the lock, and waits for the start to be on the disk.
#[derive(Clone, PartialEq, Debug)]
pub struct Preparing {
    /// What is to run.
    pub order: JobOrder,
    /// The step on its way to running.
    pub flow: Flow,
    /// Own entries that must be on the disk before it may go; none: the runner is not ready yet.
    pub after: Option<u64>,
    /// Since when its runner is waited for, wall time.
    pub asked: Time,
}

/// The end of what a command printed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Printed {
    /// Whole lines, without secrets; hostile all the same.
    pub text: String,
    /// Bytes in all.
    pub long: u64,
}

impl Printed {
    /// The last line that is not empty.
    #[must_use]
    pub fn last(&self) -> Option<String> {
        crate::domain::rules::act::tail(&self.text)
    }
}

/// A command to run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JobOrder {
    /// Names it.
    pub job: Id,
    /// Which run of the checklist.
    pub run: Id,
    /// Which step.
    pub step: Id,
    /// The exact bytes.
    pub text: String,
    /// After this it is ended, wall time.
    pub limit: Span,
}

/// A command that is about to be run, shown before it is.
#[derive(Clone, PartialEq, Debug)]
pub struct RunAsk {
    /// The step on its way to running.
    pub flow: Flow,
    /// The exact bytes, filled.
    pub text: String,
    /// As written.
    pub template: String,
    /// Approved by this user on this machine; otherwise what was approved before, if something was.
    pub approval: Approval,
    /// Its characters beyond ASCII were seen, or there are none.
    pub seen: bool,
    /// First line shown.
    pub top: usize,
}

/// Whether a command was approved as it is written now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Approval {
    /// It was.
    Given,
    /// Never.
    Never,
    /// Another text of the same step was: that one.
    Changed(String),
}

/// What is asked of the outside world.
#[derive(Clone, PartialEq, Debug)]
pub enum RunnerAsk {
    /// Start a runner that takes the step's lock and waits; [`RunnerNews::Ready`] or `Refused` follows.
    Prepare(JobOrder),
    /// The start is on the disk: run it.
    Go(Id),
    /// It shall not run.
    Abandon(Id),
    /// End a running command of this machine.
    Cancel {
        /// The job.
        job: Id,
        /// Who says so.
        by: String,
    },
    /// Keep an approval in the private state.
    Approve(Approved),
    /// Keep that the commands of this listing may be run for probes.
    ApproveProbes(String),
    /// List tmux panes; [`RunnerNews::Panes`] follows.
    Panes(Id),
    /// Paste into a pane, without Enter; [`super::Msg::Copied`] or [`RunnerNews::NotPasted`] follows.
    Paste {
        /// The step whose command it is.
        step: Id,
        /// The pane's id: `%3`.
        pane: String,
        /// The exact bytes.
        text: String,
    },
}

/// What is left of a command whose runner is gone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Remains {
    /// Nothing: whether it ran to its end nobody knows.
    Nothing,
    /// It runs all the same: its process group.
    GoesOn(i32),
    /// How it ended, which its runner could not record any more.
    Ended(End),
}

/// What is heard of commands.
#[derive(Clone, PartialEq, Debug)]
pub enum RunnerNews {
    /// Where commands run, and what this user approved here.
    Known {
        /// The working folder.
        folder: String,
        /// Approvals, oldest first.
        approved: Vec<Approved>,
        /// Listings of probes' commands that were approved, oldest first.
        probes: Vec<String>,
        /// Listings of pagers' commands that were approved, oldest first.
        pager: Vec<String>,
    },
    /// The runner holds the lock, and waits.
    Ready(Id),
    /// The runner did not start, or ended before it was told to go: nothing was run.
    Refused(Id, String),
    /// A running command's lock is free: its runner is gone. What is known of it.
    Gone(Id, Remains),
    /// The end of what a command printed changed.
    Printed(Id, Printed),
    /// Whether a cancel reached the runner: why not.
    NotCancelled(Id, String),
    /// The panes of this tmux: id and label; or why there are none.
    Panes(Id, Result<Vec<(String, String)>, String>),
    /// The paste was refused, and why.
    NotPasted(String),
}

/// What the answer to a question about commands is for.
#[derive(Clone, PartialEq, Debug)]
pub enum RunnerThen {
    /// Why commands run on this machine from now on; then the step is run.
    Move(Id),
    /// Which pane the step's command goes to.
    Pane(Id),
    /// Several lines go to this pane.
    Lines(Id, String),
}
