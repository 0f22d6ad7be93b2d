//! What the incident means right now: pure functions of (plan, checklist, incident, now).

pub mod act;
pub mod alarms;
mod amended;
pub mod board;
pub mod clocks;
pub mod closing;
pub mod draft;
mod eta;
pub mod gate;
pub mod impact;
pub mod jobs;
mod list;
pub mod names;
pub mod narrative;
pub mod opening;
pub mod sense;
#[cfg(test)]
mod testing;
pub mod updates;
mod waits;
pub mod wording;

pub use act::{Act, Closing};
pub use amended::Amended;
pub use board::{Board, Pair, PhaseRow, StepRow};
pub use eta::Eta;
pub use jobs::{JobRow, Standing};
pub use names::Names;
