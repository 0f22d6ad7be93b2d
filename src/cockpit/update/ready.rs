//! Whether the other side can take over, by what own probes see of it now: said until the decision falls.

use crate::cockpit::Model;
use crate::cockpit::probes::{ProbePane, ProbeRow};
use crate::domain::rules::ready::{Ready, Stand, ready};
use crate::domain::words::Milestone;

/// Whether the target can take over; none once that is decided, or when nobody knows which side it is.
pub(super) fn of_target(model: &Model, pane: &ProbePane) -> Option<Ready> {
    let reached = |m| model.incident.milestone(m).is_some();
    let over = reached(Milestone::Decided) || reached(Milestone::ServiceRestored);
    model.incident.direction().filter(|_| !over)?;
    let stands: Vec<Stand> = pane.rows.iter().map(stand).collect();
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
