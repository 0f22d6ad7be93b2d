//! A running command's runner is gone: written once, by the cockpit that holds its machine's probe lock, into the run the
//! command is of.

use super::super::answer;
use super::super::record::record;
use super::super::step::acting;
use crate::cockpit::runner::Remains;
use crate::cockpit::{Effect, Model};
use crate::domain::fold::JobState;
use crate::domain::ids::Id;
use crate::domain::rules::StepRow;
use crate::domain::rules::act::{ended_away, lost_away};

pub(super) fn gone(model: &mut Model, job: &Id, remains: Remains) -> Vec<Effect> {
    let preparing = model.runner.preparing.as_ref();
    let own = preparing.is_some_and(|p| &p.order.job == job);
    let runs = matches!(model.incident.job_state(job), JobState::Running);
    if !model.probe_lock || own || !runs || !model.incident.is_open() {
        return Vec::new();
    }
    let of = |row: &&StepRow| row.job.as_ref().is_some_and(|j| &j.id == job);
    let row = model.board.steps.iter().find(of).cloned();
    let goes_on = match remains {
        Remains::Ended(end) => {
            let after = match &row {
                Some(row) => acting(model).ended(row, end),
                None => ended_away(&model.incident, end, |run| model.frozen_copy(run)),
            };
            answer::news(model, after.words);
            return record(model, after.facts);
        }
        Remains::GoesOn(group) => Some(group),
        Remains::Nothing => None,
    };
    let facts = match &row {
        Some(row) => acting(model).lost(row, goes_on),
        None => lost_away(&model.incident, job, goes_on),
    };
    let name = row.map_or_else(|| "a step of before".to_owned(), |row| row.number);
    let why = match goes_on {
        Some(group) => format!("its command GOES ON, process {group}; its runner is gone"),
        None => "its runner is gone; it may have run, look first".to_owned(),
    };
    answer::news(model, format!("{name} is UNKNOWN: {why}"));
    record(model, facts)
}
