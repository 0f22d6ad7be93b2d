//! What a name server answers for a name.

use super::cause::Cause;
use super::names::{NameTrouble, Names, host_port};
use super::prober::Phase;
use super::target::DnsAsk;
use crate::domain::probe::Finding;
use hickory_resolver::proto::rr::{RData, Record, RecordType};
use std::net::{Ipv6Addr, SocketAddr};

const PORT: u16 = 53;

/// Asks once. That a server does not answer is what was measured, unless it is the machine's own.
pub(super) async fn ask(
    ask: &DnsAsk,
    names: &Names,
    phase: &Phase,
) -> Result<(Finding, String), Cause> {
    let server = match &ask.resolver {
        Some(address) => Some(server(address, names, phase).await?),
        None => None,
    };
    let kind = kind(&ask.expect);
    let found = names.records(server, &ask.name, kind).await;
    let found = found.map_err(|trouble| match trouble {
        NameTrouble::NoServer if server.is_some() => (Finding::Bad, "no answer".to_owned()),
        other => other.cause(),
    })?;
    let answers: Vec<(String, u32)> = found.iter().filter_map(|r| answer(r, kind)).collect();
    Ok(judge(&answers, &ask.expect))
}

async fn server(address: &str, names: &Names, phase: &Phase) -> Result<SocketAddr, Cause> {
    let (host, port) = host_port(address, Some(PORT)).map_err(|t| t.cause())?;
    phase.naming(true);
    let found = names.find(&host, port).await;
    phase.naming(false);
    let found = found.map_err(|t| t.cause())?;
    let first = found.into_iter().next();
    first.ok_or_else(|| NameTrouble::NotFound.cause())
}

/// What is asked for follows from what is expected: an address of either family, or a name.
fn kind(expect: &[String]) -> RecordType {
    let all = |fits: fn(&String) -> bool| !expect.is_empty() && expect.iter().all(fits);
    if all(|e| e.parse::<Ipv6Addr>().is_ok()) {
        RecordType::AAAA
    } else if all(|e| e.chars().any(char::is_alphabetic)) {
        RecordType::CNAME
    } else {
        RecordType::A
    }
}

/// An answer of the kind asked for, with its TTL in seconds.
fn answer(record: &Record, kind: RecordType) -> Option<(String, u32)> {
    let text = match &record.data {
        RData::A(a) => a.0.to_string(),
        RData::AAAA(a) => a.0.to_string(),
        RData::CNAME(name) if kind == RecordType::CNAME => bare(&name.0.to_string()),
        _ => return None,
    };
    Some((text, record.ttl))
}

fn bare(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

/// All answers expected is good, some poor, none bad.
fn judge(answers: &[(String, u32)], expect: &[String]) -> (Finding, String) {
    let Some((first, ttl)) = answers.first() else {
        return (Finding::Bad, "no answer of that kind".to_owned());
    };
    let expected = |text: &str| expect.is_empty() || expect.iter().any(|e| bare(e) == text);
    let fitting = answers.iter().filter(|(text, _)| expected(text)).count();
    let finding = match fitting {
        0 => Finding::Bad,
        n if n < answers.len() => Finding::Poor,
        _ => Finding::Good,
    };
    let stray = answers.iter().find(|(text, _)| !expected(text));
    let shown = stray.map_or(first, |(text, _)| text);
    let more = match answers.len() {
        1 => String::new(),
        n => format!(" +{}", n - 1),
    };
    (finding, format!("{shown}{more} ttl {ttl}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(answers: &[&str], expect: &[&str]) -> (Finding, String) {
        let answers: Vec<_> = answers.iter().map(|a| ((*a).to_owned(), 60)).collect();
        let expect: Vec<_> = expect.iter().map(|e| (*e).to_owned()).collect();
        judge(&answers, &expect)
    }

    #[test]
    fn an_answer_of_somebody_else_is_shown() {
        use Finding::{Bad, Good, Poor};
        let rows: [(&[&str], &[&str], _, _); 6] = [
            (&["192.0.2.10"], &["192.0.2.10"], Good, "192.0.2.10 ttl 60"),
            (&["192.0.2.10"], &[], Good, "192.0.2.10 ttl 60"),
            (&["192.0.2.10"], &["198.51.100.7"], Bad, "192.0.2.10 ttl 60"),
            (
                &["198.51.100.7", "192.0.2.10"],
                &["198.51.100.7"],
                Poor,
                "192.0.2.10 +1 ttl 60",
            ),
            (
                &["lb.c10.example"],
                &["LB.c10.example."],
                Good,
                "lb.c10.example ttl 60",
            ),
            (&[], &[], Bad, "no answer of that kind"),
        ];
        for (answers, expect, finding, words) in rows {
            assert_eq!(said(answers, expect), (finding, words.to_owned()));
        }
    }

    #[test]
    fn what_is_expected_says_what_is_asked_for() {
        let of = |e: &[&str]| kind(&e.iter().map(|e| (*e).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&[]), RecordType::A);
        assert_eq!(of(&["192.0.2.1"]), RecordType::A);
        assert_eq!(of(&["2001:db8::1", "::2"]), RecordType::AAAA);
        assert_eq!(of(&["lb.c10.example"]), RecordType::CNAME);
    }
}
