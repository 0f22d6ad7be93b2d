//! The incident as folded from its entries.

use super::comms::{AudienceRecord, Promise};
use super::job::JobEnd;
use super::log::{EntryNo, Inserted, Log};
use super::people::{Presence, RoleRecord};
use super::register::Register;
use super::run::Run;
use crate::domain::entry::Entry;
use crate::domain::facts::{
    AlarmPaged, ImpactSet, IncidentOpened, MilestoneSet, ProbeChanged, ScratchSet, ServingSet,
    VantageChanged,
};
use crate::domain::ids::{Id, WriterId};
use crate::domain::time::{Scale, Time};
use crate::domain::words::{Milestone, Stage};
use std::collections::BTreeMap;

/// Whether the incident is going on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Life {
    /// It goes on.
    Open,
    /// It is over.
    Closed {
        /// The answers to the questions asked on closing.
        answers: BTreeMap<String, String>,
    },
}

/// Everything the facts add up to.
#[derive(Clone, Default, Debug)]
pub struct State {
    /// How it began.
    pub opened: Register<IncidentOpened>,
    /// Whether it goes on.
    pub life: Register<Life>,
    /// Each adoption of a checklist, by its run id.
    pub runs: BTreeMap<Id, Run>,
    /// The direction set in triage, before any checklist.
    pub direction: Register<(Id, Id)>,
    /// How bad it is.
    pub severity: Register<String>,
    /// Where the understanding stands.
    pub stage: Register<Stage>,
    /// What users suffer.
    pub impact: Register<ImpactSet>,
    /// Which provider serves each name.
    pub serving: BTreeMap<String, Register<ServingSet>>,
    /// Every word on who serves a name, in order.
    pub served: BTreeMap<String, Vec<EntryNo>>,
    /// Milestones; `None` once cleared.
    pub milestones: BTreeMap<Milestone, Register<Option<MilestoneSet>>>,
    /// Roles.
    pub roles: BTreeMap<Id, RoleRecord>,
    /// Audiences.
    pub audiences: BTreeMap<Id, AudienceRecord>,
    /// Promises, by the reference of the entry that made them.
    pub promises: BTreeMap<String, Promise>,
    /// Alarms somebody knows of, with the entries that say so.
    pub acknowledged: BTreeMap<String, Vec<EntryNo>>,
    /// Pages that left, by what they were about, in order.
    pub paged: BTreeMap<String, Vec<EntryNo>>,
    /// What came of each machine's last page.
    pub pagers: BTreeMap<String, Register<AlarmPaged>>,
    /// Verdicts by machine, provider and service.
    pub probes: BTreeMap<(String, Id, Id), Register<ProbeChanged>>,
    /// Every change of a verdict or role, in order.
    pub changes: Vec<EntryNo>,
    /// Machines that were cut off or are back.
    pub vantage: BTreeMap<String, Register<VantageChanged>>,
    /// Every writer.
    pub presence: BTreeMap<WriterId, Presence>,
    /// Corrected texts, by reference.
    pub corrections: BTreeMap<String, Register<String>>,
    /// Hidden texts, by reference.
    pub redactions: BTreeMap<String, Vec<EntryNo>>,
    /// Pinned entries, by reference.
    pub pins: BTreeMap<String, Register<bool>>,
    /// The shared scratch text.
    pub scratch: Register<ScratchSet>,
    /// How jobs ended, by their id.
    pub job_ends: BTreeMap<Id, JobEnd>,
    /// Where commands run.
    pub runner: Register<String>,
    /// The facilitator's answers: score and note.
    pub answers: BTreeMap<Id, Register<(i64, Option<String>)>>,
    /// The drill is over.
    pub drill_ended: Register<bool>,
    /// What is shown as the timeline, by event time.
    pub timeline: Vec<(Time, EntryNo)>,
    /// Entries of kinds this version does not know.
    pub foreign: Vec<EntryNo>,
}

