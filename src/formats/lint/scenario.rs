//! Scenarios: they name things of the plan and of their checklist.

use super::findings::Findings;
use super::refs::known_provider;
use crate::domain::checklist::Checklist;
use crate::domain::plan::Plan;
use crate::domain::scenario::{Event, Scenario, What, When};
use crate::formats::plan::{Loaded, Located};
use crate::formats::problems::quoted;

pub(super) fn scenario(scenario: &Located<Scenario>, loaded: &Loaded, found: &mut Findings<'_>) {
    let first = loaded.scenario(&scenario.id);
    if let Some(other) = first.filter(|s| s.source.name != scenario.source.name) {
        let what = format!(
            "{} has the id {} already",
            other.source.name,
            quoted(scenario.id.as_str())
        );
        found.error(
            "duplicate-id",
            "scenario.id",
            what,
            "give each scenario its own",
        );
    }
    if let Some(plan) = loaded.plan.as_deref() {
        sides(plan, scenario, found);
        for (at, event) in scenario.events.iter().enumerate() {
            of_plan(plan, event, at, found);
        }
    }
    let Some(id) = &scenario.checklist else {
        return;
    };
    let Some(checklist) = loaded.checklist(id) else {
        let known = loaded.checklists.iter().map(|c| c.id.as_str());
        found.unknown(
            "unknown-checklist",
            "scenario.checklist",
            "checklist",
            id.as_str(),
            known,
        );
        return;
    };
    for (at, event) in scenario.events.iter().enumerate() {
        of_checklist(checklist, event, at, found);
    }
}

fn sides(plan: &Plan, scenario: &Scenario, found: &mut Findings<'_>) {
    for (name, id) in [("from", &scenario.from), ("to", &scenario.to)] {
        let path = format!("scenario.{name}");
        if found.source.spots.get(&path).is_some() {
            known_provider(plan, id, &path, found);
        }
    }
    if scenario.from == scenario.to && found.source.spots.get("scenario.to").is_some() {
        let what = format!("from and to are both {}", quoted(scenario.to.as_str()));
        found.error("same-sides", "scenario.to", what, "name the other provider");
    }
}

fn of_plan(plan: &Plan, event: &Event, at: usize, found: &mut Findings<'_>) {
    match &event.what {
        What::Probe {
            provider, service, ..
        } => {
            let path = format!("at[{at}].probe");
            known_provider(plan, provider, &path, found);
            if !plan.services.iter().any(|s| &s.id == service) {
                let known = plan.services.iter().map(|s| s.id.as_str());
                found.unknown("unknown-service", &path, "service", service.as_str(), known);
            }
        }
        What::Inject { provider, .. } => {
            if let Some(provider) = provider {
                known_provider(plan, provider, &format!("at[{at}].provider"), found);
            }
        }
        What::Dns { name, answer } => {
            known_provider(plan, answer, &format!("at[{at}].answer"), found);
            if !plan.dns.iter().any(|d| &d.name == name) {
                let known = plan.dns.iter().map(|d| d.name.as_str());
                found.unknown(
                    "unknown-dns",
                    &format!("at[{at}].dns"),
                    "[[dns]] name",
                    name,
                    known,
                );
            }
        }
        What::Outcome { .. } => {}
    }
}

fn of_checklist(checklist: &Checklist, event: &Event, at: usize, found: &mut Findings<'_>) {
    if let When::Step { step, .. } = &event.when
        && checklist.step(step).is_none()
    {
        let known = checklist.steps().map(|(_, s)| s.id.as_str());
        found.unknown(
            "unknown-step",
            &format!("at[{at}].when_step"),
            "step",
            step.as_str(),
            known,
        );
    }
}
