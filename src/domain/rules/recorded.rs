//! Values recorded when a step closes: read by their type, and shown.

use crate::domain::checklist::Record;
use crate::domain::time::Time;
use std::collections::BTreeMap;

/// What is wanted of a value, in words.
#[must_use]
pub fn wanted(record: &Record) -> String {
    match record.kind.as_str() {
        "int" => "a whole number, such as 42".to_owned(),
        "float" => "a number, such as 0.5".to_owned(),
        "time" => "a time in UTC: 02:12, 02:12:58 or 2026-11-20T02:12:58Z".to_owned(),
        "choice" => format!("one of {}", record.choices.join(", ")),
        _ => "what you see".to_owned(),
    }
}

/// Reads a value as it was typed. A time of day is the most recent past before `now`. Nothing, or `ok`, is no value.
///
/// # Errors
/// When it is not of the record's type: what is wanted, in words.
pub fn read(record: &Record, text: &str, now: Time) -> Result<Option<String>, String> {
    let text = text.trim();
    let named = record.choices.iter().any(|c| c.eq_ignore_ascii_case(text));
    if text.is_empty() || (text.eq_ignore_ascii_case("ok") && !named) {
        return Ok(None);
    }
    let value = match record.kind.as_str() {
        "int" => text.parse::<i64>().ok().map(|n| n.to_string()),
        "float" => {
            let number = text.parse::<f64>().ok().filter(|n| n.is_finite());
            number.map(|_| text.to_owned())
        }
        "time" => time(text, now).map(|at| {
            if at.0 % 1000 == 0 {
                at.rfc3339()
            } else {
                at.rfc3339_millis()
            }
        }),
        "choice" => {
            let mut choices = record.choices.iter();
            choices.find(|c| c.eq_ignore_ascii_case(text)).cloned()
        }
        _ => Some(text.to_owned()),
    };
    value
        .map(Some)
        .ok_or_else(|| format!("{} is {}: \"{text}\" is not", record.name, wanted(record)))
}

/// `02:12`, RFC 3339, and what databases print: `2026-11-20 02:12:58.123+00`.
fn time(text: &str, now: Time) -> Option<Time> {
    let printed = || {
        let joined = text.replacen(' ', "T", 1);
        let zone = joined.rfind(['+', '-']).map(|at| joined.len() - at);
        let whole = if zone == Some(3) {
            joined + ":00"
        } else {
            joined
        };
        Time::parse(&whole)
    };
    Time::parse_past(text, now).or_else(printed)
}

/// The values in one line, in the order of the checklist: `last_xact=02:12:58Z, lag=0.5`. A time of the last day is
/// shown without its date.
#[must_use]
pub fn shown(records: &[Record], values: &BTreeMap<String, String>, now: Time) -> Option<String> {
    let mut said = Vec::new();
    for record in records {
        if let Some(value) = values.get(&record.name) {
            said.push(format!("{}={}", record.name, short(record, value, now)));
        }
    }
    let known = |name: &String| records.iter().any(|r| &r.name == name);
    let others = values.iter().filter(|(name, _)| !known(name));
    said.extend(others.map(|(name, value)| format!("{name}={value}")));
    (!said.is_empty()).then(|| said.join(", "))
}

fn short(record: &Record, value: &str, now: Time) -> String {
    let time = Time::parse(value).filter(|_| record.kind == "time");
    match time {
        Some(at) if (0..86_400_000).contains(&(now - at).0) => at.clock(),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str) -> Record {
        Record {
            name: "x".into(),
            kind: kind.into(),
            prompt: None,
            choices: vec!["yes".into(), "no".into()],
        }
    }

    #[test]
    fn each_type_takes_its_own_and_says_what_it_wants() {
        let now = Time::parse("2026-11-20T02:13:00Z").unwrap();
        let read = |kind: &str, text: &str| read(&record(kind), text, now);
        let is = |text: &str| Ok(Some(text.to_owned()));
        assert_eq!(read("int", " 42 "), is("42"));
        assert_eq!(read("float", "0.50"), is("0.50"));
        assert_eq!(read("time", "02:12"), is("2026-11-20T02:12:00Z"));
        assert_eq!(read("time", "02:12:58Z"), is("2026-11-20T02:12:58Z"));
        assert_eq!(read("time", "23:59"), is("2026-11-19T23:59:00Z"));
        let printed = "2026-11-20 02:12:58.25+00";
        assert_eq!(read("time", printed), is("2026-11-20T02:12:58.250Z"));
        assert_eq!(read("choice", "YES"), is("yes"));
        assert_eq!(read("text", "a b"), is("a b"));
        for kind in ["int", "float", "time", "choice", "text"] {
            assert_eq!(read(kind, "OK"), Ok(None), "{kind}");
            assert_eq!(read(kind, ""), Ok(None), "{kind}");
        }
        for (kind, wrong) in [
            ("int", "4.2"),
            ("float", "inf"),
            ("time", "25:99"),
            ("choice", "y"),
        ] {
            assert!(read(kind, wrong).unwrap_err().contains(wrong), "{kind}");
        }
    }

    #[test]
    fn values_are_shown_in_the_order_of_the_checklist() {
        let now = Time::parse("2026-11-20T02:13:00Z").unwrap();
        let mut lag = record("float");
        lag.name = "lag".into();
        let records = [record("time"), lag];
        let mut values = BTreeMap::from([
            ("lag".to_owned(), "0.5".to_owned()),
            ("x".to_owned(), "2026-11-20T02:12:58Z".to_owned()),
        ]);
        let line = shown(&records, &values, now);
        assert_eq!(line.as_deref(), Some("x=02:12:58Z, lag=0.5"));
        values.clear();
        assert_eq!(shown(&records, &values, now), None);
    }
}
