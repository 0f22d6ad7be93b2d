//! A panic, in any thread or task: the terminal is given back, the fault recorded, the program ends.

use super::guard;
use super::last_exit::exit_after;
use crate::shell::clock::now;
use std::io::{self, Write as _};
use std::panic::PanicHookInfo;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How long the loop may take to end by itself.
const GRACE: Duration = Duration::from_secs(1);
/// What a program ended by a panic returns.
pub const PANIC_STATUS: u8 = 101;

static FAULT: Mutex<Option<String>> = Mutex::new(None);

/// Sets the hook. `tell` is called on the panicking thread after the terminal is whole: it asks the loop to
/// end, and must neither block nor panic. A loop that does not end within a second is ended.
pub fn on_panic(tell: impl Fn() + Send + Sync + 'static) {
    std::panic::set_hook(Box::new(move |info| {
        let fault = describe(info);
        let (now, pid) = (now(), std::process::id());
        let _ = writeln!(io::stderr(), "{now} switchover[{pid}]: {fault}");
        guard::give_back(Some(&format!(
            "switchover ended by a fault of its own: {fault}. Nothing saved is lost: `switchover join` goes on."
        )));
        FAULT
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_or_insert(fault);
        tell();
        exit_after(GRACE, PANIC_STATUS);
    }));
}

/// The first panic of this run, if there was one: then `main` returns [`PANIC_STATUS`].
#[must_use]
pub fn fault() -> Option<String> {
    FAULT.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

fn describe(info: &PanicHookInfo<'_>) -> String {
    let thread = std::thread::current();
    let thread = thread.name().unwrap_or("unnamed");
    let what = info.payload_as_str().unwrap_or("a panic without a message");
    match info.location() {
        Some(at) => format!("{what} (thread {thread}, {at})"),
        None => format!("{what} (thread {thread})"),
    }
}
