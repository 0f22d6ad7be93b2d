//! A probe's command, or a pager's, in a process of its own: whatever it starts is found and ended there, and nothing else is.
//! The cockpit asks a helper for each round; the helper ends its command when the cockpit is gone.

use super::runner::script;
use crate::domain::probe::NOT_RUN;
use crate::exec::run::{Order, Stream, probe};
use crate::probes::{Commands, Ran};
use crate::store::approvals;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::ffi::OsString;
use std::io::{self, BufRead, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// The hidden command that runs a probe's command. Its arguments: limit in milliseconds, working folder. On stdin: the
/// script's length on a line, then the script; the same of what the script reads; when stdin ends the command is ended.
pub const COMMAND: &str = "__probe";
/// No more of what is printed is kept, of each stream.
const KEPT: usize = 64 * 1024;
/// A helper is over this long after its command's limit.
const GRACE: Duration = Duration::from_millis(350);

/// Runs the script on `input` and tells how it went on stdout.
///
/// # Errors
/// When nobody hears it.
pub fn serve(
    mut input: impl BufRead + Send + 'static,
    limit: Duration,
    cwd: PathBuf,
    env: Vec<(OsString, OsString)>,
) -> io::Result<()> {
    let gone = Arc::new(AtomicBool::new(false));
    let both = script(&mut input).and_then(|order| Ok((order, script(&mut input)?)));
    let (script, reads) = match both {
        Ok(both) => both,
        Err(error) => return tell(&Ran::Not(error.to_string())),
    };
    let over = Arc::clone(&gone);
    thread::Builder::new()
        .name("lifeline".to_owned())
        .spawn(move || {
            let _ = io::copy(&mut input, &mut io::sink());
            over.store(true, Ordering::Relaxed);
        })?;
    let order = Order {
        script,
        env,
        cwd,
        limit,
    };
    let (mut output, mut trouble) = (Vec::new(), Vec::new());
    let stop = || gone.load(Ordering::Relaxed).then(|| "gone".to_owned());
    let ran = probe(&order, &reads, stop, |stream, bytes| {
        let kept = match stream {
            Stream::Out => &mut output,
            Stream::Err => &mut trouble,
        };
        kept.extend_from_slice(&bytes[..bytes.len().min(KEPT - kept.len())]);
    });
    tell(&match ran {
        Ok(ran) if ran.stopped.is_some() => Ran::Overdue,
        Ok(ran) => Ran::Ended {
            exit: i32::try_from(ran.exit).unwrap_or(-1),
            output,
            trouble,
        },
        Err(error) => Ran::Not(format!("it did not run: {error}")),
    })
}

fn tell(ran: &Ran) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match ran {
        Ran::Overdue => writeln!(out, "overdue")?,
        Ran::Not(why) => writeln!(out, "not {why}")?,
        Ran::Ended {
            exit,
            output,
            trouble,
        } => {
            writeln!(out, "ended {exit} {}", output.len())?;
            out.write_all(output)?;
            out.write_all(trouble)?;
        }
    }
    out.flush()
}

/// The commands of a plan's probes: run by `program`, in `cwd`, as long as what `listing` says is approved in the
/// private state. It is looked at before each: an approval given meanwhile counts from the next round on.
#[must_use]
pub fn commands(program: PathBuf, cwd: PathBuf, state: PathBuf, listing: String) -> Commands {
    let approval = Approval {
        state,
        listing,
        given: Mutex::new(None),
    };
    Commands::Run(Arc::new(move |script, limit| {
        if approval.is_given() {
            ask(&mut helper(&program, &cwd, limit), [script, ""], limit)
        } else {
            Ran::Not(NOT_RUN.to_owned())
        }
    }))
}

/// Whether a listing is approved: looked at again when approvals changed, and always while it is not.
struct Approval {
    state: PathBuf,
    listing: String,
    given: Mutex<Option<u128>>,
}

impl Approval {
    fn is_given(&self) -> bool {
        let version = approvals::version(&self.state);
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        if *given != Some(version) {
            let found = approvals::probes(&self.state).contains(&self.listing);
            *given = found.then_some(version);
        }
        given.is_some()
    }
}

