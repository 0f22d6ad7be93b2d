//! The incident at one moment, worked out once for every document.

use crate::domain::checklist::{Checklist, Targets};
use crate::domain::fold::{Incident, Life};
use crate::domain::identity::Identity;
use crate::domain::ids::{Id, WriterId};
use crate::domain::plan::Plan;
use crate::domain::presence::{Presence, View};
use crate::domain::rules::alarms::{Alarm, alarms};
use crate::domain::rules::clocks::Clocks;
use crate::domain::rules::closing;
use crate::domain::rules::gather::Gathered;
use crate::domain::rules::outbox::{Waiting, waiting};
use crate::domain::rules::past::Library;
use crate::domain::rules::promises::{self, Promise};
use crate::domain::rules::updates::{UpdateClock, updates};
use crate::domain::rules::{Board, narrative};
use crate::domain::time::{Span, Time};
use std::collections::BTreeSet;

/// What only the running machines know: never folded, different from place to place.
#[derive(Clone, Debug, Default)]
pub struct Live {
    /// Cockpits that are here.
    pub present: Vec<Presence>,
    /// What each machine's probes say.
    pub views: Vec<View>,
    /// Writers with entries that only this machine has yet.
    pub unshared: BTreeSet<WriterId>,
    /// Damage found in files, one line each.
    pub problems: Vec<String>,
}

/// The incident at one moment.
#[derive(Clone, Debug)]
pub struct Picture<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The facts, folded.
    pub incident: &'a Incident,
    /// What it is.
    pub identity: &'a Identity,
    /// Where its folder is.
    pub path: &'a str,
    /// Wall time.
    pub wall: Time,
    /// Incident time.
    pub now: Time,
    /// The checklist as it stands.
    pub board: Board,
    /// Which checklist it is.
    pub checklist: Option<&'a Id>,
    /// The header's clocks.
    pub clocks: Clocks,
    /// The audiences' clocks.
    pub updates: Vec<UpdateClock>,
    /// What must not be overlooked.
    pub alarms: Vec<Alarm>,
}

impl<'a> Picture<'a> {
    /// The incident at wall time `wall`. `checklist` is the frozen copy the active run names.
    #[must_use]
    pub fn new(
        plan: &'a Plan,
        checklist: Option<&'a Checklist>,
        incident: &'a Incident,
        identity: &'a Identity,
        path: &'a str,
        wall: Time,
    ) -> Self {
        let now = incident.scale().incident(wall);
        let mut board = Board::new(plan, checklist, incident);
        board.tell_time(now);
        let targets = checklist.map_or_else(Targets::default, |c| c.targets.clone());
        let clocks = Clocks::at(incident, &targets, now);
        let updates = updates(plan, incident);
        let alarms = alarms(plan, incident, &board, &clocks, &updates, now);
        Picture {
            plan,
            incident,
            identity,
            path,
            wall,
            now,
            board,
            checklist: checklist.map(|c| &c.id),
            clocks,
            updates,
            alarms,
        }
    }

    /// The same, knowing how long steps took in earlier incidents.
    #[must_use]
    pub fn knowing(mut self, library: &Library) -> Self {
        if let Some(past) = self.checklist.and_then(|id| library.get(id)) {
            self.board.learn(past);
        }
        self
    }

    /// What the incident is called; its folder's name while nobody said.
    #[must_use]
    pub fn title(&self) -> &str {
        let opened = self.incident.state().opened.get();
        opened.map_or(self.path, |o| &o.title)
    }

    /// `LIVE SEV1`, `DRILL`: the words every document begins with.
    #[must_use]
    pub fn banner(&self) -> String {
        let severity = self.incident.state().severity.get();
        let severity = severity.map(|s| format!(" {s}")).unwrap_or_default();
        format!("{}{severity}", self.identity.mode.banner())
    }

    /// `42A → C10`; a side that is not known is `?`.
    #[must_use]
    pub fn direction(&self) -> String {
        let name = |id: Option<&Id>| id.map_or("?", |id| self.plan.short(id)).to_owned();
        let direction = self.incident.direction();
        let (from, to) = (name(direction.map(|d| d.0)), name(direction.map(|d| d.1)));
        format!("{from} → {to}")
    }

    /// When it was closed, in incident time; none while it goes on.
    #[must_use]
    pub fn closed(&self) -> Option<Time> {
        let held = self.incident.state().life.held()?;
        matches!(held.value, Life::Closed { .. }).then(|| self.incident.written(held.by))
    }

    /// Until when clocks that stop with the incident ran.
    #[must_use]
    pub fn end(&self) -> Time {
        self.closed().unwrap_or(self.now)
    }

    /// The timeline in words, by event time; what flaps is summed up.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = narrative::Line> + '_ {
        let gathered = Gathered::of(&self.board, self.incident);
        let rows = self.incident.state().timeline.iter();
        rows.filter_map(move |row| gathered.line(self.plan, &self.board, self.incident, *row))
    }

    /// Updates on their way, in the plan's order.
    #[must_use]
    pub fn waiting(&self) -> Vec<Waiting> {
        waiting(self.plan, self.incident, self.identity.mode)
    }

    /// Promises that are open, the next due first.
    #[must_use]
    pub fn promises(&self) -> Vec<Promise> {
        promises::open(self.incident, &self.board)
    }

    /// The questions asked on closing, with their answers; none while it goes on.
    #[must_use]
    pub fn answers(&self) -> Vec<(&str, &str)> {
        match self.incident.state().life.get() {
            Some(Life::Closed { answers }) => closing::told(answers),
            _ => Vec::new(),
        }
    }

    /// How long ago, in words.
    #[must_use]
    pub fn ago(&self, then: Time) -> String {
        (self.now - then).max(Span::ZERO).short()
    }
}
