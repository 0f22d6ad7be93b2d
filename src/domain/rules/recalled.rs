//! What a machine recorded of its probes: who joins later goes on from it, instead of from when it came.

use super::changes::changes;
use crate::domain::fold::Incident;
use crate::domain::ids::Id;
use crate::domain::time::Time;
use crate::domain::words::ProbeState;
use std::collections::BTreeMap;

/// The state a machine recorded last of a service at a provider. Times are incident times.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Recalled {
    /// Which.
    pub state: ProbeState,
    /// Since when it is so.
    pub since: Time,
    /// When that was written: the moment somebody could notice.
    pub noticed: Time,
    /// Since when it was down, the last time it was.
    pub fell: Option<Time>,
}

/// What `machine` recorded last of each service at each provider. Where another machine measured something else later,
/// nobody knows whether it lasted: that is left out.
#[must_use]
pub fn recalled(incident: &Incident, machine: &str) -> BTreeMap<(Id, Id), Recalled> {
    let mut all: BTreeMap<(Id, Id), Recalled> = BTreeMap::new();
    for (no, change) in changes(incident).filter(|(_, c)| c.machine == machine) {
        let key = (change.service.clone(), change.provider.clone());
        let before = all.get(&key);
        // A role that changes begins nothing anew.
        if before.is_some_and(|b| b.state == change.state) {
            continue;
        }
        let down = (change.state == ProbeState::Down).then_some(change.since);
        let now = Recalled {
            state: change.state,
            since: change.since,
            noticed: incident.written(no),
            fell: down.or(before.and_then(|b| b.fell)),
        };
        all.insert(key, now);
    }
    for ((other, provider, service), word) in &incident.state().probes {
        let key = (service.clone(), provider.clone());
        let against = |r: &Recalled| {
            let word = word.get().filter(|_| other != machine);
            word.is_some_and(|w| w.state != r.state && w.since > r.since)
        };
        if all.get(&key).is_some_and(against) {
            all.remove(&key);
        }
    }
    all
}
