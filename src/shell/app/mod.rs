//! The one loop: everything that happens becomes a [`Msg`](crate::cockpit::Msg), one after the other; what the
//! cockpit asks for is carried out here and never awaited.

mod carry;
mod commands;
mod documents;
mod event;
mod hear;
mod jobs;
mod learn;
mod lists;
mod page;
mod present;
mod run;
mod watch;

pub use commands::CommandsEnv;
pub use run::{Ended, Exit, Wires, run};

use crate::cockpit::Setup;
use crate::exec::clipboard::ClipboardEnv;
use crate::formats::bulletin::Templates;
use crate::store::folder::Folder;
use crate::ui::Theme;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Looks what is open, for the start screen; none when nothing has changed since it last looked.
pub type Lister = Box<dyn FnMut() -> Option<Vec<crate::cockpit::start::Listed>> + Send>;
/// Templates of updates, by the SHA-256 of the frozen plan they came with.
pub type TemplatesOfPlans = BTreeMap<String, Templates>;

/// What a cockpit runs on.
pub struct Session {
    /// What the model begins with.
    pub setup: Setup,
    /// The incident's folder; none on the start screen.
    pub folder: Option<Folder>,
    /// What the user settled.
    pub settings: crate::cockpit::Settings,
    /// Private state of the user.
    pub state: PathBuf,
    /// Colours and glyphs.
    pub theme: Theme,
    /// Without a screen: probes, clocks and alarms go on while people sleep.
    pub headless: bool,
    /// The value of `TERM`.
    pub term: String,
    /// How the clipboard can be reached.
    pub clipboard: ClipboardEnv,
    /// This program, to be run once more as the terminal's watcher.
    pub program: Option<PathBuf>,
    /// Looks what is open, on the start screen.
    pub lister: Option<Lister>,
    /// What the plan's references stand for.
    pub secrets: crate::outbox::Secrets,
    /// Templates of updates.
    pub templates: TemplatesOfPlans,
    /// How commands are run.
    pub commands: CommandsEnv,
    /// What to provoke after the first paint, in tests of the terminal.
    pub provoke: String,
}
