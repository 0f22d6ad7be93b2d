//! All probes of a plan, and the place they are measured from.

use super::loss::Replay;
use super::{Called, Finding, ProbeId, Sample, Vantage, Verdict};
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::time::{Span, Time};
use crate::domain::words::ProbeState;
use std::collections::VecDeque;

/// The verdicts of a plan's probes, as measured on this machine.
#[derive(Clone, PartialEq, Debug)]
pub struct Board {
    services: Vec<(Id, Id, Verdict)>,
    witnesses: Vec<(Id, Verdict)>,
    vantage: Vantage,
    replay: Replay,
}

/// A stable change, told once. A board that begins anew tells what it finds again: whoever writes facts
/// compares with the last one written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Transition {
    /// A service's verdict changed.
    Probe {
        /// Which service.
        service: Id,
        /// At which provider.
        provider: Id,
        /// What it is now: up, degraded, down or unknown.
        state: ProbeState,
        /// When the first of the results that led here began.
        since: Time,
        /// What was measured; as it came, not safe to print.
        detail: String,
        /// The role that was measured stably; none while it does not serve.
        role: Option<String>,
        /// The number that was measured, in the plan's unit.
        value: Option<String>,
    },
    /// This machine was cut off, or is back.
    Vantage {
        /// Cut off.
        blind: bool,
        /// Since when.
        since: Time,
    },
}

/// One probe as drawn.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Which service.
    pub service: &'a Id,
    /// At which provider.
    pub provider: &'a Id,
    /// The state to show; stale and blind included.
    pub state: ProbeState,
    /// Since when the results say what they say; none before the first verdict.
    pub since: Option<Time>,
    /// Age of the newest result.
    pub age: Option<Span>,
    /// Time to the newest answer.
    pub latency: Option<Span>,
    /// What the newest result measured; as it came, not safe to print.
    pub detail: &'a str,
    /// The role the newest result showed.
    pub role: Option<&'a str>,
    /// The newest result gave a number, or an n of m, which is what it measured.
    pub counts: bool,
    /// The last 20 results, oldest first.
    pub strip: &'a VecDeque<Finding>,
    /// The last 40 latencies, oldest first.
    pub sparkline: &'a VecDeque<Option<Span>>,
}

