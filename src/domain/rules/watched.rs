//! How much of a time was seen at all. What nobody watched, or only a machine that was cut off, is not known: neither
//! up nor down.

use crate::domain::facts::Fact;
use crate::domain::fold::{EntryNo, Incident};
use crate::domain::ids::WriterId;
use crate::domain::time::{Span, Time};
use std::collections::BTreeMap;

/// Time that says nothing about the services.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Watched {
    /// Nobody watched.
    pub unwatched: Span,
    /// Those who watched were cut off.
    pub blind: Span,
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

/// What is not worth a word beside a clock of minutes.
const SLIGHT: Span = Span::seconds(10);

impl Watched {
    /// The ways to name it beside a clock, the longest first: `not watched 12m, blind 3m`, `15m unseen`. None where it
    /// is slight.
    #[must_use]
    pub fn briefly(&self) -> Vec<String> {
        let all = self.unwatched + self.blind;
        if all < SLIGHT {
            return Vec::new();
        }
        let brief = match self.unwatched < SLIGHT {
            true => format!("{} blind", self.blind.calm()),
            false => format!("{} unseen", all.calm()),
        };
        self.words().into_iter().chain([brief]).collect()
    }
}

type Interval = (Time, Time);

/// A cockpit's stay.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Stay {
    writer: WriterId,
    machine: String,
    from: Time,
    /// When it said that it left.
    until: Option<Time>,
    /// When it wrote last.
    last: Time,
}

/// Who watched, and who was cut off meanwhile: by the facts, in incident time.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Watch {
    /// So many entries were looked through.
    pub entries: usize,
    stays: Vec<Stay>,
    /// Of each machine from when to when; an end that is not known yet is at the end of time.
    blind: BTreeMap<String, Vec<Interval>>,
}

impl Watch {
    /// By all entries of an incident: their number is the work it takes.
    #[must_use]
    pub fn of(incident: &Incident) -> Self {
        Watch {
            entries: incident.log().len(),
            stays: stays(incident),
            blind: blind(incident),
        }
    }

    /// What was not seen between two times. A cockpit that did not say that it left watched until its last entry; one
    /// that is `here`, until `now`.
    pub fn within(
        &self,
        whole: (Time, Time),
        now: Time,
        here: impl Fn(&WriterId) -> bool,
    ) -> Watched {
        let mut watch: BTreeMap<&str, Vec<Interval>> = BTreeMap::new();
        for stay in &self.stays {
            let stays = || if here(&stay.writer) { now } else { stay.last };
            let interval = (stay.from, stay.until.unwrap_or_else(stays));
            watch.entry(&stay.machine).or_default().push(interval);
        }
        let mut seen = Vec::new();
        let mut seeing = Vec::new();
        for (machine, intervals) in watch {
            let dark = self.blind.get(machine).map_or(&[][..], Vec::as_slice);
            seeing.extend(without(&intervals, dark));
            seen.extend(intervals);
        }
        let seen = length(&seen, whole);
        Watched {
            unwatched: (whole.1 - whole.0).max(Span::ZERO) - seen,
            blind: seen - length(&seeing, whole),
        }
    }
}

/// The machine and the time of each cockpit's stay.
fn stays(incident: &Incident) -> Vec<Stay> {
    let mut last: BTreeMap<&WriterId, (u64, EntryNo)> = BTreeMap::new();
    let mut moves = Vec::new();
    for (no, entry) in incident.log().iter() {
        let seq = entry.draft.seq;
        let newest = last.entry(&entry.writer).or_insert((seq, no));
        *newest = (*newest).max((seq, no));
        let moved = match &entry.draft.fact {
            Fact::CockpitJoined(f) => Some(f.machine.clone()),
            Fact::CockpitLeft(_) | Fact::LogClosed(_) => None,
            _ => continue,
        };
        moves.push((&entry.writer, seq, no, moved));
    }
    moves.sort_by_key(|(writer, seq, ..)| (*writer, *seq));
    let mut stays: Vec<Stay> = Vec::new();
    for (writer, _, no, joined) in moves {
        let at = incident.written(no);
        let open = stays.last_mut();
        let open = open.filter(|s| s.writer == *writer && s.until.is_none());
        match (joined, open) {
            (Some(machine), _) => stays.push(Stay {
                writer: writer.clone(),
                machine,
                from: at,
                until: None,
                last: last.get(writer).map_or(at, |(_, no)| incident.written(*no)),
            }),
            (None, Some(open)) => open.until = Some(at),
            (None, None) => {}
        }
    }
    stays
}

/// When each machine was cut off.
fn blind(incident: &Incident) -> BTreeMap<String, Vec<Interval>> {
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
        let dark = out.entry(machine.to_owned()).or_default();
        dark.push((from, Time(i64::MAX)));
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
