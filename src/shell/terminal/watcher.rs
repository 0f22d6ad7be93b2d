//! A second small process that gives the terminal back when the cockpit cannot: kill -9, abort, stack
//! overflow. It holds the other end of a pipe and sleeps; when the pipe closes while the terminal is still
//! taken, it restores the terminal. In a session of its own, no key and no hangup reaches it, and the
//! terminal's job control does not stop it.

use super::{modes, tty};
use rustix::process::setsid;
use std::io::{self, BufRead as _, Write as _};
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// The hidden subcommand that runs [`watcher_main`].
pub const WATCHER_COMMAND: &str = "__restore";
/// It has nothing to do when the terminal was given back, and needs about a millisecond for that.
const FAREWELL: Duration = Duration::from_millis(20);

const TAKEN: &str = "taken";
const GIVEN_BACK: &str = "given back";
const UNHEARD: &str = "unheard";
const TITLE: &str = "title";

/// A terminal that does not read is given up after this long.
const PATIENCE: Duration = Duration::from_secs(5);

const NOTE: &[u8] =
    b"\r\nswitchover was ended from outside. Nothing saved is lost: `switchover join` goes on.\r\n";

/// The watcher as the cockpit holds it. Dropped, it ends, and is waited for, so that no zombie is left.
#[derive(Debug)]
pub(super) struct Watcher(Child);

impl Watcher {
    /// Starts `program __restore` on this terminal, which is taken.
    pub(super) fn start(
        program: &Path,
        tty: OwnedFd,
        before: tty::Line,
        title: bool,
    ) -> io::Result<Self> {
        let child = Command::new(program)
            .arg(WATCHER_COMMAND)
            .arg(before.to_text())
            .args(title.then_some(TITLE))
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::from(tty))
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Watcher(child))
    }

    /// The terminal is taken: restore it if the pipe closes.
    pub(super) fn taken(&self) {
        self.say(TAKEN);
    }

    /// The terminal was given back: nothing to do.
    pub(super) fn given_back(&self) {
        self.say(GIVEN_BACK);
    }

    /// The terminal was given back but did not read: say it again when it does.
    pub(super) fn unheard(&self) {
        self.say(UNHEARD);
    }

    fn say(&self, line: &str) {
        if let Some(mut pipe) = self.0.stdin.as_ref() {
            let _ = writeln!(pipe, "{line}");
        }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let began = Instant::now();
        while matches!(self.0.try_wait(), Ok(None)) && began.elapsed() < FAREWELL {
            thread::sleep(Duration::from_millis(1));
        }
    }
}

/// The whole life of the watcher: stdin is the pipe, stdout the terminal. `main` calls it, with the arguments
/// after [`WATCHER_COMMAND`], before anything else.
#[must_use]
pub fn watcher_main(mut args: impl Iterator<Item = String>) -> ExitCode {
    let _ = setsid();
    let before = args.next().and_then(|line| tty::Line::parse(&line));
    let title = args.next().is_some_and(|word| word == TITLE);
    let told = io::stdin().lock().lines().map_while(Result::ok).last();
    let ours = before.is_some_and(|before| tty::is_ours(rustix::stdio::stdout(), before));
    let why = match told.as_deref() {
        Some(GIVEN_BACK) => return ExitCode::SUCCESS,
        Some(UNHEARD) => Why::Unheard,
        // The cockpit ended before it could say anything, perhaps in good order: then the line tells.
        None if !ours => return ExitCode::SUCCESS,
        _ if ours => Why::Ended,
        _ => Why::EndedAndShellIsQuicker,
    };
    give_back(why, before, title);
    ExitCode::SUCCESS
}

/// What the watcher finds when its pipe closes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    /// The cockpit gave the terminal back, which did not read.
    Unheard,
    /// The cockpit is gone, the terminal as it left it.
    Ended,
    /// The same, and a shell has written its prompt and switched its own bracketed paste on.
    EndedAndShellIsQuicker,
}

fn give_back(why: Why, before: Option<tty::Line>, title: bool) {
    let (tell, told) = mpsc::channel();
    let write = move || {
        let _ = speak(why, before, title);
        let _ = tell.send(());
    };
    if thread::Builder::new().spawn(write).is_ok() {
        let _ = told.recv_timeout(PATIENCE);
    }
}

fn speak(why: Why, before: Option<tty::Line>, title: bool) -> io::Result<()> {
    let tty = rustix::stdio::stdout();
    let mut bytes = modes::leave(title);
    match why {
        Why::Unheard => tty::drop_unread(tty),
        Why::Ended => {
            tty::drop_unread(tty);
            bytes.extend_from_slice(NOTE);
        }
        Why::EndedAndShellIsQuicker => {
            bytes.extend_from_slice(NOTE);
            bytes.extend_from_slice(modes::PASTE_ON);
            bytes.extend_from_slice(b"(Enter brings the prompt back.)\r\n");
        }
    }
    tty::Out(tty.try_clone_to_owned()?).write_all(&bytes)?;
    match before {
        Some(before) if why == Why::Ended => tty::restore(tty, before),
        _ => Ok(()),
    }
}
