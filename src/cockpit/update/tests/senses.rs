//! Steps bound to a probe: what closes itself, what asks, what is lost.

use super::world::{Seat, checklist, id, meet};
use crate::cockpit::update::record::record;
use crate::cockpit::{Dialog, Msg};
use crate::domain::checklist::{Sensed, Step};
use crate::domain::facts::{ChecklistAdopted, Fact, IncidentOpened};
use crate::domain::time::Span;
use crate::domain::words::{Milestone, Mode, StepKind, StepState};
use std::sync::Arc;

pub(super) fn up() -> Sensed {
    Sensed {
        probe: "to.web".into(),
        is: "up".into(),
        stable: 3,
    }
}

/// Steps `first` and `served`, which comes after it and is sensed; changed for the test.
pub(super) fn steps(change: impl FnOnce(&mut Step)) -> Vec<Step> {
    let first = Step::plain(id("first"), "First".into());
    let mut served = Step::plain(id("served"), "Served again".into());
    served.after = vec![id("first")];
    served.milestone = Some(Milestone::ServiceRestored);
    served.sensed = Some(up());
    change(&mut served);
    let last = Step::plain(id("last"), "Last".into());
    vec![first, served, last]
}

/// A cockpit that holds the machine's lock on probes, on a run of these steps; the first of them is done.
pub(super) fn at(who: &str, run: u64, observe: bool, steps: Vec<Step>) -> Seat {
    let mut seat = Seat::new(who, run, observe);
    let mut list = checklist();
    list.phases[0].steps = steps;
    let lists = [(id("failover"), Arc::new(list))];
    seat.model.frozen.insert("sha".into(), lists.into());
    seat.tell(Msg::ProbeLock(true));
    seat
}

pub(super) fn opened(steps: Vec<Step>) -> Seat {
    let mut seat = at("gf", 1, false, steps);
    let opened = IncidentOpened {
        title: "t".into(),
        mode: Mode::Live,
        plan: Some("sha".into()),
    };
    let adopted = ChecklistAdopted {
        run: id("r1"),
        checklist: id("failover"),
        sha256: "sha".into(),
        from: id("h42"),
        to: id("c10"),
    };
    let effects = record(&mut seat.model, [Fact::from(opened), adopted.into()]);
    seat.effects.extend(effects);
    seat.wait(Span::seconds(1));
    seat
}

/// The first step is done: it is the sensed one's turn.
pub(super) fn turn(seat: &mut Seat) {
    seat.press(&["Enter", "d"]);
    seat.wait(Span::seconds(1));
}

fn state(seat: &Seat, step: &str) -> StepState {
    seat.model.board.step(&id(step)).unwrap().state
}

pub(super) fn served(seat: &Seat) -> StepState {
    state(seat, "served")
}

pub(super) fn lost(seat: &Seat) -> Option<Option<String>> {
    let alarm = |a: &&crate::domain::rules::alarms::Alarm| a.id == "lost.r1.served";
    let found = seat.model.alarms.iter().find(alarm);
    found.map(|a| a.acknowledged.clone())
}

#[test]
fn it_closes_itself_when_the_condition_turns_true_and_stays() {
    let mut gf = opened(steps(|_| {}));
    gf.measure("web", "c10", false, 3);
    turn(&mut gf);
    gf.measure("web", "c10", true, 2);
    assert_eq!(served(&gf), StepState::Todo, "2 of 3");
    let first = gf.wall - Span::seconds(5) - Span(100);
    gf.measure("web", "c10", true, 1);
    let row = gf.model.board.step(&id("served")).unwrap().clone();
    assert_eq!(row.state, StepState::Done);
    assert!(row.sensed);
    assert_eq!(row.by.as_deref(), Some("probe"));
    assert_eq!(row.value.as_deref(), Some("to.web up 3/3 from b1"));
    assert_eq!(row.evidence.as_deref(), Some("refused, 0 s old"));
    let reached = gf.model.incident.milestone(Milestone::ServiceRestored);
    assert_eq!(reached, Some(first), "with the first of the results");
    assert_eq!(gf.model.board.now().unwrap().step.id, id("last"));
    assert!(
        gf.answer().starts_with("1.2 done by its probe"),
        "{}",
        gf.answer()
    );
}

