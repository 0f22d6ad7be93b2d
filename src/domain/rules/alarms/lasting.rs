//! Alarms about what takes long: looking for the cause, and the incident itself.

use super::Alarms;
use crate::domain::time::{Span, Time};
use crate::domain::words::{Milestone, Mode, Stage};

/// So long in investigating is said, and said again as often.
const INVESTIGATING: Span = Span::minutes(30);
/// So long makes an incident a long one; said again as often: people tire.
const LONG: Span = Span::minutes(120);

impl Alarms<'_> {
    pub(super) fn lasting(&mut self, now: Time) {
        let reached = |m| self.incident.milestone(m);
        let Some(declared) = reached(Milestone::Declared) else {
            return;
        };
        let over = reached(Milestone::Resolved).is_some();
        let served = over || reached(Milestone::ServiceRestored).is_some();
        let decided = reached(Milestone::Decided).is_some();
        let opened = self.incident.state().opened.get();
        let planned = opened.is_some_and(|o| o.mode == Mode::Planned);
        let held = self.incident.state().stage.held();
        let since = match held.map(|h| (h.value, h.by)) {
            Some((Stage::Investigating, by)) => Some(self.incident.written(by)),
            // Nobody said so; a decision needs a cause, or does without, and planned work has none.
            None => Some(declared).filter(|_| !decided && !planned),
            Some(_) => None,
        };
        if let Some((since, times)) = since
            .filter(|_| !served)
            .and_then(|since| due(since, INVESTIGATING, now))
        {
            let text = format!(
                "INVESTIGATING for {}: tell what is known (b), S says identified",
                (now - since).calm()
            );
            self.add(
                3,
                format!("investigating.{times}"),
                text,
                &[held.map(|h| h.by)],
            );
        }
        if let Some((since, times)) = due(declared, LONG, now).filter(|_| !over) {
            let text = format!(
                "LONG incident, {}: relief and the next shift (W), food and rest",
                (now - since).calm()
            );
            self.add(4, format!("long.{times}"), text, &[]);
        }
    }
}

/// How often a length of time has passed since then, if it has.
fn due(since: Time, every: Span, now: Time) -> Option<(Time, i64)> {
    let times = (now - since).0.div_euclid(every.0);
    (times > 0).then_some((since, times))
}
