//! The screens: the start screen, cockpits, and what goes on without one.

use super::args::{self, Global};
use super::drill;
use super::fail::Fail;
use super::open::{self, Prepared};
use super::page;
use super::plans::Team;
use super::probe;
use super::say::Say;
use super::screens::Screens;
use super::session::Seat;
use super::setup::Setup;
use crate::cockpit::effect::OpenRequest;
use crate::cockpit::start::Listed;
use crate::domain::plan::Plan;
use crate::domain::problem::Problem;
use crate::domain::rules::opening::Opening;
use crate::domain::time::Time;
use crate::domain::words::Mode;
use crate::shell::app::{Ended, Exit, Wires, run};
use crate::store::folder::Folder;
use crate::ui::Theme;
use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// The screens of the real program.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cockpits;

impl Screens for Cockpits {
    fn start(&self, setup: &Setup, page: Option<Prepared>) -> Result<ExitCode, Fail> {
        let team = match &page {
            Some(prepared) => Some(prepared.team.clone()),
            None => setup.plan()?,
        };
        if let Some(team) = team.as_ref().filter(|t| !t.parsed) {
            team.clone().usable()?;
        }
        let plan = team
            .as_ref()
            .map(|t| Arc::clone(&t.plan))
            .unwrap_or_default();
        let mut wires = Wires::default();
        let mut start = page::start(setup, team.as_ref(), page.as_ref());
        loop {
            let known = start.open.clone();
            let session = seat(setup)?.start_screen(Arc::clone(&plan), start);
            let mut session = session.map_err(broken)?;
            session.lister = Some(page::lister(setup));
            let exit = run(session, &mut wires).map_err(broken)?;
            let request = match &exit.how {
                Ended::Left => return Ok(code(setup, &exit)),
                Ended::Join(path) => {
                    let folder = folder(Path::new(path))?;
                    return cockpit(self, setup, folder, Seen::default(), &mut wires);
                }
                Ended::Rehearse => return rehearse(self, setup, &mut wires),
                Ended::Open(request) => request,
            };
            // Somebody may have opened one while this page was looked at: one outage, one incident.
            start = page::start(setup, team.as_ref(), None);
            let fresh =
                |l: &&Listed| l.mode != Mode::Drill && known.iter().all(|k| k.path != l.path);
            if let Some(new) = start.open.iter().find(fresh) {
                let age = (setup.now() - new.opened).short();
                start.notice = format!("{} was opened {age} ago: Enter joins it", new.title);
                continue;
            }
            let team =
                team.ok_or_else(|| Fail::wrong("there is no plan: `switchover init` makes one"))?;
            let prepared = prepared(team.usable()?, request)?;
            let opened = open::create(setup, &prepared, &BTreeMap::new())?;
            return cockpit(self, setup, opened.folder, Seen::default(), &mut wires);
        }
    }

    fn join(&self, setup: &Setup, folder: Folder, observe: bool) -> Result<ExitCode, Fail> {
        let seen = Seen {
            observe,
            headless: false,
        };
        cockpit(self, setup, folder, seen, &mut Wires::default())
    }

    fn watch(&self, setup: &Setup, folder: Folder, observe: bool) -> Result<ExitCode, Fail> {
        setup
            .say
            .note(&format!("watching {}; Ctrl-C ends it", folder.name()));
        let seen = Seen {
            observe,
            headless: true,
        };
        cockpit(self, setup, folder, seen, &mut Wires::default())
    }

    fn ports(&self, _: &Setup, plan: &Plan) -> Result<BTreeMap<String, u16>, Fail> {
        drill::free_ports(plan).map_err(broken)
    }

    fn simulate(&self, setup: &Setup, folder: &Folder) -> Result<(), Fail> {
        drill::ensure_simulator(&setup.places.state, folder).map_err(broken)
    }

    fn probe(&self, setup: &Setup, args: &args::Probe) -> Result<ExitCode, Fail> {
        probe::probe(setup, args, commands_run_in(setup))
    }
}

/// How a cockpit is there.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    /// It never writes.
    observe: bool,
    /// It has no screen.
    headless: bool,
}

fn cockpit(
    screens: &Cockpits,
    setup: &Setup,
    folder: Folder,
    seen: Seen,
    wires: &mut Wires,
) -> Result<ExitCode, Fail> {
    let simulated = folder.identity.mode == Mode::Drill && !folder.identity.ports.is_empty();
    if simulated && !seen.observe {
        screens.simulate(setup, &folder)?;
    }
    let session = seat(setup)?.cockpit(folder, seen.observe, seen.headless);
    let exit = run(session.map_err(broken)?, wires).map_err(broken)?;
    Ok(code(setup, &exit))
}

