//! What the timeline sums up: a probe that goes up and down and up again is one line, and so is a side that goes down
//! after it was fenced. The entries stay as they are; only how they are shown changes.

use super::board::Board;
use super::changes::changes;
use super::fenced::{Fence, expected, fence};
use super::narrative::{Line, line};
use crate::domain::facts::{Fact, ProbeChanged};
use crate::domain::fold::{EntryNo, Incident};
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::time::{Span, Time};
use std::collections::BTreeMap;

/// So many changes, each soon after the one before, are flapping.
const MANY: usize = 4;
/// Changes further apart than this are news each.
const SOON: Span = Span::minutes(5);

/// Changes of one probe, with when they were told.
type Changes = Vec<(EntryNo, Time)>;

/// How an entry is shown, where it is not shown as it is.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Shown {
    /// Another line speaks for it.
    Hidden,
    /// The last of so many changes, within this time.
    Flapped(usize, Span),
    /// The last service to go down after its side was fenced by this step; with all of them.
    Fenced(String, Vec<Id>),
}

/// What is summed up.
#[derive(Clone, Default, Debug)]
pub struct Gathered {
    shown: BTreeMap<EntryNo, Shown>,
}

impl Gathered {
    /// Looks through what the probes told.
    #[must_use]
    pub fn of(board: &Board, incident: &Incident) -> Self {
        let mut gathered = Gathered::default();
        let mut rows: BTreeMap<(&str, &Id, &Id), Changes> = BTreeMap::new();
        let fence = fence(board, incident);
        let mut down: BTreeMap<&str, Vec<(EntryNo, &Id)>> = BTreeMap::new();
        for (no, change) in changes(incident) {
            let goes = |f: &Fence| expected(f, incident, no, change);
            if fence.as_ref().is_some_and(goes) {
                let of = down.entry(&change.machine).or_default();
                of.push((no, &change.service));
                continue;
            }
            let key = (change.machine.as_str(), &change.provider, &change.service);
            rows.entry(key)
                .or_default()
                .push((no, incident.written(no)));
        }
        for row in rows.values() {
            gathered.flaps(row);
        }
        let number = fence.map(|f| f.number).unwrap_or_default();
        for gone in down.values() {
            gathered.gone(&number, gone);
        }
        gathered
    }

    /// The changes of one service at one provider, as one machine told them. The first of a row stays what it was.
    fn flaps(&mut self, changes: &[(EntryNo, Time)]) {
        let rows = changes.chunk_by(|(_, a), (_, b)| *b - *a <= SOON);
        for row in rows.filter(|row| row.len() >= MANY) {
            if let [(_, from), middle @ .., (last, to)] = row {
                let hidden = middle.iter().map(|(no, _)| (*no, Shown::Hidden));
                self.shown.extend(hidden);
                self.shown
                    .insert(*last, Shown::Flapped(row.len(), *to - *from));
            }
        }
    }

    fn gone(&mut self, number: &str, gone: &[(EntryNo, &Id)]) {
        let Some((last, rest)) = gone.split_last() else {
            return;
        };
        self.shown
            .extend(rest.iter().map(|(no, _)| (*no, Shown::Hidden)));
        let mut services: Vec<Id> = Vec::new();
        for (_, id) in gone {
            if !services.contains(id) {
                services.push((*id).clone());
            }
        }
        let number = number.to_owned();
        self.shown.insert(last.0, Shown::Fenced(number, services));
    }

    /// Another line speaks for it.
    #[must_use]
    pub fn hides(&self, no: EntryNo) -> bool {
        self.shown.get(&no) == Some(&Shown::Hidden)
    }

    /// An entry in words, or those of the entries it sums up; none where another line speaks for it.
    #[must_use]
    pub fn line(
        &self,
        plan: &Plan,
        board: &Board,
        incident: &Incident,
        (at, no): (Time, EntryNo),
    ) -> Option<Line> {
        let mut line = line(plan, board, incident, at, no);
        let Fact::ProbeChanged(change) = &incident.log().entry(no).draft.fact else {
            return Some(line);
        };
        match self.shown.get(&no) {
            None => {}
            Some(Shown::Hidden) => return None,
            Some(Shown::Flapped(count, span)) => line.text = flapped(plan, change, *count, *span),
            Some(Shown::Fenced(number, services)) => {
                let names: Vec<&str> = services.iter().map(|s| name(plan, s)).collect();
                let side = plan.short(&change.provider);
                line.text = format!(
                    "{side} does not answer, as expected after {number}: {}, seen from {}",
                    names.join(", "),
                    change.machine
                );
            }
        }
        line.text = crate::domain::text::visible(&line.text).into_owned();
        Some(line)
    }
}

fn flapped(plan: &Plan, change: &ProbeChanged, count: usize, span: Span) -> String {
    format!(
        "{} at {} flapped {count} times in {}, now {}",
        name(plan, &change.service),
        plan.short(&change.provider),
        span.short(),
        super::changes::told(change)
    )
}

fn name<'a>(plan: &'a Plan, id: &'a Id) -> &'a str {
    let service = plan.services.iter().find(|s| s.id == *id);
    service.map_or(id.as_str(), |s| &s.name)
}
