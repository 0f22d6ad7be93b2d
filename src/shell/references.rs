//! Commands that a plan's references stand for (`cmd:pass show hook`): each run as a probe's is, by this program once
//! more, and only as long as it is approved. What it printed goes to whoever asks, and nowhere else.

use super::probe_command::{ask, helper};
use crate::outbox::Commands;
use crate::probes::Ran;
use std::path::PathBuf;

/// What is said of a command nobody here approved.
pub const NOT_APPROVED: &str =
    "its cmd: is not approved where it is posted: switchover approve --updates";

/// The commands of references, run by `program` in `cwd`; `approved` is asked before each.
#[must_use]
pub fn commands(
    program: PathBuf,
    cwd: PathBuf,
    approved: impl Fn() -> bool + Send + Sync + 'static,
) -> Commands {
    Commands::by(move |script, limit| {
        if !approved() {
            return Err(NOT_APPROVED.to_owned());
        }
        let none = |why: String| Err(format!("the command for its address or a header {why}"));
        match ask(&mut helper(&program, &cwd, limit), [script, ""], limit) {
            Ran::Ended {
                exit: 0, output, ..
            } => Ok(output),
            Ran::Ended { exit, .. } => none(format!("failed: exit {exit}")),
            Ran::Overdue => none("did not answer in time".to_owned()),
            Ran::Not(_) => none("cannot be run".to_owned()),
        }
    })
}
