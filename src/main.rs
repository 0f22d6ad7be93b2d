//! The program: which command, with what.

use std::env;
use std::process::ExitCode;
use switchover::cli::{self, Cockpits, SIMULATOR_COMMAND};
use switchover::shell::clock::now;
use switchover::shell::probe_command::COMMAND as PROBE_COMMAND;
use switchover::shell::runner::COMMAND as RUNNER_COMMAND;
use switchover::shell::terminal::{WATCHER_COMMAND, watcher_main};

fn main() -> ExitCode {
    let hidden = env::args_os().nth(1);
    if hidden.as_ref().is_some_and(|word| word == WATCHER_COMMAND) {
        return watcher_main(env::args().skip(2));
    }
    if hidden
        .as_ref()
        .is_some_and(|word| word == SIMULATOR_COMMAND)
    {
        return cli::simulate(env::args_os().nth(2), now);
    }
    if hidden.as_ref().is_some_and(|word| word == RUNNER_COMMAND) {
        return cli::runner(env::args_os().skip(2), now);
    }
    if hidden.as_ref().is_some_and(|word| word == PROBE_COMMAND) {
        return cli::probe_command(env::args_os().skip(2));
    }
    cli::main(env::args_os(), now, &Cockpits)
}
