//! Roles, promises and the board of who is doing what.

use super::world::{Seat, meet, two};
use crate::cockpit::paper::Paper;
use crate::cockpit::{Dialog, Effect};
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
    gf.press(&["W", "Enter", "\"cp for ever\"", "Enter"]);
    assert!(gf.answer().starts_with("for how long?"));
    gf.press(&["Esc", "W", "Enter", "\"cp for 20m\"", "Enter"]);
    assert!(matches!(
        paper(&gf).0,
        Paper::Offering { until: Some(_), .. }
    ));
    gf.press(&["Enter"]);
    meet(&mut gf, &mut cp);
    cp.press(&["H", "a"]);
    meet(&mut gf, &mut cp);
    assert_eq!(
        gf.answer(),
        "cp is Incident manager now, and not you any more (by cp)"
    );
    let role = &roles(&cp.model.plan, &cp.model.incident)[0];
    assert_eq!(role.holder.as_deref(), Some("cp"));
    assert!(role.until.is_some());
    cp.press(&["W", "Enter", "k", "k", "Esc", "W", "Enter", "2"]);
    assert_eq!(cp.answer(), "im: nobody");
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

fn paper(seat: &Seat) -> (&Paper, String) {
    match &seat.model.view.dialog {
        Some(Dialog::Paper { paper, .. }) => (paper, paper.text(&seat.model)),
        other => panic!("{other:?}"),
    }
}

fn manager(seat: &Seat) -> Option<String> {
    roles(&seat.model.plan, &seat.model.incident)[0]
        .holder
        .clone()
}

fn rang(seat: &Seat) -> usize {
    seat.effects.iter().filter(|e| **e == Effect::Bell).count()
}

#[test]
fn a_role_is_offered_with_the_state_of_things_and_taken_over_in_the_other_cockpit() {
    let (mut gf, mut cp) = two();
    gf.model.settings.bell = true;
    cp.model.settings.bell = true;
    cp.wait(Span::seconds(1));
    gf.press(&["H"]);
    assert_eq!(paper(&gf).0, &Paper::Sheet);
    assert!(gf.answer().contains("you hold no role"), "{}", gf.answer());
    gf.press(&["q", "W", "Enter", "Enter", "n", "\"! we go\"", "Enter"]);
    gf.press(&["H", "\"cp\"", "Enter"]);
    let (offering, text) = paper(&gf);
    assert!(matches!(offering, Paper::Offering { to, .. } if to == "cp"));
    assert!(text.contains("gf: we go"), "{text}");
    gf.press(&["j", "Enter"]);
    assert_eq!(
        gf.answer(),
        "offered to cp: yours until cp accepts with H; W x withdraws it"
    );
    meet(&mut gf, &mut cp);
    assert_eq!((manager(&gf).as_deref(), rang(&cp)), (Some("gf"), 0));
    cp.wait(Span::seconds(1));
    cp.wait(Span::seconds(1));
    let alarm = "gf offers Incident manager to cp";
    assert_eq!((cp.model.alarms[0].text.as_str(), rang(&cp)), (alarm, 1));
    gf.wait(Span::seconds(1));
    assert_eq!(rang(&gf), 0);
    cp.press(&["H"]);
    let (offered, text) = paper(&cp);
    assert_eq!(offered, &Paper::Offered);
    assert!(
        text.starts_with("gf offers you Incident manager, "),
        "{text}"
    );
    assert!(text.contains("gf: we go"), "{text}");
    cp.press(&["j", "H"]);
    assert_eq!(
        cp.answer(),
        "you are Incident manager now; W shows who does what"
    );
    meet(&mut gf, &mut cp);
    assert_eq!(manager(&gf).as_deref(), Some("cp"));
    assert!(!gf.model.alarms.iter().any(|a| a.id == "role-offer.im"));
    cp.press(&["Esc", "H"]);
    assert!(!matches!(cp.model.view.dialog, Some(Dialog::Paper { .. })));
}

#[test]
fn an_offer_that_was_settled_while_it_was_read_is_not_accepted() {
    let (mut gf, mut cp) = two();
    gf.press(&["W", "Enter", "Enter", "H", "\"cp\"", "Enter", "Enter"]);
    meet(&mut gf, &mut cp);
    cp.press(&["H"]);
    gf.press(&["W", "Enter", "\"gf\"", "Enter"]);
    meet(&mut gf, &mut cp);
    cp.press(&["a"]);
    assert_eq!(cp.answer(), "that offer does not stand any more");
    assert_eq!(manager(&cp).as_deref(), Some("gf"));
}

#[test]
fn the_sheet_and_the_cards_are_copied_by_observers_too() {
    let mut ro = Seat::new("ro", 3, true);
    for key in ["Y", "V", "H"] {
        ro.effects.clear();
        ro.press(&[key, "c"]);
        let copied = ro
            .effects
            .iter()
            .any(|e| matches!(e, Effect::Copy { step: None, .. }));
        assert!(copied, "{key}");
        ro.press(&["Enter", "a", "q"]);
        assert_eq!(ro.model.view.dialog, None, "{key}");
    }
    assert_eq!(ro.written(), []);
}

