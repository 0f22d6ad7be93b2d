//! The time left along the longest way through the list, from planned times and from earlier runs. Human pauses
//! (decisions, holds, the time between steps) are counted, not estimated.

use super::board::{Board, StepRow};
use super::names::Names;
use crate::domain::checklist::WaitFor;
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::time::{Span, Time};
use crate::domain::words::{StepKind, StepState};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How long steps took in earlier runs of the same checklist, by step: in incident time, the oldest first.
pub type Past = BTreeMap<Id, Vec<Span>>;

/// The time left as a range, work and waits only: human pauses are not in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Eta {
    /// Every team side by side with the others as the order allows, each step as quick as it can be.
    pub least: Span,
    /// Each step as slow as it can be; one after the other while one person holds all the roles there are.
    pub most: Span,
    /// Open steps without a planned time: the range is too small by these.
    pub unplanned: usize,
    /// Open decisions and holds: their time comes on top.
    pub pauses: usize,
}

/// How long one step takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Estimate {
    /// As quick as it can be.
    pub least: Span,
    /// As slow as it can be.
    pub most: Span,
}

/// How often a step was done before, and how long it took in the middle of those.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Known {
    /// Runs in which it was done.
    pub runs: usize,
    /// The middle one of their times.
    pub median: Span,
}

impl Board {
    /// The time left, as a range.
    #[must_use]
    pub fn eta(&self, now: Time) -> Option<Eta> {
        eta(self, now)
    }

    /// How long steps took in earlier runs of the same checklist.
    pub fn learn(&mut self, past: &Arc<Past>) {
        self.past = Arc::clone(past);
    }

    /// How long a step takes, if anybody said or saw.
    #[must_use]
    pub fn estimate(&self, row: &StepRow) -> Option<Estimate> {
        estimate(self, row)
    }

    /// What earlier runs say of a step.
    #[must_use]
    pub fn known(&self, row: &StepRow) -> Option<Known> {
        known(&self.past, &row.step.id)
    }
}

/// What earlier runs say of a step.
fn known(past: &Past, step: &Id) -> Option<Known> {
    let mut times = past.get(step).filter(|times| !times.is_empty())?.clone();
    times.sort_unstable();
    let (runs, at) = (times.len(), times.len() / 2);
    let median = if runs % 2 == 1 {
        times[at]
    } else {
        Span((times[at - 1].0 + times[at].0) / 2)
    };
    Some(Known { runs, median })
}

/// The TTL of each wait for one, as the plan assumes it.
pub(super) fn assumed(plan: &Plan, names: &Names, steps: &[StepRow]) -> BTreeMap<Id, Span> {
    let ttl = |row: &StepRow| match &row.step.wait.as_ref()?.what {
        WaitFor::TtlOf(name) => {
            let name = names.text(name);
            let known = plan.dns.iter().find(|d| d.name == name)?.ttl?;
            Some((row.step.id.clone(), known))
        }
        WaitFor::Fixed(_) | WaitFor::Until(_) => None,
    };
    steps.iter().filter_map(ttl).collect()
}

/// How long a step takes: as earlier runs say, with the plan beside them while they are few; else as planned, up
/// to its time-box. `None` when nobody said.
fn estimate(board: &Board, row: &StepRow) -> Option<Estimate> {
    let wait = row.step.wait.as_ref().and_then(|w| match &w.what {
        WaitFor::Fixed(span) => Some(*span),
        WaitFor::TtlOf(_) => board.ttls.get(&row.step.id).copied().or(w.timeout),
        WaitFor::Until(_) => w.timeout,
    });
    let planned = row.step.takes.or(wait);
    let times = board.past.get(&row.step.id);
    let few = times.is_none_or(|times| times.len() < 3);
    let told = times.into_iter().flatten().copied();
    let all = told.chain(planned.filter(|_| few));
    let all = all.map(|span| span.max(Span::ZERO));
    let least = all.clone().min()?;
    let unknown = times.is_none_or(Vec::is_empty);
    let most = all.chain(row.step.timebox.filter(|_| unknown)).max()?;
    Some(Estimate { least, most })
}

/// The time left; `None` when no open step has a planned time.
fn eta(board: &Board, now: Time) -> Option<Eta> {
    let open = |row: &&StepRow| !row.is_closed() && row.step.kind != StepKind::Task;
    let left: Vec<Option<Estimate>> = board
        .steps
        .iter()
        .map(|row| left(board, row, now).filter(|_| open(&row)))
        .collect();
    let pause = |row: &StepRow| matches!(row.step.kind, StepKind::Decision | StepKind::Hold);
    let steps = || board.steps.iter().zip(&left).filter(|(row, _)| open(row));
    let works = || steps().filter(|(row, _)| !pause(row));
    works().any(|(_, left)| left.is_some()).then(|| Eta {
        least: longest(board, &left, |e| e.least, true),
        most: longest(board, &left, |e| e.most, board.teams.are_several()),
        unplanned: works().filter(|(_, left)| left.is_none()).count(),
        pauses: steps().filter(|(row, _)| pause(row)).count(),
    })
}

/// The longest way through the steps that are left. Somebody does one step after the other: each team its own, or
/// one person all. A wait keeps nobody.
fn longest(
    board: &Board,
    left: &[Option<Estimate>],
    of: impl Fn(&Estimate) -> Span,
    teams: bool,
) -> Span {
    let mut ends = vec![Span::ZERO; left.len()];
    let mut free: BTreeMap<Option<&Id>, Span> = BTreeMap::new();
    for at in board.order.sorted() {
        let row = &board.steps[at];
        let step = &row.step;
        let takes = left[at].as_ref().map_or(Span::ZERO, &of);
        let listed = step.after.is_empty();
        let before = board.order.before(at).iter().copied();
        let before = before.filter(|before| listed || !board.steps[*before].is_closed());
        let before = before.map(|before| ends[before]);
        let running = row.state.is_running();
        let before = before.max().filter(|_| !running);
        let mut begins = before.unwrap_or(Span::ZERO);
        let doer = step.role.as_ref().filter(|_| teams);
        let keeps = step.kind != StepKind::Wait && (doer.is_some() || !teams) && takes.0 > 0;
        if keeps && running {
            let kept = free.entry(doer).or_default();
            *kept = takes.max(*kept);
        } else if keeps {
            begins = begins.max(free.get(&doer).copied().unwrap_or(Span::ZERO));
            free.insert(doer, begins + takes);
        }
        ends[at] = begins + takes;
    }
    ends.into_iter().max().unwrap_or(Span::ZERO)
}

/// What is left of one step; a human pause takes no time of its own.
fn left(board: &Board, row: &StepRow, now: Time) -> Option<Estimate> {
    if matches!(row.step.kind, StepKind::Decision | StepKind::Hold) {
        return None;
    }
    if let Some(until) = row.until.filter(|_| row.state == StepState::Waiting) {
        let left = (until - now).max(Span::ZERO);
        return Some(Estimate {
            least: left,
            most: left,
        });
    }
    let whole = estimate(board, row)?;
    let used = match (row.state.is_running(), row.since) {
        (true, Some(since)) => (now - since).max(Span::ZERO),
        _ => Span::ZERO,
    };
    let less = |span: Span| Span((span - used).0.max(0));
    Some(Estimate {
        least: less(whole.least),
        most: less(whole.most),
    })
}
