//! A drill's providers, in a process of their own: they survive the loss of every cockpit, and bring the news.

use crate::cockpit::Setup;
use crate::domain::author::Author;
use crate::domain::drill::{Course, Director};
use crate::domain::entry::Entry;
use crate::domain::facts::{DrillInjected, Fact};
use crate::domain::fold::Incident;
use crate::domain::ids::Id;
use crate::domain::time::{Span, Time};
use crate::domain::words::StepState;
use crate::shell::clock::now;
use crate::simulator::{self, Orders};
use crate::store::folder::Folder;
use crate::store::live::{Config, Store, StoreEvent};
use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;
use tokio::sync::watch;

/// How often the scenario's clock is looked at.
const LOOK: Duration = Duration::from_millis(250);
/// A drill nobody has been at for this long is over.
const ALONE: Span = Span::minutes(30);
/// What is left is written within this.
const LEAVE: Duration = Duration::from_millis(400);

/// Serves a drill's providers until it is over. Says `ready` on stdout once all of them listen.
///
/// # Errors
/// When the ports of the incident file cannot be had, or the journal's threads not be started.
pub fn serve(folder: Folder, state: &Path, setup: Setup, from: Id) -> io::Result<()> {
    let (send, receive) = channel();
    let config = Config::new(folder.clone(), state, setup.writer.clone());
    let store = Store::start(config, move |event| drop(send.send(event)))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let (orders, told) = watch::channel(Orders::default());
    let servers = simulator::Config {
        plan: setup.plan.as_ref().clone(),
        scenario: setup.scenario.as_deref().cloned(),
        from,
        ports: folder.identity.ports.clone(),
        scale: folder.identity.scale(),
        clock: now,
        life: simulator::Config::LIFE,
    };
    let serving = runtime.spawn(simulator::serve(servers, told, |_| {
        let _ = writeln!(io::stdout(), "ready").and_then(|()| io::stdout().flush());
    }));
    let mut drill = Drill {
        incident: Incident::new(folder.identity.scale()),
        author: Author::new(setup.writer, "drill".to_owned()),
        director: Director::new(setup.scenario.as_deref()),
        opening: Some(setup.opening.into()),
        loaded: false,
        heard: now(),
    };
    while !serving.is_finished() {
        let over = drill.look(&receive, &store, &orders);
        if over {
            break;
        }
    }
    let _ = orders.send(Orders {
        over: true,
        ..Orders::default()
    });
    let _ = store.shutdown(LEAVE);
    let failed = runtime.block_on(serving).ok().and_then(Result::err);
    runtime.shutdown_background();
    failed.map_or(Ok(()), |why| Err(io::Error::other(why)))
}

struct Drill {
    incident: Incident,
    author: Author,
    director: Director,
    opening: Option<Fact>,
    loaded: bool,
    /// When somebody was last there.
    heard: Time,
}

impl Drill {
    /// Takes in what happened, brings what news is due; whether the drill is over.
    fn look(
        &mut self,
        receive: &Receiver<StoreEvent>,
        store: &Store,
        orders: &watch::Sender<Orders>,
    ) -> bool {
        match receive.recv_timeout(LOOK) {
            Ok(StoreEvent::Arrived(entries)) => {
                self.author.witness(&entries, now());
                self.incident.extend(entries);
                self.heard = now();
            }
            Ok(StoreEvent::Loaded) => self.loaded = true,
            Ok(StoreEvent::Others(others)) => {
                let newest = others.presence.iter().map(|p| p.at).max();
                self.heard = newest.map_or(self.heard, |at| at.max(self.heard));
            }
            Ok(_) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return true,
        }
        if !self.loaded {
            return false;
        }
        let ended = self.incident.state().drill_ended.get() == Some(&true);
        if !self.incident.is_open() || ended || now() - self.heard > ALONE {
            return true;
        }
        let scale = self.incident.scale();
        let elapsed = scale.incident(now()) - scale.opened;
        let closed = self.closed();
        let course = Course {
            elapsed,
            closed: closed.clone(),
        };
        orders.send_if_modified(|orders| {
            let changed = orders.closed != closed;
            orders.closed = closed;
            changed
        });
        self.bring_news(&course, store);
        false
    }

    /// When each step of the active run was first closed as done, since the opening.
    fn closed(&self) -> BTreeMap<Id, Span> {
        let opened = self.incident.scale().opened;
        let Some((_, run)) = self.incident.active_run() else {
            return BTreeMap::new();
        };
        let first_done = |record: &crate::domain::fold::StepRecord| {
            let done = record.history.iter().find(|no| {
                matches!(&self.incident.log().entry(**no).draft.fact,
                    Fact::StepSet(set) if matches!(set.state, StepState::Done | StepState::Verified))
            });
            done.map(|no| self.incident.written(*no) - opened)
        };
        run.steps
            .iter()
            .filter_map(|(id, record)| Some((id.clone(), first_done(record)?)))
            .collect()
    }

    fn bring_news(&mut self, course: &Course, store: &Store) {
        let told: Vec<_> = self
            .incident
            .log()
            .iter()
            .filter_map(|(_, entry)| match &entry.draft.fact {
                Fact::DrillInjected(news) => Some((news.text.clone(), news.provider.clone())),
                _ => None,
            })
            .collect();
        let untold = self.director.untold(course, &told);
        let news = untold.into_iter().map(|inject| {
            let (text, provider) = (inject.text, inject.provider);
            DrillInjected { text, provider }.into()
        });
        let facts: Vec<Fact> = news.collect();
        if facts.is_empty() {
            return;
        }
        let mut drafts = Vec::new();
        for fact in self.opening.take().into_iter().chain(facts) {
            let draft = self.author.draft(fact.cut(), now(), self.incident.log());
            let pending: Entry = self.author.pending(draft.clone());
            self.incident.extend([pending]);
            drafts.push(draft);
        }
        let _ = store.append(&drafts);
    }
}
