//! Whose decision it is, and whether the roles it asks have said go.

use super::board::StepRow;
use super::gate::roles_without_go;

/// The role and its holder whose decision it is, where that is not `who`.
#[must_use]
pub fn decider<'r>(row: &'r StepRow, who: &str) -> Option<(&'r str, &'r str)> {
    let role = row.step.role.as_ref()?.as_str();
    let holder = row.told.owner.as_deref().filter(|holder| *holder != who)?;
    Some((role, holder))
}

/// The roles that have not said go, where the option needs them: one that is asked again needs nobody.
#[must_use]
pub fn missing(row: &StepRow, key: &str) -> Option<String> {
    let mut options = row.step.decision.iter().flat_map(|d| &d.options);
    let option = options.find(|o| o.key == key)?;
    let falls = option.again_in.is_none();
    roles_without_go(row).filter(|_| falls)
}

/// The reason as it is written: whose decision it was, and whose go is missing.
#[must_use]
pub fn marked(row: &StepRow, who: &str, key: &str, reason: Option<String>) -> Option<String> {
    let instead = decider(row, who).map(|(role, holder)| format!("by {who}, not {role} {holder}"));
    let without = missing(row, key).map(|roles| format!("WITHOUT go of {roles}"));
    let marks: Vec<String> = [instead, without].into_iter().flatten().collect();
    match (marks.is_empty(), reason) {
        (true, reason) => reason,
        (false, None) => Some(marks.join(", ")),
        (false, Some(reason)) => Some(format!("{}: {reason}", marks.join(", "))),
    }
}
