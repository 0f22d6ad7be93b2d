//! What an operator's act on a step writes: the same facts from a key and from a shell. Guards are asked
//! before, in [`super::gate`]; here everything has been answered.

mod abort;
mod amend;
mod away;
mod decide;
mod ended;
mod finish;
mod part;
mod sensed;
mod undo;
mod verify;
mod vote;

pub use abort::Abort;
pub use amend::{Spot, in_the_way};
pub use away::{ended_away, lost_away};
pub use ended::{After, End, needs_a_person, tail};
pub use sensed::Proof;
pub use undo::{NotUndone, Undone};

use super::board::{Board, StepRow};
use crate::domain::checklist::WaitFor;
use crate::domain::facts::{
    BulletinSent, Fact, MilestoneCleared, MilestoneSet, StepClaimed, StepConfirmed, StepReleased,
    StepSet,
};
use crate::domain::fold::{EntryNo, Incident};
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::time::{Span, Time};
use crate::domain::words::{Stage, StepKind, StepState};
use std::collections::BTreeMap;

/// One operator at one moment: what they do to a step, as facts. Without an adopted checklist only a step can be
/// added: that begins a list captured live, and its steps are acted on like all others.
#[derive(Clone, Copy, Debug)]
pub struct Act<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The checklist as it stands.
    pub board: &'a Board,
    /// The incident.
    pub incident: &'a Incident,
    /// Who acts.
    pub operator: &'a str,
    /// When, in incident time.
    pub now: Time,
}

/// How a step is closed as done.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Closing {
    /// The observed value.
    pub value: Option<String>,
    /// The recorded values, by name: they make the value where there are any.
    pub values: BTreeMap<String, String>,
    /// Why, where a reason was asked for.
    pub reason: Option<String>,
    /// SHA-256 of what proves it, or the raw probe answer.
    pub evidence: Option<String>,
    /// Closed without proof: stays an open obligation.
    pub unproven: bool,
    /// Of a bulletin step: its update left by an own fact already.
    pub already_sent: bool,
}

