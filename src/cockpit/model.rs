//! Everything the cockpit knows. What is not in here cannot be drawn.

use super::probes::ProbePane;
use super::secrets::Secrets;
use super::senses::Senses;
use super::start::Start;
use super::view::View;
use crate::domain::author::Author;
use crate::domain::checklist::{Checklist, Targets};
use crate::domain::facts::{ChecklistAdopted, LogOpened};
use crate::domain::fold::Incident;
use crate::domain::identity::Identity;
use crate::domain::ids::{Id, WriterId};
use crate::domain::plan::Plan;
use crate::domain::presence::Presence;
use crate::domain::problem::Problem;
use crate::domain::rules::Board;
use crate::domain::rules::alarms::Alarm;
use crate::domain::rules::clocks::Clocks;
use crate::domain::rules::gather::Gathered;
use crate::domain::rules::handover::Measured;
use crate::domain::rules::pace::{Overrun, Tight};
use crate::domain::rules::past::Library;
use crate::domain::rules::updates::UpdateClock;
use crate::domain::scenario::Scenario;
use crate::domain::time::Time;
use crate::domain::words::Mode;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Who sits here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Me {
    /// The person.
    pub operator: String,
    /// The machine.
    pub machine: String,
    /// Reads, never writes.
    pub observe: bool,
    /// Over SSH, outside tmux and screen: a dropped link ends this cockpit.
    pub unprotected: bool,
}

/// How far own entries have come.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Saving {
    /// Own entries written on this screen.
    pub written: u64,
    /// Own entries on disk.
    pub saved: u64,
    /// Own entries where others see them.
    pub shared: u64,
    /// Why the disk refuses, if it does.
    pub trouble: Option<String>,
    /// When the oldest entry that is not on disk was written, wall time.
    pub waiting_since: Option<Time>,
}

/// Frozen checklists, by the SHA-256 of the plan they came with.
pub type Frozen = BTreeMap<String, BTreeMap<Id, Arc<Checklist>>>;

/// Everything the cockpit knows.
#[derive(Clone, Debug)]
pub struct Model {
    /// Who sits here.
    pub me: Me,
    /// The wall clock, as last ticked.
    pub wall: Time,
    /// Incident time.
    pub now: Time,
    /// The plan.
    pub plan: Arc<Plan>,
    /// Frozen checklists.
    pub frozen: Frozen,
    /// The SHA-256 of the plan the incident was opened with.
    pub plan_sha: String,
    /// The scenario of a drill.
    pub scenario: Option<Arc<Scenario>>,
    /// What the incident is.
    pub identity: Identity,
    /// The name of its folder.
    pub folder: String,
    /// The incident: fold(saved ∪ pending).
    pub incident: Incident,
    /// The author of this writer's log.
    pub author: Author,
    /// The first fact of this writer's log, until it is written.
    pub opening: Option<LogOpened>,
    /// All entries that were there at the start have been folded.
    pub loaded: bool,
    /// The checklist as it stands.
    pub board: Board,
    /// What the timeline sums up.
    pub gathered: Gathered,
    /// The targets of the active run.
    pub targets: Targets,
    /// The header's clocks.
    pub clocks: Clocks,
    /// So much of the downtime nobody measured.
    pub unseen: super::unseen::Unseen,
    /// The audiences' clocks.
    pub updates: Vec<UpdateClock>,
    /// Updates on their way.
    pub outbox: super::outbox::Outbox,
    /// Paging people who are not here.
    pub pager: super::pager::Pager,
    /// What must not be overlooked.
    pub alarms: Vec<Alarm>,
    /// Verdicts of own probes.
    pub probe_board: crate::domain::probe::Board,
    /// The last results of own probes.
    pub history: crate::domain::probe::History,
    /// What the name servers say of who serves.
    pub serving: crate::domain::serving::Board,
    /// Both providers, as drawn.
    pub probes: ProbePane,
    /// What own probes say of the steps bound to one.
    pub senses: Senses,
    /// This cockpit writes the machine's probe facts.
    pub probe_lock: bool,
    /// Who is here.
    pub present: Vec<Presence>,
    /// What is measured now, from here and from the other machines.
    pub measured: Measured,
    /// What every cockpit said last of itself, by writer, and when it arrived here, in wall time.
    pub heard: BTreeMap<WriterId, (Presence, Time)>,
    /// What each other machine's probes said last, and when that arrived here, in wall time.
    pub views: BTreeMap<String, (crate::domain::presence::View, Time)>,
    /// Disagreements of the machines that stand, by their alarm: so many of its acknowledgements are of earlier ones.
    pub disagreed: BTreeMap<String, usize>,
    /// Values of secret variables: in this memory only.
    pub secrets: Secrets,
    /// How far own entries have come.
    pub saving: Saving,
    /// How long steps took in earlier incidents, by checklist.
    pub past: Library,
    /// What is over its time, and when this cockpit saw that first, in wall time.
    pub overdue: BTreeMap<Overrun, Time>,
    /// What was over its time and has been told.
    pub told: BTreeSet<Overrun>,
    /// What was due at the last tick, and has rung; none before the first.
    pub rung: Option<BTreeSet<String>>,
    /// What the user settled for their cockpits.
    pub settings: super::settings::Settings,
    /// Damage found in files, told once each.
    pub notices: Vec<Problem>,
    /// What the operator looks at.
    pub view: View,
    /// The start screen, until an incident is joined or opened.
    pub start: Option<Start>,
    /// Commands that really run.
    pub runner: super::runner::RunnerView,
    /// The program is ending.
    pub ending: bool,
}

