//! Where things are kept on this machine.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The user's own folders.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Places {
    /// The user's configuration: `~/.config/switchover`.
    pub config: PathBuf,
    /// Private state, with the truth of every own log: `~/.local/state/switchover`.
    pub state: PathBuf,
}

impl Places {
    /// The places, `XDG_*` first. `env` looks a variable up. Nothing when the user has no home.
    #[must_use]
    pub fn find(env: impl Fn(&str) -> Option<OsString>) -> Option<Self> {
        let absolute = |name| env(name).map(PathBuf::from).filter(|p| p.is_absolute());
        let home = || {
            let known = || Some(directories::BaseDirs::new()?.home_dir().to_path_buf());
            absolute("HOME").or_else(known)
        };
        let place = |name, below: &str| {
            let base = absolute(name).or_else(|| Some(home()?.join(below)))?;
            Some(base.join("switchover"))
        };
        Some(Places {
            config: place("XDG_CONFIG_HOME", ".config")?,
            state: place("XDG_STATE_HOME", ".local/state")?,
        })
    }

    /// Where incidents are kept when the plan names no root.
    #[must_use]
    pub fn incidents(&self) -> PathBuf {
        self.state.join("incidents")
    }

    /// Where the own logs of an incident are kept. The id must be one.
    #[must_use]
    pub fn journal(&self, incident: &str) -> PathBuf {
        journal(&self.state, incident)
    }
}

/// Where the own logs of an incident are kept below the private state.
#[must_use]
pub fn journal(state: &Path, incident: &str) -> PathBuf {
    state.join("journal").join(incident)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xdg_goes_first_and_must_be_absolute() {
        let env = |name: &str| match name {
            "XDG_CONFIG_HOME" => Some("/conf".into()),
            "XDG_STATE_HOME" => Some("relative".into()),
            "HOME" => Some("/home/gf".into()),
            _ => None,
        };
        let places = Places::find(env).unwrap();
        assert_eq!(places.config, PathBuf::from("/conf/switchover"));
        assert_eq!(
            places.journal("00112233445566ff"),
            PathBuf::from("/home/gf/.local/state/switchover/journal/00112233445566ff")
        );
    }
}
