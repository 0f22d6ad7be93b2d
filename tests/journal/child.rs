//! A run of the program in an own process: the test binary executing itself. What it is told comes by stdin, what
//! happens goes to stdout, a line each.

use super::site::{Run, note};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write, stdin, stdout};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};
use switchover::domain::ids::{Hash, WriterId};
use switchover::store::folder::Folder;
use switchover::store::live::{Config, Stamp, StoreEvent};
use switchover::store::random;

const INCIDENT: &str = "SWITCHOVER_TEST_CHILD_INCIDENT";
const STATE: &str = "SWITCHOVER_TEST_CHILD_STATE";
const USER: &str = "SWITCHOVER_TEST_CHILD_USER";

/// Says one line at once; a pipe takes it whole.
fn say(line: &str) {
    let _ = stdout().write_all(format!("\n{line}\n").as_bytes());
    let _ = stdout().flush();
}

/// Returns at once unless this process was started as a writer.
#[test]
fn child_writer() {
    let (Some(incident), Some(state)) = (std::env::var_os(INCIDENT), std::env::var_os(STATE))
    else {
        return;
    };
    let user = std::env::var(USER).unwrap();
    let (folder, _) = Folder::open(Path::new(&incident)).unwrap();
    let writer = WriterId::of(&user, "b1", random::run().unwrap());
    let run = Run::start(Config::new(folder, Path::new(&state), writer.clone()));
    say(&format!("writer {writer}"));
    let (orders, told) = channel();
    std::thread::spawn(move || obey(&orders));
    let mut next = 0;
    let mut append = |count: u64| {
        let text = format!("{user} {next} {}", "x".repeat(200));
        let drafts: Vec<_> = (next..next + count).map(|seq| note(seq, &text)).collect();
        run.store.append(&drafts).unwrap();
        next += count;
    };
    let mut busy = false;
    loop {
        match told.try_recv() {
            Ok(order) if order == "run" => {
                busy = true;
                append(1);
            }
            Ok(order) if order == "quit" => break,
            Ok(_) => append(1),
            Err(std::sync::mpsc::TryRecvError::Disconnected) => break,
            Err(std::sync::mpsc::TryRecvError::Empty) => {}
        }
        match run.events.recv_timeout(Duration::from_millis(5)) {
            Ok(StoreEvent::Saved { through, stamps }) => {
                for Stamp { seq, hash, .. } in stamps {
                    say(&format!("saved {writer} {seq} {hash}"));
                }
                if busy {
                    append(1 + through % 3);
                }
            }
            Ok(StoreEvent::Arrived(entries)) => {
                for entry in entries {
                    say(&format!(
                        "saw {} {} {}",
                        entry.writer, entry.draft.seq, entry.hash
                    ));
                }
            }
            Ok(StoreEvent::Health(health)) => {
                for problem in health.unread {
                    say(&format!("unread {problem}"));
                }
            }
            Ok(StoreEvent::Shared { through }) => say(&format!("shared {through}")),
            Ok(StoreEvent::Trouble(part, problem)) => say(&format!("trouble {part:?} {problem}")),
            _ => {}
        }
    }
    let left = run.store.shutdown(Duration::from_millis(400));
    say(&format!("left {} {}", left.unsaved, left.shared));
}

fn obey(orders: &Sender<String>) {
    for line in stdin().lines() {
        let Ok(line) = line else { return };
        if orders.send(line).is_err() {
            return;
        }
    }
}

/// A writer in an own process, ended with kill -9 when dropped.
pub(crate) struct Writer {
    child: Child,
    said: Receiver<String>,
    /// What was said while something else was waited for: no order is promised.
    passed: RefCell<VecDeque<String>>,
}

/// As whom a writer runs.
#[derive(Default)]
pub(crate) struct As<'a> {
    pub(crate) user: &'a str,
    pub(crate) ids: Option<(u32, u32)>,
    /// Another place of the test binary, where that user may execute it.
    pub(crate) program: Option<PathBuf>,
}

impl Writer {
    pub(crate) fn start(incident: &Path, state: &Path, who: &As<'_>) -> Self {
        let own = || std::env::current_exe().unwrap();
        // The umask that hides from the partner what has no explicit mode.
        let mut command = Command::new("sh");
        command.args(["-c", "umask 077; exec \"$0\" \"$@\""]);
        command.arg(who.program.clone().unwrap_or_else(own));
        command.args([
            "--exact",
            "journal::child::child_writer",
            "--nocapture",
            "--test-threads=1",
        ]);
        command
            .env(INCIDENT, incident)
            .env(STATE, state)
            .env(USER, who.user);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        command.current_dir("/");
        if let Some((uid, gid)) = who.ids {
            command.uid(uid).gid(gid);
        }
        let mut child = command.spawn().unwrap();
        let (send, said) = channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        // Ends with the pipe.
        std::thread::spawn(move || {
            for line in out.split(b'\n').map_while(Result::ok) {
                let _ = send.send(String::from_utf8_lossy(&line).into_owned());
            }
        });
        Writer {
            child,
            said,
            passed: RefCell::default(),
        }
    }

    pub(crate) fn tell(&mut self, order: &str) {
        let stdin = self.child.stdin.as_mut().unwrap();
        stdin.write_all(format!("{order}\n").as_bytes()).unwrap();
    }

    /// Waits for a line that begins so; the rest of it.
    pub(crate) fn wait(&self, start: &str) -> String {
        let until = Instant::now() + super::site::DEADLINE;
        let mut passed = self.passed.borrow_mut();
        let before = passed.iter().position(|line| line.starts_with(start));
        if let Some(line) = before.and_then(|at| passed.remove(at)) {
            return line[start.len()..].trim().to_owned();
        }
        while let Ok(line) = self
            .said
            .recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            if let Some(rest) = line.strip_prefix(start) {
                return rest.trim().to_owned();
            }
            passed.push_back(line);
        }
        panic!("waited in vain for {start:?}; said: {passed:#?}");
    }

    /// kill -9, and every whole line said before and not waited for.
    pub(crate) fn kill(mut self) -> Vec<String> {
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.passed
            .take()
            .into_iter()
            .chain(self.said.iter())
            .collect()
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The mark in `<writer> <seq> <hash>`.
pub(crate) fn read_mark(text: &str) -> Option<super::site::Mark> {
    let mut parts = text.split(' ');
    let writer = WriterId::new(parts.next()?)?;
    Some((
        writer,
        parts.next()?.parse().ok()?,
        Hash::parse(parts.next()?)?,
    ))
}
