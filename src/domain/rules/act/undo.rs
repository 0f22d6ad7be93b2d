//! Taking back one's own last act on a step. It never runs an undo command.

use super::super::board::StepRow;
use super::super::jobs::still_runs;
use super::super::told::{Part, origin};
use super::Act;
use crate::domain::facts::{Fact, StepSet, StepTicked};
use crate::domain::fold::{EntryNo, StepRecord};
use crate::domain::words::StepState;

/// What an undo takes back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undone {
    /// What is taken back, in words: `2.3 done`.
    pub what: String,
    /// What can no longer be undone, if anything.
    pub remains: Option<String>,
    /// The facts that take it back.
    pub facts: Vec<Fact>,
}

/// Why nothing is taken back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotUndone {
    /// Nothing was done to the step yet.
    Nothing,
    /// The last act was somebody else's: `reopen` is the word for that.
    Others {
        /// Whose.
        who: String,
    },
    /// A confirmation stands: it was said.
    Confirmed,
    /// That would give back what was taken back: doing it again passes its guards.
    Again,
    /// Its command still runs, and would run on unseen. In words.
    Runs(String),
}

impl Act<'_> {
    /// Takes back the operator's own last act on the step: the state, or the claim, is again what it was before.
    ///
    /// # Errors
    /// When there is nothing to take back, the last act was somebody else's or a confirmation, taking it back would
    /// do what was taken back before, or its command still runs.
    pub fn undo(&self, row: &StepRow) -> Result<Undone, NotUndone> {
        let run = self.incident.active_run().map(|(_, run)| run);
        let record = run.and_then(|r| r.step(&row.step.id));
        let record = record.ok_or(NotUndone::Nothing)?;
        let last = self.last(record).ok_or(NotUndone::Nothing)?;
        let sensed =
            matches!(&self.incident.log().entry(last).draft.fact, Fact::StepSet(set) if set.sensed);
        let who = self.incident.author(origin(record, self.incident, last));
        if sensed || who != self.operator {
            let who = if sensed { "its probe" } else { who }.to_owned();
            return Err(NotUndone::Others { who });
        }
        match &self.incident.log().entry(last).draft.fact {
            Fact::StepSet(set) => self.undo_state(row, record, last, set),
            Fact::StepClaimed(_) | Fact::StepReleased(_) => Ok(self.undo_holder(row, last)),
            Fact::StepTicked(ticked) => Ok(self.undo_tick(row, ticked)),
            _ => Err(NotUndone::Confirmed),
        }
    }

    /// The last act on the step.
    fn last(&self, record: &StepRecord) -> Option<EntryNo> {
        let log = self.incident.log();
        let state = record.history.last().copied();
        let holder = record.holder.held().map(|h| h.by);
        let confirmed = record.confirmations.last().map(|(no, _)| *no);
        let parts = record.parts.values().filter_map(|p| p.held());
        [holder, state, confirmed]
            .into_iter()
            .flatten()
            .chain(parts.map(|h| h.by))
            .max_by(|a, b| log.order(*a, *b))
    }

    fn undo_state(
        &self,
        row: &StepRow,
        record: &StepRecord,
        last: EntryNo,
        undone: &StepSet,
    ) -> Result<Undone, NotUndone> {
        let before = record.history.iter().rev().find(|no| **no != last);
        let before = before.and_then(|no| self.give_back(*no));
        let before = before.or_else(|| self.set(row, StepState::Todo, None));
        let before = before.ok_or(NotUndone::Nothing)?;
        let opens = undone.state == StepState::Todo || undone.gives_back.is_some();
        let still_closed = before.state.is_closed();
        if opens || (still_closed && !undone.state.is_closed()) {
            return Err(NotUndone::Again);
        }
        if let Some(words) = still_runs(row).filter(|_| !before.state.is_running()) {
            return Err(NotUndone::Runs(words));
        }
        let unproven = before.unproven && !undone.unproven;
        let mut facts = vec![Fact::StepSet(before)];
        if undone.state.is_closed() && (!still_closed || unproven) {
            facts.extend(self.unreach(row));
        }
        if row.step.decision.is_some() && !still_closed {
            facts.extend(self.bring_back(row, 0));
        }
        let mut what = format!("{} {}", row.number, undone.state);
        if let Some(part) = self.closing_tick(row, record, last) {
            what.push_str(&format!(", {}", part.title));
            facts.extend(self.tick(row, part, false));
        }
        let done = matches!(undone.state, StepState::Done | StepState::Verified);
        let begun = undone.state == StepState::Doing && row.step.irreversible;
        let tick = ((done || begun) && row.step.irreversible).then(|| {
            let id = &row.step.id;
            let what = if done { "tick" } else { "start" };
            format!("only the {what} is taken back: what {id} did cannot be undone")
        });
        let done = done || begun;
        let undoing = self.board.undoing(row).filter(|_| done);
        let beyond = self.board.beyond(row).filter(|_| done);
        let remains: Vec<String> = [tick, undoing, beyond].into_iter().flatten().collect();
        Ok(Undone {
            what,
            remains: (!remains.is_empty()).then(|| remains.join("; ")),
            facts,
        })
    }

    /// The part whose tick closed the step: said by the same person, right before.
    fn closing_tick<'r>(
        &self,
        row: &'r StepRow,
        record: &StepRecord,
        closed: EntryNo,
    ) -> Option<&'r Part> {
        let log = self.incident.log();
        let ticks = record
            .parts
            .iter()
            .filter_map(|(name, p)| Some((name, p.held()?)));
        let (name, tick) = ticks.max_by(|a, b| log.order(a.1.by, b.1.by))?;
        let (tick_at, closed_at) = (log.entry(tick.by), log.entry(closed));
        let same = tick_at.writer == closed_at.writer && tick.value;
        let right_before = tick_at.draft.seq + 1 == closed_at.draft.seq;
        row.part(name).filter(|_| same && right_before)
    }

    fn undo_tick(&self, row: &StepRow, ticked: &StepTicked) -> Undone {
        let part = row.part(&ticked.part);
        let title = part.map_or(ticked.part.as_str(), |p| &p.title);
        let word = if ticked.done { "done" } else { "open again" };
        let facts = part.map(|part| self.tick(row, part, !ticked.done));
        Undone {
            what: format!("{} {title} {word}", row.number),
            remains: None,
            facts: facts.unwrap_or_default(),
        }
    }

    fn undo_holder(&self, row: &StepRow, last: EntryNo) -> Undone {
        let log = self.incident.log();
        let run = self.board.run.as_ref();
        let holder = |fact: &Fact| match fact {
            Fact::StepClaimed(f) if Some(&f.run) == run && f.step == row.step.id => {
                Some(Some((f.by.clone(), f.back_in)))
            }
            Fact::StepReleased(f) if Some(&f.run) == run && f.step == row.step.id => Some(None),
            _ => None,
        };
        let before = log
            .iter()
            .filter(|(no, _)| log.order(*no, last).is_lt())
            .filter_map(|(no, e)| Some((no, holder(&e.draft.fact)?)))
            .max_by(|(a, _), (b, _)| log.order(*a, *b));
        let (what, facts) = match before.and_then(|(_, holder)| holder) {
            Some((by, back_in)) => ("hand-over", self.claim(row, &by, back_in)),
            None => ("claim", self.release(row)),
        };
        Undone {
            what: format!("{} {what}", row.number),
            remains: None,
            facts,
        }
    }
}

#[cfg(test)]
#[path = "undo_tests.rs"]
mod tests;
