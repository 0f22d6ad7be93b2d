//! Variables of the checklist.

use crate::cockpit::dialog::{Ask, Then};
use crate::cockpit::update::choose::ask;
use crate::cockpit::update::record::record;
use crate::cockpit::update::refresh::refresh;
use crate::cockpit::update::{answer, step};
use crate::cockpit::{Action, Dialog, Editor, Effect, Model};
use crate::domain::checklist::Checklist;
use crate::domain::facts::VarSet;
use crate::domain::fill::admits;
use crate::domain::ids::Id;
use crate::domain::secrets::masked;
use crate::domain::time::Span;
use std::borrow::Cow;

/// So long after an adoption who adopted is asked for what is wanted on adopting.
const JUST_NOW: Span = Span::minutes(2);

pub(in crate::cockpit::update) fn ask_variable(model: &mut Model) -> Vec<Effect> {
    let checklist = model.checklist();
    let Some(name) = checklist.and_then(|c| {
        let mut names = c.vars.keys();
        let empty = names.find(|name| !has_value(model, name));
        empty.or_else(|| c.vars.keys().next()).cloned()
    }) else {
        return answer::refused(model, "the checklist has no variables");
    };
    ask_value(model, &name, None)
}

/// Whether a variable of the active run has its value.
fn has_value(model: &Model, name: &str) -> bool {
    let Some((id, run)) = model.incident.active_run() else {
        return false;
    };
    let secret = |c: &Checklist| c.vars.get(name).is_some_and(|v| v.secret);
    if model.checklist().is_some_and(secret) {
        return model.secrets.has(id, name);
    }
    run.vars.contains_key(name)
}

/// Asks for the next variable that wants its value on adopting, if one is left. Esc leaves them for later.
pub(in crate::cockpit::update) fn ask_at_start(model: &mut Model) -> Vec<Effect> {
    let checklist = model.checklist();
    let name = checklist.and_then(|c| {
        let mut asked = c.vars.iter().filter(|(_, v)| v.at_start);
        let empty = asked.find(|(name, _)| !has_value(model, name));
        empty.map(|(name, _)| name.clone())
    });
    match name {
        Some(name) => ask_value(model, &name, None),
        None => Vec::new(),
    }
}

/// On coming from the start screen: who opened the incident with a checklist a moment ago has adopted it.
pub(in crate::cockpit::update) fn ask_if_adopted(model: &mut Model) {
    let adopted = model.incident.active_run();
    let adopted = adopted
        .and_then(|(_, run)| run.adopted.held())
        .map(|h| h.by);
    let just_now = adopted.is_some_and(|no| {
        let entry = model.incident.log().entry(no);
        let age = (model.wall - entry.draft.wall).0;
        entry.draft.operator == model.me.operator && (0..JUST_NOW.0).contains(&age)
    });
    if just_now && !model.me.observe && model.view.dialog.is_none() {
        ask_at_start(model);
    }
}

/// Asks for a variable; afterwards `next` is done.
pub(in crate::cockpit::update) fn ask_value(
    model: &mut Model,
    name: &str,
    next: Option<(Action, Id)>,
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
    let mut hint: Vec<String> = variable
        .pattern
        .iter()
        .map(|p| format!("looks like {p}"))
        .collect();
    if next.is_none() {
        hint.push("Esc leaves it for later: v asks again".to_owned());
    }
    if variable.secret {
        hint.push(
            "a secret: never shown, never written, forgotten on leaving; only c uses it".into(),
        );
        let then = Then::Variable {
            name: name.to_owned(),
            next,
        };
        model.view.dialog = Some(Dialog::Ask(Ask {
            title,
            hint,
            editor: Editor::secret(),
            then,
        }));
        return Vec::new();
    }
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
    next: Option<(Action, Id)>,
    text: &str,
    asked: Dialog,
) -> Vec<Effect> {
    let checklist = model.checklist();
    let pattern = checklist
        .as_ref()
        .and_then(|c| c.vars.get(name)?.pattern.clone());
    let declared = checklist.as_ref().and_then(|c| c.vars.get(name));
    let secret = declared.is_some_and(|v| v.secret);
    if !secret && matches!(masked(text), Cow::Owned(_)) {
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
    if secret {
        model.secrets.set(&run, name, text.to_owned());
        refresh(model);
        answer::done(
            model,
            format!("{name} is known to this cockpit, and to nothing else"),
        );
        return go_on(model, next);
    }
    answer::done(model, format!("{name} = {text}"));
    let fact = VarSet {
        run,
        name: name.to_owned(),
        value: text.to_owned(),
    };
    let mut effects = record(model, [fact.into()]);
    effects.extend(go_on(model, next));
    effects
}

/// What comes after a variable: the act that needed it, else the next one wanted on adopting or by an own step.
fn go_on(model: &mut Model, next: Option<(Action, Id)>) -> Vec<Effect> {
    match next {
        Some((next, step)) => step::act_on(model, next, &step),
        None => {
            let effects = ask_at_start(model);
            if model.view.dialog.is_some() {
                return effects;
            }
            super::wanted::ask_by_own_steps(model)
        }
    }
}
