//! What every command stands on: who runs it, where, with which plan and root.

use super::args::Global;
use super::choose;
use super::fail::Fail;
use super::plans::Team;
use super::say::Say;
use crate::domain::ids::slug;
use crate::domain::time::Time;
use crate::formats::config::{self, Config};
use crate::formats::toml::Strictness;
use crate::store::oneshot::Who;
use crate::store::places::Places;
use crate::store::plan_folder;
use std::env;
use std::path::{Path, PathBuf};

/// The machine's own configuration.
const MACHINE_CONFIG: &str = "/etc/switchover/config.toml";

/// What every command stands on.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The flags every command takes.
    pub global: Global,
    /// Where the user's own things are.
    pub places: Places,
    /// Who runs the program, for the journal.
    pub who: Who,
    /// The person.
    pub operator: String,
    /// The machine, as the journal's folders name it.
    pub machine: String,
    /// The user's configuration.
    pub user: Config,
    /// The machine's configuration.
    pub system: Config,
    /// Standard output and error.
    pub say: Say,
    /// The one clock.
    pub clock: fn() -> Time,
}

impl Setup {
    /// Looks around: environment, configuration, host.
    ///
    /// # Errors
    /// When the user has no home, nobody is known, or a configuration cannot be read.
    pub fn find(global: Global, clock: fn() -> Time) -> Result<Self, Fail> {
        let text = |name| env::var(name).ok();
        let places = Places::find(|name| env::var_os(name));
        let places = places.ok_or_else(|| Fail::wrong("there is no home folder: set HOME"))?;
        let user = read_config(&places.config.join("config.toml"))?;
        let system = read_config(Path::new(MACHINE_CONFIG))?;
        let sudo_user = text("SUDO_USER");
        let uid = rustix::process::getuid().as_raw();
        let account = text("USER").or_else(|| text("LOGNAME"));
        let account = account.or_else(|| account_of(uid));
        let operator = choose::operator(
            global.operator.as_deref(),
            sudo_user.as_deref(),
            account.as_deref(),
        );
        let operator = operator.map_err(Fail::Wrong)?.to_owned();
        let account = account.unwrap_or_else(|| format!("uid{uid}"));
        let host = rustix::system::uname();
        let machine = text("SWITCHOVER_MACHINE")
            .or_else(|| user.machine.clone())
            .or_else(|| system.machine.clone())
            .unwrap_or_else(|| host.nodename().to_string_lossy().into_owned());
        let machine = slug(&machine);
        let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id");
        let say = Say {
            quiet: global.quiet,
            ascii: global.ascii,
        };
        Ok(Setup {
            who: Who {
                user: account,
                host: machine.clone(),
                boot: boot.unwrap_or_default().trim().to_owned(),
            },
            global,
            places,
            operator,
            machine,
            user,
            system,
            say,
            clock,
        })
    }

    /// Wall time.
    #[must_use]
    pub fn now(&self) -> Time {
        (self.clock)()
    }

    /// The folder of the plan in use; none: only the embedded one.
    #[must_use]
    pub fn plan_folder(&self) -> Option<PathBuf> {
        let here = Path::new("plan.toml").is_file().then(|| Path::new("."));
        let configured = |config: &Config, file: &Path| {
            let folder = file.parent().unwrap_or_else(|| Path::new("/"));
            config.plan.as_ref().map(|plan| folder.join(plan))
        };
        choose::plan(
            self.global.plan.as_deref(),
            here,
            configured(&self.user, &self.places.config.join("config.toml")),
            configured(&self.system, Path::new(MACHINE_CONFIG)),
        )
    }

    /// The plan in use, also when something is wrong with it; none: only the embedded one.
    ///
    /// # Errors
    /// When its folder cannot be read.
    pub fn plan(&self) -> Result<Option<Team>, Fail> {
        let Some(folder) = self.plan_folder() else {
            return Ok(None);
        };
        let (files, mut unread) = plan_folder::read(&folder);
        unread.iter_mut().for_each(|p| located(p, &folder));
        if !unread.is_empty() {
            return Err(Fail::Invalid(unread));
        }
        let mut team = Team::read(files, Strictness::Strict);
        let not_honoured = &mut team.not_honoured;
        not_honoured.iter_mut().for_each(|p| located(p, &folder));
        team.folder = Some(folder);
        Ok(Some(team))
    }

    /// Where incidents are kept.
    ///
    /// # Errors
    /// When the plan's folder cannot be read.
    pub fn root(&self) -> Result<PathBuf, Fail> {
        if let Some(root) = &self.global.root {
            return Ok(root.clone());
        }
        let team = match self.plan()? {
            // What its root is nobody knows: incidents must not seem to be gone.
            Some(team) if !team.parsed => team.usable().map(Some)?,
            team => team,
        };
        Ok(self.root_of(team.as_ref()))
    }

    /// Where incidents of a plan are kept.
    #[must_use]
    pub fn root_of(&self, team: Option<&Team>) -> PathBuf {
        let of_plan = team.and_then(|t| Some((t.folder.as_deref()?, t.plan.root.as_deref()?)));
        let configured = self.user.root.as_ref().or(self.system.root.as_ref());
        choose::root(
            self.global.root.as_deref(),
            of_plan,
            configured.map(Path::new),
            &self.places.incidents(),
        )
    }

    /// The name derived files of this user carry.
    #[must_use]
    pub fn user_slug(&self) -> String {
        slug(&self.who.user)
    }
}

/// Names the file as the user would.
fn located(problem: &mut crate::domain::problem::Problem, folder: &Path) {
    let file = folder.join(&problem.place.file);
    problem.place.file = file.to_string_lossy().into_owned();
}

fn read_config(path: &Path) -> Result<Config, Fail> {
    match std::fs::read_to_string(path) {
        Ok(text) => config::read(&path.to_string_lossy(), &text).map_err(Fail::from),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Config::default()),
        Err(e) => Err(Fail::Wrong(format!(
            "{}: cannot be read: {e}; mend or remove it",
            path.display()
        ))),
    }
}

/// The account of a user id, where the environment does not name it: a bare login, a service.
fn account_of(uid: u32) -> Option<String> {
    let known = std::fs::read_to_string("/etc/passwd").ok()?;
    known.lines().find_map(|line| {
        let mut fields = line.split(':');
        let (name, id) = (fields.next()?, fields.nth(1)?);
        (id.parse() == Ok(uid)).then(|| name.to_owned())
    })
}
