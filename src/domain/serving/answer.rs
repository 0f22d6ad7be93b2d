//! One reply of a name server, and which provider it means.

use crate::domain::ids::Id;
use crate::domain::plan::DnsName;
use crate::domain::time::Span;
use std::net::IpAddr;

/// What a name server answered.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answer {
    /// What the records of the type asked for say; as it came, not safe to print.
    pub records: Vec<String>,
    /// The names that led there, where the name is an alias; as they came.
    pub aliases: Vec<String>,
    /// How much longer the answer may be kept: the longest of its records, in seconds of the zone.
    pub ttl: Span,
    /// Said by a server of the zone itself, not from a cache.
    pub authoritative: bool,
}

/// Where an answer leads users.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Meaning {
    /// To this provider.
    Provider(Id),
    /// To several providers.
    Mixed,
    /// To what the plan does not name; as it came, not safe to print.
    Unknown(String),
    /// Nowhere: there is no such name, or no record of the type.
    Nothing,
}

/// Which provider an answer means, by the plan. Where its records say nothing, the aliases that led there do.
#[must_use]
pub fn meaning(name: &DnsName, answer: &Answer) -> Meaning {
    let direct = of(name, &answer.records);
    match direct {
        Some(Meaning::Unknown(_)) | None => {
            let alias = answer.aliases.iter().find_map(|alias| {
                let one = of(name, std::slice::from_ref(alias))?;
                matches!(one, Meaning::Provider(_)).then_some(one)
            });
            let last = || answer.aliases.last().cloned().map(Meaning::Unknown);
            alias.or(direct).or_else(last).unwrap_or(Meaning::Nothing)
        }
        Some(sure) => sure,
    }
}

fn of(name: &DnsName, records: &[String]) -> Option<Meaning> {
    if records.is_empty() {
        return None;
    }
    let lists = |known: &[String], record: &String| known.iter().any(|k| same(k, record));
    let mut whole = name
        .answers
        .iter()
        .filter(|(_, known)| records.iter().all(|record| lists(known, record)))
        .map(|(provider, _)| provider);
    if let Some(provider) = whole.next() {
        return Some(match whole.next() {
            None => Meaning::Provider(provider.clone()),
            Some(_) => Meaning::Mixed,
        });
    }
    let known = |record: &&String| name.answers.values().any(|k| lists(k, record));
    let unknown = records.iter().find(|record| !known(record));
    Some(unknown.map_or(Meaning::Mixed, |u| Meaning::Unknown(u.clone())))
}

/// Two spellings of one address or name.
fn same(a: &str, b: &str) -> bool {
    match (a.parse::<IpAddr>(), b.parse::<IpAddr>()) {
        (Ok(a), Ok(b)) => a == b,
        _ => {
            let bare = |text: &str| text.trim_end_matches('.').to_ascii_lowercase();
            bare(a) == bare(b)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn texts(of: &[&str]) -> Vec<String> {
        of.iter().map(|t| (*t).to_owned()).collect()
    }

    fn name(answers: &[(&str, &[&str])]) -> DnsName {
        let id = |text: &str| Id::new(text).unwrap();
        DnsName {
            name: "www.shop.example".to_owned(),
            kind: "A".to_owned(),
            resolvers: Vec::new(),
            authoritative: Vec::new(),
            ttl: None,
            answers: answers
                .iter()
                .map(|(p, a)| (id(p), texts(a)))
                .collect::<BTreeMap<_, _>>(),
        }
    }

    #[test]
    fn answers_are_mapped_to_providers() {
        let plan = name(&[
            (
                "h42",
                &["192.0.2.10", "192.0.2.11", "2001:db8::1", "lb.h42.example"],
            ),
            ("c10", &["198.51.100.7", "LB.c10.example."]),
        ]);
        let said = |records: &[&str], aliases: &[&str]| {
            let answer = Answer {
                records: texts(records),
                aliases: texts(aliases),
                ..Answer::default()
            };
            match meaning(&plan, &answer) {
                Meaning::Provider(id) => id.to_string(),
                other => format!("{other:?}"),
            }
        };
        let rows: [(&[&str], &[&str], &str); 11] = [
            (&["192.0.2.10"], &[], "h42"),
            (&["192.0.2.11", "192.0.2.10"], &[], "h42"),
            (&["2001:0db8:0::1"], &[], "h42"),
            (&["198.51.100.7"], &["lb.h42.example"], "c10"),
            (&["192.0.2.10", "198.51.100.7"], &[], "Mixed"),
            (&["203.0.113.9"], &[], "Unknown(\"203.0.113.9\")"),
            (
                &["192.0.2.10", "203.0.113.9"],
                &[],
                "Unknown(\"203.0.113.9\")",
            ),
            // An alias whose address is not in the plan, or was not asked for along with it.
            (&["203.0.113.9"], &["edge.example", "lb.c10.example"], "c10"),
            (&[], &["lb.c10.example"], "c10"),
            (&[], &["lb.zzz.example"], "Unknown(\"lb.zzz.example\")"),
            (&[], &[], "Nothing"),
        ];
        for (records, aliases, expected) in rows {
            assert_eq!(said(records, aliases), expected, "{records:?} {aliases:?}");
        }
    }

    #[test]
    fn an_answer_both_providers_give_tells_nothing() {
        let plan = name(&[("h42", &["192.0.2.10"]), ("c10", &["192.0.2.10"])]);
        let answer = Answer {
            records: texts(&["192.0.2.10"]),
            ..Answer::default()
        };
        assert_eq!(meaning(&plan, &answer), Meaning::Mixed);
    }
}
