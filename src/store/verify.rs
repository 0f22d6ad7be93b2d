//! Every byte of every journal checked: hashes, chains, and the private logs against the shared ones.

mod chain;

use super::folder::Folder;
use super::read::walk;
use super::safe;
use crate::domain::entry::Entry;
use crate::domain::problem::{Place, Problem, Severity};
use crate::formats::journal::{Decoder, FILE_CAP, salvage};
use chain::Union;
use std::path::Path;

/// Problems listed for one file, at most.
const LISTED: usize = 1000;

/// What was checked, and what was found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Verified {
    /// Log files read.
    pub files: usize,
    /// Entries, each once.
    pub entries: usize,
    /// Writers.
    pub writers: usize,
    /// What is wrong. A note is nothing to act on.
    pub problems: Vec<Problem>,
}

/// Checks an incident. `private` is the folder of this user's own logs of it.
#[must_use]
pub fn verify(folder: &Folder, private: Option<&Path>) -> Verified {
    let (found, unread) = walk::logs(&folder.path, private);
    let mut verified = Verified {
        files: found.len(),
        problems: unread,
        ..Verified::default()
    };
    let mut union = Union::new(&folder.identity.id);
    for file in &found {
        let own = private.is_some_and(|private| file.path.starts_with(private));
        let content = file.open().and_then(|f| safe::content(&f, FILE_CAP));
        match content {
            Ok(content) => {
                let problems = &mut verified.problems;
                lines(&file.path, &content, problems, |entry, line| {
                    union.add(entry, own, &file.path, line);
                });
            }
            Err(e) => verified.problems.push(problem(
                (Severity::Error, "unread"),
                (&file.path, 0, 0),
                format!("cannot be read: {e}"),
                "",
            )),
        }
    }
    union.judge(private.is_some(), &mut verified);
    verified
}

fn lines(
    path: &Path,
    content: &[u8],
    problems: &mut Vec<Problem>,
    mut each: impl FnMut(Entry, usize),
) {
    let (mut at, mut listed) = (0, 0);
    let mut decoder = Decoder::default();
    for (number, line) in content.split_inclusive(|b| *b == b'\n').enumerate() {
        let number = number + 1;
        let begin = at;
        at += line.len();
        let Some(line) = line.strip_suffix(b"\n") else {
            let what =
                format!("byte {begin}: a last line without its line break: being written, or torn");
            problems.push(problem(
                (Severity::Note, "torn"),
                (path, number, 0),
                what,
                "",
            ));
            break;
        };
        match decoder.decode(line) {
            Ok(entry) => each(entry, number),
            Err(bad) => {
                let mut saved = 0;
                salvage(&mut decoder, line, |entry| {
                    saved += 1;
                    each(entry, number);
                });
                listed += 1;
                if listed <= LISTED {
                    let what = format!(
                        "byte {}: {bad}; {saved} entries saved out of it",
                        begin + bad.at
                    );
                    let remedy = "a copy of this file on another machine, or in its writer's private state, has the line";
                    problems.push(problem(
                        (Severity::Error, "bad-line"),
                        (path, number, bad.at + 1),
                        what,
                        remedy,
                    ));
                }
            }
        }
    }
}

fn problem(
    (severity, code): (Severity, &'static str),
    (path, line, column): (&Path, usize, usize),
    what: String,
    remedy: &str,
) -> Problem {
    Problem {
        severity,
        code,
        place: Place {
            file: path.to_string_lossy().into_owned(),
            line,
            column,
            span: None,
        },
        what,
        remedy: remedy.to_owned(),
    }
}
