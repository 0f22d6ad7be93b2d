//! The cockpit for moving production between two hosting providers.

pub mod domain;
pub mod formats;
pub mod probes;
pub mod simulator;
pub mod store;
