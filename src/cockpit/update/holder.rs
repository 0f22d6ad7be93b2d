//! Who a role is, as a question names them.

use crate::cockpit::Model;

/// Who confirms for a role: never the one who asks.
pub(super) fn in_words(model: &Model, role: &str) -> String {
    let id = crate::domain::ids::Id::new(role);
    let name = id
        .as_ref()
        .and_then(|id| model.plan.role(id))
        .map_or(role, |r| &r.name);
    match id.as_ref().and_then(|id| model.incident.holder(id)) {
        Some(holder) if holder != model.me.operator => format!("{holder} ({name})"),
        Some(_) => format!("anybody but you ({name} is you)"),
        None => format!("anybody else (nobody is {name})"),
    }
}
