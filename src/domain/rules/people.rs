//! Who holds which role and since when, to whom it is offered, and who is doing what.

use super::board::Board;
use super::outbox::approver;
use super::promises::{self, Promise};
use crate::domain::facts::Fact;
use crate::domain::fold::{EntryNo, Incident, RoleRecord};
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::presence::Presence;
use crate::domain::promise_text::length;
use crate::domain::text::is_hidden;
use crate::domain::time::{Span, Time};
use crate::domain::words::StepState;

/// Held this long, a role is spoken of once, and a second time at the second.
const LONG: [Span; 2] = [Span::minutes(3 * 60), Span::minutes(6 * 60)];

/// A role as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoleRow {
    /// Its id.
    pub id: Id,
    /// What people call it; its id where the plan does not name it.
    pub name: String,
    /// Somebody has to hold it.
    pub required: bool,
    /// Who holds it.
    pub holder: Option<String>,
    /// Since when without a break, in incident time.
    pub since: Option<Time>,
    /// Until when, if it was taken or given for a time.
    pub until: Option<Time>,
    /// Who else was said to hold it at the same time.
    pub rivals: Vec<String>,
    /// To whom it is offered, while nobody has answered.
    pub offer: Option<Offer>,
    /// The entry by which the holder has it without a break.
    pub begun: Option<EntryNo>,
}

/// A role is offered to somebody.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// The entry that offers it.
    pub no: EntryNo,
    /// To whom.
    pub to: String,
    /// By whom.
    pub by: String,
    /// When, in incident time.
    pub at: Time,
    /// The sheet that was made for it.
    pub summary: Option<String>,
}

/// Every role: those of the plan in its order, then those only an entry names.
#[must_use]
pub fn roles(plan: &Plan, incident: &Incident) -> Vec<RoleRow> {
    let records = &incident.state().roles;
    let of_plan = plan.roles.iter().map(|role| {
        let record = records.get(&role.id);
        one(&role.id, &role.name, role.required, record, incident)
    });
    let other = records
        .iter()
        .filter(|(id, _)| plan.role(id).is_none())
        .map(|(id, record)| one(id, id.as_str(), false, Some(record), incident));
    of_plan.chain(other).collect()
}

/// One role.
#[must_use]
pub fn role(plan: &Plan, incident: &Incident, id: &Id) -> Option<RoleRow> {
    roles(plan, incident).into_iter().find(|r| &r.id == id)
}

fn one(
    id: &Id,
    name: &str,
    required: bool,
    record: Option<&RoleRecord>,
    incident: &Incident,
) -> RoleRow {
    let held = record.and_then(|r| r.holder.held());
    let holder = held.and_then(|h| h.value.operator.clone());
    let begun = record
        .zip(holder.as_deref())
        .and_then(|(r, who)| begun(r, who, incident));
    let rivals = record.into_iter().flat_map(|r| r.holder.rivals());
    let rivals = rivals.filter_map(|h| h.value.operator.clone());
    RoleRow {
        id: id.clone(),
        name: name.to_owned(),
        required,
        since: begun.map(|no| incident.written(no)),
        until: held.and_then(|h| h.value.until),
        rivals: rivals.filter(|r| Some(r) != holder.as_ref()).collect(),
        offer: record.and_then(|r| offer(r, incident)),
        holder,
        begun,
    }
}

/// The entry since which one person has held a role without a break.
fn begun(record: &RoleRecord, who: &str, incident: &Incident) -> Option<EntryNo> {
    let log = incident.log();
    let holds = |no: &EntryNo| match &log.entry(*no).draft.fact {
        Fact::RoleSet(set) => set.operator.as_deref() == Some(who),
        Fact::HandoverAccepted(_) => incident.author(*no) == who,
        _ => false,
    };
    let last = record.holder.held()?.by;
    let known = record.history.iter().rev();
    let upto = known.skip_while(|no| **no != last);
    upto.take_while(|no| holds(no)).last().copied()
}

/// The offer nobody has answered: what was said of the role in knowledge of it settles it.
fn offer(record: &RoleRecord, incident: &Incident) -> Option<Offer> {
    let offered = record.offered.held()?;
    let log = incident.log();
    let settles = |no: &EntryNo| *no != offered.by && log.sees(*no, offered.by);
    // Only to whom it is offered declines it.
    let declines = |no: &&EntryNo| incident.author(**no) == offered.value.operator;
    let declined = record.declined.iter().filter(declines);
    let mut answers = record.history.iter().chain(declined);
    if answers.any(settles) || !incident.is_open() {
        return None;
    }
    Some(Offer {
        no: offered.by,
        to: offered.value.operator.clone(),
        by: incident.author(offered.by).to_owned(),
        at: incident.written(offered.by),
        summary: offered.value.summary.clone(),
    })
}

