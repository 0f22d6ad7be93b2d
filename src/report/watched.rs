//! How much of the incident was seen at all. What nobody watched, or only a machine that was cut off, is
//! not known: neither up nor down.

use super::picture::{Live, Picture};
use crate::domain::facts::Fact;
use crate::domain::ids::WriterId;
use crate::domain::time::{Span, Time};
use std::collections::BTreeMap;

/// Presence older than this says nothing.
const FRESH: Span = Span::seconds(30);

/// Time of the incident that says nothing about the services.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Watched {
    /// Nobody watched.
    pub unwatched: Span,
    /// Those who watched were cut off.
    pub blind: Span,
}

type Interval = (Time, Time);

/// How long nobody watched, and how long all who did were cut off, from the opening to now or the end.
///
/// A cockpit that did not say that it left watched until its last entry; one that is here, until now.
#[must_use]
pub fn watched(picture: &Picture<'_>, live: &Live) -> Watched {
    let begin = picture.incident.scale().incident(picture.identity.opened);
    within(picture, live, (begin, picture.end()))
}

/// The same of the time in which users suffered: so much of the downtime nobody measured. None before an impact.
#[must_use]
pub(super) fn downtime(picture: &Picture<'_>, live: &Live) -> Option<Watched> {
    use crate::domain::words::Milestone;
    let began = picture.incident.milestone(Milestone::ImpactStart)?;
    let downtime = picture.clocks.downtime?;
    Some(within(picture, live, (began, began + downtime)))
}

impl Watched {
    /// `not watched 12m, blind 3m`; none where all of it was seen. What is under a second was.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let part = |word: &str, span: Span| {
            (span.as_seconds() > 0).then(|| format!("{word} {}", span.short()))
        };
        let parts = [
            part("not watched", self.unwatched),
            part("blind", self.blind),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

fn within(picture: &Picture<'_>, live: &Live, whole: Interval) -> Watched {
    let mut watch: BTreeMap<String, Vec<Interval>> = BTreeMap::new();
    for (machine, interval) in stays(picture, live) {
        watch.entry(machine).or_default().push(interval);
    }
    let blind = blind(picture);
    let mut seen = Vec::new();
    let mut seeing = Vec::new();
    for (machine, intervals) in watch {
        let dark = blind.get(&machine).cloned().unwrap_or_default();
        seeing.extend(without(&intervals, &dark));
        seen.extend(intervals);
    }
    let seen = length(&seen, whole);
    Watched {
        unwatched: (whole.1 - whole.0).max(Span::ZERO) - seen,
        blind: seen - length(&seeing, whole),
    }
}

/// The machine and the time of each cockpit's stay.
fn stays(picture: &Picture<'_>, live: &Live) -> Vec<(String, Interval)> {
    let incident = picture.incident;
    let mut stays = Vec::new();
    let mut here: BTreeMap<&WriterId, (String, Time, Time)> = BTreeMap::new();
    let mut entries: Vec<_> = incident.log().iter().collect();
    entries.sort_by(|(_, a), (_, b)| (&a.writer, a.draft.seq).cmp(&(&b.writer, b.draft.seq)));
    for (no, entry) in entries {
        let at = incident.written(no);
        match &entry.draft.fact {
            Fact::CockpitJoined(f) => {
                here.insert(&entry.writer, (f.machine.clone(), at, at));
            }
            Fact::CockpitLeft(_) | Fact::LogClosed(_) => {
                if let Some((machine, from, _)) = here.remove(&entry.writer) {
                    stays.push((machine, (from, at)));
                }
            }
            _ => {
                if let Some(stay) = here.get_mut(&entry.writer) {
                    stay.2 = at;
                }
            }
        }
    }
    for (writer, (machine, from, last)) in here {
        let fresh = |p: &&crate::domain::presence::Presence| {
            &p.writer == writer && picture.wall - p.at < FRESH
        };
        let is_here = live.present.iter().any(|p| fresh(&p));
        stays.push((machine, (from, if is_here { picture.now } else { last })));
    }
    stays
}

/// When each machine was cut off.
fn blind(picture: &Picture<'_>) -> BTreeMap<String, Vec<Interval>> {
    let incident = picture.incident;
    let mut changes: Vec<(Time, &str, bool)> = Vec::new();
    for (no, entry) in incident.log().iter() {
        if let Fact::VantageChanged(f) = &entry.draft.fact {
            changes.push((f.since.unwrap_or(incident.written(no)), &f.machine, f.blind));
        }
    }
    changes.sort_unstable();
    let mut open: BTreeMap<&str, Time> = BTreeMap::new();
    let mut out: BTreeMap<String, Vec<Interval>> = BTreeMap::new();
    for (at, machine, blind) in changes {
        match (blind, open.get(machine).copied()) {
            (true, None) => {
                open.insert(machine, at);
            }
            (false, Some(from)) => {
                open.remove(machine);
                out.entry(machine.to_owned()).or_default().push((from, at));
            }
            _ => {}
        }
    }
    for (machine, from) in open {
        let until = picture.end();
        out.entry(machine.to_owned())
            .or_default()
            .push((from, until));
    }
    out
}

/// `of` less `less`.
fn without(of: &[Interval], less: &[Interval]) -> Vec<Interval> {
    let mut rest = of.to_vec();
    for (from, to) in less {
        rest = rest
            .into_iter()
            .flat_map(|(a, b)| [(a, b.min(*from)), (a.max(*to), b)])
            .filter(|(a, b)| a < b)
            .collect();
    }
    rest
}

/// The length of all intervals together within `whole`, what overlaps counted once.
fn length(intervals: &[Interval], whole: Interval) -> Span {
    let mut sorted: Vec<Interval> = intervals
        .iter()
        .map(|(a, b)| ((*a).max(whole.0), (*b).min(whole.1)))
        .filter(|(a, b)| a < b)
        .collect();
    sorted.sort_unstable();
    let mut sum = Span::ZERO;
    let mut until = whole.0;
    for (a, b) in sorted {
        let a = a.max(until);
        if b > a {
            sum = sum + (b - a);
            until = b;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_overlaps_counts_once_and_what_is_dark_not_at_all() {
        let at = |a, b| (Time(a), Time(b));
        assert_eq!(
            length(&[at(5, 9), at(0, 6), at(20, 40)], at(2, 30)),
            Span(17)
        );
        let seeing = without(&[at(0, 10), at(20, 30)], &[at(5, 22)]);
        assert_eq!(seeing, vec![at(0, 5), at(22, 30)]);
    }
}
