//! The list itself, changed during the run. Numbers never change.

use super::step::find;
use super::{Said, write};
use crate::cli::args;
use crate::cli::choose::Purpose;
use crate::cli::fail::Fail;
use crate::cli::setup::Setup;
use crate::domain::facts::Fact;
use crate::domain::ids::Id;
use crate::domain::rules::act::{Spot, in_the_way};
use crate::domain::secrets::masked;
use crate::store::random;
use std::borrow::Cow;

/// `step add`
///
/// # Errors
/// When there is no such step to follow, or it is not saved.
pub(super) fn add(setup: &Setup, args: &args::Add) -> Result<(), Fail> {
    // Random: two people may add at once, and both must stay.
    let random = random::run().map_err(|e| Fail::NotSaved(e.to_string()))?;
    let step = Id::new(&format!("live-{:08x}", random >> 32));
    let step = step.ok_or_else(|| Fail::NotSaved("no id for the step".to_owned()))?;
    write(setup, args.json, Purpose::Write, None, |bench| {
        let act = bench.act(bench.operator);
        let after = match &args.after {
            Some(name) => Some(find(bench, name)?.step.id.clone()),
            None => act.usual_place(),
        };
        no_secret(args.command.as_deref())?;
        let text = args.text.join(" ");
        let sentence = format!("added live: {text} ({step})");
        let added = act.add(step, after, text, args.command.clone());
        Ok(Said::one(written(added)?, sentence))
    })
}

/// A command is copied and run as it is written down: masked it would be another one.
fn no_secret(command: Option<&str>) -> Result<(), Fail> {
    let hidden = command.is_some_and(|c| matches!(masked(c), Cow::Owned(_)));
    if hidden {
        let words = "--command holds what looks like a secret, and would be written down: use a reference, or a variable";
        return Err(Fail::Wrong(words.to_owned()));
    }
    Ok(())
}

/// `step strike`
///
/// # Errors
/// When there is no such step, somebody is at it and no reason is given, or it is not saved.
pub(super) fn strike(setup: &Setup, args: &args::Strike) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        let row = find(bench, &args.step)?;
        if let (Some(why), None) = (in_the_way(row), &args.reason) {
            return Err(Fail::Wrong(format!("{why}; say why with --reason")));
        }
        let struck = bench.act(bench.operator).strike(row, args.reason.clone());
        let sentence = format!("{} {} struck", row.number, row.title);
        let mut said = Said::one(written(struck)?, sentence);
        said.notes.extend(in_the_way(row));
        Ok(said)
    })
}

/// `step edit`
///
/// # Errors
/// When there is no such step, or it is not saved.
pub(super) fn edit(setup: &Setup, args: &args::Edit) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        let row = find(bench, &args.step)?;
        no_secret(args.command.as_deref())?;
        let act = bench.act(bench.operator);
        let edited = act.edit(row, args.text.clone(), args.command.clone());
        let mut said = Said::one(written(edited)?, format!("{} edited live", row.number));
        said.notes.extend(in_the_way(row));
        Ok(said)
    })
}

/// `step move`
///
/// # Errors
/// When there is no such step, or it is not saved.
pub(super) fn shift(setup: &Setup, args: &args::Move) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        let row = find(bench, &args.step)?;
        let beside = match args.after.as_ref().or(args.before.as_ref()) {
            Some(name) => Some(find(bench, name)?),
            None => None,
        };
        if beside.is_some_and(|a| a.step.id == row.step.id) {
            return Err(Fail::wrong("a step cannot follow itself"));
        }
        let (spot, place) = match beside.map(|a| (a.step.id.clone(), &a.number)) {
            None => (Spot::Top, "first".to_owned()),
            Some((id, n)) if args.before.is_some() => (Spot::Before(id), format!("before {n}")),
            Some((id, n)) => (Spot::After(id), format!("after {n}")),
        };
        let act = bench.act(bench.operator);
        let moved = act.shift(row, spot);
        let mut said = Said::one(written(moved)?, format!("{} moved: {place}", row.number));
        said.notes.extend(in_the_way(row));
        Ok(said)
    })
}

fn written(fact: Option<Fact>) -> Result<Fact, Fail> {
    fact.ok_or_else(|| Fail::wrong("nothing to change"))
}
