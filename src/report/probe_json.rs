//! Results of `switchover probe`, a line of JSON each. Keys are added, never renamed; their order is stable.

use super::rows::json;
use crate::domain::plan::Plan;
use crate::domain::probe::{Finding, ProbeId, Sample};
use crate::domain::serving::meaning;
use crate::domain::words::ProbeState;
use serde::Serialize;

#[derive(Default, Serialize)]
struct Row<'a> {
    schema: u32,
    time: String,
    kind: &'static str,
    service: Option<&'a str>,
    provider: Option<String>,
    witness: Option<&'a str>,
    name: Option<&'a str>,
    server: Option<&'a str>,
    state: &'static str,
    latency_ms: Option<i64>,
    detail: &'a str,
    role: Option<&'a str>,
    value: Option<f64>,
    done: Option<u64>,
    total: Option<u64>,
    answers: Option<&'a [String]>,
    ttl_s: Option<i64>,
    machine: &'a str,
}

/// What one result says, by itself: a round is no verdict.
#[must_use]
pub const fn state(sample: &Sample) -> ProbeState {
    match sample.finding {
        Finding::Good => ProbeState::Up,
        Finding::Poor => ProbeState::Degraded,
        Finding::Bad => ProbeState::Down,
        Finding::NotMeasured => ProbeState::Unknown,
    }
}

/// A result as `probe --json` prints it, without a line break.
#[must_use]
pub fn probe_json(plan: &Plan, sample: &Sample, machine: &str) -> String {
    let row = Row {
        schema: 1,
        time: sample.ended.rfc3339_millis(),
        state: state(sample).as_str(),
        latency_ms: sample.latency.map(|l| l.0),
        detail: &sample.detail,
        role: sample.role.as_deref(),
        value: sample.value,
        done: sample.progress.map(|(done, _)| done),
        total: sample.progress.map(|(_, total)| total),
        answers: sample.answer.as_ref().map(|a| a.records.as_slice()),
        ttl_s: sample.answer.as_ref().map(|a| a.ttl.as_seconds()),
        machine,
        ..Row::default()
    };
    json(&match &sample.probe {
        ProbeId::Service { service, provider } => Row {
            kind: "service",
            service: Some(service.as_str()),
            provider: Some(provider.to_string()),
            ..row
        },
        ProbeId::Witness(id) => Row {
            kind: "witness",
            witness: Some(id.as_str()),
            ..row
        },
        ProbeId::Name { name, server } => Row {
            kind: "name",
            name: Some(name),
            server: Some(server),
            provider: leads_to(plan, sample),
            ..row
        },
    })
}

/// Where a name server's answer leads users, by the plan: an id, or several.
#[must_use]
pub(super) fn leads_to(plan: &Plan, sample: &Sample) -> Option<String> {
    let ProbeId::Name { name, .. } = &sample.probe else {
        return None;
    };
    let name = plan.dns.iter().find(|d| &d.name == name)?;
    match meaning(name, sample.answer.as_ref()?) {
        crate::domain::serving::Meaning::Provider(id) => Some(id.to_string()),
        _ => None,
    }
}
