//! Both sides writable: each write on one of them is lost on the other. Only measured roles count: what is not known
//! is never taken for "not writable".

use super::changes::{answers, changes, is_measured, writes};
use crate::domain::facts::ProbeChanged;
use crate::domain::fold::{EntryNo, Incident};
use crate::domain::ids::Id;
use crate::domain::plan::{Check, Plan, Service};
use crate::domain::time::Time;
use std::collections::BTreeMap;

/// A service that took writes at two providers at once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Split {
    /// Which service.
    pub service: Id,
    /// Where it was measured writable: provider, machine, since when.
    pub sides: Vec<(Id, String, Time)>,
    /// When the last of them turned writable.
    pub since: Time,
    /// When it was over, by what was measured; none while it lasts.
    pub until: Option<Time>,
    /// The entry that made it so.
    pub cause: EntryNo,
}

type Words = BTreeMap<(Id, String), (EntryNo, ProbeChanged)>;

/// Each time two providers were measured writable at once, oldest first, as the machines told it.
#[must_use]
pub fn splits(plan: &Plan, incident: &Incident) -> Vec<Split> {
    let writers = plan.services.iter().filter(|s| s.writer);
    writers
        .flat_map(|s| of_service(plan, s, incident))
        .collect()
}

fn of_service(plan: &Plan, service: &Service, incident: &Incident) -> Vec<Split> {
    let mut words = Words::new();
    let mut out: Vec<Split> = Vec::new();
    for (no, change) in changes(incident).filter(|(_, c)| c.service == service.id) {
        let key = (change.provider.clone(), change.machine.clone());
        let wrote = words.get(&key).is_some_and(|(_, word)| writes(word));
        if wrote && !tells_role(change) {
            continue;
        }
        words.insert(key, (no, change.clone()));
        let sides = writable(plan, &words);
        let open = out.last_mut().filter(|split| split.until.is_none());
        match (open, sides.len() > 1) {
            (None, true) => out.push(Split {
                service: service.id.clone(),
                sides,
                since: change.since,
                until: None,
                cause: no,
            }),
            (Some(split), true) => split.sides = sides,
            (Some(split), false) => split.until = Some(change.since),
            (None, false) => {}
        }
    }
    out
}

/// It says whether it takes writes: by its role, or because it is down. What was not measured may write still.
fn tells_role(change: &ProbeChanged) -> bool {
    match answers(change.state) {
        true => change.role.is_some(),
        false => is_measured(change),
    }
}

/// The providers measured writable, each by the machine that said so last.
fn writable(plan: &Plan, words: &Words) -> Vec<(Id, String, Time)> {
    let mut sides: Vec<(Id, String, Time)> = Vec::new();
    for ((provider, machine), (_, change)) in words.iter().filter(|(_, (_, c))| writes(c)) {
        let side = (provider.clone(), machine.clone(), change.since);
        match sides.iter_mut().find(|(p, ..)| p == provider) {
            Some(known) if known.2 >= change.since => {}
            Some(known) => *known = side,
            None => sides.push(side),
        }
    }
    sides.sort_by_key(|(id, ..)| plan.providers.iter().position(|p| p.id == *id));
    sides
}

/// What is measured of the sides of a writer now, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Writers {
    /// Every provider's role is measured, and one of them is writable.
    One,
    /// A provider's role is not measured: it may be writable.
    NotMeasured,
    /// Every provider's role is measured, and none of them is writable: between fencing and promotion, or an outage.
    Nobody,
    /// Two of them are writable.
    Several,
}

/// Whether a writer service is writable at one provider only, by the last word of every machine that is not cut off.
#[must_use]
pub fn stand(plan: &Plan, service: &Service, incident: &Incident) -> Writers {
    let of = |provider: &Id| last_words(service, provider, incident);
    let sides = || plan.providers.iter().map(|p| of(&p.id));
    let writable = sides().filter(|words| words.iter().any(|w| writes(w)));
    match (writable.count(), sides().all(|words| measured(&words))) {
        (2.., _) => Writers::Several,
        (0, true) => Writers::Nobody,
        (_, true) => Writers::One,
        (_, false) => Writers::NotMeasured,
    }
}

