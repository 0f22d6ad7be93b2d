//! What follows from the facts, worked out anew when they or the clock change.

use crate::cockpit::Model;
use crate::cockpit::probes::{ProbeCell, ProbePane, ProbeRow};
use crate::cockpit::secrets::MASK;
use crate::domain::ids::Id;
use crate::domain::rules::Board;
use crate::domain::rules::alarms::{Alarm, alarms};
use crate::domain::rules::clocks::Clocks;
use crate::domain::rules::gather::Gathered;
use crate::domain::rules::outbox::waiting;
use crate::domain::rules::updates::updates;
use crate::domain::words::Milestone;

/// Everything that follows from the facts.
pub fn refresh(model: &mut Model) {
    let checklist = model.checklist();
    let targets = checklist.map(|c| c.targets.clone()).unwrap_or_default();
    let mut board = Board::new(&model.plan, checklist, &model.incident);
    board.tell_time(model.now);
    board.add_earlier(&model.incident, |run| model.frozen_copy(run));
    model.gathered = Gathered::of(&board, &model.incident);
    model.board = board;
    model.targets = targets;
    let known = model.incident.active_run();
    let known = known.and_then(|(_, run)| model.past.get(&run.adopted.get()?.checklist));
    if let Some(past) = known {
        model.board.learn(past);
    }
    if let Some(run) = model.board.run.clone() {
        for (name, _) in model.secrets.of(&run) {
            model.board.names.hide(name, MASK);
        }
    }
    super::sense::look(model);
    super::runner::veil(model);
    follow_now(model);
    clocks(model);
    probes(model);
}

/// Everything that follows from the clock.
pub(super) fn clocks(model: &mut Model) {
    if model.board.tell_time(model.now) {
        follow_now(model);
    }
    model.clocks = Clocks::at(&model.incident, &model.targets, model.now);
    model.updates = updates(&model.plan, &model.incident);
    model.alarms = alarms(
        &model.plan,
        &model.incident,
        &model.board,
        &model.clocks,
        &model.updates,
        model.now,
    );
    let mode = model.mode();
    model.outbox.waiting = waiting(&model.plan, &model.incident, mode);
    super::unposted::look(model);
    let on_their_way = super::outbox::alarms(model);
    model
        .alarms
        .extend(on_their_way.into_iter().filter(|_| model.loaded));
    if model.loaded {
        let late = super::bulletin::late(model);
        model.alarms.extend(late);
    }
    let offers = offered(model);
    model.alarms.extend(offers);
    let lost = super::sense::lost(model);
    model.alarms.extend(lost);
    let split = super::vantage::alarms(model);
    model.alarms.extend(split);
    let left = super::left::alarms(model);
    model.alarms.extend(left);
    model.alarms.sort_by_key(Alarm::place);
}

/// Milestones the probes can tell, as alarms: a key sets them, nothing sets itself.
fn offered(model: &Model) -> Vec<Alarm> {
    let open = model.incident.is_open() && model.loaded;
    let told = [
        Milestone::ImpactStart,
        Milestone::DnsSwitched,
        Milestone::ServiceRestored,
    ];
    let offers = super::incident::offered(model).into_iter();
    let offers = offers.filter(|o| open && told.contains(&o.milestone));
    offers
        .map(|offer| {
            let id = format!("offer.{}.{}", offer.milestone, offer.at.compact());
            let by = model
                .incident
                .state()
                .acknowledged
                .get(&id)
                .and_then(|l| l.first());
            let words = match offer.milestone {
                Milestone::ImpactStart => "users suffer since",
                Milestone::DnsSwitched => "names lead to the target since",
                _ => "users are served again since",
            };
            Alarm {
                text: format!("{words} {}: {}", offer.at.clock(), offer.evidence),
                rank: 3,
                acknowledged: by.map(|no| model.incident.author(*no).to_owned()),
                id,
            }
        })
        .collect()
}

/// Takes note of when NOW moved: keys repeated in that moment belong to the step before.
fn follow_now(model: &mut Model) {
    let now = model
        .now_step()
        .map(|at| model.board.steps[at].step.id.clone());
    if now != model.view.now_seen {
        if model.view.now_seen.is_some() {
            model.view.now_moved = model.wall;
        }
        model.view.now_seen = now;
    }
}

/// Both providers, as drawn.
pub(super) fn probes(model: &mut Model) {
    let sides = sides(model);
    let name = |id: &Option<Id>| {
        let name = id.as_ref().map(|id| model.plan.short(id).to_owned());
        name.unwrap_or_default()
    };
    let cell = |service: &Id, provider: &Option<Id>| {
        let provider = provider.as_ref()?;
        let row = model.probe_board.row(service, provider, model.wall)?;
        Some(ProbeCell {
            state: row.state,
            since: row.since.map(|t| model.incident.scale().incident(t)),
            age: row.age,
            latency: row.latency,
            detail: row.detail.to_owned(),
            said: super::believe::said(&row),
            follows: None,
            fenced: false,
            danger: None,
            elsewhere: None,
            pace: super::probe::pace(model, service, provider),
            strip: row.strip.iter().copied().collect(),
            spark: row.sparkline.iter().copied().collect(),
        })
    };
    let rows = model.plan.services.iter().map(|service| ProbeRow {
        service: service.id.clone(),
        name: service.name.clone(),
        from: cell(&service.id, &sides.0).unwrap_or_default(),
        to: cell(&service.id, &sides.1).unwrap_or_default(),
    });
    let vantage = model.probe_board.vantage();
    let mut pane = ProbePane {
        sides: (name(&sides.0), name(&sides.1)),
        rows: rows.collect(),
        witnesses: (vantage.answering, vantage.witnesses),
        blind: vantage.blind.map(|t| model.incident.scale().incident(t)),
        vantage: model.me.machine.clone(),
        loss: Vec::new(),
        layers: Vec::new(),
        risk: None,
        ready: None,
        writers: None,
        serving: super::serving::row(model, &sides),
    };
    super::believe::mark(model, &mut pane, &sides);
    super::sides::fill(model);
    let evidence = super::start::evidence(model);
    if let Some(start) = &mut model.start {
        start.probes = pane.clone();
        start.evidence = evidence;
    }
    model.probes = pane;
    model.measured = super::vantage::measured(model);
}

/// From and to; before a direction is known the first two providers of the plan.
pub(super) fn sides(model: &Model) -> (Option<Id>, Option<Id>) {
    if let Some((from, to)) = model.incident.direction() {
        return (Some(from.clone()), Some(to.clone()));
    }
    let mut providers = model.plan.providers.iter().map(|p| p.id.clone());
    (providers.next(), providers.next())
}
