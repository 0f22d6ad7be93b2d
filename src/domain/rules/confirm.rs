//! Who may confirm a step: one rule for keys, shells and voices.

use super::board::StepRow;

/// Whether the word of `by` counts when `doer` does the step. The holder of the role in `confirm_by` confirms; when
/// that is the doer, nobody holds it, or it is `any`, then anybody but the doer.
#[must_use]
pub fn counts(row: &StepRow, by: &str, doer: &str) -> bool {
    let holder = row.told.confirmer.as_deref().filter(|who| *who != doer);
    by != doer && holder.is_none_or(|holder| holder == by)
}

/// The reason in `override: REASON`, however it is written; empty where it is still missing. A word that begins so
/// is nobody's name.
#[must_use]
pub fn override_of(given: &str) -> Option<&str> {
    let (word, rest) = given.split_at_checked("override".len())?;
    let is_word = word.eq_ignore_ascii_case("override");
    is_word.then(|| rest.trim_matches(|c: char| c.is_whitespace() || ":-–,.".contains(c)))
}

/// Somebody's name, not a word that agrees: who confirms by voice is named.
#[must_use]
pub fn is_name(given: &str) -> bool {
    let agrees = ["ok", "okay", "yes", "y", "go", "confirmed"];
    let given = given.trim();
    !given.is_empty()
        && !given.contains(':')
        && !agrees.iter().any(|w| given.eq_ignore_ascii_case(w))
}

/// The confirmation of the step counts when `doer` does it.
#[must_use]
pub fn is_confirmed(row: &StepRow, doer: &str) -> bool {
    row.confirmed.iter().any(|by| counts(row, by, doer))
}

/// Why `by` cannot confirm the step; none: it counts, or who does it is not known yet.
#[must_use]
pub fn refused(row: &StepRow, by: &str) -> Option<String> {
    let number = &row.number;
    match row.who() {
        Some(doer) if doer == by => Some(format!(
            "{number} is {by}'s own: a second person confirms it, from an own cockpit or by voice"
        )),
        Some(doer) if !counts(row, by, doer) => Some(meant(row)),
        _ => None,
    }
}

/// What to say of a confirmation that counts only when one person does the step.
#[must_use]
pub fn condition(row: &StepRow, by: &str) -> Option<String> {
    let holder = row.told.confirmer.as_deref().filter(|who| *who != by)?;
    row.who().is_none().then(|| {
        let role = row.step.confirm_by.as_ref().map_or("?", |r| r.as_str());
        format!("it counts if {holder} ({role}) does the step; else {holder} confirms")
    })
}

/// Who is meant to confirm it, where that is one person.
#[must_use]
pub fn meant(row: &StepRow) -> String {
    let number = &row.number;
    let role = row.step.confirm_by.as_ref().map_or("?", |r| r.as_str());
    match &row.told.confirmer {
        Some(holder) => format!("{number} is confirmed by {role}, who is {holder}"),
        None => format!("{number} is confirmed by somebody who does not do it"),
    }
}

/// Why `by` cannot verify a step that is done; none: it can.
#[must_use]
pub fn not_verified(row: &StepRow, by: &str) -> Option<String> {
    use crate::domain::words::StepState::{Done, Verified};
    let number = &row.number;
    let doer = row.by.as_deref().unwrap_or_default();
    match row.state {
        Done if doer == by || row.holder.as_deref() == Some(by) => Some(format!(
            "{number} was done by {by}: a second person verifies it"
        )),
        Done => None,
        Verified => Some(format!(
            "{number} is verified already, by {}",
            row.told.verified.as_deref().unwrap_or("?")
        )),
        state => Some(format!(
            "{number} is {state}: only what is done is verified"
        )),
    }
}
