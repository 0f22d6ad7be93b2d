//! Roles with their history in `status --json`.

use super::picture::Picture;
use crate::domain::rules::people::roles;
use crate::domain::time::Time;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Held {
    role: String,
    who: Option<String>,
    since: Option<String>,
    until: Option<String>,
    offered_to: Option<String>,
}

/// Every role somebody holds or is offered.
pub(super) fn held(picture: &Picture<'_>) -> Vec<Held> {
    let roles = roles(picture.plan, picture.incident).into_iter();
    let known = roles.filter(|r| r.holder.is_some() || r.offer.is_some());
    known
        .map(|r| Held {
            role: r.id.to_string(),
            who: r.holder,
            since: r.since.map(Time::rfc3339),
            until: r.until.map(Time::rfc3339),
            offered_to: r.offer.map(|o| o.to),
        })
        .collect()
}
