//! One adoption of a checklist: what became of its steps.

use super::job::Job;
use super::log::EntryNo;
use super::register::{Held, Register};
use crate::domain::facts::{
    ChecklistAborted, ChecklistAdopted, DecisionTaken, PhaseCompleted, StepSet,
};
use crate::domain::ids::Id;
use crate::domain::time::Span;
use std::collections::BTreeMap;

/// One adoption of a checklist.
#[derive(Clone, Default, Debug)]
pub struct Run {
    /// How it was taken up.
    pub adopted: Register<ChecklistAdopted>,
    /// Whether it was given up.
    pub aborted: Register<ChecklistAborted>,
    /// From which provider to which, when corrected after the adoption.
    pub direction: Register<(Id, Id)>,
    /// Variables that were filled.
    pub vars: BTreeMap<String, Register<String>>,
    /// What was said of each step, also of steps the checklist does not have.
    pub steps: BTreeMap<Id, StepRecord>,
    /// Which option was taken in each decision.
    pub decisions: BTreeMap<Id, Register<DecisionTaken>>,
    /// Go and no-go by decision and role.
    pub votes: BTreeMap<(Id, Id), Register<Vote>>,
    /// Completed phases.
    pub phases: BTreeMap<Id, Register<PhaseCompleted>>,
    /// Changes to the list itself, by the entry that made them.
    pub amendments: Vec<(EntryNo, Amendment)>,
    /// Commands that were run, by the id of the job.
    pub jobs: BTreeMap<Id, Job>,
}

/// What was said of a step.
#[derive(Clone, Default, Debug)]
pub struct StepRecord {
    /// The state it was given.
    pub state: Register<StepSet>,
    /// Who holds it; `None` once released.
    pub holder: Register<Option<Claim>>,
    /// Who confirmed it, in journal order.
    pub confirmations: Vec<(EntryNo, Confirmation)>,
    /// Which of its parts are done.
    pub parts: BTreeMap<String, Register<bool>>,
    /// Every `step.set`, in journal order.
    pub history: Vec<EntryNo>,
    /// Every hand-over of its command.
    pub copies: Vec<EntryNo>,
}

/// Somebody holds a step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claim {
    /// Who.
    pub by: String,
    /// A promise: how long it will take.
    pub back_in: Option<Span>,
}

/// A second person confirmed a step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Confirmation {
    /// Who.
    pub by: String,
    /// By voice, written down by another.
    pub voice: bool,
    /// Why a second person was done without.
    pub reason: Option<String>,
}

/// A role's go or no-go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Vote {
    /// `go`, `no-go`.
    pub vote: String,
    /// Who said it, where another wrote it down.
    pub by: Option<String>,
}

/// A change to the list of steps during the run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Amendment {
    /// A new step.
    Added {
        /// Its id.
        step: Id,
        /// The step it follows; none: first.
        after: Option<Id>,
        /// What to do.
        text: String,
        /// Its command.
        command: Option<String>,
    },
    /// Another text or command.
    Edited {
        /// Which step.
        step: Id,
        /// The new text.
        text: Option<String>,
        /// The new command.
        command: Option<String>,
    },
    /// No longer to be done.
    Struck {
        /// Which step.
        step: Id,
        /// Why.
        reason: Option<String>,
    },
    /// Another place.
    Moved {
        /// Which step.
        step: Id,
        /// The step it follows now; neither this nor the next: first.
        after: Option<Id>,
        /// The step it stands before now.
        before: Option<Id>,
    },
}

impl StepRecord {
    /// What was said of its state at the same time as what counts, and contradicts it. Two probes, or a probe and a
    /// person, that give it the same state do not.
    pub fn rivals(&self) -> impl Iterator<Item = &Held<StepSet>> {
        let counts = self.state.get();
        let agrees = move |set: &StepSet| {
            counts.is_some_and(|c| c.state == set.state && (c.sensed || set.sensed))
        };
        self.state.rivals().filter(move |h| !agrees(&h.value))
    }
}

impl Run {
    /// The id of the run that begins with its first captured step: steps typed in a triage, before any checklist
    /// is adopted. It is the same for everybody, so that two people who begin at once fill one list.
    pub const CAPTURE: &'static str = "capture";

    /// No checklist was adopted for it: its steps are those captured live.
    #[must_use]
    pub fn is_captured(&self) -> bool {
        self.adopted.held().is_none()
    }

    /// From which provider to which.
    #[must_use]
    pub fn direction(&self) -> Option<(&Id, &Id)> {
        if let Some((from, to)) = self.direction.get() {
            return Some((from, to));
        }
        self.adopted.get().map(|a| (&a.from, &a.to))
    }

    /// What was said of a step, if anything.
    #[must_use]
    pub fn step(&self, id: &Id) -> Option<&StepRecord> {
        self.steps.get(id)
    }
}
