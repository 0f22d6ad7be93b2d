//! What is offered, promised or asked for, and is not to be: declined, broken, kept.

use super::people::note;
use crate::cockpit::dialog::Then;
use crate::cockpit::paper::offered;
use crate::cockpit::update::choose::ask;
use crate::cockpit::update::record::record;
use crate::cockpit::update::{answer, keys};
use crate::cockpit::{Effect, Model};
use crate::domain::facts::{PromiseClosed, RoleSet};
use crate::domain::ids::Id;
use crate::domain::rules::StepRow;
use crate::domain::rules::handover::decline;
use crate::domain::rules::people;
use crate::domain::rules::promises::Promise;
use crate::domain::words::NoteKind;

/// x on an offer: why not, before it is declined.
pub(super) fn ask_decline(model: &mut Model) -> Vec<Effect> {
    if let Some(why) = keys::barred(model) {
        return answer::refused(model, why);
    }
    let roles = offered(model);
    let Some(offer) = roles.first().and_then(|r| r.offer.as_ref()) else {
        return answer::refused(model, "nothing is offered to you any more");
    };
    let names: Vec<&str> = roles.iter().map(|r| r.name.as_str()).collect();
    let title = format!("You decline {}. Why?", names.join(", "));
    let by = &offer.by;
    let hint = vec![format!(
        "{by} reads it and stays in charge; a word, or Enter alone"
    )];
    model.view.dialog = Some(ask(title, hint, "", Then::Decline));
    Vec::new()
}

/// Why was said; nothing is allowed.
pub(in crate::cockpit::update) fn declined(model: &mut Model, why: &str) -> Vec<Effect> {
    let roles = offered(model);
    if roles.is_empty() {
        return answer::refused(model, "nothing is offered to you any more");
    }
    let names: Vec<&str> = roles.iter().map(|r| r.name.as_str()).collect();
    answer::done(model, format!("declined: {}", names.join(", ")));
    let facts: Vec<_> = roles.iter().map(|r| decline(&r.id, why)).collect();
    record(model, facts)
}

/// Whether a role is offered to somebody by this operator, who holds it.
pub(super) fn offered_by_me(model: &Model, role: &Id) -> bool {
    let row = people::role(&model.plan, &model.incident, role);
    let mine = |r: &people::RoleRow| r.holder.as_ref() == Some(&model.me.operator);
    row.filter(mine).is_some_and(|r| r.offer.is_some())
}

/// An own offer is taken back: the role stays where it is, as it is.
pub(super) fn withdraw(model: &mut Model, role: &Id) -> Vec<Effect> {
    let row = people::role(&model.plan, &model.incident, role);
    let offer = row.as_ref().and_then(|r| r.offer.as_ref());
    let Some((row, offer)) = row
        .as_ref()
        .zip(offer)
        .filter(|_| offered_by_me(model, role))
    else {
        return answer::refused(model, "that offer does not stand any more");
    };
    let words = format!("withdrawn: {} stays yours, {} is told", row.name, offer.to);
    let kept = RoleSet {
        role: role.clone(),
        operator: row.holder.clone(),
        until: row.until,
    };
    answer::done(model, words);
    record(model, [kept.into()])
}

/// A promise is over: kept or moot, or broken.
pub(super) fn closed(model: &mut Model, promise: &Promise, broken: bool) -> Vec<Effect> {
    let whose = promise.whose(&model.plan);
    let words = if broken {
        format!("BROKEN, {whose}: {}; p takes a new promise", promise.text)
    } else {
        format!("kept, or moot: {}", promise.text)
    };
    answer::done(model, words);
    let entry = promise.reference.clone();
    record(model, [PromiseClosed { entry, broken }.into()])
}

/// Who asked the holder for a step since it is theirs, and was not answered.
pub(in crate::cockpit::update) fn asker(model: &Model, row: &StepRow) -> Option<String> {
    let me = &model.me.operator;
    let log = model.incident.log();
    let about = log.iter().filter_map(|(no, entry)| {
        let note = note(&entry.draft.fact)?;
        let who = model.incident.author(no);
        let asks = note.kind == NoteKind::Question && note.text == asked(me, who, row);
        let kept = who == me && note.text.ends_with(&kept(me, row));
        (asks || kept).then_some((no, asks.then_some(who)))
    });
    let last = about.max_by(|a, b| log.order(a.0, b.0));
    last?.1.map(str::to_owned)
}

/// `gf: may cp take 2.2 Fence 42A?`
pub(super) fn asked(holder: &str, who: &str, row: &StepRow) -> String {
    format!("{holder}: may {who} take {} {}?", row.number, row.title)
}

/// `no, gf keeps 2.2 Fence 42A`
fn kept(holder: &str, row: &StepRow) -> String {
    format!("no, {holder} keeps {} {}", row.number, row.title)
}

/// Somebody asked for an own step, and is told that it stays.
pub(in crate::cockpit::update) fn keeps(
    model: &mut Model,
    row: &StepRow,
    who: &str,
) -> Vec<Effect> {
    let me = model.me.operator.clone();
    let text = format!("{who}: {}", kept(&me, row));
    answer::done(
        model,
        format!("{who} is told that {} stays yours", row.number),
    );
    record(model, [super::people::said(NoteKind::Note, text).into()])
}
