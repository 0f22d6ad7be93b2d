//! The loop.

use super::Session;
use super::commands::Commands;
use super::event::Event;
use super::jobs::Jobs;
use super::lists::Lists;
use super::present::Present;
use crate::cockpit::effect::OpenRequest;
use crate::cockpit::{Model, Msg, update};
use crate::domain::probe::Sample;
use crate::domain::time::Time;
use crate::probes::Engine;
use crate::shell::clock::{now, until_next_second};
use crate::shell::signals;
use crate::shell::terminal::{Options, PANIC_STATUS, Screen, fault, listen, on_panic, provoke};
use crate::store::diagnostics;
use crate::store::folder::Folder;
use crate::store::live::{Config, Left, Store, StoreEvent};
use crate::ui;
use std::io;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// The first paint waits this long for a journal that is quickly read.
const FIRST_PAINT: Duration = Duration::from_millis(6);
/// What is left is saved and shared within this, in every fault.
const LEAVE: Duration = Duration::from_millis(300);
/// So many messages are taken in before a frame is drawn again.
const BURST: usize = 256;

/// How the loop ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ended {
    /// The operator left, or a signal ended it.
    Left,
    /// An incident of the start screen is to be joined: its folder.
    Join(String),
    /// An incident is to be opened.
    Open(OpenRequest),
    /// A drill is to be opened.
    Rehearse,
}

/// How the loop ended, and with what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exit {
    /// How.
    pub how: Ended,
    /// The exit status a signal, a panic or unsaved entries give; 0 otherwise.
    pub status: u8,
    /// What to say on the normal screen afterwards.
    pub words: Option<String>,
}

pub(super) struct App {
    pub(super) session: SessionParts,
    pub(super) model: Model,
    pub(super) store: Option<Store>,
    pub(super) screen: Option<Screen>,
    pub(super) engine: Option<(tokio::runtime::Runtime, Engine)>,
    /// The first paint is over: probes run while the incident is open.
    pub(super) probing: bool,
    pub(super) send: Sender<Event>,
    pub(super) samples: Vec<Sample>,
    pub(super) jobs: Jobs,
    pub(super) lists: Lists,
    pub(super) commands: Commands,
    pub(super) present: Present,
    pub(super) dirty: bool,
    /// The next whole wall second that has not been ticked.
    pub(super) next_tick: Time,
    pub(super) ended: Option<Exit>,
}

/// What of the session is needed while the loop runs.
pub(super) struct SessionParts {
    pub(super) theme: ui::Theme,
    pub(super) clipboard: crate::exec::clipboard::ClipboardEnv,
    pub(super) shared: bool,
    pub(super) learns: Option<(Folder, PathBuf)>,
    pub(super) provoke: String,
    pub(super) templates: super::TemplatesOfPlans,
    pub(super) poster: crate::outbox::Poster,
}

/// Everything that wakes a loop comes through here. There is one for the whole program: a start screen and the
/// cockpit after it hear the same terminal, so that no key is read by the one that is gone.
pub struct Wires {
    send: Sender<Event>,
    receive: Receiver<Event>,
    faults: bool,
    terminal: bool,
    signals: bool,
}

impl Default for Wires {
    fn default() -> Self {
        let (send, receive) = channel();
        Wires {
            send,
            receive,
            faults: false,
            terminal: false,
            signals: false,
        }
    }
}

impl Wires {
    /// Leaves out what an earlier loop was still to hear; keys already typed are for the next one.
    fn clear(&self) {
        let typed: Vec<Event> = self
            .receive
            .try_iter()
            .filter(Event::is_from_outside)
            .collect();
        for event in typed {
            let _ = self.send.send(event);
        }
    }

    /// Hears of panics, also without a screen; once.
    fn hear_faults(&mut self) {
        if !std::mem::replace(&mut self.faults, true) {
            let fault = self.send.clone();
            on_panic(move || drop(fault.send(Event::Fault)));
        }
    }

    /// Listens to the terminal, once.
    fn hear_terminal(&mut self) -> io::Result<()> {
        if !std::mem::replace(&mut self.terminal, true) {
            let input = self.send.clone();
            listen(move |event| drop(input.send(Event::Input(event))))?;
        }
        Ok(())
    }

    /// Listens to signals, once.
    fn hear_signals(&mut self) -> io::Result<()> {
        if !std::mem::replace(&mut self.signals, true) {
            let send = self.send.clone();
            signals::listen(move |signal| drop(send.send(Event::Signal(signal))))?;
        }
        Ok(())
    }
}

/// Runs a cockpit until its operator leaves.
///
/// # Errors
/// When the terminal cannot be taken, or a thread not be started.
pub fn run(session: Session, wires: &mut Wires) -> io::Result<Exit> {
    wires.clear();
    wires.hear_faults();
    let send = wires.send.clone();
    let store = start_store(&session, &send)?;
    let mut model = Model::new(session.setup);
    model.settings = session.settings;
    model.pager.watches = session.headless && !model.me.observe;
    wait_for_journal(&mut model, store.is_some(), &wires.receive, &send);
    let screen = match session.headless {
        true => None,
        false => {
            let log = diagnostics::open(&session.state).ok();
            let (term, program) = (session.term, session.program);
            Some(take_terminal(&model, term, program, log, wires)?)
        }
    };
    wires.hear_signals()?;
    if let Some(screen) = &screen {
        model.view.size = screen.size();
    }
    let (machine, commands) = (model.me.machine.clone(), session.commands);
    let commands = Commands::start(commands, session.folder.as_ref(), &machine, &send);
    let mut app = App {
        session: SessionParts {
            theme: session.theme,
            clipboard: session.clipboard,
            shared: session.folder.is_some(),
            learns: session.folder.map(|folder| (folder, session.state)),
            provoke: session.provoke,
            templates: session.templates,
            poster: crate::outbox::Poster::new(session.secrets),
        },
        model,
        store,
        screen,
        engine: None,
        probing: false,
        send,
        samples: Vec::new(),
        jobs: Jobs::default(),
        lists: Lists::new(session.lister),
        commands,
        present: Present::default(),
        dirty: true,
        next_tick: Time(0),
        ended: None,
    };
    let exit = app.turn(&wires.receive);
    Ok(app.leave(exit))
}

