//! Asks every target again and again, never one of them twice at once.

use super::prober::{Options, Prepared, Prober};
use super::schedule::Schedule;
use super::target::Target;
use crate::domain::probe::Sample;
use crate::domain::time::{Span, Time};
use std::collections::HashMap;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::task::{AbortHandle, Id, JoinError, JoinSet};

/// The clock is looked at no less often than this: timers stand still while a machine sleeps.
const LOOK: Span = Span::seconds(1);

/// Probes that run. Dropping it ends them.
pub struct Engine {
    stopped: Arc<AtomicBool>,
    task: AbortHandle,
}

impl Engine {
    /// Begins asking: every target at once, then each in its own seconds. Every result goes to `sink`, which
    /// must not block. `clock` is the wall clock. To be called within a tokio runtime.
    #[must_use]
    pub fn start(
        targets: Vec<Target>,
        sink: impl Fn(Sample) + Send + Sync + 'static,
        clock: fn() -> Time,
    ) -> Engine {
        Engine::start_with(Options::default(), targets, sink, clock)
    }

    /// As [`Engine::start`], with options.
    #[must_use]
    pub fn start_with(
        options: Options,
        targets: Vec<Target>,
        sink: impl Fn(Sample) + Send + Sync + 'static,
        clock: fn() -> Time,
    ) -> Engine {
        let stopped = Arc::new(AtomicBool::new(false));
        let still = stopped.clone();
        let sink = move |sample| {
            if !still.load(Ordering::Acquire) {
                sink(sample);
            }
        };
        let rounds = Rounds {
            prober: Arc::new(Prober::new(options)),
            slots: targets.into_iter().map(|t| Slot::new(t, clock())).collect(),
            running: JoinSet::new(),
            of: HashMap::new(),
            clock,
        };
        let task = tokio::spawn(rounds.run(sink)).abort_handle();
        Engine { stopped, task }
    }

    /// Ends at once, also what waits for an answer: no further result reaches the sink.
    pub fn stop(self) {}
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Release);
        self.task.abort();
    }
}

/// A target and when it is asked next.
struct Slot {
    one: Arc<Prepared>,
    schedule: Schedule,
    due: Time,
    running: bool,
}

impl Slot {
    fn new(target: Target, now: Time) -> Self {
        Slot {
            schedule: Schedule::new(&target.probe, target.every),
            one: Arc::new(Prepared::new(target)),
            due: now,
            running: false,
        }
    }
}

/// All rounds; those that run end with it.
struct Rounds {
    prober: Arc<Prober>,
    slots: Vec<Slot>,
    running: JoinSet<Sample>,
    of: HashMap<Id, usize>,
    clock: fn() -> Time,
}

impl Rounds {
    async fn run(mut self, sink: impl Fn(Sample)) {
        for slot in 0..self.slots.len() {
            self.begin(slot);
            let now = (self.clock)();
            self.slots[slot].due = self.slots[slot].schedule.after_first(now);
        }
        loop {
            // All slots are looked at when one is due, not after every result.
            let mut due = pin!(tokio::time::sleep(self.begin_due()));
            loop {
                tokio::select! {
                    () = &mut due => break,
                    Some(ended) = self.running.join_next_with_id() => {
                        if let Some(sample) = self.ended(ended) {
                            sink(sample);
                        }
                    }
                }
            }
        }
    }

    /// Begins what is due; returns how long nothing will be.
    fn begin_due(&mut self) -> Duration {
        let now = (self.clock)();
        let mut next = now + LOOK;
        for index in 0..self.slots.len() {
            let slot = &mut self.slots[index];
            slot.due = slot.schedule.sane(slot.due, now);
            if slot.due <= now {
                slot.due = slot.schedule.after(now);
                if !slot.running {
                    self.begin(index);
                }
            }
            next = next.min(self.slots[index].due);
        }
        Duration::from_millis((next - now).0.max(1).unsigned_abs())
    }

    fn begin(&mut self, index: usize) {
        let (prober, one, clock) = (
            self.prober.clone(),
            self.slots[index].one.clone(),
            self.clock,
        );
        let task = self
            .running
            .spawn(async move { prober.round(&one, clock).await });
        self.of.insert(task.id(), index);
        self.slots[index].running = true;
    }

    /// A round is over; one that panicked measured nothing.
    fn ended(&mut self, ended: Result<(Id, Sample), JoinError>) -> Option<Sample> {
        let (id, sample) = match ended {
            Ok((id, sample)) => (id, Some(sample)),
            Err(error) => (error.id(), None),
        };
        let slot = self.slots.get_mut(self.of.remove(&id)?)?;
        slot.running = false;
        let now = (self.clock)();
        sample.or_else(|| Some(slot.one.failed(now)))
    }
}
