//! What a check can be waited for to show.

use crate::domain::plan::Check;
use crate::domain::words::ProbeState;

/// Whether a check can ever show these words: a state (`up`), one of its roles (`writable`), and of what measures
/// something the very words it prints: of `progress` an n of m (`5/5`), of a number that number with its unit (`0 jobs`).
#[must_use]
pub fn shows(check: &Check, is: &str) -> bool {
    if ProbeState::parse(is).is_some() {
        return true;
    }
    match check {
        Check::Command { roles, .. } if !roles.is_empty() => roles.values().any(|role| role == is),
        Check::Command {
            unit,
            degraded_over,
            down_over,
            ..
        } if unit.is_some() || degraded_over.is_some() || down_over.is_some() => {
            let number = match unit {
                Some(unit) => is.strip_suffix(unit).and_then(|n| n.strip_suffix(' ')),
                None => Some(is),
            };
            number.is_some_and(|n| n.parse::<f64>().is_ok_and(|value| value.to_string() == n))
        }
        Check::Progress { .. } => is_part(is),
        _ => false,
    }
}

/// `5/5`: so many of so many, as it is printed.
fn is_part(is: &str) -> bool {
    let Some((done, total)) = is.split_once('/') else {
        return false;
    };
    let number = |text: &str| text.parse::<u64>().ok().filter(|n| n.to_string() == text);
    matches!((number(done), number(total)), (Some(done), Some(total)) if done <= total && total > 0)
}

/// What [`shows`] admits, as words for people.
#[must_use]
pub fn shown_by(check: &Check) -> Vec<&str> {
    let mut known: Vec<&str> = ProbeState::ALL.iter().map(|s| s.as_str()).collect();
    match check {
        Check::Command { roles, .. } => known.extend(roles.values().map(String::as_str)),
        Check::Progress { .. } => known.push("an n of m such as 5/5"),
        _ => {}
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn command(unit: Option<&str>, roles: &[(&str, &str)]) -> Check {
        let roles = roles
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        Check::Command {
            run: String::new(),
            unit: unit.map(str::to_owned),
            degraded_over: None,
            down_over: unit.map(|_| 60.0),
            roles: roles.collect::<BTreeMap<_, _>>(),
        }
    }

    #[test]
    fn a_condition_names_what_its_check_can_print() {
        let apps = Check::Progress {
            run: String::new(),
            pattern: String::new(),
        };
        for is in ["5/5", "0/5", "up"] {
            assert!(shows(&apps, is), "{is}");
        }
        for is in ["5", "6/5", "5/05", "0/0", "5/x", "/", "all"] {
            assert!(!shows(&apps, is), "{is}");
        }
        let lag = command(Some("s"), &[]);
        assert!(shows(&lag, "0 s") && shows(&lag, "0.5 s"));
        assert!(!shows(&lag, "0") && !shows(&lag, "0s") && !shows(&lag, "none"));
        let role = command(None, &[("f", "writable")]);
        assert!(shows(&role, "writable") && !shows(&role, "f") && !shows(&role, "0"));
        assert!(!shows(&command(None, &[]), "exit 0"));
    }
}
