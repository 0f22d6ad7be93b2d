//! The house's rules, held as an ordinary test: which floor names which, which words each may not say, and
//! the habits. Every finding says file, line and what to do. The floors are drawn in `src/ARCHITECTURE.md`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A room, the floor it is on. A room names only rooms of lower floors, and itself.
const FLOORS: &[(&str, u8)] = &[
    ("domain", 0),
    ("cockpit", 1),
    ("formats", 1),
    ("report", 1),
    ("ui", 2),
    ("store", 2),
    ("probes", 2),
    ("exec", 2),
    ("outbox", 2),
    ("sync", 2),
    ("simulator", 2),
    ("shell", 3),
    ("cli", 4),
    ("main", 4),
];

/// Rooms of one floor that may name each other after all: (who, whom).
const NEIGHBOURS: &[(&str, &str)] = &[("main", "cli")];

/// A word, and the only places that may say it: rooms (`store`), or single files (`exec/clipboard.rs`).
const WORDS: &[(&str, &[&str], &str)] = &[
    (
        "serde",
        &["formats", "report"],
        "texts are read and written in formats/",
    ),
    (
        "serde_json",
        &["formats", "report"],
        "texts are read and written in formats/",
    ),
    ("toml::", &["formats"], "TOML is read in formats/"),
    ("toml_edit", &["formats"], "TOML is written in formats/"),
    (
        "annotate_snippets",
        &["formats", "cli"],
        "problems are data below",
    ),
    (
        "reqwest",
        &["probes", "outbox"],
        "only probes and webhooks use HTTP",
    ),
    ("hickory_", &["probes", "simulator"], "only probes ask DNS"),
    (
        "hyper",
        &["simulator", "probes/cause.rs"],
        "only the simulator serves",
    ),
    (
        "ratatui",
        &["ui", "shell/terminal"],
        "drawing is ui's, the terminal is shell/terminal's",
    ),
    (
        "tui_textarea",
        &["ui", "cockpit/editor.rs"],
        "one file wraps the text area",
    ),
    (
        "crossterm",
        &["shell/terminal"],
        "only shell/terminal touches the terminal",
    ),
    ("notify::", &["store"], "only the store watches files"),
    ("tempfile::", &["store"], "only the store writes files"),
    (
        "File::create",
        &["store", "cli"],
        "only the store writes files",
    ),
    (
        "OpenOptions",
        &["store", "exec/clipboard.rs"],
        "only the store writes files",
    ),
    (
        "fs::write",
        &["store", "cli"],
        "only the store writes files",
    ),
    (
        "fs::rename",
        &["store", "exec/clipboard.rs"],
        "only the store writes files",
    ),
    (
        "fs::remove",
        &["store", "exec/clipboard.rs"],
        "only the store writes files",
    ),
    (
        "fs::create_dir",
        &["store", "cli"],
        "only the store writes files",
    ),
    (
        "std::fs",
        &[
            "store",
            "exec",
            "outbox",
            "sync",
            "simulator",
            "shell",
            "cli",
            "main",
        ],
        "lower floors are given text",
    ),
    (
        "std::env",
        &["cli", "main"],
        "the environment is read once, in cli/, and passed on",
    ),
    (
        "env::var",
        &["cli", "main"],
        "the environment is read once, in cli/, and passed on",
    ),
    (
        "tokio",
        &[
            "probes",
            "exec",
            "outbox",
            "sync",
            "simulator",
            "shell",
            "cli",
            "main",
        ],
        "pure floors and the store's thread know no runtime",
    ),
    (
        "SystemTime",
        &["shell/clock.rs", "store"],
        "there is one clock: shell/clock.rs; pass `now`",
    ),
    (
        "Utc::now",
        &[],
        "there is one clock: shell/clock.rs; pass `now`",
    ),
    (
        "Local::now",
        &[],
        "there is one clock: shell/clock.rs; pass `now`",
    ),
    (
        "Instant::now",
        &[
            "probes",
            "exec",
            "outbox",
            "sync",
            "simulator",
            "shell",
            "store",
        ],
        "pure floors measure nothing; pass it",
    ),
    (
        "getrandom",
        &["store", "shell", "cli", "main"],
        "pure floors are the same every time; pass it",
    ),
    (
        "rand::",
        &["store", "shell", "cli", "main"],
        "pure floors are the same every time; pass it",
    ),
    (
        "println!",
        &["cli", "main"],
        "use `writeln!` and handle the error: a dead terminal must not panic",
    ),
    (
        "eprintln!",
        &[],
        "use `writeln!(io::stderr(), ..)` and drop the error: a dead terminal must not panic",
    ),
    ("unsafe {", &[], "there is none"),
    (
        "process::exit",
        &["shell/terminal/last_exit.rs"],
        "main returns the only ExitCode",
    ),
];

