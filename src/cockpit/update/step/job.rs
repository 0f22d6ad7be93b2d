//! A drill's simulated commands.

use super::acting;
use super::command::{Refusal, command};
use crate::cockpit::update::record::record;
use crate::cockpit::update::{answer, flow, incident};
use crate::cockpit::{Action, Effect, Model};
use crate::domain::drill::Director;
use crate::domain::facts::{Fact, JobEnded, JobStarted};
use crate::domain::fold::Incident;
use crate::domain::ids::Id;
use crate::domain::rules::StepRow;
use crate::domain::rules::act::Closing;
use crate::domain::words::{Mode, StepState};

pub(super) fn run(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    if model.mode() != Mode::Drill {
        let words = "running real commands is not built yet: c copies it, paste it at your prompt";
        return answer::refused(model, words);
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
    if let Err(Refusal::Missing(name)) = command(model, row) {
        return incident::ask_value(model, &name, Some(Action::Run));
    }
    if row.state == StepState::Doing && row.who() == Some(&model.me.operator) {
        return simulate(model, row);
    }
    flow::begin(model, row, StepState::Doing, true)
}

/// Makes up the command's result, as the scenario or the step's `rehearse` table says.
pub(in crate::cockpit::update) fn simulate(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    let (Some(run), Some(job)) = (model.board.run.clone(), job_id(model)) else {
        return Vec::new();
    };
    let nth = jobs_of(&model.incident, &row.step.id).saturating_add(1);
    let outcome = Director::new(model.scenario.as_deref()).outcome(&row.step, nth);
    let sha256 = "simulated".to_owned();
    let machine = model.me.machine.clone();
    let step = row.step.id.clone();
    let started = JobStarted {
        run,
        step: step.clone(),
        job: job.clone(),
        machine,
        sha256,
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
    let writer = model.author.writer.as_str();
    let run = writer.rsplit('.').next().unwrap_or_default();
    Id::new(&format!("{run}-{}", model.author.next()))
}

/// How often the step's command was run before.
fn jobs_of(incident: &Incident, step: &Id) -> u32 {
    let of =
        |(_, run): (_, &crate::domain::fold::Run)| run.jobs.values().filter(|s| *s == step).count();
    let count = incident.active_run().map_or(0, of);
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A simulated command ended: its exit status decides the step.
pub(in crate::cockpit::update) fn job_ended(
    model: &mut Model,
    job: Id,
    step: Id,
    exit: i64,
    seconds: i64,
    output: &str,
) -> Vec<Effect> {
    let mut effects = record(
        model,
        [JobEnded {
            job,
            exit,
            seconds,
            evidence: None,
        }
        .into()],
    );
    let Some(row) = model.board.step(&step).cloned() else {
        return effects;
    };
    if row.state != StepState::Doing {
        return effects;
    }
    let first = output.lines().next().unwrap_or_default().to_owned();
    if exit == 0 && row.step.unproven {
        // Whether it is proven no exit status can tell.
        let words = format!("{}: {first}: d closes it, proven or not", row.number);
        answer::done(model, words);
        return effects;
    }
    let act = acting(model);
    let value = (!first.is_empty()).then(|| first.clone());
    let facts = if exit == 0 {
        act.finish(
            &row,
            Closing {
                value,
                ..Closing::default()
            },
        )
    } else {
        act.fail(&row, Some(format!("exit {exit}: {first}")))
    };
    let word = if exit == 0 { "done" } else { "FAILED" };
    answer::done(
        model,
        format!("{} {word}: exit {exit}: {first}", row.number),
    );
    effects.extend(record(model, facts));
    effects
}
