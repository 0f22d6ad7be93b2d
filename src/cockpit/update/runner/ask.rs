//! `r`: what is refused, what is asked, and the second key.

use super::super::step::{Refusal, acting, command};
use super::super::{answer, choose, flow, incident};
use crate::cockpit::dialog::{Flow, Then};
use crate::cockpit::key::{Key, KeyCode};
use crate::cockpit::runner::{Approval, JobOrder, Preparing, RunAsk, RunnerAsk, RunnerThen};
use crate::cockpit::{Action, Dialog, Effect, Model};
use crate::domain::approval::{self, Approved};
use crate::domain::fill;
use crate::domain::ids::Id;
use crate::domain::rules::StepRow;
use crate::domain::words::{Mode, Rehearsal, StepState};
use std::collections::VecDeque;

/// Whether a step's command really runs: in a drill only where its checklist says so.
pub(in crate::cockpit::update) fn is_real(model: &Model, row: &StepRow) -> bool {
    let same = row.step.rehearse.as_ref();
    let same = same.is_some_and(|r| r.how == Rehearsal::Same);
    model.mode() != Mode::Drill || same
}

/// Begins to run a step's command: everything that speaks against it is said first.
pub(in crate::cockpit::update) fn run(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    if let Some(words) = refusal(model, row) {
        return answer::refused(model, words);
    }
    if let Some(machine) = elsewhere(model) {
        return ask_move(model, row, &machine);
    }
    match command(model, row) {
        Err(Refusal::Missing(name)) => {
            return incident::ask_value(model, &name, Some((Action::Run, row.step.id.clone())));
        }
        Err(Refusal::Why(words)) => return answer::refused(model, words),
        Ok(_) => {}
    }
    if row.state == StepState::Doing && row.who() == Some(&model.me.operator) {
        let flow = flow::of(model, row, StepState::Doing, VecDeque::new(), true);
        return show(model, row, flow);
    }
    flow::begin(model, row, StepState::Doing, true)
}

/// That a step's command runs already, made up or not, where it does.
pub(in crate::cockpit::update) fn runs_already(row: &StepRow) -> Option<String> {
    let job = row.job.as_ref().filter(|job| job.is_running())?;
    Some(format!(
        "{} runs already, on {}, by {}; Enter shows it",
        row.number, job.machine, job.by
    ))
}

/// Why a step's command is not run at all.
fn refusal(model: &Model, row: &StepRow) -> Option<String> {
    let number = &row.number;
    if !model.plan.runner_allowed {
        return Some(
            "the plan does not allow running ([runner] allow): c copies it, p pastes it".to_owned(),
        );
    }
    if let Some(words) = runs_already(row) {
        return Some(words);
    }
    if row.is_closed() {
        return Some(format!("{number} is {} already; R reopens it", row.state));
    }
    if let Some(preparing) = &model.runner.preparing {
        let step = model.board.step(&preparing.order.step);
        let other = step.map_or("another", |s| s.number.as_str());
        return Some(format!("{other} is just being started: press r again"));
    }
    if let Some(trouble) = &model.saving.trouble {
        return Some(format!(
            "NOT RUN: nothing runs unrecorded, and the disk refuses ({trouble})"
        ));
    }
    let drill = model.mode() == Mode::Drill;
    drill.then(|| live_value(row)).flatten()
}

/// A drill holds no live values: a command that really runs in one may name no provider's.
fn live_value(row: &StepRow) -> Option<String> {
    let script = row.step.script()?;
    let live = |name: &&str| {
        ["from.", "to.", "provider."]
            .iter()
            .any(|s| name.starts_with(s))
    };
    let names = fill::names(script);
    let name = names.iter().map(|(_, name)| *name).find(|n| live(n))?;
    Some(format!(
        "{}: a drill runs no command with live values, and it names {{{{{name}}}}}",
        row.number
    ))
}

/// The machine commands run on, if it is another one.
fn elsewhere(model: &Model) -> Option<String> {
    let machine = model.incident.state().runner.get()?;
    (machine != &model.me.machine).then(|| machine.clone())
}

fn ask_move(model: &mut Model, row: &StepRow, machine: &str) -> Vec<Effect> {
    let there = model.present.iter().filter(|p| p.machine == machine);
    let who: Vec<&str> = there.map(|p| p.operator.as_str()).collect();
    let mut hint = vec![format!(
        "One machine runs commands at a time, and that is {machine}. Here is {}.",
        model.me.machine
    )];
    hint.push(match who.as_slice() {
        [] => format!("NOBODY HEARD from {machine}: it may be cut off and run commands still"),
        who => format!("{} is there: ask, or press r there", who.join(", ")),
    });
    let running = model.board.steps.iter().filter(|s| {
        let job = s.job.as_ref();
        job.is_some_and(|j| j.is_running() && j.machine == machine)
    });
    hint.extend(running.map(|s| format!("{} {} runs there now", s.number, s.title)));
    let then = Then::Runner(RunnerThen::Move(row.step.id.clone()));
    let title = format!("Commands run on {machine}; move here? Why?");
    model.view.dialog = Some(choose::ask(title, hint, "", then));
    Vec::new()
}

