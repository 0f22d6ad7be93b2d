//! What a probe's last results were, for whoever looks closer: kept in memory, never written down.

use super::{Finding, ProbeId, Sample};
use crate::domain::time::{Scale, Span, Time};
use std::collections::{BTreeMap, VecDeque};

/// How many results are kept of each probe.
const RESULTS: usize = 20;
/// How many counts of n of m that differ are kept of each probe.
const COUNTS: usize = 20;

/// A result, as it is kept.
#[derive(Clone, PartialEq, Debug)]
pub struct Past {
    /// Wall time at which it ended.
    pub at: Time,
    /// What it found.
    pub finding: Finding,
    /// Time to the answer, where there was one.
    pub latency: Option<Span>,
    /// What was measured; as it came, not safe to print.
    pub detail: String,
}

/// The last results of one probe.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Track {
    /// Oldest first.
    pub results: VecDeque<Past>,
    /// The beginning of the newest raw answer, and when it came; hostile, and secrets still in it.
    pub raw: Option<(Time, String)>,
    counts: VecDeque<(Time, u64, u64)>,
}

/// How fast an n of m moves, and where to.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pace {
    /// How many are done.
    pub done: u64,
    /// Of how many.
    pub total: u64,
    /// How many an hour, since the count was first seen; none while it stands still.
    pub hourly: Option<f64>,
    /// The wall time at which all are done at that rate; none when they are, or nothing moves.
    pub ends: Option<Time>,
}

impl Pace {
    /// The same in incident time.
    #[must_use]
    pub fn scaled(self, scale: Scale) -> Self {
        Pace {
            hourly: self
                .hourly
                .map(|hourly| hourly / f64::from(scale.speed.max(1))),
            ends: self.ends.map(|ends| scale.incident(ends)),
            ..self
        }
    }
}

impl Track {
    fn add(&mut self, sample: &Sample) {
        if self.results.len() >= RESULTS {
            self.results.pop_front();
        }
        self.results.push_back(Past {
            at: sample.ended,
            finding: sample.finding,
            latency: sample.latency,
            detail: sample.detail.clone(),
        });
        if let Some(raw) = &sample.raw {
            self.raw = Some((sample.ended, raw.clone()));
        }
        if let Some((done, total)) = sample.progress {
            self.count(sample.ended, done, total);
        }
    }

    /// Keeps where a count began, and each step it made. Another whole, or a step back, begins anew.
    fn count(&mut self, at: Time, done: u64, total: u64) {
        if let Some((_, before, of)) = self.counts.back() {
            if *before == done && *of == total {
                return;
            }
            if *of != total || done < *before {
                self.counts.clear();
            }
        }
        if self.counts.len() >= COUNTS {
            self.counts.pop_front();
        }
        self.counts.push_back((at, done, total));
    }

    /// How fast its n of m moves, at wall time `now`; none where it counts nothing. The rate is that since the oldest
    /// count still known, so that what stands still ends later and later.
    #[must_use]
    pub fn pace(&self, now: Time) -> Option<Pace> {
        let (since, first, _) = *self.counts.front()?;
        let (_, done, total) = *self.counts.back()?;
        let took = (now - since).0;
        let moved = done.saturating_sub(first);
        let moves = moved > 0 && took > 0;
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        let hourly = moves.then(|| moved as f64 * 3_600_000.0 / took as f64);
        let left = i64::try_from(total.saturating_sub(done)).unwrap_or(i64::MAX);
        let moved = i64::try_from(moved).unwrap_or(i64::MAX);
        let ends = (moves && left > 0).then(|| now + Span(took.saturating_mul(left) / moved));
        Some(Pace {
            done,
            total,
            hourly,
            ends,
        })
    }
}

/// The last results of every probe.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct History(BTreeMap<ProbeId, Track>);

impl History {
    /// Takes in a result.
    pub fn add(&mut self, sample: &Sample) {
        self.0.entry(sample.probe.clone()).or_default().add(sample);
    }

    /// Of one probe; none before its first result.
    #[must_use]
    pub fn of(&self, probe: &ProbeId) -> Option<&Track> {
        self.0.get(probe)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{sample, web};
    use super::*;

    fn counted(at: i64, progress: (u64, u64)) -> Sample {
        Sample {
            progress: Some(progress),
            raw: Some(format!("{}/{}", progress.0, progress.1)),
            ..sample(web("h42"), at, '~')
        }
    }

    #[test]
    fn the_newest_results_are_kept_with_the_newest_answer() {
        let mut history = History::default();
        assert!(history.of(&web("h42")).is_none());
        for at in 0..25 {
            history.add(&sample(web("h42"), at, '+'));
        }
        history.add(&counted(25, (1, 9)));
        history.add(&sample(web("h42"), 26, '-'));
        let track = history.of(&web("h42")).unwrap();
        assert_eq!(track.results.len(), 20);
        assert_eq!(track.results[19].finding, Finding::Bad);
        let raw = track.raw.clone();
        assert_eq!(raw, Some((Time(25_100), "1/9".to_owned())));
        assert!(history.of(&web("c10")).is_none());
    }

    #[test]
    fn a_count_that_moves_has_a_rate_and_an_end() {
        let mut track = Track::default();
        assert_eq!(track.pace(Time(0)), None);
        track.add(&counted(0, (10, 100)));
        let pace = track.pace(Time(60_100)).unwrap();
        assert_eq!((pace.hourly, pace.ends), (None, None), "it has not moved");
        track.add(&counted(60, (20, 100)));
        let pace = track.pace(Time(60_100)).unwrap();
        assert_eq!((pace.done, pace.total), (20, 100));
        assert_eq!(pace.hourly, Some(600.0));
        assert_eq!(pace.ends, Some(Time(60_100 + 480_000)));
        // It stands still: the end moves away.
        for at in 61..120 {
            track.add(&counted(at, (20, 100)));
        }
        let pace = track.pace(Time(120_100)).unwrap();
        assert_eq!(pace.hourly, Some(300.0));
        track.add(&counted(200, (100, 100)));
        assert_eq!(track.pace(Time(200_100)).unwrap().ends, None);
    }

    #[test]
    fn another_whole_or_a_step_back_begins_anew() {
        let mut track = Track::default();
        track.add(&counted(0, (10, 100)));
        track.add(&counted(60, (20, 100)));
        track.add(&counted(70, (5, 100)));
        assert_eq!(track.pace(Time(90_000)).unwrap().hourly, None);
        track.add(&counted(80, (6, 200)));
        let pace = track.pace(Time(90_000)).unwrap();
        assert_eq!((pace.done, pace.total, pace.hourly), (6, 200, None));
    }
}
