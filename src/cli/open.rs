//! `open`, `rehearse`: what is to be opened, from flags, the plan and, of a drill, its scenario.

use super::args;
use super::fail::Fail;
use super::opening::{OpenedIncident, Opener, open_incident};
use super::plans::Team;
use super::setup::Setup;
use super::{desk, desk::Desk, vars};
use crate::domain::checklist::Checklist;
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::rules::Names;
use crate::domain::rules::opening::{self, Opening};
use crate::domain::scenario::Scenario;
use crate::domain::severity::level;
use crate::domain::words::Mode;
use crate::formats::honoured::summed;
use crate::formats::plan::embedded;
use crate::formats::toml::Strictness;
use crate::report::receipt_json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything that is known about what is to be opened.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The plan.
    pub team: Team,
    /// The checklist taken up; none: triage.
    pub checklist: Option<Arc<Checklist>>,
    /// The scenario of a drill.
    pub scenario: Option<Scenario>,
    /// What is opened; its direction may still be unknown.
    pub opening: Opening,
    /// Incident seconds per wall second; 1 but in a drill.
    pub speed: u32,
}

/// Puts together what `open` was given.
///
/// # Errors
/// When there is no plan for it, the plan cannot be used, or a name is not in it.
pub fn prepare(setup: &Setup, args: &args::Open) -> Result<Prepared, Fail> {
    let team = plan_for(setup, args.mode)?;
    let drill = args.mode == Mode::Drill;
    let scenario = team
        .scenarios
        .iter()
        .find(|s| drill && (args.checklist.is_none() || s.checklist == args.checklist));
    let scenario = scenario.cloned();
    team.fit(args.checklist.as_ref(), None)?;
    let checklist = match &args.checklist {
        Some(id) => Some(Arc::clone(team.checklist(id)?)),
        None => None,
    };
    for provider in [&args.from, &args.to].into_iter().flatten() {
        team.provider(provider)?;
    }
    let asked = args.from.is_some() || args.to.is_some();
    let given = opening::direction(&team.plan, args.from.as_ref(), args.to.as_ref());
    let rehearsed = scenario.as_ref().map(|s| (s.from.clone(), s.to.clone()));
    let direction = if asked { given } else { rehearsed };
    if let Some((from, to)) = &direction
        && from == to
    {
        return Err(Fail::wrong("from and to are the same provider"));
    }
    match &checklist {
        Some(checklist) => vars::check(checklist, &args.vars)?,
        None if args.vars.is_empty() => {}
        None => return Err(Fail::wrong("--var fills a checklist's variable: name one")),
    }
    let now = setup.now();
    let since = match &args.since {
        Some(when) => {
            let since = when.seen_from(now);
            let since = since.ok_or_else(|| Fail::wrong("--since does not read"))?;
            Some(since.min(now))
        }
        None => None,
    };
    let opening = Opening {
        mode: args.mode,
        title: match &args.title {
            Some(title) => title.clone(),
            None => title(&team.plan, checklist.as_deref(), direction.as_ref()),
        },
        direction,
        severity: level(&args.severity, &team.plan).map_err(Fail::Wrong)?,
        since,
        vars: args.vars.clone(),
    };
    Ok(Prepared {
        team,
        checklist,
        scenario,
        opening,
        speed: 1,
    })
}

/// Puts together what `rehearse` was given: the scenario named, else the plan's first.
///
/// # Errors
/// When the plan cannot be used, or has no such scenario.
pub fn rehearsal(setup: &Setup, args: &args::Rehearse) -> Result<Prepared, Fail> {
    let team = plan_for(setup, Mode::Drill)?;
    let fits = |s: &&Scenario| args.scenario.as_ref().is_none_or(|id| &s.id == id);
    let scenario = team.scenarios.iter().find(fits).cloned();
    let Some(scenario) = scenario else {
        let ids = team.scenarios.iter().map(|s| s.id.as_str()).collect();
        let given = args.scenario.as_ref().map_or("", Id::as_str);
        let what = format!("the plan has no scenario {given}");
        return Err(Fail::Wrong(super::plans::with_known(what, given, ids)));
    };
    let checklist = match &scenario.checklist {
        Some(id) => Some(Arc::clone(team.checklist(id)?)),
        None => None,
    };
    let opening = Opening {
        mode: Mode::Drill,
        title: scenario.title.clone(),
        direction: Some((scenario.from.clone(), scenario.to.clone())),
        severity: "SEV1".to_owned(),
        since: None,
        vars: Vec::new(),
    };
    Ok(Prepared {
        team,
        checklist,
        scenario: Some(scenario),
        opening,
        speed: args.speed,
    })
}

