//! Plans as they are used: read whole, with what is wrong with them.

use super::fail::Fail;
use crate::domain::checklist::Checklist;
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::problem::{Problem, Severity};
use crate::domain::scenario::Scenario;
use crate::formats::bulletin::Templates;
use crate::formats::honoured::not_honoured;
use crate::formats::lint::{Known, lint};
use crate::formats::plan::load;
use crate::formats::problems::{nearest, render};
use crate::formats::toml::{SourceFile, Strictness};
use crate::store::frozen::{FrozenFile, thaw};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A plan with everything in its folder.
#[derive(Clone, Debug, Default)]
pub struct Team {
    /// Its folder; none: the embedded one, or a frozen copy.
    pub folder: Option<PathBuf>,
    /// Its files, as they are frozen with an incident.
    pub files: Vec<FrozenFile>,
    /// The plan.
    pub plan: Arc<Plan>,
    /// Its checklists, by file name.
    pub checklists: Vec<Arc<Checklist>>,
    /// Its scenarios, by file name.
    pub scenarios: Vec<Scenario>,
    /// Its templates of updates.
    pub templates: Templates,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// The problems as a terminal shows them, with the lines concerned.
    pub rendered: Vec<String>,
    /// What is read but not honoured yet.
    pub not_honoured: Vec<Problem>,
    /// It can be used.
    pub usable: bool,
    /// Its plan.toml is TOML: what it says of the root can be believed.
    pub parsed: bool,
}

impl Team {
    /// Reads the files of a plan.
    #[must_use]
    pub fn read(sources: Vec<SourceFile>, strictness: Strictness) -> Self {
        let loaded = load(&sources, strictness);
        let shown = |p: &Problem| render(p, loaded.text_of(&p.place.file), false);
        Team {
            folder: None,
            usable: loaded.is_usable(),
            parsed: loaded.plan.is_some(),
            rendered: loaded
                .problems
                .iter()
                .filter(|p| p.severity == Severity::Error)
                .map(shown)
                .collect(),
            not_honoured: not_honoured(&loaded),
            templates: Templates::of(&loaded),
            plan: Arc::new(loaded.plan.map(|l| l.value).unwrap_or_default()),
            checklists: loaded
                .checklists
                .into_iter()
                .map(|l| Arc::new(l.value))
                .collect(),
            scenarios: loaded.scenarios.into_iter().map(|l| l.value).collect(),
            problems: loaded.problems,
            files: sources.into_iter().map(|f| (f.name, f.bytes)).collect(),
        }
    }

    /// The frozen copy of an incident; an empty plan, with the reason, when it cannot be read.
    #[must_use]
    pub fn frozen(incident: &Path, sha256: &str) -> Self {
        match thaw(incident, sha256) {
            Ok(files) => {
                let source = |(name, bytes)| SourceFile { name, bytes };
                Team::read(files.into_iter().map(source).collect(), Strictness::Frozen)
            }
            Err(error) => {
                let place = incident.join("plan").join(sha256);
                let file = place.to_string_lossy().into_owned();
                let problem = super::problem(file, format!("cannot be read: {error}"), "");
                Team {
                    problems: vec![problem],
                    ..Team::default()
                }
            }
        }
    }

    /// The checklist of an id.
    ///
    /// # Errors
    /// When the plan has none of that id.
    pub fn checklist(&self, id: &Id) -> Result<&Arc<Checklist>, Fail> {
        let found = self.checklists.iter().find(|c| &c.id == id);
        found.ok_or_else(|| {
            let ids = || self.checklists.iter().map(|c| c.id.as_str());
            let what = format!("the plan has no checklist {id}");
            Fail::Wrong(with_known(what, id.as_str(), ids().collect()))
        })
    }

    /// A provider's id, as an operator named it.
    ///
    /// # Errors
    /// When the plan has none of that id.
    pub fn provider(&self, id: &Id) -> Result<(), Fail> {
        if self.plan.provider(id).is_some() {
            return Ok(());
        }
        let ids = self.plan.providers.iter().map(|p| p.id.as_str()).collect();
        let what = format!("the plan has no provider {id}");
        Err(Fail::Wrong(with_known(what, id.as_str(), ids)))
    }

    /// What is to be taken up has no error by the lints: names that are not there, cycles, missing guards. Looks at
    /// plan.toml, and at the one checklist and scenario that are taken up: trouble in others stops nobody.
    ///
    /// # Errors
    /// When there is one: each with its place, and the line concerned.
    pub fn fit(&self, checklist: Option<&Id>, scenario: Option<&Id>) -> Result<(), Fail> {
        let source = |(name, bytes): &FrozenFile| SourceFile {
            name: name.clone(),
            bytes: bytes.clone(),
        };
        let sources: Vec<SourceFile> = self.files.iter().map(source).collect();
        let loaded = load(&sources, Strictness::Strict);
        let known = Known {
            today: "",
            last_drill: &|_, _| None,
        };
        let lists = loaded
            .checklists
            .iter()
            .filter(|c| Some(&c.id) == checklist);
        let stories = loaded.scenarios.iter().filter(|s| Some(&s.id) == scenario);
        let mut taken: Vec<&str> = vec!["plan.toml"];
        taken.extend(lists.map(|c| c.source.name.as_str()));
        taken.extend(stories.map(|s| s.source.name.as_str()));
        let found: Vec<String> = lint(&loaded, &known)
            .iter()
            .filter(|p| p.severity == Severity::Error && taken.contains(&p.place.file.as_str()))
            .map(|p| self.placed(render(p, loaded.text_of(&p.place.file), false)))
            .collect();
        if found.is_empty() {
            Ok(())
        } else {
            Err(Fail::Shown(found))
        }
    }

    /// A rendered problem under the name of the plan's folder.
    fn placed(&self, text: String) -> String {
        match self.folder.as_deref().filter(|f| *f != Path::new(".")) {
            Some(folder) => format!("{}/{text}", folder.display()),
            None => text,
        }
    }

    /// Nothing but what can be used.
    ///
    /// # Errors
    /// When it cannot be used: each problem with its place, and the line concerned.
    pub fn usable(self) -> Result<Self, Fail> {
        if self.usable {
            Ok(self)
        } else {
            let rendered = self.rendered.iter().cloned();
            Err(Fail::Shown(rendered.map(|t| self.placed(t)).collect()))
        }
    }
}

/// A sentence with the nearest known name, or all of them.
#[must_use]
pub fn with_known(what: String, given: &str, known: Vec<&str>) -> String {
    if let Some(near) = nearest(given, known.iter().copied()) {
        return format!("{what}; did you mean {near}?");
    }
    match known.as_slice() {
        [] => what,
        some => format!("{what}; there is: {}", some.join(", ")),
    }
}
