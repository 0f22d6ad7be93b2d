//! Many files to one plan, with every trouble found on the way.

use crate::domain::checklist::Checklist;
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::problem::{Place, Problem, Severity};
use crate::domain::scenario::Scenario;
use crate::formats::checklist::read_checklist;
use crate::formats::plan::read_plan;
use crate::formats::scenario::read_scenario;
use crate::formats::toml::{Source, SourceFile, Strictness};
use std::ops::Deref;

/// A value together with the file it was read from. Reads like the value itself.
#[derive(Clone, PartialEq, Debug)]
pub struct Located<T> {
    /// What was read.
    pub value: T,
    /// Its file, and where each value stands there.
    pub source: Source,
}

impl<T> Deref for Located<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// A plan folder as far as it could be read. With an error among the problems it is for showing only: what
/// could not be read is filled with something to go on with.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Loaded {
    /// The plan; none when `plan.toml` is missing or no TOML.
    pub plan: Option<Located<Plan>>,
    /// The checklists, by file name.
    pub checklists: Vec<Located<Checklist>>,
    /// The scenarios, by file name.
    pub scenarios: Vec<Located<Scenario>>,
    /// The files under `templates/`, by name.
    pub templates: Vec<Source>,
    /// What is wrong with the files themselves; the lints come on top.
    pub problems: Vec<Problem>,
    /// Files that could not be read as what they should be: their text, as far as there is any.
    pub unreadable: Vec<Source>,
}

impl Loaded {
    /// The checklist of an id.
    #[must_use]
    pub fn checklist(&self, id: &Id) -> Option<&Located<Checklist>> {
        self.checklists.iter().find(|c| &c.id == id)
    }

    /// The scenario of an id.
    #[must_use]
    pub fn scenario(&self, id: &Id) -> Option<&Located<Scenario>> {
        self.scenarios.iter().find(|s| &s.id == id)
    }

    /// Whether there is a file of this name under `templates/`.
    #[must_use]
    pub fn has_template(&self, name: &str) -> bool {
        let mut files = self.templates.iter();
        files.any(|t| t.name.strip_prefix("templates/") == Some(name))
    }

    /// Nothing among the problems keeps the plan from being used.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.plan.is_some() && self.problems.iter().all(|p| p.severity != Severity::Error)
    }

    /// A template that is no text keeps no plan from being used: the built-in one is taken.
    fn take_template(&mut self, file: &SourceFile) {
        match Source::of(file) {
            Ok(source) => self.templates.push(source),
            Err(problem) => self.problems.push(Problem {
                severity: Severity::Warning,
                ..*problem
            }),
        }
    }

    /// Every file that is text.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        let plan = self.plan.iter().map(|l| &l.source);
        let checklists = self.checklists.iter().map(|l| &l.source);
        let scenarios = self.scenarios.iter().map(|l| &l.source);
        plan.chain(checklists)
            .chain(scenarios)
            .chain(&self.templates)
            .chain(&self.unreadable)
    }

    /// The text of a file, for the excerpt beside a problem; empty when it is not known.
    #[must_use]
    pub fn text_of(&self, file: &str) -> &str {
        self.sources()
            .find(|s| s.name == file)
            .map_or("", |s| &s.text)
    }
}

/// Reads the files of a plan folder. Files that are neither the plan, a checklist, a scenario nor a template
/// are left alone.
#[must_use]
pub fn load(files: &[SourceFile], strictness: Strictness) -> Loaded {
    let mut loaded = Loaded::default();
    let mut sorted: Vec<&SourceFile> = files.iter().collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    for file in &sorted {
        let name = file.name.as_str();
        if name.starts_with("templates/") {
            loaded.take_template(file);
        } else if name == "plan.toml" {
            loaded.plan = one(file, strictness, &mut loaded, read_plan);
        } else if is_toml_in(name, "checklists/") {
            let read = one(file, strictness, &mut loaded, read_checklist);
            loaded.checklists.extend(read);
        } else if is_toml_in(name, "scenarios/") {
            let read = one(file, strictness, &mut loaded, read_scenario);
            loaded.scenarios.extend(read);
        }
    }
    if !sorted.iter().any(|f| f.name == "plan.toml") {
        loaded.problems.push(Problem {
            severity: Severity::Error,
            code: "no-plan",
            place: Place {
                file: "plan.toml".to_owned(),
                ..Place::default()
            },
            what: "there is no plan.toml here".to_owned(),
            remedy: "name the plan folder with --plan, or begin one with: switchover init"
                .to_owned(),
        });
    }
    loaded
}

fn is_toml_in(name: &str, folder: &str) -> bool {
    name.strip_prefix(folder).is_some_and(|rest| {
        rest.ends_with(".toml") && !rest.contains('/') && !rest.starts_with('.')
    })
}

type ReadOne<T> = fn(&mut Source, Strictness) -> (Option<T>, Vec<Problem>);

fn one<T>(
    file: &SourceFile,
    strictness: Strictness,
    loaded: &mut Loaded,
    read: ReadOne<T>,
) -> Option<Located<T>> {
    let mut source = match Source::of(file) {
        Ok(source) => source,
        Err(problem) => {
            loaded.problems.push(*problem);
            return None;
        }
    };
    let (value, mut problems) = read(&mut source, strictness);
    problems.sort_by_key(|p| p.place.span);
    loaded.problems.append(&mut problems);
    let Some(value) = value else {
        loaded.unreadable.push(source);
        return None;
    };
    Some(Located { value, source })
}