impl Act<'_> {
    /// Begins a step. A wait starts to count down: a fixed time, or the TTL of a name: as seen before it
    /// moved, else as the plan assumes it.
    /// Until a probe is stable, it waits without an end of its own.
    #[must_use]
    pub fn start(&self, row: &StepRow, reason: Option<String>) -> Vec<Fact> {
        let mut facts = self.take_over(row);
        let set = if row.step.kind == StepKind::Wait {
            let (until, evidence) = self.wait(row);
            let set = self.set(row, StepState::Waiting, reason);
            set.map(|set| StepSet {
                until,
                evidence,
                ..set
            })
        } else {
            self.set(row, StepState::Doing, reason)
        };
        facts.extend(set.map(Fact::StepSet));
        facts
    }

    /// It was tried and did not work.
    #[must_use]
    pub fn fail(&self, row: &StepRow, reason: Option<String>) -> Vec<Fact> {
        self.close(row, StepState::Failed, reason)
    }

    /// It is left out.
    #[must_use]
    pub fn skip(&self, row: &StepRow, reason: Option<String>) -> Vec<Fact> {
        self.close(row, StepState::Skipped, reason)
    }

    /// It will not be done, and that is accepted.
    #[must_use]
    pub fn waive(&self, row: &StepRow, reason: Option<String>) -> Vec<Fact> {
        self.close(row, StepState::Waived, reason)
    }

    /// It comes back at the end of its phase.
    #[must_use]
    pub fn defer(&self, row: &StepRow, reason: Option<String>) -> Vec<Fact> {
        self.close(row, StepState::Deferred, reason)
    }

    /// Back to todo, with nobody at it. A milestone this step reached was not reached after all; steps a
    /// reopened decision had left out come back.
    #[must_use]
    pub fn reopen(&self, row: &StepRow, reason: Option<String>) -> Vec<Fact> {
        let mut facts: Vec<Fact> = self
            .set(row, StepState::Todo, reason)
            .map(Fact::StepSet)
            .into_iter()
            .collect();
        if row.holder.is_some() {
            facts.extend(self.release(row));
        }
        facts.extend(self.unreach(row));
        facts.extend(self.bring_back(row, 0));
        facts
    }

    /// The step is with somebody from now on; `back_in` is a promise.
    #[must_use]
    pub fn claim(&self, row: &StepRow, by: &str, back_in: Option<Span>) -> Vec<Fact> {
        let claim = self.board.run.clone().map(|run| {
            Fact::StepClaimed(StepClaimed {
                run,
                step: row.step.id.clone(),
                by: by.to_owned(),
                back_in,
            })
        });
        claim.into_iter().collect()
    }

    /// Nobody holds the step any more.
    #[must_use]
    pub fn release(&self, row: &StepRow) -> Vec<Fact> {
        let step = row.step.id.clone();
        let release = self.board.run.clone();
        release
            .map(|run| Fact::StepReleased(StepReleased { run, step }))
            .into_iter()
            .collect()
    }

    /// A second person confirms the step: `by`, from an own cockpit, or by `voice` and written down by
    /// another. `reason` marks that a second person was done without.
    #[must_use]
    pub fn confirm(
        &self,
        row: &StepRow,
        by: &str,
        voice: bool,
        reason: Option<String>,
    ) -> Vec<Fact> {
        let confirmed = self.board.run.clone().map(|run| {
            Fact::StepConfirmed(StepConfirmed {
                run,
                step: row.step.id.clone(),
                by: by.to_owned(),
                voice,
                reason,
            })
        });
        confirmed.into_iter().collect()
    }

    /// The update to an audience left; the next one is due by its cadence.
    #[must_use]
    pub fn told(
        &self,
        audience: &Id,
        state: Option<Stage>,
        text: Option<String>,
        via: Option<String>,
    ) -> Fact {
        let known = self.plan.audiences.iter().find(|a| &a.id == audience);
        let every = known.and_then(|a| super::updates::cadence(a, self.incident, self.now));
        let stage = self.incident.state().stage.get().copied();
        Fact::BulletinSent(BulletinSent {
            audience: audience.clone(),
            state: state.or(stage),
            text,
            via,
            next_at: every.map(|every| self.now + every),
            of: None,
        })
    }

    fn close(&self, row: &StepRow, state: StepState, reason: Option<String>) -> Vec<Fact> {
        let mut facts = self.take_over(row);
        facts.extend(self.set(row, state, reason).map(Fact::StepSet));
        facts
    }

    fn set(&self, row: &StepRow, state: StepState, reason: Option<String>) -> Option<StepSet> {
        let run = self.board.run.as_ref()?;
        Some(StepSet {
            reason,
            ..StepSet::plain(run, &row.step.id, state)
        })
    }

    /// What an entry says of a step's state, said once more: it stays that of who said it, and since then.
    fn give_back(&self, no: EntryNo) -> Option<StepSet> {
        let entry = self.incident.log().entry(no);
        let Fact::StepSet(set) = &entry.draft.fact else {
            return None;
        };
        Some(StepSet {
            gives_back: (set.state != StepState::Todo).then(|| entry.reference()),
            ..set.clone()
        })
    }

    /// Who acts on a step somebody else holds, holds it from then on.
    fn take_over(&self, row: &StepRow) -> Vec<Fact> {
        match &row.holder {
            Some(holder) if holder != self.operator => self.claim(row, self.operator, None),
            _ => Vec::new(),
        }
    }

    /// When a wait that begins now ends, and how that is known.
    fn wait(&self, row: &StepRow) -> (Option<Time>, Option<String>) {
        match row.step.wait.as_ref().map(|w| &w.what) {
            Some(WaitFor::Fixed(span)) => (Some(self.now + *span), None),
            Some(WaitFor::TtlOf(name)) => {
                let name = self.board.names.text(name);
                let (until, evidence) =
                    super::serving::wait(self.incident, self.plan, &name, self.now);
                (until, Some(evidence))
            }
            Some(WaitFor::Until(_)) | None => (None, None),
        }
    }

    /// The milestone this step reaches, where nobody set it yet.
    fn reach(&self, row: &StepRow) -> Option<Fact> {
        let name = row.step.milestone?;
        let new = self.incident.milestone(name).is_none();
        new.then(|| {
            Fact::MilestoneSet(MilestoneSet {
                name,
                at: self.now,
                evidence: Some(evidence(row)),
            })
        })
    }

    /// Takes back the milestone this step reached; one set by other means stays.
    fn unreach(&self, row: &StepRow) -> Option<Fact> {
        let name = row.step.milestone?;
        let set = self
            .incident
            .state()
            .milestones
            .get(&name)?
            .get()?
            .as_ref()?;
        let named = set.evidence.as_deref()?;
        let rest = named.strip_prefix(&evidence(row))?;
        (rest.is_empty() || rest.starts_with(": "))
            .then_some(Fact::MilestoneCleared(MilestoneCleared { name }))
    }
}

/// How a milestone names the step that reached it.
fn evidence(row: &StepRow) -> String {
    format!("step {} {}", row.number, row.step.id)
}

#[cfg(test)]
mod tests;
