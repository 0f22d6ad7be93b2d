//! The state of things on one sheet: for who takes over, for a newcomer, for paper. Made of the facts and a moment.

mod due;
mod head;
mod measured;
mod page;
mod people;
mod said;
mod work;

pub use measured::Measured;
pub use page::page;

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
use crate::domain::words::Mode;

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
    /// What the probes measure now.
    pub measured: &'a Measured,
    /// Whose cockpit it is made in; none: a shell or a page.
    pub me: Option<&'a str>,
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

/// The state of things, part by part; what there is nothing of is left out. What must be known before anything is
/// touched comes first: it is read in the rows of a small screen.
#[must_use]
pub fn sheet(scene: &Scene<'_>) -> Vec<Section> {
    let parts = [
        ("THE INCIDENT", head::head(scene)),
        ("ALARMS", alarms(scene)),
        ("PINNED", said::pinned(scene)),
        ("AT WORK", work::running(scene)),
        ("TO DECIDE", work::decisions(scene)),
        ("FALLS DUE", due::all(scene)),
        ("UPDATES", said::updates(scene)),
        ("ASKED AND TO DO", said::asked(scene)),
        ("THE CHECKLIST", work::checklist(scene)),
        ("WAITS", work::waits(scene)),
        ("STILL SET", work::pairs(scene)),
        ("PUT OFF OR UNPROVEN", work::put_off(scene)),
        ("WHO DOES WHAT", people::people(scene)),
        ("WHAT THE PROBES SAID", said::probes(scene)),
        ("PROVIDERS", people::providers(scene)),
        ("DECIDED", said::decided(scene)),
        ("FOUND", said::found(scene)),
        ("NEWEST IN THE TIMELINE", said::newest(scene)),
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
pub fn offer(scene: &Scene<'_>, role: &Id, to: &str, until: Option<Time>) -> Fact {
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
        until,
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
