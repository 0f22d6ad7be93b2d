//! The hidden command that runs one step's command, detached from the cockpit that started it.

use super::args::Global;
use super::desk::Desk;
use super::fail::Fail;
use super::setup::Setup;
use super::write::{Said, save};
use crate::domain::ids::Id;
use crate::domain::rules::StepRow;
use crate::domain::rules::act::{End, ended_away};
use crate::domain::time::Time;
use crate::exec::run::{Order, listed};
use crate::shell::runner::{Task, script, serve};
use crate::store::folder::Folder;
use crate::store::jobs::Jobs;
use std::env;
use std::ffi::OsString;
use std::io::{self, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// Runs a step's command, in the process a cockpit started for it. Why nothing ran goes to stdout, where the cockpit
/// reads it.
#[must_use]
pub fn runner(mut args: impl Iterator<Item = OsString>, clock: fn() -> Time) -> ExitCode {
    // Nothing of the cockpit's end reaches it.
    let _ = rustix::process::setsid();
    match begin(&mut args, clock) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let _ = writeln!(io::stdout(), "{why}");
            ExitCode::from(2)
        }
    }
}

fn begin(args: &mut impl Iterator<Item = OsString>, clock: fn() -> Time) -> Result<(), String> {
    let mut next = || {
        let arg = args.next().and_then(|arg| arg.into_string().ok());
        arg.ok_or_else(|| "the runner was called wrongly".to_owned())
    };
    let (path, operator) = (PathBuf::from(next()?), next()?);
    let mut id = || Id::new(&next()?).ok_or_else(|| "the runner was called wrongly".to_owned());
    let (run, step, job) = (id()?, id()?, id()?);
    let limit: u64 = next()?.parse().map_err(|e| format!("the limit: {e}"))?;
    let cwd = PathBuf::from(next()?);
    let task = Task { run, step, job };
    let global = Global {
        operator: Some(operator.clone()),
        ..Global::default()
    };
    let setup = Setup::find(global, clock).map_err(|fail| said(&fail))?;
    let (folder, _) = Folder::open(&path).map_err(|p| said(&Fail::from(p)))?;
    let jobs = Jobs::of(&folder, &setup.machine).map_err(|e| e.to_string())?;
    let mut input = BufReader::new(io::stdin().lock());
    let script = script(&mut input).map_err(|e| e.to_string())?;
    let order = Order {
        script,
        env: environment(&folder, &task, &cwd),
        cwd,
        limit: Duration::from_millis(limit),
    };
    let record = |end: &End| record(&setup, &folder, &task, &operator, end);
    serve(&task, &order, &jobs, &mut input, record).map_err(|e| e.to_string())
}

/// What a command may know of where it runs.
fn environment(folder: &Folder, task: &Task, plan: &Path) -> Vec<(OsString, OsString)> {
    let mut env = listed(env::vars_os());
    let mut put = |name: &str, value: &std::ffi::OsStr| env.push((name.into(), value.to_owned()));
    put("SWITCHOVER_INCIDENT", folder.path.as_os_str());
    put("SWITCHOVER_STEP", task.step.as_str().as_ref());
    if plan.join("plan.toml").is_file() {
        put("SWITCHOVER_PLAN", plan.as_os_str());
    }
    env
}

/// Writes how the command ended, and what that makes of the step.
fn record(
    setup: &Setup,
    folder: &Folder,
    task: &Task,
    operator: &str,
    end: &End,
) -> Result<(), String> {
    let desk = Desk::load(setup, folder.clone());
    let written = save(setup, desk, |bench| {
        let act = bench.act(operator);
        let row = bench.picture.board.step(&task.step);
        let ours = |row: &&StepRow| row.job.as_ref().is_some_and(|job| job.id == end.job);
        let after = match row.filter(ours) {
            Some(row) => act.ended(row, end.clone()),
            None => ended_away(&bench.desk.incident, end.clone(), |run| {
                bench.desk.earlier_checklist(run)
            }),
        };
        Ok(Said::new(after.facts, ""))
    });
    written.map(drop).map_err(|fail| said(&fail))
}

fn said(fail: &Fail) -> String {
    match fail {
        Fail::Wrong(words) | Fail::NotSaved(words) => words.clone(),
        Fail::Invalid(problems) => problems.iter().map(|p| p.brief()).collect(),
        Fail::Shown(lines) => lines.join(" "),
        Fail::Trouble => "trouble".to_owned(),
    }
}
