//! What the loop is woken by.

use crate::cockpit::Msg;
use crate::domain::probe::Sample;
use crate::shell::signals::Signal;
use crate::shell::terminal::Input;
use crate::store::live::StoreEvent;

/// What the loop is woken by.
pub(super) enum Event {
    /// A person, or the death of the line.
    Input(Input),
    /// A signal from outside.
    Signal(Signal),
    /// The journal.
    Store(StoreEvent),
    /// A probe.
    Sample(Sample),
    /// A message made elsewhere.
    Msg(Box<Msg>),
    /// Bytes for the terminal, made elsewhere: a clipboard sequence.
    Terminal(Vec<u8>),
    /// The terminal takes a frame again.
    Idle,
    /// A thread or task panicked.
    Fault,
}

impl Event {
    /// A person or the system did it, whichever loop runs.
    pub(super) const fn is_from_outside(&self) -> bool {
        matches!(self, Event::Input(_) | Event::Signal(_) | Event::Fault)
    }
}