impl Board {
    /// The board of a plan: every service at every provider, and the witnesses. Nothing is known yet.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let mut services = Vec::new();
        for service in &plan.services {
            for provider in &plan.providers {
                let verdict = Verdict::new(&service.probe);
                services.push((service.id.clone(), provider.id.clone(), verdict));
            }
        }
        let witness = |w: &crate::domain::plan::Witness| (w.id.clone(), Verdict::new(&w.probe));
        let witnesses: Vec<_> = plan.witnesses.iter().map(witness).collect();
        let vantage = Vantage {
            witnesses: witnesses.len(),
            ..Vantage::default()
        };
        Board {
            services,
            witnesses,
            vantage,
            replay: Replay::new(plan),
        }
    }

    /// Takes in a result, known at wall time `now`. Returns what changed by it. A probe the plan does not
    /// name changes nothing.
    pub fn apply(&mut self, sample: Sample, now: Time) -> Vec<Transition> {
        self.replay.apply(&sample);
        match sample.probe.clone() {
            ProbeId::Service { service, provider } => {
                let vantage = &self.vantage;
                let found = self
                    .services
                    .iter_mut()
                    .find(|(s, p, _)| *s == service && *p == provider);
                found
                    .and_then(|row| {
                        let before = row.2.role().map(str::to_owned);
                        let called = row.2.apply(sample, vantage, now);
                        let role = row.2.role() != before.as_deref();
                        let called = called.or_else(|| row.2.called().filter(|_| role))?;
                        Some(transition(row, called))
                    })
                    .into_iter()
                    .collect()
            }
            ProbeId::Witness(id) => self.hear(&id, sample, now),
            ProbeId::Name { .. } => Vec::new(),
        }
    }

    /// What stands now, as it would be told if nothing had been told before: for whoever begins to write facts.
    /// That a machine sees is said only where a witness answers.
    #[must_use]
    pub fn standing(&self, now: Time) -> Vec<Transition> {
        let vantage = match self.vantage.blind {
            Some(since) => Some(Transition::Vantage { blind: true, since }),
            None if self.vantage.answering == 0 || self.vantage.heard.is_none() => None,
            None => Some(Transition::Vantage {
                blind: false,
                since: now,
            }),
        };
        let services = self.services.iter();
        let called = services.filter_map(|row| Some(transition(row, row.2.called()?)));
        vantage.into_iter().chain(called).collect()
    }

    /// Takes in a witness's result.
    fn hear(&mut self, id: &Id, sample: Sample, now: Time) -> Vec<Transition> {
        let answered = matches!(sample.finding, Finding::Good | Finding::Poor);
        let began = sample.began;
        let Some((_, verdict)) = self.witnesses.iter_mut().find(|(w, _)| w == id) else {
            return Vec::new();
        };
        let in_sight = Vantage::default();
        verdict.apply(sample, &in_sight, now);
        let mut out = Vec::new();
        out.extend(self.look_around(began));
        if answered {
            self.vantage.heard = self.vantage.heard.max(Some(began));
            let vantage = &self.vantage;
            out.extend(self.services.iter_mut().filter_map(|row| {
                let called = row.2.settle(vantage, now)?;
                Some(transition(row, called))
            }));
        }
        out
    }

    /// Says whether all witnesses are silent. One that answers again, stably, ends it.
    fn look_around(&mut self, now: Time) -> Option<Transition> {
        let silent = |v: &Verdict| v.silent();
        self.vantage.answering = self
            .witnesses
            .iter()
            .filter(|(_, v)| v.silent().is_none() && v.answered())
            .count();
        let all: Option<Vec<Time>> = self.witnesses.iter().map(|(_, v)| silent(v)).collect();
        let cut_off = all.and_then(|times| times.into_iter().max());
        match (self.vantage.blind, cut_off) {
            (None, Some(since)) => {
                self.vantage.blind = Some(since);
                self.services.iter_mut().for_each(|row| row.2.cut_off());
                Some(Transition::Vantage { blind: true, since })
            }
            (Some(_), None) if self.witnesses.iter().any(|(_, v)| v.answers()) => {
                self.vantage.blind = None;
                Some(Transition::Vantage {
                    blind: false,
                    since: now,
                })
            }
            _ => None,
        }
    }

    /// Takes over the times of a state that was recorded before, where it is the one the results led to. `fell`: since
    /// when it was down, the last time it was.
    pub fn recall(&mut self, service: &Id, provider: &Id, known: Called, fell: Option<Time>) {
        let mut rows = self.services.iter_mut();
        let row = rows.find(|(s, p, _)| s == service && p == provider);
        if let Some((_, _, verdict)) = row {
            verdict.recall(known, fell);
        }
    }

    /// What the replicas said.
    #[must_use]
    pub const fn replay(&self) -> &Replay {
        &self.replay
    }

    /// What the witnesses say of this machine.
    #[must_use]
    pub const fn vantage(&self) -> &Vantage {
        &self.vantage
    }

    /// The verdict on a service at a provider.
    #[must_use]
    pub fn verdict(&self, service: &Id, provider: &Id) -> Option<&Verdict> {
        let mut rows = self.services.iter();
        rows.find(|(s, p, _)| s == service && p == provider)
            .map(|(_, _, v)| v)
    }

    /// One probe as drawn at wall time `now`.
    #[must_use]
    pub fn row(&self, service: &Id, provider: &Id, now: Time) -> Option<Row<'_>> {
        self.rows(now)
            .find(|r| r.service == service && r.provider == provider)
    }

    /// Every probe as drawn at wall time `now`: the plan's services in order, each at every provider.
    pub fn rows(&self, now: Time) -> impl Iterator<Item = Row<'_>> {
        self.services
            .iter()
            .map(move |(service, provider, verdict)| Row {
                service,
                provider,
                state: verdict.shown(&self.vantage, now),
                since: verdict.called().map(|c| c.since),
                age: verdict.age(now),
                latency: verdict.last().and_then(|s| s.latency),
                detail: verdict.last().map_or("", |s| s.detail.as_str()),
                role: verdict.last().and_then(|s| s.role.as_deref()),
                counts: verdict
                    .last()
                    .is_some_and(|s| s.value.is_some() || s.progress.is_some()),
                strip: verdict.strip(),
                sparkline: verdict.latencies(),
            })
    }
}

fn transition((service, provider, verdict): &(Id, Id, Verdict), called: Called) -> Transition {
    Transition::Probe {
        service: service.clone(),
        provider: provider.clone(),
        state: called.state,
        since: verdict.since().unwrap_or(called.since),
        detail: verdict
            .last()
            .map_or_else(String::new, |s| s.detail.clone()),
        role: verdict.role().map(str::to_owned),
        value: verdict.last().and_then(|s| Some(s.value?.to_string())),
    }
}

#[cfg(test)]
#[path = "board_tests.rs"]
mod tests;
