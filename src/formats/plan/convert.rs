//! From `plan.toml` as it is written to the domain's plan.

use super::probe::probe;
use super::raw::{
    RawAudience, RawDns, RawEscalation, RawPager, RawPeer, RawPlan, RawProvider, RawRole,
    RawService, RawWitness, each, lists,
};
use crate::domain::plan::{
    Audience, Cadence, DnsName, Escalation, Pager, Peer, Plan, Provider, Role, Service, Witness,
};
use crate::domain::time::Span;
use crate::domain::words::{AudienceKind, Milestone, Profile, Stage};
use crate::formats::toml::{Reader, bare, map, texts};

/// Names that every provider has besides its own vars.
pub(crate) const PROVIDER_NAMES: [&str; 5] = ["id", "name", "phone", "status_url", "ticket_url"];

/// The first update is due this long after the declaration, where the plan does not say.
const FIRST_WITHIN: Span = Span::minutes(5);

pub(super) fn plan(raw: RawPlan, r: &mut Reader<'_>) -> Plan {
    r.schema(raw.schema);
    let profile =
        bare(raw.clocks).and_then(|clocks| r.word(clocks.profile, Profile::ALL, Profile::as_str));
    let mut audiences: Vec<Audience> = each(raw.audience).map(|a| audience(a, r)).collect();
    let mut escalations: Vec<Escalation> = each(raw.escalation).map(|e| escalation(e, r)).collect();
    if let Some(profile) = profile {
        let bare = audiences.iter_mut().filter(|a| a.cadence.is_empty());
        bare.for_each(|audience| audience.cadence = profile.cadence());
        if escalations.is_empty() {
            escalations.extend(profile.escalation());
        }
    }
    Plan {
        name: r.title(&raw.place, "name", raw.name),
        root: bare(raw.root),
        reviewed: r.date(raw.reviewed),
        providers: each(raw.provider).map(|p| provider(p, r)).collect(),
        services: each(raw.service).map(|s| service(s, r)).collect(),
        dns: each(raw.dns).map(|d| dns(d, r)).collect(),
        witnesses: each(raw.witness).map(|w| witness(w, r)).collect(),
        roles: each(raw.role).map(|role| self::role(role, r)).collect(),
        audiences,
        escalations,
        runner_allowed: bare(raw.runner)
            .and_then(|run| bare(run.allow))
            .unwrap_or(false),
        peers: each(raw.peer).map(|p| peer(p, r)).collect(),
        pager: bare(raw.pager).map(pager),
    }
}

fn provider(raw: RawProvider, r: &mut Reader<'_>) -> Provider {
    r.names_of_values(raw.vars.as_ref(), &PROVIDER_NAMES);
    let id = r.own_id(&raw.place, raw.id);
    Provider {
        name: bare(raw.name).unwrap_or_else(|| id.to_string()),
        phone: bare(raw.phone),
        status_url: bare(raw.status_url),
        ticket_url: bare(raw.ticket_url),
        vars: map(raw.vars),
        id,
    }
}

fn service(raw: RawService, r: &mut Reader<'_>) -> Service {
    let id = r.own_id(&raw.place, raw.id);
    r.required(&raw.place, "probe");
    Service {
        name: bare(raw.name).unwrap_or_else(|| id.to_string()),
        depends_on: r.ids(raw.depends_on),
        downtime: bare(raw.downtime).unwrap_or(false),
        writer: bare(raw.writer).unwrap_or(false),
        loss: bare(raw.loss).unwrap_or(false),
        probe: probe(raw.probe, r),
        id,
    }
}

fn witness(raw: RawWitness, r: &mut Reader<'_>) -> Witness {
    r.required(&raw.place, "probe");
    Witness {
        id: r.own_id(&raw.place, raw.id),
        probe: probe(raw.probe, r),
    }
}

fn dns(raw: RawDns, r: &mut Reader<'_>) -> DnsName {
    const KINDS: [&str; 3] = ["A", "AAAA", "CNAME"];
    let answers = lists(raw.answers)
        .into_iter()
        .map(|(provider, answers)| (r.id(provider), answers))
        .collect();
    DnsName {
        name: r.title(&raw.place, "name", raw.name),
        kind: r.word(raw.kind, &KINDS, |k| k).unwrap_or("A").to_owned(),
        resolvers: texts(raw.resolvers),
        authoritative: texts(raw.authoritative),
        ttl: r.span(raw.ttl),
        answers,
    }
}

fn role(raw: RawRole, r: &mut Reader<'_>) -> Role {
    let id = r.own_id(&raw.place, raw.id);
    Role {
        name: bare(raw.name).unwrap_or_else(|| id.to_string()),
        required: bare(raw.required).unwrap_or(false),
        id,
    }
}

fn audience(raw: RawAudience, r: &mut Reader<'_>) -> Audience {
    // Who is the public is said by `public` alone.
    const KINDS: [AudienceKind; 3] = [
        AudienceKind::Internal,
        AudienceKind::Execs,
        AudienceKind::Provider,
    ];
    let id = r.own_id(&raw.place, raw.id);
    let mut cadence = Vec::new();
    for raw in each(raw.cadence) {
        r.required(&raw.place, "every");
        let state = r.word(raw.state, Stage::ALL, Stage::as_str);
        let every = r.some_span(raw.every).unwrap_or(Span::minutes(30));
        cadence.push(Cadence {
            severity: bare(raw.severity),
            state,
            after: r.span(raw.after),
            every,
        });
    }
    Audience {
        name: bare(raw.name).unwrap_or_else(|| id.to_string()),
        public: bare(raw.public).unwrap_or(false),
        kind: r.word(raw.kind, &KINDS, |k| k.as_str()),
        first_within: r.some_span(raw.first_within).unwrap_or(FIRST_WITHIN),
        webhook: bare(raw.webhook),
        rehearsal_webhook: bare(raw.rehearsal_webhook),
        headers: map(raw.headers),
        body: bare(raw.body),
        cadence,
        id,
    }
}

fn escalation(raw: RawEscalation, r: &mut Reader<'_>) -> Escalation {
    r.required(&raw.place, "after");
    Escalation {
        to: r.title(&raw.place, "to", raw.to),
        after: r.span(raw.after).unwrap_or(Span::minutes(30)),
        unless: r.word(raw.unless, Milestone::ALL, Milestone::as_str),
    }
}

fn peer(raw: RawPeer, r: &mut Reader<'_>) -> Peer {
    Peer {
        id: r.own_id(&raw.place, raw.id),
        ssh: r.title(&raw.place, "ssh", raw.ssh),
        root: r.title(&raw.place, "root", raw.root),
    }
}

fn pager(raw: RawPager) -> Pager {
    Pager {
        run: bare(raw.run),
        webhook: bare(raw.webhook),
        rehearsal_webhook: bare(raw.rehearsal_webhook),
    }
}
