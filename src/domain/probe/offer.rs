//! Milestones the probes can tell: they are offered, a person's own are never overridden.

use super::Board;
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
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
/// when `to`, seen down here, came up after that; or when `from` itself came back before the decision. A `to` that
/// was up all the time tells nothing: users reach it only when the names point there. Nothing is told while
/// blind.
#[must_use]
pub fn offers(
    board: &Board,
    plan: &Plan,
    from: &Id,
    to: &Id,
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
            let evidence = format!("{} at {provider}: {detail}", service.id);
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
    for provider in [to, from] {
        if let Some(impact) = impact
            && (provider == to || !decided)
            && let Some(verdict) = board.verdict(&service.id, provider)
            && let Some(called) = verdict.called()
            && called.state == ProbeState::Up
            && called.since > impact
            && verdict.fell().is_some_and(|fell| fell < called.since)
        {
            let detail = verdict.last().map_or("", |s| s.detail.as_str());
            offer(Milestone::ServiceRestored, called.since, provider, detail);
            break;
        }
    }
    out
}

#[cfg(test)]
#[path = "offer_tests.rs"]
mod tests;
