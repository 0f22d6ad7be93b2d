//! What this cockpit's own probes say of the condition a step is bound to. It asks the board of probes only: a probe
//! of any kind that can be asked for a state, a role or the very words it measured needs no change here.

mod lost;
mod memory;
mod stand;
mod words;

pub use lost::alarm as lost_alarm;
pub use memory::{Memory, by_hand, eligible};
pub use stand::Stand;

use super::gate::Need;
use crate::domain::checklist::{Sensed, Step, WaitFor};
use crate::domain::ids::Id;
use crate::domain::probe::{Board, ProbeId, Verdict};
use crate::domain::time::{Span, Time};
use crate::domain::words::{ProbeState, StepKind};

/// What the own probe says of a condition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sensing {
    /// Nothing can be said from here.
    Unknown(Unseen),
    /// Measured, and it does not hold.
    False(Reading),
    /// It holds, not often enough in a row yet.
    True(Reading),
    /// It holds, as often in a row as the step wants.
    Stable(Reading),
}

/// Why nothing can be said of a condition from here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unseen {
    /// The plan has no such probe, or the direction is not known.
    NoProbe,
    /// There is no result yet.
    NoResult,
    /// The newest result is too old to believe.
    Stale,
    /// This machine is cut off, or no witness has spoken for it yet.
    Blind,
    /// The newest result could not be measured.
    NotMeasured,
}

/// What a probe measured last, against a condition. Its texts are as they came, not safe to print.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// Results in a row that show the condition.
    pub count: u32,
    /// So many are wanted.
    pub of: u32,
    /// Wall time at which the first of them began; none when there are none.
    pub first: Option<Time>,
    /// What the probe shows: its state, or the role it measured.
    pub shows: String,
    /// What was measured last.
    pub detail: String,
    /// Time to the last answer, where there was one.
    pub latency: Option<Span>,
    /// Age of the newest result.
    pub age: Span,
}

/// The condition a step is bound to: what a wait waits for, else the probe that closes the step.
#[must_use]
pub fn condition(step: &Step) -> Option<&Sensed> {
    let until = match step.wait.as_ref().map(|w| &w.what) {
        Some(WaitFor::Until(on)) if step.kind == StepKind::Wait => Some(on),
        _ => None,
    };
    until.or(step.sensed.as_ref())
}

/// The probe a condition names, by the direction of its run: from, to.
#[must_use]
pub fn probe(on: &Sensed, direction: Option<(&Id, &Id)>) -> Option<ProbeId> {
    let (side, service) = on.probe.split_once('.')?;
    let (from, to) = direction?;
    let provider = match side {
        "from" => from.clone(),
        "to" => to.clone(),
        _ => return None,
    };
    let service = Id::new(service)?;
    Some(ProbeId::Service { service, provider })
}

/// The verdict on the probe a condition names.
#[must_use]
pub fn verdict<'a>(
    on: &Sensed,
    direction: Option<(&Id, &Id)>,
    board: &'a Board,
) -> Option<&'a Verdict> {
    match probe(on, direction)? {
        ProbeId::Service { service, provider } => board.verdict(&service, &provider),
        ProbeId::Witness(_) | ProbeId::Name { .. } => None,
    }
}

/// What the own board of probes says of a condition at wall time `wall`.
#[must_use]
pub fn sense(on: &Sensed, direction: Option<(&Id, &Id)>, board: &Board, wall: Time) -> Sensing {
    let Some(verdict) = verdict(on, direction, board) else {
        return Sensing::Unknown(Unseen::NoProbe);
    };
    match unseen(on, verdict, board, wall) {
        Some(why) => Sensing::Unknown(why),
        None => measured(on, verdict, wall),
    }
}

/// Why a probe says nothing that can be believed, if so.
fn unseen(on: &Sensed, verdict: &Verdict, board: &Board, wall: Time) -> Option<Unseen> {
    use crate::domain::probe::Finding::{Bad, NotMeasured};
    let last = verdict.last();
    let Some(last) = last else {
        return Some(Unseen::NoResult);
    };
    if verdict.stale(wall) {
        return Some(Unseen::Stale);
    }
    if last.finding == NotMeasured {
        return Some(Unseen::NotMeasured);
    }
    // That a target fails is believed only where a witness answered since: it may be us.
    let run = verdict.in_a_row(&on.is);
    let failing = last.finding == Bad;
    let vantage = board.vantage();
    let first = run.first.unwrap_or(last.began);
    (failing && !vantage.proves(first)).then_some(Unseen::Blind)
}

fn measured(on: &Sensed, verdict: &Verdict, wall: Time) -> Sensing {
    let run = verdict.in_a_row(&on.is);
    let of = on.stable.max(1);
    let last = verdict.last();
    let role = last.and_then(|s| s.role.clone());
    let asks_state = ProbeState::parse(&on.is).is_some();
    let state = || verdict.state().to_string();
    let reading = Reading {
        count: run.count.min(of),
        of,
        first: run.first,
        shows: role.filter(|_| !asks_state).unwrap_or_else(state),
        detail: last.map(|s| s.detail.clone()).unwrap_or_default(),
        latency: last.and_then(|s| s.latency),
        age: verdict.age(wall).unwrap_or_default(),
    };
    match run.count {
        0 => Sensing::False(reading),
        n if n < of => Sensing::True(reading),
        _ => Sensing::Stable(reading),
    }
}

impl Sensing {
    /// What was measured, if anything was.
    #[must_use]
    pub const fn reading(&self) -> Option<&Reading> {
        match self {
            Sensing::Unknown(_) => None,
            Sensing::False(r) | Sensing::True(r) | Sensing::Stable(r) => Some(r),
        }
    }

    /// It holds, often enough in a row.
    #[must_use]
    pub const fn is_stable(&self) -> bool {
        matches!(self, Sensing::Stable(_))
    }
}

/// What an operator answers before closing a step whose probe says something else, or said so before its turn.
/// `already`: it held before the step's turn came. Unknown asks nothing: it is said.
#[must_use]
pub fn to_finish(on: &Sensed, sensing: &Sensing, already: bool) -> Option<Need> {
    let said = sensing.said(on);
    match sensing {
        Sensing::False(_) => Some(Need::Disagrees { said }),
        Sensing::Stable(_) if already => Some(Need::AlreadyTrue { said }),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
