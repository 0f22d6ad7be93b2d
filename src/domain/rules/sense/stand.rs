//! Where a step stands that is bound to a probe: what was measured, and what that means for it.

use super::memory::is_wait;
use super::{Memory, Sensing, by_hand, condition, eligible, lost, sense, verdict};
use crate::domain::fold::Incident;
use crate::domain::probe::{Board, Verdict};
use crate::domain::rules::StepRow;
use crate::domain::time::Time;

/// Where a step stands that is bound to a probe.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stand {
    /// What was measured.
    pub sensing: Sensing,
    /// It is the step's turn.
    pub eligible: bool,
    /// It holds, and held before the step's turn came: that is no proof that the step was done.
    pub already: bool,
    /// Why only a person closes it, if so.
    pub by_hand: Option<&'static str>,
    /// It is closed, and holds no more: since when, in incident time.
    pub lost: Option<Time>,
}

impl Stand {
    /// Looks at a step of the active run at wall time `wall`; none when it is bound to no probe.
    #[must_use]
    pub fn of(
        row: &StepRow,
        memory: &mut Memory,
        board: &Board,
        incident: &Incident,
        wall: Time,
    ) -> Option<Stand> {
        let on = condition(&row.step)?;
        let sensing = sense(on, incident.direction(), board, wall);
        let eligible = eligible(row);
        let fall = verdict(on, incident.direction(), board).map_or(on.stable, Verdict::fall);
        memory.look(eligible, &sensing, fall, wall);
        let already = eligible && sensing.is_stable() && !memory.turned() && !is_wait(&row.step);
        Some(Stand {
            eligible,
            already,
            by_hand: by_hand(&row.step),
            lost: lost::since(row, memory, fall.max(on.stable), incident),
            sensing,
        })
    }

    /// The step closes itself now.
    #[must_use]
    pub fn ticks(&self) -> bool {
        self.eligible && self.sensing.is_stable() && !self.already && self.by_hand.is_none()
    }
}