#[test]
fn a_space_turns_the_page_of_a_sheet() {
    let (mut gf, _) = two();
    let top = |seat: &Seat| match &seat.model.view.dialog {
        Some(Dialog::Paper { top, .. }) => *top,
        _ => panic!("the sheet is shown"),
    };
    gf.press(&["Y"]);
    assert_eq!(top(&gf), 0);
    gf.press(&["Space"]);
    assert!(top(&gf) > 1, "{}", top(&gf));
}

#[test]
fn severity_and_state_go_up_and_down_and_the_same_again_is_no_news() {
    let (mut gf, _) = two();
    gf.press(&["S", "1"]);
    assert_eq!(gf.answer(), "severity SEV1");
    gf.press(&["S", "3"]);
    assert_eq!(gf.answer(), "severity SEV3 (was SEV1)");
    let before = gf.written().len();
    gf.press(&["S", "3"]);
    assert_eq!(gf.answer(), "severity is SEV3 already");
    assert_eq!((before > 0, gf.written().len()), (true, 0));
    gf.press(&["S", "m", "S", "e"]);
    assert_eq!(gf.answer(), "state identified (was monitoring)");
}

/// A cockpit whose role is offered to another one.
fn offering() -> (Seat, Seat) {
    let (mut gf, mut cp) = two();
    gf.press(&["W", "Enter", "Enter", "H", "\"cp\"", "Enter", "Enter"]);
    meet(&mut gf, &mut cp);
    assert!(
        cp.answer().starts_with("gf offers you im: H shows it"),
        "{}",
        cp.answer()
    );
    cp.wait(Span::seconds(1));
    (gf, cp)
}

#[test]
fn an_offer_is_declined_with_a_key_and_who_offered_hears_of_it() {
    for keys in [&["H", "x"][..], &["W", "x"], &["W", "Enter", "2"]] {
        let (mut gf, mut cp) = offering();
        cp.press(keys).press(&["\"at the fence\"", "Enter"]);
        assert_eq!(cp.answer(), "declined: Incident manager");
        let rang_before = rang(&gf);
        meet(&mut gf, &mut cp);
        assert_eq!(
            gf.answer(),
            "cp declined im: at the fence; H offers it to somebody else"
        );
        assert_eq!(rang(&gf), rang_before + 1);
        for seat in [&mut gf, &mut cp] {
            seat.wait(Span::seconds(1));
            assert_eq!(manager(seat).as_deref(), Some("gf"));
            assert!(!seat.model.alarms.iter().any(|a| a.id == "role-offer.im"));
        }
        cp.press(&["H"]);
        assert_eq!(paper(&cp).0, &Paper::Sheet, "nothing is offered any more");
        cp.press(&["q"]);
        gf.press(&["H", "\"cp\"", "Enter", "Enter"]);
        meet(&mut gf, &mut cp);
        cp.press(&["H"]);
        assert_eq!(paper(&cp).0, &Paper::Offered, "it can be offered again");
    }
    let (_, mut cp) = offering();
    cp.press(&["H", "x", "Esc"]);
    assert!(cp.model.alarms.iter().any(|a| a.id == "role-offer.im"));
}

#[test]
fn a_broken_promise_has_its_key() {
    let (mut gf, mut cp) = two();
    gf.press(&["W", "p", "\"H42: power is back in 3m\"", "Enter"]);
    meet(&mut gf, &mut cp);
    cp.press(&["W", "x"]);
    assert_eq!(cp.answer(), "nothing is offered to you any more");
    cp.press(&["j", "x"]);
    assert_eq!(
        cp.answer(),
        "BROKEN, H42: power is back; p takes a new promise"
    );
    assert_eq!(open(&cp), [""; 0]);
    meet(&mut gf, &mut cp);
    let promises = gf.model.incident.state().promises.values();
    assert!(promises.into_iter().all(|p| p.broken));
}

#[test]
fn a_step_that_is_asked_for_is_given_or_kept_and_the_answer_is_heard() {
    let (mut gf, mut cp) = two();
    gf.press(&["j", "j", "t"]);
    assert!(gf.answer().contains("is yours"), "{}", gf.answer());
    let options = |seat: &Seat| match &seat.model.view.dialog {
        Some(Dialog::Choose(choose)) => choose.options.iter().filter_map(|o| o.key).collect(),
        other => panic!("{other:?}"),
    };
    meet(&mut gf, &mut cp);
    gf.press(&["t"]);
    let before: String = options(&gf);
    assert!(!before.contains(['y', 'n']), "{before}");
    gf.press(&["Esc"]);
    cp.press(&["j", "j", "t", "a"]);
    meet(&mut gf, &mut cp);
    assert!(
        gf.answer().starts_with("cp asks: gf: may cp"),
        "{}",
        gf.answer()
    );
    gf.press(&["t", "n"]);
    assert!(
        gf.answer().starts_with("cp is told that"),
        "{}",
        gf.answer()
    );
    meet(&mut gf, &mut cp);
    assert!(
        cp.answer().starts_with("gf: no, gf keeps "),
        "{}",
        cp.answer()
    );
    gf.press(&["t"]);
    let answered: String = options(&gf);
    assert!(!answered.contains(['y', 'n']), "{answered}");
    gf.press(&["Esc"]);
    cp.press(&["t", "a"]);
    meet(&mut gf, &mut cp);
    gf.press(&["t", "y"]);
    assert!(gf.answer().contains("is with cp now"), "{}", gf.answer());
}
