//! Parts of a step, ticked from a shell.

use super::step::{ask, find, is_closed};
use super::{Bench, Said, write};
use crate::cli::args;
use crate::cli::choose::Purpose;
use crate::cli::fail::Fail;
use crate::cli::plans::with_known;
use crate::cli::setup::Setup;
use crate::domain::facts::Fact;
use crate::domain::rules::gate::{self, Need, to_finish, to_start};
use crate::domain::rules::{Closing, StepRow};
use crate::domain::words::StepKind;

/// `step tick`
///
/// # Errors
/// When there is no such step or part, a guard is not answered, or it is not saved.
pub(super) fn tick(setup: &Setup, args: &args::Tick) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        let row = find(bench, &args.step)?;
        is_closed(row)?;
        ticked(bench, row, args)
    })
}

fn ticked(bench: &Bench<'_>, row: &StepRow, args: &args::Tick) -> Result<Said, Fail> {
    let number = &row.number;
    let mut parts = Vec::new();
    for name in &args.parts {
        let Some(part) = row.part(name) else {
            let known: Vec<&str> = row.told.parts.iter().map(|p| p.title.as_str()).collect();
            let what = format!("{number} has no part {name}");
            return Err(Fail::Wrong(with_known(what, name, known)));
        };
        parts.push(part);
    }
    let act = bench.act(bench.operator);
    let mut facts = Vec::new();
    if row.is_ticked() && !row.state.is_running() && !args.off {
        if let Some(words) = gate::begun(row) {
            return Err(Fail::Wrong(words));
        }
        let asked = args.as_act();
        ask(row, to_start(row, bench.operator), &asked)?;
        facts.extend(act.start(row, args.reason.clone()));
    }
    for part in &parts {
        facts.extend(act.tick(row, part, !args.off));
    }
    let named = |name: &str| parts.iter().any(|p| p.name == name);
    let done = |p: &&crate::domain::rules::Part| {
        if named(&p.name) { !args.off } else { p.done }
    };
    let all = row.told.parts.len();
    let n = row.told.parts.iter().filter(done).count();
    let titles: Vec<&str> = parts.iter().map(|p| p.title.as_str()).collect();
    let word = if args.off { "open again" } else { "done" };
    let mut sentence = format!("{number} {} {word}, {n}/{all}", titles.join(", "));
    let mut notes = Vec::new();
    if n == all && row.is_ticked() && !args.off {
        if closes_itself(bench, row) {
            facts.extend(finish(bench, row));
            sentence.push_str("; done");
        } else {
            let id = &row.step.id;
            notes.push(format!(
                "all parts are done: `switchover step done {id}` closes it"
            ));
        }
    }
    let mut said = Said::new(facts, sentence);
    said.notes = notes;
    Ok(said)
}

/// Whether nothing is asked when it closes. Sending an update is a person's act.
fn closes_itself(bench: &Bench<'_>, row: &StepRow) -> bool {
    let started = |need: &Need| !matches!(need, Need::NotStarted | Need::Reason { .. });
    let needs = to_finish(&bench.picture.board, row, bench.operator);
    row.step.kind != StepKind::Bulletin && !needs.iter().any(started)
}

fn finish(bench: &Bench<'_>, row: &StepRow) -> Vec<Fact> {
    let act = bench.act(bench.operator);
    act.finish(row, Closing::default())
}
