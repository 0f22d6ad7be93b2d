//! What a server does with a connection, from how its service behaves. Pure.

use super::certificate::Shown;
use crate::domain::plan::{Check, ProbeSpec, Provider};
use crate::domain::probe::{Finding, evaluate, fill_in};
use crate::domain::scenario::Behaviour;
use std::time::Duration;

/// What a server does with a connection.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Manner {
    /// Answers.
    Answer(Answer),
    /// Takes it and says nothing.
    Hang,
    /// Breaks it.
    Reset,
    /// Refuses it.
    Refuse,
}

/// An HTTP answer.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// The exit status of a simulated command.
    pub(super) exit: Option<i32>,
    pub(super) body: String,
    /// Which certificate is shown before, where one is.
    pub(super) shown: Shown,
    /// It comes this much later than usual.
    pub(super) late: Duration,
}

/// How a service with this check behaves at a provider; `first`: production runs there at first.
pub(super) fn manner(
    check: &Check,
    behaviour: &Behaviour,
    provider: Option<&Provider>,
    first: bool,
) -> Manner {
    let mut answer = up(check, provider, first);
    match behaviour {
        Behaviour::Hang => return Manner::Hang,
        Behaviour::Reset => return Manner::Reset,
        Behaviour::Refuse => return Manner::Refuse,
        Behaviour::Up => {}
        Behaviour::WrongCert => answer.shown = Shown::OtherName,
        Behaviour::ExpiredCert => answer.shown = Shown::Expired,
        Behaviour::Slow(by) => answer.late = Duration::from_millis(by.0.max(0).unsigned_abs()),
        Behaviour::Status(status) => answer.status = *status,
        Behaviour::Exit(exit) => {
            answer.exit = Some(*exit);
            "could not connect to server".clone_into(&mut answer.body);
        }
        Behaviour::Value(value) => answer.body = value.to_string(),
        Behaviour::Role(role) => answer.body = said(check, |known| known == role),
        Behaviour::Progress(done, total) => answer.body = progress(check, *done, *total),
    }
    Manner::Answer(answer)
}

/// What `up` means where little is too little: production has its traffic, the side that stands by has none.
pub(super) fn healthy(spec: &ProbeSpec, is: &Behaviour, first: bool) -> Behaviour {
    match (is, spec.quiet_under) {
        (Behaviour::Up, Some(low)) => Behaviour::Value(if first { low * 4.0 } else { 0.0 }),
        _ => is.clone(),
    }
}

/// A service in good health.
fn up(check: &Check, provider: Option<&Provider>, first: bool) -> Answer {
    let mut answer = Answer {
        status: 200,
        ..Answer::default()
    };
    match check {
        Check::Http(http) => {
            answer.status = http.status.first().copied().unwrap_or(200);
            let text = http.body_contains.as_deref().unwrap_or("ok");
            answer.body = fill_in(text, provider).text;
        }
        Check::Command {
            roles,
            degraded_over,
            down_over,
            ..
        } => {
            answer.exit = Some(0);
            answer.body = if roles.is_empty() {
                let limit = degraded_over.or(*down_over);
                limit.map_or(1.0, |limit| limit / 10.0).to_string()
            } else {
                said(check, |role| (role == "writable") == first)
            };
        }
        Check::Progress { .. } => {
            answer.exit = Some(0);
            answer.body = progress(check, 9, 9);
        }
        Check::Tcp { .. } | Check::Dns { .. } | Check::Tls { .. } => {}
    }
    answer
}

/// What the command prints for a role that fits; for any role where none does.
fn said(check: &Check, fits: impl Fn(&str) -> bool) -> String {
    let Check::Command { roles, .. } = check else {
        return String::new();
    };
    let found = roles.iter().find(|(_, role)| fits(role));
    found
        .or_else(|| roles.iter().next())
        .map_or_else(String::new, |(printed, _)| printed.clone())
}

/// `n of m` in the first spelling that the plan's pattern reads.
fn progress(check: &Check, done: u64, total: u64) -> String {
    let spellings = [
        format!("{done}/{total}"),
        format!("{done} of {total}"),
        format!("{done} {total}"),
        format!("done={done} total={total}"),
    ];
    let reads = |text: &&String| {
        let reading = evaluate::output(check, 0, text);
        reading.finding != Finding::NotMeasured
    };
    let [first, ..] = &spellings;
    spellings.iter().find(reads).unwrap_or(first).clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn body(check: &Check, is: &Behaviour, first: bool) -> String {
        match manner(check, is, None, first) {
            Manner::Answer(answer) => answer.body,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn where_little_is_too_little_production_has_plenty_and_the_other_side_nothing() {
        let mut spec = ProbeSpec::tcp("127.0.0.1:1");
        let up = Behaviour::Up;
        assert_eq!(healthy(&spec, &up, true), up);
        spec.quiet_under = Some(60.0);
        assert_eq!(healthy(&spec, &up, true), Behaviour::Value(240.0));
        assert_eq!(healthy(&spec, &up, false), Behaviour::Value(0.0));
        let said = Behaviour::Value(35.0);
        assert_eq!(healthy(&spec, &said, false), said);
    }

    #[test]
    fn commands_print_what_the_plans_table_reads() {
        let table = [("t", "replica"), ("f", "writable")];
        let role = Check::Command {
            run: String::new(),
            unit: None,
            degraded_over: None,
            down_over: None,
            roles: table.map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
        };
        assert_eq!(body(&role, &Behaviour::Up, true), "f");
        assert_eq!(body(&role, &Behaviour::Up, false), "t");
        let writable = Behaviour::Role("writable".to_owned());
        assert_eq!(body(&role, &writable, false), "f");
        let lag = Check::Command {
            run: String::new(),
            unit: Some("s".to_owned()),
            degraded_over: Some(10.0),
            down_over: Some(60.0),
            roles: BTreeMap::new(),
        };
        assert_eq!(body(&lag, &Behaviour::Up, true), "1");
        assert_eq!(body(&lag, &Behaviour::Value(12.5), true), "12.5");
        let apps = Check::Progress {
            run: String::new(),
            pattern: r"(?P<done>\d+) of (?P<total>\d+)".to_owned(),
        };
        assert_eq!(body(&apps, &Behaviour::Progress(3, 9), true), "3 of 9");
    }
}
