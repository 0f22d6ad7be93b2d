//! Waits: until a probe is stable, over a clock that steps, and of a checklist that was left.

use super::senses::{at, lost, opened, served, steps, turn, up};
use super::world::{OPENED, Seat, id, meet};
use crate::cockpit::Dialog;
use crate::cockpit::update::record::record;
use crate::domain::checklist::{Step, Wait, WaitFor};
use crate::domain::facts::{Fact, StepStruck};
use crate::domain::time::Span;
use crate::domain::words::{StepKind, StepState};

fn wait(what: WaitFor, timeout: i64) -> impl FnOnce(&mut Step) {
    move |s: &mut Step| {
        s.kind = StepKind::Wait;
        s.sensed = None;
        s.milestone = None;
        s.wait = Some(Wait {
            what,
            timeout: Some(Span::minutes(timeout)),
        });
    }
}

fn timeout(seat: &Seat) -> bool {
    seat.model.alarms.iter().any(|a| a.id == "timeout.served")
}

fn now(seat: &Seat) -> Option<&str> {
    seat.model.board.now().map(|row| row.step.id.as_str())
}

#[test]
fn a_wait_until_a_probe_is_stable_ends_itself_also_when_it_was_true_before() {
    let mut gf = opened(steps(wait(WaitFor::Until(up()), 20)));
    gf.measure("web", "c10", true, 4);
    turn(&mut gf);
    assert_eq!(served(&gf), StepState::Todo, "nobody began to wait");
    gf.press(&["Enter"]);
    gf.wait(Span::seconds(1));
    assert_eq!(served(&gf), StepState::Done);
    let mut gf = opened(steps(wait(WaitFor::Until(up()), 20)));
    turn(&mut gf);
    gf.press(&["Enter"]);
    gf.measure("web", "c10", false, 3);
    gf.measure("web", "c10", true, 2);
    assert_eq!(served(&gf), StepState::Waiting);
    gf.measure("web", "c10", true, 1);
    assert_eq!(served(&gf), StepState::Done);
    gf.measure("web", "c10", false, 4);
    assert_eq!(lost(&gf), None, "what was waited for is over");
}

#[test]
fn a_wait_that_takes_too_long_alarms_and_asks_why_it_is_ended() {
    let mut gf = opened(steps(wait(WaitFor::Until(up()), 20)));
    turn(&mut gf);
    gf.press(&["Enter"]);
    gf.measure("web", "c10", false, 3);
    assert!(!timeout(&gf));
    assert_ne!(now(&gf), Some("served"), "a wait runs by itself");
    gf.wait(Span::minutes(20));
    assert!(timeout(&gf));
    assert_eq!(now(&gf), Some("served"), "it takes a person now");
    gf.measure("web", "c10", false, 1);
    gf.press(&["d"]);
    assert!(matches!(gf.model.view.dialog, Some(Dialog::Ask(_))));
    gf.press(&["\"goes on without\"", "Enter"]);
    assert_eq!(served(&gf), StepState::Done);
    assert!(!timeout(&gf));
    assert_ne!(now(&gf), Some("served"));
}

#[test]
fn a_wait_survives_a_wall_clock_that_steps_and_ends_once() {
    let mut gf = opened(steps(wait(WaitFor::Fixed(Span::minutes(30)), 60)));
    turn(&mut gf);
    gf.press(&["Enter"]);
    let until = gf.model.board.step(&id("served")).unwrap().until.unwrap();
    gf.wait(Span::minutes(-20));
    assert_eq!(served(&gf), StepState::Waiting, "set back");
    assert!(!timeout(&gf));
    gf.wait(Span::minutes(20));
    assert_eq!(
        gf.model.board.step(&id("served")).unwrap().until,
        Some(until)
    );
    gf.effects.clear();
    gf.wait(Span::minutes(45));
    assert_eq!(served(&gf), StepState::Done);
    let written = gf.written().len();
    gf.wait(Span::minutes(45));
    gf.wait(Span::minutes(-45));
    assert_eq!((written, gf.written().len()), (1, 0), "once");
}

#[test]
fn a_wait_of_an_earlier_checklist_ends_all_the_same() {
    let mut gf = opened(steps(wait(WaitFor::Fixed(Span::minutes(5)), 20)));
    let mut cp = at(
        "cp",
        2,
        false,
        steps(wait(WaitFor::Fixed(Span::minutes(5)), 20)),
    );
    turn(&mut gf);
    gf.press(&["Enter", "o", "1"]);
    meet(&mut gf, &mut cp);
    assert_eq!(gf.model.incident.state().runs.len(), 2);
    let earlier = |seat: &Seat| {
        let run = &seat.model.incident.state().runs[&id("r1")];
        run.steps[&id("served")].state.get().unwrap().state
    };
    gf.wait(Span::minutes(4));
    assert_eq!(earlier(&gf), StepState::Waiting);
    cp.wall = OPENED;
    cp.wait(Span::minutes(5) + Span::seconds(8));
    assert_eq!(earlier(&cp), StepState::Waiting, "left to who began it");
    gf.wait(Span::minutes(1));
    assert_eq!(earlier(&gf), StepState::Done);
    cp.wait(Span::seconds(10));
    assert_eq!(
        earlier(&cp),
        StepState::Done,
        "and by another when that one is gone"
    );
    meet(&mut gf, &mut cp);
    assert_eq!(served(&gf), StepState::Todo, "the new run is not touched");
    assert!(
        gf.model
            .alarms
            .iter()
            .all(|a| !a.id.starts_with("conflict"))
    );
}

#[test]
fn a_wait_of_an_earlier_checklist_until_a_probe_is_stable_ends_by_it() {
    let mut gf = opened(steps(wait(WaitFor::Until(up()), 20)));
    turn(&mut gf);
    gf.press(&["Enter", "o", "1"]);
    let earlier = |seat: &Seat| {
        let run = &seat.model.incident.state().runs[&id("r1")];
        run.steps[&id("served")].state.get().unwrap().clone()
    };
    gf.measure("web", "c10", false, 3);
    gf.measure("web", "c10", true, 2);
    gf.wait(Span::seconds(1));
    assert_eq!(earlier(&gf).state, StepState::Waiting);
    gf.measure("web", "c10", true, 1);
    gf.wait(Span::seconds(1));
    assert_eq!(earlier(&gf).state, StepState::Done);
    assert!(earlier(&gf).sensed);
}

#[test]
fn a_wait_that_was_struck_is_ended_by_nobody_also_of_an_earlier_checklist() {
    for leave in [&[][..], &["o", "1"]] {
        let mut gf = opened(steps(wait(WaitFor::Fixed(Span::minutes(5)), 20)));
        turn(&mut gf);
        gf.press(&["Enter"]);
        let struck = StepStruck {
            run: id("r1"),
            step: id("served"),
            reason: None,
        };
        record(&mut gf.model, [Fact::from(struck)]);
        gf.press(leave);
        gf.wait(Span::minutes(30));
        let run = &gf.model.incident.state().runs[&id("r1")];
        let set = run.steps[&id("served")].state.get().unwrap();
        assert_eq!(set.state, StepState::Waiting);
        assert!(!timeout(&gf));
    }
}
