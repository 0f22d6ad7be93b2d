//! Publishing, and all else that is written into the shared folder.

use super::Config;
use super::event::{Part, Sink, StoreEvent};
use super::lead::Lead;
use super::pulse::Pulse;
use super::snapshots::Snapshot;
use crate::domain::ids::WriterId;
use crate::domain::problem::{Place, Problem, Severity};
use crate::store::access::Access;
use crate::store::publish::{Published, Publisher};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

const TICK: Duration = Duration::from_secs(1);

/// How often every byte is compared again while entries are written.
const DISTRUST: Duration = Duration::from_secs(60);

/// What the publisher is asked for.
pub(super) enum Ask {
    Saved {
        files: Vec<(u32, u64)>,
        through: u64,
    },
    Put(Snapshot),
    /// Let go of the probe lock, and say so.
    Rest(Sender<()>),
    /// Take it again where it is free.
    GoOn,
    /// Compete for the lock of who pages, or let go of it.
    Page(bool),
    Close,
}

pub(super) struct Publish {
    publisher: Publisher,
    writer: WriterId,
    incident: PathBuf,
    access: Access,
    pulse: Arc<Pulse>,
    sink: Sink,
    lead: Option<Lead>,
    pager: Lead,
    pages: bool,
    resting: bool,
    files: Vec<(u32, u64)>,
    saved: Option<u64>,
    shared: Option<u64>,
    puts: BTreeMap<String, Snapshot>,
    trouble: Option<io::ErrorKind>,
    puts_refused: bool,
    taken: BTreeSet<PathBuf>,
    closing: bool,
}

impl Publish {
    pub(super) fn new(config: &Config, private: &Path, pulse: &Arc<Pulse>, sink: &Sink) -> Self {
        let Config {
            folder,
            writer,
            disk,
            ..
        } = config;
        let lock = |name: &str| {
            let name = format!("{}{name}.lock", writer.machine());
            Lead::new(&folder.path, &name, folder.access)
        };
        Publish {
            publisher: Publisher::new(Arc::clone(disk), private, &folder.path, folder.access),
            writer: writer.clone(),
            incident: folder.path.clone(),
            access: folder.access,
            pulse: Arc::clone(pulse),
            sink: Arc::clone(sink),
            lead: config.lead.then(|| lock("")),
            pager: lock(".pager"),
            pages: false,
            resting: false,
            files: Vec::new(),
            saved: None,
            shared: None,
            puts: BTreeMap::new(),
            trouble: None,
            puts_refused: false,
            taken: BTreeSet::new(),
            closing: false,
        }
    }

    /// Publishes until the store is shut down; true when everything saved is shared.
    pub(super) fn run(mut self, asks: &Receiver<Ask>) -> bool {
        self.publisher.sweep(self.writer.machine());
        let (mut tick, mut trusted) = (Instant::now(), Instant::now());
        let mut dirty = false;
        loop {
            let now = Instant::now();
            if now >= tick {
                tick = now + TICK;
                if dirty && now - trusted > DISTRUST {
                    (dirty, trusted) = (false, now);
                    self.publisher.distrust();
                }
                self.pulse.check();
                self.round(true);
            }
            let wait = tick.saturating_duration_since(Instant::now());
            match asks.recv_timeout(wait) {
                Ok(ask) => self.take(ask),
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => self.closing = true,
            }
            asks.try_iter().for_each(|ask| self.take(ask));
            dirty = true;
            let closing = self.closing;
            self.round(closing);
            if closing {
                let _ = std::fs::remove_file(
                    self.incident.join(format!("presence/{}.json", self.writer)),
                );
                return self.shared == self.saved;
            }
        }
    }

    fn take(&mut self, ask: Ask) {
        match ask {
            Ask::Saved { files, through } => {
                self.files = files;
                self.saved = Some(through);
            }
            Ask::Put(snapshot) => {
                if let Some(name) = snapshot.name() {
                    self.puts.insert(name, snapshot);
                }
            }
            Ask::Rest(done) => {
                self.resting = true;
                self.tend_lead();
                let _ = done.send(());
            }
            Ask::GoOn => self.resting = false,
            Ask::Page(pages) => {
                self.pages = pages;
                self.tend_pager();
            }
            Ask::Close => self.closing = true,
        }
    }

