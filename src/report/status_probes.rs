//! What the probes say, in `status --json`.

use super::picture::{Live, Picture};
use crate::domain::presence::View;
use crate::domain::rules::alarms::reported;
use crate::domain::rules::changes::role;
use crate::domain::rules::writers::{self, Writers};
use crate::domain::time::Span;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Probe<'a> {
    service: &'a str,
    provider: &'a str,
    side: Option<&'static str>,
    state: &'static str,
    role: Option<&'a str>,
    since: Option<String>,
    age_s: Option<i64>,
    latency_ms: Option<i64>,
    detail: Option<&'a str>,
    machine: Option<&'a str>,
    seen: Vec<Seen<'a>>,
}

/// What one machine sees of a service.
#[derive(Serialize)]
struct Seen<'a> {
    machine: &'a str,
    state: &'static str,
}

/// What each machine says of the whole, in words.
#[derive(Serialize)]
pub(super) struct Said<'a> {
    machine: &'a str,
    text: &'a str,
}

/// What would be lost if the target were promoted now.
pub(super) fn loss(live: &Live) -> Vec<Said<'_>> {
    said(live, |view| view.loss.as_deref())
}

/// Whether the target can take over, until that is decided.
pub(super) fn ready(live: &Live) -> Vec<Said<'_>> {
    said(live, |view| view.ready.as_deref())
}

fn said(live: &Live, of: impl Fn(&View) -> Option<&str>) -> Vec<Said<'_>> {
    let views = live.views.iter();
    let told = views.filter_map(|v| {
        let text = of(v)?;
        let machine = v.machine.as_str();
        Some(Said { machine, text })
    });
    told.collect()
}

/// Whether the database is writable at one provider only.
#[derive(Serialize)]
pub(super) struct WritersStand {
    split_brain: &'static str,
    text: String,
}

/// By the last word of every machine; none when no probe of the plan tells a writer's role.
pub(super) fn writers_stand(picture: &Picture<'_>) -> Option<WritersStand> {
    let (stand, text) = writers::told(picture.plan, picture.incident)?;
    let split_brain = match stand {
        Writers::One | Writers::Nobody => "no",
        Writers::Several => "yes",
        Writers::NotMeasured => "unknown",
    };
    Some(WritersStand { split_brain, text })
}

/// The newest snapshot of each probe; without one, the state last written down.
pub(super) fn probes<'a>(picture: &'a Picture<'_>, live: &'a Live) -> Vec<Probe<'a>> {
    let direction = picture.incident.direction();
    let scale = picture.incident.scale();
    let mut out = Vec::new();
    for service in &picture.plan.services {
        for provider in &picture.plan.providers {
            let fits = |r: &&crate::domain::presence::ViewRow| {
                r.service == service.id && r.provider == provider.id
            };
            let rows = live
                .views
                .iter()
                .filter_map(|v| Some((v, v.rows.iter().find(|r| fits(r))?)));
            let newest = rows.clone().max_by_key(|(_, row)| row.at);
            let known = reported(picture.incident, &provider.id, &service.id);
            let state = newest.map(|(_, r)| r.state).or(known);
            let side = direction.and_then(|(from, to)| match &provider.id {
                id if id == from => Some("from"),
                id if id == to => Some("to"),
                _ => None,
            });
            out.push(Probe {
                service: service.id.as_str(),
                provider: provider.id.as_str(),
                side,
                state: state.map_or("unknown", |s| s.as_str()),
                role: role(picture.incident, &provider.id, &service.id),
                since: newest.map(|(_, r)| scale.incident(r.since).rfc3339()),
                age_s: newest.map(|(_, r)| (picture.wall - r.at).max(Span::ZERO).as_seconds()),
                latency_ms: newest.and_then(|(_, r)| r.latency).map(|l| l.0),
                detail: newest.map(|(_, r)| r.detail.as_str()),
                machine: newest.map(|(v, _)| v.machine.as_str()),
                seen: rows
                    .map(|(view, row)| Seen {
                        machine: &view.machine,
                        state: row.state.as_str(),
                    })
                    .collect(),
            });
        }
    }
    out
}
