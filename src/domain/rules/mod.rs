//! What the incident means right now: pure functions of (plan, checklist, incident, now).

pub mod act;
pub mod alarms;
mod amended;
mod asked;
pub mod board;
mod capture;
pub mod clocks;
pub mod closing;
mod command;
pub mod confirm;
pub mod decider;
pub mod draft;
mod eta;
pub mod gate;
pub mod impact;
pub mod jobs;
mod list;
pub mod names;
pub mod narrative;
pub mod no_return;
pub mod opening;
pub mod order;
pub mod outbox;
pub mod pace;
mod pairs;
pub mod past;
pub mod phases;
pub mod recorded;
pub mod sense;
pub mod serving;
pub mod tasks;
pub mod teams;
#[cfg(test)]
mod testing;
mod told;
pub mod updates;
mod waits;
pub mod window;
pub mod wording;

pub use act::{Act, Closing};
pub use amended::Amended;
pub use board::{Board, Pair, PhaseRow, StepRow};
pub use eta::{Estimate, Eta, Known, Past};
pub use jobs::{JobRow, Standing};
pub use names::Names;
pub use told::{Ballot, Part, Told};
