//! A command that needs a secret is copied, and never shown, pasted, run or written.

use super::command::{Refusal, filled};
use crate::cockpit::secrets::Secret;
use crate::cockpit::update::{answer, incident};
use crate::cockpit::{Action, Effect, Model};
use crate::domain::rules::StepRow;

/// Copies it; a secret that is not known here is asked for first.
pub(super) fn copy(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    let Some(run) = model.board.run.clone() else {
        return Vec::new();
    };
    let wanted: Vec<&str> = model.board.names.secrets_of(&row.step).collect();
    let unknown = wanted.iter().find(|name| !model.secrets.has(&run, name));
    if let Some(name) = unknown.map(|name| (*name).to_owned()) {
        return incident::ask_value(model, &name, Some((Action::Copy, row.step.id.clone())));
    }
    let mut names = model.board.names.clone();
    let vars = model.checklist().map(|c| &c.vars);
    for (name, value) in model.secrets.of(&run) {
        let pattern = vars.and_then(|v| v.get(name)?.pattern.as_deref());
        names.reveal(name, value.reveal(), pattern);
    }
    let shown = filled(row, &model.board.names);
    match (filled(row, &names), shown) {
        (Ok(text), Ok(shown)) => vec![Effect::CopySecret {
            step: row.step.id.clone(),
            text: Secret::new(text),
            shown,
        }],
        (Err(Refusal::Missing(name)), _) | (_, Err(Refusal::Missing(name))) => {
            incident::ask_value(model, &name, Some((Action::Copy, row.step.id.clone())))
        }
        (Err(Refusal::Why(words)), _) | (_, Err(Refusal::Why(words))) => {
            answer::refused(model, words)
        }
    }
}
