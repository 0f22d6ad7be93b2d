//! What names something must name something that is there.

use super::findings::{Findings, step_path};
use crate::domain::checklist::{Checklist, Phase, Step, WaitFor};
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::probe::{shown_by, shows};
use crate::formats::plan::{Loaded, Located};
use crate::formats::problems::quoted;

pub(super) fn of_plan(plan: &Plan, found: &mut Findings<'_>) {
    let services = plan.services.iter().map(|s| s.id.as_str());
    for (at, service) in plan.services.iter().enumerate() {
        for (n, on) in service.depends_on.iter().enumerate() {
            if !plan.services.iter().any(|s| &s.id == on) {
                let path = format!("service[{at}].depends_on[{n}]");
                found.unknown(
                    "unknown-service",
                    &path,
                    "service",
                    on.as_str(),
                    services.clone(),
                );
            }
        }
    }
    for (at, dns) in plan.dns.iter().enumerate() {
        for provider in dns.answers.keys() {
            known_provider(
                plan,
                provider,
                &format!("dns[{at}].answers.{provider}"),
                found,
            );
        }
    }
}

pub(super) fn known_provider(plan: &Plan, id: &Id, path: &str, found: &mut Findings<'_>) {
    if plan.provider(id).is_none() {
        let known = plan.providers.iter().map(|p| p.id.as_str());
        found.unknown("unknown-provider", path, "provider", id.as_str(), known);
    }
}

pub(super) fn of_checklist(
    checklist: &Located<Checklist>,
    loaded: &Loaded,
    found: &mut Findings<'_>,
) {
    let plan = loaded.plan.as_deref();
    for (p, phase) in checklist.phases.iter().enumerate() {
        if let Some(to) = &phase.abort_to
            && !checklist.phases.iter().any(|other| &other.id == to)
        {
            let known = checklist.phases.iter().map(|p| p.id.as_str());
            found.unknown(
                "unknown-phase",
                &format!("phase[{p}].abort_to"),
                "phase",
                to.as_str(),
                known,
            );
        }
        for (s, step) in phase.steps.iter().enumerate() {
            let at = step_path(p, s);
            steps(checklist, step, &at, found);
            if let Some(plan) = plan {
                roles(plan, step, &at, found);
                probes(plan, step, &at, found);
                told(plan, loaded, step, &at, found);
            }
        }
    }
}

fn steps(checklist: &Checklist, step: &Step, at: &str, found: &mut Findings<'_>) {
    let known: Vec<&str> = checklist.steps().map(|(_, s)| s.id.as_str()).collect();
    let mut named: Vec<(String, &Id)> = Vec::new();
    named.extend(
        step.after
            .iter()
            .enumerate()
            .map(|(n, id)| (format!("{at}.after[{n}]"), id)),
    );
    named.extend(
        step.undo_step
            .iter()
            .map(|id| (format!("{at}.undo_step"), id)),
    );
    for (path, id) in named {
        if checklist.step(id).is_none() {
            found.unknown(
                "unknown-step",
                &path,
                "step",
                id.as_str(),
                known.iter().copied(),
            );
        }
    }
    let options = step
        .decision
        .iter()
        .flat_map(|d| d.options.iter().enumerate());
    for (n, option) in options {
        let Some(goto) = &option.goto else { continue };
        let path = format!("{at}.decision.options[{n}].goto");
        let is_phase = |phase: &&Phase| &phase.id == goto;
        match (checklist.step(goto), checklist.phases.iter().find(is_phase)) {
            (None, None) => {
                let phases = checklist.phases.iter().map(|p| p.id.as_str());
                found.unknown(
                    "unknown-step",
                    &path,
                    "step or phase",
                    goto.as_str(),
                    known.iter().copied().chain(phases),
                );
            }
            (Some(_), Some(phase)) if phase.steps.first().is_none_or(|s| &s.id != goto) => {
                let what = format!("{} is a phase and a step", quoted(goto.as_str()));
                found.warn("ambiguous-goto", &path, what, "rename one of them");
            }
            _ => {}
        }
    }
}

