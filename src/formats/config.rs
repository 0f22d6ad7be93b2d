//! `config.toml` of a user or a machine.

use crate::domain::problem::{Place, Problem, Severity};
use serde::Deserialize;

/// What a user or a machine has settled.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The plan's folder; below the file's own folder when relative.
    pub plan: Option<String>,
    /// Where incidents are kept.
    pub root: Option<String>,
    /// Colours of the cockpit.
    pub theme: Option<String>,
    /// What this machine is called, where its host name is not its own.
    pub machine: Option<String>,
    /// Ring once when something falls due; tmux flags the window.
    pub bell: Option<bool>,
}

/// Reads a configuration; `file` is how messages name it.
///
/// # Errors
/// When it is no TOML, or has a key that is not known.
pub fn read(file: &str, text: &str) -> Result<Config, Box<Problem>> {
    toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map_or(0, |b| b.matches('\n').count() + 1);
        let column = before.map_or(0, |b| {
            b.rsplit('\n').next().unwrap_or_default().chars().count() + 1
        });
        Box::new(Problem {
            severity: Severity::Error,
            code: "config",
            place: Place {
                file: file.to_owned(),
                line,
                column,
                span: error.span().map(|span| (span.start, span.end)),
            },
            what: error.message().trim().replace('\n', " "),
            remedy: "the keys are plan, root, theme, machine, bell".to_owned(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_key_is_told_with_its_place() {
        let config = read("c.toml", "plan = \"/srv/plan\"\n").unwrap();
        assert_eq!(config.plan.as_deref(), Some("/srv/plan"));
        let problem = read("c.toml", "root = \"/x\"\nplam = \"y\"\n").unwrap_err();
        assert_eq!((problem.place.line, problem.place.column), (2, 1));
        assert!(problem.to_string().starts_with("c.toml:2:1: "), "{problem}");
    }
}
