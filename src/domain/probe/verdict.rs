//! What the results of one probe add up to.

use super::run::Runs;
use super::{Finding, Run, Sample, Vantage};
use crate::domain::plan::ProbeSpec;
use crate::domain::time::{Span, Time};
use crate::domain::words::ProbeState;
use std::collections::VecDeque;

/// How many results the strip keeps.
const STRIP: usize = 20;
/// How many latencies the sparkline keeps.
const SPARKLINE: usize = 40;

/// A state the results led to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Called {
    /// Which.
    pub state: ProbeState,
    /// When the first of the results that led here began.
    pub since: Time,
    /// When the last of them was known: the moment somebody could notice.
    pub noticed: Time,
}

/// The verdict on one probe. Only `rise` results in a row make it up, only `fall` make it down.
#[derive(Clone, PartialEq, Debug)]
pub struct Verdict {
    rise: u32,
    fall: u32,
    stale_after: Span,
    quiet_under: Option<f64>,
    quiet_run: Run,
    busy_run: Run,
    called: Option<Called>,
    fell: Option<Time>,
    runs: Runs,
    role_run: Run,
    said_run: Run,
    role: Option<(String, Time)>,
    last: Option<Sample>,
    strip: VecDeque<Finding>,
    latencies: VecDeque<Option<Span>>,
}

impl Verdict {
    /// Nothing is known yet.
    #[must_use]
    pub fn new(spec: &ProbeSpec) -> Self {
        let every = Span(spec.every.0.max(0).saturating_mul(3));
        Verdict {
            rise: spec.rise,
            fall: spec.fall,
            stale_after: every + spec.timeout,
            quiet_under: spec.quiet_under,
            quiet_run: Run::default(),
            busy_run: Run::default(),
            called: None,
            fell: None,
            runs: Runs::default(),
            role_run: Run::default(),
            said_run: Run::default(),
            role: None,
            last: None,
            strip: VecDeque::with_capacity(STRIP),
            latencies: VecDeque::with_capacity(SPARKLINE),
        }
    }

    /// Takes in a result, known at `now`. Returns the state it led to, if that is another one.
    pub(super) fn apply(&mut self, sample: Sample, vantage: &Vantage, now: Time) -> Option<Called> {
        if let Some(last) = &self.last
            && sample.began - last.ended > self.stale_after
        {
            self.restart();
        }
        keep(&mut self.strip, STRIP, sample.finding);
        let latency = steadied(&self.latencies, sample.latency);
        keep(&mut self.latencies, SPARKLINE, latency);
        let same_role = self
            .last
            .as_ref()
            .is_some_and(|last| last.role == sample.role);
        if !same_role {
            self.role_run = Run::default();
        }
        self.role_run.count(sample.role.is_some(), sample.began);
        if self.last.as_ref().map(|last| &last.detail) != Some(&sample.detail) {
            self.said_run = Run::default();
        }
        self.said_run
            .count(sample.finding != Finding::NotMeasured, sample.began);
        let good = sample.finding == Finding::Good;
        let low = sample
            .value
            .zip(self.quiet_under)
            .is_some_and(|(v, under)| v < under);
        self.quiet_run.count(good && low, sample.began);
        self.busy_run.count(good && !low, sample.began);
        let against = matches!(sample.finding, Finding::Bad | Finding::NotMeasured);
        if vantage.blind.is_none() || !against {
            self.runs.count(sample.finding, sample.began);
        }
        if let Some((since, role)) = self.role_run.reached(self.rise).zip(sample.role.clone()) {
            self.role = Some((role, since));
        }
        self.last = Some(sample);
        self.settle(vantage, now)
    }

    /// Looks again at the results, because the vantage changed. Returns the state they lead to, if another.
    pub(super) fn settle(&mut self, vantage: &Vantage, now: Time) -> Option<Called> {
        let (state, since) = self.leads_to(vantage)?;
        let before = self.state();
        if state == before && self.called.is_some() {
            return None;
        }
        if state == ProbeState::Unknown {
            self.runs.forget_measured();
        }
        if state == ProbeState::Down {
            self.fell = Some(since);
        }
        if matches!(state, ProbeState::Down | ProbeState::Unknown) {
            self.role = None;
        }
        self.called = Some(Called {
            state,
            since,
            noticed: now,
        });
        self.called.filter(|called| called.state != before)
    }

