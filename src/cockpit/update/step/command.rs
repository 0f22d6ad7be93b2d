//! A step's command: the exact bytes, or why they are not handed over.

use crate::cockpit::update::record::record;
use crate::cockpit::update::{answer, incident};
use crate::cockpit::{Action, Answer, Effect, Model, Tone};
use crate::domain::facts::StepCopied;
use crate::domain::ids::Id;
use crate::domain::rules::{Names, StepRow};
use crate::domain::time::Time;
use crate::domain::words::Mode;

/// The exact bytes, or why not.
pub(super) fn copy(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    if model.mode() != Mode::Drill && model.board.names.secrets_of(&row.step).next().is_some() {
        return super::secret::copy(model, row);
    }
    match command(model, row) {
        Ok(_) if model.mode() == Mode::Drill => {
            let words = "this is a drill: its commands are not copied; r runs the simulated one";
            answer::refused(model, words)
        }
        Ok(text) => vec![Effect::Copy {
            step: Some(row.step.id.clone()),
            text,
        }],
        Err(Refusal::Missing(name)) => {
            incident::ask_value(model, &name, Some((Action::Copy, row.step.id.clone())))
        }
        Err(Refusal::Why(words)) => answer::refused(model, words),
    }
}

pub(in crate::cockpit::update) enum Refusal {
    /// A variable has no value yet.
    Missing(String),
    /// In words.
    Why(String),
}

/// The command of a step, filled, with nothing in it that hides or was not admitted.
pub(in crate::cockpit::update) fn command(model: &Model, row: &StepRow) -> Result<String, Refusal> {
    let number = &row.number;
    if let Some(name) = model.board.names.secrets_of(&row.step).next() {
        return Err(Refusal::Why(format!(
            "{number} needs {name}, a secret: only c hands it over"
        )));
    }
    filled(row, &model.board.names)
}

/// The same with the names given.
pub(super) fn filled(row: &StepRow, names: &Names) -> Result<String, Refusal> {
    let number = &row.number;
    let Some(filled) = row.command(names) else {
        return Err(Refusal::Why(format!(
            "{number} has no command: it is done by hand"
        )));
    };
    if let Some(name) = filled.missing.into_iter().next() {
        return Err(Refusal::Missing(name));
    }
    if let Some(name) = filled.unsafe_values.into_iter().next() {
        return Err(Refusal::Why(format!(
            "{number}: the value of {name} holds characters a shell would act on; give it a pattern in the checklist"
        )));
    }
    let hidden = |c: char| crate::domain::text::is_hidden(c) && !matches!(c, '\n' | '\t');
    if filled.text.contains(hidden) {
        return Err(Refusal::Why(format!(
            "{number}: its command holds hidden characters; Enter shows them"
        )));
    }
    Ok(filled.text.trim_end_matches('\n').to_owned())
}

/// A text was handed over: said, and for a command recorded.
pub(in crate::cockpit::update) fn copied(
    model: &mut Model,
    step: Option<Id>,
    how: String,
    words: String,
    sha256: String,
) -> Vec<Effect> {
    match &step {
        Some(_) => answer::done(model, words.clone()),
        // What was copied came along with what was done: both are said.
        None => answer::done(model, join(&model.view.answer, model.now, &words)),
    };
    let (Some(step), Some(run)) = (step, model.board.run.clone()) else {
        return Vec::new();
    };
    record(
        model,
        [StepCopied {
            run,
            step,
            how,
            place: Some(words),
            sha256,
        }
        .into()],
    )
}

fn join(answer: &Answer, now: Time, words: &str) -> String {
    let just_now =
        answer.tone == Tone::Done && (now - answer.at).0.abs() < 2000 && !answer.text.is_empty();
    if just_now {
        format!("{}; text {words}", answer.text)
    } else {
        words.to_owned()
    }
}
