//! What was told, decided, found and asked.

use super::Scene;
use crate::domain::facts::{Fact, NoteAdded};
use crate::domain::fold::{EntryNo, Sent};
use crate::domain::ids::Id;
use crate::domain::rules::alarms::reported;
use crate::domain::rules::narrative::{self, Line};
use crate::domain::rules::noted::{self, is_pinned};
use crate::domain::rules::outbox::{Standing, waiting};
use crate::domain::time::Time;
use crate::domain::words::NoteKind;

/// So many of each kind are told, the last ones; pinned entries all.
const LAST: usize = 8;

/// So many of the newest entries are told.
const NEWEST: usize = 6;

/// So many letters of each of them.
const LONG: usize = 100;

pub(super) fn updates(scene: &Scene<'_>) -> Vec<String> {
    let waits = waiting(scene.plan, scene.incident, scene.mode);
    let mut lines = Vec::new();
    for clock in scene.updates {
        let none = if clock.due.is_none() {
            ", no clock"
        } else {
            ""
        };
        lines.push(match &clock.last {
            Some(sent) => {
                let (at, by) = (sent.at.near(scene.now), wrote(scene, &clock.audience, sent));
                format!("{}{none}, last told {at} by {by}:", clock.name)
            }
            None => format!("{}{none}: not told yet", clock.name),
        });
        if let Some(sent) = &clock.last {
            lines.push(format!("  {}", sent.text.as_deref().unwrap_or("(no text)")));
        }
        if let Some(one) = waits.iter().find(|w| w.queued.audience == clock.audience) {
            let what = match one.standing {
                Standing::Unsure => "MAY HAVE ARRIVED: somebody looks".to_owned(),
                Standing::Approval => "waits for its approval".to_owned(),
                Standing::Ready if one.trouble.is_some() => format!("NOT OUT, {}", one.words()),
                Standing::Ready => one.words(),
            };
            let at = one.at.near(scene.now);
            let (by, text) = (&one.by, &one.queued.text);
            lines.push(format!("  {what} (by {by}, {at}): {text}"));
        }
    }
    lines
}

/// Who wrote an update that was sent: a cockpit posts what another wrote.
fn wrote(scene: &Scene<'_>, audience: &Id, sent: &Sent) -> String {
    let incident = scene.incident;
    let queued = |no: &EntryNo| match &incident.log().entry(*no).draft.fact {
        Fact::BulletinQueued(q) => q.audience == *audience && Some(&q.text) == sent.text.as_ref(),
        _ => false,
    };
    let timeline = incident.state().timeline.iter().rev();
    let found = timeline.map(|(_, no)| *no).find(queued);
    found.map_or_else(|| sent.by.clone(), |no| incident.author(no).to_owned())
}

/// The last entries of the timeline that are meant, oldest first, in words.
fn last(scene: &Scene<'_>, most: usize, meant: impl Fn(&Fact, EntryNo) -> bool) -> Vec<String> {
    let timeline = scene.incident.state().timeline.iter().rev();
    let fact = |no: &EntryNo| &scene.incident.log().entry(*no).draft.fact;
    let found = timeline.filter(|(_, no)| meant(fact(no), *no)).take(most);
    let mut lines: Vec<String> = found
        .map(|(at, no)| narrative::line(scene.plan, scene.board, scene.incident, *at, *no))
        .map(|line| words(&line, scene.now))
        .collect();
    lines.reverse();
    lines
}

fn words(line: &Line, now: Time) -> String {
    format!("{} {}: {}", line.at.near(now), line.who, line.text)
}

pub(super) fn decided(scene: &Scene<'_>) -> Vec<String> {
    last(scene, LAST, |fact, _| match fact {
        Fact::NoteAdded(note) => note.kind == NoteKind::Decision,
        Fact::DecisionTaken(_) | Fact::ChecklistAborted(_) => true,
        _ => false,
    })
}

/// What is pinned: all of it.
pub(super) fn pinned(scene: &Scene<'_>) -> Vec<String> {
    let all = last(scene, usize::MAX, |_, no| is_pinned(scene.incident, no));
    all.into_iter().map(|line| format!("* {line}")).collect()
}

pub(super) fn found(scene: &Scene<'_>) -> Vec<String> {
    last(scene, LAST, |fact, no| {
        let finding = matches!(fact, Fact::NoteAdded(n) if n.kind == NoteKind::Finding);
        finding && !is_pinned(scene.incident, no)
    })
}

pub(super) fn asked(scene: &Scene<'_>) -> Vec<String> {
    let open = |note: &NoteAdded| {
        // The program asks for confirmations in the same words: they are answered at their step.
        let own = note.kind == NoteKind::Question && note.text.starts_with("who confirms ");
        matches!(note.kind, NoteKind::Question | NoteKind::Todo) && !own
    };
    let mark = |note: &NoteAdded| note.kind == NoteKind::Todo;
    let settled = |no| noted::is_settled(scene.incident, no);
    let todo = last(
        scene,
        LAST,
        |fact, no| matches!(fact, Fact::NoteAdded(n) if open(n) && mark(n) && !settled(no)),
    );
    let asked = last(
        scene,
        LAST,
        |fact, no| matches!(fact, Fact::NoteAdded(n) if open(n) && !mark(n) && !settled(no)),
    );
    let asked = asked.into_iter().map(|line| format!("? {line}"));
    asked
        .chain(todo.into_iter().map(|line| format!("TODO {line}")))
        .collect()
}

/// The newest entries, whatever they say, less what a cockpit writes by itself and what stands above. Long ones are
/// cut.
pub(super) fn newest(scene: &Scene<'_>) -> Vec<String> {
    let newest = last(scene, NEWEST, |fact, _| {
        !matches!(
            fact,
            Fact::CockpitJoined(_)
                | Fact::CockpitLeft(_)
                | Fact::HandoverOffered(_)
                | Fact::HandoverAccepted(_)
                | Fact::AlarmAcknowledged(_)
                | Fact::AlarmPaged(_)
                | Fact::BulletinQueued(_)
                | Fact::BulletinApproved(_)
                | Fact::NotePinned(_)
        )
    });
    let cut = |line: String| match line.char_indices().nth(LONG) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    };
    newest.into_iter().map(cut).collect()
}

/// The services something was told of, on both sides; or that nothing is measured.
pub(super) fn probes(scene: &Scene<'_>) -> Vec<String> {
    if scene.plan.services.is_empty() {
        let words = "nothing is measured, the plan names no service: what is up is what people say";
        return vec![words.to_owned()];
    }
    let Some((from, to)) = scene.incident.direction() else {
        return Vec::new();
    };
    let reported = |side: &Id, service: &Id| {
        let state = reported(scene.incident, side, service);
        state.map(|state| format!("{} (as last told)", state.as_str()))
    };
    let said = |side: &Id, service: &Id| {
        let now = scene.measured.words(side, service);
        now.or_else(|| reported(side, service))
    };
    let words = |said: Option<String>| said.unwrap_or_else(|| "not measured".to_owned());
    let services = scene.plan.services.iter().filter_map(|service| {
        let (a, b) = (said(from, &service.id), said(to, &service.id));
        a.as_ref().or(b.as_ref())?;
        Some(format!(
            "{}: {} {}, {} {}",
            service.name,
            scene.plan.short(from),
            words(a),
            scene.plan.short(to),
            words(b)
        ))
    });
    services
        .chain(scene.measured.also.iter().cloned())
        .collect()
}
