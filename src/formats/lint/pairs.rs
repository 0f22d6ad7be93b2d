//! What is opened is closed: downtime, TTLs, locks, fences.

use super::findings::{Findings, step_path};
use crate::domain::checklist::{Checklist, Step};
use crate::domain::ids::Id;
use crate::domain::words::StepKind;
use crate::formats::plan::Loaded;
use crate::formats::problems::quoted;

/// Words in a title that mean something will have to be taken back.
const PAIRED: [&str; 7] = [
    "ttl",
    "ttls",
    "lock",
    "locks",
    "freeze",
    "downtime",
    "maintenance",
];

pub(super) fn pairs(checklist: &Checklist, loaded: &Loaded, found: &mut Findings<'_>) {
    let anywhere = |is: &dyn Fn(&Step) -> bool| {
        loaded
            .checklists
            .iter()
            .any(|c| c.steps().any(|(_, s)| is(s)))
    };
    for (p, phase) in checklist.phases.iter().enumerate() {
        for (s, step) in phase.steps.iter().enumerate() {
            let at = step_path(p, s);
            let closed = |pair: &Id| anywhere(&|s| s.closes.as_ref() == Some(pair));
            if let Some(pair) = step.opens.as_ref().filter(|pair| !closed(pair)) {
                let what = format!("{} is opened and no step closes it", quoted(pair.as_str()));
                let remedy = format!(
                    "add closes = {} to the step that takes it back",
                    quoted(pair.as_str())
                );
                found.warn("missing-pair", &format!("{at}.opens"), what, &remedy);
            }
            let opened = |pair: &Id| anywhere(&|s| s.opens.as_ref() == Some(pair));
            if let Some(pair) = step.closes.as_ref().filter(|pair| !opened(pair)) {
                let what = format!("{} is closed and no step opens it", quoted(pair.as_str()));
                let remedy = format!(
                    "add opens = {} to the step that sets it",
                    quoted(pair.as_str())
                );
                found.warn("missing-pair", &format!("{at}.closes"), what, &remedy);
            }
            if step.kind == StepKind::Do && step.opens.is_none() && step.closes.is_none() {
                unpaired_title(step, &at, found);
            }
        }
    }
}

fn unpaired_title(step: &Step, at: &str, found: &mut Findings<'_>) {
    let mut words = step.title.split(|c: char| !c.is_alphanumeric());
    let telling = words.find(|word| PAIRED.contains(&word.to_ascii_lowercase().as_str()));
    if let Some(word) = telling {
        let what = format!(
            "{} in a title, and nothing says what takes it back",
            quoted(word)
        );
        let remedy = "add opens = \"...\" here and closes = \"...\" there";
        found.warn("missing-pair", &format!("{at}.title"), what, remedy);
    }
}
