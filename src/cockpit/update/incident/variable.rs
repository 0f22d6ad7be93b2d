//! Variables of the checklist.

use crate::cockpit::dialog::Then;
use crate::cockpit::update::choose::ask;
use crate::cockpit::update::record::record;
use crate::cockpit::update::{answer, step};
use crate::cockpit::{Action, Dialog, Effect, Model};
use crate::domain::facts::VarSet;
use crate::domain::fill::admits;
use crate::domain::secrets::masked;
use std::borrow::Cow;

pub(in crate::cockpit::update) fn ask_variable(model: &mut Model) -> Vec<Effect> {
    let checklist = model.checklist();
    let Some(name) = checklist.and_then(|c| {
        let of_run = |n: &&String| {
            model
                .incident
                .active_run()
                .is_none_or(|(_, r)| !r.vars.contains_key(*n))
        };
        c.vars
            .keys()
            .find(of_run)
            .or_else(|| c.vars.keys().next())
            .cloned()
    }) else {
        return answer::refused(model, "the checklist has no variables");
    };
    ask_value(model, &name, None)
}

/// Asks for a variable; afterwards `next` is done.
pub(in crate::cockpit::update) fn ask_value(
    model: &mut Model,
    name: &str,
    next: Option<Action>,
) -> Vec<Effect> {
    let checklist = model.checklist();
    let Some(variable) = checklist.and_then(|c| c.vars.get(name)).cloned() else {
        return answer::refused(
            model,
            format!("{name} has no value: the plan gives none for this provider"),
        );
    };
    let prompt = model.board.names.text(&variable.prompt);
    let title = if prompt.is_empty() {
        name.to_owned()
    } else {
        prompt
    };
    let hint = variable
        .pattern
        .iter()
        .map(|p| format!("looks like {p}"))
        .collect();
    let text = variable.default.clone().unwrap_or_default();
    let then = Then::Variable {
        name: name.to_owned(),
        next,
    };
    model.view.dialog = Some(ask(title, hint, &text, then));
    Vec::new()
}

pub(in crate::cockpit::update) fn variable(
    model: &mut Model,
    name: &str,
    next: Option<Action>,
    text: &str,
    asked: Dialog,
) -> Vec<Effect> {
    let checklist = model.checklist();
    let pattern = checklist
        .as_ref()
        .and_then(|c| c.vars.get(name)?.pattern.clone());
    if matches!(masked(text), Cow::Owned(_)) {
        model.view.dialog = Some(asked);
        let words = "that looks like a secret: it would be written down; put it in by hand";
        return answer::refused(model, words);
    }
    let fits = |p: &String| admits(p, text);
    if text.is_empty() || pattern.as_ref().is_some_and(|p| !fits(p)) {
        model.view.dialog = Some(asked);
        let words = pattern.map_or_else(
            || "a value is needed".to_owned(),
            |p| format!("it has to look like {p}"),
        );
        return answer::refused(model, words);
    }
    let Some(run) = model.board.run.clone() else {
        return Vec::new();
    };
    answer::done(model, format!("{name} = {text}"));
    let fact = VarSet {
        run,
        name: name.to_owned(),
        value: text.to_owned(),
    };
    let mut effects = record(model, [fact.into()]);
    if let Some(next) = next {
        effects.extend(step::act(model, next));
    }
    effects
}
