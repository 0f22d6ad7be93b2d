//! What a run is judged by. A mark that is missing is named, never invented.

use super::picture::Picture;
use crate::domain::facts::Fact;
use crate::domain::rules::StepRow;
use crate::domain::time::{Span, Time};
use crate::domain::words::{Milestone, StepState};

/// The figures of a run; none where a mark is missing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Score {
    /// From the first suffering to somebody noticing.
    pub impact_to_detected: Option<Span>,
    /// From the first suffering to calling it an incident.
    pub impact_to_declared: Option<Span>,
    /// From the first suffering to the decision.
    pub impact_to_decided: Option<Span>,
    /// From the decision to service restored.
    pub decided_to_restored: Option<Span>,
    /// From the first suffering to service restored.
    pub impact_to_restored: Option<Span>,
    /// The recovery time objective.
    pub rto: Option<Span>,
    /// Updates that left in time, of those that fell due.
    pub updates: (usize, usize),
    /// Numbers of the steps begun while one they wait for was open.
    pub out_of_order: Vec<String>,
    /// Numbers of the steps left out.
    pub skipped: Vec<String>,
    /// Numbers of the steps that took longer than planned, and by how much.
    pub over_time: Vec<(String, Span)>,
    /// Numbers of the steps whose second person was done without.
    pub overridden: Vec<String>,
    /// Milestones of the figures above that nobody set.
    pub missing: Vec<Milestone>,
    /// What every line begins with: the mode.
    pub mode: &'static str,
}

/// The figures of the incident's active run, so far.
#[must_use]
pub fn score(picture: &Picture<'_>) -> Score {
    let reached = |m| picture.incident.milestone(m);
    let between = |a, b| Some(reached(b)? - reached(a)?);
    let judged = [
        Milestone::ImpactStart,
        Milestone::Detected,
        Milestone::Declared,
        Milestone::Decided,
        Milestone::ServiceRestored,
    ];
    let numbers = |fits: &dyn Fn(&&StepRow) -> bool| {
        let rows = picture.board.steps.iter().filter(fits);
        rows.map(|r| r.number.clone()).collect::<Vec<String>>()
    };
    Score {
        impact_to_detected: between(Milestone::ImpactStart, Milestone::Detected),
        impact_to_declared: between(Milestone::ImpactStart, Milestone::Declared),
        impact_to_decided: between(Milestone::ImpactStart, Milestone::Decided),
        decided_to_restored: between(Milestone::Decided, Milestone::ServiceRestored),
        impact_to_restored: between(Milestone::ImpactStart, Milestone::ServiceRestored),
        rto: picture.clocks.rto,
        updates: updates_in_time(picture),
        out_of_order: numbers(&|r| out_of_order(picture, r)),
        skipped: numbers(&|r| matches!(r.state, StepState::Skipped | StepState::Waived)),
        over_time: picture.board.steps.iter().filter_map(over_time).collect(),
        overridden: numbers(&|r| was_overridden(picture, r)),
        missing: judged
            .into_iter()
            .filter(|m| reached(*m).is_none())
            .collect(),
        mode: picture.identity.mode.banner(),
    }
}

/// A second person was done without, also where the step failed or was opened again since.
fn was_overridden(picture: &Picture<'_>, row: &StepRow) -> bool {
    let run = picture.incident.active_run().map(|(_, run)| run);
    let record = run.and_then(|r| r.step(&row.step.id));
    let mut said = record.into_iter().flat_map(|r| &r.confirmations);
    said.any(|(_, confirmation)| confirmation.reason.is_some())
}

/// A step was begun, or closed without having been begun, while one it waits for was open.
fn out_of_order(picture: &Picture<'_>, row: &StepRow) -> bool {
    let tried = !matches!(
        row.state,
        StepState::Todo | StepState::Skipped | StepState::Waived | StepState::NotTaken
    );
    let Some(begun) = row.started.or(row.since).filter(|_| tried) else {
        return false;
    };
    let first = row
        .step
        .after
        .iter()
        .filter_map(|id| picture.board.step(id));
    first
        .filter(|f| !f.struck)
        .any(|f| !f.state.is_closed() || f.since.is_some_and(|closed| closed > begun))
}

fn over_time(row: &StepRow) -> Option<(String, Span)> {
    let planned = row.step.takes?;
    let over = row.took()? - planned;
    (over.0 >= 1000).then(|| (row.number.clone(), over))
}

/// Of the updates that fell due by now or the end, how many left in time.
fn updates_in_time(picture: &Picture<'_>) -> (usize, usize) {
    let incident = picture.incident;
    let Some(declared) = incident.milestone(Milestone::Declared) else {
        return (0, 0);
    };
    let (mut kept, mut all) = (0, 0);
    for audience in &picture.plan.audiences {
        let mut due: Option<Time> = Some(declared + audience.first_within);
        let record = incident.state().audiences.get(&audience.id);
        for no in record.iter().flat_map(|r| &r.all) {
            let at = incident.written(*no);
            if let Some(due) = due {
                all += 1;
                kept += usize::from(at <= due);
            }
            due = match &incident.log().entry(*no).draft.fact {
                Fact::BulletinSent(sent) => sent.next_at.or_else(|| {
                    let every = crate::domain::rules::updates::cadence(audience, incident, at);
                    every.map(|e| at + e)
                }),
                _ => due,
            };
        }
        all += usize::from(due.is_some_and(|due| due < picture.end()));
    }
    (kept, all)
}

impl Score {
    /// The score in plain lines; the first says what it is of.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let clock = |span: Option<Span>| span.map_or_else(|| "unknown".to_owned(), Span::clock);
        let list = |numbers: &[String]| match numbers {
            [] => "0".to_owned(),
            some => format!("{} ({})", some.len(), some.join(", ")),
        };
        let rto = match (self.rto, self.impact_to_restored) {
            (Some(rto), Some(took)) if took > rto => {
                format!("  RTO {} OVER by {}", rto.short(), (took - rto).clock())
            }
            (Some(rto), Some(took)) => {
                format!("  RTO {} kept by {}", rto.short(), (rto - took).clock())
            }
            (Some(rto), None) => format!("  RTO {}, not known whether kept", rto.short()),
            (None, _) => "  no RTO in the checklist".to_owned(),
        };
        let over: Vec<String> = self
            .over_time
            .iter()
            .map(|(number, by)| format!("{number} by {}", by.clock()))
            .collect();
        let missing: Vec<String> = self.missing.iter().map(ToString::to_string).collect();
        let mut lines = vec![
            format!("{} score", self.mode),
            format!("impact to detected    {}", clock(self.impact_to_detected)),
            format!("impact to declared    {}", clock(self.impact_to_declared)),
            format!("impact to decided     {}", clock(self.impact_to_decided)),
            format!("decided to restored   {}", clock(self.decided_to_restored)),
            format!(
                "impact to restored    {}{rto}",
                clock(self.impact_to_restored)
            ),
            format!(
                "updates in time       {} of {}",
                self.updates.0, self.updates.1
            ),
            format!("steps out of order    {}", list(&self.out_of_order)),
            format!("steps left out        {}", list(&self.skipped)),
            format!("steps over time       {}", list(&over)),
            format!("guards overridden     {}", list(&self.overridden)),
        ];
        if !missing.is_empty() {
            lines.push(format!("never set: {}", missing.join(", ")));
        }
        lines
    }
}
