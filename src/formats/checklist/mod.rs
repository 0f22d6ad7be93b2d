//! Checklist files: `checklists/*.toml`.

mod convert;
pub(crate) mod raw;
mod step;

use crate::domain::checklist::Checklist;
use crate::domain::problem::Problem;
use crate::formats::toml::{Source, Strictness, read};

/// Reads a checklist; `source` learns where its values stand. None, with the reason, when the text is no TOML.
#[must_use]
pub fn read_checklist(
    source: &mut Source,
    strictness: Strictness,
) -> (Option<Checklist>, Vec<Problem>) {
    read(source, strictness, "checklist", convert::checklist)
}
