//! What a command prints, over the panes; and its end, by a key.

use super::super::answer;
use crate::cockpit::key::{Key, KeyCode};
use crate::cockpit::runner::RunnerAsk;
use crate::cockpit::{Dialog, Effect, Model};
use crate::domain::ids::Id;

/// Opens the output of a step's command.
pub(in crate::cockpit::update) fn open(model: &mut Model, step: &Id) -> Vec<Effect> {
    let row = model.board.step(step);
    let Some(job) = row.and_then(|row| row.job.as_ref()) else {
        return answer::refused(model, "its command was not run by r");
    };
    if job.simulated {
        return answer::refused(model, "its result is made up: there is no output");
    }
    model.view.dialog = Some(Dialog::Output {
        step: step.clone(),
        job: job.id.clone(),
        back: 0,
        ending: false,
    });
    Vec::new()
}

/// A key over an output.
pub(in crate::cockpit::update) fn key(
    model: &mut Model,
    step: Id,
    job: Id,
    (mut back, ending): (usize, bool),
    key: Key,
) -> Vec<Effect> {
    let lines = model
        .runner
        .outputs
        .get(&job)
        .map_or(0, |p| p.text.lines().count());
    match (key.typed(), key.code) {
        (Some('y'), _) if ending => return cancel(model, &step, &job),
        (Some('K'), _) if !ending => return ask(model, step, job, back),
        (Some('q' | 'o'), _) | (_, KeyCode::Enter) if !ending => return Vec::new(),
        _ if ending => return answer::done(model, "it goes on"),
        (Some('k'), _) | (_, KeyCode::Up) => back += 1,
        (Some('j'), _) | (_, KeyCode::Down) => back = back.saturating_sub(1),
        (_, KeyCode::PageUp) => back += 10,
        (_, KeyCode::PageDown) => back = back.saturating_sub(10),
        (Some('g'), _) | (_, KeyCode::Home) => back = lines,
        (Some('G'), _) | (_, KeyCode::End) => back = 0,
        _ => {
            answer::refused(model, "k and j scroll, K ends the command, q closes this");
        }
    }
    model.view.dialog = Some(Dialog::Output {
        step,
        job,
        back: back.min(lines),
        ending: false,
    });
    Vec::new()
}

/// Ending a command wants a second, different key.
fn ask(model: &mut Model, step: Id, job: Id, back: usize) -> Vec<Effect> {
    let row = model.board.step(&step);
    let running = row.and_then(|row| row.job.as_ref()).filter(|j| j.id == job);
    let ending = match running {
        Some(j) if j.is_running() && j.machine == model.me.machine && !model.me.observe => {
            answer::done(
                model,
                "y ends it: TERM, then KILL after 5 s; any other key: it goes on",
            );
            true
        }
        Some(j) if j.is_running() => {
            let words = format!("it runs on {}: end it there", j.machine);
            answer::refused(model, words);
            false
        }
        _ => {
            answer::refused(model, "it does not run any more");
            false
        }
    };
    model.view.dialog = Some(Dialog::Output {
        step,
        job,
        back,
        ending,
    });
    Vec::new()
}

fn cancel(model: &mut Model, step: &Id, job: &Id) -> Vec<Effect> {
    let row = model.board.step(step);
    let number = row.map_or_else(String::new, |row| row.number.clone());
    answer::done(model, format!("{number}: its runner is told to end it"));
    let by = model.me.operator.clone();
    model.view.dialog = Some(Dialog::Output {
        step: step.clone(),
        job: job.clone(),
        back: 0,
        ending: false,
    });
    vec![Effect::Runner(RunnerAsk::Cancel {
        job: job.clone(),
        by,
    })]
}
