//! Severity and state, and who does what.

use crate::cockpit::dialog::{Flow, Then};
use crate::cockpit::update::choose::{ask, choose};
use crate::cockpit::update::record::record;
use crate::cockpit::update::{answer, step};
use crate::cockpit::{Effect, Model};
use crate::domain::facts::{NoteAdded, RoleSet, SeveritySet, StageSet};
use crate::domain::ids::Id;
use crate::domain::words::{NoteKind, Stage};

pub(in crate::cockpit::update) fn ask_severity(model: &mut Model) -> Vec<Effect> {
    let level = model
        .incident
        .state()
        .severity
        .get()
        .cloned()
        .unwrap_or_default();
    let stage = model
        .incident
        .state()
        .stage
        .get()
        .copied()
        .unwrap_or(Stage::Investigating);
    let mut options = Vec::new();
    for (key, name) in [('1', "SEV1"), ('2', "SEV2"), ('3', "SEV3")] {
        options.push((Some(key), format!("severity {name}"), name.to_owned()));
    }
    for (key, stage) in "iemr".chars().zip(Stage::ALL) {
        options.push((Some(key), format!("state {stage}"), stage.to_string()));
    }
    let hint = vec![format!("now {level}, {stage}")];
    model.view.dialog = Some(choose("Severity or state?", hint, options, Then::Severity));
    Vec::new()
}

pub(in crate::cockpit::update) fn severity(model: &mut Model, value: &str) -> Vec<Effect> {
    answer::done(model, format!("set: {value}"));
    match Stage::parse(value) {
        Some(state) => record(model, [StageSet { state }.into()]),
        None => record(
            model,
            [SeveritySet {
                level: value.to_owned(),
            }
            .into()],
        ),
    }
}

pub(in crate::cockpit::update) fn ask_role(model: &mut Model) -> Vec<Effect> {
    let options = model.plan.roles.iter().map(|role| {
        let holder = model.incident.holder(&role.id).unwrap_or("nobody");
        (
            None,
            format!("{}: {holder}", role.name),
            role.id.to_string(),
        )
    });
    let options: Vec<_> = options.collect();
    if options.is_empty() {
        return answer::refused(model, "the plan names no roles");
    }
    let doing = model
        .board
        .steps
        .iter()
        .filter(|s| s.state.is_running())
        .map(|s| format!("{} is at {} {}", s.who().unwrap_or("?"), s.number, s.title));
    model.view.dialog = Some(choose(
        "Who does what? Which role?",
        doing.take(6).collect(),
        options,
        Then::Role,
    ));
    Vec::new()
}

pub(in crate::cockpit::update) fn role(model: &mut Model, value: &str) -> Vec<Effect> {
    let Some(role) = Id::new(value) else {
        return Vec::new();
    };
    let name = model
        .plan
        .role(&role)
        .map_or_else(|| role.to_string(), |r| r.name.clone());
    let hint = vec!["empty: nobody holds it".to_owned()];
    let me = model.me.operator.clone();
    model.view.dialog = Some(ask(format!("{name} is"), hint, &me, Then::RoleHolder(role)));
    Vec::new()
}

pub(in crate::cockpit::update) fn role_holder(
    model: &mut Model,
    role: Id,
    text: &str,
) -> Vec<Effect> {
    let operator = Some(text.trim().to_owned()).filter(|t| !t.is_empty());
    answer::done(
        model,
        format!("{role}: {}", operator.as_deref().unwrap_or("nobody")),
    );
    record(model, [RoleSet { role, operator }.into()])
}

/// A question to everybody, in the timeline.
pub(in crate::cockpit::update) fn question(text: String) -> NoteAdded {
    NoteAdded {
        kind: NoteKind::Question,
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
    let text = format!("{who}: may {me} take {} {}?", row.number, row.title);
    let note = question(text);
    answer::done(model, format!("asked {who} in the timeline"));
    record(model, [note.into()])
}
