//! Results of `switchover probe` for people: a table of one round, and a line for each change.

use super::probe_json::{leads_to, state};
use crate::domain::plan::Plan;
use crate::domain::probe::{ProbeId, Sample};
use crate::domain::serving::short;
use crate::domain::words::ProbeState;

/// One round: a row a service with a column a provider, then witnesses, then name servers. Lines as they came, not
/// safe to print.
#[must_use]
pub fn probe_table(plan: &Plan, samples: &[Sample]) -> Vec<String> {
    let find = |probe: &ProbeId| samples.iter().find(|s| &s.probe == probe);
    let mut services = vec![vec![String::new()]];
    services[0].extend(plan.providers.iter().map(|p| plan.short(&p.id).to_owned()));
    services.extend(plan.services.iter().map(|service| {
        let cell = |provider: &crate::domain::plan::Provider| {
            let probe = ProbeId::Service {
                service: service.id.clone(),
                provider: provider.id.clone(),
            };
            find(&probe).map(said).unwrap_or_default()
        };
        let mut row = vec![service.id.to_string()];
        row.extend(plan.providers.iter().map(cell));
        row
    }));
    let witnesses = plan.witnesses.iter().filter_map(|witness| {
        let sample = find(&ProbeId::Witness(witness.id.clone()))?;
        Some(vec![format!("witness {}", witness.id), said(sample)])
    });
    let names = samples.iter().filter_map(|sample| match &sample.probe {
        ProbeId::Name { name, server } => {
            let to = leads_to(plan, sample).map(|to| format!(" means {to}"));
            let said = said(sample) + &to.unwrap_or_default();
            Some(vec![format!("{name} by {}", short(server)), said])
        }
        _ => None,
    });
    let mut lines = Vec::new();
    let tables = [services, witnesses.collect(), names.collect()];
    for table in tables.into_iter().filter(|t| !t.is_empty()) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(aligned(&table));
    }
    lines
}

/// A result in words: `up 87 ms 200`, `down refused`.
fn said(sample: &Sample) -> String {
    let latency = sample.latency.map(|l| format!(" {} ms", l.0));
    let state = state(sample).as_str();
    let detail = match sample.detail.as_str() {
        "" => String::new(),
        detail => format!(" {detail}"),
    };
    format!("{state}{}{detail}", latency.unwrap_or_default())
}

/// Columns two blanks apart.
fn aligned(table: &[Vec<String>]) -> Vec<String> {
    let width = |text: &String| text.chars().count();
    let columns = table.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|n| table.iter().filter_map(|row| row.get(n)).map(width).max())
        .map(Option::unwrap_or_default)
        .collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths);
        let padded = cells.map(|(cell, most)| format!("{cell}{}", " ".repeat(most - width(cell))));
        let line: Vec<String> = padded.collect();
        line.join("  ").trim_end().to_owned()
    };
    table.iter().map(line).collect()
}

/// How many of a round are up.
#[must_use]
pub fn probe_sum(samples: &[Sample]) -> String {
    let up = samples.iter().filter(|s| state(s) == ProbeState::Up);
    format!("{} of {} up", up.count(), samples.len())
}

/// A probe's name: `web at 42A`.
fn named(plan: &Plan, probe: &ProbeId) -> String {
    match probe {
        ProbeId::Service { service, provider } => {
            format!("{service} at {}", plan.short(provider))
        }
        ProbeId::Witness(id) => format!("witness {id}"),
        ProbeId::Name { name, server } => format!("{name} by {}", short(server)),
    }
}

/// A line for a result that says something else than the one before it; none when it says the same. Numbers that
/// only move say nothing new.
#[must_use]
pub fn probe_change(plan: &Plan, before: Option<&Sample>, sample: &Sample) -> Option<String> {
    let words = |s: &Sample| -> String {
        let still = |c: &char| !c.is_ascii_digit() && !matches!(c, '.' | '-');
        s.detail.chars().filter(still).collect()
    };
    let same = |a: &Sample, b: &Sample| {
        let answers = |s: &Sample| s.answer.as_ref().map(|a| a.records.clone());
        a.finding == b.finding
            && a.role == b.role
            && a.progress == b.progress
            && answers(a) == answers(b)
            && (a.answer.is_some() || words(a) == words(b))
    };
    if before.is_some_and(|before| same(before, sample)) {
        return None;
    }
    let was = before.map(state).filter(|was| *was != state(sample));
    let was = was.map_or_else(String::new, |was| format!(" (was {was})"));
    let to = leads_to(plan, sample).map(|to| format!(" means {to}"));
    Some(format!(
        "{} {}: {}{}{was}",
        sample.ended.clock(),
        named(plan, &sample.probe),
        said(sample),
        to.unwrap_or_default(),
    ))
}

