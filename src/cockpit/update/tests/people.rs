//! Roles, promises and the board of who is doing what.

use super::world::{Seat, meet, two};
use crate::cockpit::Dialog;
use crate::domain::rules::people::roles;
use crate::domain::rules::promises;
use crate::domain::time::Span;

fn open(seat: &Seat) -> Vec<String> {
    let model = &seat.model;
    let open = promises::open(&model.incident, &model.board);
    let words = |p: &promises::Promise| format!("{}: {}", p.whose(&model.plan), p.text);
    open.iter().map(words).collect()
}

#[test]
fn a_role_is_taken_given_for_a_time_and_let_go_on_the_board() {
    let (mut gf, mut cp) = two();
    gf.press(&["W"]);
    assert_eq!(gf.model.view.dialog, Some(Dialog::Who { at: 0 }));
    gf.press(&["1", "Enter"]);
    assert_eq!(gf.answer(), "im: gf");
    gf.press(&["W", "Enter", "o", "\"cp for 20m\"", "Enter"]);
    assert!(gf.answer().starts_with("im: cp until "), "{}", gf.answer());
    meet(&mut gf, &mut cp);
    let role = &roles(&cp.model.plan, &cp.model.incident)[0];
    assert_eq!(role.holder.as_deref(), Some("cp"));
    gf.press(&["W", "Enter", "o", "\"cp for ever\"", "Enter"]);
    assert!(gf.answer().starts_with("for how long?"));
    gf.press(&["Esc", "W", "Enter", "n"]);
    assert_eq!(gf.answer(), "im: nobody");
}

#[test]
fn a_promise_is_made_seen_and_closed() {
    let (mut gf, mut cp) = two();
    gf.press(&["W", "b", "\"3\"", "Enter"]);
    gf.press(&["W", "p", "\"H42: power is back\"", "Enter"]);
    assert!(gf.answer().starts_with("until when?"), "{}", gf.answer());
    gf.press(&["\" in 30m\"", "Enter"]);
    meet(&mut gf, &mut cp);
    assert_eq!(open(&cp), ["gf: back", "H42: power is back"]);
    cp.wait(Span::minutes(4));
    let alarm = |seat: &Seat| {
        seat.model
            .alarms
            .iter()
            .any(|a| a.text.contains("promised back"))
    };
    assert!(alarm(&cp));
    cp.press(&["W", "j", "Enter"]);
    assert_eq!(cp.answer(), "kept, or moot: back");
    assert!(!alarm(&cp));
    assert_eq!(open(&cp), ["H42: power is back"]);
}

#[test]
fn an_observer_sees_the_board_and_changes_nothing_on_it() {
    let mut ro = Seat::new("ro", 3, true);
    for key in ["1", "Enter", "p", "b"] {
        ro.press(&["W", key]);
        assert!(
            ro.answer().contains("writes nothing"),
            "{key}: {}",
            ro.answer()
        );
        assert!(
            matches!(ro.model.view.dialog, Some(Dialog::Who { .. })),
            "{key}"
        );
        ro.press(&["q"]);
    }
    assert_eq!(ro.written(), []);
}