/// Habits that hold for src and tests alike.
const HABITS: &[(&str, &str)] = &[
    ("#[allow(", "use #[expect(.., reason = \"..\")]"),
    ("#![allow(", "use #![expect(.., reason = \"..\")]"),
    (
        "#[ignore",
        "gate long tests on SWITCHOVER_LONG and say what was not run",
    ),
];

/// Said in tests by nobody.
const NOT_IN_TESTS: &[(&str, &str)] = &[
    ("thread::sleep", "wait for a condition with a deadline"),
    ("time::sleep", "wait for a condition with a deadline"),
];

/// What lies at the top of the repository, besides names that begin with a dot.
const TOP: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "clippy.toml",
    "rustfmt.toml",
    "README.md",
    "LICENSE",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "src",
    "themes",
    "checklists",
    "tests",
    "assets",
    "target",
];

/// Longer files are folders that nobody made yet; tests at the end do not count.
const LONGEST: usize = 400;
/// Longer files by name, until they are folders. Each entry is a debt.
const LONG_FILES: &[&str] = &["domain/facts/table.rs"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder, by its path from there.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let base = root().join(folder);
    let mut found = Vec::new();
    let mut folders = vec![base.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(&base).unwrap().to_owned(), text));
            }
        }
    }
    found.sort();
    found
}

/// The lines of the program itself: up to the tests at the end, with comments and text in quotes blanked.
fn program(text: &str) -> Vec<String> {
    let all: Vec<&str> = text.lines().collect();
    let tests = all
        .windows(2)
        .position(|two| two[0].trim() == "#[cfg(test)]" && two[1].trim_start().starts_with("mod "));
    all[..tests.unwrap_or(all.len())]
        .iter()
        .map(|line| code(line))
        .collect()
}

/// A line without its comment and without what is in its quotes.
fn code(line: &str) -> String {
    let mut out = String::new();
    let mut chars = line.chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' if quoted => drop(chars.next()),
            '\'' if !quoted && chars.peek() == Some(&'"') => drop(chars.next()),
            '"' => {
                quoted = !quoted;
                out.push(c);
            }
            '/' if !quoted && chars.peek() == Some(&'/') => break,
            c if !quoted => out.push(c),
            _ => {}
        }
    }
    out
}

/// The room a file of src is in: its folder, or `main` and `lib` by name.
fn room(path: &Path) -> String {
    let first = path.components().next().unwrap().as_os_str();
    Path::new(first).with_extension("").display().to_string()
}

fn floor(room: &str) -> Option<u8> {
    FLOORS
        .iter()
        .find(|(name, _)| *name == room)
        .map(|(_, floor)| *floor)
}

/// Whether a path of src is in one of the rooms, or is one of the files.
fn is_in(path: &Path, places: &[&str]) -> bool {
    let path = path.display().to_string();
    places.iter().any(|place| {
        path.strip_prefix(place)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || rest == ".rs")
    })
}

/// Whether a line says a word, not as a part of a longer one.
fn says(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let part = |c: char| c.is_alphanumeric() || c == '_';
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let open = word.ends_with(|c: char| !part(c)) || word.ends_with('_');
        let verb = word.starts_with("fs::");
        !before.is_some_and(part) && (open || verb || !after.is_some_and(part))
    })
}

/// The rooms a file names: in `crate::room`, `crate::{room, ..}`, and in main `switchover::room`.
fn named(lines: &[String]) -> Vec<(usize, String)> {
    let mut text = String::new();
    let mut starts = Vec::new();
    for line in lines {
        starts.push(text.len());
        text.push_str(line);
        text.push('\n');
    }
    let mut found = Vec::new();
    for prefix in ["crate::", "switchover::"] {
        for (at, _) in text.match_indices(prefix) {
            if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
                continue;
            }
            let line = starts.partition_point(|start| *start <= at);
            for name in first_names(&text[at + prefix.len()..]) {
                found.push((line, name));
            }
        }
    }
    found
}

