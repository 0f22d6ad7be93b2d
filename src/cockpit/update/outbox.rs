//! Updates on their way: one cockpit posts each, the queue is on the disk before the first try, and a person
//! decides what nobody knows.

use super::record::record;
use super::{answer, step, unposted};
use crate::cockpit::effect::Post;
use crate::cockpit::msg::Posted;
use crate::cockpit::outbox::{Try, pause};
use crate::cockpit::{Effect, Model};
use crate::domain::facts::{BulletinFailed, Fact};
use crate::domain::ids::Id;
use crate::domain::rules::alarms::Alarm;
use crate::domain::rules::draft::At;
use crate::domain::rules::outbox::{self, Speaker, Standing, WEBHOOK, Waiting, approver, hook};
use crate::domain::time::{Span, Time};

/// How long after its start a cockpit takes over from one it has not heard of: long enough to hear of it.
const SETTLED: Span = Span::seconds(10);

/// The operator of this cockpit, speaking for the incident.
pub(super) fn speaker(model: &Model) -> Speaker<'_> {
    Speaker {
        plan: &model.plan,
        incident: &model.incident,
        mode: model.mode(),
        operator: &model.me.operator,
    }
}

/// What is on its way to an audience.
pub(super) fn waiting(model: &Model, audience: &Id) -> Option<Waiting> {
    let mut all = model.outbox.waiting.iter();
    all.find(|w| w.queued.audience == *audience).cloned()
}

/// Posts what is due. Called whenever the clock ticks or entries are saved.
pub(super) fn turn(model: &mut Model) -> Vec<Effect> {
    if model.me.observe || !model.loaded || model.start.is_some() || model.ending {
        return Vec::new();
    }
    let since = *model.outbox.since.get_or_insert(model.wall);
    let settled = model.wall - since >= SETTLED;
    let due: Vec<Waiting> = model
        .outbox
        .waiting
        .iter()
        .filter(|w| w.posts && w.standing == Standing::Ready && mine(model, w, settled))
        .cloned()
        .collect();
    let mut effects = Vec::new();
    for waiting in due {
        let wall = model.wall;
        let tried = model.outbox.tries.entry(waiting.reference.clone());
        let tried = tried.or_default();
        if tried.flying || wall < tried.next {
            continue;
        }
        if let Some(words) = tried.doubt.take() {
            effects.extend(record(
                model,
                [failed(&waiting.queued.audience, words, true)],
            ));
            continue;
        }
        let Some(post) = post(model, &waiting) else {
            continue;
        };
        if let Some(tried) = model.outbox.tries.get_mut(&waiting.reference) {
            tried.flying = true;
            tried.attempts += 1;
        }
        effects.push(Effect::Post(Box::new(post)));
    }
    effects
}

/// Whether this cockpit posts it: it queued it, or it is the one of that machine that stands in. The entry is on
/// the disk first.
fn mine(model: &Model, waiting: &Waiting, settled: bool) -> bool {
    let entry = model.incident.log().entry(waiting.no);
    if entry.writer == model.author.writer {
        return entry.draft.seq < model.saving.saved;
    }
    let Some(presence) = model.incident.state().presence.get(&entry.writer) else {
        return false;
    };
    let there = presence.opened.as_ref().map(|o| &o.machine);
    if !model.probe_lock || there != Some(&model.me.machine) {
        return false;
    }
    // A command is gone once it has written; a cockpit once it left, or is not heard of any more.
    let command = presence.joined.get().is_none();
    let alive = model.present.iter().any(|p| p.writer == entry.writer);
    command || presence.left.is_some() || (settled && !alive)
}

fn post(model: &Model, waiting: &Waiting) -> Option<Post> {
    let queued = &waiting.queued;
    let audience = model
        .plan
        .audiences
        .iter()
        .find(|a| a.id == queued.audience)?;
    let at = At {
        plan: &model.plan,
        board: &model.board,
        incident: &model.incident,
        mode: model.mode(),
        now: model.now,
    };
    let mut values = at.draft(&audience.id, None, queued.next_at)?.values;
    values.insert("text", queued.text.clone());
    if let Some(state) = queued.state {
        values.insert("state", state.to_string());
    }
    Some(Post {
        reference: waiting.reference.clone(),
        hook: hook(audience, model.mode())?.to_owned(),
        headers: audience.headers.clone(),
        body: audience.body.clone(),
        values,
    })
}

/// What came of a try.
pub(super) fn posted(model: &mut Model, reference: &str, posted: Posted) -> Vec<Effect> {
    let log = model.incident.log();
    let queued = log
        .find(reference)
        .and_then(|no| match &log.entry(no).draft.fact {
            Fact::BulletinQueued(queued) => Some(queued.clone()),
            _ => None,
        });
    let Some(queued) = queued else {
        return Vec::new();
    };
    let name = queued.audience.clone();
    let now = waiting(model, &name);
    let same = now.as_ref().is_some_and(|w| w.reference == reference);
    let wall = model.wall;
    let tried = model.outbox.tries.entry(reference.to_owned()).or_default();
    tried.flying = false;
    let attempts = tried.attempts;
    match posted {
        Posted::Sent => {
            let via = Some(WEBHOOK.to_owned());
            let mut facts = vec![outbox::sent(&queued, via, Some(reference))];
            facts.extend(outbox::closes(&step::acting(model), &name));
            answer::news(model, format!("update to {name} posted"));
            record(model, facts)
        }
        Posted::Failed(reason) => {
            tried.next = wall + pause(reference, attempts);
            let told = now.as_ref().and_then(|w| w.trouble.as_ref()) == Some(&reason);
            let fresh = tried.said.insert(reason.clone()) && !told && same;
            tried.trouble = Some(reason.clone());
            answer::news(
                model,
                format!("update to {name} did not leave (try {attempts}): {reason}; tried again"),
            );
            record(model, fresh.then(|| failed(&name, reason, false)))
        }
        Posted::Unsure(reason) => {
            let words = format!("{reason}: it may have arrived");
            if !same {
                tried.doubt = Some(words.clone());
            }
            answer::news(model, format!("update to {name}: {words}; look, then b"));
            record(model, same.then(|| failed(&name, words, true)))
        }
    }
}

