//! The clocks of the communication updates, and of the people who are called when it takes long.

use crate::domain::facts::BulletinSnoozed;
use crate::domain::fold::{Incident, Sent};
use crate::domain::ids::{Id, slug};
use crate::domain::plan::{Audience, Escalation, Plan};
use crate::domain::severity::same;
use crate::domain::time::{Span, Time};
use crate::domain::words::{Milestone, Stage};

/// A clock rests at most this long: it is never silenced for ever.
pub const LONGEST_SNOOZE: Span = Span::minutes(60);

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
    /// The id of its alarm.
    pub alarm: String,
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
    // A clock rests an hour at most, whatever an entry says.
    let snoozed = snoozed.filter(|s| !ended(s.by));
    let snoozed = snoozed.map(|s| s.value.until.min(incident.written(s.by) + LONGEST_SNOOZE));
    let due = match &last {
        Some(sent) => sent.next_at.or_else(|| {
            let every = cadence(audience, incident, sent.at)?;
            Some(sent.at + every)
        }),
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

/// How often an audience is told at `now`: the first cadence that fits severity, state, and how long it has taken.
#[must_use]
pub fn cadence(audience: &Audience, incident: &Incident, now: Time) -> Option<Span> {
    let declared = incident.milestone(Milestone::Declared);
    let taken = declared.map_or(Span::ZERO, |declared| now - declared);
    let severity = incident.state().severity.get();
    let stage = incident
        .state()
        .stage
        .get()
        .copied()
        .unwrap_or(Stage::Investigating);
    let fits = |c: &&crate::domain::plan::Cadence| {
        c.severity
            .as_ref()
            .is_none_or(|s| severity.is_some_and(|set| same(s, set)))
            && c.state.is_none_or(|s| s == stage)
            && c.after.is_none_or(|after| taken >= after)
    };
    audience.cadence.iter().find(fits).map(|c| c.every)
}

/// An audience's clock rests from `now` on, for a reason.
///
/// # Errors
/// Why not, in words.
pub fn snooze(
    audience: &Id,
    rests: Span,
    reason: &str,
    now: Time,
) -> Result<BulletinSnoozed, &'static str> {
    if rests <= Span::ZERO {
        return Err("for how long? 10m, 30m, an hour at most");
    }
    if rests > LONGEST_SNOOZE {
        return Err("a clock rests an hour at most; say it again then");
    }
    if reason.trim().is_empty() {
        return Err("a reason is needed: 10m status page is down");
    }
    Ok(BulletinSnoozed {
        audience: audience.clone(),
        until: now + rests,
        reason: reason.trim().to_owned(),
    })
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
        .map(|e| {
            let alarm = alarm_of(plan, e);
            EscalationClock {
                to: e.to.clone(),
                due: declared + e.after,
                called: incident.state().acknowledged.contains_key(&alarm),
                alarm,
            }
        })
        .collect();
    clocks.sort_by_key(|c| c.due);
    clocks
}

/// The id of the alarm of an escalation: `escalation.cto`, and of a later call to the same person
/// `escalation.cto.60m`.
fn alarm_of(plan: &Plan, escalation: &Escalation) -> String {
    let name = slug(&escalation.to);
    let mut all = plan.escalations.iter().filter(|e| slug(&e.to) == name);
    if !all.any(|e| e.after < escalation.after) {
        return format!("escalation.{name}");
    }
    match escalation.after.as_seconds() {
        s if s % 60 == 0 => format!("escalation.{name}.{}m", s / 60),
        s => format!("escalation.{name}.{s}s"),
    }
}

#[cfg(test)]
#[path = "updates_tests.rs"]
mod tests;
