//! The cockpit for moving production between two hosting providers.

pub mod cockpit;
pub mod domain;
pub mod exec;
pub mod formats;
pub mod probes;
pub mod report;
pub mod shell;
pub mod simulator;
pub mod store;
pub mod ui;
