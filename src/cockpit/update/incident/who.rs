//! The board of who is doing what: roles taken and given, promises made and kept.

use super::named::sure;
use super::people;
use crate::cockpit::dialog::Then;
use crate::cockpit::key::{Key, KeyCode};
use crate::cockpit::update::choose::{ask, no_length};
use crate::cockpit::update::record::record;
use crate::cockpit::update::{answer, keys};
use crate::cockpit::who::{Chosen, choices};
use crate::cockpit::{Dialog, Effect, Model};
use crate::domain::facts::PromiseMade;
use crate::domain::promise_text::{length, parse_promise};
use crate::domain::rules::promises::Promise;

pub(in crate::cockpit::update) fn open_who(model: &mut Model) -> Vec<Effect> {
    model.view.dialog = Some(Dialog::Who { at: 0 });
    Vec::new()
}

/// Whether a promise stood under the cursor in the frame last painted.
fn painted(model: &Model, promise: &Promise) -> bool {
    model.view.painted_promise.as_ref() == Some(&promise.reference)
}

/// The promise under the cursor of the board, as it is painted now.
pub(in crate::cockpit::update) fn promise_shown(model: &Model) -> Option<String> {
    let Some(Dialog::Who { at }) = model.view.dialog else {
        return None;
    };
    let all = choices(model);
    match all.get(at.min(all.len().checked_sub(1)?)) {
        Some(Chosen::Promise(promise)) => Some(promise.reference.clone()),
        _ => None,
    }
}

/// A key on the board.
pub(in crate::cockpit::update) fn who_key(model: &mut Model, at: usize, key: Key) -> Vec<Effect> {
    let all = choices(model);
    let last = all.len().saturating_sub(1);
    let at = at.min(last);
    let stay = |model: &mut Model, at| {
        model.view.dialog = Some(Dialog::Who { at });
        Vec::new()
    };
    let typed = key.typed();
    match (key.code, typed) {
        (KeyCode::Up, _) | (_, Some('k')) => return stay(model, at.saturating_sub(1)),
        (KeyCode::Down | KeyCode::Tab, _) | (_, Some('j')) => {
            return stay(model, (at + 1).min(last));
        }
        (_, Some('q' | 'W')) => return Vec::new(),
        (_, Some('H')) => return super::handover::open_handover(model),
        _ => {}
    }
    let digit = typed.and_then(|c| c.to_digit(10)).filter(|n| *n > 0);
    if let Some(n) = digit.map(|n| n as usize - 1)
        && let Some(Chosen::Promise(promise)) = all.get(n)
    {
        let words = format!("{}: Enter says kept, or moot; x broken", promise.text);
        stay(model, n);
        return answer::done(model, words);
    }
    let chosen = match (key.code, digit) {
        (KeyCode::Enter, _) => all.get(at),
        (_, Some(n)) => all.get(n as usize - 1),
        _ => None,
    };
    let broken = typed == Some('x');
    let chosen = chosen.or_else(|| broken.then(|| all.get(at)).flatten());
    if chosen.is_none() && !matches!(typed, Some('p' | 'b')) {
        return stay(model, at);
    }
    if let Some(why) = keys::barred(model) {
        stay(model, at);
        return answer::refused(model, why);
    }
    match (chosen, typed) {
        (Some(Chosen::Role(role)), Some('x')) => {
            stay(model, at);
            if super::decline::offered_by_me(model, role) {
                return super::decline::withdraw(model, role);
            }
            super::decline::ask_decline(model)
        }
        (Some(Chosen::Role(role)), _) => people::role(model, role),
        (Some(Chosen::Promise(promise)), _) if promise.step.is_some() => {
            stay(model, at);
            answer::refused(model, "that is about a step: t there lets it go")
        }
        (Some(Chosen::Promise(promise)), _) if !painted(model, promise) => {
            stay(model, at);
            answer::refused(model, "the list has just changed: look, and press again")
        }
        (Some(Chosen::Promise(promise)), _) => {
            // A second Enter is not for the promise that moves up.
            stay(model, 0);
            super::decline::closed(model, promise, broken)
        }
        (None, Some('p')) => {
            let hint = vec![
                "WHO: WHAT in 30m, or by 02:30 (UTC). A provider's name makes it theirs."
                    .to_owned(),
                "42A: power is back in 30m    cp: calls the bank in 10m    back in 3m".to_owned(),
            ];
            model.view.dialog = Some(ask("Who promises what?", hint, "", Then::Promise));
            Vec::new()
        }
        (None, Some('b')) => {
            let hint = vec!["3m, 90s, 1h; everybody sees the clock".to_owned()];
            model.view.dialog = Some(ask("You are back in how long?", hint, "", Then::AwayFor));
            Vec::new()
        }
        (None, _) => stay(model, at),
    }
}

/// A promise was typed.
pub(in crate::cockpit::update) fn promise(
    model: &mut Model,
    text: &str,
    asked: Dialog,
) -> Vec<Effect> {
    let me = model.me.operator.clone();
    match parse_promise(text, &model.plan, &me, model.now) {
        Ok(made) => {
            let who = made.owner.clone().filter(|_| made.provider.is_none());
            match who.and_then(|who| sure(model, &who, asked)) {
                Some(asks) => asks,
                None => promised(model, made),
            }
        }
        Err(why) => {
            model.view.dialog = Some(asked);
            answer::refused(model, why)
        }
    }
}

/// For how long the operator is away.
pub(in crate::cockpit::update) fn away_for(
    model: &mut Model,
    text: &str,
    asked: Dialog,
) -> Vec<Effect> {
    let Some(span) = length(text) else {
        return no_length(model, asked);
    };
    let made = PromiseMade {
        text: "back".to_owned(),
        owner: Some(model.me.operator.clone()),
        provider: None,
        due: model.now + span,
    };
    promised(model, made)
}

fn promised(model: &mut Model, made: PromiseMade) -> Vec<Effect> {
    let due = made.due.clock();
    answer::done(
        model,
        format!("promised by {due}: {}; W closes it", made.text),
    );
    record(model, [made.into()])
}
