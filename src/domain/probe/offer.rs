//! Milestones the probes can tell: they are offered, a person's own are never overridden.

use super::Board;
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::serving::Lead;
use crate::domain::time::Time;
use crate::domain::words::{Milestone, ProbeState};
use std::collections::BTreeMap;

/// A milestone the probes can tell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// Which.
    pub milestone: Milestone,
    /// When it was reached.
    pub at: Time,
    /// What was measured; as it came, not safe to print.
    pub evidence: String,
}

/// The milestones that the service marked `downtime` tells now, and that are not there yet.
///
/// Impact began with the first failure at `from`; it was detected when the verdict fell. Service is restored
/// when `to` is up and the names lead users there, whichever came last; where no name server is asked, when `to`, seen
/// down here, came up after that. Or when `from` itself came back before the decision. Nothing is told while blind.
#[must_use]
pub fn offers(
    board: &Board,
    plan: &Plan,
    from: &Id,
    (to, lead): (&Id, Lead),
    have: &BTreeMap<Milestone, Time>,
) -> Vec<Offer> {
    let Some(service) = plan.downtime_service() else {
        return Vec::new();
    };
    if board.vantage().blind.is_some() {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut offer = |milestone, at, provider: &Id, detail: &str| {
        if !have.contains_key(&milestone) {
            let evidence = format!("{} at {}: {detail}", service.id, plan.short(provider));
            out.push(Offer {
                milestone,
                at,
                evidence,
            });
        }
    };
    let mut impact = have.get(&Milestone::ImpactStart).copied();
    if let Some(verdict) = board.verdict(&service.id, from)
        && let Some(called) = verdict.called()
        && called.state == ProbeState::Down
    {
        let detail = verdict.last().map_or("", |s| s.detail.as_str());
        offer(Milestone::ImpactStart, called.since, from, detail);
        offer(Milestone::Detected, called.noticed, from, detail);
        impact.get_or_insert(called.since);
    }
    let decided = have.contains_key(&Milestone::Decided);
    let Some(impact) = impact else {
        return out;
    };
    let up = |provider| {
        let verdict = board.verdict(&service.id, provider)?;
        let called = verdict.called().filter(|c| c.state == ProbeState::Up)?;
        let came = verdict.fell().is_some_and(|fell| fell < called.since);
        Some((called.since, came, verdict))
    };
    let there = up(to).and_then(|(since, came, verdict)| {
        let at = match lead {
            Lead::NotAsked => Some(since).filter(|_| came),
            Lead::NotYet => None,
            Lead::There(moved) => {
                let moved = moved.filter(|moved| *moved > impact);
                Some(moved.map_or(since, |moved| moved.max(since)))
                    .filter(|_| came || moved.is_some())
            }
        };
        Some((at?, to, verdict))
    });
    let here = || {
        let (since, came, verdict) = up(from)?;
        (came && !decided).then_some((since, from, verdict))
    };
    let restored = there.filter(|(at, ..)| *at > impact).or_else(here);
    if let Some((at, provider, verdict)) = restored.filter(|(at, ..)| *at > impact) {
        let detail = verdict.last().map_or("", |s| s.detail.as_str());
        offer(Milestone::ServiceRestored, at, provider, detail);
    }
    out
}

#[cfg(test)]
#[path = "offer_tests.rs"]
mod tests;
