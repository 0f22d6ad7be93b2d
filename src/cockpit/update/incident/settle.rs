//! d on a question or a follow-up of the timeline: it is answered, or done.

use crate::cockpit::dialog::Then;
use crate::cockpit::update::answer;
use crate::cockpit::update::choose::ask;
use crate::cockpit::update::record::record;
use crate::cockpit::{Effect, Model};
use crate::domain::facts::Fact;
use crate::domain::fold::EntryNo;
use crate::domain::rules::noted;
use crate::domain::words::NoteKind;

/// The open question or follow-up under the timeline's cursor.
pub(in crate::cockpit::update) fn open_note(model: &Model) -> Option<EntryNo> {
    let no = model.painted_entry()?;
    let asks = kind(model, no).is_some() && noted::text(&model.incident, no).is_some();
    (asks && !noted::is_settled(&model.incident, no)).then_some(no)
}

fn kind(model: &Model, no: EntryNo) -> Option<NoteKind> {
    match &model.incident.log().entry(no).draft.fact {
        Fact::NoteAdded(note) => {
            Some(note.kind).filter(|kind| matches!(kind, NoteKind::Question | NoteKind::Todo))
        }
        _ => None,
    }
}

/// What is to be said of it?
pub(in crate::cockpit::update) fn ask_settle(model: &mut Model, no: EntryNo) -> Vec<Effect> {
    let text = noted::text(&model.incident, no).unwrap_or_default();
    let hint = vec![text.to_owned()];
    let title = match kind(model, no) {
        Some(NoteKind::Todo) => "Done? A word on it, or Enter alone",
        _ => "The answer",
    };
    let entry = model.incident.log().entry(no).reference();
    model.view.dialog = Some(ask(title, hint, "", Then::Settle(entry)));
    Vec::new()
}

/// It was said.
pub(in crate::cockpit::update) fn settle(
    model: &mut Model,
    entry: &str,
    said: &str,
) -> Vec<Effect> {
    let Some(no) = model.incident.log().find(entry) else {
        return answer::refused(model, "that entry is gone");
    };
    let old = noted::text(&model.incident, no).unwrap_or_default();
    let said = said.trim();
    let word = match kind(model, no) {
        Some(NoteKind::Todo) => "done",
        _ => "answered",
    };
    let new = match said {
        "" => format!("{word}: {old}"),
        said => format!("{word}: {said} ({old})"),
    };
    match noted::correct(&model.incident, no, &new) {
        Ok(fact) => {
            answer::done(model, new);
            record(model, [fact])
        }
        Err(words) => answer::refused(model, words),
    }
}
