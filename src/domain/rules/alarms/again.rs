//! Served again, and then not: the side that serves goes down while people rest.

use super::Alarms;
use crate::domain::plan::Plan;
use crate::domain::rules::changes::{answers, told};
use crate::domain::time::Time;
use crate::domain::words::{Milestone, ProbeState};

impl Alarms<'_> {
    /// The service users notice is down where it was restored, as some machine sees it that is not blind.
    pub(super) fn down_again(&mut self, plan: &Plan) {
        let incident = self.incident;
        let Some((from, to)) = incident.direction() else {
            return;
        };
        let restored = incident.milestone(Milestone::ServiceRestored);
        let (Some(restored), Some(service)) = (restored, plan.downtime_service()) else {
            return;
        };
        let side = match incident.milestone(Milestone::Decided) {
            Some(_) => to,
            None => from,
        };
        let probes = incident.state().probes.iter();
        let here = probes.filter(|((_, p, s), _)| p == side && *s == service.id);
        let here: Vec<_> = here
            .filter_map(|((machine, ..), word)| Some((machine, word.held()?)))
            .collect();
        let sees = |machine: &String| {
            let vantage = incident.state().vantage.get(machine);
            !vantage.is_some_and(|v| v.get().is_some_and(|v| v.blind))
        };
        // A machine that is gone since says so for ever: who sees it answer later knows better.
        let outdated = |of: &String, since: Time| {
            let mut later = here
                .iter()
                .filter(|(m, h)| *m != of && h.value.since > since);
            later.any(|(m, h)| answers(h.value.state) && sees(m))
        };
        let mut down = here.iter().filter(|(machine, held)| {
            let since = held.value.since;
            let down = held.value.state == ProbeState::Down && since > restored;
            down && sees(machine) && !outdated(machine, since)
        });
        let Some((_, held)) = down.next() else {
            return;
        };
        let text = format!(
            "{} at {}, restored at {}, is {}",
            service.name,
            plan.short(side),
            restored.clock(),
            told(&held.value)
        );
        self.add(0, format!("again.{side}"), text, &[Some(held.by)]);
    }
}
