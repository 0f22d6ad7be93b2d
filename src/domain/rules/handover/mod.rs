//! The state of things on one sheet: for who takes over, for a newcomer, for paper. Made of the facts and a moment.

mod people;
mod said;
mod work;

use super::alarms::Alarm;
use super::board::Board;
use super::clocks::Clocks;
use super::updates::UpdateClock;
use crate::domain::facts::{Fact, HandoverAccepted, HandoverDeclined, HandoverOffered};
use crate::domain::fold::Incident;
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::presence::Presence;
use crate::domain::text::visible;
use crate::domain::time::{Span, Time};
use crate::domain::words::{Milestone, Mode};

/// The longest sheet that is kept with an offer, in bytes: a fact has room for it with all else it says.
const KEPT: usize = 9_000;

/// What a sheet is made of.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The checklist as it stands.
    pub board: &'a Board,
    /// The incident.
    pub incident: &'a Incident,
    /// Live, planned or drill.
    pub mode: Mode,
    /// The header's clocks.
    pub clocks: &'a Clocks,
    /// The audiences' clocks.
    pub updates: &'a [UpdateClock],
    /// What must not be overlooked.
    pub alarms: &'a [Alarm],
    /// Cockpits that are here.
    pub present: &'a [Presence],
    /// Incident time.
    pub now: Time,
}

/// One part of a sheet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Section {
    /// What it is about.
    pub title: &'static str,
    /// Its lines, with nothing hidden in them.
    pub lines: Vec<String>,
}

/// The state of things, part by part; what there is nothing of is left out.
#[must_use]
pub fn sheet(scene: &Scene<'_>) -> Vec<Section> {
    let parts = [
        ("THE INCIDENT", head(scene)),
        ("ALARMS", alarms(scene)),
        ("THE CHECKLIST", work::checklist(scene)),
        ("AT WORK", work::running(scene)),
        ("WAITS", work::waits(scene)),
        ("TO DECIDE", work::decisions(scene)),
        ("WHAT THE PROBES SAID", said::probes(scene)),
        ("PROMISED", people::promises(scene)),
        ("PUT OFF OR UNPROVEN", work::put_off(scene)),
        ("STILL SET", work::pairs(scene)),
        ("UPDATES", said::updates(scene)),
        ("WHO DOES WHAT", people::people(scene)),
        ("DECIDED", said::decided(scene)),
        ("FOUND AND PINNED", said::found(scene)),
        ("ASKED AND TO DO", said::asked(scene)),
        ("NEWEST IN THE TIMELINE", said::newest(scene)),
        ("PROVIDERS", people::providers(scene)),
        (
            "AFTER THE RUN",
            scene.board.tasks(scene.incident, scene.now),
        ),
    ];
    let shown = |lines: Vec<String>| -> Vec<String> {
        lines.iter().map(|l| visible(l).into_owned()).collect()
    };
    parts
        .into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(title, lines)| Section {
            title,
            lines: shown(lines),
        })
        .collect()
}

/// The sheet as plain text; ends with a line break.
#[must_use]
pub fn text(sections: &[Section]) -> String {
    let mut out = String::new();
    for section in sections {
        out.push_str(section.title);
        out.push('\n');
        for line in &section.lines {
            out.push_str("  ");
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// A role offered to somebody, with the state of things as it is now. A long sheet is cut at a line, and says so.
#[must_use]
pub fn offer(scene: &Scene<'_>, role: &Id, to: &str) -> Fact {
    let whole = text(&sheet(scene));
    let mut kept = String::new();
    for line in whole.lines() {
        if kept.len() + line.len() > KEPT {
            kept.push_str("(cut: Y shows all of it as it is now)\n");
            break;
        }
        kept.push_str(line);
        kept.push('\n');
    }
    HandoverOffered {
        role: role.clone(),
        operator: to.to_owned(),
        summary: Some(kept),
    }
    .into()
}

/// A role that was offered is taken over by who writes this.
#[must_use]
pub fn accept(role: &Id) -> Fact {
    HandoverAccepted { role: role.clone() }.into()
}

/// The fact that declines it, and why.
#[must_use]
pub fn decline(role: &Id, reason: &str) -> Fact {
    let reason = Some(reason.trim()).filter(|r| !r.is_empty());
    HandoverDeclined {
        role: role.clone(),
        reason: reason.map(str::to_owned),
    }
    .into()
}

fn head(scene: &Scene<'_>) -> Vec<String> {
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
    let stage = state.stage.get().map_or("not set", |s| s.as_str());
    let closed = if incident.is_open() { "" } else { ", CLOSED" };
    let (date, clock) = (scene.now.date(), scene.now.clock());
    lines.push(format!(
        "state {stage}{closed}; written {date} {clock}, all times UTC"
    ));
    let clocks = scene.clocks;
    let mut told = Vec::new();
    if let Some(downtime) = clocks.downtime {
        let word = if clocks.down { "down" } else { "was down" };
        told.push(format!("{word} {}", downtime.clock()));
    }
    if let Some(rto) = clocks.rto {
        let over = clocks.rto_over.map(|o| format!(" OVER by {}", o.clock()));
        told.push(format!("RTO {}{}", rto.short(), over.unwrap_or_default()));
    }
    if let Some(left) = clocks.decide_by {
        let word = if left.0 < 0 { "OVERDUE by" } else { "in" };
        told.push(format!("decision due {word} {}", left.clock()));
    }
    lines.extend((!told.is_empty()).then(|| told.join(", ")));
    let reached = Milestone::ALL.iter();
    let reached = reached.filter_map(|m| Some(format!("{m} {}", incident.milestone(*m)?.clock())));
    let reached: Vec<String> = reached.collect();
    lines.extend((!reached.is_empty()).then(|| reached.join(", ")));
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
    lines
}

fn alarms(scene: &Scene<'_>) -> Vec<String> {
    let alarms = scene.alarms.iter();
    let known = |by: &Option<String>| match by {
        Some(by) => format!(" (known to {by})"),
        None => String::new(),
    };
    alarms
        .map(|a| format!("! {}{}", a.text, known(&a.acknowledged)))
        .collect()
}

/// `in 12m`, `OVERDUE 0:40`
fn due(left: Span) -> String {
    if left.0 < 0 {
        format!("OVERDUE {}", left.calm())
    } else {
        format!("in {}", left.calm())
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
