//! What key helps against an alarm. It stands beside it on a screen only: who reads of it elsewhere has no such keys.

use super::incident::milestone_key;
use crate::cockpit::Action;
use crate::domain::words::Milestone;

/// Alarms by how their names begin, the key that helps, and what it does.
const HINTS: [(&str, Action, &str); 6] = [
    ("update.", Action::Bulletin, "drafts it"),
    ("role.", Action::Roles, "takes it"),
    ("role-offer.", Action::Handover, "there takes it over"),
    ("role-twice.", Action::Roles, "settles it"),
    ("role-until.", Action::Roles, "gives it on"),
    ("role-long.", Action::Handover, "hands it over"),
];

/// The key that helps against an alarm of this name, and what it does: `b drafts it`. None: no key does.
#[must_use]
pub fn hint(alarm: &str) -> Option<String> {
    if alarm.starts_with("timeout.") {
        let (done, fail) = (Action::Done.key(), Action::Fail.key());
        return Some(format!("{done} ends it with a reason, {fail} fails it"));
    }
    if let Some(offer) = alarm.strip_prefix("offer.") {
        let name = Milestone::parse(offer.split('.').next()?)?;
        let (key, at) = (Action::Milestone.key(), milestone_key(name));
        return Some(format!("{key} {at} sets it"));
    }
    let mut hints = HINTS.iter();
    let (_, action, does) = hints.find(|(begin, ..)| alarm.starts_with(begin))?;
    Some(format!("{} {does}", action.key()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_that_helps_is_told_by_the_name_of_the_alarm() {
        let rows = [
            ("update.customers", Some("b drafts it")),
            ("role.im", Some("W takes it")),
            ("role-long.im.3h", Some("H hands it over")),
            ("timeout.dns", Some("d ends it with a reason, f fails it")),
            ("offer.impact_start.20261120T021300Z", Some("m 1 sets it")),
            ("split.db", None),
            ("offer.x.y", None),
        ];
        for (alarm, expected) in rows {
            assert_eq!(hint(alarm).as_deref(), expected, "{alarm}");
        }
    }
}
