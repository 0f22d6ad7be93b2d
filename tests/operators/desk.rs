//! A home with a plan, and commands in it.

use crate::support::home::Home;
use crate::support::plan;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// A small plan: two providers, a checklist with every guard.
const VARS: [&str; 2] = [
    "db_host = \"db1.h42.example\"",
    "db_host = \"db1.c10.example\"",
];

const REST: &str = r#"[[service]]
id = "web"
name = "Web"
downtime = true
[service.probe]
kind = "tcp"
address = "127.0.0.1:1"
[[role]]
id = "im"
name = "Incident manager"
required = true
[[audience]]
id = "customers"
name = "Customers"
[[audience.cadence]]
every = "30m"
"#;

const TITLE: &str = "Fail over {{from.name}} to {{to.name}}";

const STEPS: &str = r#"[targets]
rto = "30m"
decide_by = "15m"
[vars.ticket]
prompt = "Ticket"
pattern = "^[0-9]+$"
ask = "when-needed"
[[phase]]
id = "decide"
title = "Decide"
[[phase.step]]
id = "go"
title = "Fail over?"
kind = "decision"
milestone = "decided"
[phase.step.decision]
question = "No ETA."
[[phase.step.decision.options]]
key = "f"
label = "Fail over"
goto = "fence"
[[phase.step.decision.options]]
key = "w"
label = "Wait"
again_in = "10m"
[[phase.step]]
id = "repair"
title = "Repair in place"
[[phase]]
id = "move"
title = "Move"
[[phase.step]]
id = "fence"
takes = "2m"
title = "Fence {{from.name}}"
unproven = true
opens = "fence"
milestone = "fenced"
[[phase.step]]
id = "promote"
title = "Promote"
after = ["fence"]
command = "promote {{to.db_host}}"
irreversible = true
confirm_by = "any"
milestone = "db_writable"
[[phase.step]]
id = "pause"
title = "Wait"
kind = "wait"
[phase.step.wait]
for = "10m"
timeout = "20m"
"#;

/// A home with a plan.
pub struct Desk(pub Home);

/// What a command gave.
pub struct Gave {
    /// Its exit status.
    pub code: i32,
    /// Its standard output.
    pub out: String,
    /// Its standard error.
    pub err: String,
}

impl Desk {
    /// A fresh one.
    pub fn new() -> Self {
        let home = Home::new();
        let steps = plan::checklist(TITLE, STEPS);
        plan::write(&home, &plan::plan(VARS, REST), &steps);
        Desk(home)
    }

    /// A command that is not run yet.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = self.0.command(args);
        command.env("SWITCHOVER_PLAN", self.0.path().join("plan"));
        command.stdin(std::process::Stdio::null());
        command
    }

    /// Runs a command.
    pub fn run(&self, args: &[&str]) -> Gave {
        gave(self.command(args).output().unwrap())
    }

    /// Runs a command that must work, and gives its output.
    pub fn ok(&self, args: &[&str]) -> String {
        let gave = self.run(args);
        assert_eq!(gave.code, 0, "{args:?}: {}", gave.err);
        gave.out
    }

    /// Runs a command that must be refused as wrong use, and gives its error.
    pub fn refused(&self, args: &[&str]) -> String {
        let gave = self.run(args);
        assert_eq!(gave.code, 2, "{args:?}: {}{}", gave.out, gave.err);
        gave.err
    }

    /// Opens a live fail-over.
    pub fn opening(&self, more: &[&str]) -> Gave {
        let args = &["open", "failover", "--headless"][..];
        self.run(&[args, &plan::DIRECTION, more].concat())
    }

    /// Opens a live fail-over, which must work, and gives its folder.
    pub fn open(&self, more: &[&str]) -> PathBuf {
        let gave = self.opening(more);
        assert_eq!(gave.code, 0, "{more:?}: {}", gave.err);
        PathBuf::from(gave.out.trim_end())
    }

    /// Closes the incident.
    pub fn close(&self) {
        let answers = [
            ("--data", "no"),
            ("--lingering", "no"),
            ("--told", "yes"),
            ("--open", "no"),
            ("--objection", "no"),
        ];
        let answers = answers.iter().flat_map(|(what, said)| [*what, *said]);
        self.ok(&std::iter::once("close").chain(answers).collect::<Vec<_>>());
    }

    /// `status --json`.
    pub fn status(&self) -> serde_json::Value {
        serde_json::from_str(&self.ok(&["status", "--json"])).unwrap()
    }

    /// The state of a step.
    pub fn state(&self, step: &str) -> String {
        let status = self.status();
        let steps = status["steps"].as_array().unwrap().clone();
        let step = steps.iter().find(|s| s["id"] == step).unwrap();
        step["state"].as_str().unwrap().to_owned()
    }
}

/// Closes a drill and waits until its simulated providers have ended.
pub fn end_drill(mut close: Command, folder: &Path) {
    assert!(
        close
            .args(["close", "--incident"])
            .arg(folder)
            .output()
            .unwrap()
            .status
            .success()
    );
    let until = Instant::now() + Duration::from_secs(60);
    while simulated(folder) {
        assert!(Instant::now() < until, "the simulated providers do not end");
        std::thread::yield_now();
    }
}

/// Waits for something that another process does.
pub fn wait_until(what: &str, is: impl Fn() -> bool) {
    let until = Instant::now() + Duration::from_secs(60);
    while !is() {
        assert!(Instant::now() < until, "{what}");
        std::thread::yield_now();
    }
}

/// No file in a folder, or below it, holds a word.
pub fn nothing_holds(folder: &Path, word: &str) {
    for item in std::fs::read_dir(folder).unwrap().flatten() {
        let path = item.path();
        let kind = item.file_type().unwrap();
        if kind.is_dir() {
            nothing_holds(&path, word);
        } else if kind.is_file() {
            let bytes = match std::fs::read(&path) {
                // A running cockpit replaces its files.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                bytes => bytes.unwrap(),
            };
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains(word), "{word} is in {}", path.display());
        }
    }
}

/// Whether a process serves the drill's providers.
fn simulated(folder: &Path) -> bool {
    let folder = folder.to_str().unwrap();
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let mut commands =
        processes.filter_map(|p| std::fs::read_to_string(p.path().join("cmdline")).ok());
    commands.any(|c| c.contains("__simulator") && c.contains(folder))
}

/// What a command gave.
pub fn gave(output: Output) -> Gave {
    Gave {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