/// The plan in use; of a drill the embedded one when there is no other.
fn plan_for(setup: &Setup, mode: Mode) -> Result<Team, Fail> {
    if let Some(team) = setup.plan()? {
        return team.usable();
    }
    if mode == Mode::Drill {
        return Team::read(embedded(), Strictness::Strict).usable();
    }
    Err(Fail::wrong(
        "there is no plan: name one with --plan DIR, or make one with `switchover init`; \
the embedded one serves drills only",
    ))
}

/// What an incident is called that nobody gave a title.
#[must_use]
pub fn title(plan: &Plan, checklist: Option<&Checklist>, direction: Option<&(Id, Id)>) -> String {
    let direction = direction.map(|(from, to)| (from, to));
    let names = Names::new(plan, direction, checklist, None);
    checklist.map_or_else(|| "Triage".to_owned(), |c| names.text(&c.title))
}

/// The direction has to be known.
///
/// # Errors
/// When it is not: the providers there are.
pub fn known_direction(prepared: &Prepared) -> Result<(), Fail> {
    if prepared.opening.direction.is_some() {
        return Ok(());
    }
    let ids = prepared.team.plan.providers.iter().map(|p| p.id.as_str());
    let ids: Vec<&str> = ids.collect();
    Err(Fail::Wrong(format!(
        "from which provider to which? --from P --to P, of: {}",
        ids.join(", ")
    )))
}

/// Writes the incident. `ports` are those of a drill's simulated providers.
///
/// # Errors
/// When the direction is not known, the plan or what is taken up of it has an error, or it is not saved.
pub fn create(
    setup: &Setup,
    prepared: &Prepared,
    ports: &BTreeMap<String, u16>,
) -> Result<OpenedIncident, Fail> {
    // A triage may begin without knowing it; a checklist and a drill cannot.
    let needed = prepared.checklist.is_some() || prepared.opening.mode == Mode::Drill;
    if needed {
        known_direction(prepared)?;
    }
    prepared.team.fit(
        prepared.checklist.as_ref().map(|c| &c.id),
        prepared.scenario.as_ref().map(|s| &s.id),
    )?;
    let root = setup.root_of(Some(&prepared.team));
    let opened = open_incident(&Opener {
        opening: &prepared.opening,
        plan: &prepared.team.plan,
        files: &prepared.team.files,
        checklist: prepared.checklist.as_deref(),
        root: &root,
        state: &setup.places.state,
        who: &setup.who,
        operator: &setup.operator,
        now: setup.now(),
        speed: prepared.speed,
        ports,
        scenario: prepared.scenario.as_ref().map(|s| s.id.as_str()),
    });
    let opened = opened.map_err(|problem| Fail::NotSaved(problem.to_string()))?;
    if opened.made_root {
        let root = root.display();
        setup.say.note(&format!(
            "made {root} for you alone; to share it: chgrp GROUP {root} && chmod 3770 {root}"
        ));
    }
    if let Some(checklist) = prepared.checklist.as_deref()
        && let Some(words) = vars::missing(checklist, &prepared.opening.vars)
    {
        setup.say.note(&words);
    }
    for line in summed(&prepared.team.not_honoured) {
        setup.say.note(&line);
    }
    let desk = Desk::load(setup, opened.folder.clone());
    super::write::leave_files(setup, &desk);
    Ok(opened)
}

/// `open --headless`: the incident's path alone on standard output.
pub fn tell(setup: &Setup, json: bool, opened: &OpenedIncident) {
    let receipt = &opened.receipt;
    if json {
        let (saved, shared) = (receipt.saved, receipt.shared);
        let line = receipt_json(&receipt.writer, receipt.seq, saved, shared);
        setup.say.line(&line);
    } else {
        setup.say.line(&opened.folder.path.to_string_lossy());
    }
}

/// A rehearsal does not begin while something live is going on.
///
/// # Errors
/// When a live incident is open.
pub fn no_live_one(setup: &Setup) -> Result<(), Fail> {
    let (desks, _) = desk::all(setup, &setup.root()?);
    let live = |d: &&Desk| d.folder.identity.mode == Mode::Live && d.incident.is_open();
    match desks.iter().find(live) {
        None => Ok(()),
        Some(desk) => Err(Fail::Wrong(format!(
            "a live incident is open: {}; close it before a rehearsal",
            desk.folder.name()
        ))),
    }
}
