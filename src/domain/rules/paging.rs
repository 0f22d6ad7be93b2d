//! What a pager is told: which alarms and clocks wake somebody up, and in which words.

use super::alarms::Alarm;
use super::board::Board;
use crate::domain::facts::{AlarmPaged, Fact};
use crate::domain::fold::{EntryNo, Incident};
use crate::domain::plan::{Pager, Plan};
use crate::domain::presence::{Paging, Presence};
use crate::domain::probe::{Order, listing};
use crate::domain::secrets::masked;
use crate::domain::text::visible;
use crate::domain::time::{Span, Time};
use crate::domain::words::{Mode, StepKind, StepState};

/// What still stands and nobody knows of is paged again after this, in wall time.
pub const AGAIN: Span = Span::minutes(15);
/// What comes and goes is not paged more often than this, in wall time.
pub const GAP: Span = Span::seconds(60);
/// People stay for a shorter wait: its end pages nobody.
pub const LONG_WAIT: Span = Span::minutes(10);
/// A wait that ended longer ago than this is no news.
const FRESH: Span = Span::minutes(10);
/// So many characters of an alarm are sent: a pager shows a line or two.
const LONGEST: usize = 240;
/// Alarms for people who are at their screens: hints, and what a pager cannot mend by paging.
const SILENT: [&str; 5] = ["pager.", "offer.", "role-offer.", "role-long.", "long."];
/// Among the hints the one that users suffer is none.
const LOUD: &str = "offer.impact_start.";

/// How a pager tells somebody.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Way {
    /// By a command of the plan.
    Command(String),
    /// By a webhook: a reference.
    Webhook(String),
    /// Not at all: it is a drill.
    Simulated,
}

impl Way {
    /// As facts say it.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Way::Command(_) => "command",
            Way::Webhook(_) => "webhook",
            Way::Simulated => SIMULATED,
        }
    }

    /// The command of the plan that it runs, as it is shown and approved; none: it runs none.
    #[must_use]
    pub fn listing(&self) -> Option<String> {
        let (probe, script) = match self {
            Way::Command(run) => ("pager", run.as_str()),
            Way::Webhook(hook) => ("webhook of the pager", hook.strip_prefix("cmd:")?),
            Way::Simulated => return None,
        };
        let (probe, script) = (probe.to_owned(), script.to_owned());
        Some(listing(&[Order { probe, script }]))
    }
}

/// The way of a page that only says what would be.
const SIMULATED: &str = "simulated";

/// How a plan's pager tells somebody. From a drill nothing leaves the machine unless a place for rehearsals is named.
///
/// # Errors
/// Why it cannot, in words.
pub fn way(pager: &Pager, mode: Mode) -> Result<Way, &'static str> {
    let set = |text: &Option<String>| text.clone().filter(|t| !t.trim().is_empty());
    let (run, hook) = (set(&pager.run), set(&pager.webhook));
    if mode == Mode::Drill {
        let rehearsed = set(&pager.rehearsal_webhook).map(Way::Webhook);
        return Ok(rehearsed.unwrap_or(Way::Simulated));
    }
    match (run, hook) {
        (Some(run), None) => Ok(Way::Command(run)),
        (None, Some(hook)) => Ok(Way::Webhook(hook)),
        (Some(_), Some(_)) => Err("its plan sets both run and webhook: one is wanted"),
        (None, None) => Err("its plan sets neither run nor webhook"),
    }
}

/// The commands a pager runs, as they are shown and approved, each by itself: of pages, and of those of a drill.
#[must_use]
pub fn listings(pager: &Pager) -> Vec<String> {
    let ways = [Mode::Live, Mode::Drill].map(|mode| way(pager, mode).ok());
    let mut all: Vec<String> = ways.iter().flatten().filter_map(Way::listing).collect();
    all.dedup();
    all
}

/// Something that wakes somebody up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cause {
    /// The alarm, or `wait.` and the entry that began the wait.
    pub id: String,
    /// What to say of it, in a line.
    pub text: String,
    /// It is said again while it stands: somebody can acknowledge it.
    pub again: bool,
}

/// An alarm for people who are at their screens, by its id.
#[must_use]
pub fn is_hint(id: &str) -> bool {
    SILENT.iter().any(|begin| id.starts_with(begin)) && !id.starts_with(LOUD)
}

/// What has to be told now, the loudest first: alarms nobody knows of, and long waits whose time is over.
#[must_use]
pub fn causes(alarms: &[Alarm], incident: &Incident, board: &Board, now: Time) -> Vec<Cause> {
    let alarms = alarms.iter();
    let alarms = alarms.filter(|a| a.acknowledged.is_none() && !is_hint(&a.id));
    let mut found: Vec<Cause> = alarms
        .map(|a| Cause {
            id: a.id.clone(),
            text: a.text.clone(),
            again: true,
        })
        .collect();
    if incident.is_open() {
        found.extend(waits(incident, board, now));
    }
    found
}