    /// The state the rows of results lead to now.
    fn leads_to(&self, vantage: &Vantage) -> Option<(ProbeState, Time)> {
        use ProbeState::{Degraded, Down, Quiet, Unknown, Up};
        let runs = &self.runs;
        if let Some(since) = runs.unmeasured.reached(self.fall) {
            return vantage.blind.is_none().then_some((Unknown, since));
        }
        if let Some(since) = runs.bad.reached(self.fall) {
            return vantage.proves(since).then_some((Down, since));
        }
        if let Some(since) = runs.good.reached(self.rise) {
            return self.traffic(since);
        }
        let serving = runs.serving.reached(self.rise);
        let worse = runs.worse.reached(self.fall);
        let degraded = match self.state() {
            Down => serving,
            Up | Quiet => worse,
            Unknown => serving.or(worse),
            _ => None,
        };
        degraded.map(|since| (Degraded, since))
    }

    /// No errors since then: up, or too quiet to be well. It takes `fall` low numbers in a row, and `rise` others to be
    /// up again.
    fn traffic(&self, good: Time) -> Option<(ProbeState, Time)> {
        let quiet = self.state() == ProbeState::Quiet;
        match (
            self.quiet_run.reached(self.fall),
            self.busy_run.reached(self.rise),
        ) {
            (Some(since), _) => Some((ProbeState::Quiet, since)),
            (None, Some(since)) if quiet => Some((ProbeState::Up, since)),
            (None, None) if quiet => None,
            // Low from the first result on: not up before it is known whether it stays so.
            (None, _) if self.called.is_none() && self.quiet_run.count > 0 => None,
            _ => Some((ProbeState::Up, good)),
        }
    }

    /// What is known is too old to be continued: begins anew.
    fn restart(&mut self) {
        self.runs = Runs::default();
        self.role_run = Run::default();
        self.said_run = Run::default();
        self.quiet_run = Run::default();
        self.busy_run = Run::default();
        self.role = None;
        self.called = None;
    }

    /// Goes on from what was recorded of the same state. What is down went down when that was recorded.
    pub(super) fn recall(&mut self, known: Called, fell: Option<Time>) {
        let same = |c: &&mut Called| {
            let earlier = known.since < c.since || c.state == ProbeState::Down;
            c.state == known.state && earlier
        };
        if let Some(called) = self.called.as_mut().filter(same) {
            called.since = known.since;
            called.noticed = called.noticed.min(known.noticed).max(known.since);
            self.fell = fell.or(self.fell);
        }
    }

    /// We are cut off: what spoke against the target in the meantime says nothing about it.
    pub(super) fn cut_off(&mut self) {
        self.runs.forget_bad();
    }

    /// The row of failures by which a witness counts as silent.
    pub(super) fn silent(&self) -> Option<Time> {
        self.runs.silent.reached(self.fall)
    }

    /// It answered last, or did before what is too short to count as silence.
    pub(super) fn answered(&self) -> bool {
        let good = |s: &Sample| matches!(s.finding, Finding::Good | Finding::Poor);
        self.last.as_ref().is_some_and(good) || self.state() == ProbeState::Up
    }

    /// The row of answers by which a silent witness is back.
    pub(super) fn answers(&self) -> bool {
        self.runs.serving.reached(self.rise).is_some() && self.runs.silent.count == 0
    }

    /// The state the results led to, whatever their age and the vantage: up, degraded, down or unknown.
    #[must_use]
    pub fn state(&self) -> ProbeState {
        self.called.map_or(ProbeState::Unknown, |c| c.state)
    }

    /// The state the results led to, with its times; none before the first.
    #[must_use]
    pub const fn called(&self) -> Option<Called> {
        self.called
    }

