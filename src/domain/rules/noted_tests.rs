//! Notes corrected, pinned, redacted.

use super::super::narrative::line;
use super::super::testing::{Desk, id};
use super::*;
use crate::domain::facts::{BulletinQueued, BulletinSent};
use crate::domain::words::Confidence;

fn note(kind: NoteKind, text: &str) -> NoteAdded {
    NoteAdded {
        kind,
        text: text.into(),
        at: None,
        provider: None,
        ticket: None,
        confidence: None,
    }
}

fn last(desk: &Desk) -> EntryNo {
    desk.incident.log().newest().unwrap()
}

fn told(desk: &Desk, no: EntryNo) -> String {
    let at = desk.incident.written(no);
    let line = line(&desk.plan, &desk.board(), &desk.incident, at, no);
    format!(
        "{}|{}|{}",
        line.mark,
        line.text,
        line.first.unwrap_or_default()
    )
}

#[test]
fn a_correction_keeps_the_first_text_and_what_else_was_said() {
    let mut desk = Desk::new();
    let said = NoteAdded {
        ticket: Some("8841".into()),
        confidence: Some(Confidence::Low),
        ..note(NoteKind::Todo, "call themm")
    };
    desk.says("gf", said);
    let no = last(&desk);
    assert_eq!(
        told(&desk, no),
        "TODO|call themm (ticket 8841, low confidence)|"
    );
    let fact = correct(&desk.incident, no, " call them ").unwrap();
    desk.says("cp", fact);
    assert_eq!(
        told(&desk, no),
        "TODO|call them (ticket 8841, low confidence) (corrected)|call themm"
    );
    assert!(correct(&desk.incident, no, "call them").is_err());
    assert!(correct(&desk.incident, no, "  ").is_err());
}

#[test]
fn a_redaction_hides_a_note_its_corrections_and_its_first_text() {
    let mut desk = Desk::new();
    desk.says("gf", note(NoteKind::Note, "the key is hunter2"));
    let no = last(&desk);
    desk.says("gf", correct(&desk.incident, no, "key: hunter2").unwrap());
    let facts = redact(&desk.incident, no, Some(" a key ")).unwrap();
    assert_eq!(facts.len(), 2);
    desk.write("cp", facts);
    assert_eq!(told(&desk, no), "|(redacted)|");
    assert!(correct(&desk.incident, no, "x").is_err());
    assert!(redact(&desk.incident, no, None).is_err());
    let printed = format!("{:?}", desk.incident.state());
    assert!(!printed.contains("hunter2"), "{printed}");
}

#[test]
fn the_stations_of_an_update_are_hidden_together() {
    let mut desk = Desk::new();
    let (audience, text) = (id("customers"), "db1 is gone".to_owned());
    let queued = BulletinQueued {
        audience: audience.clone(),
        state: None,
        text: text.clone(),
        via: None,
        next_at: None,
    };
    desk.says("gf", queued);
    let no = last(&desk);
    let sent = BulletinSent {
        audience: audience.clone(),
        state: None,
        text: Some(text),
        via: None,
        next_at: None,
    };
    desk.says("gf", sent);
    let facts = redact(&desk.incident, no, None).unwrap();
    desk.write("gf", facts);
    let record = &desk.incident.state().audiences[&audience];
    assert_eq!(
        record.sent.get().unwrap().text.as_deref(),
        Some("(redacted)")
    );
}

#[test]
fn what_holds_no_text_is_not_redacted_and_a_pin_is_absolute() {
    let mut desk = Desk::new();
    desk.does("gf", "look", |a, r| a.claim(r, "gf", None));
    let no = last(&desk);
    assert!(redact(&desk.incident, no, None).is_err());
    for pinned in [true, true, false] {
        let fact = pin(&desk.incident, no, pinned);
        desk.says("cp", fact);
        assert_eq!(is_pinned(&desk.incident, no), pinned);
    }
}
