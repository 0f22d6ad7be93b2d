//! One incident on the desk: its folder, its facts, its plan.

use super::choose::{Candidate, Purpose, Unclear, incident as meant};
use super::fail::Fail;
use super::plans::Team;
use super::setup::Setup;
use crate::domain::checklist::Checklist;
use crate::domain::facts::ChecklistAdopted;
use crate::domain::fold::Incident;
use crate::domain::ids::{Id, WriterId};
use crate::domain::problem::{Problem, Severity};
use crate::domain::time::{Span, Time};
use crate::domain::words::Mode;
use crate::formats::bulletin::Templates;
use crate::report::{Live, Picture};
use crate::store::folder::Folder;
use crate::store::past::past;
use crate::store::read::Health;
use crate::store::{live, read, root};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A snapshot older than this is of a cockpit that is gone.
const GONE: Span = Span::minutes(10);

/// One incident.
#[derive(Debug)]
pub struct Desk {
    /// Its folder.
    pub folder: Folder,
    /// Its facts.
    pub incident: Incident,
    /// The plan it was opened with.
    pub team: Team,
    /// The checklist of its active run.
    pub checklist: Option<Arc<Checklist>>,
    /// The checklists of its earlier runs, by the SHA-256 of the plan they came with.
    pub earlier: Vec<(String, Arc<Checklist>)>,
    /// The state of its journals.
    pub health: Health,
    path: String,
    private: PathBuf,
}

impl Desk {
    /// Reads an incident with its plan.
    #[must_use]
    pub fn load(setup: &Setup, folder: Folder) -> Self {
        let mut desk = Desk::facts(setup, folder);
        desk.read_plans();
        desk
    }

    /// Reads the facts of an incident only.
    #[must_use]
    pub fn facts(setup: &Setup, folder: Folder) -> Self {
        let private = setup.places.journal(&folder.identity.id);
        let (entries, health) = read::load(&folder, private.is_dir().then_some(&*private));
        let mut incident = Incident::new(folder.identity.scale());
        incident.extend(entries);
        let path = folder.path.to_string_lossy().into_owned();
        Desk {
            folder,
            incident,
            team: Team::default(),
            checklist: None,
            earlier: Vec::new(),
            health,
            path,
            private,
        }
    }

    /// Reads the frozen plan and the checklist of the active run.
    pub fn read_plans(&mut self) {
        let opened = self.opened_with().map(str::to_owned);
        if let Some(sha) = &opened {
            self.team = Team::frozen(&self.folder.path, sha);
        }
        let active = self
            .incident
            .active_run()
            .and_then(|(_, r)| r.adopted.get());
        let Some(adopted) = active else {
            return;
        };
        let same = opened.as_ref() == Some(&adopted.sha256);
        let other = (!same).then(|| Team::frozen(&self.folder.path, &adopted.sha256));
        let team = other.as_ref().unwrap_or(&self.team);
        let mut checklists = team.checklists.iter();
        self.checklist = checklists.find(|c| c.id == adopted.checklist).cloned();
        let problems = other.map(|t| t.problems).unwrap_or_default();
        self.team.problems.extend(problems);
        self.read_earlier();
    }

    /// The SHA-256 of the plan it was opened with.
    fn opened_with(&self) -> Option<&str> {
        let opened = self.incident.state().opened.get();
        let told = opened.and_then(|o| o.plan.as_deref());
        self.folder.identity.plan.as_deref().or(told)
    }

    fn read_earlier(&mut self) {
        let active = self.incident.active_run().map(|(id, _)| id);
        let runs = self.incident.state().runs.iter();
        let earlier = runs.filter(|(id, _)| Some(*id) != active);
        let adopted = earlier.filter_map(|(_, run)| run.adopted.get());
        let checklist = |adopted: &ChecklistAdopted| {
            let team = Team::frozen(&self.folder.path, &adopted.sha256);
            let mut checklists = team.checklists.into_iter();
            let found = checklists.find(|c| c.id == adopted.checklist)?;
            Some((adopted.sha256.clone(), found))
        };
        self.earlier = adopted.filter_map(checklist).collect();
    }

