//! `incident.toml`: what an incident is, written once at its opening.

use crate::domain::identity::Identity;
use crate::domain::problem::{Place, Problem, Severity};
use crate::domain::time::Time;
use crate::domain::words::Mode;
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The name of the file in the incident's folder.
pub const NAME: &str = "incident.toml";

/// Longest file read.
pub const CAP: usize = 1024 * 1024;

const KEYS: [&str; 7] = ["id", "mode", "opened", "plan", "ports", "scenario", "speed"];

#[derive(Serialize)]
struct Raw<'a> {
    id: &'a str,
    mode: &'a str,
    opened: String,
    speed: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scenario: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    ports: &'a BTreeMap<String, u16>,
}

/// The text of the file.
#[must_use]
pub fn write(identity: &Identity) -> String {
    let raw = Raw {
        id: &identity.id,
        mode: identity.mode.as_str(),
        opened: identity.opened.rfc3339_millis(),
        speed: identity.speed,
        plan: identity.plan.as_deref(),
        scenario: identity.scenario.as_deref(),
        ports: &identity.ports,
    };
    let body = toml::to_string(&raw).unwrap_or_default();
    format!("# What this incident is. Written once, never changed.\n{body}")
}

/// Reads the file; `file` names it in problems. A key this version does not know is a warning only: an
/// older bastion must not be locked out.
#[must_use]
pub fn read(file: &str, text: &str) -> (Option<Identity>, Vec<Problem>) {
    let mut reader = Reader {
        file,
        text,
        problems: Vec::new(),
    };
    let identity = reader.identity();
    (identity, reader.problems)
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    problems: Vec<Problem>,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl<'a> Reader<'a> {
    fn identity(&mut self) -> Option<Identity> {
        let table = match DeTable::parse(self.text) {
            Ok(table) => table.into_inner(),
            Err(e) => {
                let what = e.message().to_owned();
                self.error(e.span().unwrap_or_default(), "toml", what);
                return None;
            }
        };
        for key in table
            .keys()
            .filter(|k| !KEYS.contains(&k.get_ref().as_ref()))
        {
            let what = format!("unknown key \"{}\" left aside", key.get_ref());
            self.problem(Severity::Warning, key.span(), "unknown-key", what);
        }
        let id = self.text_of(&table, "id", "16 hexadecimal digits", |text| {
            Identity::is_id(text).then(|| text.to_owned())
        });
        let mode = self.text_of(&table, "mode", "live, planned or drill", Mode::parse);
        let opened = match table.get("opened").map(|v| (v, v.get_ref())) {
            Some((value, DeValue::Datetime(at))) => {
                let at = Time::parse(&at.to_string());
                self.or_error(at, value.span(), "opened", "a time in UTC")
            }
            _ => self.text_of(&table, "opened", "a time in UTC", Time::parse),
        };
        let speed = self.number(&table, "speed", 1..=86_400)?;
        let optional = |key: &str| table.get(key).and_then(|v| text(v)).map(str::to_owned);
        let (plan, scenario) = (optional("plan"), optional("scenario"));
        let ports = self.ports(&table);
        Some(Identity {
            id: id?,
            mode: mode?,
            opened: opened?,
            speed: u32::try_from(speed.unwrap_or(1)).unwrap_or(1),
            ports,
            plan,
            scenario,
        })
    }

    fn text_of<T>(
        &mut self,
        table: &DeTable<'a>,
        key: &str,
        wanted: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let Some(value) = table.get(key) else {
            self.error(0..0, "missing-key", format!("\"{key}\" is missing"));
            return None;
        };
        let found = text(value).and_then(read);
        self.or_error(found, value.span(), key, wanted)
    }

    fn or_error<T>(
        &mut self,
        found: Option<T>,
        span: Range<usize>,
        key: &str,
        wanted: &str,
    ) -> Option<T> {
        if found.is_none() {
            self.error(span, "bad-value", format!("\"{key}\" is not {wanted}"));
        }
        found
    }

    /// The number, `Some(None)` where there is none, `None` where it is wrong.
    fn number(
        &mut self,
        table: &DeTable<'a>,
        key: &str,
        range: std::ops::RangeInclusive<i64>,
    ) -> Option<Option<i64>> {
        let Some(value) = table.get(key) else {
            return Some(None);
        };
        let found = integer(value).filter(|n| range.contains(n));
        let wanted = format!("a whole number from {} to {}", range.start(), range.end());
        self.or_error(found, value.span(), key, &wanted).map(Some)
    }

    fn ports(&mut self, table: &DeTable<'a>) -> BTreeMap<String, u16> {
        let mut ports = BTreeMap::new();
        let Some(value) = table.get("ports") else {
            return ports;
        };
        let DeValue::Table(rows) = value.get_ref() else {
            self.error(value.span(), "bad-value", "\"ports\" is not a table".into());
            return ports;
        };
        for (name, value) in rows {
            let port = integer(value).and_then(|n| u16::try_from(n).ok());
            let key = name.get_ref().to_string();
            if let Some(port) = self.or_error(port, value.span(), &key, "a port") {
                ports.insert(key, port);
            }
        }
        ports
    }

    fn error(&mut self, span: Range<usize>, code: &'static str, what: String) {
        self.problem(Severity::Error, span, code, what);
    }

    fn problem(
        &mut self,
        severity: Severity,
        span: Range<usize>,
        code: &'static str,
        what: String,
    ) {
        let before = self.text.get(..span.start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let whole = span.is_empty() && span.start == 0;
        let remedy = match severity {
            Severity::Warning => "",
            _ => "the folder may be damaged; copy incident.toml from another machine",
        };
        self.problems.push(Problem {
            severity,
            code,
            place: Place {
                file: self.file.to_owned(),
                line: if whole {
                    0
                } else {
                    before.matches('\n').count() + 1
                },
                column: if whole {
                    0
                } else {
                    before[line_start..].chars().count() + 1
                },
                span: (!whole).then_some((span.start, span.end)),
            },
            what,
            remedy: remedy.to_owned(),
        });
    }
}

fn text<'v>(value: &'v Value<'_>) -> Option<&'v str> {
    match value.get_ref() {
        DeValue::String(text) => Some(text),
        _ => None,
    }
}

fn integer(value: &Value<'_>) -> Option<i64> {
    match value.get_ref() {
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drill() -> Identity {
        Identity {
            id: "00112233445566ff".into(),
            mode: Mode::Drill,
            opened: Time(1_795_210_800_123),
            speed: 10,
            ports: BTreeMap::from([("h42.web".into(), 18_080), ("c10.web".into(), 18_081)]),
            plan: None,
            scenario: Some("power-loss".into()),
        }
    }

    #[test]
    fn it_reads_what_it_wrote() {
        let text = write(&drill());
        assert_eq!(read("incident.toml", &text), (Some(drill()), Vec::new()));
    }

    #[test]
    fn what_a_newer_version_added_is_only_a_warning() {
        let text = format!("colour = 3\n{}", write(&drill()));
        let (identity, problems) = read("incident.toml", &text);
        assert_eq!(identity, Some(drill()));
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].severity, Severity::Warning);
        assert_eq!(problems[0].place.to_string(), "incident.toml:1:1");
    }

    #[test]
    fn errors_name_line_and_column() {
        let bad = "id = \"../x\"\nmode = \"life\"\nopened = 2026-11-20T02:13:00Z\nspeed = 0\n";
        let (identity, problems) = read("f", bad);
        assert_eq!(identity, None);
        let places: Vec<String> = problems.iter().map(|p| p.place.to_string()).collect();
        assert_eq!(places, ["f:1:6", "f:2:8", "f:4:9"]);
        assert_eq!(read("f", "id = ").1.len(), 1);
        assert!(read("f", "").1.iter().all(|p| p.code == "missing-key"));
    }
}
