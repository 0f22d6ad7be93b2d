//! An incident begins on disk: its folder, the frozen plan, its first facts. The same from the start screen and from
//! a shell.

use crate::domain::author::Author;
use crate::domain::checklist::Checklist;
use crate::domain::facts::{Fact, LogOpened};
use crate::domain::fold::Incident;
use crate::domain::identity::Identity;
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::problem::{Place, Problem, Severity};
use crate::domain::rules::opening::{self, Adoption, Opening};
use crate::domain::time::Time;
use crate::domain::words::Mode;
use crate::store::disk::{Disk, RealDisk};
use crate::store::folder::{Folder, new_id};
use crate::store::frozen::{FrozenFile, freeze, name_of};
use crate::store::oneshot::{Receipt, Who, append};
use crate::store::{access, random};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How long another command of the same user is waited for.
const WAIT: Duration = Duration::from_secs(10);

/// What an incident is opened with.
#[derive(Clone, Copy, Debug)]
pub struct Opener<'a> {
    /// What is opened.
    pub opening: &'a Opening,
    /// The plan.
    pub plan: &'a Plan,
    /// All files of the plan, as they are frozen.
    pub files: &'a [FrozenFile],
    /// The checklist taken up; it needs a direction. None: triage.
    pub checklist: Option<&'a Checklist>,
    /// The folder below which incidents are kept; made when it does not exist.
    pub root: &'a Path,
    /// The user's private state.
    pub state: &'a Path,
    /// Who runs the program.
    pub who: &'a Who,
    /// The person.
    pub operator: &'a str,
    /// Wall time.
    pub now: Time,
    /// Incident seconds per wall second; 1 but in a drill.
    pub speed: u32,
    /// A drill's simulated providers: `provider.service` to the port on loopback.
    pub ports: &'a BTreeMap<String, u16>,
    /// A drill's scenario.
    pub scenario: Option<&'a str>,
}

/// An incident that was opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenedIncident {
    /// Its folder.
    pub folder: Folder,
    /// What was written.
    pub receipt: Receipt,
    /// The frozen plan.
    pub plan_sha: String,
    /// The root was made, for this user alone.
    pub made_root: bool,
}

/// Opens an incident; returns after the fdatasync.
///
/// # Errors
/// When it cannot be written.
pub fn open_incident(opener: &Opener<'_>) -> Result<OpenedIncident, Box<Problem>> {
    let fail = |e: io::Error| not_opened(opener.root, &e);
    let made_root = !opener.root.is_dir();
    access::make_private(opener.root).map_err(fail)?;
    let mode = opener.opening.mode;
    let plan_sha = name_of(opener.files).map_err(fail)?;
    let identity = Identity {
        id: new_id().map_err(fail)?,
        mode,
        opened: opener.now,
        speed: if mode == Mode::Drill { opener.speed } else { 1 },
        ports: opener.ports.clone(),
        plan: Some(plan_sha.clone()),
        scenario: opener.scenario.map(str::to_owned),
    };
    let label = opener.checklist.map_or("triage", |c| c.id.as_str());
    let folder = Folder::create(opener.root, identity, label).map_err(fail)?;
    freeze(&folder.path, opener.files).map_err(fail)?;
    let run = random::run().map_err(fail)?;
    let run = Id::new(&format!("run-{:08x}", run >> 32));
    let direction = opener.opening.direction.as_ref();
    let adoption = match (opener.checklist, &run, direction) {
        (Some(checklist), Some(run), Some((from, to))) => Some(Adoption {
            checklist,
            run,
            sha256: &plan_sha,
            direction: (from, to),
            vars: &opener.opening.vars,
        }),
        _ => None,
    };
    let facts = opening::open(
        opener.opening,
        opener.plan,
        &plan_sha,
        adoption,
        opener.operator,
        opener.now,
    );
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let receipt = append(&disk, &folder, opener.state, opener.who, WAIT, |turn| {
        let mut log = Incident::new(folder.identity.scale());
        log.extend(turn.own.iter().cloned());
        let mut author = Author::resume(turn.writer.clone(), opener.operator.to_owned(), log.log());
        let begin = (turn.next == 0).then(|| log_opened(opener.who));
        begin
            .into_iter()
            .chain(facts)
            .map(|fact| author.draft(fact, opener.now, log.log()))
            .collect()
    })?;
    Ok(OpenedIncident {
        folder,
        receipt,
        plan_sha,
        made_root,
    })
}

/// The first fact of every log.
#[must_use]
pub fn log_opened(who: &Who) -> Fact {
    Fact::LogOpened(LogOpened {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        user: who.user.clone(),
        host: who.host.clone(),
        machine: crate::domain::ids::slug(&who.host),
        boot: (!who.boot.is_empty()).then(|| who.boot.clone()),
        pid: i64::from(std::process::id()),
        clock: None,
    })
}

fn not_opened(root: &Path, error: &io::Error) -> Box<Problem> {
    Box::new(Problem {
        severity: Severity::Error,
        code: "not-saved",
        place: Place {
            file: root.to_string_lossy().into_owned(),
            ..Place::default()
        },
        what: format!("NOT OPENED: {error}"),
        remedy: "make room or the folder writable, or name another with --root DIR".to_owned(),
    })
}
