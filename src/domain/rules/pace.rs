//! How a running step stands against its planned time and its time-box, and the budget of a tight phase.

use super::board::{Board, PhaseRow, StepRow};
use crate::domain::ids::Id;
use crate::domain::time::{Span, Time};
use crate::domain::words::{StepKind, StepState};

/// How far over its time something is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Over {
    /// Within its time, or nobody said how long it takes.
    No,
    /// Past its planned time.
    Plan,
    /// Past its time-box: it is said.
    Box,
}

/// How a running step stands against its time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pace {
    /// Since it was begun; never negative.
    pub used: Span,
    /// What it is measured by: its planned time, and once that is over its time-box, where it has one.
    pub limit: Option<Span>,
    /// Which of both it is past.
    pub over: Over,
}

impl Pace {
    /// How long it is over its limit, when it is.
    #[must_use]
    pub fn excess(&self) -> Option<Span> {
        let excess = self.limit.map(|limit| self.used - limit);
        excess.filter(|excess| excess.0 > 0)
    }
}

/// How a step somebody is at stands against its time; `None` of any other.
#[must_use]
pub fn pace(row: &StepRow, now: Time) -> Option<Pace> {
    let since = row
        .since
        .filter(|_| row.at_work() && row.state == StepState::Doing)?;
    let used = (now - since).max(Span::ZERO);
    let (takes, timebox) = (row.step.takes, row.step.timebox);
    let past = |limit: Option<Span>| limit.is_some_and(|limit| used > limit);
    let over = match (past(timebox), past(takes)) {
        (true, _) => Over::Box,
        (_, true) => Over::Plan,
        _ => Over::No,
    };
    let limit = match over {
        Over::No => takes.or(timebox),
        Over::Plan | Over::Box => timebox.or(takes),
    };
    Some(Pace { used, limit, over })
}

/// A tight phase that has begun.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tight {
    /// Which phase, as an index into the board's.
    pub phase: usize,
    /// When its first step was begun.
    pub begun: Time,
    /// From then to its last closing, or until now; never negative.
    pub used: Span,
    /// Its budget.
    pub budget: Span,
    /// Somebody is at it: not all its steps are closed.
    pub open: bool,
}

impl Tight {
    /// How long it is over its budget, when it is.
    #[must_use]
    pub fn excess(&self) -> Option<Span> {
        Some(self.used - self.budget).filter(|excess| excess.0 > 0)
    }

    /// `1:12 of 3m`, `OVER 0:14`.
    #[must_use]
    pub fn words(&self) -> String {
        match self.excess() {
            Some(excess) => format!("OVER {}", excess.clock()),
            None => format!("{} of {}", self.used.clock(), self.budget.planned()),
        }
    }
}

impl Board {
    /// The tight phase that is going on: begun, and not all its steps are closed.
    #[must_use]
    pub fn tight(&self, now: Time) -> Option<Tight> {
        let phases = self.phases.iter().enumerate();
        let mut begun = phases.filter_map(|(at, phase)| spent(self, at, phase, now));
        begun.find(|tight| tight.open)
    }

    /// How the budget of a phase was used, once its first step was begun; of a tight one only.
    #[must_use]
    pub fn budget(&self, phase: usize, now: Time) -> Option<Tight> {
        spent(self, phase, self.phases.get(phase)?, now)
    }
}

fn spent(board: &Board, at: usize, phase: &PhaseRow, now: Time) -> Option<Tight> {
    let budget = phase.tight?;
    let counts = |row: &&StepRow| {
        let gone = row.struck || row.state == StepState::NotTaken;
        row.phase == at && !gone && row.step.kind != StepKind::Task
    };
    let steps = || board.steps.iter().filter(counts);
    let done = |row: &StepRow| matches!(row.state, StepState::Done | StepState::Verified);
    let begun = |row: &StepRow| row.started.or(row.since.filter(|_| done(row)));
    let begun = steps().filter_map(begun).min()?;
    let open = steps().any(|row| !row.is_closed()) && !phase.completed;
    let closed = steps().filter_map(|row| row.since).max();
    let end = closed.filter(|_| !open).unwrap_or(now);
    Some(Tight {
        phase: at,
        begun,
        used: (end - begun).max(Span::ZERO),
        budget,
        open,
    })
}

/// Something is over its time, to be told once.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Overrun {
    /// The step or phase.
    pub of: Id,
    /// When that began.
    pub since: Time,
    /// Who is at it, if anybody is.
    pub who: Option<String>,
    /// In words, for the timeline.
    pub text: String,
}

/// Every running step over its time-box, and every tight phase over its budget.
#[must_use]
pub fn overruns(board: &Board, now: Time) -> Vec<Overrun> {
    let steps = board.steps.iter().filter_map(|row| step_over(row, now));
    let phase = board.tight(now).and_then(|tight| phase_over(board, &tight));
    steps.chain(phase).collect()
}

fn step_over(row: &StepRow, now: Time) -> Option<Overrun> {
    let limit = row.step.timebox?;
    let over = pace(row, now)?.over == Over::Box;
    let since = row.since.filter(|_| over)?;
    let title: String = row.title.chars().take(60).collect();
    let by = row.by.as_ref().map(|by| format!(" by {by}"));
    let by = by.unwrap_or_default();
    Some(Overrun {
        of: row.step.id.clone(),
        since,
        who: row.who().map(str::to_owned),
        text: format!(
            "{} {title} is over its time-box of {} (started {}{by})",
            row.number,
            limit.planned(),
            since.clock(),
        ),
    })
}

fn phase_over(board: &Board, tight: &Tight) -> Option<Overrun> {
    tight.excess()?;
    let phase = board.phases.get(tight.phase)?;
    let title: String = phase.title.chars().take(60).collect();
    let at_it = |row: &&StepRow| row.phase == tight.phase && row.at_work();
    let who = board.steps.iter().filter(at_it).find_map(StepRow::who);
    Some(Overrun {
        of: phase.id.clone(),
        since: tight.begun,
        who: who.map(str::to_owned),
        text: format!(
            "{title} is over its budget of {} (begun {})",
            tight.budget.planned(),
            tight.begun.clock(),
        ),
    })
}

impl Overrun {
    /// Whether a note says this already, whatever was masked in its title, and whoever has taken the step over since.
    #[must_use]
    pub fn is_told_by<'a>(&'a self, note: &'a str) -> bool {
        let head = self.text.split(' ').next().unwrap_or_default();
        let tail = |text: &'a str| -> Option<&'a str> {
            let (_, tail) = text.rsplit_once(" is over its ")?;
            tail.split('Z').next()
        };
        tail(note).is_some_and(|said| Some(said) == tail(&self.text)) && note.starts_with(head)
    }
}

#[cfg(test)]
#[path = "pace_tests.rs"]
mod tests;