/// The first segments of a path or of a group of paths.
fn first_names(rest: &str) -> Vec<String> {
    let ident = |text: &str| -> String {
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let Some(group) = rest.strip_prefix('{') else {
        return vec![ident(rest)];
    };
    let mut names = Vec::new();
    let mut depth = 0;
    let mut fresh = true;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && depth == 0 && !c.is_whitespace() => {
                names.push(ident(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

fn report(findings: &[String]) {
    assert!(
        findings.is_empty(),
        "{} findings:\n{}",
        findings.len(),
        findings.join("\n")
    );
}

#[test]
fn a_floor_names_only_the_floors_below() {
    let mut findings = Vec::new();
    for (path, text) in sources("src") {
        let own = room(&path);
        if own == "lib" {
            continue;
        }
        let Some(here) = floor(&own) else {
            findings.push(format!(
                "src/{}: no floor for `{own}`: add it to FLOORS, or move it",
                path.display()
            ));
            continue;
        };
        let lines = program(&text);
        let depth = path.components().count() - usize::from(path.ends_with("mod.rs"));
        let to_the_top = "super::".repeat(depth);
        for (n, line) in lines.iter().enumerate() {
            if line.contains(&to_the_top) {
                findings.push(format!(
                    "src/{}:{}: leaves its room by `super::`: write `crate::`",
                    path.display(),
                    n + 1
                ));
            }
        }
        for (line, name) in named(&lines) {
            let Some(there) = floor(&name) else { continue };
            let friends = NEIGHBOURS.contains(&(own.as_str(), name.as_str()));
            if name != own && there >= here && !friends {
                findings.push(format!(
                    "src/{}:{line}: `{own}` (floor {here}) names `{name}` (floor {there}): pass it as data, or move it up",
                    path.display()
                ));
            }
        }
    }
    report(&findings);
}

#[test]
fn a_room_says_only_its_own_words() {
    let mut findings = Vec::new();
    for (path, text) in sources("src") {
        for (n, line) in program(&text).iter().enumerate() {
            for (word, places, remedy) in WORDS {
                // Our own module of that name is no TOML.
                let line = &line.replace("formats::toml::", "");
                if says(line, word) && !is_in(&path, places) {
                    findings.push(format!(
                        "src/{}:{}: says `{word}`: {remedy}",
                        path.display(),
                        n + 1
                    ));
                }
            }
        }
    }
    report(&findings);
}

#[test]
fn habits_hold_everywhere() {
    let mut findings = Vec::new();
    for folder in ["src", "tests"] {
        for (path, text) in sources(folder) {
            let tests_from = program(&text).len();
            for (n, line) in text.lines().map(code).enumerate() {
                let at = format!("{folder}/{}:{}", path.display(), n + 1);
                for (word, remedy) in HABITS {
                    if line.contains(word) {
                        findings.push(format!("{at}: `{word}`: {remedy}"));
                    }
                }
                for (word, remedy) in NOT_IN_TESTS {
                    if (folder == "tests" || n >= tests_from) && line.contains(word) {
                        findings.push(format!("{at}: `{word}`: {remedy}"));
                    }
                }
            }
        }
    }
    report(&findings);
}

#[test]
fn a_file_past_400_lines_is_a_folder() {
    let mut findings = Vec::new();
    for (path, text) in sources("src") {
        let lines = program(&text).len();
        let known = LONG_FILES.contains(&path.display().to_string().as_str());
        if lines > LONGEST && !known {
            findings.push(format!(
                "src/{}: {lines} lines before its tests: make it a folder",
                path.display()
            ));
        }
        if lines <= LONGEST && known {
            findings.push(format!(
                "src/{}: is short now: take it off LONG_FILES",
                path.display()
            ));
        }
    }
    report(&findings);
}

#[test]
fn nothing_else_lies_at_the_top() {
    let findings: Vec<String> = fs::read_dir(root())
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && !TOP.contains(&name.as_str()))
        .map(|name| format!("{name}: does not belong at the top: see TOP in tests/tidy.rs"))
        .collect();
    report(&findings);
}

#[test]
fn a_cycle_of_modules_is_found_by_its_floor() {
    let lines: Vec<String> = [
        "use crate::{domain::time::Time, ui::{draw, Theme}};",
        "let x = crate::shell::clock::now();",
    ]
    .map(str::to_owned)
    .to_vec();
    let names: BTreeMap<String, usize> = named(&lines)
        .into_iter()
        .map(|(n, name)| (name, n))
        .collect();
    let expected = [("domain", 1), ("shell", 2), ("ui", 1)].map(|(name, n)| (name.to_owned(), n));
    assert_eq!(names, BTreeMap::from(expected));
    assert_eq!(code(r#"let a = "x // y"; // serde"#), r#"let a = ""; "#);
    assert!(says("use serde::Serialize;", "serde") && !says("my_serde", "serde"));
    assert!(says("fs::remove_file(x)", "fs::remove") && !says("eprintln!()", "println!"));
    assert!(is_in(
        Path::new("shell/terminal/tty.rs"),
        &["shell/terminal"]
    ));
    assert!(is_in(Path::new("main.rs"), &["main"]) && !is_in(Path::new("uix/a.rs"), &["ui"]));
}