    /// The role that `rise` results in a row showed; none once it is down or cannot be measured.
    #[must_use]
    pub fn role(&self) -> Option<&str> {
        self.role.as_ref().map(|(role, _)| role.as_str())
    }

    /// Since when it is in the state the results led to, in the role it has there.
    #[must_use]
    pub fn since(&self) -> Option<Time> {
        let role = self.role.as_ref().map(|(_, since)| *since);
        Some(self.called?.since.max(role.unwrap_or_default()))
    }

    /// Since when it was down, the last time it was; kept after it came back.
    #[must_use]
    pub const fn fell(&self) -> Option<Time> {
        self.fell
    }

    /// The state to show: the results' own, or stale, or blind. What is measured good stays so when blind.
    #[must_use]
    pub fn shown(&self, vantage: &Vantage, now: Time) -> ProbeState {
        let serves = |s: &Sample| matches!(s.finding, Finding::Good | Finding::Poor);
        if self.stale(now) {
            ProbeState::Stale
        } else if vantage.blind.is_some() && !self.last.as_ref().is_some_and(serves) {
            ProbeState::Blind
        } else {
            self.state()
        }
    }

    /// The newest result is too old to believe at `now`: older than three rounds and a timeout.
    #[must_use]
    pub fn stale(&self, now: Time) -> bool {
        self.age(now).is_some_and(|age| age > self.stale_after)
    }

    /// Age of the newest result; none before the first.
    #[must_use]
    pub fn age(&self, now: Time) -> Option<Span> {
        self.last.as_ref().map(|s| (now - s.ended).max(Span::ZERO))
    }

    /// The newest result.
    #[must_use]
    pub const fn last(&self) -> Option<&Sample> {
        self.last.as_ref()
    }

    /// The last 20 results, oldest first.
    #[must_use]
    pub const fn strip(&self) -> &VecDeque<Finding> {
        &self.strip
    }

    /// The latencies of the last 40 results, oldest first; none where there was no answer, one that is about the same as
    /// the one before as that.
    #[must_use]
    pub const fn latencies(&self) -> &VecDeque<Option<Span>> {
        &self.latencies
    }

    /// So many bad results in a row count as down.
    #[must_use]
    pub const fn fall(&self) -> u32 {
        self.fall
    }

    /// A result older than this is not believed, and not continued by the next.
    #[must_use]
    pub const fn stale_after(&self) -> Span {
        self.stale_after
    }

    /// The results in a row, up to the newest, that show `is`: `up`, `down`, `degraded`, a role, or the very words
    /// that were measured (`5/5`).
    #[must_use]
    pub fn in_a_row(&self, is: &str) -> Run {
        let unbroken = self.runs.unmeasured.count == 0;
        match ProbeState::parse(is) {
            Some(ProbeState::Up) if unbroken => self.runs.good,
            Some(ProbeState::Down) if unbroken => self.runs.bad,
            Some(ProbeState::Degraded) if unbroken => self.runs.worse,
            Some(ProbeState::Quiet) if unbroken => self.quiet_run,
            Some(_) => Run::default(),
            None => match &self.last {
                Some(last) if last.role.as_deref() == Some(is) => self.role_run,
                Some(last) if last.detail == is => self.said_run,
                _ => Run::default(),
            },
        }
    }
}

/// A latency as the one before where it is about the same, less than half as much again or under 10 ms both: the line of
/// an even service stands still.
fn steadied(known: &VecDeque<Option<Span>>, latency: Option<Span>) -> Option<Span> {
    let (new, last) = (latency?, known.back().copied().flatten());
    let even = |last: &Span| {
        let (low, high) = (new.min(*last).0, new.max(*last).0);
        high < 10 || high.saturating_mul(2) <= low.saturating_mul(3)
    };
    last.filter(even).or(latency)
}

fn keep<T>(queue: &mut VecDeque<T>, most: usize, value: T) {
    if queue.len() >= most {
        queue.pop_front();
    }
    queue.push_back(value);
}

#[cfg(test)]
#[path = "verdict_tests.rs"]
mod tests;
