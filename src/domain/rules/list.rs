//! The steps of a run in their order, with what was changed live. Numbers never change: they are spoken
//! on the phone. A step inserted after 2.3 is 2.3a. Without a checklist they are 1, 2, 3 as they were captured.

use super::numbers;
use crate::domain::checklist::{Checklist, Step};
use crate::domain::fold::{Amendment, EntryNo, Log, Run};
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

/// Every step of the run, amended. Which numbers the added ones have: [`numbers`].
pub(super) fn listed(checklist: Option<&Checklist>, run: Option<&Run>, log: &Log) -> Vec<Listed> {
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
        amend(&mut list, *no, amendment, captured, log);
    }
    numbers::tell_apart(&mut list, log);
    list
}

fn amend(list: &mut Vec<Listed>, no: EntryNo, amendment: &Amendment, captured: bool, log: &Log) {
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
            let known = |l: &Listed| l.changed.added.is_none_or(|added| log.sees(no, added));
            let number = match numbers::next(list, before, &known) {
                Some(number) if captured => number,
                _ => numbers::inserted(list, before, &known),
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
        Amendment::Moved {
            step,
            after,
            before,
        } => {
            let Some(at) = position(list, step) else {
                return;
            };
            if [after, before].contains(&&Some(step.clone())) {
                return;
            }
            let mut moved = list.remove(at);
            let place = |id: &Option<Id>| id.as_ref().and_then(|id| position(list, id));
            let next_to = place(before).or(place(after));
            moved.phase = next_to.map_or(0, |at| list[at].phase);
            let follows = usize::from(place(before).is_none());
            list.insert(next_to.map_or(0, |at| at + follows), moved);
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
