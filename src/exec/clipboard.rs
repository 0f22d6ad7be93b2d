//! Copying a text to where the person can paste it. No way reaches every machine, so there is a ladder:
//! inside tmux its buffer, else the terminal itself (OSC 52), and always a file. The answer says which.

use super::osc52;
pub use super::tmux::Tmux;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// What copying needs to know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClipboardEnv {
    /// The tmux the program runs in, if it does.
    pub tmux: Option<Tmux>,
    /// The file that always gets the text: `copied.txt` in the private state folder, which exists.
    pub file: PathBuf,
}

/// Where a text went.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Way {
    /// Into tmux's buffer, and by tmux on to its terminal.
    Tmux,
    /// These bytes are for the terminal: nobody can know whether it takes them.
    Terminal(Vec<u8>),
    /// Only into the file; why not further.
    FileOnly(String),
}

/// The outcome of a copy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Copied {
    /// Where it went.
    pub way: Way,
    /// The file that holds it, or why there is none.
    pub file: Result<PathBuf, String>,
}

impl Copied {
    /// For the last line of the screen, without a full stop.
    #[must_use]
    pub fn said(&self) -> String {
        let way = match &self.way {
            Way::Tmux => "copied to tmux's buffer".to_owned(),
            Way::Terminal(_) => "sent to the terminal".to_owned(),
            Way::FileOnly(why) => format!("not on the clipboard ({why})"),
        };
        match &self.file {
            Ok(file) => format!("{way}; also in {}", file.display()),
            Err(why) => format!("{way}; not in a file ({why})"),
        }
    }
}

/// Copies exactly these bytes, but for line breaks at the end: pasted, they would press Enter. May take a
/// second (tmux), so it is called off the loop; [`Way::Terminal`] is written by the caller.
#[must_use]
pub fn copy(text: &str, env: &ClipboardEnv) -> Copied {
    let text = text.trim_end_matches(['\n', '\r']);
    let file = keep(text, &env.file)
        .map(|()| env.file.clone())
        .map_err(|error| error.to_string());
    Copied {
        way: way(text, env),
        file,
    }
}

/// The same for a text that holds a secret: no file gets it.
#[must_use]
pub fn copy_unkept(text: &str, env: &ClipboardEnv) -> Copied {
    let text = text.trim_end_matches(['\n', '\r']);
    Copied {
        way: way(text, env),
        file: Err("it holds a secret".to_owned()),
    }
}

fn way(text: &str, env: &ClipboardEnv) -> Way {
    let to_terminal = || {
        osc52::sequence(text).map_or_else(
            || Way::FileOnly("longer than terminals take".to_owned()),
            Way::Terminal,
        )
    };
    match &env.tmux {
        // Raw OSC 52 does nothing in a tmux with its default settings.
        Some(tmux) => match tmux.run(&["load-buffer", "-w", "-"], text) {
            Ok(_) => Way::Tmux,
            Err(why) => Way::FileOnly(why),
        },
        None => to_terminal(),
    }
}

/// Replaces the file, readable by nobody else, never through a link somebody put there.
fn keep(text: &str, file: &Path) -> io::Result<()> {
    let fresh = file.with_extension("new");
    match fs::remove_file(&fresh) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut open = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&fresh)?;
    open.write_all(text.as_bytes())?;
    fs::rename(&fresh, file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn without_tmux_the_terminal_is_asked_and_the_file_is_private() {
        let folder = tempfile::tempdir().unwrap();
        let env = ClipboardEnv {
            tmux: None,
            file: folder.path().join("copied.txt"),
        };
        for text in ["first", "psql -c 'select 1'\n\n"] {
            let copied = copy(text, &env);
            let text = text.trim_end();
            assert_eq!(copied.way, Way::Terminal(osc52::sequence(text).unwrap()));
            assert_eq!(fs::read_to_string(&env.file).unwrap(), text);
        }
        let mode = fs::metadata(&env.file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(
            copy("x", &env)
                .said()
                .starts_with("sent to the terminal; also in /")
        );
    }

    #[test]
    fn a_link_is_replaced_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (secret, file) = (
            folder.path().join("secret"),
            folder.path().join("copied.txt"),
        );
        fs::write(&secret, "secret").unwrap();
        std::os::unix::fs::symlink(&secret, &file).unwrap();
        keep("text", &file).unwrap();
        assert_eq!(fs::read_to_string(&secret).unwrap(), "secret");
        assert_eq!(fs::read_to_string(&file).unwrap(), "text");
    }

    #[test]
    fn every_failure_is_said() {
        let env = ClipboardEnv {
            tmux: Some(Tmux {
                socket: "/nonexistent/tmux,1,0".to_owned(),
                path: "/nonexistent".to_owned(),
            }),
            file: PathBuf::from("/nonexistent/copied.txt"),
        };
        let said = copy("x", &env).said();
        assert!(
            said.starts_with("not on the clipboard (tmux did not start"),
            "{said}"
        );
        assert!(said.contains("not in a file (No such file"), "{said}");
        let long = copy(&"x".repeat(100_000), &ClipboardEnv { tmux: None, ..env });
        assert!(long.said().contains("longer than terminals take"));
    }
}