/// The same of all writers of the plan whose role is probed, in words: `no split brain: only C10 writes`. None when
/// nothing tells a role.
#[must_use]
pub fn told(plan: &Plan, incident: &Incident) -> Option<(Writers, String)> {
    let roles = |s: &&Service| {
        s.writer && matches!(&s.probe.check, Check::Command { roles, .. } if !roles.is_empty())
    };
    let stands = plan.services.iter().filter(roles);
    let stands = stands.map(|s| (stand(plan, s, incident), s));
    let (worst, service) = stands.max_by_key(|(stand, _)| *stand)?;
    let named = |fits: &dyn Fn(&[&ProbeChanged]) -> bool| {
        let sides = plan.providers.iter();
        let sides = sides.filter(|p| fits(&last_words(service, &p.id, incident)));
        let names: Vec<&str> = sides.map(|p| plan.short(&p.id)).collect();
        names.join(" and ")
    };
    let writing = named(&|words| words.iter().any(|w| writes(w)));
    let words = match worst {
        Writers::Nobody => format!("NOBODY WRITES to {}", service.name),
        Writers::One => format!("no split brain: only {writing} writes"),
        Writers::Several => format!("SPLIT BRAIN: {writing} write"),
        Writers::NotMeasured => {
            let dark = named(&|words| !measured(words));
            match cut_off(service, incident) {
                Some(machine) => format!("split brain? {machine} is BLIND"),
                None => format!("split brain? {dark} not measured"),
            }
        }
    };
    Some((worst, words))
}

/// A machine that told a role of it and is blind: its word does not count, though it may measure it still.
fn cut_off<'a>(service: &Service, incident: &'a Incident) -> Option<&'a str> {
    let mut probes = incident.state().probes.iter();
    let (machine, ..) = probes.find_map(|(key, word)| {
        let role = word.get().is_some_and(|w| w.role.is_some());
        let blind = incident.state().vantage.get(&key.0).and_then(|v| v.get());
        let dark = key.2 == service.id && role && blind.is_some_and(|v| v.blind);
        dark.then_some(key)
    })?;
    Some(machine)
}

/// Whether another machine measured later that it does not write.
fn contradicts(other: &ProbeChanged, word: &ProbeChanged) -> bool {
    let later = other.machine != word.machine && other.since > word.since;
    later && tells_role(other) && !writes(other)
}

/// The last word on a service at a provider of each machine that sees. That it writes counts until another machine
/// measured the contrary later: a machine that died with its provider says so for ever.
fn last_words<'a>(
    service: &Service,
    provider: &Id,
    incident: &'a Incident,
) -> Vec<&'a ProbeChanged> {
    let state = incident.state();
    let cut_off = |machine: &str| {
        let said = state.vantage.get(machine).and_then(|v| v.get());
        said.is_some_and(|v| v.blind)
    };
    let probes = state.probes.iter();
    let of = probes.filter(|((m, p, s), _)| p == provider && *s == service.id && !cut_off(m));
    let words: Vec<&ProbeChanged> = of.filter_map(|(_, word)| word.get()).collect();
    let outdated = |w: &ProbeChanged| words.iter().any(|o| contradicts(o, w));
    let stands = |w: &&ProbeChanged| !writes(w) || !outdated(w);
    words.iter().copied().filter(stands).collect()
}

fn measured(words: &[&ProbeChanged]) -> bool {
    words.iter().any(|w| answers(w.state) && w.role.is_some())
}

/// `BOTH SIDES WRITABLE: stop writes at 42A; 42A seen from b1, C10 from b2`; what another machine says against it is named.
pub(super) fn words(plan: &Plan, incident: &Incident, split: &Split, stop: &str) -> String {
    let short = |id: &Id| plan.short(id).to_owned();
    let mut services = plan.services.iter();
    let service = services.find(|s| s.id == split.service);
    let service = service.map_or(split.service.as_str(), |s| &s.name);
    if let Some(until) = split.until {
        let names: Vec<String> = split.sides.iter().map(|(p, ..)| short(p)).collect();
        let (since, until) = (split.since.clock(), until.clock());
        return format!(
            "BOTH SIDES WERE WRITABLE {since} to {until}: {service}, {}",
            names.join(", ")
        );
    }
    let mut doubt = "";
    let side = |(provider, machine, since): &(Id, String, Time)| {
        let against = incident
            .state()
            .probes
            .iter()
            .find_map(|((m, p, s), word)| {
                let of = m != machine && p == provider && *s == split.service;
                word.get().filter(|w| of && !writes(w) && w.since > *since)
            });
        let name = short(provider);
        match against {
            Some(other) => {
                doubt = "?";
                let minute = since.clock();
                let minute = minute.get(..5).unwrap_or(&minute);
                let (state, from) = (other.state.as_str(), &other.machine);
                format!("{name} {minute}Z from {machine} ({state} from {from})")
            }
            None => format!("{name} seen from {machine}"),
        }
    };
    let sides: Vec<String> = split.sides.iter().map(side).collect();
    let sides = sides.join(", ");
    format!("BOTH SIDES WRITABLE{doubt}: stop writes at {stop}; {service}, {sides}")
}

#[cfg(test)]
#[path = "writers_tests.rs"]
mod tests;
