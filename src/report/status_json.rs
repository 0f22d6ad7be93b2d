//! `status --json`: the schema of the contract. Keys are added, never renamed; their order is stable.

use super::people_json::{Held, held};
use super::picture::{Live, Picture};
use super::serving_json::{Serving, serving};
use super::status_comms::{OnItsWay, Promised, closing, on_its_way, promised};
use super::status_parts::{PartDone, Vote, part, vote};
use super::status_probes::{Probe, Said, WritersStand, loss, probes, ready, writers_stand};
use super::status_text::paging;
use super::watched::watched;
use crate::domain::ids::Id;
use crate::domain::rules::StepRow;
use crate::domain::time::{Span, Time};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Status<'a> {
    schema: u32,
    incident: Head<'a>,
    clocks: Clocks,
    milestones: BTreeMap<&'static str, String>,
    checklist: Option<List<'a>>,
    steps: Vec<Step<'a>>,
    probes: Vec<Probe<'a>>,
    serving: Vec<Serving<'a>>,
    ready: Vec<Said<'a>>,
    loss: Vec<Said<'a>>,
    writers_stand: Option<WritersStand>,
    alarms: Vec<Alarm<'a>>,
    updates: Vec<Update<'a>>,
    promises: Vec<Promised>,
    closing: BTreeMap<&'a str, &'a str>,
    roles: BTreeMap<&'a str, &'a str>,
    held: Vec<Held>,
    paging: Option<Paging>,
    operators: Vec<Operator<'a>>,
    writers: Vec<Writer<'a>>,
    entries: usize,
    problems: Vec<String>,
}

#[derive(Serialize)]
struct Head<'a> {
    id: &'a str,
    path: &'a str,
    title: &'a str,
    mode: &'static str,
    severity: Option<&'a str>,
    state: Option<&'static str>,
    from: Option<&'a str>,
    to: Option<&'a str>,
    opened: String,
    closed: Option<String>,
}

#[derive(Serialize)]
struct Clocks {
    since_impact_s: Option<i64>,
    since_decision_s: Option<i64>,
    decide_by_s: Option<i64>,
    downtime_s: Option<i64>,
    downtime_blind_s: Option<i64>,
    downtime_unwatched_s: Option<i64>,
    blind_s: i64,
    unwatched_s: i64,
    rto_s: Option<i64>,
}

#[derive(Serialize)]
struct List<'a> {
    id: &'a str,
    done: usize,
    total: usize,
    phase: Option<&'a str>,
    now: Vec<&'a str>,
    eta_s: Option<[i64; 2]>,
    open_pairs: Vec<&'a str>,
}

#[derive(Serialize)]
struct Step<'a> {
    id: &'a str,
    number: &'a str,
    phase: Option<&'a str>,
    title: &'a str,
    state: &'static str,
    who: Vec<&'a str>,
    since: Option<String>,
    role: Option<&'a str>,
    value: Option<&'a str>,
    values: &'a BTreeMap<String, String>,
    parts: Vec<PartDone<'a>>,
    votes: Vec<Vote<'a>>,
    verified: Option<&'a str>,
    reason: Option<&'a str>,
    until: Option<String>,
    unproven: bool,
    sensed: bool,
    evidence: Option<&'a str>,
    also: Vec<Also<'a>>,
}

#[derive(Serialize)]
struct Also<'a> {
    who: &'a str,
    state: &'static str,
}

#[derive(Serialize)]
struct Alarm<'a> {
    id: &'a str,
    text: &'a str,
    acknowledged: Option<&'a str>,
}

#[derive(Serialize)]
struct Update<'a> {
    audience: &'a str,
    due: Option<String>,
    overdue_s: i64,
    last: Option<String>,
    snoozed: Option<String>,
    waiting: Option<OnItsWay>,
}

#[derive(Serialize)]
struct Paging {
    pages: bool,
    text: String,
}

#[derive(Serialize)]
struct Operator<'a> {
    who: &'a str,
    machine: &'a str,
    seen_s: i64,
}

#[derive(Serialize)]
struct Writer<'a> {
    id: &'a str,
    entries: usize,
    head: String,
    state: &'static str,
}

/// The incident as one line of JSON, without a line break. `live` is what only running machines know; with
/// none of it, the same entries give the same bytes everywhere.
#[must_use]
pub fn status_json(picture: &Picture<'_>, live: &Live) -> String {
    let status = status(picture, live);
    let text = serde_json::to_string(&status).unwrap_or_default();
    escape(&text)
}

