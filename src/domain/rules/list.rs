//! The steps of a run in their order, with what was changed live. Numbers never change: they are spoken
//! on the phone. A step inserted after 2.3 is 2.3a.

use crate::domain::checklist::{Checklist, Step};
use crate::domain::fold::{Amendment, Run};
use crate::domain::ids::Id;

/// A step with its number and what was changed live.
pub(super) struct Listed {
    pub(super) step: Step,
    pub(super) number: String,
    pub(super) phase: usize,
    pub(super) added: bool,
    pub(super) edited: bool,
    pub(super) struck: bool,
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
                added: false,
                edited: false,
                struck: false,
            });
        }
    }
    for (_, amendment) in run.iter().flat_map(|r| &r.amendments) {
        amend(&mut list, amendment);
    }
    list
}

fn amend(list: &mut Vec<Listed>, amendment: &Amendment) {
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
            new.command.clone_from(command);
            let number = inserted_number(list, before);
            let phase = before.map_or(0, |at| list[at].phase);
            let at = before.map_or(0, |at| at + 1);
            let listed = Listed {
                step: new,
                number,
                phase,
                added: true,
                edited: false,
                struck: false,
            };
            list.insert(at, listed);
        }
        Amendment::Edited {
            step,
            text,
            command,
        } => {
            let Some(at) = position(list, step) else {
                return;
            };
            let listed = &mut list[at];
            if let Some(text) = text {
                listed.step.title.clone_from(text);
            }
            if let Some(command) = command {
                listed.step.command = Some(command.clone());
                listed.step.shell = None;
            }
            listed.edited = true;
        }
        Amendment::Struck { step, .. } => {
            if let Some(at) = position(list, step) {
                list[at].struck = true;
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

fn position(list: &[Listed], id: &Id) -> Option<usize> {
    list.iter().position(|l| &l.step.id == id)
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
