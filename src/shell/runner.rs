//! The runner of one command, in a process of its own: it outlives the cockpit that started it, its SSH session and
//! its terminal. It holds the step's lock as long as it lives, and runs nothing before it was told that the start is
//! on the disk.

use crate::domain::ids::Id;
use crate::domain::masker::Masker;
use crate::domain::rules::act::{End, tail};
use crate::exec::processes::Leader;
use crate::exec::run::{Order, Ran, run};
use crate::formats::job_end;
use crate::store::jobs::{JobFolder, Jobs, Output};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use std::io::{self, BufRead, Read, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Somebody who only looks whether the lock is free holds it for a moment.
const LOCK: Duration = Duration::from_millis(500);
/// A command longer than this is refused.
const LONGEST: u64 = 256 * 1024;
/// The hidden command that runs a step's command. Its arguments: incident folder, operator, run, step, job, limit in
/// milliseconds, working folder. On stdin: the command, then `go`.
pub const COMMAND: &str = "__runner";
/// What says on stdin that the start is recorded.
pub const GO: &str = "go";
/// What says on stdout that the lock is held.
pub const READY: &str = "ready";

/// Which command, of which step.
#[derive(Clone, Debug)]
pub struct Task {
    /// Which run of the checklist.
    pub run: Id,
    /// Which step.
    pub step: Id,
    /// The job's name.
    pub job: Id,
}

/// Reads the command from `input`: its length in bytes on a line, then exactly so many bytes.
///
/// # Errors
/// When it does not come whole.
pub fn script(input: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    input.by_ref().take(32).read_line(&mut line)?;
    let long: u64 = line.trim().parse().map_err(io::Error::other)?;
    if long > LONGEST {
        return Err(io::Error::other("the command is longer than 256 KiB"));
    }
    let mut script = String::new();
    input.by_ref().take(long).read_to_string(&mut script)?;
    if script.len() as u64 != long {
        return Err(io::Error::other("the command did not come whole"));
    }
    Ok(script)
}

/// Runs a command from the lock to the last word. `words` tells the cockpit; `record` writes how it ended, again and
/// again until that is on the disk. Nothing runs when `input` ends before it says go.
///
/// # Errors
/// When nothing was run, and why.
pub fn serve(
    task: &Task,
    order: &Order,
    jobs: &Jobs,
    input: &mut impl BufRead,
    mut record: impl FnMut(&End) -> Result<(), String>,
) -> io::Result<()> {
    let held = lock(task, jobs)?;
    let folder = jobs.begin(&task.job)?;
    let mut output = folder.output()?;
    let asked = Arc::new(AtomicBool::new(false));
    for signal in [SIGTERM, SIGINT, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&asked))?;
    }
    writeln!(io::stdout(), "{READY}").and_then(|()| io::stdout().flush())?;
    let mut word = String::new();
    input.by_ref().take(16).read_line(&mut word)?;
    if word.trim() != GO {
        folder.forget();
        drop(held);
        return Err(io::Error::other("nobody said go: nothing was run"));
    }
    let began = |pid| {
        if let Some(leader) = Leader::of(pid) {
            let _ = jobs.began(&task.run, &task.step, &leader.to_string());
        }
    };
    let (end, over) = carry_out(task, order, &folder, began, &asked, &mut output);
    if over {
        jobs.over(&task.run, &task.step);
    }
    let kept = output.finish();
    let evidence = folder.keep(&kept.sha256, &kept.content);
    let end = End {
        evidence: evidence.is_ok().then(|| kept.sha256.clone()),
        tail: tail(&String::from_utf8_lossy(&kept.content)),
        ..end
    };
    let _ = folder.ended(&job_end::write(&end));
    // The lock is kept until it is known how the command ended: it is not lost, only not written yet.
    let mut pause = Duration::from_millis(200);
    while record(&end).is_err() {
        thread::park_timeout(pause);
        pause = (pause * 2).min(Duration::from_secs(10));
    }
    drop(held);
    Ok(())
}

fn lock(task: &Task, jobs: &Jobs) -> io::Result<std::fs::File> {
    let until = Instant::now() + LOCK;
    loop {
        if let Some(held) = jobs.lock(&task.run, &task.step)? {
            return match goes_on(jobs, &task.run, &task.step) {
                None => Ok(held),
                Some(group) => Err(io::Error::new(
                    io::ErrorKind::ResourceBusy,
                    format!(
                        "what it started before goes on here, process {group}; kill -- -{group} ends it"
                    ),
                )),
            };
        }
        if Instant::now() >= until {
            let what = "this step's command is running on this machine already";
            return Err(io::Error::new(io::ErrorKind::ResourceBusy, what));
        }
        thread::park_timeout(Duration::from_millis(20));
    }
}

/// The process group of a step's command whose runner is gone, as long as something of it lives: it may not run beside
/// itself.
pub(super) fn goes_on(jobs: &Jobs, run: &Id, step: &Id) -> Option<i32> {
    Leader::parse(&jobs.process(run, step)?)?.lives()
}

/// How it ended, and whether nothing of it is left that should have been.
fn carry_out(
    task: &Task,
    order: &Order,
    folder: &JobFolder,
    began: impl FnOnce(u32),
    asked: &AtomicBool,
    output: &mut Output,
) -> (End, bool) {
    let mut masker = Masker::default();
    let stop = || {
        let cancelled = folder.cancelled().map(|who| format!("cancelled by {who}"));
        let signal = asked.load(Ordering::Relaxed);
        cancelled.or_else(|| signal.then(|| "cancelled: its runner was told to end".to_owned()))
    };
    let ran = run(order, began, stop, |bytes| {
        output.push(masker.push(bytes).as_bytes());
    });
    output.push(masker.finish().as_bytes());
    let end = |exit, seconds, stopped| End {
        job: task.job.clone(),
        exit,
        seconds,
        evidence: None,
        tail: None,
        stopped,
    };
    match ran {
        Ok(Ran {
            exit,
            took,
            stopped,
            left,
        }) => {
            if left > 0 {
                let words = format!("[{left} processes it started go on]\n");
                output.push(words.as_bytes());
            }
            let over = left == 0 || stopped.is_none();
            let seconds = i64::try_from(took.as_secs()).unwrap_or(0);
            (end(exit, seconds, stopped), over)
        }
        Err(error) => {
            output.push(format!("[it did not run: {error}]\n").as_bytes());
            (end(127, 0, None), true)
        }
    }
}
