//! The entry under the timeline's cursor: found, corrected, pinned, redacted.

use super::world::{Seat, meet, two};
use crate::cockpit::{Dialog, Pane};
use crate::domain::rules::narrative::Line;

fn shown(seat: &Seat) -> Line {
    seat.model
        .timeline_line(seat.model.timeline_at().unwrap())
        .unwrap()
}

/// Two operators; the one with three notes has the timeline focused.
fn desks() -> (Seat, Seat) {
    let (mut gf, mut cp) = two();
    for note in ["\"! fail over\"", "\"the key is hunter2\"", "\"? keys\""] {
        gf.press(&["n", note, "Enter"]);
    }
    meet(&mut gf, &mut cp);
    gf.press(&["Tab", "Tab"]);
    assert_eq!(gf.model.view.focus, Pane::Timeline);
    (gf, cp)
}

#[test]
fn the_cursor_stays_on_its_entry_while_others_write() {
    let (mut gf, mut cp) = desks();
    assert_eq!(shown(&gf).text, "keys");
    gf.press(&["k"]);
    assert_eq!(shown(&gf).text, "the key is hunter2");
    cp.press(&["n", "\"more\"", "Enter"]);
    meet(&mut gf, &mut cp);
    assert_eq!(shown(&gf).text, "the key is hunter2");
    gf.press(&["G"]);
    cp.wait(crate::domain::time::Span::minutes(1));
    cp.press(&["n", "\"newest\"", "Enter"]);
    meet(&mut gf, &mut cp);
    assert_eq!(
        shown(&gf).text,
        "newest",
        "at the end it goes with what comes"
    );
}

#[test]
fn a_key_is_for_the_entry_that_was_painted() {
    let (mut gf, mut cp) = desks();
    cp.press(&["n", "\"late\"", "Enter"]);
    let wall = gf.wall;
    let news = cp.written();
    crate::cockpit::update(&mut gf.model, crate::cockpit::Msg::Entries(news, wall));
    gf.press(&["*"]);
    let pinned = |seat: &Seat| {
        let count = seat.model.incident.state().timeline.len();
        let lines = (0..count).filter_map(|at| seat.model.timeline_line(at));
        lines
            .filter(|l| l.pinned)
            .map(|l| l.text)
            .collect::<Vec<_>>()
    };
    assert_eq!(pinned(&gf), ["keys"]);
}

#[test]
fn a_note_is_put_right_and_its_first_text_stays() {
    let (mut gf, mut cp) = desks();
    gf.press(&["e", "\" are with nm\"", "Enter"]);
    assert!(gf.answer().starts_with("corrected"), "{}", gf.answer());
    meet(&mut gf, &mut cp);
    let line = shown(&cp);
    assert_eq!(
        (line.mark, line.text.as_str()),
        ("?", "keys are with nm (corrected)")
    );
    assert_eq!(line.first.as_deref(), Some("keys"));
    gf.press(&["Enter"]);
    let Some(Dialog::Plain { text, .. }) = &gf.model.view.dialog else {
        panic!("the entry is shown");
    };
    assert!(text.contains("first   keys\n"), "{text}");
    assert!(text.contains("gf put it right: keys are with nm"), "{text}");
}

#[test]
fn a_redaction_asks_once_and_hides_it_for_both() {
    let (mut gf, mut cp) = desks();
    gf.press(&["k", "-"]);
    let Some(Dialog::Ask(ask)) = &gf.model.view.dialog else {
        panic!("it asks");
    };
    assert!(ask.hint[0].contains("hunter2"));
    gf.press(&["\"a key\"", "Enter"]);
    meet(&mut gf, &mut cp);
    for seat in [&gf, &cp] {
        let state = format!("{:?}", seat.model.incident.state());
        assert!(!state.contains("hunter2"));
    }
    assert_eq!(shown(&gf).text, "(redacted)");
    gf.press(&["-"]);
    assert_eq!(gf.answer(), "it is redacted already");
    gf.press(&["e"]);
    assert!(gf.answer().starts_with("only notes"), "{}", gf.answer());
}

#[test]
fn in_the_timeline_the_filter_knows_kinds_and_people() {
    let (mut gf, _) = desks();
    gf.press(&["/", "\"! @gf\"", "Enter"]);
    assert_eq!(shown(&gf).text, "fail over");
    assert_eq!(gf.model.shown_steps().len(), gf.model.board.steps.len());
    gf.press(&["/", "\"nowhere\"", "Enter"]);
    assert!(
        gf.answer().starts_with("nothing in the timeline"),
        "{}",
        gf.answer()
    );
    gf.press(&["Esc"]);
    assert_eq!(shown(&gf).text, "keys");
    gf.press(&[".", "e"]);
    assert!(
        gf.answer().starts_with("Tab to the timeline"),
        "{}",
        gf.answer()
    );
}

#[test]
fn what_a_provider_said_is_typed_with_its_ticket() {
    let (mut gf, _) = two();
    gf.press(&["n", "\"> nobody: off\"", "Enter"]);
    assert!(gf.answer().starts_with("which provider"), "{}", gf.answer());
    assert!(matches!(gf.model.view.dialog, Some(Dialog::Note(_))));
    gf.press(&["Ctrl-g", "n", "\"> h42 #8841 ~low power is off\"", "Enter"]);
    assert_eq!(gf.answer(), "noted, provider");
    let line = shown(&gf);
    assert_eq!((line.mark, line.who.as_str()), ("»", "H42"));
    assert_eq!(
        line.text,
        "power is off (ticket 8841, by gf, low confidence)"
    );
}
