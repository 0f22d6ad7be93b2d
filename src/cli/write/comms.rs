//! What people are told: updates, and the impact they speak of.

use super::{Bench, Said, known, write};
use crate::cli::args;
use crate::cli::choose::Purpose;
use crate::cli::desk;
use crate::cli::fail::Fail;
use crate::cli::setup::Setup;
use crate::domain::facts::{BulletinQueued, ImpactSet};
use crate::domain::ids::{Id, slug};
use crate::domain::rules::StepRow;
use crate::domain::rules::draft::{At, minute, whole_minute};
use crate::domain::rules::impact::{QUESTIONS, merged};
use crate::domain::rules::outbox::{
    self, Fate, Speaker, Standing, WEBHOOK, Waiting, wants_approval,
};
use crate::domain::rules::updates::cadence;
use crate::domain::rules::wording::{For, advice};
use crate::domain::time::Time;
use crate::domain::words::{Mode, Stage, StepKind};
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
    if args.draft {
        return print_draft(setup, args);
    }
    let named = args.via.as_deref().map(str::trim);
    if named.is_some_and(|via| via.eq_ignore_ascii_case(WEBHOOK)) {
        return Err(Fail::wrong(
            "--via says where a person handed it over; without --via it goes by the webhook",
        ));
    }
    write(setup, args.json, Purpose::Write, None, |bench| {
        let there = bench.picture.plan.audiences.iter().map(|a| &a.id);
        known("audience", &args.audience, there)?;
        let waits = waiting(bench, &args.audience);
        if args.approve {
            return approve(setup, bench, args, waits);
        }
        if args.cancel {
            let waits = waits.ok_or_else(|| nothing(args))?;
            let fact = outbox::cancel(&waits, args.reason.clone());
            return Ok(Said::one(fact, format!("cancelled: {}", waits.queued.text)));
        }
        let handed = args.text.is_none() && !args.no_change;
        if let (Some(waits), Some(via), true) = (&waits, &args.via, handed) {
            return handed_over(bench, waits, via);
        }
        send(setup, bench, args)
    })
}

/// Sends an update, or puts it on its way.
fn send(setup: &Setup, bench: &Bench<'_>, args: &args::Bulletin) -> Result<Said, Fail> {
    let audiences = &bench.desk.incident.state().audiences;
    let record = audiences.get(&args.audience);
    let last = record.and_then(|r| r.sent.get());
    if args.text.is_none() && !args.no_change {
        return Err(Fail::wrong(
            "what does it say? --text TEXT, or --no-change; --draft prints a draft",
        ));
    }
    let waits = waiting(bench, &args.audience);
    if let Some(waits) = waits.filter(|w| outbox::anothers(w, bench.operator)) {
        return Err(Fail::Wrong(format!(
            "{}'s update to {} {}: {}; `switchover bulletin {} --cancel` takes it back first",
            waits.by,
            args.audience,
            waits.words(),
            waits.queued.text,
            args.audience
        )));
    }
    if args.no_change && last.is_none() {
        return Err(Fail::Wrong(format!(
            "{} heard nothing yet, so nothing is unchanged: --text TEXT says something, --draft prints a draft",
            args.audience
        )));
    }
    let at = at(bench.picture);
    let next_at = next_at(bench.picture, args);
    let unchanged = || {
        let next = next_at.map(|t| format!(" Next update at {}.", minute(t)));
        format!("No material change.{}", next.unwrap_or_default())
    };
    let text = args.text.clone().unwrap_or_else(unchanged);
    let text = marked(bench, &text);
    let queued = BulletinQueued {
        audience: args.audience.clone(),
        state: Some(at.state(None)),
        text: text.clone(),
        via: args.via.clone(),
        next_at,
    };
    let advised = advised(bench, &queued);
    let next = queued
        .next_at
        .map(|t| format!("; next one due {}", t.clock()));
    let next = next.unwrap_or_default();
    let (mut facts, fate) = speaker(bench).send(queued);
    let name = &args.audience;
    let mut said = match fate {
        Fate::Busy => {
            return Err(Fail::Wrong(format!(
                "an update to {name} is being posted; `switchover bulletin {name} --cancel` takes it back first"
            )));
        }
        Fate::Approval { role, holder } => {
            let who =
                holder.unwrap_or_else(|| format!("nobody yet: `switchover role` names the {role}"));
            Said::new(
                facts,
                format!("update to {name} waits for approval by {who}: {text}"),
            )
        }
        Fate::Posted => {
            let mut said = Said::new(
                facts,
                format!("update to {name} is on its way: {text}{next}"),
            );
            said.notes.push(poster(setup, bench, &slug(&setup.machine)));
            said
        }
        Fate::Sent => {
            facts.extend(outbox::closes(&bench.act(bench.operator), name));
            let mut said = Said::new(facts, format!("told {name}: {text}{next}"));
            if args.via.is_none() {
                let note = "written down as sent by you; nothing was posted";
                said.notes.push(note.to_owned());
            }
            said
        }
    };
    said.notes.extend(advised);
    Ok(said)
}

