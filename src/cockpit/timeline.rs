//! The timeline as the operator looks at it: what is shown of it, and the entry under the cursor.

use super::{Model, Pane};
use crate::domain::fold::EntryNo;
use crate::domain::rules::narrative::Line;
use crate::domain::rules::sought::Sought;

impl Model {
    /// An entry of the timeline in words; `at` counts from its beginning. None where another line speaks for it.
    #[must_use]
    pub fn timeline_line(&self, at: usize) -> Option<Line> {
        let row = *self.incident.state().timeline.get(at)?;
        let (plan, board, incident) = (&self.plan, &self.board, &self.incident);
        self.gathered.line(plan, board, incident, row)
    }

    /// The pinned entries in words, in the order of the timeline.
    #[must_use]
    pub fn pinned(&self) -> Vec<Line> {
        let log = self.incident.log();
        let pins = self.incident.state().pins.iter();
        let pins = pins.filter(|(_, pin)| pin.get() == Some(&true));
        let pins: Vec<EntryNo> = pins.filter_map(|(named, _)| log.find(named)).collect();
        if pins.is_empty() {
            return Vec::new();
        }
        let timeline = self.incident.state().timeline.iter().enumerate();
        let pins = timeline.filter(|(_, (_, no))| pins.contains(no));
        pins.filter_map(|(at, _)| self.timeline_line(at)).collect()
    }

    /// What is looked for in the timeline: its own search, else the filter of the steps.
    #[must_use]
    pub fn sought(&self) -> Option<&str> {
        self.view.sought.as_deref().or(self.view.filter.as_deref())
    }

    /// The entry of the timeline under its cursor, counted from the beginning: the one picked, else the newest. Of
    /// those that are looked for.
    #[must_use]
    pub fn timeline_at(&self) -> Option<usize> {
        let timeline = &self.incident.state().timeline;
        let picked = self.view.entry;
        let at = picked.and_then(|no| timeline.iter().rposition(|(_, n)| *n == no));
        at.or_else(|| self.timeline_next(timeline.len(), false))
    }

    /// The next entry that is looked for, from `at` on (not it): towards the newer ones, or the older ones.
    #[must_use]
    pub fn timeline_next(&self, at: usize, newer: bool) -> Option<usize> {
        let sought = self.sought().map(Sought::read);
        let timeline = &self.incident.state().timeline;
        let hidden = |at: usize| {
            timeline
                .get(at)
                .is_some_and(|row| self.gathered.hides(row.1))
        };
        let fits = |at: &usize| {
            !hidden(*at)
                && sought.as_ref().is_none_or(|sought| {
                    self.timeline_line(*at).is_some_and(|line| {
                        let entry = self.incident.log().entry(line.no);
                        sought.fits(&line, &entry.draft.fact, &entry.draft.operator)
                    })
                })
        };
        let count = timeline.len();
        if newer {
            (at.saturating_add(1)..count).find(fits)
        } else {
            (0..at.min(count)).rev().find(fits)
        }
    }

    /// The entry a key acts on: what stood under the cursor of the timeline in the frame last painted.
    #[must_use]
    pub fn painted_entry(&self) -> Option<EntryNo> {
        let focused = self.view.focus == Pane::Timeline;
        self.view.painted_entry.filter(|_| focused)
    }
}
