//! A role that somebody holds moves by offer and acceptance; where it did not, both sides are told.

use super::world::{Seat, id, meet, two};
use crate::cockpit::{Dialog, Msg};
use crate::domain::facts::RoleSet;
use crate::domain::presence::{Paging, Presence};
use crate::domain::rules::people::roles;

fn sees(seat: &mut Seat, other: &Seat) {
    let here = Presence {
        writer: other.model.author.writer.clone(),
        operator: other.model.me.operator.clone(),
        machine: "b1".into(),
        observe: false,
        doing: None,
        away: None,
        pages: Paging::No,
        at: seat.wall,
    };
    seat.tell(Msg::Presence(vec![here]));
}

fn manager(seat: &Seat) -> Option<String> {
    let roles = roles(&seat.model.plan, &seat.model.incident);
    roles[0].holder.clone()
}

fn options(seat: &Seat) -> Vec<&str> {
    match &seat.model.view.dialog {
        Some(Dialog::Choose(choose)) => choose.options.iter().map(|o| o.label.as_str()).collect(),
        other => panic!("{other:?}"),
    }
}

fn alarm(seat: &Seat) -> Option<&str> {
    let mut alarms = seat.model.alarms.iter();
    alarms
        .find(|a| a.id == "role-moved.im")
        .map(|a| a.text.as_str())
}

/// gf is incident manager, and both see each other.
fn led_by_gf() -> (Seat, Seat) {
    let (mut gf, mut cp) = two();
    gf.press(&["W", "1", "1"]);
    meet(&mut gf, &mut cp);
    sees(&mut gf, &cp);
    sees(&mut cp, &gf);
    (gf, cp)
}

#[test]
fn a_role_of_somebody_who_is_here_is_asked_for_and_not_taken() {
    let (mut gf, mut cp) = led_by_gf();
    cp.press(&["W", "1"]);
    assert_eq!(options(&cp), ["ask gf for it"]);
    cp.press(&["1"]);
    assert_eq!(
        cp.answer(),
        "asked: gf: may cp be Incident manager? H offers it"
    );
    meet(&mut gf, &mut cp);
    assert_eq!(
        gf.answer(),
        "cp asks: gf: may cp be Incident manager? H offers it"
    );
    gf.press(&["W", "1", "1", "Enter"]);
    assert!(gf.answer().starts_with("offered to cp"), "{}", gf.answer());
    meet(&mut gf, &mut cp);
    assert_eq!(
        manager(&cp).as_deref(),
        Some("gf"),
        "an offer moves nothing"
    );
    cp.press(&["W", "1", "1", "a"]);
    assert_eq!(manager(&cp).as_deref(), Some("cp"));
    assert_eq!(alarm(&cp), None, "both agreed");
}

#[test]
fn an_own_offer_is_withdrawn_and_who_had_it_hears_so() {
    for keys in [&["W", "x"][..], &["W", "1", "1"]] {
        let (mut gf, mut cp) = led_by_gf();
        gf.press(&["W", "1", "1", "Enter"]);
        meet(&mut gf, &mut cp);
        gf.wait(crate::domain::time::Span::seconds(1));
        gf.press(keys);
        assert_eq!(
            gf.answer(),
            "withdrawn: Incident manager stays yours, cp is told"
        );
        meet(&mut gf, &mut cp);
        assert_eq!(
            cp.answer(),
            "gf withdrew the offer: Incident manager stays with gf"
        );
        assert_eq!(roles(&cp.model.plan, &cp.model.incident)[0].offer, None);
        assert_eq!(alarm(&cp), None);
    }
}

#[test]
fn a_role_taken_at_once_is_an_alarm_until_who_lost_it_knows() {
    let (mut gf, mut cp) = led_by_gf();
    let taken = RoleSet {
        role: id("im"),
        operator: Some("cp".into()),
        until: None,
    };
    let effects = super::super::record::record(&mut cp.model, [taken.into()]);
    cp.effects.extend(effects);
    meet(&mut gf, &mut cp);
    assert_eq!(
        gf.answer(),
        "cp is Incident manager now, and not you any more (by cp)"
    );
    for seat in [&mut gf, &mut cp] {
        seat.wait(crate::domain::time::Span::seconds(1));
        let words = "cp took Incident manager from gf, not asked: A by gf says it is known";
        assert_eq!(alarm(seat), Some(words));
    }
    cp.press(&["A"]);
    assert_eq!(
        cp.answer(),
        "who lost or got the role says that it is known, not you"
    );
    meet(&mut gf, &mut cp);
    gf.wait(crate::domain::time::Span::seconds(1));
    assert!(alarm(&gf).is_some(), "who took it is not who must know");
    gf.press(&["A"]);
    assert_eq!(alarm(&gf), None);
}

#[test]
fn a_name_keeps_all_its_letters_and_one_that_nobody_has_is_asked_once() {
    let (mut gf, _) = two();
    gf.press(&["W", "1", "\"txo\"", "Enter"]);
    assert_eq!(
        gf.answer(),
        "nobody here is called txo: Enter again if that is meant"
    );
    assert_eq!(manager(&gf), None);
    gf.press(&["Enter"]);
    assert_eq!(manager(&gf).as_deref(), Some("txo"));
    gf.press(&["W", "p", "\"Gamma: power in 5m\"", "Enter"]);
    assert!(
        gf.answer().starts_with("nobody here is called Gamma"),
        "{}",
        gf.answer()
    );
    gf.press(&["Enter"]);
    assert!(gf.answer().starts_with("promised by"), "{}", gf.answer());
}

