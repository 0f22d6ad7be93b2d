#![doc = include_str!("ARCHITECTURE.md")]

pub mod cli;
pub mod cockpit;
pub mod domain;
pub mod exec;
pub mod formats;
pub mod outbox;
pub mod probes;
pub mod report;
pub mod shell;
pub mod simulator;
pub mod store;
pub mod ui;
