//! The word a runner leaves in its job's folder: how the command ended. `{"exit":0,"seconds":12,"evidence":"..."}`

use crate::domain::ids::Id;
use crate::domain::rules::act::{End, tail};
use serde_json::{Map, Value};

/// How it ended, as text.
#[must_use]
pub fn write(end: &End) -> String {
    let mut map = Map::new();
    map.insert("exit".to_owned(), end.exit.into());
    map.insert("seconds".to_owned(), end.seconds.into());
    let texts = [
        ("evidence", &end.evidence),
        ("tail", &end.tail),
        ("stopped", &end.stopped),
    ];
    for (name, text) in texts {
        if let Some(text) = text {
            map.insert(name.to_owned(), text.as_str().into());
        }
    }
    format!("{}\n", Value::Object(map))
}

/// Reads it again; nothing when it says no exit status.
#[must_use]
pub fn read(text: &str, job: &Id) -> Option<End> {
    let value: Value = serde_json::from_str(text).ok()?;
    let words = |name: &str| value.get(name)?.as_str().and_then(tail);
    Some(End {
        job: job.clone(),
        exit: value.get("exit")?.as_i64()?,
        seconds: value.get("seconds").and_then(Value::as_i64).unwrap_or(0),
        evidence: words("evidence").filter(|e| e.bytes().all(|b| b.is_ascii_hexdigit())),
        tail: words("tail"),
        stopped: words("stopped"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_read_again() {
        let job = Id::new("j1").unwrap();
        let end = End {
            job: job.clone(),
            exit: 3,
            seconds: 12,
            evidence: Some("0f".into()),
            tail: Some("it said \"no\"".into()),
            stopped: Some("cancelled by cp".into()),
        };
        assert_eq!(read(&write(&end), &job), Some(end.clone()));
        let plain = End {
            evidence: None,
            tail: None,
            stopped: None,
            ..end
        };
        assert_eq!(read(&write(&plain), &job), Some(plain));
        for damaged in ["", "{\"exit\":0", "{\"exit\":\"x\"}", "[]"] {
            assert_eq!(read(damaged, &job), None);
        }
    }
}
