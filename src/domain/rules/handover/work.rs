//! What is done, what is at work, what waits.

use super::{Scene, due};
use crate::domain::rules::Pair;
use crate::domain::rules::StepRow;
use crate::domain::time::Span;
use crate::domain::words::{StepKind, StepState};

/// So many of the steps that come next are named.
const NEXT: usize = 4;

pub(super) fn checklist(scene: &Scene<'_>) -> Vec<String> {
    let board = scene.board;
    if board.run.is_none() {
        return vec!["no checklist is adopted yet: triage".to_owned()];
    }
    let now = board.now();
    let phase = now.and_then(|row| Some((row.phase, board.phases.get(row.phase)?)));
    let mut lines = Vec::new();
    let place =
        phase.map(|(at, p)| format!("phase {}/{} {}, ", at + 1, board.phases.len(), p.title));
    lines.push(format!(
        "{}: {}{} of {} steps closed",
        board.title,
        place.unwrap_or_default(),
        board.done,
        board.total
    ));
    if let Some(eta) = board.eta(scene.now) {
        let (least, most) = (eta.least.short(), eta.most.short());
        let pauses = match eta.pauses {
            0 => String::new(),
            n => format!(", and {n} to decide"),
        };
        let range = if least == most {
            least
        } else {
            format!("{least} to {most}")
        };
        lines.push(format!("{range} of work left{pauses}"));
    }
    if let Some(why) = &board.aborted {
        lines.push(format!("ABORTED: {why}"));
    }
    if let Some(row) = board.no_return() {
        lines.push(format!(
            "past the POINT OF NO RETURN: {} {}",
            row.number, row.title
        ));
    }
    if let Some(abort) = phase.and_then(|(_, p)| p.abort_if.as_ref()) {
        lines.push(format!("give up if: {abort}"));
    }
    let next = board.steps.iter().enumerate();
    let next = next.filter(|(at, s)| {
        let todo = s.state == StepState::Todo && !s.struck;
        board.now.is_some_and(|now| *at > now) && todo && s.step.kind != StepKind::Task
    });
    let next = next.map(|(_, s)| format!("then {}", step(scene, s)));
    lines.extend(next.take(NEXT));
    lines
}

/// A step in words: number, title, whose it is, what it waits for.
fn step(scene: &Scene<'_>, row: &StepRow) -> String {
    let role = row.step.role.as_ref().map(|role| {
        let holder = scene.incident.holder(role).unwrap_or("nobody");
        format!(" [{role}: {holder}]")
    });
    let who = match row.who() {
        Some(who) => format!(" [{who}]"),
        None => role.unwrap_or_default(),
    };
    let unmet = match row.unmet.as_slice() {
        [] => String::new(),
        all => format!(", after {}", all.join(", ")),
    };
    let hard = if row.step.irreversible {
        ", NO UNDO"
    } else {
        ""
    };
    format!("{} {}{who}{unmet}{hard}", row.number, row.title)
}

