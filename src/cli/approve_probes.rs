//! `approve --probes`, `approve --pager`, `approve --updates`: the commands of a plan's probes, of its pager, or of its
//! audiences' references, looked at in a shell before they run here.

use super::desk::{self, Desk};
use super::fail::Fail;
use super::setup::Setup;
use crate::domain::approval::changes;
use crate::domain::plan::Plan;
use crate::domain::probe::{listing, orders};
use crate::domain::rules::paging::listings;
use crate::domain::rules::references;
use crate::domain::words::Mode;
use crate::store::approvals;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

/// Whose commands are approved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Of {
    /// Those of the probes.
    Probes,
    /// That of the pager.
    Pager,
    /// Those that say where updates go.
    Updates,
}

impl Of {
    /// What of a plan would run, as it is shown and approved.
    fn listings(self, plan: &Plan) -> Vec<String> {
        match self {
            Of::Probes => {
                let all = Some(listing(&orders(plan))).filter(|all| !all.is_empty());
                all.into_iter().collect()
            }
            Of::Pager => plan.pager.as_ref().map(listings).unwrap_or_default(),
            Of::Updates => references::listing(plan).into_iter().collect(),
        }
    }

    /// Whether it runs anything in a drill.
    const fn in_drills(self) -> bool {
        !matches!(self, Of::Probes)
    }

    fn known(self, setup: &Setup) -> Vec<String> {
        match self {
            Of::Probes => approvals::probes(&setup.places.state),
            Of::Pager => approvals::pager(&setup.places.state),
            Of::Updates => approvals::updates(&setup.places.state),
        }
    }

    fn keep(self, setup: &Setup, all: &str) -> io::Result<()> {
        match self {
            Of::Probes => approvals::add_probes(&setup.places.state, all),
            Of::Pager => approvals::add_pager(&setup.places.state, all),
            Of::Updates => approvals::add_updates(&setup.places.state, all),
        }
    }

    const fn words(self) -> [&'static str; 3] {
        match self {
            Of::Probes => [
                "no probe of the plan runs a command",
                "commands of probes",
                "Run these",
            ],
            Of::Pager => [
                "the plan's pager runs no command",
                "command of the pager",
                "Run this",
            ],
            Of::Updates => [
                "no audience of the plan has a cmd: reference",
                "commands that say where updates go",
                "Run these",
            ],
        }
    }
}

/// Shows the commands, provider by provider, and keeps their approval: a person at a terminal is asked first, unless `yes`.
///
/// # Errors
/// When there is no plan, it runs no such command, or the approval cannot be kept.
pub fn approve(setup: &Setup, of: Of, yes: bool) -> Result<(), Fail> {
    let found = found(setup, of)?;
    let [none, _, run] = of.words();
    if found.is_empty() {
        return Err(Fail::wrong(none));
    }
    let known = of.known(setup);
    let asks = !yes && io::stdin().is_terminal() && io::stderr().is_terminal();
    for (from, all) in found {
        if tell(setup, of, &from, &all, &known) {
            continue;
        }
        let (user, machine) = (&setup.who.user, &setup.machine);
        if asks
            && !agreed(&format!(
                "{run} on {machine} as {user}, again and again while a cockpit is open? yes/no"
            ))
        {
            setup.say.done("not approved: they are not run here");
            continue;
        }
        of.keep(setup, &all)
            .map_err(|e| Fail::NotSaved(format!("the approval could not be kept: {e}")))?;
        setup.say.done(&format!(
            "approved as they are written, for {user} on {machine}"
        ));
    }
    Ok(())
}

/// Says how the commands of probes, of the pager and for updates stand, for the list of all approvals.
pub fn list(setup: &Setup, plan: &Plan) {
    for of in [Of::Probes, Of::Pager, Of::Updates] {
        for all in of.listings(plan) {
            tell(setup, of, "the incident", &all, &of.known(setup));
        }
    }
}

/// What may run: the commands of the plan in use and of every open incident (of a drill only what drills run), or of the
/// one that is named; each listing once, with where it comes from.
fn found(setup: &Setup, of: Of) -> Result<Vec<(String, String)>, Fail> {
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
        let runs = |d: &Desk| of.in_drills() || d.folder.identity.mode != Mode::Drill;
        let open = desks.into_iter().filter(|d| d.incident.is_open());
        for mut desk in open.filter(runs) {
            desk.read_plans();
            plans.push((desk.folder.name(), desk.team.plan));
        }
    }
    let mut found: Vec<(String, String)> = Vec::new();
    for (from, plan) in plans {
        for all in of.listings(&plan) {
            if found.iter().all(|(_, known)| known != &all) {
                found.push((from.clone(), all));
            }
        }
    }
    Ok(found)
}

/// Says how some commands stand, with their text; whether they are approved.
fn tell(setup: &Setup, of: Of, from: &str, all: &str, known: &[String]) -> bool {
    let approved = known.iter().any(|listing| listing == all);
    let indented = || all.lines().map(|line| format!("  {line}")).collect();
    let (word, lines): (_, Vec<String>) = match known.last() {
        _ if approved => ("approved", indented()),
        Some(before) => ("CHANGED since you approved them", changes(before, all)),
        None => ("not approved", indented()),
    };
    setup
        .say
        .line(&format!("{}, from {from}: {word}", of.words()[1]));
    for line in lines {
        setup.say.text(&format!("  {line}"));
    }
    approved
}

/// Asks a person at a terminal.
fn agreed(question: &str) -> bool {
    let mut err = io::stderr().lock();
    let _ = write!(err, "{question} ");
    let _ = err.flush();
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    read.is_ok() && matches!(answer.trim(), "y" | "yes")
}
