//! Keeping the place: after an absence, on joining, and when NOW moves under a key.

use super::world::{Seat, checklist, id, meet, two};
use crate::cockpit::key::Key;
use crate::cockpit::{Cursor, Dialog, Msg, Pane};
use crate::domain::presence::Presence;
use crate::domain::time::{Span, Time};
use crate::domain::words::StepState;

fn note(seat: &mut Seat, text: &str) {
    let quoted = format!("\"{text}\"");
    seat.press(&["n", &quoted, "Enter"]);
}

#[test]
fn after_two_minutes_the_first_key_says_where_one_was_and_still_acts() {
    let (mut gf, mut cp) = two();
    gf.press(&["Enter"]);
    meet(&mut gf, &mut cp);
    note(&mut cp, "one");
    note(&mut cp, "two");
    gf.wait(Span::seconds(100));
    meet(&mut gf, &mut cp);
    gf.press(&["j"]);
    assert!(!gf.answer().contains("you were"), "{}", gf.answer());
    note(&mut cp, "three");
    gf.wait(Span::minutes(3));
    meet(&mut gf, &mut cp);
    gf.press(&["k"]);
    assert!(
        gf.answer().starts_with("you were at 1.1"),
        "{}",
        gf.answer()
    );
    assert!(gf.answer().contains(", doing since "), "{}", gf.answer());
    assert!(gf.answer().ends_with("1 entry since you looked"));
    let mark = gf.model.view.mark.unwrap();
    assert_eq!(mark.count, 1);
    gf.wait(Span::minutes(2));
    gf.press(&["d"]);
    assert_eq!(
        gf.model.board.steps[0].state,
        StepState::Done,
        "the key is not swallowed"
    );
    assert!(gf.answer().starts_with("1.1 done"), "{}", gf.answer());
    assert!(gf.answer().contains("nothing new since"), "{}", gf.answer());
    assert_eq!(gf.model.view.mark, None);
}

#[test]
fn the_mark_stands_a_while_and_now_takes_it_away() {
    let (mut gf, mut cp) = two();
    gf.press(&["j"]);
    note(&mut cp, "one");
    gf.wait(Span::minutes(3));
    meet(&mut gf, &mut cp);
    gf.press(&["j", "k"]);
    assert!(gf.model.view.mark.is_some());
    gf.press(&["."]);
    assert!(gf.model.view.mark.is_none());
    note(&mut cp, "two");
    gf.wait(Span::minutes(3));
    meet(&mut gf, &mut cp);
    gf.press(&["j"]);
    assert!(gf.model.view.mark.is_some());
    gf.wait(Span::seconds(70));
    gf.press(&["j"]);
    assert!(gf.model.view.mark.is_none());
}

#[test]
fn who_joins_again_is_told_where_they_were() {
    let (mut gf, mut cp) = two();
    gf.press(&["Enter"]);
    let mut all = Vec::new();
    let mut keep = |from: &mut Seat, to: &mut Seat| {
        let entries = from.written();
        let wall = to.wall;
        to.tell(Msg::Entries(entries.clone(), wall));
        all.extend(entries);
    };
    keep(&mut gf, &mut cp);
    note(&mut cp, "one");
    note(&mut cp, "two");
    keep(&mut cp, &mut gf);
    let mut again = Seat::before_loading("gf", 7);
    again.tell(Msg::Entries(gf.known(), gf.wall));
    again.tell(Msg::Loaded);
    let words = again.answer();
    assert!(words.starts_with("you were at 1.1"), "{words}");
    assert!(words.contains("doing since"), "{words}");
    assert!(words.contains("entries since you looked"), "{words}");
    let mark = again.model.view.mark.unwrap();
    let first = again.model.incident.log().entry(mark.first);
    assert_eq!(first.draft.operator, "cp");
    let mut nobody = Seat::before_loading("nm", 8);
    nobody.tell(Msg::Loaded);
    assert!(!nobody.answer().contains("you were"), "{}", nobody.answer());
}

#[test]
fn a_long_title_gives_way_to_what_happened() {
    let (mut gf, mut cp) = two();
    gf.press(&[
        "E",
        "\" and then tell everybody what came of it in the end\"",
        "Enter",
    ]);
    gf.press(&["Enter"]);
    note(&mut cp, "one");
    gf.wait(Span::minutes(3));
    meet(&mut gf, &mut cp);
    gf.press(&["j"]);
    assert!(gf.answer().chars().count() <= 68, "{}", gf.answer());
    assert!(gf.answer().ends_with("since you looked"));
}

/// A step key pressed this soon after NOW moved.
pub(super) fn soon(seat: &mut Seat) -> String {
    let at = seat.wall + Span(300);
    seat.tell(Msg::Key(Key::char('s'), at));
    assert!(seat.model.view.dialog.is_none(), "swallowed");
    seat.answer().to_owned()
}

