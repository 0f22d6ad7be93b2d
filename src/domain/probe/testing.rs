//! What the tests of this folder share.

use super::{Finding, ProbeId, Sample};
use crate::domain::ids::Id;
use crate::domain::plan::{Plan, ProbeSpec, Provider, Service, Witness};
use crate::domain::time::{Span, Time};

pub(super) fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

/// Every 5 s, timeout 3 s, rise 2, fall 3.
pub(super) fn spec() -> ProbeSpec {
    ProbeSpec::tcp("127.0.0.1:1")
}

/// Service `web`, providers `h42` and `c10`, and these witnesses.
pub(in crate::domain) fn plan(witnesses: &[&str]) -> Plan {
    let provider = |name: &str| Provider::plain(id(name), name);
    Plan {
        providers: vec![provider("h42"), provider("c10")],
        services: vec![Service {
            downtime: true,
            ..Service::plain(id("web"), "Web", spec())
        }],
        witnesses: witnesses
            .iter()
            .map(|w| Witness {
                id: id(w),
                probe: spec(),
            })
            .collect(),
        ..Plan::default()
    }
}

/// `+` good, `~` poor, `-` bad, `?` not measured.
pub(super) fn finding(mark: char) -> Finding {
    match mark {
        '+' => Finding::Good,
        '~' => Finding::Poor,
        '-' => Finding::Bad,
        _ => Finding::NotMeasured,
    }
}

/// A result that began at second `at` and took 100 ms.
pub(super) fn sample(probe: ProbeId, at: i64, mark: char) -> Sample {
    let began = Time(at * 1000);
    Sample {
        latency: matches!(mark, '+' | '~').then_some(Span(100)),
        ..Sample::new(
            probe,
            (began, began + Span(100)),
            finding(mark),
            mark.to_string(),
        )
    }
}

pub(super) fn web(provider: &str) -> ProbeId {
    ProbeId::Service {
        service: id("web"),
        provider: id(provider),
    }
}

pub(super) fn witness(name: &str) -> ProbeId {
    ProbeId::Witness(id(name))
}
