//! Variables a step is started with, and those it still wants.

use super::{Bench, Said};
use crate::cli::args;
use crate::cli::fail::Fail;
use crate::cli::vars;
use crate::domain::facts::{Fact, VarSet};
use crate::domain::rules::{StepRow, wanted};

/// The values given, as facts.
pub(super) fn given(bench: &Bench<'_>, args: &args::Act) -> Result<Vec<Fact>, Fail> {
    if args.vars.is_empty() {
        return Ok(Vec::new());
    }
    let list = bench
        .desk
        .checklist
        .as_ref()
        .zip(bench.picture.board.run.as_ref());
    let Some((checklist, run)) = list else {
        return Err(Fail::wrong("steps captured live have no variables"));
    };
    vars::check(checklist, &args.vars)?;
    let set = |(name, value): &(String, String)| VarSet {
        run: run.clone(),
        name: name.clone(),
        value: value.clone(),
    };
    Ok(args.vars.iter().map(|pair| set(pair).into()).collect())
}

/// Values for a step that was started before: it goes on as it is.
pub(super) fn later(bench: &Bench<'_>, row: &StepRow, args: &args::Act) -> Result<Said, Fail> {
    let pairs: Vec<String> = args
        .vars
        .iter()
        .map(|(n, v)| format!("{n} = {v}"))
        .collect();
    let sentence = format!("{}: {}", row.number, pairs.join(", "));
    let mut said = Said::new(given(bench, args)?, sentence);
    said.notes.extend(notes(bench, row, args));
    Ok(said)
}

/// The command of the step as it is filled now, and what it still wants.
pub(super) fn notes(bench: &Bench<'_>, row: &StepRow, args: &args::Act) -> Vec<String> {
    let mut board = bench.picture.board.clone();
    let checklist = bench.desk.checklist.as_ref();
    for (name, value) in &args.vars {
        let declared = checklist.and_then(|c| c.vars.get(name));
        let pattern = declared.and_then(|v| v.pattern.as_deref());
        board.names.reveal(name, value, pattern);
    }
    let command = board.command(row);
    let mut notes: Vec<String> = command
        .iter()
        .map(|command| format!("command: {}", command.text))
        .collect();
    let missing = checklist.map(|c| wanted::by_step(c, &board, row));
    let words: Vec<String> = missing
        .iter()
        .flatten()
        .map(|name| format!("--var {name}=VALUE"))
        .collect();
    if !words.is_empty() {
        let words = words.join(" ");
        notes.push(format!(
            "{} has no value yet for: {words}; `switchover step start {} {words}` gives it",
            row.number, row.step.id
        ));
    }
    notes
}
