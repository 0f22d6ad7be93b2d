//! The list itself, changed during the run. Numbers never change.

use super::step::find;
use super::{Bench, Said, write};
use crate::cli::args;
use crate::cli::choose::Purpose;
use crate::cli::fail::Fail;
use crate::cli::setup::Setup;
use crate::domain::facts::{StepAdded, StepEdited, StepMoved, StepStruck};
use crate::domain::ids::Id;
use crate::store::random;

/// `step add`
///
/// # Errors
/// When there is no checklist, no such step to follow, or it is not saved.
pub(super) fn add(setup: &Setup, args: &args::Add) -> Result<(), Fail> {
    // Random: two people may add at once, and both must stay.
    let random = random::run().map_err(|e| Fail::NotSaved(e.to_string()))?;
    let step = Id::new(&format!("live-{:08x}", random >> 32));
    let step = step.ok_or_else(|| Fail::NotSaved("no id for the step".to_owned()))?;
    write(setup, args.json, Purpose::Write, None, |bench| {
        let board = &bench.picture.board;
        let run = run_of(bench)?;
        let after = match &args.after {
            Some(name) => Some(find(bench, name)?.step.id.clone()),
            None => board.now().map(|row| row.step.id.clone()),
        };
        let text = args.text.join(" ");
        let sentence = format!("added live: {text} ({step})");
        let added = StepAdded {
            run,
            step,
            after,
            text,
            command: args.command.clone(),
        };
        Ok(Said::one(added, sentence))
    })
}

/// `step strike`
///
/// # Errors
/// When there is no such step, or it is not saved.
pub(super) fn strike(setup: &Setup, args: &args::Strike) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        let row = find(bench, &args.step)?;
        let struck = StepStruck {
            run: run_of(bench)?,
            step: row.step.id.clone(),
            reason: args.reason.clone(),
        };
        Ok(Said::one(
            struck,
            format!("{} {} struck", row.number, row.title),
        ))
    })
}

/// `step edit`
///
/// # Errors
/// When there is no such step, or it is not saved.
pub(super) fn edit(setup: &Setup, args: &args::Edit) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        let row = find(bench, &args.step)?;
        let edited = StepEdited {
            run: run_of(bench)?,
            step: row.step.id.clone(),
            text: args.text.clone(),
            command: args.command.clone(),
        };
        Ok(Said::one(edited, format!("{} edited live", row.number)))
    })
}

/// `step move`
///
/// # Errors
/// When there is no such step, or it is not saved.
pub(super) fn shift(setup: &Setup, args: &args::Move) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        let row = find(bench, &args.step)?;
        let after = match &args.after {
            Some(name) => Some(find(bench, name)?),
            None => None,
        };
        if after.is_some_and(|a| a.step.id == row.step.id) {
            return Err(Fail::wrong("a step cannot follow itself"));
        }
        let place = after.map_or("first".to_owned(), |a| format!("after {}", a.number));
        let moved = StepMoved {
            run: run_of(bench)?,
            step: row.step.id.clone(),
            after: after.map(|a| a.step.id.clone()),
        };
        Ok(Said::one(moved, format!("{} moved: {place}", row.number)))
    })
}

fn run_of(bench: &Bench<'_>) -> Result<Id, Fail> {
    let run = bench.picture.board.run.clone();
    run.ok_or_else(|| Fail::wrong("no checklist is adopted yet: `switchover adopt CHECKLIST`"))
}
