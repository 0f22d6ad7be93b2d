//! One id, one thing.

use super::findings::{Findings, step_path};
use crate::domain::checklist::Checklist;
use crate::domain::plan::Plan;
use crate::formats::plan::{Loaded, Located};
use crate::formats::problems::quoted;
use std::collections::BTreeSet;

pub(super) fn of_plan(plan: &Plan, found: &mut Findings<'_>) {
    let lists: [(&str, Vec<&str>); 6] = [
        (
            "provider",
            plan.providers.iter().map(|p| p.id.as_str()).collect(),
        ),
        (
            "service",
            plan.services.iter().map(|s| s.id.as_str()).collect(),
        ),
        (
            "witness",
            plan.witnesses.iter().map(|w| w.id.as_str()).collect(),
        ),
        ("role", plan.roles.iter().map(|r| r.id.as_str()).collect()),
        (
            "audience",
            plan.audiences.iter().map(|a| a.id.as_str()).collect(),
        ),
        ("peer", plan.peers.iter().map(|p| p.id.as_str()).collect()),
    ];
    for (kind, ids) in lists {
        let mut seen = BTreeSet::new();
        for (at, id) in ids.into_iter().enumerate() {
            let path = format!("{kind}[{at}].id");
            if !seen.insert(id) && found.source.spots.get(&path).is_some() {
                again(kind, id, &path, found);
            }
        }
    }
}

pub(super) fn of_checklist(
    checklist: &Located<Checklist>,
    loaded: &Loaded,
    found: &mut Findings<'_>,
) {
    let first = loaded.checklist(&checklist.id);
    if let Some(other) = first.filter(|c| c.source.name != checklist.source.name) {
        let what = format!(
            "{} has the id {} already",
            other.source.name,
            quoted(checklist.id.as_str())
        );
        found.error(
            "duplicate-id",
            "checklist.id",
            what,
            "give each checklist its own",
        );
    }
    let (mut phases, mut steps) = (BTreeSet::new(), BTreeSet::new());
    for (p, phase) in checklist.phases.iter().enumerate() {
        if !phases.insert(phase.id.as_str()) {
            again("phase", phase.id.as_str(), &format!("phase[{p}].id"), found);
        }
        for (s, step) in phase.steps.iter().enumerate() {
            if !steps.insert(step.id.as_str()) {
                again(
                    "step",
                    step.id.as_str(),
                    &format!("{}.id", step_path(p, s)),
                    found,
                );
            }
        }
    }
}

fn again(kind: &str, id: &str, path: &str, found: &mut Findings<'_>) {
    let what = format!("a second {kind} has the id {}", quoted(id));
    found.error("duplicate-id", path, what, "give each its own");
}
