//! The start screen's list of what is open: looked at on a thread of its own, every few seconds, one look at a time.

use super::Lister;
use super::event::Event;
use crate::cockpit::Msg;
use crate::domain::time::{Span, Time};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// How often it is looked.
const EVERY: Span = Span::seconds(2);

/// The one who looks, while nobody is looking.
pub(super) struct Lists {
    idle: Option<Lister>,
    back: Option<Receiver<Lister>>,
    looked: Time,
}

impl Lists {
    pub(super) fn new(lister: Option<Lister>) -> Self {
        Lists {
            idle: lister,
            back: None,
            looked: Time(0),
        }
    }

    /// Looks, if it is time and the last look has ended: a share that hangs holds up nothing but this.
    pub(super) fn look(&mut self, wall: Time, send: &Sender<Event>) {
        if let Some(lister) = self.back.as_ref().and_then(|back| back.try_recv().ok()) {
            self.idle = Some(lister);
        }
        if (wall - self.looked).0.abs() < EVERY.0 {
            return;
        }
        let Some(mut lister) = self.idle.take() else {
            return;
        };
        self.looked = wall;
        let (give, back) = channel();
        self.back = Some(back);
        let send = send.clone();
        let work = move || {
            if let Some(open) = lister() {
                let _ = send.send(Event::Msg(Box::new(Msg::Listed(open))));
            }
            let _ = give.send(lister);
        };
        let _ = thread::Builder::new().name("list".to_owned()).spawn(work);
    }
}
