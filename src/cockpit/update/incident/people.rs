//! Who holds which role.

use crate::cockpit::dialog::{Flow, Then};
use crate::cockpit::update::choose::{ask, choose};
use crate::cockpit::update::record::record;
use crate::cockpit::update::{answer, step};
use crate::cockpit::{Dialog, Effect, Model};
use crate::domain::facts::{Fact, NoteAdded, RoleSet};
use crate::domain::ids::Id;
use crate::domain::rules::people;
use crate::domain::time::Time;
use crate::domain::words::NoteKind;

/// Whose is a role to be?
pub(super) fn role(model: &mut Model, role: &Id) -> Vec<Effect> {
    let Some(row) = people::role(&model.plan, &model.incident, role) else {
        return answer::refused(model, "that role is gone");
    };
    let mut options = Vec::new();
    if row.holder.as_deref() != Some(&model.me.operator) {
        options.push((Some('t'), "take it".to_owned(), "take".to_owned()));
    }
    let mine = |o: &&people::Offer| o.to == model.me.operator;
    if let Some(offer) = row.offer.as_ref().filter(mine) {
        let words = format!("decline what {} offers you", offer.by);
        options.push((Some('x'), words, "decline".to_owned()));
    }
    for (digit, (who, why)) in ('1'..).zip(step::people(model)) {
        if row.holder.as_ref() != Some(&who) {
            let value = format!("give {who}");
            options.push((Some(digit), format!("give it to {who}{why}"), value));
        }
    }
    let other = "somebody else, or for a time: type who";
    options.push((Some('o'), other.to_owned(), "type".to_owned()));
    if row.holder.is_some() {
        options.push((Some('n'), "nobody".to_owned(), "nobody".to_owned()));
    }
    let title = format!("{}: {}", row.name, row.words(model.now));
    let then = Then::Role(role.clone());
    model.view.dialog = Some(choose(title, Vec::new(), options, then));
    Vec::new()
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
        ("decline", _) => super::decline::ask_decline(model),
        (_, Some(who)) => give(model, role, Some((who.to_owned(), None))),
        _ => {
            let known = model.plan.role(&role);
            let name = known.map_or_else(|| role.to_string(), |r| r.name.clone());
            let hint = vec!["NAME, or NAME for 20m: an alarm says when that is over".to_owned()];
            let then = Then::RoleHolder(role);
            model.view.dialog = Some(ask(format!("{name} is"), hint, "", then));
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
    if given.is_none() {
        model.view.dialog = Some(asked);
        return answer::refused(model, "type who; n on the list before says nobody");
    }
    give(model, role, given)
}

fn give(model: &mut Model, role: Id, given: Option<(String, Option<Time>)>) -> Vec<Effect> {
    let (operator, until) = given.map_or((None, None), |(who, until)| (Some(who), until));
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
