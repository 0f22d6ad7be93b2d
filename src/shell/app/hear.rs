//! From what happened to messages.

use super::event::Event;
use super::run::{App, left};
use crate::cockpit::Msg;
use crate::domain::problem::{Place, Problem, Severity};
use crate::shell::clock::now;
use crate::shell::signals::Signal;
use crate::shell::terminal::{Input, MouseKind, PANIC_STATUS};
use crate::store::live::{Part, StoreEvent};
use crate::store::read::Health;
use std::time::Duration;

/// The probe lock is let go of within this, or this process stops with it.
const REST: Duration = Duration::from_millis(300);

impl App {
    pub(super) fn hear(&mut self, event: Event) {
        match event {
            Event::Input(input) => self.input(input),
            Event::Signal(signal) => self.signal(signal),
            Event::Store(event) => self.journal(event),
            Event::Sample(sample) => self.samples.push(sample),
            Event::Msg(msg) => {
                self.dirty = true;
                self.tell(*msg);
            }
            Event::Terminal(bytes) => {
                let sent = self.screen.as_ref().is_some_and(|s| s.send(&bytes));
                let _ = sent;
            }
            Event::Idle => {}
            Event::Fault => self.ended = Some(left(PANIC_STATUS)),
        }
    }

    fn input(&mut self, input: Input) {
        self.dirty = true;
        match input {
            Input::Key(key) => self.tell(Msg::Key(key, now())),
            Input::Paste { text, whole } => self.tell(Msg::Paste { text, whole }),
            Input::Mouse(mouse) => {
                use crate::cockpit::key::{Key, KeyCode};
                let key = match mouse.kind {
                    MouseKind::WheelUp => Key::plain(KeyCode::Up),
                    MouseKind::WheelDown => Key::plain(KeyCode::Down),
                    MouseKind::Press => return,
                };
                self.tell(Msg::Key(key, now()));
            }
            Input::Hangup => {
                self.tell(Msg::End("its terminal is gone".to_owned()));
                self.ended = Some(left(Signal::Hangup.exit_status()));
            }
        }
    }

    fn signal(&mut self, signal: Signal) {
        self.dirty = true;
        match signal {
            signal if signal.ends() => {
                self.tell(Msg::End(
                    format!("ended by signal {signal:?}").to_lowercase(),
                ));
                self.ended = Some(left(signal.exit_status()));
            }
            Signal::Suspend => self.suspend(),
            Signal::Continue => {
                if let Some(screen) = &mut self.screen {
                    screen.refresh();
                }
                self.sized();
            }
            _ => {
                if let Some(screen) = &mut self.screen {
                    screen.resize();
                }
                self.sized();
            }
        }
    }

    /// Into the background; when it comes back the journal is looked at first.
    pub(super) fn suspend(&mut self) {
        if let Some(store) = &self.store {
            store.rest(REST);
        }
        let stopped = self
            .screen
            .as_mut()
            .is_some_and(crate::shell::terminal::Screen::suspend);
        if !stopped {
            self.model.view.answer.text =
                "nobody could bring it back from the background here".to_owned();
        }
        if let Some(store) = &self.store {
            store.go_on();
        }
        self.sized();
        self.dirty = true;
    }

    fn sized(&mut self) {
        if let Some(screen) = &self.screen {
            let (columns, rows) = screen.size();
            self.tell(Msg::Resize(columns, rows));
        }
    }

    fn journal(&mut self, event: StoreEvent) {
        self.present.changed = true;
        match event {
            StoreEvent::Arrived(entries) => {
                self.dirty = true;
                self.tell(Msg::Entries(entries, now()));
            }
            StoreEvent::Loaded => {
                self.dirty = true;
                self.tell(Msg::Loaded);
            }
            StoreEvent::Saved { stamps, .. } => {
                // Only what took long was shown as waiting.
                self.dirty |= self.model.saving.trouble.is_some() || self.model.is_waiting();
                let stamps = stamps.iter().map(|s| (s.seq, s.prev, s.hash)).collect();
                self.tell(Msg::Saved(stamps));
            }
            StoreEvent::Shared { through } => self.tell(Msg::Shared(through)),
            StoreEvent::PutBack { entries, .. } => {
                self.dirty = true;
                self.tell(Msg::PutBack(entries));
            }
            StoreEvent::Health(health) => {
                for problem in problems(&health) {
                    self.dirty = true;
                    self.tell(Msg::Notice(problem));
                }
            }
            StoreEvent::Others(others) => {
                self.tell(Msg::Presence(others.presence));
                self.tell(Msg::Views(others.views));
            }
            StoreEvent::Lead(held) => self.tell(Msg::ProbeLock(held)),
            StoreEvent::Pager(held) => self.tell(Msg::PagerLock(held)),
            StoreEvent::Trouble(Part::Log, problem) => {
                self.dirty = true;
                self.tell(Msg::DiskTrouble(problem));
            }
            StoreEvent::Trouble(_, problem) => {
                self.dirty = true;
                self.tell(Msg::Notice(problem));
            }
            StoreEvent::Well(Part::Log) => {
                self.dirty = true;
                self.tell(Msg::DiskWell);
            }
            StoreEvent::Well(Part::Share | Part::Watch) => {
                self.dirty = true;
                self.tell(Msg::ShareWell);
            }
        }
    }
}

/// Damage worth telling, each with its place.
fn problems(health: &Health) -> Vec<Problem> {
    let mut found = health.unread.clone();
    for damage in health.damages.iter().filter(|d| d.lost) {
        let file = damage.path.to_string_lossy().into_owned();
        found.push(Problem {
            severity: Severity::Warning,
            code: "bad-line",
            place: Place {
                file,
                line: damage.line,
                column: 0,
                span: None,
            },
            what: format!("a damaged line at byte {} is not counted", damage.byte),
            remedy: "`switchover verify` tells more".to_owned(),
        });
    }
    for (writer, seq) in &health.forks {
        found.push(Problem {
            severity: Severity::Warning,
            code: "fork",
            place: Place {
                file: writer.to_string(),
                ..Place::default()
            },
            what: format!("entry {seq} stands twice with different content; both count"),
            remedy: String::new(),
        });
    }
    found
}
