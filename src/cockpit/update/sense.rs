//! Steps bound to a probe: what was measured is remembered, and what turned true closes its step.

use super::answer;
use super::record::record;
use crate::cockpit::{Effect, Model};
use crate::domain::facts::Fact;
use crate::domain::ids::Id;
use crate::domain::probe::ProbeId;
use crate::domain::rules::StepRow;
use crate::domain::rules::act::Proof;
use crate::domain::rules::alarms::Alarm;
use crate::domain::rules::gate::Need;
use crate::domain::rules::sense::{self, Stand};
use crate::domain::rules::serving::{astray, lead};
use crate::domain::serving::Lead;
use crate::domain::time::Time;
use crate::domain::words::Milestone;

/// One new result of a probe, begun at wall time `began`: counted for every step bound to that probe.
pub(super) fn heard(model: &mut Model, probed: &ProbeId, began: Time) {
    let Some(run) = model.board.run.clone() else {
        return;
    };
    let direction = model.incident.direction();
    for row in &model.board.steps {
        let Some(on) = sense::condition(&row.step) else {
            continue;
        };
        if sense::probe(on, direction).as_ref() != Some(probed) {
            continue;
        }
        let Some(verdict) = sense::verdict(on, direction, &model.probe_board) else {
            continue;
        };
        let sensing = sense::sense(on, direction, &model.probe_board, model.wall);
        let key = (run.clone(), row.step.id.clone());
        let memory = model.senses.memory.entry(key).or_default();
        memory.count(&sensing, began, verdict.stale_after());
        memory.look(sense::eligible(row), &sensing, verdict.fall(), model.wall);
    }
}

/// Where every step of the active run stands that is bound to a probe.
pub(super) fn look(model: &mut Model) {
    let mut steps = std::collections::BTreeMap::new();
    if let Some(run) = model.board.run.clone() {
        let elsewhere = reaches(model).is_err();
        for row in &model.board.steps {
            if sense::condition(&row.step).is_none() {
                continue;
            }
            let key = (run.clone(), row.step.id.clone());
            let memory = model.senses.memory.entry(key).or_default();
            let (board, incident) = (&model.probe_board, &model.incident);
            if let Some(mut stand) = Stand::of(row, memory, board, incident, model.wall) {
                if elsewhere && restores(row) {
                    // What its tick says is not true yet: it turns when the names do.
                    memory.not_yet(stand.eligible);
                    stand.already = stand.eligible && stand.sensing.is_stable();
                    stand.by_hand.get_or_insert(NOT_REACHED);
                }
                steps.insert(row.step.id.clone(), stand);
            }
        }
    }
    model.senses.steps = steps;
}

/// Steps whose condition turned true close themselves: written by the cockpit that holds this machine's lock on probes.
pub(super) fn complete(model: &mut Model) -> Vec<Effect> {
    let writes = model.start.is_none() && model.loaded && model.probe_lock && !model.me.observe;
    if !writes || !model.incident.is_open() {
        return Vec::new();
    }
    let mut facts: Vec<Fact> = Vec::new();
    let mut words = Vec::new();
    for row in &model.board.steps {
        let stand = model.senses.of(&row.step.id).filter(|s| s.ticks());
        let Some((stand, on)) = stand.zip(sense::condition(&row.step)) else {
            continue;
        };
        let first = stand.sensing.reading().and_then(|r| r.first);
        let since = first.unwrap_or(model.wall);
        let since = model.incident.scale().incident(since);
        let reached = reaches(model).ok().flatten().filter(|_| restores(row));
        let proof = Proof {
            value: stand.sensing.value(on, &model.me.machine),
            evidence: stand.sensing.evidence(on),
            since: reached.map_or(since, |at| at.max(since)),
        };
        facts.extend(super::step::acting(model).sensed(row, &proof));
        words.push(format!(
            "{} done by its probe: {}",
            row.number,
            stand.sensing.said(on)
        ));
    }
    if facts.is_empty() {
        return Vec::new();
    }
    let effects = record(model, facts);
    answer::news(model, words.join("; "));
    effects
}

