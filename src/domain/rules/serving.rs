//! Who serves a name, by the facts: when the last old answer is gone, and what a wait for it waits.

use crate::domain::checklist::Step;
use crate::domain::facts::{Fact, ServingSet};
use crate::domain::fold::Incident;
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::serving::Lead;
use crate::domain::time::{Span, Time};
use crate::domain::words::Milestone;

/// Old answers that caches may still give.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Old {
    /// The provider they lead to.
    pub provider: Id,
    /// When its own servers ceased to give them.
    pub changed: Time,
    /// When the last of them is gone, by their TTL; none when no TTL is known.
    pub until: Option<Time>,
    /// The TTL that says so.
    pub ttl: Option<Span>,
    /// It was not seen: the plan assumes it.
    pub assumed: bool,
    /// Where and when the TTL was seen, in words; none when it is assumed.
    pub seen: Option<String>,
}

/// One word on a name.
struct Told<'a> {
    set: &'a ServingSet,
    at: Time,
}

/// Every word on a name, in the order of the fold.
fn told<'a>(incident: &'a Incident, name: &str) -> Vec<Told<'a>> {
    let numbers = incident.state().served.get(name).into_iter().flatten();
    let words = numbers.filter_map(|no| match &incident.log().entry(*no).draft.fact {
        Fact::ServingSet(set) => Some(Told {
            set,
            at: set.since.unwrap_or_else(|| incident.written(*no)),
        }),
        _ => None,
    });
    words.collect()
}

/// Who serves a name, as last known.
#[must_use]
pub fn serves<'a>(incident: &'a Incident, name: &str) -> Option<&'a ServingSet> {
    incident.state().serving.get(name)?.get()
}

/// The old answers to a name since it moved to the provider that serves now; none when it did not move.
#[must_use]
pub fn old(incident: &Incident, plan: &Plan, name: &str) -> Option<Old> {
    left(incident, plan, name, &serves(incident, name)?.provider)
}

/// The old answers that do not lead to `provider`: of each TTL that was seen, when the last of them is gone.
fn left(incident: &Incident, plan: &Plan, name: &str, provider: &Id) -> Option<Old> {
    let words = told(incident, name);
    let replaced = words.windows(2).filter_map(|pair| {
        let [word, next] = pair else { return None };
        (word.set.provider != *provider).then(|| {
            let ttl = word.set.ttl.or_else(|| assumed(plan, name));
            Old {
                provider: word.set.provider.clone(),
                changed: next.at,
                until: ttl.map(|ttl| next.at + ttl),
                ttl,
                assumed: word.set.ttl.is_none(),
                seen: word.set.ttl.and(Some(seen(word))),
            }
        })
    });
    replaced.max_by_key(|old| (old.until, old.changed))
}

fn seen(word: &Told<'_>) -> String {
    let clock = word.at.clock();
    let minute = clock.get(..5).unwrap_or(&clock);
    let who = word.set.evidence.as_deref().unwrap_or("by hand");
    format!("{minute}Z, {who}")
}

fn assumed(plan: &Plan, name: &str) -> Option<Span> {
    plan.dns.iter().find(|d| d.name == name)?.ttl
}

