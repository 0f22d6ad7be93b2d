//! Roles given over in two steps: one offers them with the state of things, the other accepts in an own cockpit.

use super::named::sure;
use crate::cockpit::dialog::Then;
use crate::cockpit::key::{Key, KeyCode};
use crate::cockpit::paper::{Paper, offered, scene};
use crate::cockpit::update::choose::{ask, choose};
use crate::cockpit::update::record::record;
use crate::cockpit::update::{answer, keys, scroll, step};
use crate::cockpit::{Action, Dialog, Effect, Model};
use crate::domain::facts::Fact;
use crate::domain::ids::Id;
use crate::domain::rules::handover::{accept, offer};
use crate::domain::rules::people;
use crate::domain::time::Time;

fn show(model: &mut Model, paper: Paper) -> Vec<Effect> {
    model.view.dialog = Some(Dialog::Paper { paper, top: 0 });
    Vec::new()
}

/// The state of things, or the providers' cards.
pub(in crate::cockpit::update) fn open_paper(model: &mut Model, paper: Paper) -> Vec<Effect> {
    show(model, paper)
}

/// H: what is offered to this operator is shown, to be accepted; else an own role is offered.
pub(in crate::cockpit::update) fn open_handover(model: &mut Model) -> Vec<Effect> {
    if !offered(model).is_empty() {
        return show(model, Paper::Offered);
    }
    if keys::barred(model).is_some() {
        return show(model, Paper::Sheet);
    }
    let me = &model.me.operator;
    let mut mine = people::roles(&model.plan, &model.incident);
    mine.retain(|r| r.holder.as_ref() == Some(me));
    let ids: Vec<Id> = mine.iter().map(|r| r.id.clone()).collect();
    match mine.as_slice() {
        [] => {
            answer::done(
                model,
                "you hold no role to give over: this is the state of things",
            );
            show(model, Paper::Sheet)
        }
        [_] => ask_whom(model, ids),
        _ => {
            let all = (Some('a'), "all of them".to_owned(), String::new());
            let each = mine
                .iter()
                .map(|r| (None, r.name.clone(), r.id.to_string()));
            let options = std::iter::once(all).chain(each).collect();
            let dialog = choose(
                "Which role do you give over?",
                Vec::new(),
                options,
                Then::Give,
            );
            model.view.dialog = Some(dialog);
            Vec::new()
        }
    }
}

/// Which role was chosen; nothing: all own ones.
pub(in crate::cockpit::update) fn give_chosen(model: &mut Model, choice: &str) -> Vec<Effect> {
    let me = model.me.operator.clone();
    let mine = people::roles(&model.plan, &model.incident).into_iter();
    let mine = mine.filter(|r| r.holder.as_deref() == Some(&me));
    let roles = mine.filter(|r| choice.is_empty() || r.id.as_str() == choice);
    let roles: Vec<Id> = roles.map(|r| r.id).collect();
    if roles.is_empty() {
        return answer::refused(model, "that role is not yours any more");
    }
    ask_whom(model, roles)
}

fn ask_whom(model: &mut Model, roles: Vec<Id>) -> Vec<Effect> {
    let others = step::people(model);
    if others.is_empty() {
        return ask_name(model, roles);
    }
    let others = others.into_iter();
    let mut options: Vec<_> = others
        .map(|(who, why)| (None, format!("{who}{why}"), who))
        .collect();
    options.push((
        Some('o'),
        "somebody else: type who".to_owned(),
        String::new(),
    ));
    let title = "Give it over to whom? They accept it in their own cockpit";
    model.view.dialog = Some(choose(title, Vec::new(), options, Then::GiveTo(roles)));
    Vec::new()
}

fn ask_name(model: &mut Model, roles: Vec<Id>) -> Vec<Effect> {
    let hint =
        vec!["as they say it with --as; they accept it with H, or `switchover accept`".to_owned()];
    model.view.dialog = Some(ask("Give it over to", hint, "", Then::GiveTo(roles)));
    Vec::new()
}