#[test]
fn a_key_on_its_way_when_a_probe_moves_now_is_swallowed() {
    let mut gf = opened(steps(|_| {}));
    gf.measure("web", "c10", false, 3);
    turn(&mut gf);
    gf.measure("web", "c10", true, 2);
    gf.wait(Span::seconds(2));
    assert_eq!(gf.model.board.now().unwrap().step.id, id("served"));
    gf.measure("web", "c10", true, 1);
    assert_eq!(gf.model.board.now().unwrap().step.id, id("last"));
    let said = super::place::soon(&mut gf);
    assert!(said.contains("NOW has just moved to 1.3"), "{said}");
    assert_eq!(state(&gf, "last"), StepState::Todo);
    gf.press(&["s"]);
    assert!(gf.model.view.dialog.is_some(), "the new one has stood");
}

#[test]
fn one_flap_begins_the_row_anew_and_one_bad_result_is_no_turn() {
    let mut gf = opened(steps(|_| {}));
    turn(&mut gf);
    gf.measure("web", "c10", false, 3);
    gf.measure("web", "c10", true, 2);
    gf.measure("web", "c10", false, 1);
    gf.measure("web", "c10", true, 2);
    assert_eq!(served(&gf), StepState::Todo);
    gf.measure("web", "c10", true, 1);
    assert_eq!(served(&gf), StepState::Done);
    let mut gf = opened(steps(|_| {}));
    gf.measure("web", "c10", true, 3);
    turn(&mut gf);
    gf.measure("web", "c10", false, 1);
    gf.measure("web", "c10", true, 5);
    assert_eq!(served(&gf), StepState::Todo, "it was up before");
}

#[test]
fn what_was_true_already_asks_once() {
    let mut gf = opened(steps(|_| {}));
    gf.measure("web", "c10", false, 3);
    gf.measure("web", "c10", true, 3);
    turn(&mut gf);
    gf.measure("web", "c10", true, 3);
    assert_eq!(served(&gf), StepState::Todo);
    assert!(gf.model.senses.of(&id("served")).unwrap().already);
    gf.press(&["d"]);
    let Some(Dialog::Choose(asked)) = &gf.model.view.dialog else {
        panic!("{:?}", gf.model.view.dialog);
    };
    assert!(
        asked.title.starts_with("It was true already"),
        "{}",
        asked.title
    );
    gf.press(&["d"]);
    assert_eq!(served(&gf), StepState::Done);
    let row = gf.model.board.step(&id("served")).unwrap();
    assert!(!row.sensed, "a person said so");
    assert!(row.evidence.is_some());
    assert_eq!(row.by.as_deref(), Some("gf"));
}

#[test]
fn before_its_turn_nothing_closes_itself() {
    let mut gf = opened(steps(|_| {}));
    gf.measure("web", "c10", false, 3);
    gf.measure("web", "c10", true, 4);
    assert_eq!(served(&gf), StepState::Todo);
    turn(&mut gf);
    assert_eq!(served(&gf), StepState::Todo);
}

#[test]
fn what_only_a_person_may_say_never_ticks_itself() {
    let changes: [fn(&mut Step); 3] = [
        |s| s.irreversible = true,
        |s| s.unproven = true,
        |s| s.kind = StepKind::Bulletin,
    ];
    for change in changes {
        let mut gf = opened(steps(change));
        turn(&mut gf);
        gf.measure("web", "c10", false, 3);
        gf.measure("web", "c10", true, 4);
        assert_eq!(served(&gf), StepState::Todo);
        assert!(gf.model.senses.of(&id("served")).unwrap().by_hand.is_some());
    }
}

#[test]
fn only_who_holds_the_lock_writes_and_never_an_observer() {
    let mut gf = opened(steps(|_| {}));
    turn(&mut gf);
    gf.tell(Msg::ProbeLock(false));
    gf.measure("web", "c10", false, 3);
    gf.measure("web", "c10", true, 4);
    assert_eq!(served(&gf), StepState::Todo);
    gf.tell(Msg::ProbeLock(true));
    gf.wait(Span::seconds(1));
    assert_eq!(served(&gf), StepState::Done, "the lock came over");
    let mut ro = at("ro", 3, true, steps(|_| {}));
    let mut gf = opened(steps(|_| {}));
    turn(&mut gf);
    meet(&mut gf, &mut ro);
    ro.wall = gf.wall;
    ro.measure("web", "c10", false, 3);
    ro.measure("web", "c10", true, 4);
    assert_eq!(served(&ro), StepState::Todo);
    assert!(ro.written().is_empty());
}

