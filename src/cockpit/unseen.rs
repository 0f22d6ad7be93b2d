//! What nobody measured of the downtime.

use crate::domain::rules::watched::{Watch, Watched};

/// Who watched, and what of the downtime was not seen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Unseen {
    /// Who watched when.
    pub watch: Watch,
    /// Of the downtime; none before an impact.
    pub downtime: Option<Watched>,
}
