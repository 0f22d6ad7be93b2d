//! Running a command: its own group, no terminal, nothing on its stdin, a listed environment, a deadline; and no
//! child of it left behind when it is ended.

mod descendants;

use rustix::process::{Pid, Signal, WaitOptions};
use std::ffi::OsString;
use std::io::{self, PipeReader, Read as _};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// How often it is looked whether the command ended, or shall.
const LOOK: Duration = Duration::from_millis(50);
/// After TERM a command has this long to end in good order.
const GRACE: Duration = Duration::from_secs(5);
/// After KILL the system has this long to take the processes away.
const SWEEP: Duration = Duration::from_secs(5);
/// Whoever holds the output open after the command ended is listened to this long.
const LINGER: Duration = Duration::from_millis(300);

/// What is run, and how.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Order {
    /// Exactly the bytes `sh -c` gets.
    pub script: String,
    /// The whole environment.
    pub env: Vec<(OsString, OsString)>,
    /// The working folder.
    pub cwd: PathBuf,
    /// After this it is ended.
    pub limit: Duration,
}

/// How it went.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ran {
    /// Exit status; of one ended by a signal 128 and its number.
    pub exit: i64,
    /// How long it ran.
    pub took: Duration,
    /// Why it was ended, if it did not end by itself.
    pub stopped: Option<String>,
    /// Processes it left: of its own will, or such as could not be ended.
    pub left: usize,
}

/// Runs a command to its end. `stop` says from time to time why it shall end, if it shall; `sink` gets what it
/// prints, both streams in their order.
///
/// # Errors
/// When it could not be started.
pub fn run(
    order: &Order,
    mut stop: impl FnMut() -> Option<String>,
    mut sink: impl FnMut(&[u8]),
) -> io::Result<Ran> {
    // What it starts in sessions of their own comes back to us when its parent is gone.
    let me = rustix::process::getpid();
    let _ = rustix::process::set_child_subreaper(Some(me));
    let (reader, writer) = io::pipe()?;
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(&order.script)
        .env_clear()
        .envs(order.env.iter().map(|(name, value)| (name, value)))
        .current_dir(&order.cwd)
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(writer.try_clone()?)
        .stderr(writer);
    let began = Instant::now();
    let mut child = command.spawn()?;
    // It holds the pipe's other end, which would never close.
    drop(command);
    let printed = listen(reader)?;
    let mut stopped = None;
    let status = loop {
        hear(&printed, LOOK, &mut sink);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        let over = began.elapsed() >= order.limit;
        let why = over.then(|| format!("over its time limit of {}", spoken(order.limit)));
        if let Some(why) = why.or_else(&mut stop) {
            stopped = Some(why);
            break end(&mut child, &printed, &mut sink)?;
        }
    };
    let took = began.elapsed();
    let until = Instant::now() + LINGER;
    while Instant::now() < until
        && let Ok(bytes) = printed.recv_timeout(LINGER)
    {
        sink(&bytes);
    }
    reap();
    Ok(Ran {
        exit: exit(status),
        took,
        stopped,
        left: descendants::of(me).len(),
    })
}

/// Reads what is printed on a thread of its own.
fn listen(mut reader: PipeReader) -> io::Result<Receiver<Vec<u8>>> {
    let (send, printed) = sync_channel(64);
    let read = move || {
        let mut buffer = vec![0; 16 * 1024];
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return,
                Ok(n) => {
                    if send.send(buffer[..n].to_vec()).is_err() {
                        return;
                    }
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return,
            }
        }
    };
    thread::Builder::new()
        .name("output".to_owned())
        .spawn(read)?;
    Ok(printed)
}

/// Hands over what was printed, waiting at most `wait` for more; false when nothing more can come.
fn hear(printed: &Receiver<Vec<u8>>, wait: Duration, sink: &mut impl FnMut(&[u8])) -> bool {
    match printed.recv_timeout(wait) {
        Ok(bytes) => {
            sink(&bytes);
            for bytes in printed.try_iter().take(256) {
                sink(&bytes);
            }
            true
        }
        Err(RecvTimeoutError::Timeout) => true,
        Err(RecvTimeoutError::Disconnected) => {
            // Nobody holds the output open: the command may go on all the same.
            thread::park_timeout(wait);
            false
        }
    }
}

/// TERM to all of it, then KILL, until nothing is left.
fn end(
    child: &mut Child,
    printed: &Receiver<Vec<u8>>,
    sink: &mut impl FnMut(&[u8]),
) -> io::Result<ExitStatus> {
    let me = rustix::process::getpid();
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    let mut status = None;
    for (signal, wait) in [(Signal::TERM, GRACE), (Signal::KILL, SWEEP)] {
        if let Some(group) = group.filter(|_| status.is_none()) {
            let _ = rustix::process::kill_process_group(group, signal);
        }
        let mut told = Vec::new();
        let until = Instant::now() + wait;
        loop {
            let there = descendants::of(me);
            // Whoever came after the first signal gets it too; KILL again and again.
            for pid in &there {
                if signal == Signal::KILL || !told.contains(pid) {
                    let _ = rustix::process::kill_process(*pid, signal);
                    told.push(*pid);
                }
            }
            hear(printed, LOOK, sink);
            match status {
                None => status = child.try_wait()?,
                Some(_) => reap(),
            }
            if (status.is_some() && descendants::of(me).is_empty()) || Instant::now() >= until {
                break;
            }
        }
        if status.is_some() && descendants::of(me).is_empty() {
            break;
        }
    }
    match status {
        Some(status) => Ok(status),
        None => Err(io::Error::other("the command could not be ended")),
    }
}

/// Takes away what ended and came back to us. Only once the command itself was waited for.
fn reap() {
    while let Ok(Some(_)) = rustix::process::wait(WaitOptions::NOHANG) {}
}

fn exit(status: ExitStatus) -> i64 {
    let signal = || status.signal().map(|signal| 128 + signal);
    i64::from(status.code().or_else(signal).unwrap_or(-1))
}

fn spoken(limit: Duration) -> String {
    let seconds = limit.as_secs();
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes}:{seconds:02}"),
    }
}
