//! What it is, how bad, since when, and what users have of it.

use super::Scene;
use crate::domain::fold::{EntryNo, Incident};
use crate::domain::ids::Id;
use crate::domain::text::visible;
use crate::domain::time::{Span, Time};
use crate::domain::words::{Milestone, Mode};

pub(super) fn head(scene: &Scene<'_>) -> Vec<String> {
    let (incident, state) = (scene.incident, scene.incident.state());
    let severity = state.severity.get().map(|s| format!(" {s}"));
    let title = state.opened.get().map_or("", |o| &o.title);
    let side = |id: Option<&Id>| id.map_or("?", |id| scene.plan.short(id)).to_owned();
    let direction = incident.direction();
    let mut lines = vec![format!(
        "{}{}  {} → {}  {title}",
        scene.mode.banner(),
        severity.unwrap_or_default(),
        side(direction.map(|d| d.0)),
        side(direction.map(|d| d.1)),
    )];
    if scene.mode == Mode::Drill {
        lines.push("a rehearsal: nothing here is production".to_owned());
    }
    let since = |no: EntryNo| since(incident, no, scene.now);
    let stage = state.stage.held();
    let stage = stage.map(|held| (held.value.to_string(), since(held.by)));
    let (stage, staged) = stage.unwrap_or_else(|| ("not set".to_owned(), String::new()));
    let bad = state.severity.held();
    let bad = bad.map(|held| (format!(", {}", held.value), since(held.by)));
    let (level, levelled) = bad.unwrap_or_default();
    // Said at once, as on opening, the time is told once.
    let staged = if staged == levelled {
        String::new()
    } else {
        staged
    };
    let closed = if incident.is_open() { "" } else { ", CLOSED" };
    lines.push(format!("state {stage}{staged}{level}{levelled}{closed}"));
    lines.extend(clocks(scene));
    lines.extend(reached(incident, scene.now));
    if let Some(impact) = state.impact.get() {
        let parts = [
            ("users", &impact.impact),
            ("who", &impact.scope),
            ("not hit", &impact.unaffected),
            ("workaround", &impact.workaround),
            ("data", &impact.data),
        ];
        let said = parts.into_iter();
        lines.extend(said.filter_map(|(name, text)| Some(format!("{name}: {}", text.as_ref()?))));
    }
    let (date, clock) = (scene.now.date(), scene.now.clock());
    lines.push(format!("written {date} {clock}, all times UTC"));
    lines
}

/// ` since 18:51:04Z (59m, gf)`
fn since(incident: &Incident, no: EntryNo, now: Time) -> String {
    let at = incident.written(no);
    let ago = (now - at).max(Span::ZERO).calm();
    let by = visible(incident.author(no)).into_owned();
    format!(" since {} ({ago}, {by})", at.near(now))
}

/// How long users have suffered, and from when to when; how much of it was allowed; until when it is decided.
fn clocks(scene: &Scene<'_>) -> Option<String> {
    let (clocks, now) = (scene.clocks, scene.now);
    let mut told = Vec::new();
    if let Some(downtime) = clocks.downtime {
        let reached = |m| scene.incident.milestone(m).map(|t| t.near(now));
        let (from, to) = (
            reached(Milestone::ImpactStart),
            reached(Milestone::ServiceRestored),
        );
        let (word, to) = match (clocks.down, to) {
            (true, _) => ("down", String::new()),
            (false, Some(to)) => ("was down", format!(" to {to}")),
            (false, None) => ("was down", String::new()),
        };
        let from = from.map(|from| format!(", from {from}{to}"));
        told.push(format!(
            "{word} {}{}",
            downtime.clock(),
            from.unwrap_or_default()
        ));
    }
    if let Some(rto) = clocks.rto {
        let over = clocks.rto_over.map(|o| format!(" OVER by {}", o.clock()));
        told.push(format!("RTO {}{}", rto.short(), over.unwrap_or_default()));
    }
    if let Some(left) = clocks.decide_by {
        let word = if left.0 < 0 { "OVERDUE by" } else { "in" };
        told.push(format!("decision due {word} {}", left.clock()));
    }
    (!told.is_empty()).then(|| told.join(", "))
}

/// The milestones that no clock above tells, in the order they were reached.
fn reached(incident: &Incident, now: Time) -> Option<String> {
    let told = |m: &Milestone| matches!(m, Milestone::ImpactStart | Milestone::ServiceRestored);
    let all = Milestone::ALL.iter().filter(|m| !told(m));
    let mut all: Vec<(Time, String)> = all
        .filter_map(|m| Some((incident.milestone(*m)?, m.to_string().replace('_', " "))))
        .collect();
    all.sort();
    let all = all
        .into_iter()
        .map(|(at, name)| format!("{name} {}", at.near(now)));
    let all: Vec<String> = all.collect();
    (!all.is_empty()).then(|| all.join(", "))
}
