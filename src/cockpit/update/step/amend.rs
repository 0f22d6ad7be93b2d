//! Adding a step to the run, and editing one, in ten seconds.

use super::acting;
use crate::cockpit::amend::{Amend, Goal};
use crate::cockpit::key::{Key, KeyCode};
use crate::cockpit::update::answer;
use crate::cockpit::update::record::record;
use crate::cockpit::{Cursor, Dialog, Editor, Effect, Model};
use crate::domain::facts::Fact;
use crate::domain::ids::Id;
use crate::domain::rules::StepRow;
use crate::domain::rules::act::in_the_way;
use crate::domain::secrets::masked;
use std::borrow::Cow;

/// Begins to write a new step: after the one under the cursor; of what is captured live at the end, unless the
/// cursor was put on a step.
pub(in crate::cockpit::update) fn insert(model: &mut Model, row: Option<&StepRow>) -> Vec<Effect> {
    let captured = model.board.phases.is_empty();
    let follows = matches!(model.view.cursor, Cursor::Now);
    let after = match row {
        Some(row) if !(captured && follows) => Some(row.step.id.clone()),
        _ => acting(model).usual_place(),
    };
    let place = after.as_ref().and_then(|id| model.board.step(id));
    let title = match place {
        Some(row) => format!("A step after {} {}", row.number, row.title),
        None => "The first step: what is done?".to_owned(),
    };
    model.view.dialog = Some(Dialog::Amend(Box::new(Amend {
        goal: Goal::Insert { after },
        title,
        hint: Vec::new(),
        text: Editor::line(""),
        command: Editor::lines(""),
        at_command: false,
    })));
    Vec::new()
}

/// Begins to edit a step.
pub(super) fn edit(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    let mut hint: Vec<String> = in_the_way(row).into_iter().collect();
    if row.step.script().is_some() && !row.confirmed.is_empty() {
        hint.push("a new command has to be confirmed again".to_owned());
    }
    if !row.step.each.is_empty() {
        hint.push("the command is done once for each of its parts: {{each}}".to_owned());
    }
    model.view.dialog = Some(Dialog::Amend(Box::new(Amend {
        goal: Goal::Edit {
            step: row.step.id.clone(),
            last: row.amended.last_edit,
        },
        title: format!("Edit {} for this run", row.number),
        hint,
        text: Editor::line(&row.step.title),
        command: Editor::lines(row.step.script().unwrap_or_default()),
        at_command: false,
    })));
    Vec::new()
}

/// Takes a key in: Tab goes between text and command, Enter writes it.
pub(in crate::cockpit::update) fn key(
    model: &mut Model,
    mut amend: Box<Amend>,
    key: Key,
) -> Vec<Effect> {
    let line_break = key == Key::ctrl('j') || (key.code == KeyCode::Enter && (key.alt || key.ctrl));
    match key.code {
        KeyCode::Tab | KeyCode::BackTab => amend.at_command = !amend.at_command,
        _ if line_break && amend.at_command => {
            amend.command.key(Key::plain(KeyCode::Enter));
        }
        KeyCode::Enter if !line_break => return save(model, amend),
        KeyCode::Down if !amend.at_command => amend.at_command = true,
        KeyCode::Up if amend.at_command && amend.command.cursor().0 == 0 => {
            amend.at_command = false;
        }
        _ => {
            amend.focused().key(key);
        }
    }
    model.view.dialog = Some(Dialog::Amend(amend));
    Vec::new()
}

fn again(model: &mut Model, amend: Box<Amend>, words: &str) -> Vec<Effect> {
    model.view.dialog = Some(Dialog::Amend(amend));
    answer::refused(model, words)
}

fn save(model: &mut Model, amend: Box<Amend>) -> Vec<Effect> {
    let text = amend.text.text().trim().to_owned();
    let command = amend.command.text().trim_end().to_owned();
    if text.is_empty() {
        return again(model, amend, "what is to be done? Esc leaves it");
    }
    match amend.goal.clone() {
        Goal::Insert { after } => save_new(model, amend, after, text, command),
        Goal::Edit { step, .. } => save_edit(model, amend, &step, text, command),
    }
}

fn save_new(
    model: &mut Model,
    amend: Box<Amend>,
    after: Option<Id>,
    text: String,
    command: String,
) -> Vec<Effect> {
    let Some(step) = new_id(model) else {
        return Vec::new();
    };
    let command = Some(command).filter(|c| !c.trim().is_empty());
    let fact = acting(model).add(step.clone(), after, text, command);
    let (fact, amend) = match fit(model, amend, fact) {
        Ok(fit) => fit,
        Err(effects) => return effects,
    };
    drop(amend);
    let effects = record(model, [fact]);
    let words = model.board.step(&step).map(|row| {
        let (number, title) = (&row.number, &row.title);
        format!("added {number} {title}; i adds the next, Enter starts NOW")
    });
    answer::done(model, words.unwrap_or_else(|| "added".to_owned()));
    effects
}

fn save_edit(
    model: &mut Model,
    mut amend: Box<Amend>,
    step: &Id,
    text: String,
    command: String,
) -> Vec<Effect> {
    let Some(row) = model.board.step(step).cloned() else {
        return answer::refused(model, "that step is gone");
    };
    if let Goal::Edit { last, .. } = &mut amend.goal
        && *last != row.amended.last_edit
    {
        *last = row.amended.last_edit;
        let who = row.amended.edited_by.as_deref().unwrap_or("somebody");
        let words = format!(
            "{who} edited {} while you wrote: {}; Enter again writes yours",
            row.number, row.title
        );
        return again(model, amend, &words);
    }
    let text = Some(text).filter(|t| *t != row.step.title);
    let before = row.step.script().unwrap_or_default().trim_end();
    let command = Some(command).filter(|c| c != before);
    let Some(fact) = acting(model).edit(&row, text, command) else {
        return answer::done(model, format!("{} left as it was", row.number));
    };
    match fit(model, amend, Some(fact)) {
        Ok((fact, _)) => {
            answer::done(
                model,
                format!("{} edited live: everybody sees it", row.number),
            );
            record(model, [fact])
        }
        Err(effects) => effects,
    }
}

/// The fact, unless it is longer than an entry or would be masked: then it is kept in the dialog, and said.
fn fit(
    model: &mut Model,
    amend: Box<Amend>,
    fact: Option<Fact>,
) -> Result<(Fact, Box<Amend>), Vec<Effect>> {
    let Some(fact) = fact else {
        return Err(Vec::new());
    };
    if fact.size() > Fact::LONGEST {
        return Err(again(model, amend, "too long for one entry: shorten it"));
    }
    let mut secret = false;
    let _ = fact.clone().reworded(|text| {
        secret |= matches!(masked(&text), Cow::Owned(_)) || model.secrets.in_text(&text).is_some();
        text
    });
    if secret {
        let words = "it holds what looks like a secret, and would be written down: use a reference, or a variable";
        return Err(again(model, amend, words));
    }
    Ok((fact, amend))
}

/// A name no other step has: the writer's run and its next entry.
fn new_id(model: &Model) -> Option<Id> {
    Id::new(&format!("live-{}", model.author.fresh()))
}
