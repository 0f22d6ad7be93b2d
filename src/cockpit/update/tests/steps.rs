//! Keys on steps.

use super::world::{OPENED, Seat, id, meet, two};
use crate::cockpit::key::Key;
use crate::cockpit::{Dialog, Effect, Msg};
use crate::domain::time::Span;
use crate::domain::words::{Milestone, StepState};

fn state(seat: &Seat, step: &str) -> StepState {
    seat.model.board.step(&id(step)).unwrap().state
}

#[test]
fn start_and_done_are_two_keys_and_the_other_sees_them() {
    let (mut gf, mut cp) = two();
    assert_eq!(gf.model.board.steps[0].title, "Do inform at C10");
    gf.press(&["Enter"]);
    meet(&mut gf, &mut cp);
    assert_eq!(state(&cp, "inform"), StepState::Doing);
    assert_eq!(cp.model.board.steps[0].who(), Some("gf"));
    cp.press(&["k", "d"]);
    assert_eq!(
        cp.answer(),
        "1.1 is claimed by gf: your key was not taken; t asks for it"
    );
    gf.press(&["d"]);
    meet(&mut gf, &mut cp);
    assert_eq!(state(&cp, "inform"), StepState::Done);
    assert_eq!(cp.model.board.now().unwrap().number, "1.2");
}

#[test]
fn a_repeated_key_does_not_hit_the_next_step() {
    let (mut gf, _) = two();
    gf.press(&["Enter", "d"]);
    assert_eq!(state(&gf, "inform"), StepState::Done);
    let soon = gf.wall + Span(300);
    gf.tell(Msg::Key(Key::char('s'), soon));
    assert!(gf.model.view.dialog.is_none());
    assert!(
        gf.answer().contains("NOW has just moved to 1.2"),
        "{}",
        gf.answer()
    );
    gf.press(&["s"]);
    assert!(gf.model.view.dialog.is_some());
}

#[test]
fn a_decision_jumps_and_marks_the_branch_not_taken() {
    let (mut gf, _) = two();
    gf.press(&["Enter", "d", "Enter", "f"]);
    assert_eq!(state(&gf, "go"), StepState::Done);
    assert_eq!(state(&gf, "talk"), StepState::NotTaken);
    assert_eq!(gf.model.board.now().unwrap().step.id, id("fence"));
    assert!(gf.model.incident.milestone(Milestone::Decided).is_some());
    assert_eq!(gf.model.clocks.decide_by, None);
}

#[test]
fn a_decision_to_wait_asks_again() {
    let (mut gf, _) = two();
    gf.press(&["Enter", "d", "Enter", "w"]);
    assert_eq!(state(&gf, "go"), StepState::Waiting);
    gf.wait(Span::minutes(10));
    assert_eq!(state(&gf, "go"), StepState::Todo);
    assert!(gf.model.incident.milestone(Milestone::Decided).is_none());
}

#[test]
fn a_fence_that_cannot_be_proven_stays_an_alarm() {
    let (mut gf, _) = two();
    gf.press(&[
        "Enter",
        "d",
        "Enter",
        "f",
        "Enter",
        "d",
        "u",
        "\"unreachable\"",
        "Enter",
    ]);
    let row = gf.model.board.step(&id("fence")).unwrap();
    assert!(row.unproven);
    assert_eq!(row.value.as_deref(), Some("unreachable"));
    assert_eq!(gf.model.board.open_pairs.len(), 1);
    assert!(
        gf.model
            .alarms
            .iter()
            .any(|a| a.text.contains("NOT PROVEN FENCED"))
    );
    gf.press(&["A"]);
    let fence = gf
        .model
        .alarms
        .iter()
        .find(|a| a.id == "unproven.fence")
        .unwrap();
    assert_eq!(fence.acknowledged.as_deref(), Some("gf"));
}

#[test]
fn an_irreversible_step_wants_its_id_and_a_second_person() {
    let (mut gf, mut cp) = two();
    gf.press(&["Enter", "d", "Enter", "f", "Enter", "d", "p", "Enter"]);
    meet(&mut gf, &mut cp);
    gf.press(&["Enter", "\"promot\"", "Enter"]);
    assert!(gf.answer().contains("nothing was started"));
    gf.press(&["\"e\"", "Enter"]);
    assert!(
        matches!(&gf.model.view.dialog, Some(Dialog::Ask(a)) if a.title.contains("who confirms"))
    );
    gf.press(&["\"gf\"", "Enter"]);
    assert!(gf.answer().contains("not the doer"));
    cp.press(&["C"]);
    meet(&mut gf, &mut cp);
    for _ in 0..2 {
        gf.press(&["Backspace"]);
    }
    gf.press(&["Enter"]);
    assert_eq!(state(&gf, "promote"), StepState::Doing);
    assert_eq!(
        gf.model.board.step(&id("promote")).unwrap().confirmed,
        ["cp"]
    );
}