/// The incident: all its entries and what they add up to.
#[derive(Clone, Debug)]
pub struct Incident {
    scale: Scale,
    log: Log,
    state: State,
    folds: u64,
}

impl Incident {
    /// An incident of which nothing is known yet.
    #[must_use]
    pub fn new(scale: Scale) -> Self {
        Incident {
            scale,
            log: Log::default(),
            state: State::default(),
            folds: 0,
        }
    }

    /// Takes entries in. What is known already changes nothing; one that comes late makes all be folded again.
    /// Returns the numbers of the entries that were new.
    pub fn extend(&mut self, entries: impl IntoIterator<Item = Entry>) -> Vec<EntryNo> {
        let before = self.log.len();
        let mut late = false;
        let mut fresh = Vec::new();
        let mut entries: Vec<Entry> = entries.into_iter().collect();
        entries.sort_by(|a, b| a.order().cmp(&b.order()));
        for entry in entries {
            match self.log.insert(entry) {
                Inserted::New(no) => fresh.push(no),
                Inserted::Late => late = true,
                Inserted::Known => {}
            }
        }
        if late {
            self.refold();
        } else {
            for no in fresh {
                self.state.apply(&self.log, self.scale, no);
            }
        }
        self.log.iter().skip(before).map(|(no, _)| no).collect()
    }

    fn refold(&mut self) {
        self.folds += 1;
        self.state = State::default();
        for no in self.log.reorder() {
            self.state.apply(&self.log, self.scale, no);
        }
    }

    /// All entries.
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// What the facts add up to.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// How incident time runs against the wall.
    #[must_use]
    pub fn scale(&self) -> Scale {
        self.scale
    }

    /// How often all was folded again because an entry came late.
    #[must_use]
    pub fn refolds(&self) -> u64 {
        self.folds
    }

    /// The incident time at which an entry was written.
    #[must_use]
    pub fn written(&self, no: EntryNo) -> Time {
        self.scale.incident(self.log.entry(no).draft.wall)
    }

    /// Who wrote an entry.
    #[must_use]
    pub fn author(&self, no: EntryNo) -> &str {
        &self.log.entry(no).draft.operator
    }

    /// Whether the incident goes on.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self.state.life.get(), Some(Life::Closed { .. }))
    }

    /// The run that is worked on: the newest, with its id. One that was given up stays it until the next is adopted.
    /// Until a checklist is adopted it is what was captured live, if anything was.
    #[must_use]
    pub fn active_run(&self) -> Option<(&Id, &Run)> {
        let adopted = self.state.runs.iter().filter_map(|(id, run)| {
            let by = run.adopted.held()?.by;
            Some((by, (id, run)))
        });
        let newest = adopted.max_by(|(a, _), (b, _)| self.log.order(*a, *b));
        newest.map(|(_, run)| run).or_else(|| self.captured())
    }

    /// The steps captured live before a checklist was adopted, as a run with its id.
    #[must_use]
    pub fn captured(&self) -> Option<(&Id, &Run)> {
        let mut runs = self.state.runs.iter();
        let run = runs.find(|(id, _)| id.as_str() == Run::CAPTURE);
        run.filter(|(_, run)| run.is_captured() && !run.amendments.is_empty())
    }

    /// From which provider to which: of the active run, else as set in triage.
    #[must_use]
    pub fn direction(&self) -> Option<(&Id, &Id)> {
        match self.active_run() {
            Some((_, run)) if !run.is_captured() => run.direction(),
            _ => self.state.direction.get().map(|(from, to)| (from, to)),
        }
    }

    /// When a milestone was reached.
    #[must_use]
    pub fn milestone(&self, name: Milestone) -> Option<Time> {
        Some(self.state.milestones.get(&name)?.get()?.as_ref()?.at)
    }

    /// Who holds a role.
    #[must_use]
    pub fn holder(&self, role: &Id) -> Option<&str> {
        self.state
            .roles
            .get(role)?
            .holder
            .get()?
            .operator
            .as_deref()
    }
}
