//! `plan.toml` as it is written.

use crate::formats::toml::{Date, Named, Texts, raw};
use toml::Spanned;

type Many<T> = Vec<Spanned<T>>;

raw! {
    /// The top of the file.
    RawPlan {
        dollar_schema ["$schema"]: String,
        schema: i64,
        name: String,
        root: String,
        reviewed: Date,
        provider: Many<RawProvider>,
        service: Many<RawService>,
        dns: Many<RawDns>,
        witness: Many<RawWitness>,
        role: Many<RawRole>,
        audience: Many<RawAudience>,
        escalation: Many<RawEscalation>,
        clocks: RawClocks,
        runner: RawRunner,
        peer: Many<RawPeer>,
        pager: RawPager,
    }
    RawProvider {
        id: String,
        name: String,
        phone: String,
        status_url: String,
        ticket_url: String,
        vars: Named<String>,
    }
    RawService {
        id: String,
        name: String,
        depends_on: Many<String>,
        downtime: bool,
        writer: bool,
        loss: bool,
        probe: RawProbe,
    }
    RawWitness {
        id: String,
        probe: RawProbe,
    }
    RawProbe ["probe"] {
        kind: String,
        every: String,
        timeout: String,
        rise: i64,
        fall: i64,
        degraded_over: String,
        proxy: String,
        quiet_under: f64,
        url: String,
        address: String,
        status: Many<i64>,
        body_contains: String,
        header: Named<String>,
        insecure: bool,
        redirects: i64,
        name: String,
        resolver: String,
        expect: Many<String>,
        days_left: i64,
        run: String,
        unit: String,
        degraded_over_value: f64,
        down_over_value: f64,
        roles: Named<String>,
        pattern: String,
    }
    RawDns {
        name: String,
        kind ["type"]: String,
        resolvers: Many<String>,
        authoritative: Many<String>,
        ttl: String,
        answers: Named<Many<String>>,
    }
    RawRole {
        id: String,
        name: String,
        required: bool,
    }
    RawAudience {
        id: String,
        name: String,
        public: bool,
        kind: String,
        first_within: String,
        webhook: String,
        rehearsal_webhook: String,
        headers: Named<String>,
        body: String,
        cadence: Many<RawCadence>,
    }
    RawCadence {
        severity: String,
        state: String,
        after: String,
        every: String,
    }
    RawClocks {
        profile: String,
    }
    RawEscalation {
        to: String,
        after: String,
        unless: String,
    }
    RawRunner {
        allow: bool,
    }
    RawPeer {
        id: String,
        ssh: String,
        root: String,
    }
    RawPager {
        run: String,
        webhook: String,
        rehearsal_webhook: String,
    }
}

/// A list that was not written is an empty one.
pub(crate) fn each<T>(list: Option<Spanned<Many<T>>>) -> impl Iterator<Item = T> {
    let list = list.map(Spanned::into_inner).unwrap_or_default();
    list.into_iter().map(Spanned::into_inner)
}

/// The values of a map of lists.
pub(crate) fn lists(
    named: Option<Spanned<Named<Many<String>>>>,
) -> Vec<(Spanned<String>, Vec<String>)> {
    let named = named.map(|n| n.into_inner().0).unwrap_or_default();
    let bare = |list: Spanned<Many<String>>| -> Texts { Some(list) };
    named
        .into_iter()
        .map(|(name, list)| (name, crate::formats::toml::texts(bare(list))))
        .collect()
}