/// The cockpit leaves: of what it was posting nobody knows.
pub(super) fn leaving(model: &Model) -> Vec<Fact> {
    let flying = |w: &&Waiting| {
        let tried = model.outbox.tries.get(&w.reference);
        w.standing == Standing::Ready && tried.is_some_and(|t| t.flying)
    };
    let waiting = model.outbox.waiting.iter().filter(flying);
    let facts = waiting.map(|w| {
        let reason = "its cockpit left before the answer: it may have arrived".to_owned();
        failed(&w.queued.audience, reason, true)
    });
    facts.collect()
}

fn failed(audience: &Id, reason: String, unsure: bool) -> Fact {
    BulletinFailed {
        audience: audience.clone(),
        via: Some(WEBHOOK.to_owned()),
        reason,
        unsure,
    }
    .into()
}

/// What must not be overlooked about updates on their way.
pub(super) fn alarms(model: &Model) -> Vec<Alarm> {
    let all = model.outbox.waiting.iter();
    all.filter_map(|w| {
        let name = name(model, &w.queued.audience);
        let left = unposted::left(model, w);
        let text = match w.standing {
            Standing::Approval => {
                let role = approver(&model.plan)?;
                let who = model.incident.holder(&role.id).unwrap_or(&role.name);
                format!(
                    "update to {name} by {} waits for {who}: b approves it",
                    w.by
                )
            }
            Standing::Unsure => format!(
                "update to {name} {}: look, then b",
                w.trouble.as_deref().unwrap_or("may have arrived")
            ),
            Standing::Ready if !w.posts => format!("update to {name} is approved: b hands it over"),
            Standing::Ready if left.is_some() => format!(
                "update to {name} waits for a cockpit on {}: b, then x takes it back",
                left.unwrap_or_default()
            ),
            Standing::Ready => {
                let tried: Option<&Try> = model.outbox.tries.get(&w.reference);
                let why = w
                    .trouble
                    .as_ref()
                    .or(tried.and_then(|t| t.trouble.as_ref()))?;
                format!("update to {name} does not leave: {why}{}", tries(tried))
            }
        };
        let mut id = format!("outbox.{}.{:?}", w.reference, w.standing).to_lowercase();
        if left.is_some() {
            id.push_str(".left");
        }
        let said = model.incident.state().acknowledged.get(&id);
        let by = said.and_then(|said| said.first());
        Some(Alarm {
            text,
            rank: 3,
            acknowledged: by.map(|no| model.incident.author(*no).to_owned()),
            id,
        })
    })
    .collect()
}

fn name(model: &Model, audience: &Id) -> String {
    let mut audiences = model.plan.audiences.iter();
    let named = audiences.find(|a| a.id == *audience);
    named.map_or_else(|| audience.to_string(), |a| a.name.clone())
}

fn tries(tried: Option<&Try>) -> String {
    tried.map_or_else(String::new, |t| format!(" (try {})", t.attempts))
}

/// Lets what waits leave, or says what that needs; `None`: a reason.
pub(super) fn approve(
    model: &mut Model,
    waiting: &Waiting,
    reason: Option<&str>,
) -> Option<Vec<Effect>> {
    let fact = speaker(model).approve(waiting, reason).ok()?;
    let name = name(model, &waiting.queued.audience);
    let then = match unposted::deserted(model, waiting) {
        Some(machine) => format!("it waits for a cockpit on {machine}"),
        None if waiting.posts => "it is posted now".to_owned(),
        None => "b hands it over".to_owned(),
    };
    answer::done(model, format!("update to {name} approved; {then}"));
    if let Some(tried) = model.outbox.tries.get_mut(&waiting.reference) {
        tried.next = Time(0);
    }
    Some(record(model, [fact]))
}

/// It will not leave.
pub(super) fn cancel(model: &mut Model, waiting: &Waiting) -> Vec<Effect> {
    let flying = model.outbox.tries.get(&waiting.reference);
    let flying = flying.is_some_and(|t| t.flying);
    let name = name(model, &waiting.queued.audience);
    let late = if flying {
        "; one try was on its way and may arrive"
    } else {
        ""
    };
    answer::done(model, format!("update to {name} cancelled{late}"));
    record(model, [outbox::cancel(waiting, None)])
}

/// A person handed it over, or saw that it had arrived.
pub(super) fn handed_over(model: &mut Model, waiting: &Waiting) -> Vec<Effect> {
    let queued = &waiting.queued;
    let via = queued.via.clone();
    let mut facts = vec![outbox::sent(queued, via, Some(&waiting.reference))];
    facts.extend(outbox::closes(&step::acting(model), &queued.audience));
    let name = name(model, &queued.audience);
    answer::done(model, format!("marked as sent to {name}"));
    let mut effects = record(model, facts);
    if waiting.standing == Standing::Ready {
        let text = queued.text.clone();
        effects.push(Effect::Copy { step: None, text });
    }
    effects
}
