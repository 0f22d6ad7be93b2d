//! The time left, from planned durations.

use super::board::StepRow;
use crate::domain::checklist::WaitFor;
use crate::domain::ids::Id;
use crate::domain::time::{Span, Time};
use crate::domain::words::{StepKind, StepState};
use std::collections::BTreeMap;

/// The time left as a range, planned work only: human pauses are not in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Eta {
    /// Along the longest chain of `after`, everything else side by side.
    pub least: Span,
    /// One step after the other.
    pub most: Span,
    /// Open steps without a planned time: the range is too small by these.
    pub unplanned: usize,
}

/// The time left; `None` when no open step has a planned time.
pub(super) fn eta(steps: &[StepRow], now: Time) -> Option<Eta> {
    let open = |s: &&StepRow| !s.is_closed() && s.step.kind != StepKind::Task;
    let mut ends: BTreeMap<&Id, Span> = BTreeMap::new();
    let mut eta = Eta {
        least: Span::ZERO,
        most: Span::ZERO,
        unplanned: 0,
    };
    let mut planned = false;
    for step in steps.iter().filter(open) {
        let left = left(step, now);
        planned |= left.is_some();
        eta.unplanned += usize::from(left.is_none());
        let left = left.unwrap_or(Span::ZERO);
        let begins = step.step.after.iter().filter_map(|id| ends.get(id)).max();
        let end = begins.copied().unwrap_or(Span::ZERO) + left;
        ends.insert(&step.step.id, end);
        eta.least = eta.least.max(end);
        eta.most = eta.most + left;
    }
    planned.then_some(eta)
}

/// What is left of one step.
fn left(step: &StepRow, now: Time) -> Option<Span> {
    if let Some(until) = step.until.filter(|_| step.state == StepState::Waiting) {
        return Some((until - now).max(Span::ZERO));
    }
    let fixed = step.step.wait.as_ref().and_then(|w| match &w.what {
        WaitFor::Fixed(span) => Some(*span),
        WaitFor::TtlOf(_) | WaitFor::Until(_) => w.timeout,
    });
    let takes = step.step.takes.or(fixed)?;
    let used = match (step.state, step.since) {
        (StepState::Doing, Some(since)) => now - since,
        _ => Span::ZERO,
    };
    Some((takes - used).max(Span::ZERO))
}
