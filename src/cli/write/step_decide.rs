//! A decision falls, said from a shell.

use super::step::{ask, by_doer, doer, said_of};
use super::{Bench, Said};
use crate::cli::args;
use crate::cli::fail::Fail;
use crate::domain::rules::gate::{Need, to_finish};
use crate::domain::rules::{StepRow, decider};

pub(super) fn decide(bench: &Bench<'_>, row: &StepRow, args: &args::Act) -> Result<Said, Fail> {
    let decision = row.step.decision.clone().unwrap_or_default();
    let names = &bench.picture.board.names;
    let options: Vec<String> = decision
        .options
        .iter()
        .map(|o| format!("{} ({})", o.key, names.text(&o.label)))
        .collect();
    let options = options.join(", ");
    let needs = to_finish(&bench.picture.board, row, &doer(bench, args)?);
    let others = |need: &Need| *need != Need::Option;
    ask(row, needs.into_iter().filter(others).collect(), args)?;
    let Some(key) = &args.value else {
        return Err(Fail::Wrong(format!(
            "{} is a decision: --value KEY, one of {options}",
            row.number
        )));
    };
    let fits = decision.options.iter().find(|o| &o.key == key);
    let Some(option) = fits else {
        return Err(Fail::Wrong(format!(
            "{} has no option {key}; there is: {options}",
            row.number
        )));
    };
    if let (Some(roles), None) = (decider::missing(row, key), &args.reason) {
        let (number, id) = (&row.number, &row.step.id);
        return Err(Fail::Wrong(format!(
            "{number} has no go of {roles}: `switchover step vote {id} ROLE go`, or --reason says why without"
        )));
    }
    let reason = args.reason.clone();
    let facts = by_doer(bench, row, args, |act| {
        act.decide(row, key, reason).unwrap_or_default()
    })?;
    let label = names.text(&option.label);
    let word = match option.again_in {
        Some(again) => format!("decided: {label}; asked again in {}", again.short()),
        None => format!("decided: {label}"),
    };
    let mut said = Said::new(facts, said_of(row, &word));
    if let Some((role, holder)) = decider::decider(row, &doer(bench, args)?) {
        let note = format!("marked: it is the decision of {role}, who is {holder}");
        said.notes.push(note);
    }
    Ok(said)
}
