//! What must not be overlooked. Alarms follow from the facts and the clock; only their acknowledgement is a fact.

mod again;
mod lasting;
mod left;
mod pager;
mod people;

use super::asked::{again, over};
use super::board::{Board, StepRow};
use super::changes::{answers, came_after};
use super::clocks::Clocks;
use super::paging::is_hint;
use super::updates::{UpdateClock, escalations};
use super::{fenced, writers};
use crate::domain::fold::{EntryNo, Incident};
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::time::Time;
use crate::domain::words::{ProbeState, StepState};

/// Something that must not be overlooked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Alarm {
    /// Names it as long as its cause lasts.
    pub id: String,
    /// In one line.
    pub text: String,
    /// How loud: 0 is the loudest.
    pub rank: u8,
    /// Who knows of it, if anybody.
    pub acknowledged: Option<String>,
}

/// All alarms at `now`, the loudest and unacknowledged first.
#[must_use]
pub fn alarms(
    plan: &Plan,
    incident: &Incident,
    board: &Board,
    clocks: &Clocks,
    updates: &[UpdateClock],
    now: Time,
) -> Vec<Alarm> {
    let mut alarms = Alarms {
        incident,
        found: Vec::new(),
    };
    if !incident.is_open() {
        return alarms.found;
    }
    alarms.back(plan, board, now);
    alarms.split(plan, board);
    alarms.down_again(plan);
    alarms.unproven(plan, board);
    alarms.earlier_runs(plan, board);
    alarms.left_running();
    for row in &board.steps {
        alarms.step(row, now);
    }
    if let Some(tight) = board.tight(now)
        && let Some(over) = tight.excess()
    {
        let (phase, budget) = (&board.phases[tight.phase], tight.budget.planned());
        let text = format!("{} OVER its {budget} by {}", phase.title, over.clock());
        alarms.add(1, format!("tight.{}", phase.id), text, &[]);
    }
    alarms.blind();
    if let (Some(over), true) = (
        clocks.decide_by.filter(|left| left.0 < 0),
        board.run.is_some(),
    ) {
        let text = format!("DECISION OVERDUE by {}", over.calm());
        alarms.add(2, "decide".to_owned(), text, &[]);
    }
    alarms.updates(updates, board, now);
    alarms.lasting(now);
    for clock in escalations(plan, incident)
        .iter()
        .filter(|c| !c.called && c.due <= now)
    {
        let text = format!("CALL {}: due {} ago", clock.to, (now - clock.due).calm());
        alarms.add(3, clock.alarm.clone(), text, &[]);
    }
    for role in plan.roles.iter().filter(|r| r.required) {
        if incident.holder(&role.id).is_none() {
            let record = incident.state().roles.get(&role.id);
            let left = record.and_then(|r| r.holder.held()).map(|h| h.by);
            let text = format!("nobody is {}", role.name);
            alarms.add(3, format!("role.{}", role.id), text, &[left]);
        }
    }
    alarms.people(plan, board, now);
    alarms.pagers();
    if let Some(over) = clocks.rto_over {
        let text = format!("RTO OVER by {}", over.calm());
        alarms.add(4, "rto".to_owned(), text, &[]);
    }
    let mut found = alarms.found;
    found.sort_by_key(Alarm::place);
    found
}

impl Alarm {
    /// Where it stands among others: what nobody knows of first, then the loudest. A hint does not hide that two sides
    /// write, or that a fenced one is back, whoever knows of that.
    #[must_use]
    pub fn place(&self) -> (u8, u8) {
        let lasts = self.id.starts_with("split.") || self.id.starts_with("back.");
        let class = match (self.acknowledged.is_some(), is_hint(&self.id)) {
            (false, false) => 0,
            (true, _) if lasts => 1,
            (false, true) => 2,
            (true, _) => 3,
        };
        (class, self.rank)
    }
}

struct Alarms<'a> {
    incident: &'a Incident,
    found: Vec<Alarm>,
}

