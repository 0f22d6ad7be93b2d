//! Who holds which role.

use super::named::{held_here, sure};
use crate::cockpit::dialog::{Choose, Flow, Then};
use crate::cockpit::key::Key;
use crate::cockpit::update::choose::{ask, choose};
use crate::cockpit::update::record::record;
use crate::cockpit::update::{answer, step};
use crate::cockpit::{Dialog, Effect, Model};
use crate::domain::facts::{Fact, NoteAdded, RoleSet};
use crate::domain::ids::Id;
use crate::domain::rules::people;
use crate::domain::time::Time;
use crate::domain::words::NoteKind;

/// The choice that asks for a name.
const TYPED: &str = "type";

/// Whose is a role to be?
pub(super) fn role(model: &mut Model, role: &Id) -> Vec<Effect> {
    let Some(row) = people::role(&model.plan, &model.incident, role) else {
        return answer::refused(model, "that role is gone");
    };
    let me = model.me.operator.as_str();
    let mut options = Vec::new();
    let mut add = |label: String, value: &str| options.push((None, label, value.to_owned()));
    let offer = row.offer.as_ref();
    if let Some(offer) = offer.filter(|o| o.to == me) {
        add(format!("take over what {} offers you", offer.by), "accept");
        add(format!("decline what {} offers you", offer.by), "decline");
    }
    let mut hint = Vec::new();
    let mine = row.holder.as_deref() == Some(me);
    if let Some(holder) = held_here(model, role) {
        add(format!("ask {holder} for it"), "ask");
        hint.push(format!(
            "{holder} is here and offers it with H; if they cannot: switchover role {role} NAME"
        ));
    } else {
        if !mine {
            let gone = row
                .holder
                .as_ref()
                .map(|h| format!(": no cockpit of {h} is here"));
            add(format!("take it{}", gone.unwrap_or_default()), "take");
        }
        if let Some(offer) = offer.filter(|_| mine) {
            add(format!("withdraw the offer to {}", offer.to), "withdraw");
        }
        let verb = if mine { "offer" } else { "give" };
        for (who, why) in step::people(model) {
            if row.holder.as_ref() != Some(&who) {
                add(format!("{verb} it to {who}{why}"), &format!("give {who}"));
            }
        }
        let other = "somebody else, or for a time: type who";
        add(other.to_owned(), TYPED);
        if row.holder.is_some() {
            add("nobody".to_owned(), "nobody");
        }
    }
    let title = format!("{}: {}", row.name, row.words(model.now));
    let then = Then::Role(role.clone());
    model.view.dialog = Some(choose(title, hint, options, then));
    Vec::new()
}

/// A letter on the list of whose a role is to be begins the name of somebody else.
pub(in crate::cockpit::update) fn begin_name(choose: &Choose, key: Key) -> Option<Dialog> {
    let Then::Role(role) = &choose.then else {
        return None;
    };
    let letter = key.typed().filter(|c| c.is_alphabetic())?;
    let can = choose.options.iter().any(|o| o.value == TYPED);
    can.then(|| ask_name(role.clone(), &letter.to_string()))
}

fn ask_name(role: Id, begun: &str) -> Dialog {
    let hint = vec!["NAME, or NAME for 20m: an alarm says when that is over".to_owned()];
    let title = format!("{role} is");
    ask(title, hint, begun, Then::RoleHolder(role))
}

/// Whose a role is to be was chosen.
pub(in crate::cockpit::update) fn role_chosen(
    model: &mut Model,
    role: Id,
    choice: &str,
) -> Vec<Effect> {
    let me = model.me.operator.clone();
    match (choice, choice.strip_prefix("give ")) {
        ("take", _) => give(model, role, Some((me, None))),
        ("nobody", _) => give(model, role, None),
        ("accept", _) => super::handover::open_handover(model),
        ("decline", _) => super::decline::ask_decline(model),
        ("withdraw", _) => super::decline::withdraw(model, &role),
        ("ask", _) => {
            let name = people::name_of(&model.plan, &role);
            let holder = model.incident.holder(&role).unwrap_or("who leads");
            let note = question(format!("{holder}: may {me} be {name}? H offers it"));
            answer::done(model, format!("asked: {}", note.text));
            record(model, [note.into()])
        }
        (_, Some(who)) => give(model, role, Some((who.to_owned(), None))),
        _ => {
            model.view.dialog = Some(ask_name(role, ""));
            Vec::new()
        }
    }
}

pub(in crate::cockpit::update) fn role_holder(
    model: &mut Model,
    role: Id,
    text: &str,
    asked: Dialog,
) -> Vec<Effect> {
    let given = match people::holder_typed(text, model.now) {
        Ok(given) => given,
        Err(why) => {
            model.view.dialog = Some(asked);
            return answer::refused(model, why);
        }
    };
    let Some((who, until)) = given else {
        model.view.dialog = Some(asked);
        return answer::refused(model, "type who; the list before has \"nobody\"");
    };
    if let Some(asks) = sure(model, &who, asked) {
        return asks;
    }
    give(model, role, Some((who, until)))
}

/// At once where nobody holds it, or who does is gone; who holds it offers it.
fn give(model: &mut Model, role: Id, given: Option<(String, Option<Time>)>) -> Vec<Effect> {
    if let Some(holder) = held_here(model, &role) {
        let words = format!("{holder} holds it and is here: W asks for it, H there offers it");
        return answer::refused(model, words);
    }
    let (operator, until) = given.map_or((None, None), |(who, until)| (Some(who), until));
    let mine = model.incident.holder(&role) == Some(&model.me.operator);
    if let Some(to) = operator
        .clone()
        .filter(|to| mine && *to != model.me.operator)
    {
        return super::handover::offering(model, vec![role], to, until);
    }
    let who = operator.as_deref();
    let both = who.and_then(|who| people::both_hands(&model.plan, &model.incident, &role, who));
    let words = both.unwrap_or_else(|| {
        let until = people::for_a_time(until);
        format!("{role}: {}{until}", who.unwrap_or("nobody"))
    });
    answer::done(model, words);
    let set = RoleSet {
        role,
        operator,
        until,
    };
    record(model, [set.into()])
}

/// A question to everybody, in the timeline.
pub(in crate::cockpit::update) fn question(text: String) -> NoteAdded {
    said(NoteKind::Question, text)
}

/// The note a fact is.
pub(super) fn note(fact: &Fact) -> Option<&NoteAdded> {
    match fact {
        Fact::NoteAdded(note) => Some(note),
        _ => None,
    }
}

/// Something said to everybody, in the timeline.
pub(super) fn said(kind: NoteKind, text: String) -> NoteAdded {
    NoteAdded {
        kind,
        text,
        at: None,
        provider: None,
        ticket: None,
        confidence: None,
    }
}

/// Somebody else's step: asked for, or taken over.
pub(in crate::cockpit::update) fn takeover(
    model: &mut Model,
    flow: &Flow,
    who: &str,
    choice: &str,
) -> Vec<Effect> {
    let Some(row) = model.board.step(&flow.step).cloned() else {
        return answer::refused(model, "that step is gone");
    };
    let me = model.me.operator.clone();
    if choice == "take" {
        let facts = step::acting(model).claim(&row, &me, None);
        answer::done(model, format!("{} is yours now; {who} sees it", row.number));
        return record(model, facts);
    }
    let note = question(super::decline::asked(who, &me, &row));
    answer::done(model, format!("asked {who} in the timeline"));
    record(model, [note.into()])
}
