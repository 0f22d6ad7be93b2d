//! The director of a drill: which of the scenario's events are due. Pure; the simulator obeys it, and whoever
//! writes the journal tells the news.

mod fit;
mod ports;
mod tls;

pub use fit::{unfit, unhonoured};
pub use ports::{Ports, is_name_server, name_server_key, name_servers, service_key, witness_key};
pub use tls::{AUTHORITY, tls_name};

use super::checklist::Step;
use super::ids::Id;
use super::scenario::{Behaviour, Event, Scenario, What, When};
use super::time::Span;
use std::collections::BTreeMap;

/// How long a simulated command takes where nobody said.
const TAKES: Span = Span::seconds(3);

/// How far a drill has come, in incident time since the opening.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Course {
    /// Time since the opening.
    pub elapsed: Span,
    /// When each step was first closed as done.
    pub closed: BTreeMap<Id, Span>,
}

/// News that is due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Inject {
    /// Its place among the scenario's events; never changes.
    pub index: usize,
    /// When it fell due, since the opening.
    pub at: Span,
    /// What is said.
    pub text: String,
    /// By which provider.
    pub provider: Option<Id>,
}

/// How a step's simulated command goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// Its exit status.
    pub exit: i32,
    /// What it prints.
    pub output: String,
    /// How long it takes, in incident time.
    pub takes: Span,
}

/// Directs a drill by its scenario.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Director {
    events: Vec<Event>,
}

impl Director {
    /// The director of a scenario; without one nothing happens by itself.
    #[must_use]
    pub fn new(scenario: Option<&Scenario>) -> Self {
        Director {
            events: scenario.map_or_else(Vec::new, |s| s.events.clone()),
        }
    }

    /// Events that are due, with their place in the file and when they fell due.
    fn due<'a>(&'a self, course: &'a Course) -> impl Iterator<Item = (usize, Span, &'a What)> {
        let events = self.events.iter().enumerate();
        events.filter_map(|(index, event)| {
            let at = match &event.when {
                When::At(at) => *at,
                When::Step { step, plus } => *course.closed.get(step)? + *plus,
            };
            (at <= course.elapsed).then_some((index, at, &event.what))
        })
    }

    /// The last word on each subject: what fell due latest, the later in the file among equals.
    fn newest<'a, K: Ord, V>(
        &'a self,
        course: &'a Course,
        pick: impl Fn(&'a What) -> Option<(K, V)>,
    ) -> BTreeMap<K, V> {
        let mut due: Vec<_> = self.due(course).collect();
        due.sort_by_key(|(index, at, _)| (*at, *index));
        due.into_iter()
            .filter_map(|(_, _, what)| pick(what))
            .collect()
    }

    /// How providers' services behave now: `(provider, service)`. Those not named are up.
    #[must_use]
    pub fn behaviours(&self, course: &Course) -> BTreeMap<(Id, Id), Behaviour> {
        self.newest(course, |what| match what {
            What::Probe {
                provider,
                service,
                is,
            } => Some(((provider.clone(), service.clone()), is.clone())),
            _ => None,
        })
    }

    /// Which provider each name answers with now, where the scenario moved it.
    #[must_use]
    pub fn answers(&self, course: &Course) -> BTreeMap<String, Id> {
        self.newest(course, |what| match what {
            What::Dns { name, answer } => Some((name.clone(), answer.clone())),
            _ => None,
        })
    }

    /// The news that is due, in the order it fell due.
    #[must_use]
    pub fn injects(&self, course: &Course) -> Vec<Inject> {
        let news = |(index, at, what): (usize, Span, &What)| match what {
            What::Inject { text, provider } => Some(Inject {
                index,
                at,
                text: text.clone(),
                provider: provider.clone(),
            }),
            _ => None,
        };
        let mut due: Vec<_> = self.due(course).filter_map(news).collect();
        due.sort_by_key(|inject| (inject.at, inject.index));
        due
    }

    /// The news that is due and not among those `told`, given as text and provider: each is told once, also
    /// when a step turns out later to have been closed earlier, or a facilitator said something between.
    #[must_use]
    pub fn untold(&self, course: &Course, told: &[(String, Option<Id>)]) -> Vec<Inject> {
        let mut told: Vec<_> = told.iter().collect();
        let mut due = self.injects(course);
        due.retain(|inject| {
            let known = told
                .iter()
                .position(|(text, provider)| *text == inject.text && *provider == inject.provider);
            known.map(|at| told.swap_remove(at)).is_none()
        });
        due
    }

    /// How the simulated command of a step goes when it is run for the `nth` time, from 1: as the scenario
    /// says while it says so, then as the step's own `rehearse` table does.
    #[must_use]
    pub fn outcome(&self, step: &Step, nth: u32) -> Outcome {
        let rehearse = step.rehearse.as_ref();
        let takes = rehearse.and_then(|r| r.takes).unwrap_or(TAKES);
        let mut before = 0_u32;
        for event in &self.events {
            let When::Step { step: of, plus } = &event.when else {
                continue;
            };
            let What::Outcome {
                fail,
                output,
                times,
            } = &event.what
            else {
                continue;
            };
            if *of != step.id {
                continue;
            }
            before = before.saturating_add((*times).max(1));
            if nth <= before {
                return Outcome {
                    exit: i32::from(*fail),
                    output: output.clone().unwrap_or_default(),
                    takes: takes + *plus,
                };
            }
        }
        Outcome {
            exit: 0,
            output: rehearse.and_then(|r| r.output.clone()).unwrap_or_default(),
            takes,
        }
    }
}

#[cfg(test)]
mod tests;