#[test]
fn when_a_partner_moves_now_a_key_on_its_way_is_swallowed() {
    let (mut gf, mut cp) = two();
    cp.press(&["Enter", "d"]);
    gf.wall = cp.wall;
    meet(&mut gf, &mut cp);
    assert!(soon(&mut gf).contains("NOW has just moved to 1.2"));
    gf.press(&["s"]);
    assert!(gf.model.view.dialog.is_some(), "the new one has stood");
}

#[test]
fn when_a_clock_moves_now_a_key_on_its_way_is_swallowed() {
    let (mut gf, _) = two();
    gf.press(&["Enter", "d", "Enter", "w"]);
    let before = gf.model.now_step();
    gf.wait(Span::minutes(10));
    assert_ne!(gf.model.board.steps[1].state, StepState::Waiting);
    if gf.model.now_step() != before {
        assert!(soon(&mut gf).contains("NOW has just moved"));
    }
}

#[test]
fn a_key_on_a_step_one_chose_is_never_swallowed_and_now_comes_back_with_a_dot() {
    let (mut gf, mut cp) = two();
    gf.press(&["G"]);
    cp.press(&["Enter", "d"]);
    gf.wall = cp.wall;
    meet(&mut gf, &mut cp);
    let at = gf.wall + Span(300);
    gf.tell(Msg::Key(Key::char('s'), at));
    assert!(matches!(&gf.model.view.dialog, Some(Dialog::Ask(a)) if a.title.contains("1.5")));
    gf.press(&["Esc", "Tab", "."]);
    assert_eq!(gf.model.view.cursor, Cursor::Now);
    assert_eq!(gf.model.view.focus, Pane::Steps);
    assert_eq!(gf.model.now_step(), Some(1));
}

pub(super) fn presence(at: Time) -> Presence {
    Presence {
        writer: crate::domain::ids::WriterId::of("cp", "b2", 2),
        operator: "cp".into(),
        machine: "b2".into(),
        observe: false,
        doing: Some("1.2".into()),
        away: None,
        pages: crate::domain::presence::Paging::No,
        at,
    }
}

#[test]
fn who_is_here_is_told_by_news_of_them_not_by_their_clock() {
    let (mut gf, _) = two();
    let ahead = |seat: &Seat| seat.wall + Span::minutes(60);
    let first = presence(ahead(&gf));
    gf.tell(Msg::Presence(vec![first.clone()]));
    assert!(gf.model.present.is_empty(), "it may be a file of long ago");
    for _ in 0..3 {
        gf.wait(Span::seconds(5));
        let at = ahead(&gf);
        gf.tell(Msg::Presence(vec![presence(at)]));
        assert_eq!(gf.model.present.len(), 1, "it changes: they are here");
    }
    let last = gf.model.present.clone();
    gf.wait(Span::seconds(20));
    gf.tell(Msg::Presence(last.clone()));
    assert_eq!(gf.model.present.len(), 1);
    gf.wait(Span::seconds(20));
    gf.tell(Msg::Presence(last));
    assert!(gf.model.present.is_empty(), "nothing new for 40 s");
}

#[test]
fn how_long_somebody_is_away_is_told_by_the_wall_clock_in_a_fast_drill() {
    let (mut gf, _) = two();
    let away = Presence {
        away: Some(gf.wall - Span::minutes(5)),
        ..presence(gf.wall)
    };
    gf.tell(Msg::Presence(vec![away]));
    gf.model.now = gf.wall + Span::minutes(54);
    let people = super::super::step::people(&gf.model);
    assert_eq!(people[0].1, " (away 5m, at 1.2)");
}

#[test]
fn an_own_step_is_let_go_given_away_or_kept_with_a_promise() {
    let (mut gf, mut cp) = two();
    let here = presence(gf.wall);
    gf.tell(Msg::Presence(vec![here]));
    gf.press(&["t"]);
    assert_eq!(gf.model.board.steps[0].who(), Some("gf"));
    gf.press(&["t", "p", "\"soon\"", "Enter"]);
    assert!(gf.answer().contains("a length of time"));
    for _ in 0..4 {
        gf.press(&["Backspace"]);
    }
    gf.press(&["\"3m\"", "Enter"]);
    meet(&mut gf, &mut cp);
    let row = cp.model.board.step(&id("inform")).unwrap();
    let left = row.back.unwrap() - gf.model.now;
    assert_eq!(left, Span::minutes(3));
    gf.press(&["t", "1"]);
    assert!(gf.answer().contains("is with cp now"), "{}", gf.answer());
    meet(&mut gf, &mut cp);
    let row = cp.model.board.step(&id("inform")).unwrap();
    assert_eq!((row.who(), row.back), (Some("cp"), None));
    cp.press(&["t", "t"]);
    assert_eq!(cp.model.board.steps[0].who(), None);
    assert_eq!(checklist().phases.len(), 1);
}
