//! The steps of a run in their order, with what was changed live. Numbers never change: they are spoken
//! on the phone. A step inserted after 2.3 is 2.3a. Without a checklist they are 1, 2, 3 as they were captured.

use crate::domain::checklist::{Checklist, Step};
use crate::domain::fold::{Amendment, EntryNo, Run};
use crate::domain::ids::Id;

/// A step with its number and what was changed live.
pub(super) struct Listed {
    pub(super) step: Step,
    pub(super) number: String,
    pub(super) phase: usize,
    pub(super) changed: Changed,
}

/// The entries that changed a step live, and what it was before.
#[derive(Default)]
pub(super) struct Changed {
    pub(super) added: Option<EntryNo>,
    /// Edits in their order.
    pub(super) edits: Vec<EntryNo>,
    /// Title and script before the first edit.
    pub(super) original: Option<(String, Option<String>)>,
    /// Strikes in their order, each with its reason.
    pub(super) strikes: Vec<(EntryNo, Option<String>)>,
}

/// Every step of the run, amended.
pub(super) fn listed(checklist: Option<&Checklist>, run: Option<&Run>) -> Vec<Listed> {
    let mut list = Vec::new();
    for (p, phase) in checklist.iter().flat_map(|c| &c.phases).enumerate() {
        for (s, step) in phase.steps.iter().enumerate() {
            list.push(Listed {
                step: step.clone(),
                number: format!("{}.{}", p + 1, s + 1),
                phase: p,
                changed: Changed::default(),
            });
        }
    }
    let captured = run.is_some_and(Run::is_captured);
    for (no, amendment) in run.iter().flat_map(|r| &r.amendments) {
        amend(&mut list, *no, amendment, captured);
    }
    list
}

fn amend(list: &mut Vec<Listed>, no: EntryNo, amendment: &Amendment, captured: bool) {
    match amendment {
        Amendment::Added {
            step,
            after,
            text,
            command,
        } => {
            if position(list, step).is_some() {
                return;
            }
            let before = after.as_ref().and_then(|id| position(list, id));
            let mut new = Step::plain(step.clone(), text.clone());
            new.command = command.clone().filter(|c| !c.trim().is_empty());
            let number = match next_number(list, before) {
                Some(number) if captured => number,
                _ => inserted_number(list, before),
            };
            let phase = before.map_or(0, |at| list[at].phase);
            let at = before.map_or(0, |at| at + 1);
            let listed = Listed {
                step: new,
                number,
                phase,
                changed: Changed {
                    added: Some(no),
                    ..Changed::default()
                },
            };
            list.insert(at, listed);
        }
        Amendment::Edited {
            step,
            text,
            command,
        } => {
            if let Some(at) = position(list, step) {
                edit(&mut list[at], no, text.as_ref(), command.as_ref());
            }
        }
        Amendment::Struck { step, reason } => {
            if let Some(at) = position(list, step) {
                list[at].changed.strikes.push((no, reason.clone()));
            }
        }
        Amendment::Moved { step, after } => {
            let Some(at) = position(list, step) else {
                return;
            };
            if after.as_ref() == Some(step) {
                return;
            }
            let mut moved = list.remove(at);
            let before = after.as_ref().and_then(|id| position(list, id));
            moved.phase = before.map_or(0, |at| list[at].phase);
            list.insert(before.map_or(0, |at| at + 1), moved);
        }
    }
}

fn edit(listed: &mut Listed, no: EntryNo, text: Option<&String>, command: Option<&String>) {
    let step = &mut listed.step;
    let before = (step.title.clone(), step.script().map(str::to_owned));
    listed.changed.original.get_or_insert(before);
    listed.changed.edits.push(no);
    if let Some(text) = text {
        step.title.clone_from(text);
    }
    if let Some(command) = command {
        step.command = Some(command.clone()).filter(|c| !c.trim().is_empty());
        step.shell = None;
    }
}

fn position(list: &[Listed], id: &Id) -> Option<usize> {
    list.iter().position(|l| &l.step.id == id)
}

/// The next whole number, of a step put at the end of a list without a checklist.
fn next_number(list: &[Listed], before: Option<usize>) -> Option<String> {
    let at_end = before.map_or(0, |at| at + 1) == list.len();
    let numbers = list.iter().filter_map(|l| l.number.parse::<u32>().ok());
    let next = numbers.max().unwrap_or(0).saturating_add(1);
    at_end.then(|| next.to_string())
}

/// `2.3a` after 2.3, `2.3b` when 2.3a is taken; `0.1`, `0.2` where nothing stands before.
fn inserted_number(list: &[Listed], before: Option<usize>) -> String {
    let taken = |number: &str| list.iter().any(|l| l.number == number);
    let Some(before) = before else {
        let free = (1..).map(|n| format!("0.{n}")).find(|n| !taken(n));
        return free.unwrap_or_default();
    };
    let base = list[before]
        .number
        .trim_end_matches(|c: char| c.is_ascii_lowercase());
    let letters = ('a'..='z').map(|c| c.to_string());
    let pairs = ('a'..='z').flat_map(|a| ('a'..='z').map(move |b| format!("{a}{b}")));
    letters
        .chain(pairs)
        .map(|suffix| format!("{base}{suffix}"))
        .find(|n| !taken(n))
        .unwrap_or_else(|| base.to_owned())
}
