//! Closing the incident, and going on with it.

use crate::cockpit::dialog::Then;
use crate::cockpit::effect::Document;
use crate::cockpit::update::answer;
use crate::cockpit::update::choose::ask;
use crate::cockpit::update::record::record;
use crate::cockpit::{Effect, Model};
use crate::domain::rules::closing::{self, QUESTIONS};

pub(in crate::cockpit::update) fn ask_close(model: &mut Model) -> Vec<Effect> {
    close_question(model, Vec::new())
}

fn close_question(model: &mut Model, answers: Vec<(String, String)>) -> Vec<Effect> {
    let Some(question) = QUESTIONS.get(answers.len()) else {
        return Vec::new();
    };
    let (plan, incident, board) = (&model.plan, &model.incident, &model.board);
    let mut hint = closing::facts(question, plan, incident, board);
    hint.extend(closing::obligations(plan, incident, board, model.mode()));
    let (at, of) = (answers.len() + 1, QUESTIONS.len());
    let title = format!("Close {at}/{of}: {}", question.text);
    model.view.dialog = Some(ask(title, hint, "", Then::Close { answers }));
    Vec::new()
}

pub(in crate::cockpit::update) fn close(
    model: &mut Model,
    mut answers: Vec<(String, String)>,
    text: String,
) -> Vec<Effect> {
    if text.trim().is_empty() {
        close_question(model, answers);
        return answer::refused(model, "an answer is needed: a word is enough");
    }
    if let Some(question) = QUESTIONS.get(answers.len()) {
        answers.push((question.name.to_owned(), text));
    }
    if answers.len() < QUESTIONS.len() {
        return close_question(model, answers);
    }
    let answers = answers.into_iter().collect();
    let facts = closing::close(&model.incident, answers, None, model.now);
    let mut effects = record(model, facts);
    answer::done(model, "closed; q leaves");
    effects.push(Effect::Write(Document::Score));
    effects
}

pub(in crate::cockpit::update) fn ask_reopen(model: &mut Model) -> Vec<Effect> {
    if model.incident.is_open() {
        return answer::refused(model, "the incident is open");
    }
    model.view.dialog = Some(ask(
        "The incident goes on. Why?",
        Vec::new(),
        "",
        Then::ReopenIncident,
    ));
    Vec::new()
}

pub(in crate::cockpit::update) fn reopen(model: &mut Model, text: String) -> Vec<Effect> {
    let reason = Some(text).filter(|t| !t.trim().is_empty());
    answer::done(model, "the incident goes on");
    let facts = closing::reopen(&model.incident, reason);
    record(model, facts)
}