/// This program once more, as the helper of one command.
pub(super) fn helper(program: &Path, cwd: &Path, limit: Duration) -> Command {
    let mut command = Command::new(program);
    command
        .arg(COMMAND)
        .arg(limit.as_millis().to_string())
        .arg(cwd)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// One round of a script, and what it reads: a helper is started, heard until it ends, and never waited for beyond its
/// time.
pub(super) fn ask(helper: &mut Command, parts: [&str; 2], limit: Duration) -> Ran {
    let until = Instant::now() + limit + GRACE;
    let mut child = match helper.spawn() {
        Ok(child) => child,
        Err(error) => return Ran::Not(format!("it did not run: {error}")),
    };
    let heard = talk(&mut child, parts, until);
    if heard.is_none() {
        let _ = child.kill();
    }
    drop(child.stdin.take());
    let _ = child.wait();
    heard.as_deref().map_or(Ran::Overdue, read)
}

/// All a helper says; none when it says nothing in time.
fn talk(child: &mut Child, parts: [&str; 2], until: Instant) -> Option<Vec<u8>> {
    let (to, from) = (child.stdin.as_mut()?, child.stdout.as_mut()?);
    // A helper that is gone already says nothing, which is heard below.
    let said = parts.map(|part| format!("{}\n{part}", part.len())).concat();
    let _ = to.write_all(said.as_bytes()).and_then(|()| to.flush());
    let mut said = Vec::new();
    let mut buffer = [0; 16 * 1024];
    while wait(from, until) {
        match from.read(&mut buffer) {
            Ok(0) => return Some(said),
            Ok(n) if said.len() < 3 * KEPT => said.extend_from_slice(&buffer[..n]),
            Ok(_) => {}
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
    None
}

/// Waits until something can be read; false when the time is over.
fn wait(from: &ChildStdout, until: Instant) -> bool {
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let left = Timespec {
            tv_sec: i64::try_from(left.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: left.subsec_nanos().into(),
        };
        match poll(&mut [PollFd::new(from, PollFlags::IN)], Some(&left)) {
            Ok(n) => return n > 0,
            Err(rustix::io::Errno::INTR) => {}
            Err(_) => return false,
        }
    }
}

/// What a helper said.
fn read(said: &[u8]) -> Ran {
    let understood = || {
        let end = said.iter().position(|b| *b == b'\n')?;
        let line = std::str::from_utf8(&said[..end]).ok()?;
        let rest = &said[end + 1..];
        if line == "overdue" {
            return Some(Ran::Overdue);
        }
        if let Some(why) = line.strip_prefix("not ") {
            return Some(Ran::Not(why.to_owned()));
        }
        let (exit, long) = line.strip_prefix("ended ")?.split_once(' ')?;
        let (output, trouble) = rest.split_at_checked(long.parse().ok()?)?;
        Some(Ran::Ended {
            exit: exit.parse().ok()?,
            output: output.to_vec(),
            trouble: trouble.to_vec(),
        })
    };
    understood().unwrap_or_else(|| Ran::Not("its helper ended".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_helper_says_is_read_and_half_of_it_is_not() {
        let ended = Ran::Ended {
            exit: 2,
            output: b"out\n".to_vec(),
            trouble: b"err".to_vec(),
        };
        assert_eq!(read(b"ended 2 4\nout\nerr"), ended);
        assert_eq!(read(b"overdue\n"), Ran::Overdue);
        assert_eq!(read(b"not here\n"), Ran::Not("here".into()));
        for broken in ["", "ended 0 9\nout", "ended x 0\n", "ended 0 0"] {
            let said = read(broken.as_bytes());
            assert_eq!(said, Ran::Not("its helper ended".into()), "{broken:?}");
        }
    }

    #[test]
    fn an_approval_given_meanwhile_counts_from_then_on() {
        let state = tempfile::tempdir().unwrap();
        let approval = Approval {
            state: state.path().to_path_buf(),
            listing: "db at h42\n  psql\n".to_owned(),
            given: Mutex::new(None),
        };
        assert!(!approval.is_given());
        approvals::add_probes(state.path(), "db at h42\n  another\n").unwrap();
        assert!(!approval.is_given());
        approvals::add_probes(state.path(), &approval.listing).unwrap();
        assert!(approval.is_given());
    }
}
