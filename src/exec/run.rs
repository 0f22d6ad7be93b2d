//! Running a command: its own group, no terminal, nothing on its stdin, a listed environment, a deadline; and no
//! child of it left behind when it is ended. It is run by a process that does nothing else: whatever descends from
//! that is the command's.

mod descendants;

use rustix::process::{Pid, Signal, WaitOptions};
use std::ffi::OsString;
use std::io::{self, PipeReader, Read as _, Write as _};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// After KILL the system has this long to take the processes away.
const SWEEP: Duration = Duration::from_secs(5);

/// So many bytes are written into a pipe without anybody reading them.
const PIPE: usize = 4096;

/// Variables a command sees, where they are set; and every `LC_*`.
const LISTED: [&str; 8] = [
    "PATH",
    "HOME",
    "LANG",
    "TZ",
    "USER",
    "LOGNAME",
    "TMPDIR",
    "SSH_AUTH_SOCK",
];

/// How a command is waited for and ended.
struct Manner {
    /// How often it is looked whether the command ended, or shall.
    look: Duration,
    /// After TERM a command has this long to end in good order.
    grace: Duration,
    /// Whoever holds the output open after the command ended is listened to this long.
    linger: Duration,
    /// What it leaves behind when it ends by itself is ended too.
    sweeps: bool,
    /// Its two streams come apart, not in their order.
    apart: bool,
}

/// A step's command may start what goes on after it.
const STEP: Manner = Manner {
    look: Duration::from_millis(50),
    grace: Duration::from_secs(5),
    linger: Duration::from_millis(300),
    sweeps: false,
    apart: false,
};
/// A probe's command is over by its deadline, with all it started.
const PROBE: Manner = Manner {
    look: Duration::from_millis(5),
    grace: Duration::from_millis(100),
    linger: Duration::from_millis(50),
    sweeps: true,
    apart: true,
};

/// Where something was printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stream {
    /// Standard output; of a step's command both.
    Out,
    /// Standard error.
    Err,
}

/// Of an environment, what commands see.
#[must_use]
pub fn listed(vars: impl Iterator<Item = (OsString, OsString)>) -> Vec<(OsString, OsString)> {
    let listed = |name: &OsString| {
        let name = name.to_string_lossy();
        LISTED.contains(&&*name) || name.starts_with("LC_")
    };
    vars.filter(|(name, _)| listed(name)).collect()
}

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
    /// Exit status; of one ended by a signal 128 and its number; -1 of one that could not be ended.
    pub exit: i64,
    /// How long it ran.
    pub took: Duration,
    /// Why it was ended, if it did not end by itself.
    pub stopped: Option<String>,
    /// Processes it left when it ended by itself, or such as could not be ended.
    pub left: usize,
}

/// Runs a step's command to its end. `began` is told its process number; `stop` says from time to time why it shall
/// end, if it shall; `sink` gets what it prints, both streams in their order.
///
/// # Errors
/// When it could not be started.
pub fn run(
    order: &Order,
    began: impl FnOnce(u32),
    stop: impl FnMut() -> Option<String>,
    mut sink: impl FnMut(&[u8]),
) -> io::Result<Ran> {
    carry_out(order, "", &STEP, began, stop, |_, bytes| sink(bytes))
}

/// As [`run`], for a probe's command, and a pager's: its streams apart, ended within a tenth of a second of its limit,
/// and nothing it started left behind, however it ended. It reads `input` on its stdin: a few lines.
///
/// # Errors
/// When it could not be started, or the input is more than a pipe holds.
pub fn probe(
    order: &Order,
    input: &str,
    stop: impl FnMut() -> Option<String>,
    sink: impl FnMut(Stream, &[u8]),
) -> io::Result<Ran> {
    carry_out(order, input, &PROBE, drop, stop, sink)
}

