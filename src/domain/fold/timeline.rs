//! Which entries the timeline shows, and at which time.

use crate::domain::entry::Entry;
use crate::domain::facts::Fact;
use crate::domain::time::{Scale, Time};

/// Whether people read it in the timeline; the rest is bookkeeping.
pub(super) fn shows(fact: &Fact) -> bool {
    !matches!(
        fact,
        Fact::LogOpened(_)
            | Fact::LogClosed(_)
            | Fact::ScratchSet(_)
            | Fact::NoteCorrected(_)
            | Fact::NoteRedacted(_)
            | Fact::NotePinned(_)
    )
}

/// When it happened, in incident time: a back-dated one at its own time, all others when written.
pub(super) fn event_time(entry: &Entry, scale: Scale) -> Time {
    let own = match &entry.draft.fact {
        Fact::NoteAdded(note) => note.at,
        Fact::MilestoneSet(milestone) => Some(milestone.at),
        _ => None,
    };
    own.unwrap_or_else(|| scale.incident(entry.draft.wall))
}