fn rehearse(screens: &Cockpits, setup: &Setup, wires: &mut Wires) -> Result<ExitCode, Fail> {
    open::no_live_one(setup)?;
    let args = args::Rehearse {
        scenario: None,
        speed: 1,
        seed: None,
    };
    let prepared = open::rehearsal(setup, &args)?;
    let ports = screens.ports(setup, &prepared.team.plan)?;
    let opened = open::create(setup, &prepared, &ports)?;
    screens.simulate(setup, &opened.folder)?;
    cockpit(screens, setup, opened.folder, Seen::default(), wires)
}

/// The page of the start screen as an opening.
fn prepared(team: Team, request: &OpenRequest) -> Result<Prepared, Fail> {
    let checklist = match &request.checklist {
        Some(id) => Some(Arc::clone(team.checklist(id)?)),
        None => None,
    };
    let direction = request.from.clone().zip(request.to.clone());
    let title = open::title(&team.plan, checklist.as_deref(), direction.as_ref());
    let opening = Opening {
        mode: request.mode,
        title: if request.title.is_empty() {
            title
        } else {
            request.title.clone()
        },
        direction,
        severity: request.severity.clone(),
        since: request.since,
        vars: Vec::new(),
    };
    Ok(Prepared {
        team,
        checklist,
        scenario: None,
        opening,
        speed: 1,
    })
}

/// Who sits here, with the theme asked for.
fn seat(setup: &Setup) -> Result<Seat, Fail> {
    let plain = setup.global.no_color || env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
    let name = match &setup.global.theme {
        _ if plain => "mono",
        Some(name) => name,
        None => "default",
    };
    let theme = Theme::shipped(name).ok_or_else(|| {
        Fail::wrong(format!(
            "no theme is called {name}; `switchover themes` lists them"
        ))
    })?;
    let bell = setup.user.bell.or(setup.system.bell);
    let settings = crate::cockpit::Settings {
        bell: bell.unwrap_or(true),
        zone: crate::shell::clock::zone(setup.now()),
    };
    Ok(Seat {
        settings,
        operator: setup.operator.clone(),
        user: setup.who.user.clone(),
        host: setup.machine.clone(),
        state: setup.places.state.clone(),
        commands: commands_run_in(setup),
        theme: theme.ascii(setup.global.ascii || is_plain_terminal()),
    })
}

/// The folder commands run in: the plan's, else the home.
fn commands_run_in(setup: &Setup) -> PathBuf {
    let plan = setup.plan_folder().filter(|folder| folder.is_dir());
    let plan = plan.and_then(|folder| folder.canonicalize().ok());
    let home = || env::var_os("HOME").map(PathBuf::from);
    plan.or_else(home).unwrap_or_else(|| PathBuf::from("/"))
}

/// The Linux console and locales without UTF-8 draw no glyphs beyond ASCII.
fn is_plain_terminal() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| env::var(name).ok().filter(|v| !v.is_empty()));
    let utf8 = locale.is_none_or(|l| {
        let l = l.to_lowercase();
        l.contains("utf-8") || l.contains("utf8")
    });
    env::var("TERM").is_ok_and(|t| t == "linux") || !utf8
}

fn code(setup: &Setup, exit: &Exit) -> ExitCode {
    if let Some(words) = &exit.words {
        setup.say.error(words);
    }
    ExitCode::from(exit.status)
}

fn folder(path: &Path) -> Result<Folder, Fail> {
    Folder::open(path)
        .map(|(folder, _)| folder)
        .map_err(|p: Vec<Problem>| Fail::from(p))
}

fn broken(error: io::Error) -> Fail {
    Fail::Wrong(error.to_string())
}

/// Runs a drill's simulated providers, in the process a cockpit started for them.
#[must_use]
pub fn simulate(incident: Option<OsString>, clock: fn() -> Time) -> ExitCode {
    // Its facts are the drill's, whoever began it.
    let child = Global {
        operator: Some("drill".to_owned()),
        ..Global::default()
    };
    let served = || {
        let setup = Setup::find(child, clock)?;
        let path = incident.ok_or_else(|| Fail::wrong("no incident was named"))?;
        let folder = folder(Path::new(&path))?;
        drill::simulate(&seat(&setup)?, folder).map_err(broken)
    };
    match served() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fail) => {
            // The cockpit that started this process reads its stdout until it says ready.
            let say = Say::default();
            say.fail(&fail);
            fail.code()
        }
    }
}
