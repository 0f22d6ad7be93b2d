//! `switchover check`: lints a plan, with file, line, column and caret.

pub mod host;

use crate::domain::ids::Id;
use crate::domain::problem::{Problem, Severity};
use crate::domain::text::visible;
use crate::domain::time::Time;
use crate::formats::honoured::not_honoured;
use crate::formats::lint::{Known, accept, lint};
use crate::formats::plan::{Loaded, load};
use crate::formats::problems::{json, render};
use crate::formats::toml::Strictness;
use crate::store::{plan_folder, writable};
use std::io::Write;
use std::path::{Path, PathBuf};

/// What `check` is asked and must be told.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The plan folder, its `plan.toml`, or one file of it: then only that file's trouble is shown.
    pub path: &'a Path,
    /// Print a JSON array instead of text.
    pub json: bool,
    /// Look at this machine too: commands on PATH, hosts that resolve, peers that answer.
    pub host: bool,
    /// Draw with colours.
    pub colour: bool,
    /// The day, `YYYY-MM-DD`.
    pub today: &'a str,
    /// When a checklist of the plan of this name was last drilled.
    pub last_drill: &'a dyn Fn(&str, &Id) -> Option<Time>,
    /// Whether the command of a pager, or those for updates, as they are shown, were approved here.
    pub approved: &'a dyn Fn(&str) -> bool,
}

impl std::fmt::Debug for Asked<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Asked")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// Checks a plan and prints what is found, by file and line. 0 when there is neither error nor warning (notes
/// and what is not honoured yet do not count), 1 when there is, 2 when something could not be read at all.
pub fn run(asked: &Asked<'_>, out: &mut dyn Write) -> u8 {
    let (folder, only) = whole(asked.path);
    let (files, unread) = plan_folder::read(&folder);
    let mut loaded = load(&files, Strictness::Strict);
    if unread
        .iter()
        .any(|p| p.place.file.is_empty() || p.place.file == "plan.toml")
    {
        loaded.problems.retain(|p| p.code != "no-plan");
    }
    let mut problems = unread;
    let names = files.iter().map(|file| file.name.as_str());
    problems.extend(writable::plan(&folder, names));
    problems.append(&mut loaded.problems);
    let known = Known {
        today: asked.today,
        last_drill: asked.last_drill,
    };
    problems.extend(lint(&loaded, &known));
    problems.extend(not_honoured(&loaded));
    if asked.host {
        problems.extend(accept(&loaded, host::problems(&loaded, asked.approved)));
    }
    if let Some(only) = only {
        problems.retain(|p| p.place.file == only || p.code == "no-plan");
    }
    problems.sort_by(|a, b| (&a.place, a.code).cmp(&(&b.place, b.code)));
    let code = exit(&problems);
    let text = if asked.json {
        format!("{}\n", json(&renamed(problems, &folder)))
    } else {
        as_text(&loaded, problems, &folder, asked.colour)
    };
    let _ = out.write_all(text.as_bytes());
    code
}

/// The plan folder a path means, and the one file of it that was asked for.
fn whole(path: &Path) -> (PathBuf, Option<String>) {
    let Some(name) = path.file_name().filter(|_| path.is_file()) else {
        return (path.to_owned(), None);
    };
    let name = name.to_string_lossy();
    let parent = path.parent().unwrap_or(Path::new(""));
    let part = parent.file_name().map(|p| p.to_string_lossy().into_owned());
    match part.as_deref() {
        _ if name == "plan.toml" => (here(parent), None),
        Some(sub @ ("checklists" | "scenarios" | "templates")) => {
            let folder = parent.parent().unwrap_or(Path::new(""));
            (here(folder), Some(format!("{sub}/{name}")))
        }
        _ => (path.to_owned(), None),
    }
}

fn here(path: &Path) -> PathBuf {
    if path.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        path.to_owned()
    }
}

fn exit(problems: &[Problem]) -> u8 {
    const UNREAD: [&str; 5] = ["unreadable", "too-large", "not-utf8", "syntax", "no-plan"];
    if problems.iter().any(|p| UNREAD.contains(&p.code)) {
        2
    } else {
        u8::from(problems.iter().any(|p| p.severity >= Severity::Warning))
    }
}

/// Files as the user named them.
fn renamed(mut problems: Vec<Problem>, folder: &Path) -> Vec<Problem> {
    for problem in &mut problems {
        let file = if problem.place.file.is_empty() {
            folder.to_owned()
        } else if folder == Path::new(".") {
            PathBuf::from(&problem.place.file)
        } else {
            folder.join(&problem.place.file)
        };
        problem.place.file = file.to_string_lossy().into_owned();
    }
    problems
}

fn as_text(loaded: &Loaded, problems: Vec<Problem>, folder: &Path, colour: bool) -> String {
    let texts: Vec<String> = problems
        .iter()
        .map(|p| loaded.text_of(&p.place.file).to_owned())
        .collect();
    let mut out = String::new();
    let problems = renamed(problems, folder);
    let told = |p: &&Problem| p.severity != Severity::NotHonoured;
    for (problem, text) in problems.iter().zip(&texts).filter(|(p, _)| told(p)) {
        out.push_str(&render(problem, text, colour));
        out.push_str("\n\n");
    }
    let open: Vec<&Problem> = problems.iter().filter(|p| !told(p)).collect();
    if !open.is_empty() {
        out.push_str("Read, but not honoured yet by this version:\n");
        for problem in &open {
            out.push_str(&format!("  {}\n", visible(&problem.to_string())));
        }
        out.push('\n');
    }
    out.push_str(&summary(loaded, &problems));
    out
}

fn summary(loaded: &Loaded, problems: &[Problem]) -> String {
    let count = |severity| problems.iter().filter(|p| p.severity == severity).count();
    let many = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let plan = loaded.plan.as_ref().map_or("no plan", |p| p.name.as_str());
    format!(
        "{}: {}, {}: {}, {}, {}, {} not honoured yet\n",
        visible(plan),
        many(loaded.checklists.len(), "checklist"),
        many(loaded.scenarios.len(), "scenario"),
        many(count(Severity::Error), "error"),
        many(count(Severity::Warning), "warning"),
        many(count(Severity::Note), "note"),
        count(Severity::NotHonoured),
    )
}