#[test]
fn an_unfilled_variable_is_asked_before_copying() {
    let (mut gf, _) = two();
    gf.press(&["G", "c"]);
    assert!(gf.model.view.dialog.is_some());
    gf.press(&["\"8841\"", "Enter"]);
    let copied = gf.effects.iter().find_map(|e| match e {
        Effect::Copy { text, .. } => Some(text.as_str()),
        _ => None,
    });
    assert_eq!(copied, Some("pg_ctl promote -h db.c10.example -t 8841"));
}

#[test]
fn out_of_order_asks_why_and_is_never_a_prison() {
    let (mut gf, _) = two();
    gf.press(&["G", "s"]);
    gf.press(&["Enter"]);
    assert!(gf.answer().contains("a reason is needed"));
    gf.press(&["\"no replica\"", "Enter"]);
    assert_eq!(state(&gf, "promote"), StepState::Skipped);
    gf.press(&["U"]);
    assert_eq!(state(&gf, "promote"), StepState::Todo);
}

#[test]
fn both_tick_one_step_at_once_and_both_see_it() {
    let (mut gf, mut cp) = two();
    gf.press(&["d", "d"]);
    cp.press(&["f", "\"no answer\"", "Enter"]);
    assert_eq!(state(&gf, "inform"), StepState::Done);
    assert_eq!(state(&cp, "inform"), StepState::Failed);
    meet(&mut gf, &mut cp);
    assert_eq!(state(&gf, "inform"), state(&cp, "inform"));
    let rivals = |s: &Seat| s.model.board.step(&id("inform")).unwrap().rivals.clone();
    assert_eq!(rivals(&gf), rivals(&cp));
    assert_eq!(rivals(&gf).len(), 1);
    assert!(
        gf.model
            .alarms
            .iter()
            .any(|a| a.text.contains("at the same time"))
    );
}

#[test]
fn pasted_text_never_acts_as_keys() {
    let (mut gf, _) = two();
    gf.effects.clear();
    gf.tell(Msg::Paste {
        text: "ddd\nq\n".into(),
        whole: true,
    });
    assert!(gf.effects.is_empty());
    assert_eq!(state(&gf, "inform"), StepState::Todo);
    gf.press(&["n"]);
    gf.tell(Msg::Paste {
        text: "rm -rf /\nq".into(),
        whole: true,
    });
    gf.press(&["Enter"]);
    assert!(gf.model.incident.state().timeline.len() > 2);
    assert_eq!(state(&gf, "inform"), StepState::Todo);
}

#[test]
fn an_observer_writes_nothing() {
    let mut seat = Seat::new("ro", 3, true);
    seat.press(&["n", "d", "m", "b"]);
    assert!(seat.effects.is_empty());
    assert!(seat.answer().contains("observing"));
}

#[test]
fn the_clocks_say_decide_by_until_decided() {
    let (mut gf, _) = two();
    assert_eq!(
        gf.model.clocks.decide_by.map(Span::as_seconds),
        Some(15 * 60 - 2)
    );
    gf.wall = OPENED;
    gf.wait(Span::minutes(16));
    assert!(gf.model.alarms.iter().any(|a| a.id == "decide"));
}

#[test]
fn a_run_that_ends_takes_no_obligation_with_it() {
    let (mut gf, _) = two();
    gf.press(&["Enter", "d", "Enter", "f", "Enter", "d", "u", "Enter"]);
    assert!(gf.model.alarms.iter().any(|a| a.id == "unproven.fence"));
    gf.press(&["o", "1"]);
    assert_eq!(gf.model.incident.state().runs.len(), 2);
    assert_eq!(gf.model.board.done, 0);
    let alarm = gf
        .model
        .alarms
        .iter()
        .find(|a| a.id == "unproven.fence")
        .unwrap();
    assert!(alarm.text.contains("fence of failover"), "{}", alarm.text);
}
