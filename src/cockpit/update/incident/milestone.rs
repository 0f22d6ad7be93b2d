//! Milestones: set by hand, or as the probes offer them.

use crate::cockpit::dialog::Then;
use crate::cockpit::update::answer;
use crate::cockpit::update::choose::{ask, choose};
use crate::cockpit::update::record::record;
use crate::cockpit::{Dialog, Effect, Model};
use crate::domain::facts::{MilestoneCleared, MilestoneSet};
use crate::domain::probe::{Offer, offers};
use crate::domain::rules::serving::lead;
use crate::domain::serving::Lead;
use crate::domain::time::Time;
use crate::domain::words::Milestone;

/// Milestones the probes can tell, not set by anybody yet.
pub(in crate::cockpit::update) fn offered(model: &Model) -> Vec<Offer> {
    let Some((from, to)) = model.incident.direction() else {
        return Vec::new();
    };
    let scale = model.incident.scale();
    let reached = |m: &Milestone| Some((*m, scale.wall(model.incident.milestone(*m)?)));
    let have = Milestone::ALL.iter().filter_map(reached).collect();
    let lead = match lead(&model.incident, &model.plan, to) {
        Lead::There(moved) => Lead::There(moved.map(|at| scale.wall(at))),
        lead => lead,
    };
    let mut offers = offers(&model.probe_board, &model.plan, from, (to, lead), &have);
    for offer in &mut offers {
        offer.at = scale.incident(offer.at);
    }
    let moved = crate::domain::rules::serving::moved(&model.incident, &model.plan, to);
    let milestone = Milestone::DnsSwitched;
    if let Some((at, evidence)) = moved
        && model.incident.milestone(milestone).is_none()
    {
        offers.push(Offer {
            milestone,
            at,
            evidence,
        });
    }
    offers
}

pub(in crate::cockpit::update) fn ask_milestone(model: &mut Model) -> Vec<Effect> {
    let offers = offered(model);
    let hint = offers
        .iter()
        .map(|o| {
            format!(
                "measured: {} at {} ({})",
                o.milestone,
                o.at.clock(),
                o.evidence
            )
        })
        .collect();
    let first = offers.first().map(|o| o.milestone);
    let at = Milestone::ALL.iter().position(|m| Some(*m) == first);
    let options = KEYS.chars().map(Some).zip(Milestone::ALL).map(|(key, m)| {
        let m = *m;
        let at = model
            .incident
            .milestone(m)
            .map(|t| format!("  {}", t.clock()));
        let offer = offers
            .iter()
            .find(|o| o.milestone == m)
            .map(|o| format!("  offered {}", o.at.clock()));
        (
            key,
            format!("{m}{}", at.or(offer).unwrap_or_default()),
            m.to_string(),
        )
    });
    let mut dialog = choose("Which milestone?", hint, options.collect(), Then::Milestone);
    if let Dialog::Choose(choose) = &mut dialog {
        choose.at = at.unwrap_or(0);
    }
    model.view.dialog = Some(dialog);
    Vec::new()
}

/// The key of a milestone in the list that `m` opens.
pub(in crate::cockpit::update) fn milestone_key(name: Milestone) -> char {
    let at = Milestone::ALL.iter().position(|m| *m == name);
    at.and_then(|at| KEYS.chars().nth(at)).unwrap_or('?')
}

/// The keys of the milestones, in their natural order: a key never changes its meaning.
const KEYS: &str = "123456789x";

pub(in crate::cockpit::update) fn milestone(model: &mut Model, name: &str) -> Vec<Effect> {
    let Some(name) = Milestone::parse(name) else {
        return Vec::new();
    };
    let offer = offered(model).into_iter().find(|o| o.milestone == name);
    let at = offer
        .map(|o| o.at)
        .or(model.incident.milestone(name))
        .unwrap_or(model.now);
    let hint = vec!["UTC, 02:02 or 02:02:30; a minus sign alone clears it".to_owned()];
    model.view.dialog = Some(ask(
        format!("{name} at"),
        hint,
        &typed(at, model.now),
        Then::MilestoneAt(name),
    ));
    Vec::new()
}

/// A time as it is typed: with its day where the clock alone would mean another.
fn typed(at: Time, now: Time) -> String {
    let clock = at.clock();
    match Time::parse_past(&clock, now) {
        Some(read) if (read - at).0.abs() < 1000 => clock,
        _ => at.rfc3339(),
    }
}

pub(in crate::cockpit::update) fn milestone_at(
    model: &mut Model,
    name: Milestone,
    text: &str,
    asked: Dialog,
) -> Vec<Effect> {
    if text.trim() == "-" {
        answer::done(model, format!("{name} cleared"));
        return record(model, [MilestoneCleared { name }.into()]);
    }
    let Some(at) = Time::parse_past(text, model.now) else {
        model.view.dialog = Some(asked);
        return answer::refused(model, "a time is written 02:02 or 02:02:30, in UTC");
    };
    let offer = offered(model)
        .into_iter()
        .find(|o| o.milestone == name && (o.at - at).0.abs() < 1000);
    answer::done(model, format!("{name} at {}", at.clock()));
    let evidence = offer.map(|o| o.evidence);
    record(model, [MilestoneSet { name, at, evidence }.into()])
}
