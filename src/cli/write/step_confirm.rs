//! A second person's word on a step, from a shell.

use super::step::said_of;
use super::{Bench, Said};
use crate::cli::args;
use crate::cli::choose::operator;
use crate::cli::fail::Fail;
use crate::domain::rules::{StepRow, confirm as rule};
use crate::domain::words::StepState;

/// Confirms a step before it is done, verifies it after, or says what proves it.
pub(super) fn confirm(
    bench: &Bench<'_>,
    row: &StepRow,
    args: &args::Confirm,
) -> Result<Said, Fail> {
    let by = args.by.as_deref().unwrap_or(bench.operator);
    let by = operator(Some(by), None, None).map_err(Fail::Wrong)?;
    let voice = by != bench.operator;
    let how = if voice { " by voice" } else { "" };
    let act = bench.act(bench.operator);
    let number = &row.number;
    if row.unproven && row.state == StepState::Done {
        let Some(value) = &args.value else {
            return Err(Fail::Wrong(format!(
                "{number} was closed UNPROVEN; what proves it now? --value TEXT"
            )));
        };
        let facts = act.prove(row, value.clone());
        return Ok(Said::new(facts, said_of(row, "is PROVEN now")));
    }
    if matches!(row.state, StepState::Done | StepState::Verified) {
        if let Some(words) = rule::not_verified(row, by) {
            return Err(Fail::Wrong(words));
        }
        let facts = act.verify(row, voice.then_some(by));
        return Ok(Said::new(
            facts,
            said_of(row, &format!("verified by {by}{how}")),
        ));
    }
    let alone = args.reason.is_some();
    if row.is_closed() {
        let state = row.state;
        return Err(Fail::Wrong(format!(
            "{number} is {state}: nothing to confirm"
        )));
    }
    if let (Some(words), false) = (rule::refused(row, by), alone) {
        return Err(Fail::Wrong(format!("{words}; --reason says why without")));
    }
    let facts = act.confirm(row, by, voice, args.reason.clone());
    let mut said = Said::new(facts, said_of(row, &format!("confirmed by {by}{how}")));
    if alone {
        said.notes
            .push("marked: a second person was done without".to_owned());
    } else {
        said.notes.extend(rule::condition(row, by));
    }
    Ok(said)
}
