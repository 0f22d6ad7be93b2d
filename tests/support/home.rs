//! A home of its own for every test: nothing of the machine's user is read or written.

use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A fresh home with the folders the XDG variables name. Removed when dropped.
pub struct Home(TempDir);

impl Home {
    /// A fresh one.
    pub fn new() -> Self {
        let home = Home(TempDir::new().unwrap());
        for (_, folder) in home.folders() {
            std::fs::create_dir_all(&folder).unwrap();
        }
        let runtime = home.path().join("run");
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        std::fs::set_permissions(runtime, private).unwrap();
        home
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    fn folders(&self) -> [(&'static str, PathBuf); 5] {
        let at = |name| self.path().join(name);
        [
            ("XDG_CONFIG_HOME", at("config")),
            ("XDG_DATA_HOME", at("data")),
            ("XDG_STATE_HOME", at("state")),
            ("XDG_CACHE_HOME", at("cache")),
            ("XDG_RUNTIME_DIR", at("run")),
        ]
    }

    /// The whole environment of a program that lives here: nothing is inherited but PATH.
    pub fn variables(&self) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = self
            .folders()
            .into_iter()
            .map(|(name, folder)| (name.to_owned(), folder.display().to_string()))
            .collect();
        let path = std::env::var("PATH").unwrap_or_else(|_| "/usr/bin:/bin".to_owned());
        for (name, value) in [
            ("HOME", self.path().display().to_string()),
            ("PATH", path),
            ("LANG", "C.UTF-8".to_owned()),
            ("TERM", "xterm-256color".to_owned()),
            ("USER", "tester".to_owned()),
            ("SHELL", "/bin/sh".to_owned()),
        ] {
            all.push((name.to_owned(), value));
        }
        all
    }

    /// A command of the program that lives here, for runs without a terminal.
    pub fn command(&self, args: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(super::PROGRAM);
        command
            .args(args)
            .env_clear()
            .envs(self.variables())
            .current_dir(self.path());
        command
    }
}
