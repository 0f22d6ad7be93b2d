//! A wall second began.

use super::record::record;
use super::refresh::{clocks, probes};
use crate::cockpit::{Effect, Model};
use crate::domain::facts::Fact;
use crate::domain::ids::WriterId;
use crate::domain::rules::StepRow;
use crate::domain::time::{Span, Time};
use crate::domain::words::StepState;

/// How long others leave a finished wait to the cockpit that started it.
const GRACE: Span = Span::seconds(5);

/// Sets both clocks. The wall may step backwards; nothing counts ticks.
pub(super) fn set_time(model: &mut Model, wall: Time) {
    model.wall = wall;
    model.now = model.incident.scale().incident(wall);
}

pub(super) fn tick(model: &mut Model, wall: Time) -> Vec<Effect> {
    set_time(model, wall);
    super::present::still_here(model);
    super::sense::look(model);
    clocks(model);
    super::watched::look(model);
    probes(model);
    if model.start.is_some() {
        return vec![Effect::List];
    }
    let mut effects = finish_waits(model);
    effects.extend(super::step::lost(model));
    effects.extend(super::runner::silent(model));
    effects.extend(super::waits::finish_earlier(model));
    effects.extend(super::sense::complete(model));
    effects.extend(super::overtime::tell(model));
    effects.extend(super::asked::ring(model));
    effects.extend(super::completions::tell(model));
    super::window::tell(model);
    effects.extend(super::ring::ring(model));
    effects
}

/// Waits whose time is over are done: written by the cockpit that started them, else a little later by one of the
/// others, each in its turn so that it is written once. What cannot be taken back never ticks itself.
fn finish_waits(model: &mut Model) -> Vec<Effect> {
    let Some(run) = model.board.run.clone().filter(|_| model.incident.is_open()) else {
        return Vec::new();
    };
    let me = &model.author.writer;
    let grace = grace(model);
    let due = model.board.steps.iter().filter(|row| {
        let Some(until) = row
            .until
            .filter(|_| row.at_work() && row.state == StepState::Waiting)
        else {
            return false;
        };
        let mine = starter(model, row) == Some(me);
        let over = until + if mine { Span::ZERO } else { grace };
        !row.step.irreversible && model.now >= over
    });
    let facts: Vec<Fact> = due
        .flat_map(|row| super::step::wait_over(&model.board, &model.incident, row, &run, model.now))
        .collect();
    record(model, facts)
}

/// How long this cockpit leaves a finished wait to who began it, in incident time: each cockpit another time.
pub(super) fn grace(model: &Model) -> Span {
    let me = &model.author.writer;
    let others = model.present.iter().filter(|p| !p.observe);
    let turn = others.filter(|p| p.writer < *me).count();
    let turn = i64::try_from(turn).unwrap_or(0).saturating_add(1);
    let scale = model.incident.scale();
    let grace = scale.incident(model.wall) - scale.incident(model.wall - GRACE);
    Span(grace.0.saturating_mul(turn))
}

/// The writer that gave a step its state.
fn starter<'a>(model: &'a Model, row: &StepRow) -> Option<&'a WriterId> {
    let (_, run) = model.incident.active_run()?;
    let held = run.step(&row.step.id)?.state.held()?;
    Some(&model.incident.log().entry(held.by).writer)
}
