//! From an incident's folder to a cockpit that can run on it.

use crate::cockpit::{Frozen, Me, Setup, Start};
use crate::domain::facts::LogOpened;
use crate::domain::ids::{WriterId, slug};
use crate::domain::plan::Plan;
use crate::domain::problem::Problem;
use crate::domain::scenario::Scenario;
use crate::domain::words::Mode;
use crate::exec::clipboard::ClipboardEnv;
use crate::exec::tmux::Tmux;
use crate::formats::bulletin::Templates;
use crate::formats::plan::{Loaded, Located, load};
use crate::formats::toml::{SourceFile, Strictness};
use crate::outbox::{Secrets, names};
use crate::shell::app::{CommandsEnv, Session, TemplatesOfPlans};
use crate::shell::clock::now;
use crate::store::folder::Folder;
use crate::store::frozen::thaw;
use crate::store::random;
use crate::ui::Theme;
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Who runs the program, where, and how it shows itself.
#[derive(Clone, Debug)]
pub struct Seat {
    /// What the user settled.
    pub settings: crate::cockpit::Settings,
    /// The person.
    pub operator: String,
    /// Unix user.
    pub user: String,
    /// Host name.
    pub host: String,
    /// Private state of the user.
    pub state: PathBuf,
    /// The folder commands run in: the plan's, else the home.
    pub commands: PathBuf,
    /// Colours and glyphs.
    pub theme: Theme,
}

/// An incident's frozen plans: the one it was opened with, and every checklist by the plan it came with.
#[derive(Clone, Debug, Default)]
pub struct Thawed {
    /// The plan it was opened with.
    pub plan: Arc<Plan>,
    /// Its SHA-256; empty when there is none.
    pub sha256: String,
    /// Every frozen checklist.
    pub frozen: Frozen,
    /// Templates of updates.
    pub templates: TemplatesOfPlans,
    /// The scenario of a drill.
    pub scenario: Option<Arc<Scenario>>,
    /// What is wrong with them; an incident is joined all the same.
    pub problems: Vec<Problem>,
}

/// Reads the frozen plans of an incident. What cannot be read is left out, and told.
#[must_use]
pub fn thawed(folder: &Folder) -> Thawed {
    let mut out = Thawed::default();
    let opened_with = folder.identity.plan.clone().unwrap_or_default();
    for sha256 in copies(&folder.path) {
        let Ok(files) = thaw(&folder.path, &sha256) else {
            continue;
        };
        let source = |(name, bytes)| SourceFile { name, bytes };
        let files: Vec<SourceFile> = files.into_iter().map(source).collect();
        let loaded = load(&files, Strictness::Frozen);
        let checklist = |c: &Located<crate::domain::checklist::Checklist>| {
            (c.id.clone(), Arc::new(c.value.clone()))
        };
        out.frozen.insert(
            sha256.clone(),
            loaded.checklists.iter().map(checklist).collect(),
        );
        out.templates.insert(sha256.clone(), Templates::of(&loaded));
        if sha256 == opened_with || (out.sha256.is_empty() && opened_with.is_empty()) {
            out.take(&loaded, sha256, folder.identity.scenario.as_deref());
        }
    }
    out
}

impl Thawed {
    fn take(&mut self, loaded: &Loaded, sha256: String, scenario: Option<&str>) {
        self.sha256 = sha256;
        if let Some(plan) = &loaded.plan {
            self.plan = Arc::new(plan.value.clone());
        }
        let named = loaded
            .scenarios
            .iter()
            .find(|s| Some(s.id.as_str()) == scenario);
        self.scenario = named.map(|s| Arc::new(s.value.clone()));
        self.problems.clone_from(&loaded.problems);
    }
}

/// The names of the frozen copies, sorted.
fn copies(incident: &Path) -> Vec<String> {
    let Ok(items) = fs::read_dir(incident.join("plan")) else {
        return Vec::new();
    };
    let names = items
        .flatten()
        .filter_map(|i| i.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|n| !n.starts_with('.')).collect();
    names.sort();
    names
}

