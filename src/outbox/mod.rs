//! Updates that leave by a webhook: one POST for each try, on a thread of its own.
//!
//! Absent on purpose: no proxy, no redirect, no connection kept, no retry here (the cockpit says when), nothing
//! of the answer but its status, and no secret in what is told: an [`Outcome`] holds words of ours only.

mod call;
mod secrets;
mod tls;

pub use call::{Outcome, Poster, Request};
pub use secrets::{Commands, Secrets, names};