    /// The incident at this moment.
    #[must_use]
    pub fn picture(&self, setup: &Setup) -> Picture<'_> {
        let now = setup.now();
        let checklist = self.checklist.as_deref();
        let identity = &self.folder.identity;
        let plan = &self.team.plan;
        let incident = &self.incident;
        let mut picture = Picture::new(plan, checklist, incident, identity, &self.path, now);
        let find = |run: &_| self.earlier_checklist(run);
        picture.board.add_earlier(incident, find);
        picture
    }

    /// The frozen checklist of an earlier run.
    #[must_use]
    pub fn earlier_checklist(&self, run: &ChecklistAdopted) -> Option<&Checklist> {
        let of_run = |e: &&(String, Arc<Checklist>)| e.0 == run.sha256 && e.1.id == run.checklist;
        let found = self.earlier.iter().find(of_run);
        found.map(|(_, checklist)| checklist.as_ref())
    }

    /// The same, with what earlier incidents beside it tell of its checklist.
    #[must_use]
    pub fn learnt(&self, setup: &Setup) -> Picture<'_> {
        let picture = self.picture(setup);
        let goes_on = self.incident.is_open() && picture.checklist.is_some();
        match self.folder.path.parent().filter(|_| goes_on) {
            Some(root) => {
                let state = Some(setup.places.state.as_path());
                picture.knowing(&past(root, state, &self.folder.identity.id))
            }
            None => picture,
        }
    }

    /// What only running machines know, and what is wrong with files.
    #[must_use]
    pub fn live(&self, setup: &Setup) -> Live {
        let others = live::others(&self.folder);
        let now = setup.now();
        let mut present = others.presence;
        present.retain(|p| now - p.at < GONE);
        present.sort_by(|a, b| (&a.operator, &a.machine).cmp(&(&b.operator, &b.machine)));
        let damaged = self.health.damages.iter().map(|d| {
            let (path, line, byte) = (d.path.display(), d.line, d.byte);
            format!("{path}:{line}: byte {byte}: no entry; the others are not touched by it")
        });
        let unread = self.health.unread.iter().map(ToString::to_string);
        let plan = self.team.problems.iter();
        let plan = plan.filter(|p| p.severity == Severity::Error);
        let gaps = self.health.gaps.iter();
        let gaps = gaps.map(|(w, q)| format!("{w}: entry {q} has not come yet"));
        let forks = self.health.forks.iter();
        let forks = forks.map(|(w, q)| format!("{w}: entry {q} stands twice; both are kept"));
        Live {
            present,
            views: others.views,
            unshared: self.unshared().into_iter().collect(),
            problems: damaged
                .chain(unread)
                .chain(gaps)
                .chain(forks)
                .chain(plan.map(ToString::to_string))
                .collect(),
        }
    }

    /// The templates of updates that came with a frozen plan; those of the plan it was opened with otherwise.
    #[must_use]
    pub fn templates(&self, sha256: &str) -> Templates {
        let other = self.folder.identity.plan.as_deref() != Some(sha256) && !sha256.is_empty();
        let adopted = other.then(|| Team::frozen(&self.folder.path, sha256));
        let adopted = adopted.filter(|team| team.usable);
        adopted.map_or_else(|| self.team.templates.clone(), |team| team.templates)
    }

    /// Writers with entries that are not in the shared folder.
    fn unshared(&self) -> Vec<WriterId> {
        if !self.private.is_dir() {
            return Vec::new();
        }
        let (entries, _) = read::load(&self.folder, None);
        let mut shared: BTreeMap<WriterId, usize> = BTreeMap::new();
        for entry in entries {
            *shared.entry(entry.writer).or_default() += 1;
        }
        let heads = self.incident.log().heads();
        heads
            .filter(|(id, _, count)| shared.get(*id).is_none_or(|n| n < count))
            .map(|(id, _, _)| id.clone())
            .collect()
    }
}

/// The folder of the incident named in the command or by the global flag, if one is: nothing of it is read yet.
///
/// # Errors
/// When it cannot be found, or its file not be read.
pub fn named(setup: &Setup, which: Option<&str>) -> Result<Option<Folder>, Fail> {
    let Some(named) = which.or(setup.global.incident.as_deref()) else {
        return Ok(None);
    };
    let path = Path::new(named);
    if path.join("incident.toml").is_file() {
        return Ok(Some(Folder::open(path)?.0));
    }
    Ok(Some(root::find(&setup.root()?, named)?))
}

/// The incident a command means: the one named in the command or by the global flag, else by the rule.
///
/// # Errors
/// When there is none, it cannot be read, or more than one could be meant.
pub fn choose(setup: &Setup, which: Option<&str>, purpose: Purpose) -> Result<Desk, Fail> {
    if let Some(folder) = named(setup, which)? {
        return Ok(Desk::load(setup, folder));
    }
    let at = setup.root()?;
    let (mut desks, problems) = all(setup, &at);
    let candidates: Vec<Candidate> = desks.iter().map(candidate).collect();
    match meant(&candidates, purpose) {
        Ok(at) => {
            let mut desk = desks.swap_remove(at);
            desk.read_plans();
            Ok(desk)
        }
        Err(Unclear::Several(names)) => Err(Fail::Wrong(format!(
            "more than one incident could be meant; name one with --incident:\n  {}",
            names.join("\n  ")
        ))),
        Err(Unclear::None) => {
            problems
                .iter()
                .for_each(|p| setup.say.error(&p.to_string()));
            let what = if purpose == Purpose::Reopen {
                "no incident is closed"
            } else {
                "no incident is open"
            };
            let at = at.display();
            Err(Fail::Wrong(format!(
                "{what} below {at}; `switchover list` names all, --incident NAME means a closed one, `switchover open` opens one"
            )))
        }
    }
}

/// The facts of every incident below a root, oldest first, and what could not be read.
#[must_use]
pub fn all(setup: &Setup, at: &Path) -> (Vec<Desk>, Vec<Problem>) {
    let (folders, problems) = root::list(at);
    let desks = folders.into_iter().map(|f| Desk::facts(setup, f));
    (desks.collect(), problems)
}

fn candidate(desk: &Desk) -> Candidate {
    Candidate {
        name: desk.folder.name(),
        mode: desk.folder.identity.mode,
        opened: desk.folder.identity.opened,
        open: desk.incident.is_open(),
    }
}

/// When a plan of this name, or the one checklist of it, was last drilled, as far as these incidents tell. Another plan
/// may have a checklist of the same id: the embedded one has.
#[must_use]
pub fn last_drill(desks: &[Desk], plan: &str, checklist: Option<&Id>) -> Option<Time> {
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    let drills = desks
        .iter()
        .filter(|desk| desk.folder.identity.mode == Mode::Drill);
    let drilled = drills.filter(|desk| {
        let runs = desk.incident.state().runs.values();
        let mut adopted = runs.filter_map(|r| r.adopted.get());
        if checklist.is_some_and(|id| adopted.all(|a| &a.checklist != id)) {
            return false;
        }
        let Some(sha) = desk.opened_with() else {
            return false;
        };
        let name = names
            .entry(sha)
            .or_insert_with(|| Team::frozen(&desk.folder.path, sha).plan.name.clone());
        name == plan
    });
    drilled.map(|desk| desk.folder.identity.opened).max()
}
