//! What the other machines see. Each says it every few seconds in a file of its own, by its own clock; the clocks of two
//! machines are never compared.

use crate::cockpit::{Effect, Model};
use crate::domain::fold::EntryNo;
use crate::domain::ids::Id;
use crate::domain::presence::View;
use crate::domain::rules::alarms::Alarm;
use crate::domain::rules::changes::answers;
use crate::domain::rules::handover::Measured;
use crate::domain::time::{Span, Time};
use crate::domain::words::ProbeState;
use std::collections::BTreeMap;

/// A machine that said nothing new for so long says nothing any more.
const GONE: Span = Span::seconds(30);
/// One machine notices a change some seconds before the other: that is no disagreement.
const SETTLED: Span = Span::seconds(20);

/// A service that one machine sees down and another does not.
pub(super) struct Disagreement {
    /// Which service.
    pub(super) service: Id,
    /// At which provider.
    pub(super) provider: Id,
    /// From where it is down.
    down: Vec<String>,
    /// From where it answers.
    up: Vec<String>,
    /// Since when, in wall time here, the first of each side says so: the later of the two began it.
    began: (Option<Time>, Option<Time>),
}

/// What the machines said, their own one left out: its cockpits look from the same place.
pub(super) fn heard(model: &mut Model, views: Vec<View>) -> Vec<Effect> {
    let wall = model.wall;
    let mut before = std::mem::take(&mut model.views);
    let own = model.me.machine.clone();
    let others = views.into_iter().filter(|v| v.machine != own);
    let others = others.map(|view| {
        let arrived = match before.remove(&view.machine) {
            Some((last, at)) if last.at == view.at => at,
            Some(_) => wall,
            None if (wall - view.at).0.abs() < GONE.0 => wall,
            None => wall - GONE,
        };
        (view.machine.clone(), (view, arrived))
    });
    model.views = others.collect::<BTreeMap<_, _>>();
    Vec::new()
}

/// What is measured now, from here and from machines that still say so: the papers say it as the pane does.
pub(super) fn measured(model: &Model) -> Measured {
    let fresh = model
        .views
        .values()
        .filter(|(_, at)| model.wall - *at < GONE);
    let others: Vec<View> = fresh.map(|(v, _)| v.clone()).collect();
    let mut rows = Measured::of(&others).rows;
    let own = model.probe_board.rows(model.wall);
    // Before the first result nothing is seen from here.
    let own = own.filter(|row| row.since.is_some());
    rows.extend(own.map(|row| (row.service.clone(), row.provider.clone(), row.state)));
    let ready = model.probes.ready.as_ref();
    let ready = ready.map(|r| r.words(&model.probes.sides.1));
    Measured {
        rows,
        also: ready.into_iter().chain(model.probes.loss.clone()).collect(),
    }
}

/// What is seen down from one machine and answers to another, both for a while.
pub(super) fn disagreements(model: &Model) -> Vec<Disagreement> {
    let wall = model.wall;
    let fresh = model.views.values().filter(|(_, at)| wall - *at < GONE);
    let views: Vec<&(View, Time)> = fresh.filter(|(v, _)| !v.blind).collect();
    if views.is_empty() {
        return Vec::new();
    }
    let rows = model.probe_board.rows(wall).map(|row| {
        let own = row.since.map(|since| (row.state, wall - since));
        let mut found = Disagreement {
            service: row.service.clone(),
            provider: row.provider.clone(),
            down: Vec::new(),
            up: Vec::new(),
            began: (None, None),
        };
        found.say(&model.me.machine, own, wall);
        for (view, arrived) in &views {
            let fits = |r: &&crate::domain::presence::ViewRow| {
                r.service == *row.service && r.provider == *row.provider
            };
            let said = view.rows.iter().find(fits);
            let said = said.map(|r| (r.state, view.at - r.since));
            found.say(&view.machine, said, *arrived);
        }
        found
    });
    rows.filter(|d| !d.down.is_empty() && !d.up.is_empty())
        .collect()
}

impl Disagreement {
    /// A machine's word of `at`, by the clock here, if it had stood for a while by then.
    fn say(&mut self, machine: &str, said: Option<(ProbeState, Span)>, at: Time) {
        let Some((state, stood)) = said.filter(|(_, stood)| *stood >= SETTLED) else {
            return;
        };
        let (side, began) = match state {
            ProbeState::Down => (&mut self.down, &mut self.began.0),
            state if answers(state) => (&mut self.up, &mut self.began.1),
            _ => return,
        };
        side.push(machine.to_owned());
        let since = at - stood;
        *began = Some(began.map_or(since, |b| b.min(since)));
    }

    fn id(&self) -> String {
        format!("vantage.{}.{}", self.service, self.provider)
    }

    /// `up from b2`: what is said against the own word.
    pub(super) fn against(&self, own: &str) -> String {
        let down = self.down.iter().any(|m| m == own);
        match down {
            true => format!("up from {}", self.up.join(", ")),
            false => format!("down from {}", self.down.join(", ")),
        }
    }
}

/// Each disagreement as an alarm: one of the two looks through a broken line. Who acknowledged one knows nothing of
/// the next.
pub(super) fn alarms(model: &mut Model) -> Vec<Alarm> {
    if !model.incident.is_open() || !model.loaded {
        return Vec::new();
    }
    let found = disagreements(model);
    let before = std::mem::take(&mut model.disagreed);
    let old = |d: &Disagreement| {
        let id = d.id();
        let old = before.get(&id).copied();
        let old = old.unwrap_or_else(|| earlier(model, &id, d.began.0.max(d.began.1)));
        (id, old)
    };
    let disagreed: BTreeMap<String, usize> = found.iter().map(old).collect();
    let alarm = |d: Disagreement| {
        let id = d.id();
        let old = disagreed.get(&id).copied().unwrap_or_default();
        let known = model.incident.state().acknowledged.get(&id);
        let by = known.and_then(|l| l.iter().skip(old).next_back());
        let service = model.plan.services.iter().find(|s| s.id == d.service);
        let service = service.map_or(d.service.as_str(), |s| &s.name);
        let side = model.plan.short(&d.provider);
        let (down, up) = (d.down.join(", "), d.up.join(", "));
        Alarm {
            text: format!("{service} at {side}: down from {down}, up from {up}"),
            rank: 2,
            acknowledged: by.map(|no| model.incident.author(*no).to_owned()),
            id,
        }
    };
    let alarms = found.into_iter().map(alarm).collect();
    model.disagreed = disagreed;
    alarms
}

/// How many acknowledgements of a disagreement that is new here are of earlier ones.
fn earlier(model: &Model, id: &str, began: Option<Time>) -> usize {
    let began = began.map(|at| model.incident.scale().incident(at));
    let all = model.incident.state().acknowledged.get(id);
    let old = |no: &&EntryNo| began.is_some_and(|began| model.incident.written(**no) < began);
    all.map_or(0, |all| all.iter().filter(old).count())
}