/// Shows what is about to run, where, and how it is written.
pub(in crate::cockpit::update) fn show(
    model: &mut Model,
    row: &StepRow,
    flow: Flow,
) -> Vec<Effect> {
    let (Ok(text), Some(template)) = (command(model, row), row.step.script()) else {
        return answer::refused(model, format!("{} has no command to run", row.number));
    };
    let step = &row.step.id;
    let given = Approved {
        step: step.clone(),
        template: template.to_owned(),
    };
    let approval = if model.runner.approved.contains(&given) {
        Approval::Given
    } else {
        let before = model.runner.approved.iter().rfind(|a| &a.step == step);
        before.map_or(Approval::Never, |a| Approval::Changed(a.template.clone()))
    };
    let seen = text.is_ascii();
    model.view.dialog = Some(Dialog::Run(RunAsk {
        flow,
        text,
        template: given.template,
        approval,
        seen,
        top: 0,
    }));
    Vec::new()
}

/// A key over a command that is about to run.
pub(in crate::cockpit::update) fn key(model: &mut Model, mut ask: RunAsk, key: Key) -> Vec<Effect> {
    let mut effects = Vec::new();
    match key.typed() {
        Some('q' | 'n') => return answer::done(model, "left as it was: nothing was run"),
        Some('a') if ask.approval != Approval::Given => {
            let approved = Approved {
                step: ask.flow.step.clone(),
                template: ask.template.clone(),
            };
            model.runner.approved.push(approved.clone());
            ask.approval = Approval::Given;
            answer::done(model, "approved as it is written; y runs it");
            effects.push(Effect::Runner(RunnerAsk::Approve(approved)));
        }
        Some('u') if !ask.seen => {
            ask.seen = true;
            answer::done(model, "y runs it, with those characters");
        }
        Some('y') if ask.approval != Approval::Given => {
            answer::refused(model, "not approved yet: a approves it as it is written");
        }
        Some('y') if !ask.seen => {
            answer::refused(
                model,
                "it holds characters beyond ASCII: u says you saw them",
            );
        }
        Some('y') => return prepare(model, ask),
        Some('j') => ask.top += 1,
        Some('k') => ask.top = ask.top.saturating_sub(1),
        _ => match key.code {
            KeyCode::Down => ask.top += 1,
            KeyCode::Up => ask.top = ask.top.saturating_sub(1),
            KeyCode::PageDown => ask.top += 8,
            KeyCode::PageUp => ask.top = ask.top.saturating_sub(8),
            _ => {
                answer::refused(model, "y runs it; Esc leaves it as it was");
            }
        },
    }
    model.view.dialog = Some(Dialog::Run(ask));
    effects
}

/// The second key was pressed: a runner is started, which waits until the start is on the disk.
fn prepare(model: &mut Model, ask: RunAsk) -> Vec<Effect> {
    let Some(row) = model.board.step(&ask.flow.step).cloned() else {
        return answer::refused(model, "that step is gone");
    };
    if let Some(words) = flow::overtaken(model, &ask.flow).or_else(|| refusal(model, &row)) {
        return answer::refused(model, words);
    }
    let same = command(model, &row).is_ok_and(|text| text == ask.text)
        && row.step.script() == Some(&ask.template);
    if !same || elsewhere(model).is_some() {
        let words = "it was changed while you were asked: nothing was run, look again";
        return answer::refused(model, words);
    }
    let (Some(run), Some(job)) = (model.board.run.clone(), job_id(model)) else {
        return answer::refused(model, "there is no checklist to run it for");
    };
    let order = JobOrder {
        job,
        run,
        step: row.step.id.clone(),
        text: ask.text,
        limit: row.step.limit(),
    };
    model.runner.preparing = Some(Preparing {
        order: order.clone(),
        flow: ask.flow,
        after: None,
        asked: model.wall,
    });
    answer::done(model, format!("{}: starting its runner", row.number));
    vec![Effect::Runner(RunnerAsk::Prepare(order))]
}

/// A name no other job has: the writer's run, and its next entry.
fn job_id(model: &Model) -> Option<Id> {
    let tried = model.wall.0.rem_euclid(1_000_000_000);
    Id::new(&format!("{}-{tried}", model.author.fresh()))
}

/// The SHA-256 of the exact bytes.
pub(super) fn sha256(text: &str) -> String {
    approval::sha256(text.as_bytes())
}

/// The facts of a step that begins to run.
pub(super) fn started(
    model: &Model,
    row: &StepRow,
    flow: &Flow,
) -> Vec<crate::domain::facts::Fact> {
    let mine = row.state == StepState::Doing && row.who() == Some(&model.me.operator);
    if mine {
        return Vec::new();
    }
    acting(model).start(row, flow.reason.clone())
}
