//! What the probes told so far: each change of a verdict or a role, in order.

use crate::domain::facts::{Fact, ProbeChanged, VantageChanged};
use crate::domain::fold::{EntryNo, Incident};
use crate::domain::ids::Id;
use crate::domain::words::ProbeState;

/// The role of a database that takes writes.
pub const WRITABLE: &str = "writable";

/// Every change, with its entry, in the order of the fold.
pub fn changes(incident: &Incident) -> impl DoubleEndedIterator<Item = (EntryNo, &ProbeChanged)> {
    let numbers = incident.state().changes.iter();
    numbers.filter_map(|no| match &incident.log().entry(*no).draft.fact {
        Fact::ProbeChanged(change) => Some((*no, change)),
        _ => None,
    })
}

/// It answers: up, slow, or with nothing to do.
#[must_use]
pub const fn answers(state: ProbeState) -> bool {
    matches!(
        state,
        ProbeState::Up | ProbeState::Degraded | ProbeState::Quiet
    )
}

/// It was measured: it answers with a role, or it is down. Of a service without roles that it answers is all there is.
#[must_use]
pub fn is_measured(change: &ProbeChanged) -> bool {
    answers(change.state) || change.state == ProbeState::Down
}

/// Whether an entry came after another one: by what its author had seen, and where neither had seen the other by the
/// clock.
pub(super) fn came_after(incident: &Incident, entry: EntryNo, other: EntryNo) -> bool {
    let log = incident.log();
    let by_clock = || incident.written(entry) >= incident.written(other);
    log.sees(entry, other) || (!log.sees(other, entry) && by_clock())
}

/// It was measured to take writes.
#[must_use]
pub fn writes(change: &ProbeChanged) -> bool {
    answers(change.state) && change.role.as_deref() == Some(WRITABLE)
}

/// The role a service was measured in at a provider, by the machine that said so last; none while it does not answer.
#[must_use]
pub fn role<'a>(incident: &'a Incident, provider: &Id, service: &Id) -> Option<&'a str> {
    let mut words = changes(incident).filter(|(_, c)| c.provider == *provider);
    let last = words.rfind(|(_, c)| c.service == *service)?.1;
    last.role.as_deref().filter(|_| answers(last.state))
}

/// `b1 is BLIND: its witnesses are gone`
pub(super) fn seen(vantage: &VantageChanged) -> String {
    match vantage.blind {
        true => format!("{} is BLIND: its witnesses are gone", vantage.machine),
        false => format!("{} sees again", vantage.machine),
    }
}

/// `UP, writable since 02:13:31Z, seen from b2`
pub(super) fn told(change: &ProbeChanged) -> String {
    let state = change.state.as_str().to_uppercase();
    let role = change.role.as_deref();
    let said = role.map(|role| format!("role {role}"));
    let role = role.map_or_else(String::new, |role| format!(", {role}"));
    let detail = change.detail.as_ref().filter(|d| said.as_ref() != Some(*d));
    let detail = detail.map_or_else(String::new, |d| format!(" ({d})"));
    let since = change.since.clock();
    let heard = change.heard.map(|at| at.clock());
    let heard = heard.map_or_else(String::new, |at| format!(", replayed elsewhere up to {at}"));
    format!(
        "{state}{role} since {since}{detail}{heard}, seen from {}",
        change.machine
    )
}
