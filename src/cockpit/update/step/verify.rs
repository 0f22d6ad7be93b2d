//! `C`: a second person's word, before a step that cannot be taken back and after one that is done.

use super::acting;
use crate::cockpit::dialog::Then;
use crate::cockpit::update::answer;
use crate::cockpit::update::choose::ask;
use crate::cockpit::update::record::record;
use crate::cockpit::{Effect, Model};
use crate::domain::ids::Id;
use crate::domain::rules::{StepRow, confirm as rule};
use crate::domain::words::StepState;

/// Confirms a step, verifies one that is done, or asks what proves one that was closed without proof.
pub(super) fn confirm(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    let me = model.me.operator.clone();
    let number = &row.number;
    if row.unproven && row.state == StepState::Done {
        let hint = vec!["it was closed UNPROVEN; empty leaves it so".to_owned()];
        let title = format!("What proves it now? {number} {}", row.title);
        model.view.dialog = Some(ask(title, hint, "", Then::Prove(row.step.id.clone())));
        return Vec::new();
    }
    if !row.told.votes.is_empty() && !row.is_closed() {
        return super::vote::open(model, row);
    }
    if matches!(row.state, StepState::Done | StepState::Verified) {
        return verify(model, row, &me);
    }
    if row.step.confirm_by.is_none() || row.is_closed() {
        let words = format!("{number} waits for no confirmation");
        return answer::refused(model, words);
    }
    if let Some(words) = rule::refused(row, &me) {
        return answer::refused(model, words);
    }
    if row.confirmed.contains(&me) {
        return answer::refused(model, format!("{number} is confirmed by you already"));
    }
    let facts = acting(model).confirm(row, &me, false, None);
    let only = rule::condition(row, &me).map(|c| format!("; {c}"));
    let words = format!(
        "{number} confirmed: {}{}",
        row.title,
        only.unwrap_or_default()
    );
    answer::done(model, words);
    record(model, facts)
}

fn verify(model: &mut Model, row: &StepRow, me: &str) -> Vec<Effect> {
    if let Some(words) = rule::not_verified(row, me) {
        return answer::refused(model, words);
    }
    let facts = acting(model).verify(row, None);
    answer::done(model, format!("{} verified: {}", row.number, row.title));
    record(model, facts)
}

/// What proves a step that was closed without proof.
pub(in crate::cockpit::update) fn proven(model: &mut Model, step: &Id, text: &str) -> Vec<Effect> {
    let Some(row) = model.board.step(step).cloned() else {
        return answer::refused(model, "that step is gone");
    };
    if text.trim().is_empty() {
        return answer::done(model, "it stays unproven");
    }
    if !row.unproven || row.state != StepState::Done {
        return answer::refused(model, format!("{} is {} now", row.number, row.state));
    }
    let facts = acting(model).prove(&row, text.trim().to_owned());
    answer::done(
        model,
        format!("{} is PROVEN: the obligation is closed", row.number),
    );
    record(model, facts)
}
