//! What the probes measure now, as a sheet says it: the same the pane and the status say.

use crate::domain::ids::Id;
use crate::domain::presence::View;
use crate::domain::words::ProbeState;

/// What is measured now, from all machines that say so.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Measured {
    /// Service, provider, and what one machine sees of it; a line for each machine.
    pub rows: Vec<(Id, Id, ProbeState)>,
    /// Whether the target can take over and what would be lost, in words.
    pub also: Vec<String>,
}

impl Measured {
    /// What the machines say in their snapshots.
    #[must_use]
    pub fn of(views: &[View]) -> Self {
        let rows = views.iter().flat_map(|v| &v.rows);
        let rows = rows.map(|r| (r.service.clone(), r.provider.clone(), r.state));
        let ready = views.iter().find_map(|v| v.ready.clone());
        let loss = views.iter().find_map(|v| v.loss.clone());
        Measured {
            rows: rows.collect(),
            also: ready.into_iter().chain(loss).collect(),
        }
    }

    /// `up`, `down and up` where two machines see it differently; none where nothing is measured.
    pub(super) fn words(&self, provider: &Id, service: &Id) -> Option<String> {
        let here = self.rows.iter();
        let here = here.filter(|(s, p, _)| s == service && p == provider);
        let mut states: Vec<&str> = here.map(|(_, _, state)| state.as_str()).collect();
        states.sort_unstable();
        states.dedup();
        (!states.is_empty()).then(|| states.join(" and "))
    }
}
