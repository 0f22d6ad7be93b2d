//! The one place that knows how to give the terminal back, reachable from every thread, whatever happens.

use super::tty::{self, Line};
use super::watcher::Watcher;
use super::writer::Writer;
use super::{modes, stderr};
use crate::domain::text::visible;
use std::os::fd::{AsFd as _, OwnedFd};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A terminal that was taken over.
pub(super) struct Taken {
    pub(super) tty: OwnedFd,
    pub(super) before: Line,
    pub(super) writer: Writer,
    pub(super) title: bool,
    pub(super) watcher: Option<Watcher>,
    /// Somebody is starting one.
    pub(super) watcher_comes: bool,
}

static TAKEN: Mutex<Option<Taken>> = Mutex::new(None);

fn lock() -> MutexGuard<'static, Option<Taken>> {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The terminal is taken: from now on [`give_back`] undoes it.
pub(super) fn took(taken: Taken) {
    if let Some(watcher) = &taken.watcher {
        watcher.taken();
    }
    *lock() = Some(taken);
}

/// Whether a watcher should be started now; true once for each time the terminal is taken without one.
pub(super) fn wants_watcher() -> bool {
    lock().as_mut().is_some_and(|taken| {
        taken.watcher.is_none() && !std::mem::replace(&mut taken.watcher_comes, true)
    })
}

/// Attaches the watcher that gives the terminal back when this process cannot.
pub(super) fn watched_by(watcher: Watcher) {
    match lock().as_mut().filter(|taken| taken.watcher.is_none()) {
        Some(taken) => {
            watcher.taken();
            taken.watcher = Some(watcher);
        }
        None => watcher.given_back(),
    }
}

/// Gives the terminal back, once; safe from any thread and when nothing was taken. `note` is one line for
/// the person, written on the normal screen. Takes 0.2 s at most; a second caller waits for the first, so that
/// nobody ends the process in between.
pub(super) fn give_back(note: Option<&str>) -> Option<Taken> {
    let mut held = lock();
    let taken = held.take()?;
    let leave = modes::leave(taken.title);
    let note = note.map_or_else(String::new, |note| format!("\r\n{}\r\n", visible(note)));
    let heard = taken.writer.last_words(&leave, note.as_bytes(), &taken.tty);
    let _ = tty::restore(taken.tty.as_fd(), taken.before);
    match &taken.watcher {
        Some(watcher) if heard => watcher.given_back(),
        Some(watcher) => watcher.unheard(),
        None => {}
    }
    stderr::back();
    Some(taken)
}

/// The line settings before the terminal was taken; `None` when it is not.
pub(super) fn line_before() -> Option<Line> {
    lock().as_ref().map(|taken| taken.before)
}
