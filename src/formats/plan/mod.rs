//! A plan folder's files, read together: `plan.toml`, `checklists/*.toml`, `scenarios/*.toml`.

mod convert;
mod digest;
mod embedded;

mod load;
mod probe;
pub(crate) mod raw;

pub(crate) use convert::PROVIDER_NAMES;
pub use digest::digest;
pub use embedded::{embedded, to_edit};

pub use load::{Loaded, Located, load};
pub(crate) use raw::each;

use crate::domain::plan::Plan;
use crate::domain::problem::Problem;
use crate::formats::toml::{Source, Strictness, read};

/// Reads a plan; `source` learns where its values stand. None, with the reason, when the text is no TOML.
#[must_use]
pub fn read_plan(source: &mut Source, strictness: Strictness) -> (Option<Plan>, Vec<Problem>) {
    read(source, strictness, "plan", convert::plan)
}
