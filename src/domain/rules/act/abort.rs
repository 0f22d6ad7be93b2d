//! The run is given up, and goes on where the checklist says.

use super::super::board::{Board, StepRow};
use super::Act;
use crate::domain::facts::{ChecklistAborted, Fact, StepSet};
use crate::domain::ids::Id;
use crate::domain::words::StepState;

/// What giving up means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Abort {
    /// The phase the run is in.
    pub phase: Option<Id>,
    /// Where it goes on, in words; none: nowhere, the run is over.
    pub goes_on: Option<String>,
    /// Steps somebody is at: they are not touched.
    pub running: Vec<String>,
    /// The facts.
    pub facts: Vec<Fact>,
}

impl Act<'_> {
    /// Gives the run up. It goes on at the phase or step named, else at the `abort_to` of the phase it is in: open
    /// steps before that are not taken, except those somebody is at; what was closed there earlier is open again.
    /// None when there is no run, or no such phase or step.
    #[must_use]
    pub fn abort(&self, reason: &str, goto: Option<&Id>) -> Option<Abort> {
        let run = self.board.run.clone()?;
        let steps = &self.board.steps;
        let at_work = steps.iter().rposition(StepRow::at_work);
        let here = at_work.or(self.board.now).or_else(|| self.last_touched());
        let phase = here.and_then(|at| self.board.phases.get(self.board.steps[at].phase));
        let goto = goto.cloned().or_else(|| phase?.abort_to.clone());
        let goal = match &goto {
            Some(id) => Some(self.board.place(id)?),
            None => None,
        };
        let aborted = ChecklistAborted {
            run,
            phase: phase.map(|p| p.id.clone()),
            reason: reason.to_owned(),
            goto,
        };
        let mut facts = vec![Fact::ChecklistAborted(aborted)];
        if let Some(goal) = goal {
            facts.extend(self.leave_for(goal, reason));
        }
        let running = self.board.steps.iter().filter(|s| s.at_work());
        Some(Abort {
            phase: phase.map(|p| p.id.clone()),
            goes_on: goal.map(|at| self.board.named(at)),
            running: running.map(told).collect(),
            facts,
        })
    }

    fn leave_for(&self, goal: usize, reason: &str) -> Vec<Fact> {
        let steps = &self.board.steps;
        let why = Some(format!("aborted: {reason}"));
        let idle = |s: &&StepRow| !s.is_closed() && !s.at_work();
        let passed = steps.iter().take(goal).filter(idle);
        let passed = passed.filter(|s| s.state != StepState::Unknown);
        let mut facts: Vec<Fact> = passed
            .filter_map(|s| self.set(s, StepState::NotTaken, why.clone()))
            .map(Fact::StepSet)
            .collect();
        let phase = steps.get(goal).map(|s| s.phase);
        let there = steps.iter().skip(goal).filter(|s| Some(s.phase) == phase);
        for row in there.filter(|s| s.is_closed() && !s.struck) {
            facts.extend(self.reopen(row, why.clone()));
        }
        // A reopened decision brings back what it had left out: that is passed by as well.
        let passed = |fact: &Fact| match fact {
            Fact::StepSet(StepSet {
                step,
                state: StepState::Todo,
                ..
            }) => steps.iter().take(goal).any(|s| &s.step.id == step),
            _ => false,
        };
        facts.retain(|fact| !passed(fact));
        facts
    }

    /// The last step somebody did something to, where no step is next.
    fn last_touched(&self) -> Option<usize> {
        let steps = self.board.steps.iter().enumerate();
        steps
            .filter(|(_, s)| s.since.is_some())
            .max_by_key(|(_, s)| s.since)
            .map(|(at, _)| at)
    }
}

fn told(row: &StepRow) -> String {
    let who = row.who().map(|who| format!(" ({who})"));
    format!("{} {}{}", row.number, row.title, who.unwrap_or_default())
}

impl Board {
    /// Where a phase begins, or a step stands, as an index into the steps.
    #[must_use]
    pub fn place(&self, id: &Id) -> Option<usize> {
        let phase = self.phases.iter().position(|p| &p.id == id);
        let of_phase = phase.and_then(|p| self.steps.iter().position(|s| s.phase == p));
        of_phase.or_else(|| self.steps.iter().position(|s| &s.step.id == id))
    }

    fn named(&self, at: usize) -> String {
        let step = &self.steps[at];
        let phase = self.phases.get(step.phase);
        let phase = phase.map(|p| format!(", phase {} {}", step.phase + 1, p.title));
        format!(
            "{} {}{}",
            step.number,
            step.title,
            phase.unwrap_or_default()
        )
    }
}
