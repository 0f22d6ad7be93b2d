//! What a step asks for and is ticked by: recorded values, parts.

use super::findings::{Findings, step_path};
use crate::domain::checklist::{Checklist, Step};
use crate::formats::problems::quoted;
use std::collections::BTreeSet;

pub(super) fn values(checklist: &Checklist, found: &mut Findings<'_>) {
    for (p, phase) in checklist.phases.iter().enumerate() {
        for (s, step) in phase.steps.iter().enumerate() {
            let at = step_path(p, s);
            records(step, &at, found);
            parts(step, &at, found);
        }
    }
}

fn records(step: &Step, at: &str, found: &mut Findings<'_>) {
    let mut names = BTreeSet::new();
    for (n, record) in step.record.iter().enumerate() {
        let path = format!("{at}.record[{n}]");
        if !names.insert(record.name.as_str()) {
            let what = format!(
                "a second record of the step has the name {}",
                quoted(&record.name)
            );
            found.error(
                "duplicate-id",
                &format!("{path}.name"),
                what,
                "give each its own",
            );
        }
        let choices = format!("{path}.choices");
        let is_choice = record.kind == "choice";
        if is_choice && record.choices.len() < 2 {
            let what = format!("{} leaves nothing to choose", quoted(&record.name));
            let at = if record.choices.is_empty() {
                format!("{path}.type")
            } else {
                choices.clone()
            };
            found.error("no-choices", &at, what, "add choices = [\"...\", \"...\"]");
        }
        if !is_choice && !record.choices.is_empty() {
            let what = format!("{} has choices and is no choice", quoted(&record.name));
            found.error(
                "no-choices",
                &choices,
                what,
                "write type = \"choice\", or take them out",
            );
        }
        twice("choice", &record.choices, &choices, found);
    }
}

fn parts(step: &Step, at: &str, found: &mut Findings<'_>) {
    twice("part", &step.each, &format!("{at}.each"), found);
    twice("part", &step.sub, &format!("{at}.sub"), found);
    if !step.each.is_empty() && !step.sub.is_empty() {
        let what = format!("{} has each and sub", quoted(step.id.as_str()));
        let remedy = "keep one: each fills {{each}} in the command, sub only names the parts";
        found.error("two-lists", &format!("{at}.sub"), what, remedy);
    }
}

/// What is ticked or chosen by its text must be told apart by it.
fn twice(kind: &str, list: &[String], path: &str, found: &mut Findings<'_>) {
    let mut seen = BTreeSet::new();
    for (n, text) in list.iter().enumerate() {
        let at = format!("{path}[{n}]");
        if text.trim().is_empty() {
            found.error(
                "duplicate-part",
                &at,
                format!("a {kind} has no name"),
                "name it, or take it out",
            );
        } else if !seen.insert(text.as_str()) {
            let what = format!("the {kind} {} is there twice", quoted(text));
            found.error("duplicate-part", &at, what, "give each its own name");
        }
    }
}
