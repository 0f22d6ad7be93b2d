//! Who does what, and who was told.

use super::{Said, known, write};
use crate::cli::args;
use crate::cli::choose::{Purpose, operator};
use crate::cli::fail::Fail;
use crate::cli::setup::Setup;
use crate::domain::facts::{BulletinSnoozed, HandoverAccepted, HandoverOffered, RoleSet};
use crate::domain::time::Span;
use crate::report::{Live, status_text};

/// A clock rests at most this long: it is never silenced for ever.
const LONGEST_SNOOZE: Span = Span::minutes(60);

/// `role`
///
/// # Errors
/// When the plan has no such role, or it is not saved.
pub fn role(setup: &Setup, args: &args::Role) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        let there = bench.picture.plan.roles.iter().map(|r| &r.id);
        known("role", &args.role, there)?;
        let nobody = args.operator == "-";
        let who = (!nobody).then(|| name(&args.operator)).transpose()?;
        let sentence = match &who {
            Some(who) => format!("{who} is {}", args.role),
            None => format!("nobody is {} any more", args.role),
        };
        let role = args.role.clone();
        Ok(Said::one(
            RoleSet {
                role,
                operator: who,
            },
            sentence,
        ))
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
        let summary = status_text(bench.picture, &Live::default());
        let sentence = format!(
            "{} is offered to {to}, who says: switchover accept {}",
            args.role, args.role
        );
        let offered = HandoverOffered {
            role: args.role.clone(),
            operator: to,
            summary: Some(summary),
        };
        Ok(Said::one(offered, sentence))
    })
}

/// `accept`
///
/// # Errors
/// When the role is not offered to the operator, or it is not saved.
pub fn accept(setup: &Setup, args: &args::Accept) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        let record = bench.desk.incident.state().roles.get(&args.role);
        let offered = record.and_then(|r| r.offered.get());
        let offered = offered.filter(|o| o.operator == bench.operator);
        let Some(offered) = offered else {
            return Err(Fail::Wrong(format!(
                "{} is not offered to {}; `switchover role {} {}` takes it",
                args.role, bench.operator, args.role, bench.operator
            )));
        };
        let mut said = Said::one(
            HandoverAccepted {
                role: args.role.clone(),
            },
            format!("you are {} from now on", args.role),
        );
        said.notes.extend(offered.summary.clone());
        Ok(said)
    })
}

/// `snooze`
///
/// # Errors
/// When the plan has no such audience, the time is too long, or it is not saved.
pub fn snooze(setup: &Setup, args: &args::Snooze) -> Result<(), Fail> {
    if args.time > LONGEST_SNOOZE {
        return Err(Fail::wrong(
            "a clock rests an hour at most; say it again then",
        ));
    }
    write(setup, args.json, Purpose::Write, None, |bench| {
        let there = bench.picture.plan.audiences.iter().map(|a| &a.id);
        known("audience", &args.audience, there)?;
        let until = bench.now + args.time;
        let sentence = format!("{} rests until {}", args.audience, until.clock());
        let snoozed = BulletinSnoozed {
            audience: args.audience.clone(),
            until,
            reason: args.reason.clone(),
        };
        Ok(Said::one(snoozed, sentence))
    })
}

fn name(text: &str) -> Result<String, Fail> {
    operator(Some(text), None, None)
        .map(str::to_owned)
        .map_err(Fail::Wrong)
}
