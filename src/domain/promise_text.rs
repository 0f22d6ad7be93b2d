//! What somebody typed as a promise.

use super::facts::PromiseMade;
use super::plan::Plan;
use super::time::{Span, Time};

/// The longest a promise can run.
const LONGEST: Span = Span::minutes(7 * 24 * 60);

/// Reads a promise as typed at `now`, in incident time: `[WHO:] WHAT in 30m`, or `by 02:30` (UTC, the next one).
/// WHO is a provider of the plan, by its id or name, or a person; nobody named: `me`.
///
/// # Errors
/// What is missing, in words.
pub fn parse_promise(
    text: &str,
    plan: &Plan,
    me: &str,
    now: Time,
) -> Result<PromiseMade, &'static str> {
    const WHEN: &str = "until when? end it with \"in 30m\", or \"by 02:30\" (UTC)";
    let (head, when) = text.trim().rsplit_once(' ').unwrap_or(("", text.trim()));
    let (head, word) = head.trim_end().rsplit_once(' ').unwrap_or(("", head));
    let due = match word {
        "in" => length(when).map(|span| now + span),
        "by" => at(when, now),
        _ => None,
    };
    let due = due.ok_or(WHEN)?;
    let (who, what) = match head.split_once(": ") {
        Some((who, what)) => (who.trim(), what.trim()),
        None => ("", head.trim()),
    };
    if what.is_empty() {
        return Err("what is promised? \"42A: power is back in 30m\"");
    }
    let named = plan.providers.iter().find(|p| {
        let is = |name: &str| name.eq_ignore_ascii_case(who);
        is(p.id.as_str()) || is(&p.name) || is(plan.short(&p.id))
    });
    let owner = if who.is_empty() { me } else { who };
    Ok(PromiseMade {
        text: what.to_owned(),
        owner: named.is_none().then(|| owner.to_owned()),
        provider: named.map(|p| p.id.clone()),
        due,
    })
}

/// `30m`, `90s`, `1h`; a bare number means minutes. More than nothing, a week at most.
#[must_use]
pub fn length(text: &str) -> Option<Span> {
    let text = text.trim();
    let minutes = text.parse::<u16>().ok().map(|n| format!("{n}m"));
    let length = humantime::parse_duration(minutes.as_deref().unwrap_or(text)).ok()?;
    let span = Span(i64::try_from(length.as_millis()).ok()?);
    (span > Span::ZERO && span <= LONGEST).then_some(span)
}

/// The next time a clock shows this, UTC; or RFC 3339, not before now.
#[must_use]
pub fn at(text: &str, now: Time) -> Option<Time> {
    let past = Time::parse_past(text, now)?;
    if past > now {
        return (past - now <= LONGEST).then_some(past);
    }
    let tomorrow = past + Span(86_400_000);
    (tomorrow > now).then_some(tomorrow)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::Id;
    use crate::domain::plan::Provider;
    use std::collections::BTreeMap;

    #[test]
    fn who_what_and_until_when() {
        let now = Time::parse("2026-11-20T02:13:00Z").unwrap();
        let provider = |id: &str, name: &str| Provider {
            id: Id::new(id).unwrap(),
            name: name.into(),
            phone: None,
            status_url: None,
            ticket_url: None,
            vars: BTreeMap::new(),
        };
        let plan = Plan {
            providers: vec![
                provider("h42", "Provider 42A"),
                provider("c10", "Provider C10"),
            ],
            ..Plan::default()
        };
        let read = |text: &str| {
            parse_promise(text, &plan, "gf", now).map(|p| {
                let who = p.provider.map(|p| format!("provider {p}"));
                let who = who.or(p.owner).unwrap_or_default();
                format!("{who} | {} | {}", p.text, p.due.rfc3339())
            })
        };
        let table = [
            ("back in 3m", "gf | back | 2026-11-20T02:16:00Z"),
            ("back in 3", "gf | back | 2026-11-20T02:16:00Z"),
            (
                "cp: calls the bank in 90s",
                "cp | calls the bank | 2026-11-20T02:14:30Z",
            ),
            (
                "42a: power is back by 04:00",
                "provider h42 | power is back | 2026-11-20T04:00:00Z",
            ),
            (
                "h42: generators by 01:30",
                "provider h42 | generators | 2026-11-21T01:30:00Z",
            ),
        ];
        for (typed, expected) in table {
            assert_eq!(read(typed).as_deref(), Ok(expected), "{typed}");
        }
        for typed in [
            "",
            "in 3m",
            "back",
            "back in",
            "back in soon",
            "back in 0",
            "x by 99:99",
        ] {
            assert!(read(typed).is_err(), "{typed}");
        }
    }
}
