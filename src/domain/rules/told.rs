//! What was said of a step beyond its state: recorded values, parts, votes, a second person's word.

use super::board::StepRow;
use super::names::Names;
use crate::domain::checklist::Step;
use crate::domain::facts::{Fact, StepSet};
use crate::domain::fold::{EntryNo, Incident, Run, StepRecord};
use crate::domain::ids::Id;
use crate::domain::words::StepState;
use std::collections::BTreeMap;

/// What was said of a step beyond its state.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Told {
    /// The recorded values, by name.
    pub values: BTreeMap<String, String>,
    /// Its parts, in the order of the checklist: first what it is done for, then what is ticked.
    pub parts: Vec<Part>,
    /// Go and no-go of the roles a decision asks, in the order of the checklist.
    pub votes: Vec<Ballot>,
    /// The second person who saw that it is right.
    pub verified: Option<String>,
    /// Who holds the role that confirms it.
    pub confirmer: Option<String>,
    /// Who holds the role that does it.
    pub owner: Option<String>,
}

/// A part of a step: one of its `each` or `sub`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// As the checklist writes it: what facts name it by.
    pub name: String,
    /// Filled.
    pub title: String,
    /// The step's command is done for it.
    pub each: bool,
    /// It is done.
    pub done: bool,
    /// Who said so last.
    pub by: Option<String>,
}

/// What a role says of a decision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ballot {
    /// Which role.
    pub role: Id,
    /// Who holds it.
    pub holder: Option<String>,
    /// `go` or `no-go`, and who said it.
    pub vote: Option<(String, String)>,
}

impl Ballot {
    /// It says go.
    #[must_use]
    pub fn is_go(&self) -> bool {
        self.vote.as_ref().is_some_and(|(vote, _)| vote == "go")
    }

    /// `db GO (nm)`, `ops -`
    #[must_use]
    pub fn words(&self) -> String {
        match &self.vote {
            Some((vote, by)) => format!("{} {} ({by})", self.role, vote.to_uppercase()),
            None => format!("{} -", self.role),
        }
    }
}

impl StepRow {
    /// The first part that is not done.
    #[must_use]
    pub fn next_part(&self) -> Option<&Part> {
        self.told.parts.iter().find(|p| !p.done)
    }

    /// Parts done, and parts in all.
    #[must_use]
    pub fn progress(&self) -> Option<(usize, usize)> {
        let parts = &self.told.parts;
        let done = parts.iter().filter(|p| p.done).count();
        (!parts.is_empty()).then_some((done, parts.len()))
    }

    /// The roles that have not said go to this decision.
    pub fn without_go(&self) -> impl Iterator<Item = &Ballot> {
        self.told.votes.iter().filter(|b| !b.is_go())
    }
}

/// What was said of a step of the active run.
pub(super) fn told(
    step: &Step,
    run: Option<&Run>,
    record: Option<&StepRecord>,
    incident: &Incident,
    names: &Names,
) -> Told {
    let held = record.and_then(|r| r.state.held());
    let role = |id: &Option<Id>| {
        let holder = id.as_ref().and_then(|id| incident.holder(id));
        holder.map(str::to_owned)
    };
    Told {
        values: held.map(|h| h.value.values.clone()).unwrap_or_default(),
        parts: parts(step, record, incident, names),
        votes: votes(step, run, record, incident),
        verified: held.zip(record).and_then(|(h, record)| {
            let by = origin(record, incident, h.by);
            verified(incident, by, &h.value)
        }),
        confirmer: role(&step.confirm_by),
        owner: role(&step.role),
    }
}

fn parts(
    step: &Step,
    record: Option<&StepRecord>,
    incident: &Incident,
    names: &Names,
) -> Vec<Part> {
    let each = step.each.iter().map(|name| (name, true));
    let sub = step.sub.iter().map(|name| (name, false));
    let part = |(name, each): (&String, bool)| {
        let held = record.and_then(|r| r.parts.get(name)?.held());
        Part {
            name: name.clone(),
            title: names.text(name),
            each,
            done: held.is_some_and(|h| h.value),
            by: held.map(|h| incident.author(h.by).to_owned()),
        }
    };
    each.chain(sub).map(part).collect()
}

fn votes(
    step: &Step,
    run: Option<&Run>,
    record: Option<&StepRecord>,
    incident: &Incident,
) -> Vec<Ballot> {
    let quorum = step.decision.iter().flat_map(|d| &d.quorum);
    let ballot = |role: &Id| {
        let key = (step.id.clone(), role.clone());
        let held = run.and_then(|r| r.votes.get(&key)?.held());
        let stands = |no| record.is_none_or(|r| stands(r, incident, no, &[StepState::Todo]));
        let vote = held.filter(|h| stands(h.by)).map(|h| {
            let named = h.value.by.as_deref();
            let by = named.unwrap_or_else(|| incident.author(h.by));
            (h.value.vote.clone(), by.to_owned())
        });
        Ballot {
            role: role.clone(),
            holder: incident.holder(role).map(str::to_owned),
            vote,
        }
    };
    quorum.map(ballot).collect()
}

/// Whether what entry `no` says of a step still stands: the step took none of these states since.
pub(super) fn stands(
    record: &StepRecord,
    incident: &Incident,
    no: EntryNo,
    ends: &[StepState],
) -> bool {
    let log = incident.log();
    let ended = |at: &&EntryNo| match &log.entry(**at).draft.fact {
        Fact::StepSet(set) => ends.contains(&set.state),
        _ => false,
    };
    let mut ended = record.history.iter().filter(ended);
    !ended.any(|at| log.sees(*at, no))
}

/// How a verification by voice is written down.
pub(super) const BY_VOICE: &str = "verified by voice: ";

fn verified(incident: &Incident, by: EntryNo, set: &StepSet) -> Option<String> {
    let voice = set.reason.as_deref().and_then(|r| r.strip_prefix(BY_VOICE));
    let who = voice.unwrap_or_else(|| incident.author(by));
    (set.state == StepState::Verified).then(|| who.to_owned())
}

/// The entry that closed the step: what was verified later was done then, by its doer.
pub(super) fn closer(record: &StepRecord, incident: &Incident) -> Option<EntryNo> {
    let held = record.state.held()?;
    let by = origin(record, incident, held.by);
    if held.value.state != StepState::Verified {
        return Some(by);
    }
    let done = |no: &&EntryNo| match &incident.log().entry(**no).draft.fact {
        Fact::StepSet(set) => set.state == StepState::Done,
        _ => false,
    };
    let done = record.history.iter().rev().find(done);
    Some(done.map_or(by, |no| origin(record, incident, *no)))
}

/// The entry that first said what entry `no` says of a step: another one where `no` only gives that back.
pub(super) fn origin(record: &StepRecord, incident: &Incident, no: EntryNo) -> EntryNo {
    let log = incident.log();
    let set = |no: EntryNo| match &log.entry(no).draft.fact {
        Fact::StepSet(set) => Some(set),
        _ => None,
    };
    let before = |at: &EntryNo| {
        let given = set(*at)?;
        let no = log.find(given.gives_back.as_deref()?)?;
        let earlier = no != *at && log.sees(*at, no) && record.history.contains(&no);
        let same = set(no).is_some_and(|set| set.state == given.state);
        (earlier && same).then_some(no)
    };
    std::iter::successors(Some(no), before).last().unwrap_or(no)
}
