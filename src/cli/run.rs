//! From the command line to the command.

use super::args::{self, Cli, Command};
use super::choose::Purpose;
use super::fail::Fail;
use super::say::Say;
use super::screens::Screens;
use super::setup::Setup;
use super::{approve, check, desk, init, look, open, shell, tail, write};
use crate::domain::text::code_points;
use crate::domain::time::Time;
use crate::domain::words::Mode;
use crate::shell::terminal::Unfit;
use crate::store::approvals;
use clap::Parser;
use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Runs the program. `clock` is the one clock; `screens` shows what needs a terminal.
#[must_use]
pub fn main(
    args: impl IntoIterator<Item = OsString>,
    clock: fn() -> Time,
    screens: &dyn Screens,
) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return refused(&error),
    };
    let say = Say {
        quiet: cli.global.quiet,
        ascii: cli.global.ascii,
    };
    match run(cli, clock, screens) {
        Ok(code) => code,
        Err(fail) => {
            say.fail(&fail);
            fail.code()
        }
    }
}

/// Help and version are no errors; what an argument holds is never printed raw.
fn refused(error: &clap::Error) -> ExitCode {
    let text = code_points(&error.render().to_string(), true);
    if error.use_stderr() {
        let _ = io::stderr().lock().write_all(text.as_bytes());
        ExitCode::from(2)
    } else {
        let _ = io::stdout().lock().write_all(text.as_bytes());
        ExitCode::SUCCESS
    }
}

fn run(cli: Cli, clock: fn() -> Time, screens: &dyn Screens) -> Result<ExitCode, Fail> {
    if let Some(name) = &cli.global.theme {
        shell::theme(name, cli.global.ascii)?;
    }
    let global = cli.global;
    let say = Say {
        quiet: global.quiet,
        ascii: global.ascii,
    };
    let Some(command) = cli.command else {
        let setup = Setup::find(global, clock)?;
        needs_screen("", "`switchover list` or `switchover status`")?;
        return screens.start(&setup, None);
    };
    match &command {
        Command::Keys => shell::keys(say),
        Command::Themes => shell::themes(say),
        Command::Completions(args) => shell::completions(args),
        Command::Man => shell::man(),
        Command::Init(args) => {
            let folder = args.dir.clone().unwrap_or_else(|| PathBuf::from("."));
            let code = init::run(&folder, &mut io::stdout().lock(), &mut io::stderr().lock());
            return Ok(ExitCode::from(code));
        }
        _ => return with_setup(&Setup::find(global, clock)?, &command, screens),
    }
    Ok(ExitCode::SUCCESS)
}

