//! Steps that are due after the run.

use super::board::{Board, StepRow};
use crate::domain::fold::{Incident, Life};
use crate::domain::time::{Span, Time};
use crate::domain::words::{Milestone, StepKind};

impl StepRow {
    /// It is due after the run, and open.
    #[must_use]
    pub fn is_task(&self) -> bool {
        self.step.kind == StepKind::Task && !self.is_closed()
    }
}

impl Board {
    /// When a task falls due: counted from the restoration, else from the end of the incident, else of the run; none
    /// before there is one of these, or where the checklist gives no time.
    #[must_use]
    pub fn due(&self, incident: &Incident, row: &StepRow) -> Option<Time> {
        let due = row.step.due.filter(|_| row.is_task())?;
        let restored = incident.milestone(Milestone::ServiceRestored);
        let life = incident.state().life.held();
        let closed = life.filter(|h| matches!(h.value, Life::Closed { .. }));
        let closed = closed.map(|h| incident.written(h.by));
        Some(restored.or(closed).or_else(|| self.ended())? + due)
    }

    /// When the last step of the run was closed; none while one is open. Tasks do not count.
    fn ended(&self) -> Option<Time> {
        let steps = || self.steps.iter().filter(|s| s.step.kind != StepKind::Task);
        let ends = steps().filter_map(|s| s.since).max();
        ends.filter(|_| steps().all(StepRow::is_closed))
    }

    /// The open tasks in words: `4.2 Post-mortem scheduled due in 47h`.
    #[must_use]
    pub fn tasks(&self, incident: &Incident, now: Time) -> Vec<String> {
        let open = self.steps.iter().filter(|row| row.is_task());
        open.map(|row| {
            let due = match (self.due(incident, row), row.step.due) {
                (Some(at), _) => due_in(at - now),
                (None, Some(span)) => format!("due {} after the run", hours(span)),
                (None, None) => "due after the run".to_owned(),
            };
            format!("{} {} {due}", row.number, row.title)
        })
        .collect()
    }
}

/// `due in 47h`, `OVERDUE 2h`
#[must_use]
pub fn due_in(left: Span) -> String {
    if left.0 < 0 {
        format!("OVERDUE {}", hours(left))
    } else {
        format!("due in {}", hours(left))
    }
}

/// Hours up to four days, then days.
fn hours(span: Span) -> String {
    match span.0.unsigned_abs() / 3_600_000 {
        0 => span.short(),
        h @ 1..96 => format!("{h}h"),
        h => format!("{}d", h / 24),
    }
}