/// What a cockpit begins with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Who sits here.
    pub me: Me,
    /// This run of the program.
    pub writer: WriterId,
    /// The wall clock.
    pub wall: Time,
    /// The plan.
    pub plan: Arc<Plan>,
    /// Frozen checklists.
    pub frozen: Frozen,
    /// The SHA-256 of the plan the incident was opened with.
    pub plan_sha: String,
    /// The scenario of a drill.
    pub scenario: Option<Arc<Scenario>>,
    /// What the incident is.
    pub identity: Identity,
    /// The name of its folder.
    pub folder: String,
    /// The first fact of this writer's log.
    pub opening: LogOpened,
    /// The start screen, until an incident is joined or opened.
    pub start: Option<Start>,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
}

impl Model {
    /// A cockpit that knows nothing of its incident yet.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        let scale = setup.identity.scale();
        let probe_board = crate::domain::probe::Board::new(&setup.plan);
        let serving = crate::domain::serving::Board::new(&setup.plan);
        let author = Author::new(setup.writer, setup.me.operator.clone());
        let mut model = Model {
            me: setup.me,
            wall: setup.wall,
            now: scale.incident(setup.wall),
            plan: setup.plan,
            frozen: setup.frozen,
            plan_sha: setup.plan_sha,
            scenario: setup.scenario,
            identity: setup.identity,
            folder: setup.folder,
            incident: Incident::new(scale),
            author,
            opening: Some(setup.opening),
            loaded: false,
            board: Board::default(),
            gathered: Gathered::default(),
            targets: Targets::default(),
            clocks: Clocks::default(),
            unseen: super::unseen::Unseen::default(),
            updates: Vec::new(),
            outbox: super::outbox::Outbox::default(),
            pager: super::pager::Pager::default(),
            alarms: Vec::new(),
            probe_board,
            history: crate::domain::probe::History::default(),
            serving,
            probes: ProbePane::default(),
            senses: Senses::default(),
            probe_lock: false,
            present: Vec::new(),
            measured: Measured::default(),
            heard: BTreeMap::new(),
            views: BTreeMap::new(),
            disagreed: BTreeMap::new(),
            secrets: Secrets::default(),
            saving: Saving::default(),
            past: Library::new(),
            overdue: BTreeMap::new(),
            told: BTreeSet::new(),
            rung: None,
            settings: super::settings::Settings::default(),
            notices: Vec::new(),
            view: View {
                size: setup.size,
                ..View::default()
            },
            start: setup.start,
            runner: super::runner::RunnerView::default(),
            ending: false,
        };
        if let Some(start) = &model.start {
            model.view.answer.text.clone_from(&start.notice);
        }
        super::refresh(&mut model);
        model
    }

    /// Live, planned or drill.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.identity.mode
    }

    /// The frozen checklist of the active run.
    #[must_use]
    pub fn checklist(&self) -> Option<&Checklist> {
        let (_, run) = self.incident.active_run()?;
        self.frozen_copy(run.adopted.get()?)
    }

    /// The frozen checklist of a run.
    #[must_use]
    pub fn frozen_copy(&self, adopted: &ChecklistAdopted) -> Option<&Checklist> {
        let checklists = self.frozen.get(&adopted.sha256)?;
        Some(checklists.get(&adopted.checklist)?.as_ref())
    }

    /// An own entry has waited for the disk so long that it is shown.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.saving
            .waiting_since
            .is_some_and(|since| (self.wall - since).0 > 300)
    }

    /// The step keys act on, as an index into the board.
    #[must_use]
    pub fn cursor(&self) -> Option<usize> {
        let at = |id: &Id| self.board.steps.iter().position(|s| &s.step.id == id);
        match &self.view.cursor {
            super::Cursor::At(id) => at(id).or_else(|| self.now_step()),
            super::Cursor::Now => self.now_step(),
        }
    }

    /// The tight phase that is going on.
    #[must_use]
    pub fn tight(&self) -> Option<Tight> {
        let tight = self.board.tight(self.now);
        tight.filter(|_| self.incident.is_open())
    }

    /// The steps the filter lets through, as indices into the board.
    #[must_use]
    pub fn shown_steps(&self) -> Vec<usize> {
        let filter = self.view.filter.as_deref().map(str::to_lowercase);
        let fits = |at: &usize| {
            let row = &self.board.steps[*at];
            filter.as_ref().is_none_or(|f| {
                row.title.to_lowercase().contains(f) || row.number.starts_with(f.as_str())
            })
        };
        (0..self.board.steps.len()).filter(fits).collect()
    }

    /// The step for this operator to do next.
    #[must_use]
    pub fn now_step(&self) -> Option<usize> {
        self.board.now_for(&self.me.operator)
    }
}
