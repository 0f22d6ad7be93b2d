//! What the probes add up to: what failed first and what only follows, and what is meant to be down.

use crate::cockpit::Model;
use crate::cockpit::probes::{ProbeCell, ProbePane};
use crate::domain::ids::Id;
use crate::domain::probe::Row;
use crate::domain::probe::cause::follows;
use crate::domain::rules::changes::answers;
use crate::domain::rules::fenced::fence;
use crate::domain::words::ProbeState;

/// What a service says of itself, where that is more than that it is up: its role, its number, its n of m.
pub(super) fn said(row: &Row<'_>) -> Option<String> {
    let number = || Some(row.detail.to_owned()).filter(|_| row.counts);
    row.role.map(str::to_owned).or_else(number)
}

/// Marks on both sides what only follows another service, and what is down because its side was fenced.
pub(super) fn mark(model: &Model, pane: &mut ProbePane, sides: &(Option<Id>, Option<Id>)) {
    let fence = fence(&model.board, &model.incident);
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
            let since = |f: &crate::domain::rules::fenced::Fence| {
                cell.since.is_some_and(|since| since >= f.since)
            };
            cell.fenced = silent && fenced.is_some_and(since);
        }
    }
}