fn carry_out(
    order: &Order,
    input: &str,
    manner: &Manner,
    tell: impl FnOnce(u32),
    mut stop: impl FnMut() -> Option<String>,
    mut sink: impl FnMut(Stream, &[u8]),
) -> io::Result<Ran> {
    // What it starts in sessions of their own comes back to us when its parent is gone.
    let me = rustix::process::getpid();
    let _ = rustix::process::set_child_subreaper(Some(me));
    let (reader, writer) = io::pipe()?;
    let (trouble, complains) = match manner.apart {
        true => io::pipe().map(|(reader, writer)| (Some(reader), writer))?,
        false => (None, writer.try_clone()?),
    };
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(&order.script)
        .env_clear()
        .envs(order.env.iter().map(|(name, value)| (name, value)))
        .current_dir(&order.cwd)
        .process_group(0)
        .stdin(stdin(input)?)
        .stdout(writer)
        .stderr(complains);
    // Before it begins: once it runs nothing may fail but the waiting for it.
    let printed = listen(reader, trouble)?;
    let began = Instant::now();
    let mut child = command.spawn()?;
    tell(child.id());
    // It holds the pipe's other end, which would never close.
    drop(command);
    let mut stopped = None;
    let status = loop {
        hear(&printed, manner.look, &mut sink);
        if let Some(status) = child.try_wait()? {
            break Some(status);
        }
        let over = began.elapsed() >= order.limit;
        let why = over.then(|| format!("over its time limit of {}", spoken(order.limit)));
        if let Some(why) = why.or_else(&mut stop) {
            let ended = end(&mut child, None, manner, &printed, &mut sink)?;
            stopped = Some(match ended {
                Some(_) => why,
                None => format!("{why}; it could NOT be ended, process {}", child.id()),
            });
            break ended;
        }
    };
    let took = began.elapsed();
    let until = Instant::now() + manner.linger;
    while Instant::now() < until
        && let Ok((stream, bytes)) = printed.recv_timeout(manner.linger)
    {
        sink(stream, &bytes);
    }
    // Whatever lost its parent became a child of ours: without children nothing is left.
    let left = match status.is_none() || reap() {
        true => descendants::of(me).len(),
        false => 0,
    };
    if manner.sweeps && left > 0 && status.is_some() {
        end(&mut child, status, manner, &printed, &mut sink)?;
    }
    // Nobody holds its output open any more: what is on its way still comes, however busy the machine is.
    let until = began + order.limit;
    while manner.sweeps
        && stopped.is_none()
        && Instant::now() < until
        && let Ok((stream, bytes)) =
            printed.recv_timeout(until.saturating_duration_since(Instant::now()))
    {
        sink(stream, &bytes);
    }
    Ok(Ran {
        exit: status.map_or(-1, exit),
        took,
        stopped,
        left,
    })
}

/// What a command reads: nothing, or what a pipe holds until it is read.
fn stdin(input: &str) -> io::Result<Stdio> {
    if input.is_empty() {
        return Ok(Stdio::null());
    }
    if input.len() > PIPE {
        return Err(io::Error::other("its input is more than a pipe holds"));
    }
    let (reader, mut writer) = io::pipe()?;
    writer.write_all(input.as_bytes())?;
    Ok(reader.into())
}

/// What was printed, and where.
type Printed = (Stream, Vec<u8>);

/// Reads what is printed, each stream on a thread of its own.
fn listen(out: PipeReader, trouble: Option<PipeReader>) -> io::Result<Receiver<Printed>> {
    let (send, printed) = sync_channel(64);
    let streams = [Some((Stream::Out, out)), trouble.map(|t| (Stream::Err, t))];
    for (stream, reader) in streams.into_iter().flatten() {
        let send = send.clone();
        thread::Builder::new()
            .name("output".to_owned())
            .spawn(move || read(stream, reader, &send))?;
    }
    Ok(printed)
}

fn read(stream: Stream, mut reader: PipeReader, send: &SyncSender<Printed>) {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return,
            Ok(n) => {
                if send.send((stream, buffer[..n].to_vec())).is_err() {
                    return;
                }
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}

/// Hands over what was printed, waiting at most `wait` for more; false when nothing more can come.
fn hear(printed: &Receiver<Printed>, wait: Duration, sink: &mut impl FnMut(Stream, &[u8])) -> bool {
    match printed.recv_timeout(wait) {
        Ok((stream, bytes)) => {
            sink(stream, &bytes);
            for (stream, bytes) in printed.try_iter().take(256) {
                sink(stream, &bytes);
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

/// TERM to all of it, then KILL, until nothing is left. `status`: how the command itself ended, if it did; nothing is
/// handed back of one that does not end, as one that waits for a disk that hangs.
fn end(
    child: &mut Child,
    mut status: Option<ExitStatus>,
    manner: &Manner,
    printed: &Receiver<Printed>,
    sink: &mut impl FnMut(Stream, &[u8]),
) -> io::Result<Option<ExitStatus>> {
    let me = rustix::process::getpid();
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    for (signal, wait) in [(Signal::TERM, manner.grace), (Signal::KILL, SWEEP)] {
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
            hear(printed, manner.look, sink);
            match status {
                None => status = child.try_wait()?,
                Some(_) => {
                    reap();
                }
            }
            if (status.is_some() && descendants::of(me).is_empty()) || Instant::now() >= until {
                break;
            }
        }
        if status.is_some() && descendants::of(me).is_empty() {
            break;
        }
    }
    Ok(status)
}

/// Takes away what ended and came back to us; true when children are left. Only once the command itself was waited
/// for.
fn reap() -> bool {
    loop {
        match rustix::process::wait(WaitOptions::NOHANG) {
            Ok(Some(_)) => {}
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
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
