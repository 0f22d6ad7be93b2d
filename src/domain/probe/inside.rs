//! A command that is repeated where the probe runs it.

use super::Repeat;
use super::repeat::quoted;
use crate::domain::plan::{Check, ProbeSpec};

impl Repeat {
    /// The same, of a probe's command in the folder where it runs: what it names beside the plan is found from any shell.
    #[must_use]
    pub fn inside(mut self, spec: &ProbeSpec, folder: &str) -> Self {
        let runs = matches!(spec.check, Check::Command { .. } | Check::Progress { .. });
        if runs && !folder.is_empty() {
            let folder = quoted(folder);
            self.command = self.command.map(|run| format!("cd {folder} && {run}"));
        }
        self
    }
}