impl Alarms<'_> {
    /// An alarm, and the entries that caused it: only who acknowledged after having seen them knows of it. What
    /// happens again is a new alarm.
    fn add(&mut self, rank: u8, id: String, text: String, causes: &[Option<EntryNo>]) {
        if self.found.iter().any(|a| a.id == id) {
            return;
        }
        let log = self.incident.log();
        let knows = |ack: &&EntryNo| causes.iter().flatten().all(|cause| log.sees(**ack, *cause));
        let said = self.incident.state().acknowledged.get(&id);
        let by = said.and_then(|said| said.iter().find(knows));
        let acknowledged = by.map(|no| self.incident.author(*no).to_owned());
        self.found.push(Alarm {
            id,
            text,
            rank,
            acknowledged,
        });
    }

    /// The same of what may be over: then it is gone once somebody knows of it.
    fn add_while(
        &mut self,
        lasts: bool,
        rank: u8,
        id: String,
        text: String,
        causes: &[Option<EntryNo>],
    ) {
        let before = self.found.len();
        self.add(rank, id, text, causes);
        let known = |a: &Alarm| a.acknowledged.is_some() && !lasts;
        if self.found.len() > before && self.found.last().is_some_and(known) {
            self.found.pop();
        }
    }

    /// The entry that gave a step of the active run its state.
    fn cause(&self, step: &Id) -> Option<EntryNo> {
        let (_, run) = self.incident.active_run()?;
        Some(run.step(step)?.state.held()?.by)
    }

    /// A side that was fenced answers again: loud until somebody knows of it, also when it is gone again by then.
    fn back(&mut self, plan: &Plan, board: &Board, now: Time) {
        let Some(fence) = fenced::fence(board, self.incident) else {
            return;
        };
        let back = fenced::back(&fence, self.incident, now);
        // That one without proof only answers is said by its own alarm.
        let Some(back) = back.filter(|b| b.writable || !fence.unproven) else {
            return;
        };
        let service = plan.services.iter().find(|s| s.id == back.service);
        let service = service.map_or(back.service.as_str(), |s| &s.name);
        let text = fenced::words(side(plan, Some(&fence.side)), service, &fence, &back);
        let over = back.until.is_some();
        // Who knows, or was paged, that it answers does not know that it takes writes.
        let id = match back.writable {
            true => format!("back.{}", fence.side),
            false => format!("back.{}.answers", fence.side),
        };
        self.add_while(!over, 0, id, text, &[Some(back.by)]);
    }

    /// Writable on both sides: stands until somebody knows of it, also when it is over by then.
    fn split(&mut self, plan: &Plan, board: &Board) {
        // Once the target was made writable it is the one that is meant.
        let meant = board.no_return().and(self.incident.direction());
        let stop = meant.map_or("one of them", |(from, _)| side(plan, Some(from)));
        for split in writers::splits(plan, self.incident).iter().rev() {
            let text = writers::words(plan, self.incident, split, stop);
            let id = format!("split.{}", split.service);
            self.add_while(split.until.is_none(), 0, id, text, &[Some(split.cause)]);
        }
    }

    fn unproven(&mut self, plan: &Plan, board: &Board) {
        for pair in board.open_pairs.iter().filter(|p| p.unproven) {
            let from = self.incident.direction().map(|(from, _)| from);
            let cause = self.cause(&pair.step);
            let back = self.answering(from, cause);
            let text = not_fenced(side(plan, from), &pair.number, back);
            let id = named(format!("unproven.{}", pair.step), back);
            self.add(0, id, text, &[cause, back]);
        }
        let others = board
            .steps
            .iter()
            .filter(|s| s.unproven && s.step.opens.is_none() && s.state == StepState::Done);
        for row in others {
            let text = format!("{} {} is NOT PROVEN", row.number, row.title);
            let cause = self.cause(&row.step.id);
            self.add(0, format!("unproven.{}", row.step.id), text, &[cause]);
        }
    }

    /// The entry that says that a side answers again since it was left unproven: who knew of the one
    /// does not know of the other.
    fn answering(&self, side: Option<&Id>, since: Option<EntryNo>) -> Option<EntryNo> {
        let (side, since) = (side?, since?);
        let probes = self.incident.state().probes.iter();
        let here = probes.filter(|((_, provider, _), _)| provider == side);
        let up = here.filter_map(|(_, verdict)| verdict.held());
        let up = up.filter(|held| answers(held.value.state));
        up.map(|held| held.by)
            .filter(|by| came_after(self.incident, *by, since))
            .min_by_key(|by| self.incident.written(*by))
    }

    /// What an earlier checklist left unproven stays an obligation until it is undone: a fail-back begins with it.
    fn earlier_runs(&mut self, plan: &Plan, board: &Board) {
        for pair in board.earlier_pairs.iter().filter(|p| p.unproven) {
            let Some((id, of)) = pair.run.as_ref().zip(pair.of.as_ref()) else {
                continue;
            };
            let run = self.incident.state().runs.get(id);
            let held = run.and_then(|run| run.step(&pair.step)?.state.held());
            let left = held.map(|held| held.by);
            let from = run.and_then(|run| Some(run.direction()?.0));
            let back = self.answering(from, left);
            let place = format!("{} of {of}", pair.step);
            let text = not_fenced(side(plan, from), &place, back);
            let mut name = format!("unproven.{}", pair.step);
            if self
                .found
                .iter()
                .any(|a| a.id == name || a.id == answers_too(&name))
            {
                name = format!("unproven.{id}.{}", pair.step);
            }
            self.add(0, named(name, back), text, &[left, back]);
        }
    }

    fn step(&mut self, row: &StepRow, now: Time) {
        let id = &row.step.id;
        let cause = self.cause(id);
        if !row.rivals.is_empty() {
            let by = row.by.as_deref().unwrap_or("?");
            let said = row.rivals.iter();
            let said: Vec<String> = said.map(|(who, s)| format!("{who} says {s}")).collect();
            let text = format!(
                "{}: {by} says {}, {} at the same time",
                row.number,
                row.state,
                said.join(", ")
            );
            let run = self.incident.active_run().map(|(_, run)| run);
            let record = run.and_then(|r| r.step(id));
            let rivals = record.iter().flat_map(|r| r.rivals());
            let causes: Vec<_> = rivals.map(|h| Some(h.by)).chain([cause]).collect();
            self.add(1, format!("conflict.{id}"), text, &causes);
        }
        self.decision(row, now);
        if row.state == StepState::Failed && row.step.critical {
            let why = row.reason.as_deref().unwrap_or("no reason given");
            let text = format!("{} FAILED: {why}", row.number);
            self.add(1, format!("failed.{id}"), text, &[cause]);
        }
        if let (StepState::Doing, Some(since), Some(limit)) =
            (row.state, row.since, row.step.timebox)
            && row.at_work()
            && now - since > limit
        {
            let over = (now - since - limit).calm();
            let text = format!("{} is OVER its time by {over}", row.number);
            self.add(2, format!("timebox.{id}"), text, &[cause]);
        }
        if let Some(over) = row.wait_over(now) {
            let text = format!("{} WAITS TOO LONG, over by {}", row.number, over.calm());
            self.add(2, format!("timeout.{id}"), text, &[cause]);
        }
    }

    fn decision(&mut self, row: &StepRow, now: Time) {
        let id = &row.step.id;
        if let Some(asked) = again(self.incident, row) {
            let text = format!("{} is asked AGAIN: {}", row.number, row.title);
            self.add(1, format!("asked.{id}"), text, &[Some(asked)]);
        }
        if let Some(over) = over(self.incident, row, now) {
            let over = over.calm();
            let text = format!(
                "{} is OVER its deadline by {over}: {}",
                row.number, row.title
            );
            self.add(2, format!("deadline.{id}"), text, &[]);
        }
    }

    fn blind(&mut self) {
        for (machine, vantage) in &self.incident.state().vantage {
            let Some(held) = vantage.held().filter(|h| h.value.blind) else {
                continue;
            };
            let text = format!("{machine} is BLIND: no witness answers it, it calls nothing down");
            self.add(1, format!("blind.{machine}"), text, &[Some(held.by)]);
        }
    }

    /// An overdue update: known until the next one leaves, and overdue again after that.
    fn updates(&mut self, updates: &[UpdateClock], board: &Board, now: Time) {
        for clock in updates {
            let Some(over) = clock.overdue(now) else {
                continue;
            };
            let name = board.names.text(&clock.name);
            let text = format!("update to {name} OVERDUE {}", over.calm());
            let record = self.incident.state().audiences.get(&clock.audience);
            let sent = record.and_then(|r| r.sent.held()).map(|h| h.by);
            self.add(3, format!("update.{}", clock.audience), text, &[sent]);
        }
    }
}

