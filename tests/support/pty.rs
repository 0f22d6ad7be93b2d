//! The real program in a terminal of its own. Tests wait for what should be seen, with a deadline, and never
//! sleep; a wait that fails prints the screen.

use super::home::Home;
use super::modes::Modes;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::io::Errno;
use rustix::process::{Pid, Signal, kill_process};
use std::num::NonZeroU16;
use std::os::fd::{AsFd as _, BorrowedFd};
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Long enough for anything on a busy machine; a passing test never waits so long.
pub const SOON: Duration = Duration::from_secs(90);
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

struct Seen {
    raw: Vec<u8>,
    terminal: vt100::Parser,
    /// The harness reads; false plays a terminal that stalls.
    reading: bool,
    /// The harness is done with the terminal.
    closing: bool,
}

type Shared = Arc<(Mutex<Seen>, Condvar)>;

/// A program in a terminal. Killed when dropped.
pub struct Pty {
    child: Child,
    terminal: Option<Arc<pty_process::blocking::Pty>>,
    line: Option<pty_process::blocking::Pts>,
    seen: Shared,
    reader: Option<JoinHandle<()>>,
    /// The home the program lives in.
    pub home: Arc<Home>,
}

fn lock(seen: &Shared) -> MutexGuard<'_, Seen> {
    seen.0.lock().unwrap()
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap_or(NonZeroU16::MIN)
}

impl Pty {
    /// `switchover args` in a fresh home, with `env` over the usual variables (an empty value stays set).
    pub fn spawn(args: &[&str], env: &[(&str, &str)], columns: u16, rows: u16) -> Self {
        Self::spawn_in(Arc::new(Home::new()), args, env, columns, rows)
    }

    /// The same in a home that others share: a second cockpit, or the same one again.
    pub fn spawn_in(
        home: Arc<Home>,
        args: &[&str],
        env: &[(&str, &str)],
        columns: u16,
        rows: u16,
    ) -> Self {
        Self::program(home, super::PROGRAM, args, env, columns, rows)
    }

    /// Any program, a shell for one.
    pub fn program(
        home: Arc<Home>,
        program: &str,
        args: &[&str],
        env: &[(&str, &str)],
        columns: u16,
        rows: u16,
    ) -> Self {
        let (terminal, line) = pty_process::blocking::open().unwrap();
        terminal
            .resize(pty_process::Size::new(rows, columns))
            .unwrap();
        let flags = fcntl_getfl(&terminal).unwrap();
        fcntl_setfl(&terminal, flags | OFlags::NONBLOCK).unwrap();
        let mut command = pty_process::blocking::Command::new(program)
            .args(args)
            .env_clear()
            .envs(home.variables())
            .envs(env.iter().copied())
            .current_dir(home.path());
        let child = command.spawn_borrowed(&line).unwrap();
        let seen: Shared = Arc::new((
            Mutex::new(Seen {
                raw: Vec::new(),
                terminal: vt100::Parser::new(cells(rows), cells(columns), 0),
                reading: true,
                closing: false,
            }),
            Condvar::new(),
        ));
        let terminal = Arc::new(terminal);
        let reader = {
            let (terminal, seen) = (Arc::clone(&terminal), Arc::clone(&seen));
            thread::spawn(move || read(terminal.as_fd(), &seen))
        };
        Pty {
            child,
            terminal: Some(terminal),
            line: Some(line),
            seen,
            reader: Some(reader),
            home,
        }
    }

    fn terminal(&self) -> &pty_process::blocking::Pty {
        self.terminal.as_ref().expect("the terminal was closed")
    }

