//! Two real runbooks, walked to their end by two operators at shells, with commands that really execute.

use super::desk::Desk;
use std::path::{Path, PathBuf};
use std::process::Command;
use switchover::domain::checklist::{Checklist, Step};
use switchover::domain::ids::Id;
use switchover::domain::words::StepKind;
use switchover::formats::plan::load;
use switchover::formats::toml::{SourceFile, Strictness};

/// A desk at a fixture's plan, its scripts in the home.
struct Run {
    desk: Desk,
    checklist: Checklist,
    sides: [&'static str; 2],
    /// `step tick` is there.
    ticks: bool,
}

/// What the walk met.
#[derive(Default)]
struct Walked {
    steps: usize,
    scripts: usize,
    confirmed: usize,
    decided: usize,
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let there = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &there);
        } else {
            std::fs::copy(entry.path(), there).unwrap();
        }
    }
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

impl Run {
    fn open(name: &str, list: &str, sides: [&'static str; 2]) -> Self {
        let desk = Desk::new();
        let plan = desk.0.path().join("plan");
        std::fs::remove_dir_all(&plan).unwrap();
        copy(&fixture(name), &plan);
        let file = |path: &str| SourceFile {
            name: path.to_owned(),
            bytes: std::fs::read(plan.join(path)).unwrap(),
        };
        let files = [file("plan.toml"), file(&format!("checklists/{list}.toml"))];
        let loaded = load(&files, Strictness::Strict);
        assert!(loaded.is_usable(), "{:?}", loaded.problems);
        let checklist = loaded
            .checklist(&Id::new(list).unwrap())
            .unwrap()
            .value
            .clone();
        let here = format!("here={}", plan.join("scripts").display());
        let [from, to] = sides;
        let args = [
            "--as",
            "gf",
            "open",
            list,
            "--mode",
            "planned",
            "--from",
            from,
            "--to",
            to,
            "--var",
            &here,
            "--headless",
        ];
        desk.ok(&args);
        let ticks = desk.ok(&["step", "--help"]).contains("tick");
        Run {
            desk,
            checklist,
            sides,
            ticks,
        }
    }

    /// Runs a step's command as an operator's shell would, and gives its last line.
    fn execute(&self, step: &Step, part: &str, walked: &mut Walked) -> String {
        let Some(command) = step.script() else {
            return "seen".to_owned();
        };
        let here = self
            .desk
            .0
            .path()
            .join("plan/scripts")
            .display()
            .to_string();
        let values = [
            ("{{here}}", here.as_str()),
            ("{{from.id}}", self.sides[0]),
            ("{{to.id}}", self.sides[1]),
            ("{{each}}", part),
        ];
        let line = values
            .iter()
            .fold(command.to_owned(), |line, (name, value)| {
                line.replace(name, value)
            });
        let output = Command::new("sh").args(["-c", &line]).output().unwrap();
        assert!(
            output.status.success(),
            "{line}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        walked.scripts += 1;
        let said = String::from_utf8(output.stdout).unwrap();
        said.lines().last().unwrap_or_default().to_owned()
    }

    fn act(&self, who: &str, args: &[&str]) {
        let mut all = vec!["--as", who, "step"];
        all.extend(args);
        self.desk.ok(&all);
    }

    /// One step by one operator, with the other one at hand.
    fn step(&self, step: &Step, who: &str, other: &str, walked: &mut Walked) {
        let id = step.id.as_str();
        walked.steps += 1;
        if step.irreversible {
            let started = self.desk.run(&["--as", who, "step", "start", id]);
            assert_eq!(started.code, 2, "nobody confirmed {id}");
            self.act(other, &["confirm", id]);
            walked.confirmed += 1;
            self.act(who, &["start", id]);
        }
        match step.kind {
            StepKind::Decision => {
                let decision = step.decision.as_ref().unwrap();
                self.act(who, &["done", id, "--value", &decision.options[0].key]);
                walked.decided += 1;
            }
            StepKind::Wait => {
                self.act(who, &["start", id]);
                self.act(who, &["done", id, "--reason", "a test does not wait"]);
            }
            StepKind::Bulletin => {
                let told = [
                    "--as", who, "bulletin", "readers", "--text", "we go on", "--via", "page",
                ];
                self.desk.ok(&told);
                if self.desk.state(id) != "done" {
                    self.act(who, &["done", id]);
                }
            }
            StepKind::Hold | StepKind::Task => self.act(who, &["done", id]),
            StepKind::Do | StepKind::Check => self.done(step, who, walked),
        }
    }

    fn done(&self, step: &Step, who: &str, walked: &mut Walked) {
        let id = step.id.as_str();
        let mut value = String::new();
        if step.each.is_empty() {
            value = self.execute(step, "", walked);
        }
        for part in &step.each {
            value = self.execute(step, part, walked);
            if self.ticks {
                self.act(who, &["tick", id, part]);
            }
        }
        if step.each.is_empty() || !self.ticks || self.desk.state(id) != "done" {
            self.act(who, &["done", id, "--value", &value]);
        }
    }

    /// Follows NOW until nothing is left, or `most` steps and the rest of their phase are done: looks where it is
    /// after each phase and each decision.
    fn walk(&self, most: usize) -> Walked {
        let mut walked = Walked::default();
        let mut before = String::new();
        while walked.steps < most {
            let status = self.desk.status();
            let Some(now) = status["checklist"]["now"][0].as_str() else {
                return walked;
            };
            assert_ne!(now, before, "NOW does not move");
            let steps = status["steps"].as_array().unwrap();
            let from = steps.iter().skip_while(|s| s["id"] != now);
            let phase = &status["checklist"]["phase"];
            for row in from.take_while(|s| s["phase"] == *phase) {
                if row["state"] != "todo" {
                    continue;
                }
                let id = Id::new(row["id"].as_str().unwrap()).unwrap();
                let step = self.checklist.step(&id).unwrap();
                let pair = if walked.steps.is_multiple_of(2) {
                    ["gf", "nm"]
                } else {
                    ["nm", "gf"]
                };
                self.step(step, pair[0], pair[1], &mut walked);
                if step.kind == StepKind::Decision {
                    break;
                }
            }
            now.clone_into(&mut before);
        }
        walked
    }

    /// A file the scripts left.
    fn state(&self, name: &str) -> String {
        let file = self.desk.0.path().join("plan/state").join(name);
        std::fs::read_to_string(file)
            .unwrap_or_default()
            .trim()
            .to_owned()
    }

    fn finish(&self) {
        let status = self.desk.status();
        let steps = status["steps"].as_array().unwrap();
        let open: Vec<&str> = steps
            .iter()
            .filter(|s| !["done", "verified", "not-taken"].contains(&s["state"].as_str().unwrap()))
            .map(|s| s["id"].as_str().unwrap())
            .collect();
        let tasks: Vec<&str> = self
            .checklist
            .steps()
            .filter(|(_, s)| s.kind == StepKind::Task)
            .map(|(_, s)| s.id.as_str())
            .collect();
        assert!(open.iter().all(|id| tasks.contains(id)), "{open:?}");
        assert!(self.desk.ok(&["verify"]).contains("whole"));
        self.desk.close();
    }
}

#[test]
fn the_move_between_two_data_centres() {
    let run = Run::open("wikimedia", "dc-switchover", ["eqiad", "codfw"]);
    let walked = run.walk(usize::MAX);
    assert_eq!(walked.confirmed, 1, "one dangerous step");
    assert!(walked.scripts >= 20, "{}", walked.scripts);
    assert_eq!(run.state("primary"), "codfw");
    assert_eq!(run.state("wiki"), "rw");
    assert_eq!(
        (run.state("db-eqiad"), run.state("db-codfw")),
        ("ro".into(), "rw".into())
    );
    assert_eq!(run.state("ttl"), "300");
    let status = run.desk.status();
    for milestone in [
        "decided",
        "fenced",
        "dns_switched",
        "db_writable",
        "service_restored",
    ] {
        assert!(status["milestones"][milestone].is_string(), "{milestone}");
    }
    run.finish();
}

#[test]
fn a_hundred_and_forty_four_steps_between_two_clouds() {
    let run = Run::open("clouds", "cloud-move", ["azure", "gcp"]);
    assert_eq!(run.checklist.steps().count(), 144);
    if std::env::var_os("SWITCHOVER_LONG").is_none() {
        // Not run: the phases after the first, some 130 steps. They are with SWITCHOVER_LONG=1.
        let walked = run.walk(8);
        assert!(walked.steps >= 8, "{}", walked.steps);
        assert_eq!(run.state("banner"), "on");
        return;
    }
    let walked = run.walk(usize::MAX);
    assert!(walked.steps > 120, "{}", walked.steps);
    assert!(walked.decided >= 7, "{}", walked.decided);
    assert_eq!(walked.confirmed, 1);
    assert_eq!(run.state("primary"), "gcp");
    assert_eq!(run.state("doors-users"), "open");
    run.finish();
}

#[test]
fn their_scripts_refuse_what_would_be_wrong() {
    for (name, script, args) in [
        ("wikimedia", "dc.sh", &["switch", "eqiad", "codfw"][..]),
        ("clouds", "forge.sh", &["promote", "gcp"]),
    ] {
        let home = tempfile::tempdir().unwrap();
        copy(&fixture(name), home.path());
        let program = home.path().join("scripts").join(script);
        let output = Command::new("sh").arg(program).args(args).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&output.stderr).starts_with("refused: "));
    }
}
