//! The one fold: a set of entries becomes the incident. The same set in any order of arrival gives
//! the same incident: what replaces what is causal, never a matter of which came first.

mod apply;
mod comms;
mod incident;
mod job;
mod log;
mod people;
mod register;
mod run;
mod timeline;
mod veil;

pub use comms::{AudienceRecord, Promise, Sent};
pub use incident::{Incident, Life, State};
pub use job::{Job, JobEnd, JobState};
pub use log::{EntryNo, Log};
pub use people::{Presence, RoleHolder, RoleRecord};
pub use register::{Held, Register};
pub use run::{Amendment, Claim, Confirmation, Run, StepRecord, Vote};

#[cfg(test)]
mod tests;
