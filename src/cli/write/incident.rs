//! The incident as a whole: how bad, how far, over or not.

use super::{Bench, Said, observer, save, tell, write};
use crate::cli::args;
use crate::cli::ask;
use crate::cli::choose::Purpose;
use crate::cli::desk;
use crate::cli::fail::Fail;
use crate::cli::plans::Team;
use crate::cli::setup::Setup;
use crate::cli::vars;
use crate::domain::facts::{MilestoneCleared, MilestoneSet, SeveritySet, StageSet};
use crate::domain::ids::Id;
use crate::domain::rules::closing::{self, QUESTIONS, Question};
use crate::domain::rules::opening::{self, Adoption};
use crate::domain::severity;
use crate::domain::time::Time;
use crate::domain::words::{ChecklistKind, Mode};
use crate::store::{frozen, random};

/// `severity`
///
/// # Errors
/// When there is no such level, or it is not saved.
pub fn severity(setup: &Setup, args: &args::SeverityLevel) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        let level = severity::level(&args.level, bench.picture.plan).map_err(Fail::Wrong)?;
        let was = bench.desk.incident.state().severity.get();
        let was = was.filter(|was| **was != level);
        let was = was.map(|was| format!(" (was {was})"));
        let sentence = format!("severity {level}{}", was.unwrap_or_default());
        Ok(Said::one(SeveritySet { level }, sentence))
    })
}

/// `state`
///
/// # Errors
/// When it is not saved.
pub fn state(setup: &Setup, args: &args::State) -> Result<(), Fail> {
    let state = args.state;
    write(setup, args.json, Purpose::Write, None, |_| {
        Ok(Said::one(StageSet { state }, format!("state {state}")))
    })
}

/// `milestone`
///
/// # Errors
/// When the time does not read, there is nothing to clear, or it is not saved.
pub fn milestone(setup: &Setup, args: &args::Milestone) -> Result<(), Fail> {
    let name = args.name;
    write(setup, args.json, Purpose::Write, None, |bench| {
        if args.clear {
            if bench.desk.incident.milestone(name).is_none() {
                return Err(Fail::Wrong(format!("{name} is not set")));
            }
            let cleared = MilestoneCleared { name };
            return Ok(Said::one(cleared, format!("{name} cleared")));
        }
        let at = match &args.at {
            Some(text) => Time::parse_past(text, bench.now),
            None => Some(bench.now),
        };
        let at = at.ok_or_else(|| Fail::wrong("the time does not read"))?;
        if at > bench.now {
            return Err(Fail::wrong("a milestone lies in the past"));
        }
        let evidence = format!("said by {}", bench.operator);
        let set = MilestoneSet {
            name,
            at,
            evidence: Some(evidence),
        };
        Ok(Said::one(set, format!("{name} at {}", at.clock())))
    })
}

/// `abort`
///
/// # Errors
/// When there is no checklist, or it is not saved.
pub fn abort(setup: &Setup, args: &args::Abort) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        if bench.picture.board.run.is_none() {
            return Err(Fail::wrong("no checklist is adopted"));
        }
        let act = bench.act(bench.operator);
        let Some(abort) = act.abort(&args.reason, args.goto.as_ref()) else {
            let goto = args.goto.as_ref().map_or("?", |id| id.as_str());
            return Err(Fail::Wrong(format!(
                "the checklist has no phase or step {goto}"
            )));
        };
        let place = abort.goes_on.as_ref();
        let goes_on = place.map_or_else(
            || "the run is over; `switchover adopt CHECKLIST` takes up another".to_owned(),
            |place| format!("it goes on at {place}"),
        );
        let title = &bench.picture.board.title;
        let sentence = format!("{title} aborted: {}; {goes_on}", args.reason);
        let mut said = Said::new(abort.facts, sentence);
        let running = abort.running.iter();
        said.notes
            .extend(running.map(|step| format!("still going on: {step}")));
        Ok(said)
    })
}