    /// The process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends bytes as keys. More than eight characters at once are a paste, as for a person's terminal: see
    /// [`Pty::type_text`].
    pub fn send(&self, keys: impl AsRef<[u8]>) {
        let mut rest = keys.as_ref();
        let began = Instant::now();
        while !rest.is_empty() {
            match rustix::io::write(self.terminal(), rest) {
                Ok(n) => rest = &rest[n..],
                Err(Errno::AGAIN) => {
                    assert!(began.elapsed() < SOON, "the program does not read\n{self}");
                    wait_fd(self.terminal().as_fd(), PollFlags::OUT);
                }
                Err(error) => panic!("send: {error}"),
            }
        }
    }

    /// Types text, waiting after each few letters until they stand before the cursor: what is sent faster is one
    /// paste. For fields that show what is typed.
    pub fn type_text(&self, text: &str) {
        for word in text.split_inclusive(' ') {
            for part in word.as_bytes().chunks(8) {
                let part = std::str::from_utf8(part).expect("letters of one byte");
                let before = self.cursor();
                self.send(part);
                self.wait(&format!("an echo of {part:?}"), |seen| {
                    cursor(seen) != before && letters_typed(seen).ends_with(&letters(part))
                });
            }
        }
    }

    /// Waits until the screen shows the text, on one line.
    pub fn wait_for(&self, text: &str) {
        self.wait(text, |seen| {
            seen.terminal.screen().contents().contains(text)
        });
    }

    /// Waits until the screen is as told.
    pub fn wait_screen(&self, what: &str, is: impl Fn(&str) -> bool) {
        self.wait(what, |seen| is(&seen.terminal.screen().contents()));
    }

    /// Waits until the terminal is as it was before the program.
    pub fn wait_whole(&self) {
        self.wait_until("a whole terminal", || self.modes().whole());
    }

    /// Waits until something else is so: looked at again and again.
    pub fn wait_until(&self, what: &str, is: impl Fn() -> bool) {
        let began = Instant::now();
        while !is() {
            assert!(began.elapsed() < SOON, "waited for {what}\n{self}");
            let seen = lock(&self.seen);
            drop(self.seen.1.wait_timeout(seen, BETWEEN_LOOKS).unwrap());
        }
    }

    fn wait(&self, what: &str, is: impl Fn(&Seen) -> bool) {
        let began = Instant::now();
        let mut seen = lock(&self.seen);
        while !is(&seen) {
            let Some(left) = SOON.checked_sub(began.elapsed()) else {
                drop(seen);
                panic!("waited for {what:?}\n{self}");
            };
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// The screen as text, one line a row.
    pub fn screen(&self) -> String {
        lock(&self.seen).terminal.screen().contents()
    }

    /// One cell of the screen with its look, counted from 0; `None` outside.
    pub fn cell(&self, column: u16, row: u16) -> Option<vt100::Cell> {
        lock(&self.seen)
            .terminal
            .screen()
            .cell(row, column)
            .cloned()
    }

    /// Where the cursor is, as column and row; `None` while hidden.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        cursor(&lock(&self.seen))
    }

    /// Every byte written so far.
    pub fn raw_output(&self) -> Vec<u8> {
        lock(&self.seen).raw.clone()
    }

    /// What the program did to the terminal.
    pub fn modes(&self) -> Modes {
        Modes::read(&lock(&self.seen).raw, self.terminal())
    }

    /// Changes the size; the program gets SIGWINCH.
    pub fn resize(&self, columns: u16, rows: u16) {
        lock(&self.seen)
            .terminal
            .screen_mut()
            .set_size(cells(rows), cells(columns));
        self.terminal()
            .resize(pty_process::Size::new(rows, columns))
            .unwrap();
    }

    /// Stops reading, as a dropped link does; or reads again.
    pub fn reading(&self, reading: bool) {
        lock(&self.seen).reading = reading;
        self.seen.1.notify_all();
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.id()).unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
    }

    /// SIGKILL.
    pub fn kill9(&self) {
        self.signal(Signal::KILL);
    }

    /// Closes the terminal under the program, as an SSH drop does.
    pub fn hang_up(&mut self) {
        lock(&self.seen).closing = true;
        self.seen.1.notify_all();
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        self.line = None;
        self.terminal = None;
    }