fn side<'a>(plan: &'a Plan, id: Option<&'a Id>) -> &'a str {
    id.map_or("the side left", |id| plan.short(id))
}

/// The state last reported of a probe, by the machine that reported last; for views without own probes.
#[must_use]
pub fn reported(incident: &Incident, provider: &Id, service: &Id) -> Option<ProbeState> {
    let probes = incident.state().probes.iter();
    let of_service = probes.filter(|((_, p, s), _)| p == provider && s == service);
    let held = of_service.filter_map(|(_, register)| register.held());
    let last = held.max_by(|a, b| incident.log().order(a.by, b.by));
    last.map(|held| held.value.state)
}

/// What was not proven, and answers: another alarm than that it was not proven.
fn named(name: String, back: Option<EntryNo>) -> String {
    match back {
        Some(_) => answers_too(&name),
        None => name,
    }
}

fn answers_too(name: &str) -> String {
    format!("{name}.answers")
}

fn not_fenced(side: &str, place: &str, back: Option<EntryNo>) -> String {
    match back {
        Some(_) => format!("{side} ANSWERS AGAIN and is NOT PROVEN FENCED ({place}): it may write"),
        None => format!("{side} NOT PROVEN FENCED ({place}): it may write when it returns"),
    }
}

#[cfg(test)]
#[path = "alarms_tests.rs"]
mod tests;
