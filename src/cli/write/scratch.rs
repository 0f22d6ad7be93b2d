//! The scratch text everybody shares.

use super::{Said, write};
use crate::cli::args;
use crate::cli::choose::Purpose;
use crate::cli::desk;
use crate::cli::fail::Fail;
use crate::cli::setup::Setup;
use crate::domain::rules::scratch;
use crate::report::scratch_json;
use std::io::Read;

/// More than an entry can hold is not read.
const MOST: u64 = 64 * 1024;

/// `scratch`: prints it, adds a line, or writes what standard input holds.
///
/// # Errors
/// When there is no incident, the text is no text or too long, or it is not saved.
pub fn scratch(setup: &Setup, args: &args::Scratch) -> Result<(), Fail> {
    if args.add.is_none() && !args.write {
        let desk = desk::choose(setup, None, Purpose::Read)?;
        let now = scratch::scratch(&desk.incident);
        if args.json {
            setup
                .say
                .line(&scratch_json(&now.text, now.entry.as_deref()));
        } else if !now.text.is_empty() {
            setup.say.text(&now.text);
        }
        return Ok(());
    }
    let given = args.write.then(input).transpose()?;
    write(setup, args.json, Purpose::Write, None, |bench| {
        let now = scratch::scratch(&bench.desk.incident);
        let base = args.base.as_deref().filter(|base| *base != "-");
        if let Some(base) = base
            && bench.desk.incident.log().find(base).is_none()
        {
            return Err(Fail::Wrong(format!(
                "there is no entry {base}; `scratch --json` names it"
            )));
        }
        let added = args
            .add
            .as_ref()
            .map(|line| format!("{}\n{line}", now.text).trim_start().to_owned());
        let (text, base) = match (added, given) {
            (Some(text), _) => (text, now.entry.as_deref()),
            (None, given) => (given.unwrap_or_default(), base),
        };
        let written = scratch::write(&bench.desk.incident, bench.operator, &text, base);
        let sentence = match (&written.with, written.clashes, &written.fact) {
            (Some(who), 0, _) => format!("scratch text put together with what {who} wrote"),
            (Some(who), n, _) => {
                format!("{n} place(s) that {who} changed too: both stand there, marked")
            }
            (None, _, Some(_)) => "scratch text written".to_owned(),
            (None, _, None) => return Err(Fail::wrong("nothing was changed")),
        };
        Ok(Said::new(written.fact.into_iter().collect(), sentence))
    })
}

fn input() -> Result<String, Fail> {
    let mut text = String::new();
    let read = std::io::stdin().lock().take(MOST).read_to_string(&mut text);
    read.map_err(|e| Fail::Wrong(format!("standard input: {e}")))?;
    Ok(text)
}