fn start_store(session: &Session, send: &Sender<Event>) -> io::Result<Option<Store>> {
    let Some(folder) = &session.folder else {
        return Ok(None);
    };
    let send = send.clone();
    let observe = session.setup.me.observe;
    let mut config = Config::new(folder.clone(), &session.state, session.setup.writer.clone());
    config.lead = !observe;
    Store::start(config, move |event| drop(send.send(Event::Store(event)))).map(Some)
}

/// A short journal is read before the first paint, so that the screen does not jump.
fn wait_for_journal(
    model: &mut Model,
    has_store: bool,
    receive: &Receiver<Event>,
    send: &Sender<Event>,
) {
    if !has_store {
        return;
    }
    let until = Instant::now() + FIRST_PAINT;
    let mut later = Vec::new();
    while let Ok(event) = receive.recv_timeout(until.saturating_duration_since(Instant::now())) {
        match event {
            Event::Store(StoreEvent::Arrived(entries)) => {
                let msg = Msg::Entries(entries, now());
                update(model, msg);
            }
            // Being loaded makes the cockpit write: that belongs into the loop.
            other => {
                let loaded = matches!(other, Event::Store(StoreEvent::Loaded));
                later.push(other);
                if loaded {
                    crate::cockpit::refresh(model);
                    break;
                }
            }
        }
    }
    for event in later {
        let _ = send.send(event);
    }
}

fn take_terminal(
    model: &Model,
    term: String,
    program: Option<std::path::PathBuf>,
    log: Option<OwnedFd>,
    wires: &mut Wires,
) -> io::Result<Screen> {
    let idle = wires.send.clone();
    let title = match model.start {
        Some(_) => "switchover".to_owned(),
        None => format!("{} {}", model.mode().banner(), model.folder),
    };
    let options = Options {
        title,
        term,
        log,
        program,
    };
    let screen = Screen::enter(options, move || drop(idle.send(Event::Idle)))?;
    wires.hear_terminal()?;
    Ok(screen)
}

impl App {
    fn turn(&mut self, receive: &Receiver<Event>) -> Exit {
        self.next_tick = next_second(now());
        let mut started = false;
        loop {
            self.paint();
            if !started && !self.dirty {
                started = true;
                self.learn();
                self.probing = true;
                self.start_probes();
                let _runtime = self.engine.as_ref().map(|(runtime, _)| runtime.enter());
                provoke(&std::mem::take(&mut self.session.provoke));
            }
            if let Some(exit) = self.ended.take() {
                return exit;
            }
            match receive.recv_timeout(until_next_second(now()).min(self.jobs.wait(now()))) {
                Ok(event) => {
                    self.hear(event);
                    for event in receive.try_iter().take(BURST) {
                        self.hear(event);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return left(PANIC_STATUS),
            }
            self.clock();
        }
    }

    fn paint(&mut self) {
        let Some(screen) = &mut self.screen else {
            self.dirty = false;
            return;
        };
        if !self.dirty {
            return;
        }
        let (model, theme) = (&self.model, &self.session.theme);
        if screen.draw(|frame| ui::draw(frame, model, theme)) {
            self.dirty = false;
            update(&mut self.model, Msg::Painted);
        }
    }

    /// What the clock brings: ended jobs, and once a second all that ticks, so that it is painted at once.
    fn clock(&mut self) {
        let wall = now();
        for msg in self.jobs.due(wall) {
            self.dirty = true;
            self.tell(msg);
        }
        if wall < self.next_tick && self.next_tick - wall <= crate::domain::time::Span(1000) {
            return;
        }
        self.next_tick = next_second(wall);
        let samples = std::mem::take(&mut self.samples);
        if !samples.is_empty() {
            self.tell(Msg::Samples(samples, wall));
        }
        self.tell(Msg::Tick(wall));
        self.dirty = true;
        // An incident that was closed when it was joined, and is open again, is watched again.
        if self.probing && self.engine.is_none() {
            self.start_probes();
        }
        self.watch_commands();
        self.show_presence(wall);
        self.say_who_pages();
        self.write_documents();
    }

    /// Takes a message in and carries out what it asks for.
    pub(super) fn tell(&mut self, msg: Msg) {
        for effect in update(&mut self.model, msg) {
            self.carry_out(effect);
        }
    }

    fn leave(mut self, mut exit: Exit) -> Exit {
        if let Some((runtime, engine)) = self.engine.take() {
            engine.stop();
            runtime.shutdown_background();
        }
        self.say_goodbye();
        let left = self.store.take().map(|store| store.shutdown(LEAVE));
        if let Some(screen) = self.screen.take() {
            screen.leave();
        }
        if fault().is_some() {
            exit.status = PANIC_STATUS;
        }
        if let Some(Left { unsaved, .. }) = left.filter(|l| l.unsaved > 0) {
            exit.status = 3;
            exit.words = Some(format!("{unsaved} entries could NOT be saved to disk"));
        }
        exit
    }
}

pub(super) const fn left(status: u8) -> Exit {
    Exit {
        how: Ended::Left,
        status,
        words: None,
    }
}

fn next_second(wall: Time) -> Time {
    Time(wall.0 - wall.0.rem_euclid(1000) + 1000)
}