#[test]
fn two_machines_that_see_it_at_once_do_not_contradict_each_other() {
    let mut gf = opened(steps(|_| {}));
    let mut cp = at("cp", 2, false, steps(|_| {}));
    cp.model.me.machine = "b2".into();
    turn(&mut gf);
    meet(&mut gf, &mut cp);
    cp.wall = gf.wall;
    for seat in [&mut gf, &mut cp] {
        seat.measure("web", "c10", false, 3);
        seat.measure("web", "c10", true, 3);
    }
    meet(&mut gf, &mut cp);
    for seat in [&gf, &cp] {
        assert_eq!(served(seat), StepState::Done);
        assert!(
            seat.model
                .board
                .step(&id("served"))
                .unwrap()
                .rivals
                .is_empty()
        );
        assert!(
            !seat
                .model
                .alarms
                .iter()
                .any(|a| a.id.starts_with("conflict"))
        );
    }
}

#[test]
fn a_lost_condition_is_an_alarm_again_each_time_and_now_stays() {
    let mut gf = opened(steps(|_| {}));
    turn(&mut gf);
    gf.measure("web", "c10", false, 3);
    gf.measure("web", "c10", true, 3);
    assert_eq!(served(&gf), StepState::Done);
    gf.measure("web", "c10", false, 2);
    assert_eq!(lost(&gf), None, "two bad results say nothing yet");
    gf.measure("web", "c10", false, 1);
    assert_eq!(lost(&gf), Some(None));
    assert_eq!(gf.model.board.now().unwrap().step.id, id("last"));
    assert_eq!(served(&gf), StepState::Done, "the tick stays");
    let acknowledged = |gf: &mut Seat| {
        while gf.model.alarms.iter().any(|a| a.acknowledged.is_none()) {
            gf.press(&["A"]);
        }
    };
    acknowledged(&mut gf);
    assert_eq!(lost(&gf), Some(Some("gf".into())));
    gf.measure("web", "c10", false, 2);
    assert_eq!(lost(&gf), Some(Some("gf".into())), "one loss, one alarm");
    gf.measure("web", "c10", true, 3);
    assert_eq!(lost(&gf), None);
    gf.measure("web", "c10", false, 3);
    assert_eq!(lost(&gf), Some(None), "lost again is news");
}

#[test]
fn closing_against_the_probe_needs_a_reason_and_loses_nothing() {
    let mut gf = opened(steps(|_| {}));
    turn(&mut gf);
    gf.measure("web", "c10", false, 3);
    gf.press(&["Enter", "d"]);
    let Some(Dialog::Ask(asked)) = &gf.model.view.dialog else {
        panic!("{:?}", gf.model.view.dialog);
    };
    assert!(
        asked.hint[0].contains("to.web down, not up: refused"),
        "{:?}",
        asked.hint
    );
    gf.press(&["Enter"]);
    assert_eq!(served(&gf), StepState::Doing, "{}", gf.answer());
    gf.press(&["\"probe is wrong\"", "Enter"]);
    let row = gf.model.board.step(&id("served")).unwrap();
    assert_eq!(row.reason.as_deref(), Some("probe is wrong"));
    assert!(
        row.evidence
            .as_deref()
            .unwrap()
            .starts_with("to.web down: refused")
    );
    gf.measure("web", "c10", false, 4);
    assert_eq!(lost(&gf), None, "it never held");
    gf.measure("web", "c10", true, 3);
    gf.measure("web", "c10", false, 3);
    assert_eq!(lost(&gf), Some(None), "now it did");
}

#[test]
fn closing_without_a_measurement_says_so() {
    let mut gf = opened(steps(|_| {}));
    turn(&mut gf);
    gf.press(&["Enter", "d"]);
    assert_eq!(served(&gf), StepState::Done);
    assert!(
        gf.answer().contains("not measured here: no result yet"),
        "{}",
        gf.answer()
    );
}

#[test]
fn a_tick_of_the_probe_is_taken_back_by_reopening_it() {
    let mut gf = opened(steps(|_| {}));
    turn(&mut gf);
    gf.measure("web", "c10", false, 3);
    gf.measure("web", "c10", true, 3);
    gf.press(&["g", "j", "U"]);
    assert!(
        gf.answer().contains("its probe's; R reopens it"),
        "{}",
        gf.answer()
    );
    gf.press(&["R", "\"not yet\"", "Enter"]);
    assert_eq!(
        gf.model.incident.milestone(Milestone::ServiceRestored),
        None
    );
    gf.measure("web", "c10", true, 4);
    assert_eq!(
        served(&gf),
        StepState::Todo,
        "it was true when its turn came back"
    );
}
