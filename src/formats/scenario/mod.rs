//! Scenario files: `scenarios/*.toml`.

mod behaviour;
mod convert;
pub(crate) mod raw;

use crate::domain::problem::Problem;
use crate::domain::scenario::Scenario;
use crate::formats::toml::{Source, Strictness, read};

/// Reads a scenario; `source` learns where its values stand. None, with the reason, when the text is no TOML.
#[must_use]
pub fn read_scenario(
    source: &mut Source,
    strictness: Strictness,
) -> (Option<Scenario>, Vec<Problem>) {
    read(source, strictness, "scenario", convert::scenario)
}
