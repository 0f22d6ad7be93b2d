//! What one cockpit remembers of a condition: only who saw it turn knows that it turned. Nothing of this is a fact.

use super::Sensing;
use crate::domain::checklist::{Step, WaitFor};
use crate::domain::rules::StepRow;
use crate::domain::time::{Span, Time};
use crate::domain::words::{StepKind, StepState};

/// What one cockpit remembers of the condition of one step.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Memory {
    /// It was measured false while it was the step's turn.
    turned: bool,
    /// Results in a row by which it does not hold, and when the first and the last of them began, in wall time.
    against: u32,
    since: Option<Time>,
    last: Option<Time>,
    /// Wall time at which it was last seen to hold, often enough in a row.
    held: Option<Time>,
}

impl Memory {
    /// Looks at the condition at wall time `wall`, whether there is a new result or not. `n` results in a row count as
    /// false: one bad result says nothing yet.
    pub fn look(&mut self, eligible: bool, sensing: &Sensing, n: u32, wall: Time) {
        // Results from before its turn say nothing once nothing is measured any more.
        let against = matches!(sensing, Sensing::False(_)) && self.against(n).is_some();
        self.turned = eligible && (self.turned || against);
        if sensing.is_stable() {
            self.held = Some(wall);
        }
    }

    /// What the step stands for is not so yet, whatever its probe says.
    pub fn not_yet(&mut self, eligible: bool) {
        self.turned |= eligible;
    }

    /// Counts one new result, begun at `began`. Results further apart than `gap` are not in a row.
    pub fn count(&mut self, sensing: &Sensing, began: Time, gap: Span) {
        match sensing {
            Sensing::Unknown(_) => return,
            Sensing::True(_) | Sensing::Stable(_) => {
                (self.against, self.since) = (0, None);
            }
            Sensing::False(_) => {
                if self.last.is_some_and(|last| began - last > gap) {
                    (self.against, self.since) = (0, None);
                }
                self.against = self.against.saturating_add(1);
                self.since.get_or_insert(began);
            }
        }
        self.last = Some(began);
    }

    /// It turned from false to true while it was the step's turn.
    #[must_use]
    pub const fn turned(&self) -> bool {
        self.turned
    }

    /// Since when, in wall time, it does not hold: once `n` results in a row say so.
    #[must_use]
    pub fn against(&self, n: u32) -> Option<Time> {
        self.since.filter(|_| self.against >= n.max(1))
    }

    /// Wall time at which it was last seen to hold here.
    #[must_use]
    pub const fn held(&self) -> Option<Time> {
        self.held
    }
}

/// It is the step's turn: what comes first is closed, and it is open itself. A wait has its turn once it was begun.
#[must_use]
pub fn eligible(row: &StepRow) -> bool {
    let open = match row.step.kind {
        StepKind::Wait => row.state == StepState::Waiting,
        _ => matches!(
            row.state,
            StepState::Todo | StepState::Doing | StepState::Waiting
        ),
    };
    open && !row.struck && row.unmet.is_empty()
}

/// A wait until something holds: that it held already is fine.
pub(super) fn is_wait(step: &Step) -> bool {
    let until = step.wait.as_ref().map(|w| &w.what);
    step.kind == StepKind::Wait && matches!(until, Some(WaitFor::Until(_)))
}

/// Why a step is closed by a person also where its condition holds, if so.
#[must_use]
pub fn by_hand(step: &Step) -> Option<&'static str> {
    if step.irreversible {
        return Some("what cannot be undone never ticks itself");
    }
    if step.unproven {
        return Some("whether it is proven a person says");
    }
    if !step.record.is_empty() {
        return Some("its values are written down by a person");
    }
    if !step.sub.is_empty() || !step.each.is_empty() {
        return Some("its parts are ticked one by one");
    }
    match step.kind {
        StepKind::Decision => Some("a person decides"),
        StepKind::Bulletin => Some("a person sends it"),
        StepKind::Do | StepKind::Check | StepKind::Wait | StepKind::Hold | StepKind::Task => None,
    }
}
