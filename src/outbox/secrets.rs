//! What references stand for. Values stay in memory: they are never shown, logged or written.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Runs a command within a time and hands over what it printed, or says why not in words that hold nothing of it.
type RunCommand = dyn Fn(&str, Duration) -> Result<Vec<u8>, String> + Send + Sync;

/// How the commands of references are run: not at all, unless whoever asks says how.
#[derive(Clone, Default)]
pub struct Commands(Option<Arc<RunCommand>>);

impl Commands {
    /// Run like this: it may block, is over within the time it is given, and leaves nothing behind.
    pub fn by(
        run: impl Fn(&str, Duration) -> Result<Vec<u8>, String> + Send + Sync + 'static,
    ) -> Self {
        Commands(Some(Arc::new(run)))
    }

    /// The first line of what a command prints.
    ///
    /// # Errors
    /// Why there is none, in words that hold nothing of it.
    pub fn ask(&self, command: &str, within: Duration) -> Result<String, String> {
        let run = self.0.as_ref().ok_or("its cmd: is not run here")?;
        let none = |why: &str| format!("the command for its address or a header {why}");
        first(run(command, within)?).map_err(none)
    }
}

impl fmt::Debug for Commands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Commands({})", self.0.is_some())
    }
}

/// The values of the environment that a plan refers to, by name.
#[derive(Clone, Default)]
pub struct Secrets(BTreeMap<String, String>);

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.0.len())
    }
}

impl FromIterator<(String, String)> for Secrets {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(all: T) -> Self {
        Secrets(all.into_iter().collect())
    }
}

/// The names of the environment that references speak of.
pub fn names<'a>(
    references: impl IntoIterator<Item = &'a String>,
) -> impl Iterator<Item = &'a str> {
    let references = references.into_iter();
    references.filter_map(|text| text.strip_prefix("env:"))
}

impl Secrets {
    /// What a reference stands for. A command is given `within`.
    ///
    /// # Errors
    /// Why there is no value, in words that hold none.
    pub(super) fn resolve(
        &self,
        reference: &str,
        commands: &Commands,
        within: Duration,
    ) -> Result<String, String> {
        if let Some(name) = reference.strip_prefix("env:") {
            let value = self.0.get(name).map(|v| v.trim()).filter(|v| !v.is_empty());
            return value.map(str::to_owned).ok_or_else(|| {
                format!("{name} is not set where this cockpit was started: set it and join again")
            });
        }
        if let Some(command) = reference.strip_prefix("cmd:") {
            return commands.ask(command, within);
        }
        Err("the plan writes its address out: a reference is wanted, env:NAME or cmd:..".to_owned())
    }
}

/// The first line of what a command printed.
fn first(output: Vec<u8>) -> Result<String, &'static str> {
    let text = String::from_utf8(output).map_err(|_| "printed what is no text")?;
    let line = text.lines().next().unwrap_or_default().trim();
    match line.is_empty() {
        true => Err("printed nothing"),
        false => Ok(line.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_secs(20);

    #[test]
    fn a_reference_is_resolved_and_what_is_none_is_refused_without_its_text() {
        let secrets: Secrets = [("HOOK".to_owned(), " https://x/y \n".to_owned())]
            .into_iter()
            .collect();
        let none = Commands::default();
        let resolve = |reference: &str| secrets.resolve(reference, &none, SOON);
        assert_eq!(resolve("env:HOOK").unwrap(), "https://x/y");
        let missing = resolve("env:GONE").unwrap_err();
        assert!(missing.starts_with("GONE is not set"), "{missing}");
        let literal = resolve("https://x/secret").unwrap_err();
        assert!(!literal.contains("x/secret"), "{literal}");
        assert!(!format!("{secrets:?}").contains("x/y"));
    }

    #[test]
    fn a_commands_first_line_counts_and_without_somebody_to_run_it_there_is_none() {
        let printing = |text: &'static str| Commands::by(move |_, _| Ok(text.into()));
        let asked = |commands: &Commands| Secrets::default().resolve("cmd:x", commands, SOON);
        assert_eq!(asked(&printing(" a \nb\n")).unwrap(), "a");
        let refuses = Commands::by(|_, _| Err("not today".to_owned()));
        for (commands, part) in [
            (printing("\n"), "nothing"),
            (refuses, "not today"),
            (Commands::default(), "not run here"),
        ] {
            let why = asked(&commands).unwrap_err();
            assert!(why.contains(part), "{why}");
        }
    }
}
