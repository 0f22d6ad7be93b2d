//! Whether the other side can take over, by what own probes see of it now: said until the decision falls.

use crate::cockpit::Model;
use crate::cockpit::probes::{ProbePane, ProbeRow};
use crate::domain::rules::loss::{Loss, loss};
use crate::domain::rules::ready::{Ready, Stand, ready};
use crate::domain::words::Milestone;

/// Whether the target can take over; none once that is decided, or when nobody knows which side it is.
pub(super) fn of_target(model: &Model, pane: &ProbePane) -> Option<Ready> {
    let reached = |m| model.incident.milestone(m).is_some();
    let over = reached(Milestone::Decided) || reached(Milestone::ServiceRestored);
    let sides = model.incident.direction().filter(|_| !over)?;
    let board = &model.probe_board;
    let lost = loss(&model.plan, &model.incident, board, sides, model.wall);
    // Without its primary a replica can only fall behind: how far it came is said by the loss.
    let alone = matches!(lost, Some(Loss::Unknown { gone: Some(_), .. }));
    let counts = board.replay().service().filter(|_| alone);
    let stands = pane.rows.iter().map(stand);
    let behind = |s: &Stand| s.said.is_some() && counts.is_some_and(|id| id.as_str() == s.service);
    let stands: Vec<Stand> = stands.filter(|s| !behind(s)).collect();
    ready(&stands)
}

fn stand(row: &ProbeRow) -> Stand {
    let number = |said: &&String| said.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    Stand {
        service: row.service.to_string(),
        state: row.to.state,
        said: row.to.said.as_ref().filter(number).cloned(),
        follows: row.to.follows.is_some(),
    }
}
