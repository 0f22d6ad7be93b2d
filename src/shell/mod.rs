//! The one loop, the terminal, signals, the one clock.

pub mod app;
pub mod clock;
pub mod drill;
pub mod pager;
pub mod probe_command;
pub mod references;
pub mod rounds;
pub mod runner;
pub mod signals;
pub mod terminal;
