//! The clocks of the communication updates, and of the people who are called when it takes long.

use crate::domain::fold::{Incident, Sent};
use crate::domain::ids::Id;
use crate::domain::plan::{Audience, Plan};
use crate::domain::time::{Span, Time};
use crate::domain::words::{Milestone, Stage};

/// The clock of one audience.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UpdateClock {
    /// Which audience.
    pub audience: Id,
    /// What people call it.
    pub name: String,
    /// When the next update is due; none: no cadence, or not declared.
    pub due: Option<Time>,
    /// The last one that left.
    pub last: Option<Sent>,
    /// Its clock rests until then.
    pub snoozed: Option<Time>,
}

impl UpdateClock {
    /// How long it is overdue.
    #[must_use]
    pub fn overdue(&self, now: Time) -> Option<Span> {
        let over = now - self.due?;
        let rests = self.snoozed.is_some_and(|until| until > now);
        (over.0 > 0 && !rests).then_some(over)
    }
}

/// The clock of one escalation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EscalationClock {
    /// Whom to call.
    pub to: String,
    /// When.
    pub due: Time,
    /// Somebody said it was done.
    pub called: bool,
}

/// The clocks of all audiences, in the plan's order.
#[must_use]
pub fn updates(plan: &Plan, incident: &Incident) -> Vec<UpdateClock> {
    plan.audiences.iter().map(|a| clock(a, incident)).collect()
}

fn clock(audience: &Audience, incident: &Incident) -> UpdateClock {
    let record = incident.state().audiences.get(&audience.id);
    let last = record.and_then(|r| r.sent.get()).cloned();
    // An update that left ends the rest of the clock before it.
    let sent = record.and_then(|r| r.sent.held()).map(|held| held.by);
    let ended = |snooze| sent.is_some_and(|sent| incident.log().sees(sent, snooze));
    let snoozed = record.and_then(|r| r.snoozed.held());
    let snoozed = snoozed.filter(|s| !ended(s.by)).map(|s| s.value.until);
    let every = cadence(audience, incident);
    let due = match &last {
        Some(sent) => sent.next_at.or_else(|| every.map(|every| sent.at + every)),
        None => incident
            .milestone(Milestone::Declared)
            .map(|declared| declared + audience.first_within),
    };
    let over = !incident.is_open();
    UpdateClock {
        audience: audience.id.clone(),
        name: audience.name.clone(),
        due: due
            .filter(|_| !over)
            .map(|due| snoozed.map_or(due, |until| due.max(until))),
        last,
        snoozed,
    }
}

/// How often an audience is told now: the first cadence that fits severity and state.
#[must_use]
pub fn cadence(audience: &Audience, incident: &Incident) -> Option<Span> {
    let severity = incident.state().severity.get();
    let stage = incident
        .state()
        .stage
        .get()
        .copied()
        .unwrap_or(Stage::Investigating);
    let fits = |c: &&crate::domain::plan::Cadence| {
        c.severity.as_ref().is_none_or(|s| Some(s) == severity)
            && c.state.is_none_or(|s| s == stage)
    };
    audience.cadence.iter().find(fits).map(|c| c.every)
}

/// The clocks of the escalations that still apply, in the order they fall due.
#[must_use]
pub fn escalations(plan: &Plan, incident: &Incident) -> Vec<EscalationClock> {
    let Some(declared) = incident.milestone(Milestone::Declared) else {
        return Vec::new();
    };
    if !incident.is_open() {
        return Vec::new();
    }
    let mut clocks: Vec<EscalationClock> = plan
        .escalations
        .iter()
        .filter(|e| e.unless.is_none_or(|m| incident.milestone(m).is_none()))
        .map(|e| EscalationClock {
            to: e.to.clone(),
            due: declared + e.after,
            called: incident.state().acknowledged.contains_key(&alarm_of(&e.to)),
        })
        .collect();
    clocks.sort_by_key(|c| c.due);
    clocks
}

/// The id of the alarm of an escalation.
#[must_use]
pub fn alarm_of(to: &str) -> String {
    format!("escalation.{}", crate::domain::ids::slug(to))
}

#[cfg(test)]
#[path = "updates_tests.rs"]
mod tests;
