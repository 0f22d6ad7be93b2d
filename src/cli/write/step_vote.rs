//! Go and no-go, from a shell.

use super::step::{find, is_closed, said_of};
use super::{Bench, Said, write};
use crate::cli::args;
use crate::cli::choose::{Purpose, operator};
use crate::cli::fail::Fail;
use crate::cli::plans::with_known;
use crate::cli::setup::Setup;
use crate::domain::rules::StepRow;

/// `step vote`
///
/// # Errors
/// When the step asks no such role, the role is another's, or it is not saved.
pub(super) fn vote(setup: &Setup, args: &args::Vote) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        voted(bench, find(bench, &args.step)?, args)
    })
}

fn voted(bench: &Bench<'_>, row: &StepRow, args: &args::Vote) -> Result<Said, Fail> {
    is_closed(row)?;
    let (number, role) = (&row.number, &args.role);
    let Some(ballot) = row.told.votes.iter().find(|b| &b.role == role) else {
        let roles: Vec<&str> = row.told.votes.iter().map(|b| b.role.as_str()).collect();
        let what = format!("{number} asks no go of {role}");
        return Err(Fail::Wrong(with_known(what, role.as_str(), roles)));
    };
    let by = match (&args.by, &ballot.holder) {
        (Some(by), _) => operator(Some(by), None, None).map_err(Fail::Wrong)?,
        (None, Some(holder)) if holder != bench.operator => {
            return Err(Fail::Wrong(format!(
                "{role} is {holder}: --by {holder} when they said it by voice"
            )));
        }
        (None, _) => bench.operator,
    };
    let act = bench.act(bench.operator);
    let facts = act.vote(row, role, args.vote == "go", Some(by));
    let word = format!("{role} says {} ({by})", args.vote);
    Ok(Said::new(facts, said_of(row, &word)))
}
