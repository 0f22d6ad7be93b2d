//! The exit of last resort, for when the loop does not end by itself.

use super::guard;
use std::thread;
use std::time::Duration;

/// Ends the process after `wait` unless `main` returned before. The terminal is given back first.
pub fn exit_after(wait: Duration, code: u8) {
    let last = move || {
        thread::sleep(wait);
        guard::give_back(None);
        exit(code);
    };
    let named = thread::Builder::new().name("last-exit".to_owned());
    if named.spawn(last).is_err() {
        guard::give_back(None);
        exit(code);
    }
}

#[expect(
    clippy::exit,
    clippy::disallowed_methods,
    reason = "a loop that hangs must not keep a dead terminal or ignore SIGTERM"
)]
fn exit(code: u8) {
    std::process::exit(i32::from(code));
}
