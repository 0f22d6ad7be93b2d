//! `approve --probes`: the commands of a plan's probes, looked at in a shell before they run here.

use super::desk::{self, Desk};
use super::fail::Fail;
use super::setup::Setup;
use crate::domain::approval::changes;
use crate::domain::plan::Plan;
use crate::domain::probe::{listing, orders};
use crate::domain::words::Mode;
use crate::store::approvals;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

/// Shows the commands, provider by provider, and keeps their approval; at a terminal it asks first.
///
/// # Errors
/// When there is no plan, none of its probes runs a command, or the approval cannot be kept.
pub fn approve(setup: &Setup) -> Result<(), Fail> {
    let found = found(setup)?;
    if found.is_empty() {
        return Err(Fail::wrong("no probe of the plan runs a command"));
    }
    let known = approvals::probes(&setup.places.state);
    for (from, all) in found {
        if tell(setup, &from, &all, &known) {
            continue;
        }
        let (user, machine) = (&setup.who.user, &setup.machine);
        if !agreed(&format!(
            "Run these on {machine} as {user}, again and again while a cockpit is open? yes/no"
        )) {
            setup.say.done("not approved: they are not run here");
            continue;
        }
        approvals::add_probes(&setup.places.state, &all)
            .map_err(|e| Fail::NotSaved(format!("the approval could not be kept: {e}")))?;
        setup.say.done(&format!(
            "approved as they are written, for {user} on {machine}"
        ));
    }
    Ok(())
}

/// Says how the commands of probes stand, for the list of all approvals.
pub fn list(setup: &Setup, plan: &Plan) {
    let all = listing(&orders(plan));
    if !all.is_empty() {
        let known = approvals::probes(&setup.places.state);
        tell(setup, "the incident", &all, &known);
    }
}

/// What may run: the commands of the plan in use and of every open incident that is no drill, or of the one that is
/// named; each listing once, with where it comes from.
fn found(setup: &Setup) -> Result<Vec<(String, String)>, Fail> {
    let mut plans = Vec::new();
    if let Some(folder) = desk::named(setup, None)? {
        let name = folder.name();
        plans.push((name, Desk::load(setup, folder).team.plan));
    } else {
        if let Some(team) = setup.plan()? {
            let team = team.usable()?;
            let folder = team.folder.as_deref().unwrap_or_else(|| ".".as_ref());
            plans.push((folder.display().to_string(), team.plan));
        }
        let (desks, _) = desk::all(setup, &setup.root()?);
        let live = |d: &Desk| d.incident.is_open() && d.folder.identity.mode != Mode::Drill;
        for mut desk in desks.into_iter().filter(live) {
            desk.read_plans();
            plans.push((desk.folder.name(), desk.team.plan));
        }
    }
    let mut found: Vec<(String, String)> = Vec::new();
    for (from, plan) in plans {
        let all = listing(&orders(&plan));
        if !all.is_empty() && found.iter().all(|(_, known)| known != &all) {
            found.push((from, all));
        }
    }
    Ok(found)
}

/// Says how some commands stand, with their text; whether they are approved.
fn tell(setup: &Setup, from: &str, all: &str, known: &[String]) -> bool {
    let approved = known.iter().any(|listing| listing == all);
    let indented = || all.lines().map(|line| format!("  {line}")).collect();
    let (word, lines): (_, Vec<String>) = match known.last() {
        _ if approved => ("approved", indented()),
        Some(before) => ("CHANGED since you approved them", changes(before, all)),
        None => ("not approved", indented()),
    };
    setup
        .say
        .line(&format!("commands of probes, from {from}: {word}"));
    for line in lines {
        setup.say.text(&format!("  {line}"));
    }
    approved
}

/// A person at a terminal is asked; a script says it by the flag.
fn agreed(question: &str) -> bool {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return true;
    }
    let mut err = io::stderr().lock();
    let _ = write!(err, "{question} ");
    let _ = err.flush();
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    read.is_ok() && matches!(answer.trim(), "y" | "yes")
}
