//! What references stand for. Values stay in memory: they are never shown, logged or written.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// No more of a command's answer is read.
const MOST: u64 = 16 * 1024;

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
    /// What a reference stands for. A command is given `within`, and then killed with all it started.
    ///
    /// # Errors
    /// Why there is no value, in words that hold none.
    pub(super) fn resolve(
        &self,
        reference: &str,
        commands: bool,
        within: Duration,
    ) -> Result<String, String> {
        if let Some(name) = reference.strip_prefix("env:") {
            let value = self.0.get(name).map(|v| v.trim()).filter(|v| !v.is_empty());
            return value.map(str::to_owned).ok_or_else(|| {
                format!("{name} is not set where this cockpit was started: set it and join again")
            });
        }
        if let Some(command) = reference.strip_prefix("cmd:") {
            if !commands {
                return Err(
                    "another user queued it: the plan's command for its address is not run as you"
                        .to_owned(),
                );
            }
            return asked(command, within);
        }
        Err("the plan writes its address out: a reference is wanted, env:NAME or cmd:..".to_owned())
    }
}

/// What a command prints first.
fn asked(command: &str, within: Duration) -> Result<String, String> {
    let none = |why: &str| format!("the command for its address {why}");
    let mut child = Command::new("sh")
        .arg("-c")
        .arg(command)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .map_err(|_| none("cannot be run"))?;
    let (send, receive) = mpsc::channel();
    if let Some(out) = child.stdout.take() {
        let read = move || {
            let mut text = String::new();
            let done = out.take(MOST).read_to_string(&mut text);
            let _ = send.send(done.map(|_| text));
        };
        let _ = thread::Builder::new().name("secret".to_owned()).spawn(read);
    }
    let said = receive.recv_timeout(within);
    let ended = said.is_ok() && child.wait().is_ok_and(|status| status.success());
    if !ended {
        kill(&mut child);
    }
    let text = match said {
        Ok(Ok(text)) if ended => text,
        Ok(_) => return Err(none("failed")),
        Err(_) => return Err(none("did not answer in time")),
    };
    let line = text.lines().next().unwrap_or_default().trim();
    if line.is_empty() {
        return Err(none("printed nothing"));
    }
    Ok(line.to_owned())
}

fn kill(child: &mut Child) {
    let group = i32::try_from(child.id())
        .ok()
        .and_then(rustix::process::Pid::from_raw);
    if let Some(group) = group {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
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
        assert_eq!(
            secrets.resolve("env:HOOK", false, SOON).unwrap(),
            "https://x/y"
        );
        let missing = secrets.resolve("env:GONE", false, SOON).unwrap_err();
        assert!(missing.starts_with("GONE is not set"), "{missing}");
        let literal = secrets.resolve("https://x/secret", true, SOON).unwrap_err();
        assert!(!literal.contains("x/secret"), "{literal}");
        assert!(!format!("{secrets:?}").contains("x/y"));
    }

    #[test]
    fn a_command_is_asked_and_never_for_long() {
        let secrets = Secrets::default();
        let said = secrets.resolve("cmd:echo a; echo b", true, SOON);
        assert_eq!(said.unwrap(), "a");
        assert!(secrets.resolve("cmd:echo a", false, SOON).is_err());
        for (command, part) in [
            ("exit 3", "failed"),
            ("true", "nothing"),
            ("echo a; exit 1", "failed"),
        ] {
            let why = secrets
                .resolve(&format!("cmd:{command}"), true, SOON)
                .unwrap_err();
            assert!(why.contains(part), "{why}");
        }
        let hangs = secrets.resolve("cmd:sleep 1000", true, Duration::from_millis(50));
        assert!(hangs.unwrap_err().contains("in time"));
    }
}
