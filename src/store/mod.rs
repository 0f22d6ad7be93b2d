//! Files: the private log, the shared journal, what is derived from them.
//!
//! What is acknowledged is in the writer's private log, on the disk. The shared journal is a copy that is put right
//! again and again, so that any replicator may do to it what it likes.

pub mod access;
pub mod approvals;
pub mod diagnostics;
pub mod disk;
pub mod doctor;
pub mod folder;
pub mod frozen;
pub mod jobs;
pub mod live;
pub mod log;
pub mod names;
pub mod oneshot;
pub mod past;
pub mod places;
pub mod plan_folder;
pub mod publish;
pub mod random;
pub mod read;
pub mod root;
mod safe;
pub mod verify;
pub mod writable;
