//! What users suffer, in their words: five questions that fill the drafts of the updates.

use crate::cockpit::dialog::Then;
use crate::cockpit::update::answer;
use crate::cockpit::update::choose::ask;
use crate::cockpit::update::record::record;
use crate::cockpit::{Effect, Model};
use crate::domain::facts::ImpactSet;
use crate::domain::rules::impact::QUESTIONS;

pub(in crate::cockpit::update) fn ask_impact(model: &mut Model) -> Vec<Effect> {
    question(model, Vec::new())
}

fn question(model: &mut Model, answers: Vec<String>) -> Vec<Effect> {
    let Some((text, example, get)) = QUESTIONS.get(answers.len()) else {
        return Vec::new();
    };
    let before = model.incident.state().impact.get().and_then(get);
    let (at, of) = (answers.len() + 1, QUESTIONS.len());
    let title = format!("Impact {at}/{of}: {text}");
    let hint = vec![format!("such as: {example}; empty: not known, or none")];
    let before = before.cloned().unwrap_or_default();
    model.view.dialog = Some(ask(title, hint, &before, Then::Impact { answers }));
    Vec::new()
}

pub(in crate::cockpit::update) fn impact(
    model: &mut Model,
    mut answers: Vec<String>,
    text: String,
) -> Vec<Effect> {
    answers.push(text.trim().to_owned());
    if answers.len() < QUESTIONS.len() {
        return question(model, answers);
    }
    let mut answers = answers
        .into_iter()
        .map(|a| Some(a).filter(|a| !a.is_empty()));
    let mut next = || answers.next().flatten();
    let set = ImpactSet {
        impact: next(),
        scope: next(),
        unaffected: next(),
        workaround: next(),
        data: next(),
    };
    if model.incident.state().impact.get() == Some(&set) {
        return answer::done(model, "the impact is as it was");
    }
    answer::done(model, "impact set: b drafts an update with it");
    record(model, [set.into()])
}
