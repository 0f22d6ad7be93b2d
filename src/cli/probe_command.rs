//! The hidden command that runs one probe's command, for the cockpit or the `probe` that started it.

use crate::exec::run::listed;
use crate::shell::pager::PAGING;
use crate::shell::probe_command::serve;
use std::env;
use std::ffi::OsString;
use std::io::{self, BufReader};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// Runs a probe's command; how it went goes to stdout.
#[must_use]
pub fn probe_command(mut args: impl Iterator<Item = OsString>) -> ExitCode {
    // No terminal, and none of its signals.
    let _ = rustix::process::setsid();
    let limit = args.next().and_then(|arg| arg.to_str()?.parse().ok());
    let (Some(limit), Some(cwd)) = (limit, args.next()) else {
        return ExitCode::from(2);
    };
    let (limit, cwd) = (Duration::from_millis(limit), PathBuf::from(cwd));
    let paging = env::vars_os().filter(|(name, _)| PAGING.iter().any(|known| name == known));
    let mut env: Vec<_> = listed(env::vars_os()).into_iter().chain(paging).collect();
    if cwd.join("plan.toml").is_file() {
        env.push(("SWITCHOVER_PLAN".into(), cwd.clone().into()));
    }
    match serve(BufReader::new(io::stdin()), limit, cwd, env) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
