//! Where a run goes: forward, in the time it has, and somewhere when it is given up.

use super::findings::{Findings, step_path};
use crate::domain::checklist::{Checklist, Decision, Phase};
use crate::domain::ids::Id;
use crate::domain::time::Span;
use crate::domain::words::StepKind;
use crate::formats::problems::quoted;
use std::collections::BTreeSet;

pub(super) fn course(checklist: &Checklist, found: &mut Findings<'_>) {
    let mut index = 0;
    for (p, phase) in checklist.phases.iter().enumerate() {
        if phase.steps.is_empty() {
            let what = format!("the phase {} has no step", quoted(phase.id.as_str()));
            found.warn(
                "empty-phase",
                &format!("phase[{p}].id"),
                what,
                "add [[phase.step]], or take it out",
            );
        }
        budget(phase, p, found);
        aborted(phase, p, found);
        for (s, step) in phase.steps.iter().enumerate() {
            if let Some(decision) = &step.decision {
                let at = format!("{}.decision", step_path(p, s));
                options(checklist, decision, index, &at, found);
            }
            index += 1;
        }
    }
}

/// A budget smaller than the plan is over before it begins.
fn budget(phase: &Phase, p: usize, found: &mut Findings<'_>) {
    let Some(tight) = phase.tight else { return };
    let planned = phase.steps.iter().filter(|s| s.kind != StepKind::Task);
    let sum: i64 = planned.filter_map(|s| s.takes).map(|takes| takes.0).sum();
    if sum > tight.0 {
        let what = format!(
            "the steps take {} in all, more than the {} of tight",
            Span(sum).clock(),
            tight.clock()
        );
        let remedy = "move a step out of the phase, or raise tight";
        found.warn(
            "tight-too-short",
            &format!("phase[{p}].tight"),
            what,
            remedy,
        );
    }
}

fn aborted(phase: &Phase, p: usize, found: &mut Findings<'_>) {
    let Some(to) = &phase.abort_to else { return };
    let path = format!("phase[{p}].abort_to");
    if to == &phase.id {
        let what = "giving the phase up leads to itself".to_owned();
        found.error(
            "abort-to-itself",
            &path,
            what,
            "name the phase that takes back what was done",
        );
    }
    if phase.abort_if.is_none() {
        let what = "it says where giving up leads, and not when to give up".to_owned();
        found.warn("no-abort-if", &path, what, "add abort_if = \"...\"");
    }
}

fn options(
    checklist: &Checklist,
    decision: &Decision,
    own: usize,
    at: &str,
    found: &mut Findings<'_>,
) {
    for (n, option) in decision.options.iter().enumerate() {
        let target = option.goto.as_ref().and_then(|goto| place(checklist, goto));
        if target.is_some_and(|target| target <= own) {
            let what = format!("the option {} jumps backwards", quoted(&option.key));
            let path = format!("{at}.options[{n}].goto");
            found.warn(
                "backward-goto",
                &path,
                what,
                "write again_in to ask again, or go on further down",
            );
        }
    }
    let mut voices = BTreeSet::new();
    for (n, role) in decision.quorum.iter().enumerate() {
        if !voices.insert(role) {
            let what = format!("the role {} is asked twice", quoted(role.as_str()));
            found.warn(
                "duplicate-voice",
                &format!("{at}.quorum[{n}]"),
                what,
                "name each role once",
            );
        }
    }
}

/// Which step, counted from 0, a goto leads to.
fn place(checklist: &Checklist, goto: &Id) -> Option<usize> {
    let steps = || checklist.steps();
    steps()
        .position(|(_, step)| &step.id == goto)
        .or_else(|| steps().position(|(phase, _)| &phase.id == goto))
}
