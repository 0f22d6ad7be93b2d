//! When a round begins. Rounds begin on whole seconds of the wall clock, so that what they bring is drawn with
//! the clock's own tick; which second of its period a probe takes follows from its name, so that no provider
//! coming back is asked everything at once.

use crate::domain::probe::ProbeId;
use crate::domain::time::{Span, Time};

const SECOND: i64 = 1000;
const SHORTEST: i64 = 100;

/// The times at which a probe's rounds begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Schedule {
    period: i64,
    phase: i64,
}

impl Schedule {
    /// Periods from one second up are rounded up to whole seconds.
    pub(super) fn new(probe: &ProbeId, every: Span) -> Self {
        let period = if every.0 < SECOND {
            every.0.max(SHORTEST)
        } else {
            every.0.saturating_add(SECOND - 1) / SECOND * SECOND
        };
        let seconds = u64::try_from(period / SECOND).unwrap_or(0).max(1);
        let phase = i64::try_from(hash(probe) % seconds).unwrap_or(0) * SECOND;
        Schedule { period, phase }
    }

    /// The first beginning after `now`.
    pub(super) fn after(self, now: Time) -> Time {
        let into = (now.0 - self.phase).rem_euclid(self.period);
        now + Span(self.period - into)
    }

    /// The beginning after a round begun out of turn at `now`: not closer than half a period.
    pub(super) fn after_first(self, now: Time) -> Time {
        self.after(now + Span(self.period / 2))
    }

    /// `due`, unless the clock was set back and it lies further off than any beginning can.
    pub(super) fn sane(self, due: Time, now: Time) -> Time {
        if due - now > Span(self.period.saturating_mul(2)) {
            self.after(now)
        } else {
            due
        }
    }
}

/// FNV-1a, mixed once more because its remainders are not even: the same on every machine and in every version.
fn hash(probe: &ProbeId) -> u64 {
    let names = match probe {
        ProbeId::Service { service, provider } => [provider.as_str(), service.as_str()],
        ProbeId::Witness(id) => ["", id.as_str()],
        ProbeId::Name { name, server } => [server.as_str(), name.as_str()],
    };
    let bytes = names.iter().flat_map(|n| n.bytes().chain([0]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325, |h: u64, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd) >> 33
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::Id;
    use std::collections::BTreeSet;

    fn witness(n: u32) -> ProbeId {
        ProbeId::Witness(Id::new(&format!("w{n}")).unwrap())
    }

    #[test]
    fn rounds_begin_on_whole_seconds_once_a_period() {
        let schedule = Schedule::new(&witness(1), Span(4_500));
        let mut at = Time(1_795_210_800_123);
        let first = schedule.after(at);
        at = first;
        for n in 1..5 {
            at = schedule.after(at);
            assert_eq!(at, first + Span(5_000 * n));
            assert_eq!(at.0 % 1000, 0);
        }
        let close = first - Span(1);
        assert_eq!(schedule.after_first(close), first + Span(5_000));
    }

    #[test]
    fn probes_spread_over_their_period() {
        let phases: BTreeSet<i64> = (0..50)
            .map(|n| Schedule::new(&witness(n), Span::seconds(5)).phase)
            .collect();
        assert_eq!(phases.len(), 5);
    }

    #[test]
    fn a_clock_set_back_stops_no_probe() {
        let schedule = Schedule::new(&witness(1), Span::seconds(5));
        let due = schedule.after(Time(7_200_000));
        let now = Time(3_600_000);
        assert!(schedule.sane(due, now) - now <= Span::seconds(5));
        assert_eq!(schedule.sane(due, due - Span(1)), due);
    }

    #[test]
    fn odd_periods_are_tamed() {
        for every in [i64::MIN, -1, 0, 1, 250, i64::MAX] {
            let schedule = Schedule::new(&witness(1), Span(every));
            assert!(schedule.after(Time(5)) > Time(5), "{every}");
        }
    }
}
