//! While the cockpit is up, stderr goes to the log: nothing may write over the screen, and writing to a
//! terminal that is gone would end the program in the middle of saving.

use rustix::fs::{Mode, OFlags};
use std::io;
use std::os::fd::OwnedFd;
use std::sync::{Mutex, PoisonError};

static TERMINAL: Mutex<Option<OwnedFd>> = Mutex::new(None);

/// Sends stderr to `log` (nowhere without one) until [`back`].
pub(super) fn to_log(log: Option<OwnedFd>) -> io::Result<()> {
    let log = match log {
        Some(log) => log,
        None => rustix::fs::open("/dev/null", OFlags::WRONLY | OFlags::CLOEXEC, Mode::empty())?,
    };
    let before = rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stderr(), 3)?;
    rustix::stdio::dup2_stderr(&log)?;
    let mut held = TERMINAL.lock().unwrap_or_else(PoisonError::into_inner);
    if held.is_none() {
        *held = Some(before);
    }
    Ok(())
}

/// Sends stderr where it went before.
pub(super) fn back() {
    let before = TERMINAL
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    if let Some(before) = before {
        let _ = rustix::stdio::dup2_stderr(&before);
    }
}
