//! Notes, alarms, documents, leaving.

use crate::cockpit::dialog::Then;
use crate::cockpit::effect::Document;
use crate::cockpit::update::answer;
use crate::cockpit::update::choose::choose;
use crate::cockpit::update::record::record;
use crate::cockpit::{Dialog, Effect, Model};
use crate::domain::facts::{AlarmAcknowledged, Fact, NoteAdded};
use crate::domain::note_text::parse_note;
use crate::domain::rules::alarms::Alarm;
use crate::domain::rules::moved;
use crate::domain::rules::people;
use crate::domain::words::NoteKind;

pub(in crate::cockpit::update) fn note(model: &mut Model, text: &str) -> Vec<Effect> {
    if text.trim().is_empty() {
        return answer::done(model, "nothing to note");
    }
    if crate::domain::text::written_size(text) > Fact::LONGEST {
        model.view.dialog = Some(Dialog::Note(crate::cockpit::Editor::lines(text)));
        return answer::refused(
            model,
            "too long for one entry (12,000 bytes): shorten it, or write two notes",
        );
    }
    if let Some(name) = model.secrets.in_text(text) {
        let words = format!("that holds the value of {name}, a secret: it would be written down");
        model.view.dialog = Some(Dialog::Note(crate::cockpit::Editor::lines(text)));
        return answer::refused(model, words);
    }
    let note = parse_note(text, model.now, &model.plan);
    let refusal = match (note.kind, &note.provider) {
        _ if note.text.is_empty() => Some("a note needs a text after its marks"),
        (NoteKind::Provider, None) => {
            Some("which provider said it? begin with > and its name: > 42A power is off")
        }
        _ => None,
    };
    if let Some(refusal) = refusal {
        model.view.dialog = Some(Dialog::Note(crate::cockpit::Editor::lines(text)));
        return answer::refused(model, refusal);
    }
    answer::done(model, noted(&note));
    record(model, [note.into()])
}

/// `noted, decision at 20:04:00Z`
fn noted(note: &NoteAdded) -> String {
    let at = note.at.map(|t| format!(" at {}", t.clock()));
    let at = at.unwrap_or_default();
    match note.kind {
        NoteKind::Note if at.is_empty() => "noted".to_owned(),
        NoteKind::Note => format!("noted,{at}"),
        kind => format!("noted, {kind}{at}"),
    }
}

pub(in crate::cockpit::update) fn acknowledge(model: &mut Model) -> Vec<Effect> {
    let me = &model.me.operator;
    let own = |a: &&Alarm| moved::by(&model.incident, &a.id).as_ref() == Some(me);
    let mut waits = model.alarms.iter().filter(|a| a.acknowledged.is_none());
    let Some(alarm) = waits.clone().find(|a| !own(a)) else {
        let words = match waits.next() {
            Some(_) => "who lost or got the role says that it is known, not you",
            None => "no alarm waits for anybody",
        };
        return answer::refused(model, words);
    };
    let (alarm, text) = (alarm.id.clone(), alarm.text.clone());
    answer::done(model, format!("you know of: {text}"));
    record(model, [AlarmAcknowledged { alarm }.into()])
}

/// A document was put into words: a status is copied, a score shown.
pub(in crate::cockpit::update) fn document(
    model: &mut Model,
    document: Document,
    text: String,
) -> Vec<Effect> {
    match document {
        Document::Status => vec![Effect::Copy { step: None, text }],
        Document::Score => {
            let title = "How the run went".to_owned();
            model.view.dialog = Some(Dialog::Plain {
                title,
                text,
                top: 0,
            });
            Vec::new()
        }
    }
}

pub(in crate::cockpit::update) fn ask_quit(model: &mut Model) -> Vec<Effect> {
    let others = model
        .present
        .iter()
        .filter(|p| p.writer != model.author.writer)
        .count();
    let unsaved = model.saving.written.saturating_sub(model.saving.saved);
    let mut hint = match model.saving.trouble {
        Some(_) if unsaved > 0 => vec![format!(
            "{unsaved} entries are NOT SAVED and are lost with this cockpit: make room first."
        )],
        _ if !model.incident.is_open() => vec!["The incident is closed.".to_owned()],
        _ => vec![
            "The incident goes on; nothing of it is lost. `switchover join` comes back.".to_owned(),
        ],
    };
    if model.incident.is_open() {
        hint.push(if others == 0 {
            "You are the last: probes and the clocks' alarms stop with this cockpit.".to_owned()
        } else {
            format!("{others} other cockpit(s) go on; the probes of this machine may stop.")
        });
    }
    let roles = people::roles(&model.plan, &model.incident).into_iter();
    let mine = roles.filter(|r| r.holder.as_ref() == Some(&model.me.operator));
    let mine: Vec<String> = mine.map(|r| r.name).collect();
    if model.incident.is_open() && !mine.is_empty() && !model.me.observe {
        let names = mine.join(", ");
        hint.insert(
            0,
            format!("You are {names}, also when you are gone: H hands it over first."),
        );
    }
    let options = vec![(
        Some('q'),
        "leave this cockpit".to_owned(),
        "quit".to_owned(),
    )];
    model.view.dialog = Some(choose("Leave?", hint, options, Then::Quit));
    Vec::new()
}
