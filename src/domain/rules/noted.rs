//! Notes: how one reads, and what can be done to an entry of the timeline.

use super::board::Board;
use super::{narrative, unreached};
use crate::domain::facts::{
    Fact, NoteAdded, NoteCorrected, NotePinned, NoteRedacted, PromiseClosed,
};
use crate::domain::fold::{EntryNo, Incident};
use crate::domain::plan::Plan;
use crate::domain::words::NoteKind;

/// So many letters of an entry are told where it is pinned.
const PINNED: usize = 40;

/// A note in words: `power failure, no ETA (ticket 8841, by gf, low confidence)`.
pub(super) fn words(note: &NoteAdded, text: &str, author: &str) -> String {
    let ticket = note.ticket.as_ref().map(|t| format!("ticket {t}"));
    let of_provider = note.kind == NoteKind::Provider && note.provider.is_some();
    let by = of_provider.then(|| format!("by {author}"));
    let sure = note.confidence.map(|c| format!("{c} confidence"));
    let more: Vec<String> = [ticket, by, sure].into_iter().flatten().collect();
    if more.is_empty() {
        return text.to_owned();
    }
    format!("{text} ({})", more.join(", "))
}

/// A promise closed, in words: which it was, and how it ended.
pub(super) fn promise(plan: &Plan, incident: &Incident, closed: &PromiseClosed) -> String {
    let promise = incident.state().promises.get(&closed.entry);
    let made = promise.and_then(|p| p.made.as_ref());
    let text = made.map_or("?", |made| &made.text);
    let how = if closed.broken {
        "BROKEN"
    } else {
        "kept, or moot"
    };
    let side = made.and_then(|made| made.provider.as_ref());
    let owner = made.and_then(|made| made.owner.as_deref());
    let whose = side.map(|id| plan.short(id)).or(owner);
    let whose = whose.map(|who| format!("{who}: ")).unwrap_or_default();
    format!("promise {how}: {whose}{text}")
}

/// A pin in words: on which entry, or of which it was taken.
pub(super) fn pinning(plan: &Plan, board: &Board, incident: &Incident, pin: &NotePinned) -> String {
    let verb = if pin.pinned { "pinned" } else { "unpinned" };
    let Some(no) = incident.log().find(&pin.entry) else {
        return format!("{verb} an entry");
    };
    // A pin on a pin says no more than its name: entries that name each other end here.
    if matches!(incident.log().entry(no).draft.fact, Fact::NotePinned(_)) {
        return format!("{verb} {}", pin.entry);
    }
    let line = narrative::line(plan, board, incident, incident.written(no), no);
    let text: String = line.text.chars().take(PINNED).collect();
    let more = if text.len() < line.text.len() {
        "…"
    } else {
        ""
    };
    format!("{verb}: {text}{more}")
}

/// The text of a note as it was first written, if it was corrected since.
#[must_use]
pub fn first_text(incident: &Incident, no: EntryNo) -> Option<&str> {
    let entry = incident.log().entry(no);
    let Fact::NoteAdded(note) = &entry.draft.fact else {
        return None;
    };
    let corrections = incident.state().corrections.get(&entry.reference());
    corrections
        .and_then(|c| c.get())
        .map(|_| note.text.as_str())
}

/// The text of a note as it stands; none for what is no note, or was redacted.
#[must_use]
pub fn text(incident: &Incident, no: EntryNo) -> Option<&str> {
    let entry = incident.log().entry(no);
    let reference = entry.reference();
    let Fact::NoteAdded(note) = &entry.draft.fact else {
        return None;
    };
    if is_redacted(incident, &reference) {
        return None;
    }
    let corrections = incident.state().corrections.get(&reference);
    let corrected = corrections.and_then(|c| c.get());
    Some(corrected.unwrap_or(&note.text))
}

fn is_redacted(incident: &Incident, reference: &str) -> bool {
    incident.state().redactions.contains_key(reference)
}

/// Whether a question or a follow-up is over: it was put right, and begins with one of these words now.
#[must_use]
pub fn is_settled(incident: &Incident, no: EntryNo) -> bool {
    const OVER: [&str; 3] = ["answered", "done", "moot"];
    let now = text(incident, no).unwrap_or_default().trim_start();
    let word = now.split(|c: char| !c.is_alphabetic()).next();
    let over = word.is_some_and(|word| OVER.iter().any(|over| over.eq_ignore_ascii_case(word)));
    over && first_text(incident, no).is_some()
}

/// Whether an entry is pinned.
#[must_use]
pub fn is_pinned(incident: &Incident, no: EntryNo) -> bool {
    let reference = incident.log().entry(no).reference();
    let pins = incident.state().pins.get(&reference);
    pins.and_then(|p| p.get()) == Some(&true)
}

/// A note put right; its first text stays readable.
///
/// # Errors
/// Why not, in words.
pub fn correct(incident: &Incident, no: EntryNo, new: &str) -> Result<Fact, String> {
    let Some(old) = text(incident, no) else {
        return Err("only a note can be corrected, and none that was redacted".to_owned());
    };
    let new = new.trim();
    if new.is_empty() {
        return Err("a correction needs a text; a redaction hides one".to_owned());
    }
    if new == old {
        return Err("that is the text it has".to_owned());
    }
    let entry = incident.log().entry(no).reference();
    let text = new.to_owned();
    Ok(NoteCorrected { entry, text }.into())
}

/// An entry pinned, or no longer.
#[must_use]
pub fn pin(incident: &Incident, no: EntryNo, pinned: bool) -> Fact {
    let entry = incident.log().entry(no).reference();
    NotePinned { entry, pinned }.into()
}

/// An entry's text hidden in views and reports, with what else repeats it: corrections of a note, the stations of
/// an update, a command's last line as the value of its step. An update that has not left is cancelled.
///
/// # Errors
/// Why not, in words.
pub fn redact(incident: &Incident, no: EntryNo, reason: Option<&str>) -> Result<Vec<Fact>, String> {
    let log = incident.log();
    let entry = log.entry(no);
    let reference = entry.reference();
    if is_redacted(incident, &reference) {
        return Err("it is redacted already".to_owned());
    }
    if entry.draft.fact.hidden().is_none() {
        return Err("that entry holds no text to hide".to_owned());
    }
    let repeats = log.iter().filter(|(other, e)| match &e.draft.fact {
        Fact::NoteCorrected(f) => f.entry == reference,
        fact => *other != no && unreached::repeats(incident, &entry.draft.fact, fact),
    });
    let repeats = repeats.map(|(other, e)| (other, e.reference()));
    let repeats: Vec<_> = repeats.filter(|(_, r)| !is_redacted(incident, r)).collect();
    let hidden: Vec<EntryNo> = std::iter::once(no)
        .chain(repeats.iter().map(|r| r.0))
        .collect();
    let reason = reason.map(str::trim).filter(|r| !r.is_empty());
    let redacted = |entry| {
        let reason = reason.map(str::to_owned);
        NoteRedacted { entry, reason }.into()
    };
    Ok(std::iter::once(reference.clone())
        .chain(repeats.into_iter().map(|r| r.1))
        .map(redacted)
        .chain(unreached::cancelled(incident, &hidden))
        .collect())
}

#[cfg(test)]
#[path = "noted_tests.rs"]
mod tests;
