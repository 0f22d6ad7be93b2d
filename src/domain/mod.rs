//! The incident itself: facts, how they fold, and the rules of a fail-over. Synchronous and total.

pub mod approval;
pub mod author;
pub mod checklist;
pub mod drill;
pub mod entry;
pub mod facts;
pub mod fill;
pub mod fold;
pub mod identity;
pub mod ids;
pub mod masker;
pub mod note_text;
mod plain;
pub mod plan;
pub mod presence;
pub mod probe;
pub mod problem;
mod profile;
pub mod promise_text;
pub mod rules;
pub mod scenario;
pub mod secrets;
pub mod serving;
pub mod severity;
pub mod text;
pub mod time;
pub mod words;
