//! `{{name}}`: what looks like ours must have a value.

use super::findings::{Findings, step_path};
use crate::domain::checklist::{Checklist, Step};
use crate::domain::fill::names;
use crate::domain::plan::{Plan, Provider};
use crate::domain::problem::Severity;
use crate::formats::plan::{Loaded, PROVIDER_NAMES};
use crate::formats::problems::{nearest, quoted};

pub(super) fn of_checklist(checklist: &Checklist, loaded: &Loaded, found: &mut Findings<'_>) {
    patterns(checklist, found);
    let plan = loaded.plan.as_deref();
    let mut look =
        |path: &str, text: &str, each: bool| template(text, path, each, checklist, plan, found);
    look("checklist.title", &checklist.title, false);
    for (name, var) in &checklist.vars {
        look(&format!("vars.{name}.prompt"), &var.prompt, false);
        look(
            &format!("vars.{name}.default"),
            var.default.as_deref().unwrap_or_default(),
            false,
        );
    }
    for (p, phase) in checklist.phases.iter().enumerate() {
        look(&format!("phase[{p}].title"), &phase.title, false);
        look(
            &format!("phase[{p}].abort_if"),
            phase.abort_if.as_deref().unwrap_or_default(),
            false,
        );
        for (s, step) in phase.steps.iter().enumerate() {
            for (name, text) in texts(step) {
                look(
                    &format!("{}.{name}", step_path(p, s)),
                    text,
                    !step.each.is_empty(),
                );
            }
        }
    }
}

/// What a value must look like has to be a pattern at all.
fn patterns(checklist: &Checklist, found: &mut Findings<'_>) {
    for (name, var) in &checklist.vars {
        let broken = var
            .pattern
            .as_deref()
            .and_then(|p| regex::Regex::new(p).err());
        if broken.is_some() {
            let path = format!("vars.{name}.pattern");
            let what = "the pattern is no regular expression".to_owned();
            found.error("bad-pattern", &path, what, "test it with grep -P");
        }
    }
}

/// The texts of a step in which names are replaced, each with its path below the step.
fn texts(step: &Step) -> Vec<(String, &str)> {
    let plain = [
        ("title", Some(&step.title)),
        ("command", step.command.as_ref()),
        ("shell", step.shell.as_ref()),
        ("expect", step.expect.as_ref()),
        ("undo", step.undo.as_ref()),
        ("warn", step.warn.as_ref()),
        ("note", step.note.as_ref()),
        ("when", step.when.as_ref()),
        ("progress", step.progress.as_ref()),
        (
            "decision.question",
            step.decision.as_ref().map(|d| &d.question),
        ),
        (
            "rehearse.output",
            step.rehearse.as_ref().and_then(|r| r.output.as_ref()),
        ),
    ];
    let mut all: Vec<(String, &str)> = plain
        .into_iter()
        .filter_map(|(name, text)| Some((name.to_owned(), text?.as_str())))
        .collect();
    let listed = |name: &'static str, list: &'_ [String]| -> Vec<String> {
        (0..list.len()).map(|n| format!("{name}[{n}]")).collect()
    };
    for (name, list) in [
        ("links", &step.links),
        ("sub", &step.sub),
        ("each", &step.each),
    ] {
        all.extend(
            listed(name, list)
                .into_iter()
                .zip(list.iter().map(String::as_str)),
        );
    }
    let options = step
        .decision
        .iter()
        .flat_map(|d| d.options.iter().enumerate());
    all.extend(options.map(|(n, o)| (format!("decision.options[{n}].label"), o.label.as_str())));
    let records = step.record.iter().enumerate();
    all.extend(
        records.filter_map(|(n, r)| Some((format!("record[{n}].prompt"), r.prompt.as_deref()?))),
    );
    all
}

fn template(
    text: &str,
    path: &str,
    each: bool,
    checklist: &Checklist,
    plan: Option<&Plan>,
    found: &mut Findings<'_>,
) {
    for (_, name) in names(text) {
        match name.split_once('.') {
            Some(("from" | "to", of)) => {
                if let Some(plan) = plan {
                    provider_value(&plan.providers, name, of, path, found);
                }
            }
            Some(("provider", of)) => {
                let remedy = format!("write {{{{from.{of}}}}} or {{{{to.{of}}}}}");
                unknown(name, path, &remedy, found);
            }
            _ if matches!(name, "from" | "to" | "provider") => {
                unknown(
                    name,
                    path,
                    &format!("write {{{{{name}.name}}}} or {{{{{name}.id}}}}"),
                    found,
                );
            }
            Some((side, of)) if plan.is_some_and(|p| knows(&p.providers, of)) => {
                if let Some(near) = nearest(side, ["from", "to", "provider"]) {
                    almost(name, &format!("{near}.{of}"), path, found);
                }
            }
            _ if name == "each" && !each => {
                unknown(name, path, "add each = [...] to the step", found);
            }
            _ if name == "each" || checklist.vars.contains_key(name) => {}
            _ => {
                // Braces of others stay untouched; only what is nearly ours is worth a word.
                let near = nearest(name, checklist.vars.keys().map(String::as_str));
                if let Some(near) = near {
                    almost(name, near, path, found);
                }
            }
        }
    }
}

/// A value some provider has, or each has by itself.
fn knows(providers: &[Provider], of: &str) -> bool {
    providers.iter().any(|p| has(p, of))
}

fn almost(name: &str, near: &str, path: &str, found: &mut Findings<'_>) {
    let place = found.place_inside(path, &format!("{{{{{name}}}}}"));
    let what = format!(
        "{} is not declared in [vars] and stays as it is",
        quoted(name)
    );
    let remedy = format!("did you mean {}?", quoted(near));
    found.put(Severity::Warning, "unknown-variable", place, what, &remedy);
}

fn unknown(name: &str, path: &str, remedy: &str, found: &mut Findings<'_>) {
    let place = found.place_inside(path, &format!("{{{{{name}}}}}"));
    let what = format!("there is no variable {}", quoted(name));
    found.put(Severity::Error, "unknown-variable", place, what, remedy);
}

/// `{{from.db_host}}`: a checklist serves both directions, so every provider needs a value.
pub(super) fn provider_value(
    providers: &[Provider],
    name: &str,
    of: &str,
    path: &str,
    found: &mut Findings<'_>,
) {
    let lacking: Vec<&str> = providers
        .iter()
        .filter(|p| !has(p, of))
        .map(|p| p.id.as_str())
        .collect();
    if lacking.is_empty() {
        return;
    }
    if lacking.len() < providers.len() {
        let place = found.place_inside(path, &format!("{{{{{name}}}}}"));
        let what = format!("{} has no value at {}", quoted(of), lacking.join(", "));
        found.put(
            Severity::Warning,
            "missing-variable",
            place,
            what,
            "add it to that [provider.vars]",
        );
        return;
    }
    let vars = providers
        .iter()
        .flat_map(|p| p.vars.keys().map(String::as_str));
    let near = nearest(of, vars.chain(PROVIDER_NAMES));
    let remedy = near.map_or_else(
        || format!("add {of} to each [provider.vars]"),
        |near| format!("did you mean {}?", quoted(near)),
    );
    unknown(name, path, &remedy, found);
}

/// The provider has a value of this name.
pub(super) fn has(provider: &Provider, of: &str) -> bool {
    match of {
        "id" | "name" => true,
        "phone" => provider.phone.is_some(),
        "status_url" => provider.status_url.is_some(),
        "ticket_url" => provider.ticket_url.is_some(),
        _ => provider.vars.contains_key(of),
    }
}