fn with_setup(setup: &Setup, command: &Command, screens: &dyn Screens) -> Result<ExitCode, Fail> {
    match command {
        Command::Open(args) => return opens(setup, args, screens),
        Command::Rehearse(args) => return rehearses(setup, args, screens),
        Command::Join(args) => return joins(setup, args, screens),
        Command::Probe(args) => return screens.probe(setup, args),
        Command::Check(args) => return checks(setup, args),
        Command::Adopt(args) => write::adopt(setup, args)?,
        Command::List { json } => look::list(setup, *json)?,
        Command::Show(args) => look::show(setup, args)?,
        Command::Status(args) => look::status(setup, args)?,
        Command::Tail(args) => tail::tail(setup, args)?,
        Command::Verify(args) => look::verify(setup, args)?,
        Command::Doctor => look::doctor(setup)?,
        Command::Note(args) => write::note(setup, args)?,
        Command::Scratch(args) => write::scratch(setup, args)?,
        Command::Step { command } => write::step(setup, command)?,
        Command::Abort(args) => write::abort(setup, args)?,
        Command::Milestone(args) => write::milestone(setup, args)?,
        Command::Severity(args) => write::severity(setup, args)?,
        Command::State(args) => write::state(setup, args)?,
        Command::Impact(args) => write::impact(setup, args)?,
        Command::Role(args) => write::role(setup, args)?,
        Command::Handover(args) => write::handover(setup, args)?,
        Command::Accept(args) => write::accept(setup, args)?,
        Command::Decline(args) => write::decline(setup, args)?,
        Command::Promise(args) => write::promise(setup, args)?,
        Command::Bulletin(args) => write::bulletin(setup, args)?,
        Command::Snooze(args) => write::snooze(setup, args)?,
        Command::Close(args) => write::close(setup, args)?,
        Command::Reopen(args) => write::reopen(setup, args)?,
        Command::Ack(args) => write::ack(setup, args)?,
        Command::Redact(args) => write::redact(setup, args)?,
        Command::Inject(args) => write::inject(setup, args)?,
        Command::Approve(args) => approve::approve(setup, args)?,
        Command::Import(_) => return Err(Fail::not_built("import")),
        Command::Export(_) => return Err(Fail::not_built("export")),
        Command::Report(_) => return Err(Fail::not_built("report")),
        Command::Compare(_) => return Err(Fail::not_built("compare")),
        Command::Patch(_) => return Err(Fail::not_built("patch")),
        Command::Sync(_) => return Err(Fail::not_built("sync")),
        Command::Init(_)
        | Command::Keys
        | Command::Themes
        | Command::Completions(_)
        | Command::Man => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// A screen needs a terminal that can show it, on both ends; without one the plain command is named, before anything
/// is written.
fn needs_screen(command: &str, plain: &str) -> Result<(), Fail> {
    let Some(unfit) = Unfit::find(env::var("TERM").ok().as_deref()) else {
        return Ok(());
    };
    let command = format!("switchover {command}");
    let command = command.trim_end();
    Err(Fail::Wrong(format!(
        "`{command}` needs a terminal, and {unfit}; without one: {plain}"
    )))
}

fn opens(setup: &Setup, args: &args::Open, screens: &dyn Screens) -> Result<ExitCode, Fail> {
    let prepared = open::prepare(setup, args)?;
    if !args.headless {
        needs_screen("open", "`switchover open --headless`")?;
        if prepared.opening.direction.is_none() {
            return screens.start(setup, Some(prepared));
        }
    }
    open::known_direction(&prepared)?;
    let drill = args.mode == Mode::Drill;
    let ports = if drill && prepared.opening.direction.is_some() {
        screens.ports(setup, &prepared.team.plan)?
    } else {
        std::collections::BTreeMap::new()
    };
    let opened = open::create(setup, &prepared, &ports)?;
    if drill {
        screens.simulate(setup, &opened.folder)?;
    }
    if args.headless {
        open::tell(setup, args.json, &opened);
        return Ok(ExitCode::SUCCESS);
    }
    screens.join(setup, opened.folder, false)
}

fn rehearses(
    setup: &Setup,
    args: &args::Rehearse,
    screens: &dyn Screens,
) -> Result<ExitCode, Fail> {
    needs_screen("rehearse", "`switchover open --mode drill --headless`")?;
    open::no_live_one(setup)?;
    let prepared = open::rehearsal(setup, args)?;
    let ports = screens.ports(setup, &prepared.team.plan)?;
    let opened = open::create(setup, &prepared, &ports)?;
    screens.simulate(setup, &opened.folder)?;
    screens.join(setup, opened.folder, false)
}

fn joins(setup: &Setup, args: &args::Join, screens: &dyn Screens) -> Result<ExitCode, Fail> {
    if !args.headless {
        let plain =
            "`switchover join --headless`, `switchover status` or `switchover tail --follow`";
        needs_screen("join", plain)?;
    }
    let purpose = if args.observe {
        Purpose::Read
    } else {
        Purpose::Write
    };
    // The journal is read once the screen is up.
    let folder = match desk::named(setup, args.which.as_deref())? {
        Some(folder) => folder,
        None => desk::choose(setup, None, purpose)?.folder,
    };
    if args.headless {
        return screens.watch(setup, folder, args.observe);
    }
    screens.join(setup, folder, args.observe)
}

fn checks(setup: &Setup, args: &args::Check) -> Result<ExitCode, Fail> {
    let path = args.path.clone().or_else(|| setup.plan_folder());
    let path = path.unwrap_or_else(|| Path::new(".").to_path_buf());
    let colour = io::stdout().is_terminal()
        && !setup.global.no_color
        && env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let today = setup.now().date();
    let desks = setup.root().map(|root| desk::all(setup, &root).0);
    let desks = desks.unwrap_or_default();
    let asked = check::Asked {
        path: &path,
        json: args.json,
        host: args.host,
        colour,
        today: &today,
        last_drill: &|plan, id| desk::last_drill(&desks, plan, Some(id)),
        approved: &|all| {
            let state = &setup.places.state;
            let mut known = approvals::pager(state)
                .into_iter()
                .chain(approvals::updates(state));
            known.any(|a| a == all)
        },
    };
    let code = check::run(&asked, &mut io::stdout().lock());
    Ok(ExitCode::from(code))
}