/// Hidden characters as `\uXXXX`, so that a terminal shows them instead of obeying them.
pub(super) fn escape(json: &str) -> String {
    use crate::domain::text::is_hidden;
    use std::fmt::Write as _;
    let mut out = String::with_capacity(json.len());
    let mut units = [0u16; 2];
    for c in json.chars() {
        if is_hidden(c) {
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

fn seconds(span: Option<Span>) -> Option<i64> {
    span.map(Span::as_seconds)
}

fn status<'a>(picture: &'a Picture<'_>, live: &'a Live) -> Status<'a> {
    let incident = picture.incident;
    let state = incident.state();
    let direction = incident.direction();
    let watched = watched(picture, live);
    let unmeasured = super::watched::downtime(picture, live);
    let clocks = &picture.clocks;
    let milestones = state.milestones.iter().filter_map(|(name, set)| {
        let at = set.get()?.as_ref()?.at;
        Some((name.as_str(), at.rfc3339()))
    });
    let roles = state.roles.keys().filter_map(|role| {
        let holder = incident.holder(role)?;
        Some((role.as_str(), holder))
    });
    let waiting = picture.waiting();
    let mut problems = live.problems.clone();
    problems.extend(state.foreign.iter().map(|no| {
        let entry = incident.log().entry(*no);
        let (reference, kind) = (entry.reference(), entry.draft.fact.kind());
        format!("{reference}: this version does not know {kind}; it is kept and shown raw")
    }));
    Status {
        schema: 1,
        incident: Head {
            id: &picture.identity.id,
            path: picture.path,
            title: picture.title(),
            mode: picture.identity.mode.as_str(),
            severity: state.severity.get().map(String::as_str),
            state: state.stage.get().map(|s| s.as_str()),
            from: direction.map(|d| d.0.as_str()),
            to: direction.map(|d| d.1.as_str()),
            opened: picture.identity.opened.rfc3339(),
            closed: picture.closed().map(Time::rfc3339),
        },
        clocks: Clocks {
            since_impact_s: seconds(clocks.since_impact),
            since_decision_s: seconds(clocks.since_decision),
            decide_by_s: seconds(clocks.decide_by),
            downtime_s: seconds(clocks.downtime),
            downtime_blind_s: unmeasured.map(|w| w.blind.as_seconds()),
            downtime_unwatched_s: unmeasured.map(|w| w.unwatched.as_seconds()),
            blind_s: watched.blind.as_seconds(),
            unwatched_s: watched.unwatched.as_seconds(),
            rto_s: seconds(clocks.rto),
        },
        milestones: milestones.collect(),
        checklist: list(picture),
        steps: picture
            .board
            .steps
            .iter()
            .map(|s| step(picture, s))
            .collect(),
        probes: probes(picture, live),
        serving: serving(picture),
        ready: ready(live),
        loss: loss(live),
        writers_stand: writers_stand(picture),
        alarms: picture
            .alarms
            .iter()
            .map(|a| Alarm {
                id: &a.id,
                text: &a.text,
                acknowledged: a.acknowledged.as_deref(),
            })
            .collect(),
        updates: picture
            .updates
            .iter()
            .map(|u| Update {
                audience: u.audience.as_str(),
                due: u.due.map(Time::rfc3339),
                overdue_s: u.overdue(picture.now).map_or(0, Span::as_seconds),
                last: u.last.as_ref().map(|s| s.at.rfc3339()),
                snoozed: u.snoozed.map(Time::rfc3339),
                waiting: on_its_way(&waiting, &u.audience),
            })
            .collect(),
        promises: promised(picture),
        closing: closing(picture),
        roles: roles.collect(),
        held: held(picture),
        paging: paging(picture, live).map(|(pages, text)| Paging { pages, text }),
        operators: live
            .present
            .iter()
            .map(|p| Operator {
                who: &p.operator,
                machine: &p.machine,
                seen_s: (picture.wall - p.at).max(Span::ZERO).as_seconds(),
            })
            .collect(),
        writers: writers(picture, live),
        entries: incident.log().len(),
        problems,
    }
}

fn list<'a>(picture: &'a Picture<'_>) -> Option<List<'a>> {
    let board = &picture.board;
    let now = board.now();
    Some(List {
        id: picture.checklist?.as_str(),
        done: board.done,
        total: board.total,
        phase: now
            .and_then(|s| board.phases.get(s.phase))
            .map(|p| p.id.as_str()),
        now: board
            .nows()
            .into_iter()
            .map(|at| board.steps[at].step.id.as_str())
            .collect(),
        eta_s: board
            .eta(picture.now)
            .map(|e| [e.least.as_seconds(), e.most.as_seconds()]),
        open_pairs: board.all_pairs().map(|p| p.name.as_str()).collect(),
    })
}

fn step<'a>(picture: &'a Picture<'_>, row: &'a StepRow) -> Step<'a> {
    let phase = picture.board.phases.get(row.phase);
    let closer = row.by.as_deref().filter(|_| row.since.is_some());
    Step {
        id: row.step.id.as_str(),
        number: &row.number,
        phase: phase.map(|p| p.id.as_str()),
        title: &row.title,
        state: row.state.as_str(),
        who: row.who().or(closer).into_iter().collect(),
        since: row.since.map(Time::rfc3339),
        role: row.step.role.as_ref().map(Id::as_str),
        value: row.value.as_deref(),
        values: &row.told.values,
        parts: row.told.parts.iter().map(part).collect(),
        votes: row.told.votes.iter().map(vote).collect(),
        verified: row.told.verified.as_deref(),
        reason: row.reason.as_deref(),
        until: row.until.map(Time::rfc3339),
        unproven: row.unproven,
        sensed: row.sensed,
        evidence: row.evidence.as_deref(),
        also: row
            .rivals
            .iter()
            .map(|(who, state)| Also {
                who,
                state: state.as_str(),
            })
            .collect(),
    }
}

fn writers<'a>(picture: &'a Picture<'_>, live: &Live) -> Vec<Writer<'a>> {
    let log = picture.incident.log();
    let (gaps, forks) = (log.gaps(), log.forks());
    let mut writers: Vec<Writer<'a>> = log
        .heads()
        .map(|(id, head, entries)| {
            let state = if forks.iter().any(|(w, _)| w == id) {
                "forked"
            } else if gaps.iter().any(|(w, _)| w == id) {
                "gaps"
            } else if live.unshared.contains(id) {
                "saved"
            } else {
                "shared"
            };
            let (id, head) = (id.as_str(), head.hash.to_string());
            Writer {
                id,
                entries,
                head,
                state,
            }
        })
        .collect();
    writers.sort_by_key(|w| w.id);
    writers
}
