//! Variables that still want their value. Secrets are left out: only the copying of a command asks for those.

use super::{Board, StepRow};
use crate::domain::checklist::{Checklist, Variable};

/// What a step shows and hands over that has no value yet, of what its checklist asks people for.
#[must_use]
pub fn by_step(checklist: &Checklist, board: &Board, row: &StepRow) -> Vec<String> {
    let names = &board.names;
    let mut missing = board.command(row).unwrap_or_default().missing;
    for text in std::iter::once(&row.step.title).chain(&row.step.expect) {
        missing.extend(names.fill(text).missing);
    }
    let asked = |name: &String| checklist.vars.get(name).is_some_and(|v| !v.secret);
    missing.into_iter().filter(asked).collect()
}

/// What the checklist asks for on adopting and was not given.
pub fn on_adopting<'a>(
    checklist: &'a Checklist,
    given: &'a [(String, String)],
) -> impl Iterator<Item = (&'a str, &'a Variable)> {
    let is_given = |name: &str| given.iter().any(|(n, _)| n == name);
    let asked = checklist.vars.iter();
    asked
        .filter(move |(name, v)| v.at_start && !v.secret && !is_given(name))
        .map(|(name, variable)| (name.as_str(), variable))
}