impl Seat {
    /// A new writer of this user on this machine.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn writer(&self) -> io::Result<WriterId> {
        Ok(WriterId::of(&self.user, &self.host, random::run()?))
    }

    /// How this writer's log begins.
    #[must_use]
    pub fn opening(&self) -> LogOpened {
        LogOpened {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            user: self.user.clone(),
            host: self.host.clone(),
            machine: slug(&self.host),
            boot: fs::read_to_string("/proc/sys/kernel/random/boot_id")
                .ok()
                .map(|b| b.trim().to_owned()),
            pid: i64::from(std::process::id()),
            clock: None,
        }
    }

    /// A cockpit on an incident.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn cockpit(&self, folder: Folder, observe: bool, headless: bool) -> io::Result<Session> {
        let thawed = thawed(&folder);
        let setup = Setup {
            me: self.me(observe),
            writer: self.writer()?,
            wall: now(),
            plan: thawed.plan,
            frozen: thawed.frozen,
            plan_sha: thawed.sha256,
            scenario: thawed.scenario,
            identity: folder.identity.clone(),
            folder: folder.name(),
            opening: self.opening(),
            start: None,
            size: (80, 24),
        };
        let secrets = secrets(&setup.plan, setup.identity.mode);
        let session = self.session(setup, Some(folder), headless);
        Ok(Session {
            templates: thawed.templates,
            secrets,
            ..session
        })
    }

    /// The start screen: a cockpit without an incident.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn start_screen(&self, plan: Arc<Plan>, start: Start) -> io::Result<Session> {
        let wall = now();
        let identity = crate::domain::identity::Identity {
            id: String::new(),
            mode: Mode::Live,
            opened: wall,
            speed: 1,
            ports: BTreeMap::new(),
            plan: None,
            scenario: None,
        };
        let setup = Setup {
            me: self.me(false),
            writer: self.writer()?,
            wall,
            plan,
            frozen: Frozen::new(),
            plan_sha: String::new(),
            scenario: None,
            identity,
            folder: String::new(),
            opening: self.opening(),
            start: Some(start),
            size: (80, 24),
        };
        Ok(self.session(setup, None, false))
    }

    fn me(&self, observe: bool) -> Me {
        let set = |name| env::var_os(name).is_some_and(|v| !v.is_empty());
        Me {
            operator: self.operator.clone(),
            machine: slug(&self.host),
            observe,
            unprotected: set("SSH_CONNECTION") && !set("TMUX") && !set("STY"),
        }
    }

    fn session(&self, setup: Setup, folder: Option<Folder>, headless: bool) -> Session {
        Session {
            settings: self.settings,
            setup,
            folder,
            state: self.state.clone(),
            theme: self.theme.clone(),
            headless,
            term: env::var("TERM").unwrap_or_default(),
            clipboard: ClipboardEnv {
                tmux: set_text("TMUX").map(|socket| Tmux {
                    socket,
                    path: set_text("PATH").unwrap_or_default(),
                }),
                file: self.state.join("copied.txt"),
            },
            templates: TemplatesOfPlans::new(),
            secrets: Secrets::default(),
            program: env::current_exe().ok(),
            lister: None,
            commands: CommandsEnv {
                program: env::current_exe().ok(),
                folder: self.commands.clone(),
                state: self.state.clone(),
                pane: set_text("TMUX_PANE").unwrap_or_default(),
            },
            provoke: env::var(crate::shell::terminal::PROVOKE_VARIABLE).unwrap_or_default(),
        }
    }
}

/// The values of the environment that a plan's webhooks refer to: in a drill only those of its rehearsals.
fn secrets(plan: &Plan, mode: Mode) -> Secrets {
    let references = plan.audiences.iter().flat_map(|a| {
        let hook = match mode {
            Mode::Drill => &a.rehearsal_webhook,
            Mode::Live | Mode::Planned => &a.webhook,
        };
        hook.iter().chain(a.headers.values())
    });
    let pager = plan.pager.iter().filter_map(|p| match mode {
        Mode::Drill => p.rehearsal_webhook.as_ref(),
        Mode::Live | Mode::Planned => p.webhook.as_ref(),
    });
    let references = references.chain(pager);
    let value = |name: &str| Some((name.to_owned(), env::var(name).ok()?));
    names(references).filter_map(value).collect()
}

fn set_text(name: &str) -> Option<String> {
    env::var(name).ok().filter(|v| !v.is_empty())
}
