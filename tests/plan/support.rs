use std::path::Path;
use switchover::domain::problem::Problem;
use switchover::formats::lint::{Known, lint};
use switchover::formats::plan::{Loaded, load};
use switchover::formats::toml::{SourceFile, Strictness};

pub(super) const EXAMPLES: [&str; 3] = [
    "plan.toml",
    "checklists/failover.toml",
    "scenarios/power-loss.toml",
];

pub(super) fn file(name: &str, text: &str) -> SourceFile {
    SourceFile {
        name: name.into(),
        bytes: text.into(),
    }
}

pub(super) fn examples() -> Vec<SourceFile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plan/fixtures");
    EXAMPLES
        .iter()
        .map(|name| SourceFile {
            name: (*name).to_owned(),
            bytes: std::fs::read(folder.join(name)).unwrap(),
        })
        .collect()
}

/// The examples with one text of one file replaced.
pub(super) fn mutated(name: &str, from: &str, to: &str) -> Vec<SourceFile> {
    let mut files = examples();
    let file = files.iter_mut().find(|f| f.name == name).unwrap();
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    assert!(text.contains(from), "{name} has no {from:?}");
    file.bytes = text.replacen(from, to, 1).into_bytes();
    files
}

pub(super) fn strict(files: &[SourceFile]) -> Loaded {
    load(files, Strictness::Strict)
}

/// What reading and the lints find, on the day after the last review, everything drilled.
pub(super) fn all_problems(files: &[SourceFile]) -> Vec<Problem> {
    let loaded = strict(files);
    let drilled = |_: &str, _: &_| Some(switchover::domain::time::Time(0));
    let known = Known {
        today: "2026-10-02",
        last_drill: &drilled,
    };
    let mut problems = loaded.problems.clone();
    problems.extend(lint(&loaded, &known));
    problems
}
