//! What was told, decided, found and asked.

use super::{Scene, due};
use crate::domain::facts::{Fact, NoteAdded};
use crate::domain::fold::EntryNo;
use crate::domain::ids::Id;
use crate::domain::rules::alarms::reported;
use crate::domain::rules::narrative::{self, Line};
use crate::domain::rules::noted::is_pinned;
use crate::domain::rules::outbox::{Standing, waiting};
use crate::domain::rules::updates::escalations;
use crate::domain::words::{NoteKind, ProbeState};

/// So many of each kind are told, the last ones; pinned entries all.
const LAST: usize = 8;

/// So many of the newest entries are told.
const NEWEST: usize = 6;

pub(super) fn updates(scene: &Scene<'_>) -> Vec<String> {
    let waits = waiting(scene.plan, scene.incident, scene.mode);
    let mut lines = Vec::new();
    for clock in scene.updates {
        let next = clock.due.map_or("no clock".to_owned(), |at| {
            format!("next due {} ({})", at.clock(), due(at - scene.now))
        });
        let rests = clock.snoozed.filter(|t| *t > scene.now);
        let rests = rests.map(|t| format!(", rests until {}", t.clock()));
        let rests = rests.unwrap_or_default();
        lines.push(format!("{}: {next}{rests}", clock.name));
        lines.push(match &clock.last {
            Some(sent) => {
                let text = sent.text.as_deref().unwrap_or("(no text)");
                format!("  last told {} by {}: {text}", sent.at.clock(), sent.by)
            }
            None => "  not told yet".to_owned(),
        });
        if let Some(one) = waits.iter().find(|w| w.queued.audience == clock.audience) {
            let what = match one.standing {
                Standing::Approval => "waits for its approval",
                Standing::Ready => "on its way",
                Standing::Unsure => "MAY HAVE ARRIVED: somebody looks",
            };
            lines.push(format!("  {what}, by {}: {}", one.by, one.queued.text));
        }
    }
    for call in escalations(scene.plan, scene.incident) {
        let known = if call.called { ", known" } else { "" };
        let left = due(call.due - scene.now);
        lines.push(format!(
            "call {}: {} ({left}){known}",
            call.to,
            call.due.clock()
        ));
    }
    lines
}

/// The last entries of the timeline that are meant, oldest first, in words.
fn last(scene: &Scene<'_>, most: usize, meant: impl Fn(&Fact, EntryNo) -> bool) -> Vec<String> {
    let timeline = scene.incident.state().timeline.iter().rev();
    let fact = |no: &EntryNo| &scene.incident.log().entry(*no).draft.fact;
    let found = timeline.filter(|(_, no)| meant(fact(no), *no)).take(most);
    let mut lines: Vec<String> = found
        .map(|(at, no)| narrative::line(scene.plan, scene.board, scene.incident, *at, *no))
        .map(|line| words(&line))
        .collect();
    lines.reverse();
    lines
}

fn words(line: &Line) -> String {
    let pin = if line.pinned { "* " } else { "" };
    format!("{pin}{} {}: {}", line.at.clock(), line.who, line.text)
}

pub(super) fn decided(scene: &Scene<'_>) -> Vec<String> {
    last(scene, LAST, |fact, _| match fact {
        Fact::NoteAdded(note) => note.kind == NoteKind::Decision,
        Fact::DecisionTaken(_) | Fact::ChecklistAborted(_) => true,
        _ => false,
    })
}

pub(super) fn found(scene: &Scene<'_>) -> Vec<String> {
    let pinned = last(scene, usize::MAX, |_, no| is_pinned(scene.incident, no));
    let found = last(scene, LAST, |fact, no| {
        let finding = matches!(fact, Fact::NoteAdded(n) if n.kind == NoteKind::Finding);
        finding && !is_pinned(scene.incident, no)
    });
    pinned.into_iter().chain(found).collect()
}

pub(super) fn asked(scene: &Scene<'_>) -> Vec<String> {
    let open = |note: &NoteAdded| {
        // The program asks for confirmations in the same words: they are answered at their step.
        let own = note.kind == NoteKind::Question && note.text.starts_with("who confirms ");
        matches!(note.kind, NoteKind::Question | NoteKind::Todo) && !own
    };
    let mark = |note: &NoteAdded| note.kind == NoteKind::Todo;
    let todo = last(
        scene,
        LAST,
        |fact, _| matches!(fact, Fact::NoteAdded(n) if open(n) && mark(n)),
    );
    let asked = last(
        scene,
        LAST,
        |fact, _| matches!(fact, Fact::NoteAdded(n) if open(n) && !mark(n)),
    );
    let asked = asked.into_iter().map(|line| format!("? {line}"));
    asked
        .chain(todo.into_iter().map(|line| format!("TODO {line}")))
        .collect()
}

/// The newest entries, whatever they say, less what a cockpit writes by itself.
pub(super) fn newest(scene: &Scene<'_>) -> Vec<String> {
    last(scene, NEWEST, |fact, _| {
        !matches!(
            fact,
            Fact::CockpitJoined(_)
                | Fact::CockpitLeft(_)
                | Fact::HandoverOffered(_)
                | Fact::HandoverAccepted(_)
                | Fact::AlarmAcknowledged(_)
                | Fact::AlarmPaged(_)
        )
    })
}

/// The services something was told of, on both sides.
pub(super) fn probes(scene: &Scene<'_>) -> Vec<String> {
    let Some((from, to)) = scene.incident.direction() else {
        return Vec::new();
    };
    let said = |side: &Id, service: &Id| reported(scene.incident, side, service);
    let words = |state: Option<ProbeState>| state.map_or("no news", ProbeState::as_str);
    let services = scene.plan.services.iter().filter_map(|service| {
        let (a, b) = (said(from, &service.id), said(to, &service.id));
        a.or(b)?;
        Some(format!(
            "{}: {} {}, {} {}",
            service.name,
            scene.plan.short(from),
            words(a),
            scene.plan.short(to),
            words(b)
        ))
    });
    services.collect()
}
