//! A probe: one flat table, whose kind says which of its keys mean something.

use super::raw::RawProbe;
use crate::domain::plan::{Check, HttpCheck, ProbeSpec};
use crate::formats::problems::quoted;
use crate::formats::toml::{Reader, bare, map, texts};
use std::collections::BTreeMap;
use toml::Spanned;

/// Each kind, the keys it cannot do without, and those it may have.
const KINDS: [(&str, &[&str], &[&str]); 6] = [
    (
        "http",
        &["url"],
        &[
            "address",
            "status",
            "body_contains",
            "header",
            "insecure",
            "redirects",
        ],
    ),
    ("tcp", &["address"], &[]),
    ("dns", &["name"], &["resolver", "expect"]),
    ("tls", &["address"], &["name", "days_left"]),
    (
        "command",
        &["run"],
        &["unit", "degraded_over_value", "down_over_value", "roles"],
    ),
    ("progress", &["run", "pattern"], &[]),
];

/// The probe of a table; without a table, one that is never probed.
pub(super) fn probe(raw: Option<Spanned<RawProbe>>, r: &mut Reader<'_>) -> ProbeSpec {
    let mut raw = bare(raw).unwrap_or_default();
    let kind = kind(&raw, r);
    let status = bare(raw.status.take()).unwrap_or_default();
    let mut codes: Vec<u16> = status
        .into_iter()
        .filter_map(|code| r.number(Some(code), 100, 599))
        .filter_map(|code| u16::try_from(code).ok())
        .collect();
    if codes.is_empty() {
        codes.push(200);
    }
    let every = r.some_span(raw.every.take());
    let timeout = r.some_span(raw.timeout.take());
    let rise = r.number(raw.rise.take(), 1, 100);
    let fall = r.number(raw.fall.take(), 1, 100);
    let degraded_over = r.some_span(raw.degraded_over.take());
    let proxy = bare(raw.proxy.take());
    let quiet_under = bare(raw.quiet_under.take());
    let plain = ProbeSpec::plain(check(kind, raw, codes, r));
    ProbeSpec {
        every: every.unwrap_or(plain.every),
        timeout: timeout.unwrap_or(plain.timeout),
        rise: rise.unwrap_or(plain.rise),
        fall: fall.unwrap_or(plain.fall),
        degraded_over,
        proxy,
        quiet_under,
        ..plain
    }
}

/// The kind, after looking that only its own keys are there.
fn kind(raw: &RawProbe, r: &mut Reader<'_>) -> Option<&'static str> {
    if !r.has(&raw.place.at.full) {
        return None; // The service has no probe at all: said there.
    }
    r.required(&raw.place, "kind");
    let given = raw.kind.as_ref()?;
    let Some((kind, needed, more)) = KINDS.iter().find(|(kind, ..)| kind == given.get_ref()) else {
        r.unknown_word(given, || KINDS.iter().map(|(kind, ..)| *kind));
        return None;
    };
    for key in *needed {
        r.required(&raw.place, key);
    }
    let own = |key: &str| needed.contains(&key) || more.contains(&key);
    let every = KINDS
        .iter()
        .flat_map(|(_, needed, more)| needed.iter().chain(*more));
    let foreign: BTreeMap<&str, ()> = every
        .filter(|key| !own(key))
        .map(|key| (*key, ()))
        .collect();
    for key in foreign.keys() {
        if let Some(spot) = r.spots.get(&raw.place.at.path(key)).cloned() {
            let what = format!("a probe of the kind {kind} has no {}", quoted(key));
            let known: Vec<&str> = needed.iter().chain(*more).copied().collect();
            r.error(
                "wrong-kind",
                &spot.key,
                what,
                &format!("this kind has: {}", known.join(", ")),
            );
        }
    }
    Some(kind)
}

fn check(kind: Option<&str>, raw: RawProbe, status: Vec<u16>, r: &mut Reader<'_>) -> Check {
    let text = |value: Option<Spanned<String>>| bare(value).unwrap_or_default();
    match kind {
        Some("http") => Check::Http(HttpCheck {
            url: text(raw.url),
            address: bare(raw.address),
            status,
            body_contains: bare(raw.body_contains),
            header: map(raw.header),
            insecure: bare(raw.insecure).unwrap_or(false),
            redirects: r.number(raw.redirects, 0, 20).unwrap_or(0),
        }),
        Some("tcp") => Check::Tcp {
            address: text(raw.address),
        },
        Some("dns") => Check::Dns {
            name: text(raw.name),
            resolver: bare(raw.resolver),
            expect: texts(raw.expect),
        },
        Some("tls") => Check::Tls {
            address: text(raw.address),
            name: bare(raw.name),
            days_left: i64::from(r.number(raw.days_left, 0, 3650).unwrap_or(14)),
        },
        Some("progress") => Check::Progress {
            run: text(raw.run),
            pattern: text(raw.pattern),
        },
        // A kind of a newer version is never probed either.
        _ => Check::Command {
            run: text(raw.run),
            unit: bare(raw.unit),
            degraded_over: bare(raw.degraded_over_value),
            down_over: bare(raw.down_over_value),
            roles: map(raw.roles),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_has_every_key_of_every_kind_of_probe() {
        let readme = include_str!("../../../README.md");
        for (kind, needed, more) in KINDS {
            let row = readme
                .lines()
                .find(|l| l.starts_with(&format!("| `{kind}` |")));
            let row = row.unwrap_or_default();
            for key in needed.iter().chain(more) {
                assert!(row.contains(&format!("`{key}")), "{kind}: {key}");
            }
        }
        let of_all = readme.split("`[service.probe]`").nth(1).unwrap();
        let of_all = of_all.split("\n\n").next().unwrap();
        for key in ["every", "timeout", "rise", "fall", "degraded_over", "proxy"] {
            assert!(of_all.contains(&format!("`{key}`")), "{key}");
        }
    }
}
