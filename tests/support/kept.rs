//! A server of somebody else's that ends with its test, however that ends: a shell holds it, and ends it when the pipe from
//! the test closes, which it does also when the test is killed.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// What holds it: its signal, then the server and its arguments.
const HOLD: &str = r#"signal=$1; shift
"$@" 2>&1 & child=$!
read -r over
kill -s "$signal" "$child" 2>/dev/null
wait "$child""#;

/// Long enough for a server to begin on a busy machine.
const SOON: Duration = Duration::from_secs(120);

/// Who a server runs as.
#[derive(Clone, Copy)]
pub struct User {
    uid: u32,
    gid: u32,
}

impl User {
    /// Ourselves; where that is root, whom the package of the server brought, else nobody.
    pub fn plain(name: &str) -> Option<User> {
        if !rustix::process::getuid().is_root() {
            return None;
        }
        let known = fs::read_to_string("/etc/passwd").unwrap();
        let ids = |name: &str| {
            let mut lines = known.lines().map(|line| line.split(':'));
            let mut fields = lines.find_map(|mut f| (f.next() == Some(name)).then_some(f))?;
            let uid = fields.nth(1)?.parse().ok()?;
            let gid = fields.next()?.parse().ok()?;
            Some(User { uid, gid })
        };
        Some(ids(name).or_else(|| ids("nobody")).unwrap())
    }

    /// Gives a path to this user.
    pub fn own(self, path: &Path) {
        chown(path, Some(self.uid), Some(self.gid)).unwrap();
    }
}

/// A command as another user, with hardly any environment.
pub fn command(program: &Path, user: Option<User>) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("LC_ALL", "C.UTF-8");
    command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    command.current_dir("/");
    if let Some(user) = user {
        command.uid(user.uid).gid(user.gid);
    }
    command
}

/// A server that runs. Ended when dropped.
pub struct Kept(Child);

impl Kept {
    /// Starts it and waits until it has said all of `ready`, each in a line of its own, in any order. `signal` ends it.
    pub fn start(
        program: &Path,
        args: &[&str],
        signal: &str,
        user: Option<User>,
        ready: &[&str],
    ) -> Kept {
        let mut shell = command(Path::new("/bin/sh"), user);
        shell.args(["-c", HOLD, "sh", signal]).arg(program);
        let pipes = shell.args(args).stdin(Stdio::piped());
        let mut child = pipes
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap();
        let (send, lines) = mpsc::channel();
        let out = child.stdout.take().unwrap();
        // Also what nobody waits for any more is read: a full pipe would stop the server.
        thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                let _ = send.send(line);
            }
        });
        let kept = Kept(child);
        let mut said = Vec::new();
        let open = |said: &[String]| {
            let seen = |word: &str| said.iter().any(|line| line.contains(word));
            !ready.iter().all(|word| seen(word))
        };
        while open(&said) {
            let line = lines.recv_timeout(SOON);
            said.push(line.unwrap_or_else(|_| {
                panic!(
                    "{} did not say {ready:?}:\n{}",
                    program.display(),
                    said.join("\n")
                )
            }));
        }
        kept
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

/// Where a program of a package lies: the last of the places that fit, whose one `*` stands for a version.
pub fn program(place: &str, package: &str) -> PathBuf {
    let found = match place.split_once('*') {
        None => Some(PathBuf::from(place)).filter(|path| path.exists()),
        Some((folder, rest)) => {
            let versions = fs::read_dir(folder).into_iter().flatten().flatten();
            let paths = versions.map(|v| PathBuf::from(format!("{}{rest}", v.path().display())));
            let number = |path: &PathBuf| {
                path.iter()
                    .filter_map(|p| p.to_str()?.parse::<u32>().ok())
                    .next_back()
            };
            paths.filter(|path| path.exists()).max_by_key(number)
        }
    };
    let install = "apt-get install -y --no-install-recommends";
    found.unwrap_or_else(|| panic!("{place} is missing: {install} {package}"))
}
