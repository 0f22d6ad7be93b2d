//! What needs a screen, or a loop: handed in by `main`, so that commands for shells stand on their own.

use super::args;
use super::fail::Fail;
use super::open::Prepared;
use super::setup::Setup;
use crate::domain::plan::Plan;
use crate::store::folder::Folder;
use std::collections::BTreeMap;
use std::process::ExitCode;

/// The screens of the cockpit, and what goes on without one.
pub trait Screens {
    /// The start screen. `page` is what `open` was given when its direction is not known yet.
    ///
    /// # Errors
    /// When it cannot be shown.
    fn start(&self, setup: &Setup, page: Option<Prepared>) -> Result<ExitCode, Fail>;

    /// A cockpit on an incident; with `observe` it never writes.
    ///
    /// # Errors
    /// When it cannot be shown.
    fn join(&self, setup: &Setup, folder: Folder, observe: bool) -> Result<ExitCode, Fail>;

    /// `join --headless`: the loop of a cockpit without its screen. Probes, clocks and alarms go on.
    ///
    /// # Errors
    /// When it cannot go on.
    fn watch(&self, setup: &Setup, folder: Folder, observe: bool) -> Result<ExitCode, Fail>;

    /// The ports of a drill's simulated providers, before its incident is written.
    ///
    /// # Errors
    /// When there are none to be had.
    fn ports(&self, setup: &Setup, plan: &Plan) -> Result<BTreeMap<String, u16>, Fail>;

    /// Starts the simulated providers of a drill that was opened.
    ///
    /// # Errors
    /// When they do not start.
    fn simulate(&self, setup: &Setup, folder: &Folder) -> Result<(), Fail>;

    /// `probe`: one round of every probe outside the screen.
    ///
    /// # Errors
    /// When it cannot be done; [`Fail::Trouble`] when something is not up.
    fn probe(&self, setup: &Setup, args: &args::Probe) -> Result<ExitCode, Fail>;
}