/// When a name last moved to `to` from another provider; none when it never did.
fn turned(incident: &Incident, name: &str, to: &Id) -> Option<Time> {
    let words = told(incident, name);
    let came = |pair: &&[Told<'_>]| pair[0].set.provider != *to && pair[1].set.provider == *to;
    words.windows(2).rev().find(came).map(|pair| pair[1].at)
}

/// When the last name moved to `to`, with its evidence: every name that is asked for is served by it, and one at least
/// was not before. None while that is not so.
#[must_use]
pub fn moved(incident: &Incident, plan: &Plan, to: &Id) -> Option<(Time, String)> {
    let asked =
        |d: &&crate::domain::plan::DnsName| !d.resolvers.is_empty() || !d.authoritative.is_empty();
    let mut last = None;
    for name in plan.dns.iter().filter(asked) {
        let set = serves(incident, &name.name)?;
        if set.provider != *to {
            return None;
        }
        if let Some(at) = turned(incident, &name.name, to) {
            let seen = set.evidence.as_deref().unwrap_or("by hand");
            last = last.max(Some((at, format!("{}: {seen}", name.name))));
        }
    }
    last
}

/// Whether the names that are asked for lead to `to`.
#[must_use]
pub fn lead(incident: &Incident, plan: &Plan, to: &Id) -> Lead {
    let mut asked = plan
        .dns
        .iter()
        .filter(|d| !d.resolvers.is_empty() || !d.authoritative.is_empty())
        .peekable();
    if asked.peek().is_none() {
        return Lead::NotAsked;
    }
    let there = |d: &crate::domain::plan::DnsName| {
        serves(incident, &d.name).is_some_and(|set| set.provider == *to)
    };
    match asked.all(there) {
        true => Lead::There(moved(incident, plan, to).map(|(at, _)| at)),
        false => Lead::NotYet,
    }
}

/// Where users are led instead, of a step that says they are served again at the side they are moved to: `DNS leads
/// www.shop.example to 42A, not to C10`. None where that is so, where nothing is known, and for other steps.
#[must_use]
pub fn astray(incident: &Incident, plan: &Plan, step: &Step) -> Option<String> {
    let here = crate::domain::rules::sense::condition(step);
    let there = here.is_none_or(|on| on.probe.starts_with("to."));
    if step.milestone != Some(Milestone::ServiceRestored) || !there {
        return None;
    }
    let (_, to) = incident.direction()?;
    let mut names = plan.dns.iter();
    names.find_map(|name| {
        let provider = &serves(incident, &name.name)?.provider;
        (provider != to).then(|| {
            let (name, is, to) = (&name.name, plan.short(provider), plan.short(to));
            format!("DNS leads {name} to {is}, not to {to}")
        })
    })
}

/// When a wait for the old TTL of a name ends that begins at `now`, and how that is known. Counted from the moment
/// the name was seen to move, where it was; from `now` else.
#[must_use]
pub fn wait(incident: &Incident, plan: &Plan, name: &str, now: Time) -> (Option<Time>, String) {
    let to = incident.direction().map(|(_, to)| to);
    let current = serves(incident, name);
    let moved = current.is_some_and(|c| to.is_none_or(|to| c.provider == *to));
    if moved && let Some(old) = old(incident, plan, name) {
        let changed = old.changed.clock();
        let words = match (old.ttl, &old.seen) {
            (Some(ttl), Some(seen)) => {
                let ttl = ttl.as_seconds();
                format!("TTL {ttl} s, seen {seen}; the answer changed {changed}")
            }
            (Some(ttl), None) => {
                let ttl = ttl.as_seconds();
                format!("TTL {ttl} s, assumed from the plan; the answer changed {changed}")
            }
            (None, _) => format!("TTL of {name} is not known"),
        };
        return (old.until.map(|until| until.max(now)), words);
    }
    let before = current.filter(|_| !moved);
    if let Some(ttl) = before.and_then(|c| c.ttl) {
        let word = told(incident, name).pop();
        let seen = word.as_ref().map(seen).unwrap_or_default();
        let words = format!("TTL {} s, seen {seen}", ttl.as_seconds());
        // Before the TTL was lowered, answers were given that live longer.
        let longer = to.and_then(|to| left(incident, plan, name, to));
        let longer = longer.and_then(|old| old.until);
        return (Some((now + ttl).max(longer.unwrap_or(now))), words);
    }
    let ttl = assumed(plan, name);
    let words = ttl.map_or_else(
        || format!("TTL of {name} is not known"),
        |ttl| format!("TTL {} s, assumed from the plan", ttl.as_seconds()),
    );
    (ttl.map(|ttl| now + ttl), words)
}

#[cfg(test)]
#[path = "serving_tests.rs"]
mod tests;
