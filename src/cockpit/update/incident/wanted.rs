//! A step that is started asks for the variables it needs.

use super::ask_value;
use crate::cockpit::{Effect, Model};
use crate::domain::ids::Id;
use crate::domain::rules::wanted;
use crate::domain::words::StepState;

/// Asks for the first variable a step needs that has no value. The step has its state all the same: Esc leaves the
/// question for later.
pub(in crate::cockpit::update) fn ask_by_step(model: &mut Model, step: &Id) -> Vec<Effect> {
    let row = model.board.step(step);
    let name = row.zip(model.checklist()).and_then(|(row, checklist)| {
        let names = wanted::by_step(checklist, &model.board, row);
        names.into_iter().next()
    });
    match name {
        Some(name) => ask_value(model, &name, None),
        None => Vec::new(),
    }
}

/// The same of the steps this operator is at.
pub(in crate::cockpit::update) fn ask_by_own_steps(model: &mut Model) -> Vec<Effect> {
    let me = &model.me.operator;
    let steps = model.board.steps.iter();
    let own = steps.filter(|s| s.state == StepState::Doing && s.who() == Some(me));
    let own: Vec<Id> = own.map(|s| s.step.id.clone()).collect();
    for step in own {
        let effects = ask_by_step(model, &step);
        if model.view.dialog.is_some() {
            return effects;
        }
    }
    Vec::new()
}