/// Why a step that says "users are served again" does not tick itself although its probe, at a pinned address, is up.
const NOT_REACHED: &str = "the names do not lead users there yet";

/// Its tick says that users are served again at the side they are moved to.
fn restores(row: &StepRow) -> bool {
    let there = |on: &crate::domain::checklist::Sensed| on.probe.starts_with("to.");
    row.step.milestone == Some(Milestone::ServiceRestored)
        && sense::condition(&row.step).is_some_and(there)
}

/// Since when the names lead users to the target; none when that cannot be known. An error while they do not.
fn reaches(model: &Model) -> Result<Option<Time>, ()> {
    let Some((_, to)) = model.incident.direction() else {
        return Ok(None);
    };
    match lead(&model.incident, &model.plan, to) {
        Lead::NotAsked => Ok(None),
        Lead::NotYet => Err(()),
        Lead::There(moved) => Ok(moved),
    }
}

/// What the operator has to answer before closing a step that its probe does not agree with.
fn need(model: &Model, row: &StepRow) -> Option<Need> {
    let probe = || {
        let stand = model.senses.of(&row.step.id)?;
        sense::to_finish(sense::condition(&row.step)?, &stand.sensing, stand.already)
    };
    match (probe(), astray(&model.incident, &model.plan, &row.step)) {
        (Some(Need::Disagrees { said }), Some(dns)) => Some(Need::Disagrees {
            said: format!("{said}; {dns}"),
        }),
        (_, Some(said)) => Some(Need::Disagrees { said }),
        (need, None) => need,
    }
}

/// With what the own probe makes it necessary to ask. That it held already is asked once, also of a step nobody started.
pub(super) fn needs(model: &Model, row: &StepRow, mut needs: Vec<Need>) -> Vec<Need> {
    let Some(need) = need(model, row) else {
        return needs;
    };
    let place = needs.iter().position(|n| *n == Need::NotStarted);
    match (place, &need) {
        (Some(at), Need::AlreadyTrue { .. }) => needs[at] = need,
        // What the probe says is read before the observed value is written down.
        _ => {
            let value = |n: &Need| matches!(n, Need::Value { .. });
            let at = needs.iter().position(value).unwrap_or(needs.len());
            needs.insert(at, need);
        }
    }
    needs
}

/// What the own probe says, to stand beside a tick made by hand.
pub(super) fn evidence(model: &Model, row: &StepRow) -> Option<String> {
    let stand = model.senses.of(&row.step.id)?;
    Some(stand.sensing.evidence(sense::condition(&row.step)?))
}

/// `; not measured here: no result yet`, for the answer to a tick of a step whose probe says nothing.
pub(super) fn unmeasured(model: &Model, row: &StepRow) -> String {
    match model.senses.of(&row.step.id).map(|s| &s.sensing) {
        Some(sense::Sensing::Unknown(why)) => format!("; {}", why.words()),
        _ => String::new(),
    }
}

/// Conditions that closed steps rest on and that hold no more, as alarms.
pub(super) fn lost(model: &Model) -> Vec<Alarm> {
    let Some(run) = model
        .board
        .run
        .as_ref()
        .filter(|_| model.incident.is_open())
    else {
        return Vec::new();
    };
    let alarm = |(step, stand): (&Id, &Stand)| {
        stand.lost?;
        let row = model.board.step(step)?;
        let on = sense::condition(&row.step)?;
        let memory = model.senses.memory.get(&(run.clone(), step.clone()))?;
        Some(sense::lost_alarm(
            run,
            row,
            on,
            &stand.sensing,
            memory,
            &model.incident,
        ))
    };
    model.senses.steps.iter().filter_map(alarm).collect()
}
