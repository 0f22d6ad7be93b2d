//! Single lines of JSON: an entry, a receipt, an incident of a list.

use super::picture::Picture;
use super::status_json::escape;
use crate::domain::facts::Fact;
use crate::domain::fold::EntryNo;
use crate::domain::ids::WriterId;
use crate::domain::rules::narrative;
use crate::domain::time::Time;
use serde::Serialize;

#[derive(Serialize)]
struct Row<'a> {
    time: String,
    who: &'a str,
    kind: &'a str,
    text: &'a str,
    w: &'a str,
    q: u64,
    /// Who wrote it: of what a provider said, who wrote that down.
    operator: &'a str,
    /// Of a note, which kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    /// When it was written, where that is another time.
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<String>,
    /// What a note said before it was corrected.
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pinned: bool,
}

/// An entry as `tail --json` prints it, without a line break. `at` is its place in the timeline.
#[must_use]
pub fn entry_json(picture: &Picture<'_>, at: Time, no: EntryNo) -> String {
    let line = narrative::line(picture.plan, &picture.board, picture.incident, at, no);
    let entry = picture.incident.log().entry(no);
    json(&Row {
        time: at.rfc3339_millis(),
        who: &line.who,
        kind: entry.draft.fact.kind(),
        text: &line.text,
        w: entry.writer.as_str(),
        q: entry.draft.seq,
        operator: &entry.draft.operator,
        note: match &entry.draft.fact {
            Fact::NoteAdded(note) => Some(note.kind.as_str()),
            _ => None,
        },
        written: line.written.map(Time::rfc3339_millis),
        first: line.first.as_deref(),
        pinned: line.pinned,
    })
}

#[derive(Serialize)]
struct Receipt<'a> {
    w: &'a str,
    q: u64,
    saved: bool,
    shared: bool,
}

/// What became of what a command wrote, without a line break.
#[must_use]
pub fn receipt_json(writer: &WriterId, seq: u64, saved: bool, shared: bool) -> String {
    json(&Receipt {
        w: writer.as_str(),
        q: seq,
        saved,
        shared,
    })
}

#[derive(Serialize)]
struct ScratchText<'a> {
    text: &'a str,
    entry: Option<&'a str>,
}

/// The shared scratch text and the entry that holds it, without a line break.
#[must_use]
pub fn scratch_json(text: &str, entry: Option<&str>) -> String {
    json(&ScratchText { text, entry })
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    path: &'a str,
    title: &'a str,
    mode: &'static str,
    severity: Option<&'a str>,
    opened: String,
    closed: Option<String>,
}

/// An incident as `list --json` prints it, without a line break.
#[must_use]
pub fn item_json(picture: &Picture<'_>) -> String {
    json(&Item {
        id: &picture.identity.id,
        path: picture.path,
        title: picture.title(),
        mode: picture.identity.mode.as_str(),
        severity: picture.incident.state().severity.get().map(String::as_str),
        opened: picture.identity.opened.rfc3339(),
        closed: picture.closed().map(Time::rfc3339),
    })
}

pub(super) fn json(value: &impl Serialize) -> String {
    escape(&serde_json::to_string(value).unwrap_or_default())
}
