//! A plan that allows running, with scripts beside it, and one live incident.

use crate::support::home::Home;
use crate::support::plan;
use crate::support::pty::Pty;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::Arc;

const REST: &str = r#"[[role]]
id = "im"
name = "Incident manager"
[runner]
allow = true
"#;

const STEPS: &str = r#"[[phase]]
id = "move"
title = "Move"
[[phase.step]]
id = "hello"
title = "Say hello"
command = "./hello.sh {{to.id}}"
[[phase.step]]
id = "fails"
title = "It fails"
command = "echo broken >&2; exit 3"
[[phase.step]]
id = "slow"
title = "It is slow"
command = "./slow.sh"
[[phase.step]]
id = "stubborn"
title = "It will not end"
command = "./stubborn.sh"
[[phase.step]]
id = "late"
title = "It is late"
command = "echo begun; sleep 1000"
timebox = "1s"
"#;

/// What waits ends with its folder too: a test that fails, or kills what would end it, leaves nothing behind.
const SCRIPTS: [(&str, &str); 3] = [
    (
        "hello.sh",
        "echo one\necho PGPASSWORD=hunter2\necho \"hello $1 of $SWITCHOVER_STEP\"\nenv > env.txt\ntty > tty.txt || true\n",
    ),
    (
        "slow.sh",
        "echo begun >> slow.runs\necho begun\nuntil [ -e slow.go ] || [ ! -e slow.sh ]; do sleep 0.05; done\necho finished\n",
    ),
    (
        "stubborn.sh",
        "trap '' TERM\nsetsid sh -c 'trap \"\" TERM HUP; echo $$ > stubborn.pid; while [ -e stubborn.sh ]; do sleep 0.1; done' &\n\
echo up\nwhile [ -e stubborn.sh ]; do sleep 0.1; done\n",
    ),
];

pub struct Place {
    pub home: Arc<Home>,
    pub plan: PathBuf,
    pub incident: String,
}

impl Place {
    pub fn new() -> Self {
        Self::with(&[], None)
    }

    /// The same in a root of its own, outside the private state.
    pub fn in_root(name: &str) -> Self {
        Self::with(&["--root", name], None)
    }

    /// The same, shared by the members of a Unix group.
    pub fn shared(name: &str, group: u32) -> Self {
        Self::with(&["--root", name], Some(group))
    }

    fn with(flags: &[&str], group: Option<u32>) -> Self {
        let home = Arc::new(Home::new());
        for name in flags.iter().skip(1) {
            let root = home.path().join(name);
            fs::create_dir(&root).unwrap();
            if group.is_some() {
                chown(&root, None, group).unwrap();
                fs::set_permissions(&root, fs::Permissions::from_mode(0o3770)).unwrap();
                fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
            }
        }
        let steps = plan::checklist("Fail over", STEPS);
        let plan = plan::write(&home, &plan::plan(["", ""], REST), &steps);
        for (name, script) in SCRIPTS {
            let path = plan.join(name);
            fs::write(&path, format!("#!/bin/sh\n{script}")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let incident = plan::open(&home, &plan, flags, &["failover"]);
        let incident = home.path().join(incident).display().to_string();
        Place {
            home,
            plan,
            incident,
        }
    }

    /// A cockpit of `who` on a machine, ready for keys.
    pub fn cockpit_on(&self, who: &str, machine: &str) -> Pty {
        let plan = self.plan.display().to_string();
        let args = ["--plan", &plan, "--as", who, "join", &self.incident];
        let env = [("SWITCHOVER_MACHINE", machine)];
        let pty = Pty::spawn_in(Arc::clone(&self.home), &args, &env, 80, 24);
        pty.wait_for("LIVE");
        pty.wait_for("Say hello");
        pty.wait_for("saved");
        pty
    }

    pub fn cockpit(&self, who: &str) -> Pty {
        self.cockpit_on(who, "b1")
    }

    pub fn shell(&self, args: &[&str]) -> String {
        let mut all = vec!["--incident", &self.incident, "--as", "gf"];
        all.extend(args);
        let mut command = self.home.command(&all);
        let out = command.env("SWITCHOVER_MACHINE", "b1").output().unwrap();
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "{args:?}: {said}");
        String::from_utf8(out.stdout).unwrap()
    }

    /// The state of a step, as `status --json` has it.
    pub fn state(&self, step: &str) -> String {
        let all = self.shell(&["status", "--json"]);
        let (_, after) = all.split_once(&format!("\"id\":\"{step}\"")).unwrap();
        let (_, after) = after.split_once("\"state\":\"").unwrap();
        after.split('"').next().unwrap().to_owned()
    }

    /// Waits until others read of a step that it is so: a screen shows what is not on the disk yet.
    pub fn wait_state(&self, pty: &Pty, step: &str, state: &str) {
        pty.wait_until(&format!("{step} {state}"), || self.state(step) == state);
    }

    /// Where the cursor goes: `j` until keys act on the step.
    pub fn on(&self, pty: &Pty, number: &str) {
        let steps: usize = number.split('.').nth(1).unwrap().parse().unwrap();
        pty.send("g");
        pty.wait_for("›1.1");
        for at in 2..=steps {
            pty.send("j");
            pty.wait_for(&format!("›1.{at}"));
        }
    }

    /// `r`, approved, and the second key.
    pub fn run(&self, pty: &Pty) {
        pty.send("r");
        pty.wait_for("NOT APPROVED");
        pty.send("a");
        pty.wait_for("RUNS it");
        pty.send("y");
    }

    /// A runner of the job `j1`, as a cockpit starts it; ended after so many milliseconds.
    pub fn runner(&self, step: &str, limit: &str) -> Child {
        self.home
            .command(&["__runner", &self.incident, "gf", "r1", step, "j1", limit])
            .arg(&self.plan)
            .env("SWITCHOVER_MACHINE", "b1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.plan.join(name)
    }

    /// The process ids whose command line holds a word.
    pub fn processes(word: &str) -> Vec<u32> {
        let all = fs::read_dir("/proc").unwrap().flatten();
        let pids = all.filter_map(|item| item.file_name().to_str()?.parse::<u32>().ok());
        pids.filter(|pid| {
            let line = fs::read(Path::new("/proc").join(pid.to_string()).join("cmdline"));
            let line = String::from_utf8_lossy(&line.unwrap_or_default()).replace('\0', " ");
            line.contains(word)
        })
        .collect()
    }

    /// The runner of this incident.
    pub fn runners(&self) -> Vec<u32> {
        let name = Path::new(&self.incident).file_name().unwrap().to_owned();
        let name = name.to_string_lossy().into_owned();
        let home = self.home.path().display().to_string();
        let mine = |pid: &u32| {
            let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            let line = String::from_utf8_lossy(&line).replace('\0', " ");
            line.contains(&name) && line.contains(&home)
        };
        Self::processes("__runner")
            .into_iter()
            .filter(mine)
            .collect()
    }
}