    /// Waits for the program to end.
    pub fn exit_status(&mut self, within: Duration) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(began.elapsed() < within, "still running\n{self}");
            let seen = lock(&self.seen);
            drop(self.seen.1.wait_timeout(seen, BETWEEN_LOOKS).unwrap());
        }
    }
}

impl std::fmt::Display for Pty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let seen = lock(&self.seen);
        let tail = seen.raw.len().saturating_sub(300);
        writeln!(f, "--- screen\n{}", seen.terminal.screen().contents())?;
        write!(f, "--- last bytes\n{}", seen.raw[tail..].escape_ascii())
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        lock_even_poisoned(&self.seen).closing = true;
        self.seen.1.notify_all();
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }
}

fn cursor(seen: &Seen) -> Option<(u16, u16)> {
    let (row, column) = seen.terminal.screen().cursor_position();
    (!seen.terminal.screen().hide_cursor()).then_some((column, row))
}

/// What stands before the cursor, wherever its lines are broken.
fn letters_typed(seen: &Seen) -> String {
    let screen = seen.terminal.screen();
    let (row, column) = screen.cursor_position();
    letters(&screen.contents_between(0, 0, row, column))
}

/// Without blanks and the lines of a frame.
fn letters(text: &str) -> String {
    let frame = '\u{2500}'..='\u{257f}';
    let letter = |c: &char| !c.is_whitespace() && !frame.contains(c);
    text.chars().filter(letter).collect()
}

fn lock_even_poisoned(seen: &Shared) -> MutexGuard<'_, Seen> {
    seen.0
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn wait_fd(fd: BorrowedFd<'_>, flags: PollFlags) {
    let wait = Timespec::try_from(BETWEEN_LOOKS).unwrap();
    let _ = poll(&mut [PollFd::from_borrowed_fd(fd, flags)], Some(&wait));
}

/// The reader's life: everything the program writes, until the harness is done.
fn read(terminal: BorrowedFd<'_>, shared: &Shared) {
    let mut bytes = vec![0; 65_536];
    loop {
        {
            let mut seen = lock_even_poisoned(shared);
            while !seen.reading && !seen.closing {
                seen = shared.1.wait(seen).unwrap();
            }
            if seen.closing {
                return;
            }
        }
        match rustix::io::read(terminal, &mut bytes[..]) {
            Ok(n) if n > 0 => {
                let mut seen = lock_even_poisoned(shared);
                seen.raw.extend_from_slice(&bytes[..n]);
                seen.terminal.process(&bytes[..n]);
                drop(seen);
                shared.1.notify_all();
            }
            _ => wait_fd(terminal, PollFlags::IN),
        }
    }
}

#[test]
fn it_shows_what_a_program_shows() {
    let home = Arc::new(Home::new());
    let script = r"stty -echo; printf '\033[1;31mX\033[m ready '; cat";
    let mut pty = Pty::program(Arc::clone(&home), "sh", &["-c", script], &[], 40, 5);
    pty.wait_for("ready");
    let cell = pty.cell(0, 0).unwrap();
    assert_eq!((cell.contents(), cell.bold()), ("X", true));
    assert_eq!(cell.fgcolor(), vt100::Color::Idx(1));
    assert!(pty.cell(40, 0).is_none());
    assert!(!pty.modes().whole(), "no echo");
    pty.send("one\r");
    pty.wait_for("one");
    assert_eq!(pty.cursor(), Some((0, 1)));
    pty.send("\x04");
    assert!(pty.exit_status(SOON).success());
    assert!(pty.home.path().join("state").is_dir());

    let mut pty = Pty::program(home, "sh", &["-c", "cat"], &[], 40, 5);
    pty.type_text("typed with an echo");
    pty.wait_for("typed with an echo");
    pty.kill9();
    assert!(!pty.exit_status(SOON).success());
}
