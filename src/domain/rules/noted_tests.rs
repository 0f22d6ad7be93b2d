//! Notes corrected, pinned, redacted.

use super::super::narrative::line;
use super::super::testing::{Desk, id};
use super::*;
use crate::domain::facts::{BulletinQueued, BulletinSent, JobEnded, JobStarted};
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
        of: None,
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

#[test]
fn a_redacted_update_that_waits_is_cancelled_and_never_leaves() {
    let mut desk = Desk::new();
    let audience = id("customers");
    let queued = BulletinQueued {
        audience: audience.clone(),
        state: None,
        text: "the key is hunter2".into(),
        via: None,
        next_at: None,
    };
    desk.says("gf", queued);
    let no = last(&desk);
    assert!(!waits(&desk).is_empty());
    let facts = redact(&desk.incident, no, None).unwrap();
    assert!(matches!(facts.last(), Some(Fact::BulletinCancelled(_))));
    // Also where the cancellation did not arrive yet.
    desk.write("gf", facts[..1].to_vec());
    assert!(waits(&desk).is_empty());
}

fn waits(desk: &Desk) -> Vec<super::super::outbox::Waiting> {
    super::super::outbox::waiting(&desk.plan, &desk.incident, crate::domain::words::Mode::Live)
}

#[test]
fn what_a_command_printed_is_hidden_with_the_value_it_gave_its_step() {
    let mut desk = Desk::new();
    let (run, step, job) = (id("r1"), id("look"), id("j1"));
    let started = JobStarted {
        run: run.clone(),
        step: step.clone(),
        job: job.clone(),
        machine: "b1".into(),
        sha256: "ab".into(),
        part: None,
    };
    desk.says("gf", started);
    let ended = JobEnded {
        job: job.clone(),
        exit: 0,
        seconds: 1,
        evidence: Some("ef01".into()),
        tail: Some("hunter2".into()),
    };
    desk.says("gf", ended);
    let no = last(&desk);
    desk.does("gf", "look", |a, r| {
        let value = Some("hunter2".to_owned());
        let closing = super::super::Closing {
            value,
            ..Default::default()
        };
        a.finish(r, closing)
    });
    assert!(!unreached::is_hidden(&desk.incident, &job));
    let kept = unreached::unreached(&desk.incident, no).join("; ");
    assert!(kept.contains("evidence/ef01"), "{kept}");
    let facts = redact(&desk.incident, no, None).unwrap();
    desk.write("cp", facts);
    assert!(unreached::is_hidden(&desk.incident, &job));
    let printed = format!("{:?}", desk.incident.state());
    assert!(!printed.contains("hunter2"), "{printed}");
}
