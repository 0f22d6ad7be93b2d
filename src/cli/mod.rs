//! Which command, with what: builds everything, and gives the only exit code.

pub mod approve;
pub mod approve_probes;
pub mod args;
pub mod ask;
pub mod check;
pub mod choose;
pub mod cockpits;
pub mod desk;
pub mod drill;
pub mod fail;
pub mod init;
pub mod look;
pub mod open;
pub mod opening;
pub mod page;
pub mod plans;
pub mod probe;
pub mod probe_command;
pub mod run;
pub mod runner;
pub mod say;
pub mod screens;
pub mod session;
pub mod setup;
pub mod shell;
pub mod tail;
pub mod vars;
pub mod write;

pub use cockpits::{Cockpits, simulate};
pub use drill::SIMULATOR_COMMAND;
pub use probe_command::probe_command;
pub use run::main;
pub use runner::runner;
pub use screens::Screens;

use crate::domain::problem::{Place, Problem, Severity};

/// An error about a file as a whole.
fn problem(file: String, what: String, remedy: &str) -> Problem {
    Problem {
        severity: Severity::Error,
        code: "unreadable",
        place: Place {
            file,
            ..Place::default()
        },
        what,
        remedy: remedy.to_owned(),
    }
}
