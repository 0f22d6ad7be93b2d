//! Taking up a checklist, and its direction.

use crate::cockpit::dialog::Then;
use crate::cockpit::update::answer;
use crate::cockpit::update::choose::choose;
use crate::cockpit::update::record::record;
use crate::cockpit::{Effect, Model};
use crate::domain::checklist::Checklist;
use crate::domain::facts::DirectionSet;
use crate::domain::ids::Id;
use crate::domain::rules::Names;
use crate::domain::rules::opening::{self, Adoption};

pub(in crate::cockpit::update) fn ask_adopt(model: &mut Model) -> Vec<Effect> {
    let known = model.frozen.get(&model.plan_sha);
    let options: Vec<_> = known
        .into_iter()
        .flatten()
        .map(|(id, c)| (None, format!("{id}: {}", title(model, c)), id.to_string()))
        .collect();
    if options.is_empty() {
        return answer::refused(
            model,
            "the plan of this incident has no checklist; `switchover adopt` takes one from a plan",
        );
    }
    let mut hint = Vec::new();
    if !model.board.steps.is_empty() {
        hint.push(format!(
            "{} stays in the record, at {} of {}",
            model.board.title, model.board.done, model.board.total
        ));
    }
    model.view.dialog = Some(choose("Adopt which checklist?", hint, options, Then::Adopt));
    Vec::new()
}

/// What the checklist would be called in the direction it would have.
fn title(model: &Model, checklist: &Checklist) -> String {
    let direction = direction_for(model, checklist);
    let direction = direction.as_ref().map(|(from, to)| (from, to));
    Names::new(&model.plan, direction, Some(checklist), None).text(&checklist.title)
}

fn direction_for(model: &Model, checklist: &Checklist) -> Option<(Id, Id)> {
    let active = model.checklist().map(|c| c.kind);
    opening::next_direction(&model.incident, active, checklist.kind)
}

/// Adopts a checklist of the incident's plan. A fail-back goes the other way round.
pub(in crate::cockpit::update) fn adopt(model: &mut Model, value: &str) -> Vec<Effect> {
    let checklist = Id::new(value);
    let known = model.frozen.get(&model.plan_sha);
    let Some(frozen) = checklist.as_ref().and_then(|id| known?.get(id)).cloned() else {
        return answer::refused(model, format!("no checklist is called {value}"));
    };
    let Some((from, to)) = direction_for(model, &frozen) else {
        return answer::refused(model, "from and to are not known: x sets them first");
    };
    let Some(run) = run_id(model) else {
        return Vec::new();
    };
    let facts = opening::adopt(Adoption {
        checklist: &frozen,
        run: &run,
        sha256: &model.plan_sha,
        direction: (&from, &to),
        vars: &[],
    });
    model.view.cursor = crate::cockpit::Cursor::Now;
    answer::done(
        model,
        format!("adopted {}; . is the step to do next", frozen.id),
    );
    let effects = record(model, facts);
    super::ask_at_start(model);
    effects
}

/// A name no other adoption has: two people may adopt at once. The writer's run and its next entry.
fn run_id(model: &Model) -> Option<Id> {
    Id::new(&format!("run-{}", model.author.fresh()))
}

/// No checklist is adopted; its steps, if there are any, were captured live.
fn captures(model: &Model) -> bool {
    let active = model.incident.active_run();
    active.is_none_or(|(_, run)| run.is_captured())
}

pub(in crate::cockpit::update) fn ask_direction(model: &mut Model) -> Vec<Effect> {
    let mut steps = model.board.steps.iter();
    if !captures(model) && steps.any(|s| s.started.is_some() || s.is_closed()) {
        return answer::refused(
            model,
            "steps were started: the direction stays; adopt another checklist instead",
        );
    }
    let ids: Vec<_> = model
        .plan
        .providers
        .iter()
        .map(|p| (p.id.clone(), model.plan.short(&p.id).to_owned()))
        .collect();
    let mut options = Vec::new();
    for (from, from_name) in &ids {
        for (to, to_name) in ids.iter().filter(|(to, _)| to != from) {
            options.push((
                None,
                format!("{from_name} → {to_name}"),
                format!("{from} {to}"),
            ));
        }
    }
    model.view.dialog = Some(choose(
        "From which provider to which?",
        Vec::new(),
        options,
        Then::Direction,
    ));
    Vec::new()
}

pub(in crate::cockpit::update) fn direction(model: &mut Model, value: &str) -> Vec<Effect> {
    let Some((from, to)) = value
        .split_once(' ')
        .and_then(|(f, t)| Some((Id::new(f)?, Id::new(t)?)))
    else {
        return Vec::new();
    };
    // What is captured live has no direction of its own: it is the triage's.
    let run = model.board.run.clone().filter(|_| !captures(model));
    answer::done(model, format!("direction {from} → {to}"));
    record(model, [DirectionSet { run, from, to }.into()])
}