fn roles(plan: &Plan, step: &Step, at: &str, found: &mut Findings<'_>) {
    let mut named: Vec<(String, &Id)> = Vec::new();
    named.extend(step.role.iter().map(|id| (format!("{at}.role"), id)));
    let confirm = step.confirm_by.iter().filter(|id| id.as_str() != "any");
    named.extend(confirm.map(|id| (format!("{at}.confirm_by"), id)));
    let quorum = step
        .decision
        .iter()
        .flat_map(|d| d.quorum.iter().enumerate());
    named.extend(quorum.map(|(n, id)| (format!("{at}.decision.quorum[{n}]"), id)));
    for (path, id) in named {
        if plan.role(id).is_none() {
            let known = plan.roles.iter().map(|r| r.id.as_str());
            found.unknown("unknown-role", &path, "role", id.as_str(), known);
        }
    }
}

fn probes(plan: &Plan, step: &Step, at: &str, found: &mut Findings<'_>) {
    if let Some(sensed) = &step.sensed {
        let path = format!("{at}.sensed");
        probe(
            plan,
            &sensed.probe,
            Some(&sensed.is),
            [&format!("{path}.probe"), &format!("{path}.is")],
            found,
        );
    }
    match step.wait.as_ref().map(|w| &w.what) {
        Some(WaitFor::Until(until)) => {
            let path = format!("{at}.wait");
            probe(
                plan,
                &until.probe,
                Some(&until.is),
                [&format!("{path}.until"), &format!("{path}.is")],
                found,
            );
        }
        Some(WaitFor::TtlOf(name)) if !plan.dns.iter().any(|d| &d.name == name) => {
            let known = plan.dns.iter().map(|d| d.name.as_str());
            found.unknown(
                "unknown-dns",
                &format!("{at}.wait.ttl_of"),
                "[[dns]] name",
                name,
                known,
            );
        }
        _ => {}
    }
    let progress = step
        .progress
        .as_deref()
        .filter(|p| p.starts_with("from.") || p.starts_with("to."));
    if let Some(name) = progress {
        let path = format!("{at}.progress");
        probe(plan, name, None, [&path, &path], found);
    }
}

/// `to.web`, and a state or role that this probe can show.
fn probe(
    plan: &Plan,
    name: &str,
    is: Option<&str>,
    [at, is_at]: [&str; 2],
    found: &mut Findings<'_>,
) {
    let side = name
        .split_once('.')
        .filter(|(side, _)| matches!(*side, "from" | "to"));
    let Some((side, service)) = side else {
        let what = format!("{} is no probe of one side", quoted(name));
        found.error(
            "unknown-probe",
            at,
            what,
            "write from.SERVICE or to.SERVICE",
        );
        return;
    };
    let Some(service) = plan.services.iter().find(|s| s.id.as_str() == service) else {
        let known: Vec<String> = plan
            .services
            .iter()
            .map(|s| format!("{side}.{}", s.id))
            .collect();
        found.unknown(
            "unknown-probe",
            at,
            "probe",
            name,
            known.iter().map(String::as_str),
        );
        return;
    };
    let Some(is) = is.filter(|is| !is.is_empty()) else {
        return;
    };
    let check = &service.probe.check;
    if !shows(check, is) {
        found.unknown(
            "unknown-state",
            is_at,
            &format!("state of {name} called"),
            is,
            shown_by(check),
        );
    }
}

fn told(plan: &Plan, loaded: &Loaded, step: &Step, at: &str, found: &mut Findings<'_>) {
    let Some(bulletin) = &step.bulletin else {
        return;
    };
    if let Some(audience) = &bulletin.audience
        && !plan.audiences.iter().any(|a| &a.id == audience)
    {
        let known = plan.audiences.iter().map(|a| a.id.as_str());
        found.unknown(
            "unknown-audience",
            &format!("{at}.bulletin.audience"),
            "audience",
            audience.as_str(),
            known,
        );
    }
    if let Some(template) = &bulletin.template
        && !loaded.has_template(template)
    {
        let what = format!(
            "there is no templates/{}",
            quoted(template).trim_matches('"')
        );
        found.warn(
            "unknown-template",
            &format!("{at}.bulletin.template"),
            what,
            "add the file, or take the line out",
        );
    }
}
