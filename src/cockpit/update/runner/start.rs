//! From a runner that is ready to a command that runs: recorded first, on the disk, then told to go.

use super::super::{answer, flow, record::record};
use super::ask::{sha256, started};
use crate::cockpit::runner::{Preparing, RunnerAsk};
use crate::cockpit::{Effect, Model};
use crate::domain::facts::{Fact, JobLost, JobStarted, RunnerMoved, StepSet};
use crate::domain::ids::Id;
use crate::domain::time::Span;
use crate::domain::words::StepState;

/// The runner holds the lock: the start is recorded.
pub(super) fn ready(model: &mut Model, job: &Id) -> Vec<Effect> {
    let Some(preparing) = mine(model, job) else {
        return vec![Effect::Runner(RunnerAsk::Abandon(job.clone()))];
    };
    let give_up = |model: &mut Model, words: String| {
        model.runner.preparing = None;
        answer::refused(model, words);
        vec![Effect::Runner(RunnerAsk::Abandon(job.clone()))]
    };
    let order = &preparing.order;
    let Some(row) = model.board.step(&order.step).cloned() else {
        return give_up(model, "that step is gone: nothing was run".to_owned());
    };
    if let Some(words) = flow::overtaken(model, &preparing.flow) {
        return give_up(model, words);
    }
    let mut facts = Vec::new();
    if model.incident.state().runner.get().is_none() {
        let machine = model.me.machine.clone();
        let reason = None;
        facts.push(RunnerMoved { machine, reason }.into());
    }
    facts.extend(started(model, &row, &preparing.flow));
    facts.push(Fact::from(JobStarted {
        run: order.run.clone(),
        step: order.step.clone(),
        job: order.job.clone(),
        machine: model.me.machine.clone(),
        sha256: sha256(&order.text),
        part: row.part_to_run(),
    }));
    let effects = record(model, facts);
    if effects.is_empty() {
        return give_up(
            model,
            "this cockpit writes nothing: nothing was run".to_owned(),
        );
    }
    let after = Some(model.saving.written);
    model.runner.preparing = Some(Preparing { after, ..preparing });
    effects
}

fn mine(model: &Model, job: &Id) -> Option<Preparing> {
    let preparing = model.runner.preparing.as_ref();
    preparing.filter(|p| &p.order.job == job).cloned()
}

/// Own entries are on the disk: what waited for them runs.
pub(in crate::cockpit::update) fn saved(model: &mut Model) -> Vec<Effect> {
    let on_disk = model.saving.saved;
    let due = |p: &&Preparing| p.after.is_some_and(|after| after <= on_disk);
    let Some(preparing) = model.runner.preparing.as_ref().filter(due).cloned() else {
        return Vec::new();
    };
    model.runner.preparing = None;
    let number = model.board.step(&preparing.order.step);
    let number = number.map_or_else(String::new, |row| row.number.clone());
    let machine = model.me.machine.clone();
    answer::done(
        model,
        format!("{number} runs on {machine}; Enter, then o shows what it prints"),
    );
    vec![Effect::Runner(RunnerAsk::Go(preparing.order.job))]
}

/// A runner says within this whether it holds the lock.
const ANSWERS: Span = Span::seconds(10);

/// A runner that does not answer is given up: it runs nothing, and the next may be started.
pub(in crate::cockpit::update) fn silent(model: &mut Model) -> Vec<Effect> {
    let wall = model.wall;
    let silent = |p: &&Preparing| p.after.is_none() && wall - p.asked >= ANSWERS;
    let Some(preparing) = model.runner.preparing.as_ref().filter(silent) else {
        return Vec::new();
    };
    let job = preparing.order.job.clone();
    model.runner.preparing = None;
    answer::refused(
        model,
        "NOT RUN: its runner does not answer; r tries it again",
    );
    vec![Effect::Runner(RunnerAsk::Abandon(job))]
}

/// The disk refuses: what waited for it may not run.
pub(in crate::cockpit::update) fn not_saved(model: &mut Model) -> Vec<Effect> {
    let Some(preparing) = model.runner.preparing.take() else {
        return Vec::new();
    };
    let job = preparing.order.job.clone();
    let mut effects = vec![Effect::Runner(RunnerAsk::Abandon(job))];
    effects.extend(take_back(model, &preparing, "its start could not be saved"));
    answer::news(
        model,
        "NOT RUN: its start could not be saved, and nothing runs unrecorded",
    );
    effects
}

/// The runner did not start, or ended before it was told to go.
pub(super) fn refused(model: &mut Model, job: &Id, why: &str) -> Vec<Effect> {
    let Some(preparing) = mine(model, job) else {
        return Vec::new();
    };
    model.runner.preparing = None;
    let effects = take_back(model, &preparing, why);
    answer::refused(model, format!("NOT RUN: {why}"));
    effects
}

/// What was recorded of a command that never ran is put right.
fn take_back(model: &mut Model, preparing: &Preparing, why: &str) -> Vec<Effect> {
    if preparing.after.is_none() {
        return Vec::new();
    }
    let order = &preparing.order;
    let lost = JobLost {
        job: order.job.clone(),
    };
    let todo = StepSet {
        reason: Some(format!("not run: {why}")),
        ..StepSet::plain(&order.run, &order.step, StepState::Todo)
    };
    record(model, [Fact::from(lost), todo.into()])
}