/// What to look at again in the text; it keeps nothing from being sent.
fn advised(bench: &Bench<'_>, queued: &BulletinQueued) -> Vec<String> {
    let plan = bench.picture.plan;
    let audience = plan.audiences.iter().find(|a| a.id == queued.audience);
    let of = For {
        plan,
        public: audience.is_some_and(|a| a.public),
        state: queued.state.unwrap_or(Stage::Investigating),
        next_at: queued.next_at,
        drill: bench.picture.identity.mode == Mode::Drill,
    };
    advice(&queued.text, of)
}

/// A step whose update is posted or approved is closed by that.
///
/// # Errors
/// When it is such a step: which command sends it.
pub(super) fn leaves_by_itself(bench: &Bench<'_>, row: &StepRow) -> Result<(), Fail> {
    let bulletin = row.step.bulletin.as_ref();
    let bulletin = bulletin.filter(|_| row.step.kind == StepKind::Bulletin);
    let Some(id) = bulletin.and_then(|b| b.audience.as_ref()) else {
        return Ok(());
    };
    let plan = bench.picture.plan;
    let Some(audience) = plan.audiences.iter().find(|a| a.id == *id) else {
        return Ok(());
    };
    let mode = bench.picture.identity.mode;
    let posts = outbox::hook(audience, mode).is_some();
    let asks = wants_approval(plan, &bench.desk.incident, audience, bench.operator);
    if !posts && asks.is_none() {
        return Ok(());
    }
    Err(Fail::Wrong(format!(
        "{} tells {id}: `switchover step start {}`, then `switchover bulletin {id} --text ..`; the step closes when \
that has left",
        row.number, row.number
    )))
}

/// Lets an update leave.
fn approve(
    setup: &Setup,
    bench: &Bench<'_>,
    args: &args::Bulletin,
    waits: Option<Waiting>,
) -> Result<Said, Fail> {
    let waits = waits.ok_or_else(|| nothing(args))?;
    if args
        .text
        .as_ref()
        .is_some_and(|text| *text != waits.queued.text)
    {
        return Err(Fail::Wrong(format!(
            "what waits says: {}; approve it as it is, or send another text without --approve",
            waits.queued.text
        )));
    }
    let fact = speaker(bench).approve(&waits, args.reason.as_deref());
    let fact = fact.map_err(Fail::Wrong)?;
    let name = &args.audience;
    let mut said = Said::one(fact, format!("approved for {name}: {}", waits.queued.text));
    said.notes.push(if waits.posts {
        let queued = bench.desk.incident.log().entry(waits.no);
        poster(setup, bench, queued.writer.machine())
    } else {
        format!("hand it over, then: switchover bulletin {name} --via WHERE")
    });
    Ok(said)
}

/// What was approved was handed over by a person.
fn handed_over(bench: &Bench<'_>, waits: &Waiting, via: &str) -> Result<Said, Fail> {
    if waits.standing == Standing::Approval {
        return Err(Fail::Wrong(format!(
            "the update to {} is not approved yet",
            waits.queued.audience
        )));
    }
    if waits.posts && waits.standing == Standing::Ready {
        return Err(Fail::wrong(
            "it is being posted; --cancel takes it back first",
        ));
    }
    let mut facts = vec![outbox::sent(
        &waits.queued,
        Some(via.to_owned()),
        Some(&waits.reference),
    )];
    let act = bench.act(bench.operator);
    facts.extend(outbox::closes(&act, &waits.queued.audience));
    let (name, text) = (&waits.queued.audience, &waits.queued.text);
    Ok(Said::new(facts, format!("told {name} via {via}: {text}")))
}

fn nothing(args: &args::Bulletin) -> Fail {
    Fail::Wrong(format!("no update to {} is on its way", args.audience))
}

/// Who posts it, in words.
fn poster(setup: &Setup, bench: &Bench<'_>, machine: &str) -> String {
    let at = match machine == slug(&setup.machine) {
        true => "this machine",
        false => machine,
    };
    let present = bench.desk.live(setup).present;
    if present.iter().any(|p| p.machine == machine && !p.observe) {
        return format!("a cockpit on {at} posts it");
    }
    format!("no cockpit is there: the next one on {at} posts it (`switchover join --headless`)")
}

fn speaker<'a>(bench: &'a Bench<'_>) -> Speaker<'a> {
    Speaker {
        plan: bench.picture.plan,
        incident: &bench.desk.incident,
        mode: bench.picture.identity.mode,
        operator: bench.operator,
    }
}

fn waiting(bench: &Bench<'_>, audience: &Id) -> Option<Waiting> {
    let (plan, incident) = (bench.picture.plan, &bench.desk.incident);
    let all = outbox::waiting(plan, incident, bench.picture.identity.mode);
    all.into_iter().find(|w| w.queued.audience == *audience)
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
    let draft = at(&picture)
        .draft(&args.audience, None, next)
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

fn at<'a>(picture: &'a Picture<'_>) -> At<'a> {
    At {
        plan: picture.plan,
        board: &picture.board,
        incident: picture.incident,
        mode: picture.identity.mode,
        now: picture.now,
    }
}

/// When the next update is promised: a whole minute, as it is said.
fn next_at(picture: &Picture<'_>, args: &args::Bulletin) -> Option<Time> {
    let mut audiences = picture.plan.audiences.iter();
    let audience = audiences.find(|a| a.id == args.audience)?;
    let every = cadence(audience, picture.incident, picture.now)?;
    Some(whole_minute(picture.now + every))
        .filter(|at| *at > picture.now && picture.incident.is_open())
}
