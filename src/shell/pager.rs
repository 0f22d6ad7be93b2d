//! A pager's command: run as a probe's is, with what it says on its stdin and in its environment.

use super::probe_command::{ask, helper};
use crate::cockpit::msg::Posted;
use crate::domain::rules::paging::plain;
use crate::probes::Ran;
use std::path::Path;
use std::time::Duration;

/// Variables a pager's command sees besides those of every command: the incident's folder, what it is about, the
/// line, the name of this page, and the mode.
pub const PAGING: [&str; 5] = [
    "SWITCHOVER_INCIDENT",
    "SWITCHOVER_ALARM",
    "SWITCHOVER_TEXT",
    "SWITCHOVER_KEY",
    "SWITCHOVER_MODE",
];
/// A pager's command is over within this.
pub const LIMIT: Duration = Duration::from_secs(30);

/// Runs a pager's command once and waits: `values` are those of [`PAGING`].
#[must_use]
pub fn page(
    program: &Path,
    cwd: &Path,
    script: &str,
    values: [&str; 5],
    limit: Duration,
) -> Posted {
    let mut helper = helper(program, cwd, limit);
    helper.envs(PAGING.into_iter().zip(values));
    let line = format!("{}\n", values[2]);
    match ask(&mut helper, [script, &line], limit) {
        Ran::Ended { exit: 0, .. } => Posted::Sent,
        Ran::Ended { exit, trouble, .. } => {
            Posted::Failed(format!("exit {exit}{}", said(&trouble)))
        }
        Ran::Overdue => {
            let seconds = limit.as_secs();
            Posted::Unsure(format!("not over within {seconds} s and ended"))
        }
        Ran::Not(why) => Posted::Failed(plain(&why, 80)),
    }
}

/// The last line of what it complained of.
fn said(trouble: &[u8]) -> String {
    let text = String::from_utf8_lossy(trouble);
    let mut lines = text.lines().map(|line| plain(line, 60));
    let last = lines.rfind(|line| !line.is_empty());
    last.map_or_else(String::new, |line| format!(": {line}"))
}
