//! What must not be: a fenced side that answers again, and two that take writes at once. Where it is well measured it
//! must not look well.

use crate::cockpit::Model;
use crate::cockpit::probes::ProbePane;
use crate::domain::ids::Id;
use crate::domain::rules::changes::{WRITABLE, answers};
use crate::domain::rules::fenced::{Fence, backs};

/// Marks the cells of both sides.
pub(super) fn mark(
    model: &Model,
    pane: &mut ProbePane,
    sides: &(Option<Id>, Option<Id>),
    fence: Option<&Fence>,
) {
    let back: Vec<Id> = fence.map_or_else(Vec::new, |fence| {
        let backs = backs(fence, &model.incident, model.now).into_iter();
        let lasting = backs.filter(|back| back.until.is_none());
        lasting.map(|back| back.service).collect()
    });
    let fenced = |side: &Option<Id>| fence.is_some_and(|f| side.as_ref() == Some(&f.side));
    let fenced = (fenced(&sides.0), fenced(&sides.1));
    for row in &mut pane.rows {
        let mut services = model.plan.services.iter();
        let writer = services.any(|s| s.writer && s.id == row.service);
        let returned = back.contains(&row.service);
        let writes = |cell: &crate::cockpit::probes::ProbeCell| {
            answers(cell.state) && cell.said.as_deref() == Some(WRITABLE)
        };
        let both = writer && writes(&row.from) && writes(&row.to);
        for (cell, fenced) in [(&mut row.from, fenced.0), (&mut row.to, fenced.1)] {
            let here = fenced && returned && answers(cell.state);
            cell.danger = match (both || (here && writes(cell)), here) {
                (true, _) => Some("WRITABLE"),
                (false, true) => Some("BACK"),
                (false, false) => None,
            };
        }
    }
}
