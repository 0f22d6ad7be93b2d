//! The board of who is doing what, and what can be chosen on it.

use super::Model;
use crate::domain::ids::Id;
use crate::domain::presence::Presence;
use crate::domain::rules::people::{self, Person};
use crate::domain::rules::promises::{self, Promise};
use crate::domain::time::{Span, Time};

/// So long without a key is an absence.
pub const AWAY: Span = Span::minutes(2);

/// Something that can be chosen on the board.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Chosen {
    /// A role.
    Role(Id),
    /// A promise.
    Promise(Promise),
}

/// Everybody, as the board shows them.
#[must_use]
pub fn everybody(model: &Model) -> Vec<Person> {
    let mut present = model.present.clone();
    if !present.iter().any(|p| p.writer == model.author.writer) {
        present.push(Presence {
            writer: model.author.writer.clone(),
            operator: model.me.operator.clone(),
            machine: model.me.machine.clone(),
            observe: model.me.observe,
            doing: None,
            away: model.away(),
            pages: model.pager.standing,
            at: model.wall,
        });
    }
    people::everybody(&model.plan, &model.incident, &model.board, &present)
}

/// Whether a cockpit of somebody is here that writes.
#[must_use]
pub fn is_here(model: &Model, who: &str) -> bool {
    let mut present = model.present.iter().filter(|p| !p.observe);
    present.any(|p| p.operator == who)
}

/// What can be chosen: the roles, then the promises.
#[must_use]
pub fn choices(model: &Model) -> Vec<Chosen> {
    let roles = people::roles(&model.plan, &model.incident).into_iter();
    let promises = promises::open(&model.incident, &model.board).into_iter();
    roles
        .map(|r| Chosen::Role(r.id))
        .chain(promises.map(Chosen::Promise))
        .collect()
}

impl Model {
    /// When the last key was pressed, in wall time, once that is an absence.
    #[must_use]
    pub fn away(&self) -> Option<Time> {
        let looked = self.view.looked;
        (looked.0 > 0 && self.wall - looked >= AWAY).then_some(looked)
    }
}