/// The step to do next, the steps somebody is at, and those that went wrong.
pub(super) fn running(scene: &Scene<'_>) -> Vec<String> {
    let own = scene.me.and_then(|me| scene.board.now_for(me));
    let now = own.map(|at| &scene.board.steps[at]);
    let now = now.or(scene.board.now());
    // With several teams at work each header has its own.
    let label = match (scene.me, own == scene.board.now) {
        (Some(me), false) => format!("NOW for {me}"),
        _ => "NOW".to_owned(),
    };
    let rows = scene.board.steps.iter().filter(|s| {
        let wrong = matches!(s.state, StepState::Failed | StepState::Unknown);
        let held = s.state == StepState::Todo && s.holder.is_some();
        !s.struck && (s.state == StepState::Doing || wrong || held)
    });
    let rows: Vec<&StepRow> = rows.collect();
    let is_now = |s: &StepRow| now.is_some_and(|now| now.step.id == s.step.id);
    let next = now.filter(|_| !rows.iter().any(|s| is_now(s)));
    let next = next.map(|now| format!("{label} {}", step(scene, now)));
    let at_work = rows.iter().map(|s| {
        let state = match s.state {
            StepState::Todo => "claimed, not begun".to_owned(),
            StepState::Failed => "FAILED".to_owned(),
            StepState::Unknown => {
                "UNKNOWN: its command's runner is gone, look what happened".to_owned()
            }
            state => state.to_string(),
        };
        let who = s.who().or(s.by.as_deref()).unwrap_or("nobody");
        let since = s.since.map(|t| {
            let ago = (scene.now - t).max(Span::ZERO).calm();
            format!(", since {} ({ago})", t.near(scene.now))
        });
        let part = s.progress().map(|(n, m)| format!(", {n}/{m}"));
        let why = s.reason.as_ref().map(|r| format!(": {r}"));
        let also = s
            .rivals
            .iter()
            .map(|(who, state)| format!(", but {who} says {state}"));
        format!(
            "{}{} {}: {state} by {who}{}{}{}{}",
            if is_now(s) {
                format!("{label} ")
            } else {
                String::new()
            },
            s.number,
            s.title,
            since.unwrap_or_default(),
            part.unwrap_or_default(),
            why.unwrap_or_default(),
            also.collect::<String>(),
        )
    });
    next.into_iter().chain(at_work).collect()
}

pub(super) fn waits(scene: &Scene<'_>) -> Vec<String> {
    let rows = scene.board.steps.iter();
    rows.filter(|s| s.state == StepState::Waiting && !s.struck)
        .map(|s| {
            let end = match s.until {
                Some(until) => format!(
                    "ends {} ({})",
                    until.near(scene.now),
                    due(until - scene.now)
                ),
                None => "ends when its probe is stable".to_owned(),
            };
            let over = s.wait_over(scene.now);
            let over = over.map(|o| format!(", OVER its timeout by {}", o.calm()));
            format!(
                "{} {}: {end}{}",
                s.number,
                s.title,
                over.unwrap_or_default()
            )
        })
        .collect()
}

/// Decisions that are due or asked again.
pub(super) fn decisions(scene: &Scene<'_>) -> Vec<String> {
    let rows = scene.board.steps.iter().filter(|s| {
        let open = !s.is_closed() && s.state != StepState::NotTaken;
        s.step.kind == StepKind::Decision && open && s.unmet.is_empty()
    });
    rows.map(|s| {
        let question = s
            .step
            .decision
            .as_ref()
            .map(|d| scene.board.names.text(&d.question));
        let question = question.filter(|q| !q.is_empty()).map(|q| format!(": {q}"));
        let votes: Vec<String> = s.told.votes.iter().map(|v| v.words()).collect();
        let votes = if votes.is_empty() {
            String::new()
        } else {
            format!(" ({})", votes.join(", "))
        };
        let again = s
            .until
            .map(|t| format!(", asked again at {}", t.near(scene.now)));
        let question = question.unwrap_or_default();
        format!(
            "{} {}{question}{votes}{}",
            s.number,
            s.title,
            again.unwrap_or_default()
        )
    })
    .collect()
}

/// Deferred, skipped or waived with their reasons, and closed without proof.
pub(super) fn put_off(scene: &Scene<'_>) -> Vec<String> {
    let rows = scene.board.steps.iter().filter(|s| {
        let left = matches!(
            s.state,
            StepState::Deferred | StepState::Skipped | StepState::Waived
        );
        !s.struck && (left || (s.unproven && s.state.is_closed()))
    });
    rows.map(|s| {
        let state = if s.unproven {
            "closed UNPROVEN".to_owned()
        } else {
            s.state.to_string()
        };
        let by = s.by.as_ref().map(|by| format!(" by {by}"));
        let why = s.reason.as_ref().or(s.value.as_ref());
        let why = why.map(|r| format!(": {r}"));
        format!(
            "{} {}: {state}{}{}",
            s.number,
            s.title,
            by.unwrap_or_default(),
            why.unwrap_or_default()
        )
    })
    .collect()
}

pub(super) fn pairs(scene: &Scene<'_>) -> Vec<String> {
    scene.board.all_pairs().map(Pair::words).collect()
}
