//! The side that was fenced: that it goes down is expected, that it comes back is the loudest of all alarms.

use super::board::{Board, StepRow};
use super::changes::{answers, came_after, changes, is_measured, writes};
use crate::domain::facts::ProbeChanged;
use crate::domain::fold::{EntryNo, Incident};
use crate::domain::ids::Id;
use crate::domain::time::{Span, Time};
use crate::domain::words::{Milestone, ProbeState, Side, StepState};
use std::collections::BTreeMap;

/// So long after fencing a probe may still tell how it was before.
const GRACE: Span = Span::seconds(60);

/// A side that must not answer any more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fence {
    /// Which provider.
    pub side: Id,
    /// The number of the step that fenced it.
    pub number: String,
    /// When.
    pub since: Time,
    /// When that step was begun: what goes down from then on is its doing.
    pub begun: Time,
    /// The entry that says so.
    pub by: EntryNo,
    /// Nobody could prove it.
    pub unproven: bool,
}

/// A side that answers although it is fenced.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Back {
    /// The last entry that says so.
    pub by: EntryNo,
    /// The service that answers.
    pub service: Id,
    /// From where that was seen.
    pub machine: String,
    /// It takes writes.
    pub writable: bool,
    /// It did all the time: it never went down.
    pub still: bool,
    /// It went down again since, at that time.
    pub until: Option<Time>,
}

/// The side the active run fenced, while it is.
#[must_use]
pub fn fence(board: &Board, incident: &Incident) -> Option<Fence> {
    let (_, run) = incident.active_run()?;
    let (from, _) = incident.direction()?;
    let open = |row: &StepRow| {
        let pair = |p: &super::Pair| p.step == row.step.id;
        row.step.opens.is_none() || board.open_pairs.iter().any(pair)
    };
    let mut rows = board.steps.iter().rev();
    let row = rows.find(|row| {
        let side = row.step.side == Some(Side::From);
        let done = matches!(row.state, StepState::Done | StepState::Verified);
        let fence = row.step.milestone == Some(Milestone::Fenced) || row.step.unproven;
        side && done && fence && open(row)
    })?;
    let since = row.since?;
    Some(Fence {
        side: from.clone(),
        number: row.number.clone(),
        since,
        begun: row.started.map_or(since, |begun| begun.min(since)),
        by: run.step(&row.step.id)?.state.held()?.by,
        unproven: row.unproven,
    })
}

/// Whether a change is what was to be expected of a side that is fenced: it does not answer any more. What could not be
/// measured may well answer.
#[must_use]
pub fn expected(fence: &Fence, incident: &Incident, no: EntryNo, change: &ProbeChanged) -> bool {
    let later = incident.log().sees(no, fence.by) || incident.written(no) >= fence.begun;
    change.provider == fence.side && later && change.state == ProbeState::Down
}

/// The loudest return of a side since it was fenced: one that takes writes before one that only answers, one that
/// lasts before one that is over, else the last.
#[must_use]
pub fn back(fence: &Fence, incident: &Incident, now: Time) -> Option<Back> {
    let loudness = |b: &Back| (b.until.is_none(), b.writable);
    let backs = backs(fence, incident, now).into_iter();
    backs.max_by(|a, b| {
        let order = loudness(a).cmp(&loudness(b));
        order.then_with(|| incident.log().order(a.by, b.by))
    })
}

/// Each return of a service of a side since it was fenced, as each machine told it.
#[must_use]
pub fn backs(fence: &Fence, incident: &Incident, now: Time) -> Vec<Back> {
    let mut told: BTreeMap<(&str, &Id), Vec<(EntryNo, &ProbeChanged)>> = BTreeMap::new();
    for (no, change) in changes(incident).filter(|(_, c)| c.provider == fence.side) {
        let key = (change.machine.as_str(), &change.service);
        told.entry(key).or_default().push((no, change));
    }
    told.values()
        .filter_map(|words| of(fence, incident, words, now))
        .collect()
}

/// What one machine told of one service.
fn of(
    fence: &Fence,
    incident: &Incident,
    words: &[(EntryNo, &ProbeChanged)],
    now: Time,
) -> Option<Back> {
    let mut before: Option<&ProbeChanged> = None;
    let mut back: Option<Back> = None;
    for (no, change) in words {
        if !came_after(incident, *no, fence.by) {
            let stands = writes(change) && now - fence.since > GRACE;
            back = stands.then(|| returned(*no, change, true));
        } else if answers(change.state) {
            let came = before.is_some_and(|b| !answers(b.state));
            let turned = writes(change) && before.is_none_or(|b| !writes(b));
            if came || turned {
                back = Some(returned(*no, change, false));
            } else if !writes(change) {
                end(&mut back, change.since, |b| b.writable);
            }
        } else if is_measured(change) {
            end(&mut back, change.since, |_| true);
        } else {
            // What was not measured may answer still.
            continue;
        }
        before = Some(change);
    }
    back
}

/// It is over: one that only stood never came back.
fn end(back: &mut Option<Back>, at: Time, which: impl Fn(&Back) -> bool) {
    if back.as_ref().is_some_and(|b| b.still && which(b)) {
        *back = None;
    }
    if let Some(back) = back.as_mut().filter(|b| which(b)) {
        back.until.get_or_insert(at);
    }
}

fn returned(no: EntryNo, change: &ProbeChanged, still: bool) -> Back {
    Back {
        by: no,
        service: change.service.clone(),
        machine: change.machine.clone(),
        writable: writes(change),
        still,
        until: None,
    }
}

/// `42A IS BACK after fencing, WRITABLE: fence it again (2.2); Database role, seen from b1`: what to do stands before the
/// evidence, which a narrow screen cuts off.
pub(super) fn words(side: &str, service: &str, fence: &Fence, back: &Back) -> String {
    let (number, machine) = (&fence.number, &back.machine);
    let (what, answers) = match (back.writable, back.still) {
        (true, true) => ("IS STILL WRITABLE after fencing: fence it again", ""),
        (true, false) => ("IS BACK after fencing, WRITABLE: fence it again", ""),
        (false, _) => (
            "IS BACK after fencing: see that nothing writes there",
            " answers",
        ),
    };
    match back.until.filter(|_| !back.still) {
        Some(until) => {
            let until = until.clock();
            let wrote = if back.writable { ", WRITABLE" } else { "" };
            format!("{side} WAS BACK after fencing until {until}{wrote}: {service}, from {machine}")
        }
        None => format!("{side} {what} ({number}); {service}{answers}, seen from {machine}"),
    }
}