impl RoleRow {
    /// For how long the holder has had it, in whole hours of the reminder that is due: 3 or 6.
    #[must_use]
    pub fn long(&self, now: Time) -> Option<i64> {
        let held = now - self.since?;
        let due = LONG.iter().rev().find(|long| held >= **long)?;
        Some(due.0 / 3_600_000)
    }

    /// How far the time it was given for is over.
    #[must_use]
    pub fn over(&self, now: Time) -> Option<Span> {
        let over = now - self.until?;
        (over.0 > 0 && self.holder.is_some()).then_some(over)
    }

    /// `gf since 02:13:44Z (1h12), offered to nm`
    #[must_use]
    pub fn words(&self, now: Time) -> String {
        let Some(holder) = &self.holder else {
            let needed = if self.required { "NOBODY" } else { "nobody" };
            return needed.to_owned() + &self.offered();
        };
        let since = self.since.map(|since| {
            let held = (now - since).max(Span::ZERO).short();
            format!(" since {} ({held})", since.clock())
        });
        let until = match (self.until, self.over(now)) {
            (_, Some(over)) => format!(", its time is OVER by {}", over.calm()),
            (Some(until), None) => format!(", until {}", until.clock()),
            (None, None) => String::new(),
        };
        let rivals = match self.rivals.as_slice() {
            [] => String::new(),
            all => format!(", at the same time: {}", all.join(", ")),
        };
        let since = since.unwrap_or_default();
        format!("{holder}{since}{until}{rivals}{}", self.offered())
    }

    fn offered(&self) -> String {
        let offer = self.offer.as_ref();
        offer.map_or_else(String::new, |o| format!(", offered to {}", o.to))
    }
}

/// Who holds a role from now on, as typed: `cp`, `cp for 20m`, nothing for nobody; with until when.
///
/// # Errors
/// What is wrong with it, in words.
pub fn holder_typed(text: &str, now: Time) -> Result<Option<(String, Option<Time>)>, &'static str> {
    let text = text.trim();
    let (who, until) = match text.rsplit_once(" for ") {
        Some((who, time)) => {
            let span = length(time).ok_or("for how long? \"cp for 20m\"")?;
            (who.trim(), Some(now + span))
        }
        None => (text, None),
    };
    if who.is_empty() {
        return Ok(None);
    }
    if !is_name(who) {
        return Err("a name is at most 64 visible characters");
    }
    Ok(Some((who.to_owned(), until)))
}

/// Whether a text can be an operator's name: short, and nothing hidden in it.
#[must_use]
pub fn is_name(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= 64 && !text.contains(is_hidden)
}

/// `declined Incident manager: at the fence`
#[must_use]
pub fn declined(role: &str, reason: Option<&str>) -> String {
    let why = reason.map(|r| format!(": {r}"));
    format!("declined {role}{}", why.unwrap_or_default())
}

/// ` until 02:30:00Z`
#[must_use]
pub fn for_a_time(until: Option<Time>) -> String {
    let until = until.map(|t| format!(" until {}", t.clock()));
    until.unwrap_or_default()
}

/// What people call a role; its id where the plan does not name it.
#[must_use]
pub fn name_of<'a>(plan: &'a Plan, role: &'a Id) -> &'a str {
    plan.role(role).map_or(role.as_str(), |r| &r.name)
}

/// The roles offered to somebody.
#[must_use]
pub fn offered_to(plan: &Plan, incident: &Incident, operator: &str) -> Vec<RoleRow> {
    let mine = |r: &RoleRow| r.offer.as_ref().is_some_and(|o| o.to == operator);
    let mut roles = roles(plan, incident);
    roles.retain(mine);
    roles
}