/// To whom was said; nothing: it is typed.
pub(in crate::cockpit::update) fn give_to(
    model: &mut Model,
    roles: Vec<Id>,
    to: &str,
    asked: Dialog,
) -> Vec<Effect> {
    let to = to.trim();
    if to.is_empty() && matches!(asked, Dialog::Choose(_)) {
        return ask_name(model, roles);
    }
    if !people::is_name(to) || to == model.me.operator {
        model.view.dialog = Some(asked);
        return answer::refused(
            model,
            "somebody else: a name of at most 64 visible characters",
        );
    }
    if let Some(asks) = sure(model, to, asked) {
        return asks;
    }
    offering(model, roles, to.to_owned(), None)
}

/// The sheet that goes with an offer: Enter sends both.
pub(super) fn offering(
    model: &mut Model,
    roles: Vec<Id>,
    to: String,
    until: Option<Time>,
) -> Vec<Effect> {
    show(model, Paper::Offering { roles, to, until })
}

/// A key on a paper: it scrolls, it is copied, and what it asks is answered.
pub(in crate::cockpit::update) fn paper_key(
    model: &mut Model,
    paper: Paper,
    top: usize,
    key: Key,
) -> Vec<Effect> {
    let stay = |model: &mut Model, paper, top| {
        model.view.dialog = Some(Dialog::Paper { paper, top });
    };
    let agrees = matches!(key.code, KeyCode::Enter) || matches!(key.typed(), Some('a' | 'H'));
    match &paper {
        Paper::Offering { roles, to, until } if key.code == KeyCode::Enter => {
            return offers(model, &roles.clone(), &to.clone(), *until);
        }
        Paper::Offered if agrees => return accepts(model),
        Paper::Offered if key.typed() == Some('x') => return super::decline::ask_decline(model),
        _ => {}
    }
    if matches!(key.typed(), Some('c' | 'y')) {
        let text = paper.text(model);
        stay(model, paper, top);
        return vec![Effect::Copy { step: None, text }];
    }
    let mut dialog = Dialog::Paper { paper, top };
    let action = match key.typed() {
        Some(' ') => Some(Action::PageDown),
        _ => Action::of(key),
    };
    match action {
        Some(action) if keys::moves(action) => {
            scroll::dialog(&mut dialog, action);
            model.view.dialog = Some(dialog);
            Vec::new()
        }
        Some(Action::Sheet) => show(model, Paper::Sheet),
        Some(Action::Providers) => show(model, Paper::Providers),
        Some(Action::Quit) => Vec::new(),
        _ => {
            model.view.dialog = Some(dialog);
            Vec::new()
        }
    }
}

fn offers(model: &mut Model, roles: &[Id], to: &str, until: Option<Time>) -> Vec<Effect> {
    if let Some(why) = keys::barred(model) {
        return answer::refused(model, why);
    }
    let me = &model.me.operator;
    let mine = |id: &&Id| model.incident.holder(id) == Some(me);
    let facts: Vec<Fact> = roles
        .iter()
        .filter(mine)
        .map(|id| offer(&scene(model), id, to, until))
        .collect();
    if facts.is_empty() {
        return answer::refused(
            model,
            "that role is not yours any more: nothing was offered",
        );
    }
    let words = format!("offered to {to}: yours until {to} accepts with H; W x withdraws it");
    answer::done(model, words);
    record(model, facts)
}

fn accepts(model: &mut Model) -> Vec<Effect> {
    if let Some(why) = keys::barred(model) {
        return answer::refused(model, why);
    }
    let roles = offered(model);
    if roles.is_empty() {
        return answer::refused(model, "that offer does not stand any more");
    }
    let me = model.me.operator.clone();
    let both = |id| people::both_hands(&model.plan, &model.incident, id, &me);
    let both = roles.iter().find_map(|r| both(&r.id));
    let names: Vec<&str> = roles.iter().map(|r| r.name.as_str()).collect();
    let words = format!("you are {} now; W shows who does what", names.join(" and "));
    answer::done(model, both.unwrap_or(words));
    let facts: Vec<Fact> = roles.iter().map(|r| accept(&r.id)).collect();
    record(model, facts)
}
