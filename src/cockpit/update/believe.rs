//! What the probes add up to: what failed first and what only follows, and what is meant to be down.

use super::vantage::Disagreement;
use crate::cockpit::Model;
use crate::cockpit::probes::{Layer, ProbeCell, ProbePane};
use crate::domain::ids::Id;
use crate::domain::plan::Service;
use crate::domain::probe::Row;
use crate::domain::probe::cause::{follows, layers};
use crate::domain::rules::changes::answers;
use crate::domain::rules::fenced::{Fence, expected, fence};
use crate::domain::rules::loss::{Point, loss};
use crate::domain::rules::writers::{self, Writers};
use crate::domain::time::Time;
use crate::domain::words::{Milestone, ProbeState};

/// What a service says of itself, where that is more than that it is up: its role, its number, its n of m.
pub(super) fn said(row: &Row<'_>) -> Option<String> {
    let number = || Some(row.detail.to_owned()).filter(|_| row.counts);
    row.role.map(str::to_owned).or_else(number)
}

/// Marks on both sides what only follows another service, and what is down because its side was fenced.
pub(super) fn mark(model: &Model, pane: &mut ProbePane, sides: &(Option<Id>, Option<Id>)) {
    let fence = fence(&model.board, &model.incident);
    let disagreements = super::vantage::disagreements(model);
    for (at, side) in [&sides.0, &sides.1].into_iter().enumerate() {
        let Some(side) = side else { continue };
        let of = |service: &Id| {
            let row = model.probe_board.row(service, side, model.wall)?;
            Some((row.state, row.since?))
        };
        let fenced = fence.as_ref().filter(|f| f.side == *side);
        for row in &mut pane.rows {
            let service = model.plan.services.iter().find(|s| s.id == row.service);
            let cause = service.and_then(|s| follows(&model.plan, s, &of));
            let cell: &mut ProbeCell = if at == 0 { &mut row.from } else { &mut row.to };
            cell.follows = cause.map(|s| s.id.to_string());
            let silent = !answers(cell.state) && cell.state != ProbeState::Blind;
            // Who joins later sees it down since then; the facts know better. So do they of a probe that was on its way
            // when fencing began.
            let key = (model.me.machine.clone(), side.clone(), row.service.clone());
            let told = model.incident.state().probes.get(&key);
            let told = told
                .and_then(|word| word.held())
                .filter(|t| t.value.state == cell.state);
            let after = |f: &Fence| match told {
                Some(told) => expected(f, &model.incident, told.by, &told.value),
                None => cell.since.is_some_and(|since| since >= f.begun),
            };
            let fits = |d: &&Disagreement| d.service == row.service && d.provider == *side;
            let against = disagreements.iter().find(fits);
            cell.elsewhere = against.map(|d| d.against(&model.me.machine));
            cell.fenced = silent && fenced.is_some_and(after);
        }
    }
    super::danger::mark(model, pane, sides, fence.as_ref());
    at_risk(model, pane, sides);
    pane.layers = layers(&model.plan)
        .into_iter()
        .map(|l| layer(pane, &l))
        .collect();
}

/// A layer as it stands at both providers.
fn layer(pane: &ProbePane, services: &[&Service]) -> Layer {
    let mut layer = Layer {
        services: services.iter().map(|s| s.id.to_string()).collect(),
        ..Layer::default()
    };
    let rows = pane.rows.iter();
    for row in rows.filter(|r| services.iter().any(|s| s.id == r.service)) {
        for (side, cell) in [(&mut layer.from, &row.from), (&mut layer.to, &row.to)] {
            side.of += 1;
            if matches!(cell.state, ProbeState::Up | ProbeState::Quiet) {
                side.up += 1;
                continue;
            }
            let far = cell.said.as_deref().filter(|_| answers(cell.state));
            let far = far.unwrap_or(cell.state.as_str());
            side.left.push(format!("{} {far}", row.service));
        }
    }
    layer
}

/// What would be lost if the target were promoted now: beside the decision until it falls, in the pane until the
/// target's database is writable.
fn at_risk(model: &Model, pane: &mut ProbePane, sides: &(Option<Id>, Option<Id>)) {
    let reached = |m| model.incident.milestone(m).is_some();
    let over = reached(Milestone::DbWritable) || !model.incident.is_open();
    let told = writers::told(&model.plan, &model.incident);
    let always = over || model.view.zoom;
    pane.writers = told.filter(|(stand, _)| always || *stand >= Writers::Nobody);
    let (Some(from), Some(to), false) = (&sides.0, &sides.1, over) else {
        return;
    };
    let nobody = pane.writers.as_ref().map(|w| w.0) == Some(Writers::Nobody);
    let ready = super::ready::of_target(model, pane);
    pane.ready = ready.map(|ready| {
        if nobody {
            ready.doubted("nobody writes")
        } else {
            ready
        }
    });
    if let Some(point) = point(model, from, to) {
        pane.loss = point.words(&pane.sides.0, &pane.sides.1);
        pane.risk = (!reached(Milestone::Decided)).then(|| point.brief());
    }
}

/// What would be lost if `to` were promoted now, against the objective.
fn point(model: &Model, from: &Id, to: &Id) -> Option<Point> {
    let (plan, incident, board) = (&model.plan, &model.incident, &model.probe_board);
    let loss = loss(plan, incident, board, (from, to), model.wall)?;
    let rpo = model.targets.rpo;
    Some(Point { loss, rpo })
}

/// Of a writer that does not answer any more: how far the other side had heard it, in incident time.
pub(super) fn heard(model: &Model, service: &Id, at: &Id, state: ProbeState) -> Option<Time> {
    let mut services = model.plan.services.iter();
    let writer = services.any(|s| s.writer && s.id == *service);
    if !writer || answers(state) {
        return None;
    }
    let others = model.plan.providers.iter().filter(|p| p.id != *at);
    let (replay, scale) = (model.probe_board.replay(), model.incident.scale());
    others.filter_map(|p| replay.reached(&p.id, scale)).max()
}