/// What to say when somebody takes or is given a role and then holds command and communications in one hand; it is
/// allowed.
#[must_use]
pub fn both_hands(plan: &Plan, incident: &Incident, role: &Id, operator: &str) -> Option<String> {
    let manager = approver(plan)?;
    let comms = plan.roles.iter().find(|r| {
        r.id != manager.id && (r.id.as_str().starts_with("comm") || r.name.starts_with("Communic"))
    })?;
    let other = if *role == manager.id {
        comms
    } else if *role == comms.id {
        manager
    } else {
        return None;
    };
    let already = incident.holder(role) == Some(operator);
    let both = incident.holder(&other.id) == Some(operator) && !already;
    both.then(|| {
        format!(
            "{operator} is {} and {} now: allowed, but who writes updates does not lead meanwhile",
            manager.id.as_str().to_uppercase(),
            comms.id
        )
    })
}

/// Somebody of the incident: where they sit, what they hold, what they are at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// Who.
    pub who: String,
    /// Their cockpits that are here.
    pub cockpits: Vec<Presence>,
    /// When they were last heard of, in incident time: their newest entry, or what their cockpit said.
    pub seen: Option<Time>,
    /// Since when they have pressed no key, in incident time, where every cockpit of theirs says so.
    pub away: Option<Time>,
    /// The roles they hold.
    pub roles: Vec<RoleRow>,
    /// Steps they are at: number, title, and since when.
    pub steps: Vec<(String, String, Option<Time>)>,
    /// What they promised.
    pub promises: Vec<Promise>,
}

impl Person {
    /// All their cockpits only look.
    #[must_use]
    pub fn observes(&self) -> bool {
        !self.cockpits.is_empty() && self.cockpits.iter().all(|c| c.observe)
    }

    /// Nothing is theirs to do, and no cockpit of theirs is here.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.cockpits.is_empty()
    }
}

/// Everybody: who holds a role first, in the plan's order, then by name; who has left and has nothing to do last.
#[must_use]
pub fn everybody(
    plan: &Plan,
    incident: &Incident,
    board: &Board,
    present: &[Presence],
) -> Vec<Person> {
    let roles = roles(plan, incident);
    let promises = promises::open(incident, board);
    let running = |s: &&super::StepRow| {
        s.at_work() || (s.state == StepState::Todo && s.holder.is_some() && !s.struck)
    };
    let at = || board.steps.iter().filter(running);
    let mut names: Vec<String> = roles.iter().filter_map(|r| r.holder.clone()).collect();
    let here = present.iter().map(|p| p.operator.clone());
    let doing = at().filter_map(|s| s.who().map(str::to_owned));
    let owing = promises.iter().filter_map(|p| p.owner.clone());
    let wrote = incident.state().presence.values();
    let wrote = wrote.filter_map(|p| Some(incident.author(p.last?).to_owned()));
    let mut others: Vec<String> = here.chain(doing).chain(owing).chain(wrote).collect();
    others.sort();
    names.extend(others);
    let mut people: Vec<Person> = Vec::new();
    for who in names {
        if people.iter().any(|p| p.who == who) {
            continue;
        }
        let cockpits: Vec<Presence> = present
            .iter()
            .filter(|p| p.operator == who)
            .cloned()
            .collect();
        let scale = incident.scale();
        let away = cockpits.iter().map(|c| c.away.map(|t| scale.incident(t)));
        let away: Option<Vec<Time>> = away.collect();
        let steps = at().filter(|s| s.who() == Some(&who));
        people.push(Person {
            seen: seen(incident, &who, &cockpits),
            away: away.and_then(|all| all.into_iter().max()),
            roles: of(&roles, &who),
            steps: steps
                .map(|s| (s.number.clone(), s.title.clone(), s.since))
                .collect(),
            promises: promises
                .iter()
                .filter(|p| p.owner.as_deref() == Some(&who))
                .cloned()
                .collect(),
            cockpits,
            who,
        });
    }
    let idle = |p: &Person| p.is_gone() && p.roles.is_empty() && p.steps.is_empty();
    people.sort_by_key(|p| (idle(p), p.observes()));
    people
}

fn of(roles: &[RoleRow], who: &str) -> Vec<RoleRow> {
    let own = roles.iter().filter(|r| r.holder.as_deref() == Some(who));
    own.cloned().collect()
}

fn seen(incident: &Incident, who: &str, cockpits: &[Presence]) -> Option<Time> {
    let writers = incident.state().presence.values();
    let last = writers.filter_map(|p| p.last);
    let wrote = last
        .filter(|no| incident.author(*no) == who)
        .map(|no| incident.written(no));
    let said = cockpits.iter().map(|c| incident.scale().incident(c.at));
    wrote.chain(said).max()
}

#[cfg(test)]
#[path = "people_tests.rs"]
mod tests;
