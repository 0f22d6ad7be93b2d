//! Commands that write: the facts are built while the log of this user's commands is held, saved, and
//! only then told.

mod comms;
pub(super) mod incident;
mod note;
mod observer;
mod people;
mod scratch;
mod step;
mod step_confirm;
mod step_decide;
mod step_done;
mod step_edit;
mod step_part;
mod step_vars;
mod step_vote;

pub use comms::{bulletin, impact};
pub use incident::{abort, adopt, close, milestone, reopen, severity, state};
pub use note::{ack, inject, note, redact};
pub use people::{accept, decline, handover, promise, role, snooze};
pub use scratch::scratch;
pub use step::step;

use super::choose::Purpose;
use super::desk::{self, Desk};
use super::fail::Fail;
use super::plans::with_known;
use super::setup::Setup;
use crate::cli::opening::log_opened;
use crate::domain::author::Author;
use crate::domain::facts::Fact;
use crate::domain::ids::Id;
use crate::domain::rules::{Act, phases};
use crate::domain::time::{Span, Time};
use crate::report::{Picture, derived, receipt_json};
use crate::store::access;
use crate::store::disk::{Disk, RealDisk};
use crate::store::oneshot::{Receipt, append};
use std::sync::Arc;
use std::time::Duration;

/// How long another command of the same user is waited for.
const WAIT: Duration = Duration::from_secs(10);

/// How long the completion call of a phase is left to the cockpits, in incident time.
const LATE: Span = Span::minutes(1);

/// What a command writes, and what it says when that is saved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// The facts, in order.
    pub facts: Vec<Fact>,
    /// What happened, in a sentence.
    pub sentence: String,
    /// Worth knowing, but not in the way.
    pub notes: Vec<String>,
}

impl Said {
    /// Facts and what they mean.
    pub fn new(facts: Vec<Fact>, sentence: impl Into<String>) -> Self {
        Said {
            facts,
            sentence: sentence.into(),
            notes: Vec::new(),
        }
    }

    /// One fact and what it means.
    pub fn one(fact: impl Into<Fact>, sentence: impl Into<String>) -> Self {
        Said::new(vec![fact.into()], sentence)
    }
}

/// What the facts of a command are built from.
#[derive(Debug)]
pub struct Bench<'a> {
    /// The incident on the desk.
    pub desk: &'a Desk,
    /// The incident at this moment.
    pub picture: &'a Picture<'a>,
    /// Who writes.
    pub operator: &'a str,
    /// Incident time.
    pub now: Time,
}

impl Bench<'_> {
    /// Somebody at the checklist.
    #[must_use]
    pub fn act<'b>(&'b self, operator: &'b str) -> Act<'b> {
        Act {
            plan: self.picture.plan,
            board: &self.picture.board,
            incident: &self.desk.incident,
            operator,
            now: self.now,
        }
    }
}

