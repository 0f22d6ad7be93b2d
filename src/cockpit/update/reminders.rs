//! What is this operator's: a role that is offered to them, held long or over its time.

use crate::cockpit::Model;
use crate::domain::rules::people;

/// Whether an alarm is about a role of this operator, or one that is offered to them.
pub(super) fn is_own(model: &Model, alarm: &str) -> bool {
    let me = Some(model.me.operator.as_str());
    let Some((kind, role)) = alarm
        .split_once('.')
        .filter(|(k, _)| k.starts_with("role-"))
    else {
        return false;
    };
    let role = role.split('.').next();
    let mut roles = people::roles(&model.plan, &model.incident).into_iter();
    let row = roles.find(|r| Some(r.id.as_str()) == role);
    row.is_some_and(|row| match kind {
        "role-offer" => row.offer.as_ref().map(|o| o.to.as_str()) == me,
        "role-long" | "role-until" => row.holder.as_deref() == me,
        _ => false,
    })
}
