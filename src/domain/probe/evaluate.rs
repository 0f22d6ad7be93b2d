//! What a command's output says, by the plan's table. Pure: the command was run elsewhere.

use super::Finding;
use crate::domain::plan::Check;
use crate::domain::secrets::masked;
use regex::Regex;

/// What a command's output says.
#[derive(Clone, PartialEq, Debug)]
pub struct Reading {
    /// Good, poor, bad, or nothing that can be understood.
    pub finding: Finding,
    /// In a few words: `role writable`, `12 s`, `exit 2`, `3/9`.
    pub detail: String,
    /// The role by the plan's table.
    pub role: Option<String>,
    /// The number, in the plan's unit.
    pub value: Option<f64>,
    /// How many are done, of how many.
    pub progress: Option<(u64, u64)>,
    /// The beginning of the raw answer, if it was kept: hostile, and secrets still in it.
    pub raw: Option<String>,
}

impl From<(Finding, String)> for Reading {
    fn from((finding, detail): (Finding, String)) -> Self {
        Reading::new(finding, detail)
    }
}

impl Reading {
    fn new(finding: Finding, detail: String) -> Self {
        Reading {
            finding,
            detail,
            role: None,
            value: None,
            progress: None,
            raw: None,
        }
    }

    /// What cannot be understood says nothing about the target.
    fn unclear(detail: String) -> Self {
        Reading::new(Finding::NotMeasured, detail)
    }
}

/// Reads the exit status and output of the command of a `command` or `progress` check.
#[must_use]
pub fn output(check: &Check, exit: i32, text: &str) -> Reading {
    if exit != 0 {
        return Reading::new(Finding::Bad, format!("exit {exit}"));
    }
    let said = text.trim();
    match check {
        Check::Command { roles, .. } if !roles.is_empty() => match roles.get(said) {
            Some(role) => Reading {
                role: Some(role.clone()),
                ..Reading::new(Finding::Good, format!("role {role}"))
            },
            None => Reading::unclear(format!("no role: {}", quoted(said))),
        },
        Check::Command {
            unit,
            degraded_over,
            down_over,
            ..
        } if unit.is_some() || degraded_over.is_some() || down_over.is_some() => {
            number(said, unit.as_deref(), *degraded_over, *down_over)
        }
        Check::Progress { pattern, .. } => progress(said, pattern),
        Check::Command { .. } => Reading::new(Finding::Good, "exit 0".to_owned()),
        other => Reading::unclear(format!("a {} check runs no command", other.kind())),
    }
}

fn number(
    said: &str,
    unit: Option<&str>,
    degraded_over: Option<f64>,
    down_over: Option<f64>,
) -> Reading {
    let Some(value) = said.parse().ok().filter(|v: &f64| v.is_finite()) else {
        return Reading::unclear(format!("no number: {}", quoted(said)));
    };
    let over = |limit: Option<f64>| limit.is_some_and(|limit| value > limit);
    let finding = if over(down_over) {
        Finding::Bad
    } else if over(degraded_over) {
        Finding::Poor
    } else {
        Finding::Good
    };
    let rounded = (value * 100.0).round() / 100.0;
    let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
    Reading {
        value: Some(value),
        ..Reading::new(finding, format!("{rounded}{unit}"))
    }
}

/// All of them is good, some poor, none bad.
fn progress(said: &str, pattern: &str) -> Reading {
    let Ok(pattern) = Regex::new(pattern) else {
        return Reading::unclear("the pattern is not one".to_owned());
    };
    let part = |found: &regex::Captures<'_>, name| -> Option<u64> {
        found.name(name)?.as_str().parse().ok()
    };
    let parts = pattern
        .captures(said)
        .and_then(|found| Some((part(&found, "done")?, part(&found, "total")?)));
    let finding = match parts {
        None => return Reading::unclear(format!("no n of m: {}", quoted(said))),
        Some((_, 0)) => Finding::NotMeasured,
        Some((0, _)) => Finding::Bad,
        Some((done, total)) if done < total => Finding::Poor,
        Some(_) => Finding::Good,
    };
    let (done, total) = parts.unwrap_or_default();
    Reading {
        progress: parts.filter(|(_, total)| *total > 0),
        ..Reading::new(finding, format!("{done}/{total}"))
    }
}

