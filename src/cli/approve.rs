//! `approve`: what may run on this machine as this user, looked at in a shell.

use super::approve_probes::{self, Of};
use super::args;
use super::choose::Purpose;
use super::desk;
use super::fail::Fail;
use super::plans::with_known;
use super::setup::Setup;
use crate::domain::approval::{Approved, changes};
use crate::domain::rules::StepRow;
use crate::store::{approvals, writable};

/// `approve [STEP]`: without a step, what is approved and what is not.
///
/// # Errors
/// When there is no such step, it has no command, or the approval cannot be kept.
pub fn approve(setup: &Setup, args: &args::Approve) -> Result<(), Fail> {
    // An approval holds for the text that was shown; the scripts it names are what anybody makes of them.
    for problem in setup.plan_folder().iter().flat_map(|p| writable::whole(p)) {
        setup.say.error(&problem.to_string());
    }
    if args.probes {
        return approve_probes::approve(setup, Of::Probes, args.yes);
    }
    if args.pager {
        return approve_probes::approve(setup, Of::Pager, args.yes);
    }
    if args.updates {
        return approve_probes::approve(setup, Of::Updates, args.yes);
    }
    let desk = desk::choose(setup, None, Purpose::Read)?;
    let picture = desk.picture(setup);
    let known = approvals::all(&setup.places.state);
    let Some(name) = &args.step else {
        for row in picture.board.steps.iter().filter(|row| !row.struck) {
            if let Some(given) = command_of(row) {
                tell(setup, row, &given, &known);
            }
        }
        approve_probes::list(setup, &desk.team.plan);
        return Ok(());
    };
    let row = picture.board.find(name).ok_or_else(|| {
        let steps = picture.board.steps.iter();
        let names: Vec<&str> = steps.map(|s| s.step.id.as_str()).collect();
        Fail::Wrong(with_known(format!("there is no step {name}"), name, names))
    })?;
    let Some(given) = command_of(row) else {
        return Err(Fail::Wrong(format!(
            "{} {} has no command",
            row.number, row.title
        )));
    };
    if !tell(setup, row, &given, &known) {
        let kept = approvals::add(&setup.places.state, &given);
        kept.map_err(|e| Fail::NotSaved(format!("the approval could not be kept: {e}")))?;
        setup.say.done(&format!(
            "{} is approved as it is written, for {} on {}",
            row.number, setup.who.user, setup.machine
        ));
    }
    Ok(())
}

/// A step's command as it is written.
fn command_of(row: &StepRow) -> Option<Approved> {
    Some(Approved {
        step: row.step.id.clone(),
        template: row.step.script()?.to_owned(),
    })
}

/// Says how a command stands, with its text; whether it is approved.
fn tell(setup: &Setup, row: &StepRow, given: &Approved, known: &[Approved]) -> bool {
    let approved = known.contains(given);
    let before = known.iter().rfind(|a| a.step == given.step);
    let (word, lines) = match before {
        _ if approved => ("approved", indented(&given.template)),
        Some(before) => (
            "CHANGED since you approved it",
            changes(&before.template, &given.template),
        ),
        None => ("not approved", indented(&given.template)),
    };
    let line = format!("{} {} ({}): {word}", row.number, row.title, row.step.id);
    setup.say.line(&line);
    for line in lines {
        setup.say.text(&format!("    {line}"));
    }
    approved
}

fn indented(text: &str) -> Vec<String> {
    text.lines().map(|line| format!("  {line}")).collect()
}
