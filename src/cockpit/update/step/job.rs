//! `r`: a drill's simulated commands; what really runs is [`runner`]'s.

use super::acting;
use super::command::{Refusal, command};
use crate::cockpit::update::record::record;
use crate::cockpit::update::{answer, flow, incident, runner};
use crate::cockpit::{Action, Effect, Model};
use crate::domain::drill::Director;
use crate::domain::facts::{Fact, JobStarted};
use crate::domain::fold::Incident;
use crate::domain::ids::Id;
use crate::domain::rules::StepRow;
use crate::domain::rules::act::{End, ended_away, tail};
use crate::domain::rules::jobs::{JobRow, SIMULATED};
use crate::domain::time::Span;
use crate::domain::words::{Rehearsal, StepState};

pub(super) fn run(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    if row.state == StepState::Unknown {
        return answer::refused(
            model,
            format!(
                "{} is UNKNOWN: its command may have run; look first, R opens it again",
                row.number
            ),
        );
    }
    if row.is_closed() {
        return answer::refused(model, format!("{} is {} already", row.number, row.state));
    }
    if row.step.script().is_none() {
        return answer::refused(
            model,
            format!("{} has no command: it is done by hand", row.number),
        );
    }
    if let Some(words) = runner::runs_already(row) {
        return answer::refused(model, words);
    }
    if runner::is_real(model, row) {
        return runner::run(model, row);
    }
    if row
        .step
        .rehearse
        .as_ref()
        .is_some_and(|r| r.how == Rehearsal::Skip)
    {
        return skip(model, row);
    }
    if let Err(Refusal::Missing(name)) = command(model, row) {
        return incident::ask_value(model, &name, Some((Action::Run, row.step.id.clone())));
    }
    if row.state == StepState::Doing && row.who() == Some(&model.me.operator) {
        return simulate(model, row);
    }
    flow::begin(model, row, StepState::Doing, true)
}

/// The checklist leaves it out of drills.
fn skip(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    let why = "skipped in drills by the checklist";
    answer::done(model, format!("{}: {why}", row.number));
    let facts = acting(model).skip(row, Some(why.to_owned()));
    record(model, facts)
}

/// Makes up the command's result, as the scenario or the step's `rehearse` table says.
pub(in crate::cockpit::update) fn simulate(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    if let Some(words) = runner::runs_already(row) {
        return answer::refused(model, words);
    }
    let (Some(run), Some(job)) = (model.board.run.clone(), job_id(model)) else {
        return Vec::new();
    };
    let nth = jobs_of(&model.incident, &row.step.id).saturating_add(1);
    let outcome = Director::new(model.scenario.as_deref()).outcome(&row.step, nth);
    let sha256 = SIMULATED.to_owned();
    let machine = model.me.machine.clone();
    let step = row.step.id.clone();
    let started = JobStarted {
        run,
        step: step.clone(),
        job: job.clone(),
        machine,
        sha256,
        part: row.part_to_run(),
    };
    let mut effects = record(model, [Fact::from(started)]);
    let scale = model.incident.scale();
    let takes = scale.wall(model.now + outcome.takes) - scale.wall(model.now);
    effects.push(Effect::Simulate {
        job,
        step,
        takes,
        exit: i64::from(outcome.exit),
        seconds: outcome.takes.as_seconds(),
        output: outcome.output,
    });
    answer::done(
        model,
        format!(
            "{}: simulated command runs, {}",
            row.number,
            outcome.takes.clock()
        ),
    );
    effects
}

/// A name no other job has: the writer's run and its next entry.
fn job_id(model: &Model) -> Option<Id> {
    Id::new(&model.author.fresh())
}

/// How often the step's command was run before.
fn jobs_of(incident: &Incident, step: &Id) -> u32 {
    let of = |(_, run): (_, &crate::domain::fold::Run)| {
        run.jobs
            .values()
            .filter(|j| &j.started.step == step)
            .count()
    };
    let count = incident.active_run().map_or(0, of);
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A simulated command ended: its exit status decides the step, by the rule of real ones.
pub(in crate::cockpit::update) fn job_ended(
    model: &mut Model,
    job: Id,
    step: Id,
    exit: i64,
    seconds: i64,
    output: &str,
) -> Vec<Effect> {
    let end = End {
        job,
        exit,
        seconds,
        evidence: None,
        tail: tail(output),
        stopped: None,
    };
    let ours = |row: &&StepRow| row.job.as_ref().is_some_and(|job| job.id == end.job);
    let after = match model.board.step(&step).filter(ours) {
        Some(row) => acting(model).ended(row, end),
        None => ended_away(&model.incident, end, |run| model.frozen_copy(run)),
    };
    answer::done(model, after.words);
    record(model, after.facts)
}

/// How long after its cockpit's last sign a simulated command counts as lost.
const GONE: Span = Span::seconds(40);

/// Simulated commands whose cockpit is gone: nobody will make their result up. Written once, by the cockpit that
/// holds its machine's probe lock.
pub(in crate::cockpit::update) fn lost(model: &mut Model) -> Vec<Effect> {
    if !model.probe_lock || !model.incident.is_open() {
        return Vec::new();
    }
    let scale = model.incident.scale();
    let gone = |job: &JobRow| {
        let left = model.incident.state().presence.get(&job.writer);
        let left = left.is_some_and(|p| p.left.is_some());
        let silent = model.present.iter().all(|p| p.writer != job.writer);
        let old = model.wall - scale.wall(job.since) > GONE;
        job.writer != model.author.writer && (left || (silent && old))
    };
    let is_lost = |row: &&StepRow| {
        let here = |job: &&JobRow| {
            job.simulated && job.is_running() && job.machine == model.me.machine && gone(job)
        };
        row.job.as_ref().filter(here).is_some()
    };
    let rows: Vec<StepRow> = model.board.steps.iter().filter(is_lost).cloned().collect();
    let facts: Vec<Fact> = rows
        .iter()
        .flat_map(|row| acting(model).lost(row, None))
        .collect();
    record(model, facts)
}