#[test]
fn who_leads_is_warned_on_leaving_and_an_alarm_says_that_they_left() {
    let (mut gf, mut cp) = led_by_gf();
    gf.press(&["q"]);
    let hint = match &gf.model.view.dialog {
        Some(Dialog::Choose(choose)) => choose.hint.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        hint[0],
        "You are Incident manager, also when you are gone: H hands it over first."
    );
    let left = |seat: &Seat| {
        let mut alarms = seat.model.alarms.iter();
        let found = alarms.find(|a| a.id == "role-left.im");
        found.map(|a| (a.text.clone(), a.acknowledged.clone()))
    };
    for _ in 0..4 {
        cp.wait(crate::domain::time::Span::seconds(10));
    }
    assert_eq!(left(&cp), None, "a moment of silence is no absence");
    for _ in 0..3 {
        cp.wait(crate::domain::time::Span::seconds(10));
    }
    let (text, known) = left(&cp).unwrap();
    assert!(text.starts_with("gf, Incident manager, LEFT 1m"), "{text}");
    assert_eq!(known, None);
    cp.press(&["W", "1"]);
    assert_eq!(options(&cp)[0], "take it: no cockpit of gf is here");
    cp.press(&["1"]);
    cp.wait(crate::domain::time::Span::seconds(1));
    assert_eq!(left(&cp), None);
    assert!(alarm(&cp).is_some(), "gf was not asked");
}

#[test]
fn the_sheet_says_what_is_measured_as_the_pane_does() {
    let (mut gf, _) = two();
    gf.measure("web", "c10", true, 4);
    gf.wait(crate::domain::time::Span::seconds(1));
    let sheet = crate::cockpit::paper::Paper::Sheet.text(&gf.model);
    assert!(sheet.contains("C10 up"), "{sheet}");
    assert!(!sheet.contains("no news"), "{sheet}");
}

#[test]
fn a_digit_on_the_board_closes_no_promise_and_a_second_enter_not_the_next_one() {
    let (mut gf, _) = two();
    gf.press(&["W", "p", "\"H42: power in 3m\"", "Enter"]);
    gf.press(&["W", "p", "\"H42: network in 5m\"", "Enter"]);
    let open = |seat: &Seat| {
        let model = &seat.model;
        crate::domain::rules::promises::open(&model.incident, &model.board).len()
    };
    gf.press(&["W", "2", "2"]);
    assert_eq!(gf.answer(), "power: Enter says kept, or moot; x broken");
    assert_eq!(open(&gf), 2);
    gf.press(&["x", "Enter"]);
    assert_eq!(open(&gf), 1);
    gf.press(&["Esc"]);
    let card = crate::cockpit::paper::Paper::Providers.text(&gf.model);
    assert!(card.contains("BROKEN"), "{card}");
    let lines: Vec<String> = (0..gf.model.incident.state().timeline.len())
        .filter_map(|at| gf.model.timeline_line(at))
        .map(|line| line.text)
        .collect();
    let words = "promise BROKEN: H42: power";
    assert!(lines.iter().any(|l| l == words), "{lines:?}");
}

#[test]
fn a_question_is_answered_and_a_follow_up_done_with_a_key_on_it() {
    let (mut gf, _) = two();
    let asked = |seat: &Seat| {
        let sheet = crate::cockpit::paper::Paper::Sheet.text(&seat.model);
        sheet.contains("ASKED AND TO DO")
    };
    gf.press(&["n", "\"? who has the keys\"", "Enter", "Tab"]);
    while gf.model.view.focus != crate::cockpit::Pane::Timeline {
        gf.press(&["Tab"]);
    }
    assert!(asked(&gf));
    gf.press(&["d", "\"cp\"", "Enter"]);
    assert_eq!(gf.answer(), "answered: cp (who has the keys)");
    assert!(!asked(&gf));
    gf.press(&["n", "\"TODO call the bank\"", "Enter"]);
    assert!(asked(&gf));
    gf.press(&["d", "Enter"]);
    assert_eq!(gf.answer(), "done: call the bank");
    assert!(!asked(&gf));
}

#[test]
fn an_entry_that_has_just_come_under_the_cursor_is_not_pinned() {
    let (mut gf, mut cp) = two();
    gf.press(&["n", "\"mine\"", "Enter", "Tab"]);
    while gf.model.view.focus != crate::cockpit::Pane::Timeline {
        gf.press(&["Tab"]);
    }
    // Later than the own one, also by the clock.
    cp.wait(crate::domain::time::Span::seconds(15));
    cp.press(&["n", "\"theirs\"", "Enter"]);
    gf.wall = gf.wall + crate::domain::time::Span::seconds(30);
    meet(&mut gf, &mut cp);
    gf.wall = gf.wall + crate::domain::time::Span(-900);
    gf.press(&["*"]);
    assert!(
        gf.answer().starts_with("another entry has just come"),
        "{}",
        gf.answer()
    );
    gf.press(&["*"]);
    assert!(gf.answer().starts_with("pinned"), "{}", gf.answer());
}
