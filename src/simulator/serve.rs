//! A drill's providers, run by its scenario until it is over: what the child process does.

use super::Simulator;
use super::names::Names;
use crate::domain::drill::{Course, Director, Ports};
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::scenario::{Behaviour, Scenario};
use crate::domain::time::{Scale, Span, Time};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};

/// How often the clock is looked at.
const LOOK: Duration = Duration::from_millis(200);

/// A drill's providers.
#[derive(Clone, Debug)]
pub struct Config {
    /// What is simulated.
    pub plan: Plan,
    /// What happens; none: nothing by itself.
    pub scenario: Option<Scenario>,
    /// The provider that serves at first.
    pub from: Id,
    /// Ports of an earlier run, from the incident file; empty: any.
    pub ports: Ports,
    /// The drill's time.
    pub scale: Scale,
    /// The wall clock.
    pub clock: fn() -> Time,
    /// It ends by itself after this much wall time.
    pub life: Span,
}

impl Config {
    /// The longest life of a child that nobody ends: 12 hours.
    pub const LIFE: Span = Span::minutes(12 * 60);
}

/// What a running drill is told; replaced whole.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Orders {
    /// When each step was first closed as done, in incident time since the opening.
    pub closed: BTreeMap<Id, Span>,
    /// Set by hand, and stronger than the scenario: `(provider, service)`.
    pub by_hand: BTreeMap<(Id, Id), Behaviour>,
    /// The drill is over.
    pub over: bool,
}

/// Runs a drill's providers. `ready` learns the ports once all of them listen. Ends when the orders say so, when
/// nobody can give any more (the sender is gone), or after the life of the configuration. What cannot be
/// simulated is left out: [`unhonoured`](crate::domain::drill::unhonoured) names it beforehand.
///
/// # Errors
/// When a port cannot be had.
pub async fn serve(
    config: Config,
    mut orders: watch::Receiver<Orders>,
    ready: impl FnOnce(&Ports),
) -> Result<(), String> {
    let simulator = Simulator::start(&config.plan, &config.from, &config.ports)?;
    let (scale, clock) = (config.scale, config.clock);
    let time = move || scale.incident(clock());
    let names = Names::start(&config.plan, &config.from, &config.ports, time)?;
    let mut ports = simulator.ports();
    ports.extend(names.ports().clone());
    ready(&ports);
    let director = Director::new(config.scenario.as_ref());
    let life = Duration::from_millis(config.life.0.max(0).unsigned_abs());
    let end = Instant::now() + life;
    loop {
        let told = orders.borrow_and_update().clone();
        if told.over {
            return Ok(());
        }
        let incident = config.scale.incident((config.clock)());
        direct(
            &simulator,
            &names,
            &director,
            told,
            incident - config.scale.opened,
        );
        tokio::select! {
            () = sleep_until(end) => return Ok(()),
            () = sleep(LOOK) => {}
            changed = orders.changed() => if changed.is_err() {
                return Ok(());
            },
        }
    }
}

/// Has every service behave as it should now; those nobody speaks of are up.
fn direct(simulator: &Simulator, names: &Names, director: &Director, told: Orders, elapsed: Span) {
    let course = Course {
        elapsed,
        closed: told.closed,
    };
    names.lead(director.answers(&course));
    let mut now = director.behaviours(&course);
    now.extend(told.by_hand);
    for provider in simulator.providers() {
        for service in simulator.services() {
            let key = (provider.id.clone(), service.id.clone());
            let is = now.remove(&key).unwrap_or(Behaviour::Up);
            // What cannot be simulated was named beforehand; the service stays as it was.
            let _ = simulator.set(&provider.id, &service.id, &is);
        }
    }
}
