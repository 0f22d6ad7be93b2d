//! Closing a step as done from a shell: its value, its recorded values, an option of a decision.

use super::step::{ask, by_doer, doer, is_closed, said_of};
use super::{Bench, Said};
use crate::cli::args;
use crate::cli::fail::Fail;
use crate::cli::plans::with_known;
use crate::domain::rules::gate::{Need, to_finish};
use crate::domain::rules::serving::astray;
use crate::domain::rules::{Closing, StepRow, recorded};
use crate::domain::words::StepKind;
use std::collections::BTreeMap;

pub(super) fn done(bench: &Bench<'_>, row: &StepRow, args: &args::Act) -> Result<Said, Fail> {
    is_closed(row)?;
    if row.step.kind == StepKind::Decision && row.step.decision.is_some() {
        return super::step_decide::decide(bench, row, args);
    }
    let doer = doer(bench, args)?;
    let values = values(bench, row, args)?;
    parts(row, args)?;
    let mut needs = to_finish(&bench.picture.board, row, &doer);
    let dns = astray(bench.picture.incident, bench.picture.plan, &row.step);
    needs.extend(dns.map(|said| Need::Disagrees { said }));
    ask(row, needs, args)?;
    if args.unproven && !row.step.unproven {
        return Err(Fail::Wrong(format!(
            "{} is not a step that can be closed unproven",
            row.number
        )));
    }
    super::comms::leaves_by_itself(bench, row)?;
    let missing: Vec<&str> = row
        .step
        .record
        .iter()
        .filter(|r| !values.contains_key(&r.name))
        .map(|r| r.name.as_str())
        .collect();
    let closing = Closing {
        value: args.value.clone(),
        values,
        reason: args.reason.clone(),
        unproven: args.unproven,
        ..Closing::default()
    };
    let facts = by_doer(bench, row, args, |act| act.finish(row, closing))?;
    let word = if args.unproven {
        "done, UNPROVEN: it stays an open obligation"
    } else {
        "done"
    };
    let mut said = Said::new(facts, said_of(row, word));
    if let Some(on) = crate::domain::rules::sense::condition(&row.step) {
        let probe = format!("a shell measures nothing: {} was not asked", on.probe);
        said.notes.push(probe);
    }
    if !missing.is_empty() {
        let missing = missing.join(", ");
        said.notes
            .push(format!("no value was recorded of {missing}"));
    } else if let (Some(expect), None, true) =
        (&row.step.expect, &args.value, row.step.record.is_empty())
    {
        let expect = bench.picture.board.names.text(expect);
        said.notes
            .push(format!("no --value was given; expected: {expect}"));
    }
    Ok(said)
}

/// The values given, each of its type. A single one may be given as the value.
fn values(
    bench: &Bench<'_>,
    row: &StepRow,
    args: &args::Act,
) -> Result<BTreeMap<String, String>, Fail> {
    let records = &row.step.record;
    let mut given = args.record.clone();
    if let ([one], Some(value), true) = (records.as_slice(), &args.value, given.is_empty()) {
        given.push((one.name.clone(), value.clone()));
    }
    let mut values = BTreeMap::new();
    for (name, text) in given {
        let Some(record) = records.iter().find(|r| r.name == name) else {
            let names: Vec<&str> = records.iter().map(|r| r.name.as_str()).collect();
            let what = format!("{} records no {name}", row.number);
            return Err(Fail::Wrong(with_known(what, &name, names)));
        };
        let value = recorded::read(record, &text, bench.now).map_err(Fail::Wrong)?;
        values.extend(value.map(|value| (name, value)));
    }
    Ok(values)
}

/// Parts that are open are ticked first; a reason closes the step without them.
fn parts(row: &StepRow, args: &args::Act) -> Result<(), Fail> {
    if !row.is_ticked() || args.reason.is_some() {
        return Ok(());
    }
    let open = row.told.parts.iter().filter(|p| !p.done);
    let open: Vec<&str> = open.map(|p| p.title.as_str()).collect();
    let (number, id) = (&row.number, &row.step.id);
    match open.first() {
        None => Ok(()),
        Some(first) => Err(Fail::Wrong(format!(
            "{number} has open parts: {}; `switchover step tick {id} '{first}'`, or --reason says why without",
            open.join(", ")
        ))),
    }
}