    /// The own log, and with `all` those of earlier runs, the lock and what else is due.
    fn round(&mut self, all: bool) {
        let pulse = Arc::clone(&self.pulse);
        let done = pulse.during(Part::Share, || self.share(all));
        self.put_out();
        if all {
            self.tend_lead();
            self.tend_pager();
        }
        match done {
            Ok(()) => {
                if self.trouble.take().is_some() {
                    (self.sink)(StoreEvent::Well(Part::Share));
                }
            }
            // It changed under our hands: the next tick compares it whole.
            Err(e) if e.kind() == io::ErrorKind::ResourceBusy => self.publisher.distrust(),
            Err(e) => self.failed(&e),
        }
    }

    fn share(&mut self, all: bool) -> io::Result<()> {
        if let Some(saved) = self.saved {
            let published = self.publisher.publish(&self.writer, &self.files)?;
            let writer = self.writer.clone();
            self.tell(writer, &published);
            if self.shared != Some(saved) {
                self.shared = Some(saved);
                (self.sink)(StoreEvent::Shared { through: saved });
            }
        }
        if all {
            let own = Some(&self.writer);
            let published = self.publisher.publish_others(own, self.writer.machine())?;
            for (writer, published) in published {
                self.tell(writer, &published);
            }
        }
        Ok(())
    }

    fn tell(&mut self, writer: WriterId, published: &Published) {
        if let Some(path) = &published.refused
            && self.taken.insert(path.clone())
        {
            (self.sink)(StoreEvent::Trouble(Part::Share, name_taken(path)));
        }
        if published.put_back > 0 {
            let entries = published.put_back;
            (self.sink)(StoreEvent::PutBack { writer, entries });
        }
    }

    /// Snapshots and derived files; that they cannot be written is told once, and stops nothing.
    fn put_out(&mut self) {
        for (name, snapshot) in std::mem::take(&mut self.puts) {
            let write = || snapshot.write(&self.incident, self.access);
            match self.pulse.during(Part::Share, write) {
                Ok(()) if std::mem::take(&mut self.puts_refused) && self.trouble.is_none() => {
                    (self.sink)(StoreEvent::Well(Part::Share));
                }
                Ok(()) => {}
                Err(e) if !self.puts_refused => {
                    self.puts_refused = true;
                    let problem = problem(&self.incident.join(name), &e, "not-derived");
                    (self.sink)(StoreEvent::Trouble(Part::Share, problem));
                }
                Err(_) => {}
            }
        }
    }

    fn tend_lead(&mut self) {
        let Some(lead) = &mut self.lead else { return };
        let before = lead.is_held();
        match self.resting {
            true => lead.let_go(),
            false => self.pulse.during(Part::Share, || lead.tend()),
        }
        if lead.is_held() != before {
            (self.sink)(StoreEvent::Lead(!before));
        }
    }

    fn tend_pager(&mut self) {
        let before = self.pager.is_held();
        match self.pages && !self.resting {
            true => self.pulse.during(Part::Share, || self.pager.tend()),
            false => self.pager.let_go(),
        }
        if self.pager.is_held() != before {
            (self.sink)(StoreEvent::Pager(!before));
        }
    }

    fn failed(&mut self, error: &io::Error) {
        if self.trouble.replace(error.kind()) != Some(error.kind()) {
            let problem = problem(&self.incident, error, "not-shared");
            (self.sink)(StoreEvent::Trouble(Part::Share, problem));
        }
    }
}

fn problem(path: &Path, error: &io::Error, code: &'static str) -> Problem {
    let denied = error.kind() == io::ErrorKind::PermissionDenied;
    Problem {
        severity: Severity::Warning,
        code,
        place: Place {
            file: path.to_string_lossy().into_owned(),
            ..Place::default()
        },
        what: format!("cannot write to the shared folder: {error}"),
        remedy: if denied {
            crate::store::doctor::remedy(path)
        } else {
            "what is saved here is shared as soon as it can be".to_owned()
        },
    }
}

/// Somebody else's file, or one with entries that must not be lost, stands at the name.
fn name_taken(path: &Path) -> Problem {
    Problem {
        severity: Severity::Note,
        code: "name-taken",
        place: Place {
            file: path.to_string_lossy().into_owned(),
            ..Place::default()
        },
        what: "was replaced by another's file; the journal goes on under the next name".to_owned(),
        remedy: "nothing is lost; look at who replaces files here".to_owned(),
    }
}