/// Long waits whose time was over a moment ago, and that nobody ended before.
fn waits(incident: &Incident, board: &Board, now: Time) -> Vec<Cause> {
    let Some((_, run)) = incident.active_run() else {
        return Vec::new();
    };
    let next = board.now.and_then(|at| board.steps.get(at));
    let waits = board
        .steps
        .iter()
        .filter(|row| row.step.kind == StepKind::Wait);
    let waits = waits.filter_map(|row| {
        let record = run.step(&row.step.id)?;
        let began = |no: &EntryNo| match &incident.log().entry(*no).draft.fact {
            Fact::StepSet(set) if set.state == StepState::Waiting => Some((*no, set.until?)),
            _ => None,
        };
        let (no, until) = record.history.iter().rev().find_map(began)?;
        let state = record.state.held()?;
        let long = until - incident.written(no) >= LONG_WAIT;
        let fresh = now >= until && now - until < FRESH;
        let ended = state.value.state != StepState::Waiting && incident.written(state.by) < until;
        if !long || !fresh || ended {
            return None;
        }
        let next = next.filter(|next| next.step.id != row.step.id);
        let next = next.map(|n| format!("; next is {} {}", n.number, n.title));
        Some(Cause {
            id: format!("wait.{}", incident.log().entry(no).reference()),
            text: format!(
                "{} {}: its wait is over{}",
                row.number,
                row.title,
                next.unwrap_or_default()
            ),
            again: false,
        })
    });
    waits.collect()
}

/// What the pager says: one plain line without secrets, which ends with how to stop it.
#[must_use]
pub fn text(cause: &Cause, incident: &Incident, mode: Mode, machine: &str) -> String {
    let severity = incident.state().severity.get();
    let severity = severity
        .map(|level| format!(" {level}"))
        .unwrap_or_default();
    let opened = incident.state().opened.get();
    let title = opened.map_or("", |opened| opened.title.as_str());
    let said = plain(
        &format!("{}{severity} {title}: {}", mode.banner(), cause.text),
        LONGEST,
    );
    let stop = match cause.again {
        true => format!("; `switchover ack {}` stops it", plain(&cause.id, 80)),
        false => String::new(),
    };
    format!("{said} (from {}{stop})", plain(machine, 40))
}

/// One line without secrets and control characters, cut at so many characters.
#[must_use]
pub fn plain(text: &str, most: usize) -> String {
    let text = masked(text);
    let text = visible(&text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    match line.chars().count() > most {
        true => line.chars().take(most - 2).chain("..".chars()).collect(),
        false => line,
    }
}

/// A page as the timeline tells it.
#[must_use]
pub fn told(page: &AlarmPaged) -> String {
    let (text, via, machine) = (&page.text, &page.via, &page.machine);
    match &page.failed {
        Some(why) => format!("NOBODY was paged from {machine} by {via}, {why}: {text}"),
        None if via == SIMULATED => format!("would page: {text}"),
        None => format!("paged from {machine} by {via}: {text}"),
    }
}

/// Who pages, in a few words; whether anybody does. None: the plan has no pager.
#[must_use]
pub fn who(plan: &Plan, present: &[Presence]) -> Option<(bool, String)> {
    plan.pager.as_ref()?;
    let of = |paging: Paging| {
        let there = present.iter().filter(move |p| p.pages == paging);
        let mut machines: Vec<&str> = there.map(|p| p.machine.as_str()).collect();
        machines.sort_unstable();
        machines.dedup();
        Some(machines.join(", ")).filter(|m| !m.is_empty())
    };
    if let Some(machines) = of(Paging::Pages) {
        return Some((true, format!("paging from {machines}")));
    }
    let why = match (of(Paging::NotApproved), of(Paging::Unusable)) {
        (Some(at), _) => format!("not approved on {at} (switchover approve --pager)"),
        (None, Some(at)) => format!("{at} cannot (switchover check says why)"),
        (None, None) => "no switchover join --headless is here".to_owned(),
    };
    Some((false, format!("nobody is paged: {why}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pagers_commands_are_approved_each_by_itself_also_the_one_of_drills() {
        let mut pager = Pager {
            run: Some("./page.sh".into()),
            rehearsal_webhook: Some("cmd:pass show test".into()),
            ..Pager::default()
        };
        let drill = way(&pager, Mode::Drill).unwrap().listing().unwrap();
        let live = way(&pager, Mode::Live).unwrap().listing().unwrap();
        assert_eq!(listings(&pager), [live, drill]);
        (pager.run, pager.webhook) = (None, Some("cmd:pass show test".into()));
        assert_eq!(listings(&pager).len(), 1);
    }
}
