//! The clocks by which a fail-over is judged, all in incident time.

use crate::domain::checklist::Targets;
use crate::domain::fold::Incident;
use crate::domain::time::{Span, Time};
use crate::domain::words::Milestone;

/// The header's clocks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Clocks {
    /// Since users began to suffer, whether or not they are served again.
    pub since_impact: Option<Span>,
    /// How long users have suffered: to the restoration, or until now.
    pub downtime: Option<Span>,
    /// Users suffer now.
    pub down: bool,
    /// Since the decision.
    pub since_decision: Option<Span>,
    /// Until the decision must have fallen; negative: over. None once decided.
    pub decide_by: Option<Span>,
    /// The recovery time objective.
    pub rto: Option<Span>,
    /// Downtime over the objective; none while within.
    pub rto_over: Option<Span>,
    /// Since the incident was declared.
    pub since_declared: Option<Span>,
}

impl Clocks {
    /// The clocks at `now`.
    #[must_use]
    pub fn at(incident: &Incident, targets: &Targets, now: Time) -> Self {
        let reached = |m| incident.milestone(m);
        let end = reached(Milestone::Resolved).map_or(now, |t| t.min(now));
        let impact = reached(Milestone::ImpactStart);
        let restored = reached(Milestone::ServiceRestored);
        let decided = reached(Milestone::Decided);
        let declared = reached(Milestone::Declared);
        let downtime = impact.map(|start| (restored.unwrap_or(end) - start).max(Span::ZERO));
        let over = |rto: Span| downtime.map(|d| d - rto).filter(|over| over.0 > 0);
        let deadline = declared
            .zip(targets.decide_by)
            .map(|(t, within)| t + within);
        Clocks {
            since_impact: impact.map(|start| (now - start).max(Span::ZERO)),
            downtime,
            down: impact.is_some() && restored.is_none() && reached(Milestone::Resolved).is_none(),
            since_decision: decided.map(|t| (now - t).max(Span::ZERO)),
            decide_by: deadline.filter(|_| decided.is_none()).map(|t| t - now),
            rto: targets.rto,
            rto_over: targets.rto.and_then(over),
            since_declared: declared.map(|t| (now - t).max(Span::ZERO)),
        }
    }
}
