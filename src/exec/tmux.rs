//! One tmux command, with something on its stdin and a deadline.

use std::io::{Read as _, Write as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A tmux that does not answer in this time is left alone.
const DEADLINE: Duration = Duration::from_secs(1);
const LOOK: Duration = Duration::from_millis(2);
/// More output than this is not read.
const OUTPUT_CAP: u64 = 64 * 1024;

/// The tmux this program runs in, as its environment tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tmux {
    /// The value of `TMUX`.
    pub socket: String,
    /// The value of `PATH`.
    pub path: String,
}

impl Tmux {
    /// Runs `tmux args` and gives what it printed, or why it failed, in words.
    pub(super) fn run(&self, args: &[&str], input: &str) -> Result<String, String> {
        let mut child = Command::new("tmux")
            .args(args)
            .env_clear()
            .env("TMUX", &self.socket)
            .env("PATH", &self.path)
            .env("LANG", "C.UTF-8")
            .current_dir("/")
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("tmux did not start: {error}"))?;
        let stdin = child.stdin.take();
        let input = input.to_owned();
        // Both ends on threads of their own: a tmux that hangs holds up nobody.
        let feed = thread::Builder::new()
            .spawn(move || stdin.map(|mut stdin| stdin.write_all(input.as_bytes())));
        let stdout = child.stdout.take();
        let read = thread::Builder::new().spawn(move || {
            let mut text = Vec::new();
            let _ = stdout.map(|out| out.take(OUTPUT_CAP).read_to_end(&mut text));
            String::from_utf8_lossy(&text).into_owned()
        });
        let (Ok(_feed), Ok(read)) = (feed, read) else {
            end(&mut child);
            return Err("no thread could be started".to_owned());
        };
        wait(&mut child)?;
        read.join().map_err(|_| "tmux's answer was lost".to_owned())
    }
}

fn wait(child: &mut Child) -> Result<(), String> {
    let began = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(format!("tmux refused ({status})")),
            Ok(None) if began.elapsed() < DEADLINE => thread::sleep(LOOK),
            Ok(None) => {
                end(child);
                return Err("tmux did not answer within 1 s".to_owned());
            }
            Err(error) => return Err(format!("tmux was lost: {error}")),
        }
    }
}

fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}
