//! What the incident means right now: pure functions of (plan, checklist, incident, now).

pub mod act;
pub mod alarms;
mod amended;
pub mod board;
mod capture;
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
pub mod order;
pub mod pace;
pub mod past;
pub mod sense;
pub mod serving;
pub mod teams;
#[cfg(test)]
mod testing;
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