/// Writes into the incident that is meant, and says so.
///
/// # Errors
/// When no incident is meant, `build` refuses, or nothing was saved.
pub fn write(
    setup: &Setup,
    json: bool,
    purpose: Purpose,
    which: Option<&str>,
    build: impl FnOnce(&Bench<'_>) -> Result<Said, Fail>,
) -> Result<(), Fail> {
    let desk = desk::choose(setup, which, purpose)?;
    observer::refused(setup, &desk)?;
    let (receipt, said) = save(setup, desk, build)?;
    tell(setup, json, &receipt, &said);
    Ok(())
}

/// Saves what `build` makes of the incident, as it is while the log is held.
///
/// # Errors
/// When `build` refuses, or nothing was saved.
pub fn save(
    setup: &Setup,
    desk: Desk,
    build: impl FnOnce(&Bench<'_>) -> Result<Said, Fail>,
) -> Result<(Receipt, Said), Fail> {
    let folder = desk.folder.clone();
    let mut said = Err(Fail::NotSaved("nothing was built".to_owned()));
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let mut written = None;
    let receipt = append(
        &disk,
        &folder,
        &setup.places.state,
        &setup.who,
        WAIT,
        |turn| {
            let mut desk = Desk::load(setup, folder.clone());
            desk.incident.extend(turn.own.iter().cloned());
            desk.read_plans();
            let picture = desk.picture(setup);
            said = build(&Bench {
                desk: &desk,
                picture: &picture,
                operator: &setup.operator,
                now: picture.now,
            });
            let Ok(built) = &mut said else {
                return Vec::new();
            };
            let (board, now) = (&picture.board, picture.now);
            let calls = phases::completed(board, &desk.incident, &built.facts, now);
            built.facts.extend(calls);
            let late = phases::uncalled(board, &desk.incident, now).into_iter();
            let late = late.filter(|u| now - desk.incident.written(u.by) > LATE);
            built.facts.extend(late.map(|u| u.call));
            let wall = picture.wall;
            let log = desk.incident.log();
            let operator = setup.operator.clone();
            let mut author = Author::resume(turn.writer.clone(), operator, log);
            author.witness(log.iter().map(|(_, entry)| entry), wall);
            let begin = (turn.next == 0).then(|| log_opened(&setup.who));
            let drafts: Vec<_> = begin
                .into_iter()
                .chain(built.facts.iter().cloned())
                .map(|fact| author.draft(fact, wall, log))
                .collect();
            let entries: Vec<_> = drafts.iter().map(|d| author.pending(d.clone())).collect();
            desk.incident.extend(entries);
            desk.read_plans();
            written = Some(desk);
            drafts
        },
    );
    let said = said.or_else(|fail| match (&receipt, fail) {
        // The log could not be held: nothing was asked.
        (Err(_), Fail::NotSaved(_)) => Ok(Said::new(Vec::new(), "")),
        (_, fail) => Err(fail),
    })?;
    let receipt = receipt.map_err(|problem| {
        if problem.code == "too-long" {
            Fail::Wrong(format!("{}; nothing was written", problem.what))
        } else {
            Fail::NotSaved(problem.to_string())
        }
    })?;
    if let Some(desk) = written {
        leave_files(setup, &desk);
    }
    Ok((receipt, said))
}

/// Says what was written.
pub fn tell(setup: &Setup, json: bool, receipt: &Receipt, said: &Said) {
    let shared = receipt.shared;
    if json {
        let line = receipt_json(&receipt.writer, receipt.seq, receipt.saved, shared);
        setup.say.line(&line);
    } else {
        let more = if shared {
            "saved"
        } else {
            "saved here, NOT SHARED yet: the folder does not answer"
        };
        setup.say.done(&format!("{} ({more})", said.sentence));
    }
    said.notes.iter().for_each(|note| setup.say.note(note));
}

/// Rewrites the derived files of this user. They are a help, not the record: what fails is left.
pub(super) fn leave_files(setup: &Setup, desk: &Desk) {
    let picture = desk.picture(setup);
    let live = desk.live(setup);
    let folder = &desk.folder;
    for (name, text) in derived(&picture, &live, &setup.user_slug()) {
        let path = folder.path.join(name);
        let _ = access::replace(&RealDisk, &path, text.as_bytes(), folder.access, false);
    }
}

/// A name of the plan, as an operator gave it. Where the plan cannot be read, any name is taken.
///
/// # Errors
/// When the plan has names of this kind, and not this one.
pub fn known<'a>(kind: &str, given: &Id, there: impl Iterator<Item = &'a Id>) -> Result<(), Fail> {
    let there: Vec<&str> = there.map(Id::as_str).collect();
    if there.is_empty() || there.contains(&given.as_str()) {
        return Ok(());
    }
    let what = format!("the plan has no {kind} {given}");
    Err(Fail::Wrong(with_known(what, given.as_str(), there)))
}
