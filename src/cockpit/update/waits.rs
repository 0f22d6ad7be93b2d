//! Waits of a checklist that was left for another one: the old TTL runs out all the same.

use super::record::record;
use super::tick::grace;
use crate::cockpit::{Effect, Model};
use crate::domain::checklist::{Checklist, Step};
use crate::domain::facts::{Fact, MilestoneSet, StepSet};
use crate::domain::fold::Run;
use crate::domain::ids::Id;
use crate::domain::rules::{is_struck, sense};
use crate::domain::time::Span;
use crate::domain::words::{StepKind, StepState};

/// Waits of earlier runs whose time is over are done, by the same rule as those of the active one: written by the
/// cockpit that began them, else a little later by another. What cannot be undone never ticks itself, and a question
/// of a checklist nobody works on is not asked again.
pub(super) fn finish_earlier(model: &mut Model) -> Vec<Effect> {
    let active = model.incident.active_run().map(|(id, _)| id);
    let runs = model.incident.state().runs.iter();
    let earlier = runs.filter(|(id, run)| Some(*id) != active && run.adopted.get().is_some());
    let open = model.incident.is_open();
    let facts: Vec<Fact> = earlier
        .filter(|_| open)
        .flat_map(|(id, run)| over(model, id, run))
        .collect();
    record(model, facts)
}

fn over(model: &Model, id: &Id, run: &Run) -> Vec<Fact> {
    let checklist = checklist(model, run);
    let mut facts = Vec::new();
    for (name, record) in &run.steps {
        let Some(held) = record.state.held() else {
            continue;
        };
        let struck = is_struck(run, name, &model.incident);
        if held.value.state != StepState::Waiting || struck {
            continue;
        }
        let Some(until) = held.value.until else {
            facts.extend(seen(model, id, run, checklist.and_then(|c| c.step(name))));
            continue;
        };
        let begun_by = &model.incident.log().entry(held.by).writer;
        let mine = begun_by == &model.author.writer;
        let grace = if mine { Span::ZERO } else { grace(model) };
        let step = checklist.and_then(|c| c.step(name));
        let by_hand = |s: &Step| s.irreversible || s.kind == StepKind::Decision;
        if model.now < until + grace || step.is_none_or(by_hand) {
            continue;
        }
        facts.push(StepSet::plain(id, name, StepState::Done).into());
        let milestone = step.and_then(|s| s.milestone);
        let reached = milestone.filter(|m| model.incident.milestone(*m).is_none());
        facts.extend(reached.map(|milestone| {
            MilestoneSet {
                name: milestone,
                at: until,
                evidence: Some(format!("step {name} of an earlier checklist")),
            }
            .into()
        }));
    }
    facts
}

/// A wait until a probe is stable: done once it is, written by who holds this machine's lock on probes.
fn seen(model: &Model, id: &Id, run: &Run, step: Option<&Step>) -> Option<Fact> {
    let step = step.filter(|s| model.probe_lock && s.kind == StepKind::Wait && !s.irreversible)?;
    let on = sense::condition(step)?;
    let sensing = sense::sense(on, run.direction(), &model.probe_board, model.wall);
    sensing.is_stable().then(|| {
        StepSet {
            value: Some(sensing.value(on, &model.me.machine)),
            evidence: Some(sensing.evidence(on)),
            sensed: true,
            ..StepSet::plain(id, &step.id, StepState::Done)
        }
        .into()
    })
}

/// The frozen checklist of a run.
fn checklist<'a>(model: &'a Model, run: &Run) -> Option<&'a Checklist> {
    let adopted = run.adopted.get()?;
    let frozen = model.frozen.get(&adopted.sha256)?;
    frozen.get(&adopted.checklist).map(AsRef::as_ref)
}
