//! The real program, whole: operators in terminals, one incident, real files and real servers.

mod alone;
mod amend;
mod disk;
mod pairs;
mod rehearsal;
mod sensed;
mod thousand;
mod together;
pub mod world;
