//! Quick capture: steps typed while the incident runs, without a checklist.

use super::world::{Seat, id, meet, two};
use crate::domain::facts::{DirectionSet, Fact, IncidentOpened};
use crate::domain::words::{Mode, StepState};

/// Two in a triage.
fn triage() -> (Seat, Seat) {
    let mut gf = Seat::new("gf", 1, false);
    let opened = IncidentOpened {
        title: "t".into(),
        mode: Mode::Live,
        plan: Some("sha".into()),
    };
    let direction = DirectionSet {
        run: None,
        from: id("h42"),
        to: id("c10"),
    };
    let facts: Vec<Fact> = vec![opened.into(), direction.into()];
    let effects = super::super::record::record(&mut gf.model, facts);
    gf.effects.extend(effects);
    let mut cp = Seat::new("cp", 2, false);
    meet(&mut gf, &mut cp);
    (gf, cp)
}

fn rows(seat: &Seat) -> Vec<(&str, &str, StepState)> {
    let steps = seat.model.board.steps.iter();
    steps
        .map(|s| (s.number.as_str(), s.title.as_str(), s.state))
        .collect()
}

#[test]
fn steps_are_typed_one_after_the_other_and_all_step_keys_work_on_them() {
    let (mut gf, mut cp) = triage();
    gf.press(&["d"]);
    assert!(gf.answer().contains("i captures a step"), "{}", gf.answer());
    gf.press(&["i", "\"Look at the graphs\"", "Enter"]);
    gf.press(&[
        "i",
        "\"Restart web\"",
        "Tab",
        "\"systemctl restart web\"",
        "Enter",
    ]);
    gf.press(&["Enter", "d"]);
    meet(&mut gf, &mut cp);
    assert_eq!(
        rows(&cp),
        [
            ("1", "Look at the graphs", StepState::Done),
            ("2", "Restart web", StepState::Todo)
        ]
    );
    cp.press(&["Enter", "f", "\"unit not found\"", "Enter"]);
    cp.press(&["i", "\"Call 42A\"", "Enter"]);
    meet(&mut gf, &mut cp);
    assert_eq!(rows(&gf)[1].2, StepState::Failed);
    assert_eq!(rows(&gf)[2].0, "3");
    gf.press(&["G", "s", "\"they called\"", "Enter"]);
    gf.press(&["g", "E", "\" twice\"", "Enter"]);
    meet(&mut gf, &mut cp);
    assert_eq!(rows(&cp)[0].1, "Look at the graphs twice");
    assert_eq!(rows(&cp)[2].2, StepState::Skipped);
    cp.press(&["G", "U"]);
    assert!(cp.answer().contains("gf's"), "{}", cp.answer());
}

#[test]
fn two_who_begin_at_once_fill_one_list() {
    let (mut gf, mut cp) = triage();
    gf.press(&["i", "\"Mine\"", "Enter"]);
    cp.press(&["i", "\"Theirs\"", "Enter"]);
    meet(&mut gf, &mut cp);
    assert_eq!(rows(&gf), rows(&cp));
    assert_eq!(rows(&gf).len(), 2);
    gf.press(&["i", "\"Next\"", "Enter"]);
    meet(&mut gf, &mut cp);
    assert_eq!(rows(&cp).len(), 3);
}

#[test]
fn a_step_can_be_put_between_two_captured_ones() {
    let (mut gf, _) = triage();
    for text in ["\"a\"", "\"b\""] {
        gf.press(&["i", text, "Enter"]);
    }
    gf.press(&["g", "i", "\"between\"", "Enter"]);
    let numbers: Vec<_> = rows(&gf).into_iter().map(|r| r.0).collect();
    assert_eq!(numbers, ["1", "1a", "2"]);
}

#[test]
fn a_checklist_adopted_later_leaves_what_was_captured_in_the_record() {
    let (mut gf, _) = triage();
    gf.press(&["i", "\"Look\"", "Enter", "Enter", "d"]);
    gf.press(&["o", "1"]);
    assert_eq!(gf.model.board.steps.len(), 5, "{}", gf.answer());
    assert_eq!(gf.model.board.steps[0].title, "Do inform at C10");
    assert_eq!(gf.model.board.captured.len(), 1);
    let timeline = &gf.model.incident.state().timeline;
    let told = timeline.iter().map(|(at, no)| {
        let model = &gf.model;
        crate::domain::rules::narrative::line(&model.plan, &model.board, &model.incident, *at, *no)
            .text
    });
    let told: Vec<_> = told.collect();
    assert!(told.contains(&"captured 1 done".to_owned()), "{told:?}");
}

#[test]
fn with_a_checklist_adopted_the_new_step_follows_now() {
    let (mut gf, _) = two();
    gf.press(&["Enter", "d", "i", "\"x\"", "Enter"]);
    assert_eq!(gf.model.board.steps[2].number, "1.2a");
}

#[test]
fn the_direction_of_a_triage_can_be_corrected_while_steps_are_captured() {
    let (mut gf, mut cp) = triage();
    gf.press(&["i", "\"Look\"", "Enter", "Enter", "d"]);
    gf.press(&["x"]);
    let back = gf.model.view.dialog.clone();
    let Some(crate::cockpit::Dialog::Choose(choose)) = back else {
        panic!("{}", gf.answer());
    };
    let at = choose.options.iter().position(|o| o.value == "c10 h42");
    let key = (at.unwrap() + 1).to_string();
    gf.press(&[&key]);
    meet(&mut gf, &mut cp);
    assert_eq!(
        cp.model.incident.direction(),
        Some((&id("c10"), &id("h42")))
    );
}
