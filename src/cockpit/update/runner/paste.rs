//! `p`: the command at the prompt of a tmux pane, without Enter.

use super::super::step::{Refusal, command};
use super::super::{answer, choose as choosing, incident};
use crate::cockpit::dialog::Then;
use crate::cockpit::runner::{RunnerAsk, RunnerThen};
use crate::cockpit::{Action, Effect, Model};
use crate::domain::ids::Id;
use crate::domain::rules::StepRow;
use crate::domain::words::Mode;

/// Begins to paste a step's command.
pub(in crate::cockpit::update) fn paste(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    if model.mode() == Mode::Drill {
        let words = "this is a drill: its commands are not pasted; r runs the simulated one";
        return answer::refused(model, words);
    }
    match command(model, row) {
        Ok(_) => vec![Effect::Runner(RunnerAsk::Panes(row.step.id.clone()))],
        Err(Refusal::Missing(name)) => {
            incident::ask_value(model, &name, Some((Action::Paste, row.step.id.clone())))
        }
        Err(Refusal::Why(words)) => answer::refused(model, words),
    }
}

/// The panes are known: one is chosen, the last one first.
pub(super) fn choose(
    model: &mut Model,
    step: &Id,
    panes: Result<Vec<(String, String)>, String>,
) -> Vec<Effect> {
    let mut panes = match panes {
        Ok(panes) if panes.is_empty() => {
            return answer::refused(model, "there is no other pane in this tmux: c copies it");
        }
        Ok(panes) => panes,
        Err(why) => return answer::refused(model, format!("not pasted: {why}")),
    };
    if model.view.dialog.is_some() {
        return answer::refused(model, "not pasted: you are elsewhere now, press p again");
    }
    let last = model.runner.pane.clone();
    panes.sort_by_key(|(id, _)| last.as_ref() != Some(id));
    let Some(row) = model.board.step(step) else {
        return answer::refused(model, "that step is gone");
    };
    let hint = vec!["at its prompt, without Enter: you press it there".to_owned()];
    let options = panes.into_iter().map(|(id, label)| {
        let mark = if last.as_ref() == Some(&id) {
            "  (as before)"
        } else {
            ""
        };
        (None, format!("{id} {label}{mark}"), id)
    });
    let title = format!("Paste {} into which pane?", row.number);
    let then = Then::Runner(RunnerThen::Pane(step.clone()));
    model.view.dialog = Some(choosing::choose(title, hint, options.collect(), then));
    Vec::new()
}

/// A pane was chosen.
pub(super) fn chosen(model: &mut Model, step: &Id, pane: &str) -> Vec<Effect> {
    let Some(row) = model.board.step(step).cloned() else {
        return answer::refused(model, "that step is gone");
    };
    let lines = match command(model, &row) {
        Ok(text) => text.lines().count(),
        Err(_) => 0,
    };
    if lines < 2 {
        return send(model, step, pane.to_owned());
    }
    let hint = vec![format!(
        "{lines} lines: where the shell takes no bracketed paste, all but the last run at once"
    )];
    let options = vec![
        (Some('n'), "leave it".to_owned(), "no".to_owned()),
        (
            Some('l'),
            format!("paste all {lines} lines"),
            "lines".to_owned(),
        ),
    ];
    let title = format!("Paste {lines} lines of {} into {pane}?", row.number);
    let then = Then::Runner(RunnerThen::Lines(step.clone(), pane.to_owned()));
    model.view.dialog = Some(choosing::choose(title, hint, options, then));
    Vec::new()
}

/// Off it goes, as it is filled now.
pub(super) fn send(model: &mut Model, step: &Id, pane: String) -> Vec<Effect> {
    let Some(row) = model.board.step(step).cloned() else {
        return answer::refused(model, "that step is gone");
    };
    match command(model, &row) {
        Ok(text) => {
            model.runner.pane = Some(pane.clone());
            vec![Effect::Runner(RunnerAsk::Paste {
                step: step.clone(),
                pane,
                text,
            })]
        }
        Err(Refusal::Missing(name)) => answer::refused(model, format!("{name} has no value")),
        Err(Refusal::Why(words)) => answer::refused(model, words),
    }
}
