//! Values that never leave memory: those of secret variables. They are kept here and used for copying only; no fact,
//! file, log or screen ever holds one. Whoever restarts is asked again.

use crate::domain::ids::Id;
use std::collections::BTreeMap;
use std::fmt;

/// What stands for a secret on the screen and in what is written.
pub const MASK: &str = "••••";

/// Shorter ones are not looked for in texts: they would be found everywhere.
const LEAST: usize = 4;

/// A text that is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl Secret {
    /// Keeps a text from being shown.
    #[must_use]
    pub fn new(text: String) -> Self {
        Secret(text)
    }

    /// The text itself, for the clipboard.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// The values of secret variables, by run and name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Secrets(BTreeMap<(Id, String), Secret>);

impl Secrets {
    /// Takes a value in.
    pub fn set(&mut self, run: &Id, name: &str, value: String) {
        let key = (run.clone(), name.to_owned());
        self.0.insert(key, Secret::new(value));
    }

    /// The values of a run: name, value.
    pub fn of<'a>(&'a self, run: &'a Id) -> impl Iterator<Item = (&'a str, &'a Secret)> {
        let of_run = self.0.iter().filter(move |((of, _), _)| of == run);
        of_run.map(|((_, name), value)| (name.as_str(), value))
    }

    /// Whether a variable of a run has its value.
    #[must_use]
    pub fn has(&self, run: &Id, name: &str) -> bool {
        self.of(run).any(|(known, _)| known == name)
    }

    /// The name of a secret whose value stands in a text.
    #[must_use]
    pub fn in_text(&self, text: &str) -> Option<&str> {
        let mut known = self.0.iter();
        let found = known.find(|(_, value)| value.0.len() >= LEAST && text.contains(&value.0));
        found.map(|((_, name), _)| name.as_str())
    }

    /// The text with every value in it masked.
    #[must_use]
    pub fn masked(&self, text: String) -> String {
        let long = self.0.values().filter(|value| value.0.len() >= LEAST);
        long.fold(text, |text, value| {
            if text.contains(&value.0) {
                text.replace(&value.0, MASK)
            } else {
                text
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_in_texts_and_never_printed() {
        let run = Id::new("r1").unwrap();
        let mut secrets = Secrets::default();
        secrets.set(&run, "token", "hunter2!".into());
        secrets.set(&run, "pin", "12".into());
        assert_eq!(secrets.in_text("it is hunter2!"), Some("token"));
        assert_eq!(secrets.in_text("at 12:12"), None);
        assert_eq!(secrets.masked("a hunter2! b".into()), "a •••• b");
        assert!(secrets.has(&run, "pin"));
        let printed = format!("{secrets:?}");
        assert!(!printed.contains("hunter2"), "{printed}");
    }
}
