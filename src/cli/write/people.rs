//! Who does what, and who was told.

use super::{Bench, Said, known, write};
use crate::cli::args;
use crate::cli::choose::{Purpose, operator};
use crate::cli::fail::Fail;
use crate::cli::setup::Setup;
use crate::domain::facts::{PromiseClosed, RoleSet};
use crate::domain::ids::Id;
use crate::domain::promise_text::parse_promise;
use crate::domain::rules::handover;
use crate::domain::rules::people::{Offer, both_hands, everybody, for_a_time, offered_to};
use crate::domain::rules::promises;
use crate::domain::rules::updates::snooze as rest;
use crate::store::live;

/// `role`
///
/// # Errors
/// When the plan has no such role, or it is not saved.
pub fn role(setup: &Setup, args: &args::Role) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        let plan = bench.picture.plan;
        known("role", &args.role, plan.roles.iter().map(|r| &r.id))?;
        let nobody = args.operator == "-";
        let who = (!nobody).then(|| name(&args.operator)).transpose()?;
        let until = args.time.filter(|_| !nobody).map(|span| bench.now + span);
        let sentence = match &who {
            Some(who) => format!("{who} is {}{}", args.role, for_a_time(until)),
            None => format!("nobody is {} any more", args.role),
        };
        let both = who.as_deref();
        let both = both.and_then(|who| both_hands(plan, &bench.desk.incident, &args.role, who));
        let given = who.clone();
        let set = RoleSet {
            role: args.role.clone(),
            operator: who,
            until,
        };
        let mut said = Said::one(set, sentence);
        said.notes.extend(both);
        let held = bench.desk.incident.holder(&args.role);
        let present = live::others(&bench.desk.folder).presence;
        let everybody = everybody(plan, &bench.desk.incident, &bench.picture.board, &present);
        let given = given.as_deref();
        let strange = given.filter(|who| !everybody.iter().any(|p| p.who == **who));
        let strange = strange.filter(|who| *who != bench.operator);
        said.notes
            .extend(strange.map(|who| format!("nobody here is called {who}; is that meant?")));
        let moved = held.filter(|held| given.is_some_and(|who| who != *held));
        said.notes.extend(moved.map(|held| {
            format!("taken from {held} at once: an alarm tells both; a handover asks first")
        }));
        Ok(said)
    })
}

/// `handover`
///
/// # Errors
/// When the plan has no such role, or it is not saved.
pub fn handover(setup: &Setup, args: &args::Handover) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        let there = bench.picture.plan.roles.iter().map(|r| &r.id);
        known("role", &args.role, there)?;
        let to = name(&args.operator)?;
        let held = bench.desk.incident.holder(&args.role);
        if held.is_some_and(|who| who != bench.operator) || to == bench.operator {
            return Err(Fail::Wrong(format!(
                "{} is {}: who holds a role offers it to somebody else; `switchover role {} {to}` gives it",
                held.unwrap_or("nobody"),
                args.role,
                args.role
            )));
        }
        let others = live::others(&bench.desk.folder);
        let measured = handover::Measured::of(&others.views);
        let scene = bench.picture.scene(&others.presence, &measured);
        let offered = handover::offer(&scene, &args.role, &to, None);
        let sentence = format!(
            "{} is offered to {to}, who says: switchover accept {}",
            args.role, args.role
        );
        Ok(Said::one(offered, sentence))
    })
}

/// `accept`
///
/// # Errors
/// When the role is not offered to the operator, or it is not saved.
pub fn accept(setup: &Setup, args: &args::Accept) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        let offered = offered(bench, &args.role)?;
        let sentence = format!("you are {} from now on", args.role);
        let mut said = Said::one(handover::accept(&args.role), sentence);
        let (plan, incident) = (bench.picture.plan, &bench.desk.incident);
        said.notes.extend(offered.summary);
        said.notes
            .extend(both_hands(plan, incident, &args.role, bench.operator));
        Ok(said)
    })
}

/// What is offered to the operator.
fn offered(bench: &Bench<'_>, role: &Id) -> Result<Offer, Fail> {
    let who = bench.operator;
    let offered = offered_to(bench.picture.plan, &bench.desk.incident, who);
    let offered = offered.into_iter().find(|r| r.id == *role);
    offered.and_then(|r| r.offer).ok_or_else(|| {
        Fail::Wrong(format!(
            "{role} is not offered to {who}; `switchover role {role} {who}` takes it"
        ))
    })
}

/// `decline`
///
/// # Errors
/// When the role is not offered to the operator, or it is not saved.
pub fn decline(setup: &Setup, args: &args::Decline) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        let offered = offered(bench, &args.role)?;
        let sentence = format!("declined: {} stays with {}", args.role, offered.by);
        let fact = handover::decline(&args.role, &args.reason);
        Ok(Said::one(fact, sentence))
    })
}

/// `promise`
///
/// # Errors
/// When it is not said until when, the promise to close is not there, or it is not saved.
pub fn promise(setup: &Setup, args: &args::Promise) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        let (plan, incident) = (bench.picture.plan, &bench.desk.incident);
        if let Some(entry) = args.kept.as_ref().or(args.broken.as_ref()) {
            let open = promises::open(incident, &bench.picture.board);
            let mut open = open.into_iter().filter(|p| p.step.is_none());
            let Some(promise) = open.find(|p| &p.reference == entry) else {
                return Err(Fail::Wrong(format!(
                    "no promise {entry} is open; `switchover status --json` names them"
                )));
            };
            let entry = entry.clone();
            let broken = args.broken.is_some();
            let how = if broken { "broken" } else { "kept, or moot" };
            let sentence = format!("{how}: {}", promise.text);
            return Ok(Said::one(PromiseClosed { entry, broken }, sentence));
        }
        let text = args.text.join(" ");
        let made = parse_promise(&text, plan, bench.operator, bench.now).map_err(Fail::wrong)?;
        let (what, due) = (&made.text, made.due.clock());
        let sentence = format!("promised by {due}: {what}");
        Ok(Said::one(made, sentence))
    })
}

/// `snooze`
///
/// # Errors
/// When the plan has no such audience, the time is too long, or it is not saved.
pub fn snooze(setup: &Setup, args: &args::Snooze) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        let there = bench.picture.plan.audiences.iter().map(|a| &a.id);
        known("audience", &args.audience, there)?;
        let snoozed = rest(&args.audience, args.time, &args.reason, bench.now);
        let snoozed = snoozed.map_err(Fail::wrong)?;
        let sentence = format!("{} rests until {}", args.audience, snoozed.until.clock());
        Ok(Said::one(snoozed, sentence))
    })
}

fn name(text: &str) -> Result<String, Fail> {
    operator(Some(text), None, None)
        .map(str::to_owned)
        .map_err(Fail::Wrong)
}
