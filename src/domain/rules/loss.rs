//! What would be lost if the target were promoted now, against the recovery point objective.

use super::changes::{WRITABLE, answers, changes};
use crate::domain::fold::Incident;
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::probe::Board;
use crate::domain::time::{Span, Time};
use crate::domain::words::ProbeState;

/// What would be lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Loss {
    /// At most this: the primary answers, and the replica is so far behind.
    AtMost(Span),
    /// Nobody can know: the primary is gone, or nothing measures the replica.
    Unknown {
        /// The last transaction the target is known to have replayed, in incident time.
        heard: Option<Time>,
        /// Since when the primary is gone, in incident time.
        gone: Option<Time>,
    },
}

/// What would be lost, and what may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Point {
    /// What would be lost.
    pub loss: Loss,
    /// The recovery point objective.
    pub rpo: Option<Span>,
}

impl Point {
    /// By how much the loss is over the objective, as far as is known; none while within.
    #[must_use]
    pub fn over(&self) -> Option<Span> {
        let lost = match self.loss {
            Loss::AtMost(span) => span,
            Loss::Unknown { heard, gone } => gone? - heard?,
        };
        Some(lost - self.rpo?).filter(|over| over.0 > 0)
    }

    /// `LOSS if promoted now ≤ 12 s`, then what else there is to say: two lines at most.
    #[must_use]
    pub fn words(&self, from: &str, to: &str) -> Vec<String> {
        let over = self.over().and(self.rpo);
        let over = over.map(|rpo| format!("RPO {} OVER", rpo.short()));
        match (self.loss, over) {
            (Loss::AtMost(span), None) => vec![format!("LOSS if promoted now ≤ {}", amount(span))],
            (Loss::AtMost(span), Some(over)) => {
                vec![format!("LOSS now ≤ {}, {over}", amount(span))]
            }
            (Loss::Unknown { heard, .. }, over) => vec![
                match over {
                    Some(over) => format!("LOSS now unknown, {over};"),
                    None => "LOSS if promoted now: unknown,".to_owned(),
                },
                match heard {
                    Some(heard) => format!("{to} last heard {from} {}", heard.clock()),
                    None => format!("{to} was never measured"),
                },
            ],
        }
    }

    /// `LOSS ≤ 12 s`, `LOSS unknown`: for the header.
    #[must_use]
    pub fn brief(&self) -> String {
        let over = if self.over().is_some() {
            " RPO OVER"
        } else {
            ""
        };
        match self.loss {
            Loss::AtMost(span) => format!("LOSS ≤ {}{over}", amount(span)),
            Loss::Unknown { .. } => format!("LOSS unknown{over}"),
        }
    }
}

/// Whole seconds, upwards: a bound. Longer ones as times.
fn amount(span: Span) -> String {
    let seconds = span.0.max(0).saturating_add(999) / 1000;
    match seconds {
        s if s < 120 => format!("{s} s"),
        s => Span::seconds(s).short(),
    }
}

/// What would be lost if `to` were promoted at wall time `wall`, by own probes and by what was told when the primary
/// went; none when the plan measures no loss, or when it is promoted.
#[must_use]
pub fn loss(
    plan: &Plan,
    incident: &Incident,
    board: &Board,
    (from, to): (&Id, &Id),
    wall: Time,
) -> Option<Loss> {
    let service = board.replay().service()?;
    let scale = incident.scale();
    let writers = plan.services.iter().filter(|s| s.writer);
    let rows = || writers.clone().filter_map(|s| board.row(&s.id, from, wall));
    let primary = rows().any(|r| answers(r.state) && r.role != Some("replica"));
    let mut there = writers.clone().filter_map(|s| board.row(&s.id, to, wall));
    if there.any(|r| answers(r.state) && r.role == Some(WRITABLE)) {
        // It is promoted: what it missed it will never count.
        return None;
    }
    let lag = board.row(service, to, wall);
    let fresh = lag.is_some_and(|r| r.counts && r.state != ProbeState::Stale);
    let last = board.replay().last(to);
    if let (true, true, Some(last)) = (primary, fresh, last) {
        return Some(Loss::AtMost(last.behind));
    }
    let own = board.replay().reached(to, scale);
    let gone = rows().filter(|r| !answers(r.state)).find_map(|r| r.since);
    let told = told(plan, incident, from);
    Some(Loss::Unknown {
        heard: own.or(told.map(|(heard, _)| heard)),
        gone: gone
            .map(|t| scale.incident(t))
            .or(told.map(|(_, gone)| gone)),
    })
}

/// What was told when the primary went: how far the other side had heard it, and since when it is gone.
#[must_use]
pub fn told(plan: &Plan, incident: &Incident, from: &Id) -> Option<(Time, Time)> {
    let writer = |id: &Id| plan.services.iter().any(|s| s.writer && s.id == *id);
    let mut words = changes(incident).filter(|(_, c)| c.provider == *from && writer(&c.service));
    let last = words.rfind(|(_, c)| c.heard.is_some() || answers(c.state));
    let change = last?.1;
    Some((change.heard?, change.since))
}
