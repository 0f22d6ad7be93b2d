//! What a command says of a provider. It is run elsewhere: here it is given a time, and read.

use super::cause::Cause;
use super::raw::both;
use crate::domain::plan::Check;
use crate::domain::probe::evaluate::{self, Reading};
use crate::domain::probe::{Finding, NOT_RUN};
use crate::domain::secrets::masked;
use std::sync::Arc;
use std::time::Duration;

/// So much of what it complained of is kept: an address and what became of it.
const MOST_SAID: usize = 120;

/// What became of a command.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ran {
    /// It ended by itself.
    Ended {
        /// Exit status; 128 and more: by a signal.
        exit: i32,
        /// The beginning of its standard output.
        output: Vec<u8>,
        /// The beginning of its standard error.
        trouble: Vec<u8>,
    },
    /// It was ended at its time limit.
    Overdue,
    /// It could not be, in a few words: nothing is known of the provider.
    Not(String),
}

/// Runs a script within a time, and leaves none of its processes behind. It may block.
pub type RunCommand = Arc<dyn Fn(&str, Duration) -> Ran + Send + Sync>;

/// Whether the commands of a plan may be run here.
#[derive(Clone, Default)]
pub enum Commands {
    /// Nobody here read them yet: joining an incident must not run another's plan as me.
    #[default]
    NotApproved,
    /// They were read and approved; this runs one.
    Run(RunCommand),
}

/// Runs a command once and reads it by the plan's table.
pub(super) async fn ask(
    script: &str,
    check: &Check,
    commands: &Commands,
    limit: Duration,
) -> Result<Reading, Cause> {
    let not = |why: &str| (Finding::NotMeasured, why.to_owned());
    let Commands::Run(run) = commands else {
        return Err(not(NOT_RUN));
    };
    let (run, script) = (run.clone(), script.to_owned());
    let ran = tokio::task::spawn_blocking(move || run(&script, limit)).await;
    match ran.map_err(|_| not("the probe itself failed"))? {
        Ran::Not(why) => Err(not(&why)),
        Ran::Overdue => Err((Finding::Bad, format!("timeout {}", limit_in_words(limit)))),
        Ran::Ended {
            exit,
            output,
            trouble,
        } => {
            let text = String::from_utf8_lossy(&output);
            let reading = evaluate::output(check, exit, &text);
            let why = (exit != 0).then(|| said(&trouble)).flatten();
            let why = why.map_or_else(String::new, |why| format!(": {why}"));
            Ok(Reading {
                raw: Some(both(&output, &trouble)),
                detail: reading.detail.clone() + &why,
                ..reading
            })
        }
    }
}

fn limit_in_words(limit: Duration) -> String {
    let ms = i64::try_from(limit.as_millis()).unwrap_or(i64::MAX);
    super::cause::short(crate::domain::time::Span(ms))
}

/// The last line of what it complained of: the first ones are often only a banner. What is indented belongs to the line
/// before it: `psql` says what happened, and below it asks whether the server is running.
fn said(trouble: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(trouble);
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let whole = lines().rfind(|line| !line.starts_with(char::is_whitespace));
    let line = whole.or_else(|| lines().next_back())?.trim();
    Some(masked(line).chars().take(MOST_SAID).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_its_complaints_the_last_whole_line_is_told() {
        let psql = b"psql: error: connection to server at \"192.0.2.10\", port 5432 failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?\n";
        assert!(said(psql).unwrap().ends_with("failed: Connection refused"));
        assert_eq!(said(b"banner\n\nlast word\n").unwrap(), "last word");
        assert_eq!(said(b"  only indented\n").unwrap(), "only indented");
        assert_eq!(said(b"\n \n"), None);
    }
}
