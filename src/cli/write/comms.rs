//! What people are told: updates, and the impact they speak of.

use super::{Bench, Said, known, write};
use crate::cli::args;
use crate::cli::choose::Purpose;
use crate::cli::desk;
use crate::cli::fail::Fail;
use crate::cli::setup::Setup;
use crate::domain::facts::{Fact, ImpactSet};
use crate::domain::rules::draft::{At, Draft, whole_minute};
use crate::domain::rules::impact::{QUESTIONS, merged};
use crate::domain::rules::updates::cadence;
use crate::domain::time::Time;
use crate::domain::words::Mode;
use crate::report::Picture;

/// `impact`
///
/// # Errors
/// When nothing is said, or it is not saved.
pub fn impact(setup: &Setup, args: &args::Impact) -> Result<(), Fail> {
    let said = ImpactSet {
        impact: args.impact.clone(),
        scope: args.scope.clone(),
        unaffected: args.unaffected.clone(),
        workaround: args.workaround.clone(),
        data: args.data.clone(),
    };
    if QUESTIONS.iter().all(|(_, _, get)| get(&said).is_none()) {
        return Err(Fail::wrong(
            "what do users suffer? `switchover impact 'Orders cannot be placed' --scope 'all shops'`",
        ));
    }
    write(setup, args.json, Purpose::Write, None, |bench| {
        let before = bench.desk.incident.state().impact.get();
        let set = merged(before, said);
        let words = set.impact.as_deref().unwrap_or("not in words yet");
        let sentence = format!("impact: {words}");
        Ok(Said::one(set, sentence))
    })
}

/// `bulletin`
///
/// # Errors
/// When the plan has no such audience, or it is not saved.
pub fn bulletin(setup: &Setup, args: &args::Bulletin) -> Result<(), Fail> {
    if args.approve {
        return Err(Fail::not_built("bulletin --approve"));
    }
    if args.draft {
        return print_draft(setup, args);
    }
    write(setup, args.json, Purpose::Write, None, |bench| {
        let there = bench.picture.plan.audiences.iter().map(|a| &a.id);
        known("audience", &args.audience, there)?;
        let text = args.text.as_deref().unwrap_or("no material change");
        let text = marked(bench, text);
        let act = bench.act(bench.operator);
        let fact = act.told(&args.audience, None, Some(text.clone()), args.via.clone());
        let next = match &fact {
            Fact::BulletinSent(sent) => sent.next_at,
            _ => None,
        };
        let next = next.map(|t| format!("; next one due {}", t.clock()));
        let sentence = format!("told {}: {text}{}", args.audience, next.unwrap_or_default());
        let mut said = Said::new(vec![fact], sentence);
        if args.via.is_none() {
            said.notes
                .push("written down as sent by you; nothing was posted".to_owned());
        }
        Ok(said)
    })
}

/// What leaves a drill says so.
fn marked(bench: &Bench<'_>, text: &str) -> String {
    if bench.picture.identity.mode == Mode::Drill && !text.starts_with("DRILL") {
        return format!("DRILL: {text}");
    }
    text.to_owned()
}

/// Prints the draft an update would begin with; nothing is written.
fn print_draft(setup: &Setup, args: &args::Bulletin) -> Result<(), Fail> {
    let desk = desk::choose(setup, None, Purpose::Read)?;
    let picture = desk.picture(setup);
    let there = picture.plan.audiences.iter().map(|a| &a.id);
    known("audience", &args.audience, there)?;
    let next = next_at(&picture, args);
    let draft = draft(&picture, args, next)
        .ok_or_else(|| Fail::wrong("the plan names no such audience"))?;
    let filled = desk.templates(&draft.plan).fill(&draft);
    if let Some(trouble) = &filled.trouble {
        setup.say.note(trouble);
    }
    for line in filled.text.lines() {
        setup.say.line(line);
    }
    Ok(())
}

fn draft(picture: &Picture<'_>, args: &args::Bulletin, next: Option<Time>) -> Option<Draft> {
    let at = At {
        plan: picture.plan,
        board: &picture.board,
        incident: picture.incident,
        mode: picture.identity.mode,
        now: picture.now,
    };
    at.draft(&args.audience, None, next)
}

/// When the next update is promised: a whole minute, as it is said.
fn next_at(picture: &Picture<'_>, args: &args::Bulletin) -> Option<Time> {
    let mut audiences = picture.plan.audiences.iter();
    let audience = audiences.find(|a| a.id == args.audience)?;
    let every = cadence(audience, picture.incident)?;
    Some(whole_minute(picture.now + every)).filter(|at| *at > picture.now)
}
