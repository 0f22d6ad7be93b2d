//! Watching: an own poll is the truth, the system's notices only wake it earlier.

use super::Config;
use super::event::{Part, Sink, StoreEvent};
use super::others;
use super::pulse::Pulse;
use crate::store::read::{Health, Own, Reader};
use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

/// How often it is looked when nobody else is here, and when somebody is.
const ALONE: Duration = Duration::from_secs(1);
const TOGETHER: Duration = Duration::from_millis(250);

/// How often the system is asked again for notices it refused.
const ASK_AGAIN: Duration = Duration::from_secs(30);

/// Wakes the watcher.
#[derive(Clone)]
pub(super) struct Bell {
    wake: SyncSender<()>,
    closing: Arc<AtomicBool>,
}

impl Bell {
    pub(super) fn ring(&self) {
        // Full: it is awake already.
        let _ = self.wake.try_send(());
    }

    pub(super) fn close(&self) {
        self.closing.store(true, Ordering::Release);
        self.ring();
    }
}

pub(super) struct Watch {
    incident: PathBuf,
    reader: Reader,
    others: others::Watch,
    pulse: Arc<Pulse>,
    sink: Sink,
    told: Health,
    bell: Bell,
    woken: Receiver<()>,
}

pub(super) fn new(
    config: &Config,
    private: &Path,
    own: &Own,
    pulse: &Arc<Pulse>,
    sink: &Sink,
) -> (Bell, Watch) {
    let (wake, woken) = sync_channel(1);
    let bell = Bell {
        wake,
        closing: Arc::default(),
    };
    let incident = config.folder.path.clone();
    let watch = Watch {
        reader: Reader::new(&incident, Some(private), Arc::clone(own)),
        others: others::Watch::new(&incident, &config.writer),
        incident,
        pulse: Arc::clone(pulse),
        sink: Arc::clone(sink),
        told: Health::default(),
        bell: bell.clone(),
        woken,
    };
    (bell, watch)
}

impl Watch {
    /// Looks until the store is shut down.
    pub(super) fn run(mut self) -> bool {
        let mut loaded = false;
        let mut notices: Option<RecommendedWatcher> = None;
        let mut asked: Option<Instant> = None;
        while !self.bell.closing.load(Ordering::Acquire) {
            let pulse = Arc::clone(&self.pulse);
            pulse.during(Part::Watch, || self.look(loaded));
            if !loaded {
                loaded = true;
                (self.sink)(StoreEvent::Loaded);
            }
            if notices.is_none() && asked.is_none_or(|at| at.elapsed() > ASK_AGAIN) {
                asked = Some(Instant::now());
                notices = pulse.during(Part::Watch, || self.notices());
                if notices.is_some() {
                    // What came between the first look and the first notice.
                    continue;
                }
            }
            self.pulse.check();
            let wait = if self.others.near() { TOGETHER } else { ALONE };
            let _ = self.woken.recv_timeout(wait);
        }
        true
    }

    fn look(&mut self, loaded: bool) {
        let (sink, others) = (&self.sink, &mut self.others);
        let changed = self.reader.poll(|entries| {
            if loaded {
                others.sign();
            }
            sink(StoreEvent::Arrived(entries));
        });
        if changed || !loaded {
            let health = self.reader.health();
            // New entries alone are no news of the journals' state.
            if !loaded || !health.is_like(&self.told) {
                self.told = health.clone();
                sink(StoreEvent::Health(health.clone()));
            }
        }
        if let Some(news) = others.poll() {
            sink(StoreEvent::Others(news));
        }
    }

    fn notices(&self) -> Option<RecommendedWatcher> {
        let bell = self.bell.clone();
        let notice = move |event: notify::Result<notify::Event>| {
            let Ok(event) = event else { return };
            let matters = match event.kind {
                EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
                _ => true,
            };
            if matters {
                bell.ring();
            }
        };
        let mut watcher = notify::recommended_watcher(notice).ok()?;
        let journal = self.incident.join("journal");
        watcher.watch(&journal, RecursiveMode::Recursive).ok()?;
        // Less urgent: the poll finds them too.
        let inbox = self.incident.join("inbox");
        let _ = watcher.watch(&inbox, RecursiveMode::Recursive);
        let presence = self.incident.join("presence");
        let _ = watcher.watch(&presence, RecursiveMode::NonRecursive);
        Some(watcher)
    }
}
