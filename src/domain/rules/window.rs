//! Which phase the clock says: time-boxed phases count from the declaration. Nobody is moved by it.

use super::board::Board;
use crate::domain::time::Span;

/// The phase whose part of the clock it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ByClock {
    /// Which phase, as an index into the board's.
    pub phase: usize,
    /// How long it has been its part of the clock.
    pub since: Span,
    /// How long it still is; `None` when its part is open.
    pub left: Option<Span>,
    /// The first step of that phase that is not closed, while an earlier phase is worked on: where to go on.
    pub go_on_at: Option<usize>,
}

impl Board {
    /// Which phase the clock says, so long after the declaration. `None` without time-boxed phases, before the
    /// first of them and after the last.
    #[must_use]
    pub fn by_clock(&self, declared: Option<Span>) -> Option<ByClock> {
        let clock = declared?.max(Span::ZERO);
        let boxed = |at: &usize| self.phases[*at].window != (None, None);
        let begins = |at: usize| self.phases[at].window.0.unwrap_or(Span::ZERO);
        let holds = |at: &usize| {
            let ends = self.phases[*at].window.1;
            begins(*at) <= clock && ends.is_none_or(|end| clock < end)
        };
        let mut phases = (0..self.phases.len()).filter(boxed);
        let phase = phases.rfind(holds)?;
        let current = self.now().map(|row| row.phase);
        let open = self
            .steps
            .iter()
            .position(|s| s.phase == phase && !s.is_closed());
        Some(ByClock {
            phase,
            since: clock - begins(phase),
            left: self.phases[phase].window.1.map(|end| end - clock),
            go_on_at: open.filter(|_| current.is_some_and(|now| now < phase)),
        })
    }
}

/// A part of the clock in words: `0-5 min`, `15+ min`.
#[must_use]
pub fn words((from, to): (Option<Span>, Option<Span>)) -> String {
    let from = from.unwrap_or(Span::ZERO);
    let minutes = |span: Span| match span.as_seconds() {
        s if s % 60 == 0 => (s / 60).to_string(),
        _ => span.clock(),
    };
    match to {
        Some(to) => format!("{}-{} min", minutes(from), minutes(to)),
        None => format!("{}+ min", minutes(from)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, id};
    use super::*;
    use crate::domain::checklist::Window;

    #[test]
    fn the_clock_says_a_phase_and_moves_nobody() {
        let mut desk = Desk::new();
        let minutes = |n| Some(Span::minutes(n));
        let declared = |n| minutes(n);
        assert_eq!(
            desk.board().by_clock(declared(3)),
            None,
            "no part of the clock"
        );
        for (phase, from, to) in [(0, None, minutes(5)), (1, minutes(5), minutes(15))] {
            desk.list.phases[phase].window = Some(Window { from, to });
        }
        let board = desk.board();
        let first = board.by_clock(declared(3)).unwrap();
        assert_eq!(
            (first.phase, first.left, first.go_on_at),
            (0, minutes(2), None)
        );
        let next = board.by_clock(declared(8)).unwrap();
        assert_eq!(
            (next.phase, next.since, next.left),
            (1, Span::minutes(3), minutes(7))
        );
        assert_eq!(board.steps[next.go_on_at.unwrap()].step.id, id("fence"));
        assert_eq!(
            board.now().unwrap().step.id,
            id("inform"),
            "nobody is moved"
        );
        assert_eq!(board.by_clock(declared(15)), None, "after the last");
        assert_eq!(
            board.by_clock(Some(Span::minutes(-9))).unwrap().phase,
            0,
            "a clock set back"
        );
        assert_eq!(words((None, minutes(5))), "0-5 min");
        assert_eq!(words((minutes(15), None)), "15+ min");
    }
}