/// The beginning of what was said, in quotes, without secrets: what is cut off in the middle is no longer told as one.
fn quoted(said: &str) -> String {
    let said = masked(said);
    let line = said.lines().next().unwrap_or_default();
    let short: String = line.chars().take(20).collect();
    let more = if short.len() < said.len() { "…" } else { "" };
    format!("\"{short}{more}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn roles() -> Check {
        let table = [("t", "replica"), ("f", "writable")];
        Check::Command {
            run: String::new(),
            unit: None,
            degraded_over: None,
            down_over: None,
            roles: table.map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
        }
    }

    fn lag() -> Check {
        Check::Command {
            run: String::new(),
            unit: Some("s".to_owned()),
            degraded_over: Some(10.0),
            down_over: Some(60.0),
            roles: BTreeMap::new(),
        }
    }

    fn apps() -> Check {
        Check::Progress {
            run: String::new(),
            pattern: r"(?P<done>\d+)/(?P<total>\d+)".to_owned(),
        }
    }

    #[test]
    fn output_is_read_by_the_plans_table() {
        use Finding::{Bad, Good, NotMeasured, Poor};
        let rows = [
            (roles(), 0, "f\n", Good, "role writable"),
            (roles(), 0, " t ", Good, "role replica"),
            (roles(), 0, "x", NotMeasured, "no role: \"x\""),
            (roles(), 2, "could not connect", Bad, "exit 2"),
            (lag(), 0, "9.999", Good, "10 s"),
            (lag(), 0, "12", Poor, "12 s"),
            (lag(), 0, "60.5", Bad, "60.5 s"),
            (lag(), 0, "NaN", NotMeasured, "no number: \"NaN\""),
            (lag(), 0, "", NotMeasured, "no number: \"\""),
            (apps(), 0, "9/9 up", Good, "9/9"),
            (apps(), 0, "3/9", Poor, "3/9"),
            (apps(), 0, "0/9", Bad, "0/9"),
            (apps(), 0, "0/0", NotMeasured, "0/0"),
            (apps(), 0, "none", NotMeasured, "no n of m: \"none\""),
            (apps(), 1, "9/9", Bad, "exit 1"),
        ];
        for (check, exit, text, finding, detail) in rows {
            let reading = output(&check, exit, text);
            assert_eq!(
                (reading.finding, reading.detail.as_str()),
                (finding, detail),
                "{text:?}"
            );
        }
        assert_eq!(output(&roles(), 0, "f").role.as_deref(), Some("writable"));
        assert_eq!(output(&roles(), 1, "f").role, None);
        assert_eq!(output(&lag(), 0, "12.5").value, Some(12.5));
        assert_eq!(output(&lag(), 1, "12.5").value, None);
        let parts = ["9/9 up", "0/9", "0/0", "none"].map(|text| output(&apps(), 0, text).progress);
        assert_eq!(parts, [Some((9, 9)), Some((0, 9)), None, None]);
    }

    #[test]
    fn a_secret_that_was_printed_is_not_quoted() {
        let rows = [
            (roles(), "PGPASSWORD=hunter2", "no role: \"PGPASSWORD=***\""),
            (lag(), "x\nPGPASSWORD=hunter2", "no number: \"x…\""),
            (
                lag(),
                "postgres://a:hunter2hunter2hunter2@h",
                "no number: \"postgres://***@h\"",
            ),
            (apps(), "token: abcdef", "no n of m: \"token: ***\""),
        ];
        for (check, text, detail) in rows {
            assert_eq!(output(&check, 0, text).detail, detail);
        }
    }

    #[test]
    fn long_and_broken_output_stays_short() {
        let long = "é".repeat(500);
        assert!(output(&roles(), 0, &long).detail.chars().count() < 40);
        let odd = Check::Progress {
            run: String::new(),
            pattern: "(".to_owned(),
        };
        assert_eq!(output(&odd, 0, "1/2").finding, Finding::NotMeasured);
    }
}