#[cfg(test)]
mod tests {
    use super::super::probe_json::probe_json;
    use super::*;
    use crate::domain::ids::Id;
    use crate::domain::plan::{Check, ProbeSpec, Provider, Service, Witness};
    use crate::domain::probe::Finding;
    use crate::domain::time::{Span, Time};

    fn id(text: &str) -> Id {
        Id::new(text).unwrap()
    }

    fn plan() -> Plan {
        let spec = || {
            ProbeSpec::plain(Check::Tcp {
                address: String::new(),
            })
        };
        Plan {
            providers: vec![
                Provider::plain(id("h42"), "Provider 42A"),
                Provider::plain(id("c10"), "Provider C10"),
            ],
            services: vec![
                Service::plain(id("web"), "Web", spec()),
                Service::plain(id("database"), "Database", spec()),
            ],
            witnesses: vec![Witness {
                id: id("quad"),
                probe: spec(),
            }],
            ..Plan::default()
        }
    }

    fn sample(service: &str, provider: &str, finding: Finding, detail: &str) -> Sample {
        let probe = ProbeId::Service {
            service: id(service),
            provider: id(provider),
        };
        let at = Time::parse("2026-11-20T02:13:44Z").unwrap();
        Sample::new(probe, (at, at), finding, detail.into())
    }

    #[test]
    fn a_round_is_an_aligned_table() {
        let web = Sample {
            latency: Some(Span(87)),
            ..sample("web", "h42", Finding::Good, "200")
        };
        let quad = Sample {
            probe: ProbeId::Witness(id("quad")),
            ..sample("web", "h42", Finding::Good, "open")
        };
        let samples = [
            web,
            sample("web", "c10", Finding::Bad, "refused"),
            sample("database", "h42", Finding::NotMeasured, "not run here"),
            quad,
        ];
        let lines = probe_table(&plan(), &samples);
        assert_eq!(
            lines,
            [
                "          42A                   C10",
                "web       up 87 ms 200          down refused",
                "database  unknown not run here",
                "",
                "witness quad  up open",
            ]
        );
        assert_eq!(probe_sum(&samples), "2 of 4 up");
    }

    #[test]
    fn only_what_says_something_new_is_a_change() {
        let plan = plan();
        let slow = |detail: &str| sample("web", "h42", Finding::Poor, detail);
        let up = sample("web", "h42", Finding::Good, "200");
        let line = probe_change(&plan, None, &up);
        assert_eq!(line.as_deref(), Some("02:13:44Z web at 42A: up 200"));
        assert_eq!(probe_change(&plan, Some(&up), &up), None);
        let line = probe_change(&plan, Some(&up), &slow("200 in 1.2s"));
        let expected = "02:13:44Z web at 42A: degraded 200 in 1.2s (was up)";
        assert_eq!(line.as_deref(), Some(expected));
        let next = probe_change(&plan, Some(&slow("200 in 1.2s")), &slow("200 in 0.9s"));
        assert_eq!(next, None);
        let role = Sample {
            role: Some("writable".into()),
            ..up.clone()
        };
        assert!(probe_change(&plan, Some(&up), &role).is_some());
    }

    #[test]
    fn a_line_of_json_names_all_its_keys() {
        let role = Sample {
            role: Some("writable".into()),
            latency: Some(Span(12)),
            ..sample("database", "h42", Finding::Good, "role writable")
        };
        assert_eq!(
            probe_json(&plan(), &role, "b1"),
            r#"{"schema":1,"time":"2026-11-20T02:13:44.000Z","kind":"service","service":"database","provider":"h42","witness":null,"name":null,"server":null,"state":"up","latency_ms":12,"detail":"role writable","role":"writable","value":null,"done":null,"total":null,"answers":null,"ttl_s":null,"machine":"b1"}"#
        );
    }
}