/// `close`
///
/// # Errors
/// When answers are missing, or it is not saved.
pub fn close(setup: &Setup, args: &args::Close) -> Result<(), Fail> {
    let desk = desk::choose(setup, args.which.as_deref(), Purpose::Write)?;
    if !desk.incident.is_open() {
        return Err(Fail::wrong("it is closed already"));
    }
    observer::refused(setup, &desk)?;
    let answers = {
        let picture = desk.picture(setup);
        let facts = |q: &Question| closing::facts(q, picture.plan, &desk.incident, &picture.board);
        ask::closing(args, desk.folder.identity.mode, facts)?
    };
    let (receipt, said) = save(setup, desk, |bench| {
        let title = bench.picture.title().to_owned();
        let reason = args.reason.clone();
        let facts = closing::close(&bench.desk.incident, answers, reason, bench.now);
        let mut said = Said::new(facts, format!("closed: {title}"));
        let board = &bench.picture.board;
        let mode = bench.picture.identity.mode;
        let open = closing::obligations(bench.picture.plan, &bench.desk.incident, board, mode);
        said.notes.extend(open);
        let (plan, incident) = (bench.picture.plan, &bench.desk.incident);
        let told = QUESTIONS.iter();
        said.notes
            .extend(told.flat_map(|q| closing::facts(q, plan, incident, board)));
        let running = board.steps.iter().filter(|s| s.at_work());
        said.notes
            .extend(running.map(|s| format!("still going on: {} {}", s.number, s.title)));
        if bench.picture.identity.mode == Mode::Drill {
            let score = crate::report::score(bench.picture);
            said.notes.extend(score.lines());
        }
        Ok(said)
    })?;
    tell(setup, args.json, &receipt, &said);
    Ok(())
}

/// `reopen`
///
/// # Errors
/// When it is open, or it is not saved.
pub fn reopen(setup: &Setup, args: &args::Reopen) -> Result<(), Fail> {
    let which = args.which.as_deref();
    write(setup, args.json, Purpose::Reopen, which, |bench| {
        if bench.desk.incident.is_open() {
            return Err(Fail::wrong("it is open"));
        }
        let sentence = format!("reopened: {}", bench.picture.title());
        let facts = closing::reopen(&bench.desk.incident, args.reason.clone());
        Ok(Said::new(facts, sentence))
    })
}

/// `adopt`
///
/// # Errors
/// When there is no such checklist, it has an error, the direction is not known, or it is not saved.
pub fn adopt(setup: &Setup, args: &args::Adopt) -> Result<(), Fail> {
    let desk = desk::choose(setup, None, Purpose::Write)?;
    observer::refused(setup, &desk)?;
    let drill = desk.folder.identity.mode == Mode::Drill;
    let team = match setup.plan()? {
        Some(team) if !drill => team.usable()?,
        _ => desk.team.clone(),
    };
    let checklist = team.checklist(&args.checklist)?.clone();
    if team.folder.is_some() {
        team.fit(Some(&checklist.id), None)?;
    }
    vars::check(&checklist, &args.vars)?;
    for provider in [&args.from, &args.to].into_iter().flatten() {
        team.provider(provider)?;
    }
    let not_kept = |e: std::io::Error| Fail::NotSaved(format!("the plan is not kept: {e}"));
    let sha256 = frozen::freeze(&desk.folder.path, &team.files).map_err(not_kept)?;
    let run = random::run().map_err(not_kept)?;
    let run = Id::new(&format!("run-{:08x}", run >> 32));
    let run = run.ok_or_else(|| Fail::NotSaved("no id for the run".to_owned()))?;
    let (receipt, said) = save(setup, desk, |bench| {
        let (from, to) = direction(bench, &team, args, checklist.kind)?;
        let facts = opening::adopt(Adoption {
            checklist: &checklist,
            run: &run,
            sha256: &sha256,
            direction: (&from, &to),
            vars: &args.vars,
        });
        let sentence = format!("adopted {}: {from} → {to}", checklist.id);
        let mut said = Said::new(facts, sentence);
        said.notes.extend(vars::missing(&checklist, &args.vars));
        Ok(said)
    })?;
    tell(setup, args.json, &receipt, &said);
    Ok(())
}

/// What is given; else what follows from the checklist before.
fn direction(
    bench: &Bench<'_>,
    team: &Team,
    args: &args::Adopt,
    kind: ChecklistKind,
) -> Result<(Id, Id), Fail> {
    let given = opening::direction(&team.plan, args.from.as_ref(), args.to.as_ref());
    let active = bench.desk.checklist.as_ref().map(|c| c.kind);
    let turned = opening::next_direction(&bench.desk.incident, active, kind);
    let asked = args.from.is_some() || args.to.is_some();
    let known = if asked { given } else { turned };
    let (from, to) =
        known.ok_or_else(|| Fail::wrong("from which provider to which? --from P --to P"))?;
    if from == to {
        return Err(Fail::wrong("from and to are the same provider"));
    }
    Ok((from, to))
}
