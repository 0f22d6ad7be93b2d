//! Signals as plain words, on a thread of their own: a loop that hangs still ends when told to.

use crate::shell::terminal::exit_after;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// How long the loop may take to end after a signal that ends it.
const GRACE: Duration = Duration::from_millis(340);

/// What somebody outside asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Signal {
    /// SIGTERM: end. A loop that has not ended a third of a second later is ended.
    Terminate,
    /// SIGHUP: the terminal is gone, end likewise.
    Hangup,
    /// SIGINT from outside (a pressed Ctrl-C is a key): end likewise.
    Interrupt,
    /// SIGTSTP from outside: suspend.
    Suspend,
    /// SIGCONT: set the terminal again, paint everything.
    Continue,
    /// SIGWINCH: the size changed.
    Resize,
}

impl Signal {
    /// What the program returns when this ended it: 128 and the signal's number.
    #[must_use]
    pub const fn exit_status(self) -> u8 {
        128 + self.number() as u8
    }

    const fn number(self) -> i32 {
        match self {
            Signal::Terminate => SIGTERM,
            Signal::Hangup => SIGHUP,
            Signal::Interrupt => SIGINT,
            Signal::Suspend => SIGTSTP,
            Signal::Continue => SIGCONT,
            Signal::Resize => SIGWINCH,
        }
    }

    const ALL: [Signal; 6] = [
        Signal::Terminate,
        Signal::Hangup,
        Signal::Interrupt,
        Signal::Suspend,
        Signal::Continue,
        Signal::Resize,
    ];

    /// Whether the program ends on it.
    #[must_use]
    pub const fn ends(self) -> bool {
        matches!(self, Signal::Terminate | Signal::Hangup | Signal::Interrupt)
    }
}

static IGNORE_SUSPEND: AtomicBool = AtomicBool::new(false);

/// The next SIGTSTP is our own, sent to the others of our group.
pub(in crate::shell) fn ignore_one_suspend() {
    IGNORE_SUSPEND.store(true, Ordering::SeqCst);
}

/// Starts to listen. `on` is called from the thread and must not block.
pub fn listen(on: impl Fn(Signal) + Send + 'static) -> io::Result<()> {
    let mut signals = Signals::new(Signal::ALL.map(Signal::number))?;
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            let mut ending = false;
            for number in signals.forever() {
                let Some(signal) = Signal::ALL.into_iter().find(|s| s.number() == number) else {
                    continue;
                };
                if signal == Signal::Suspend && IGNORE_SUSPEND.swap(false, Ordering::SeqCst) {
                    continue;
                }
                on(signal);
                if signal.ends() && !ending {
                    ending = true;
                    exit_after(GRACE, signal.exit_status());
                }
            }
        })?;
    Ok(())
}
