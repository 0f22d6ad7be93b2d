//! Both sides writable, and a fenced side that comes back: loud until somebody knows of it by name.

use super::super::testing::{Desk, id};
use super::super::{Board, Closing, StepRow, act::Act, alarms::alarms, clocks::Clocks};
use super::{Writers, stand, told};
use crate::domain::facts::{Fact, ProbeChanged, VantageChanged};
use crate::domain::plan::{Check, ProbeSpec, Provider, Service};
use crate::domain::time::Span;
use crate::domain::words::{Milestone, ProbeState, Side};

/// A night with a database at two providers, and a step that fences the first.
fn desk() -> Desk {
    let mut desk = Desk::new();
    let provider = |name: &str| Provider::plain(id(name), name.to_uppercase());
    desk.plan.providers = vec![provider("h42"), provider("c10")];
    let mut db = Service::plain(id("db"), "Database", ProbeSpec::tcp(""));
    db.writer = true;
    desk.plan.services = vec![db];
    let fence = &mut desk.list.phases[1].steps[0];
    fence.side = Some(Side::From);
    fence.milestone = Some(Milestone::Fenced);
    fence.opens = Some(id("fence"));
    desk
}

/// `b1 h42 writable`, `b2 h42 down`: what one machine sees of the database.
fn seen(desk: &mut Desk, what: &str) {
    desk.wait(Span::minutes(1));
    let mut words = what.split(' ');
    let (machine, provider, said) = (
        words.next().unwrap(),
        words.next().unwrap(),
        words.next().unwrap(),
    );
    let state = ProbeState::parse(said);
    let fact = ProbeChanged {
        service: id("db"),
        provider: id(provider),
        state: state.unwrap_or(ProbeState::Up),
        since: desk.now,
        detail: None,
        role: state.is_none().then(|| said.to_owned()),
        value: None,
        heard: None,
        machine: machine.to_owned(),
    };
    desk.says(machine, fact);
}

fn alarm(desk: &Desk, id: &str) -> Option<String> {
    let board = desk.board();
    let clocks = Clocks::at(&desk.incident, &desk.list.targets, desk.now);
    let found = alarms(&desk.plan, &desk.incident, &board, &clocks, &[], desk.now);
    let alarm = found.into_iter().find(|a| a.id == id)?;
    let known = alarm.acknowledged.map(|who| format!(" [{who}]"));
    Some(alarm.text + &known.unwrap_or_default())
}

fn fenced(act: &Act<'_>, row: &StepRow) -> Vec<Fact> {
    act.finish(row, Closing::default())
}

#[test]
fn both_sides_writable_alarms_until_somebody_knows_also_when_it_is_over() {
    let mut desk = desk();
    seen(&mut desk, "b1 h42 writable");
    seen(&mut desk, "b1 c10 replica");
    assert_eq!(alarm(&desk, "split.db"), None);
    seen(&mut desk, "b2 c10 writable");
    let text = alarm(&desk, "split.db").unwrap();
    // b1 said of C10 that it is a replica, but before.
    assert_eq!(
        text,
        "BOTH SIDES WRITABLE: stop writes at one of them; Database, H42 seen from b1, C10 seen from b2"
    );
    seen(&mut desk, "b1 h42 down");
    let text = alarm(&desk, "split.db").unwrap();
    assert!(text.starts_with("BOTH SIDES WERE WRITABLE "), "{text}");
    desk.acknowledge("gf", "split.db");
    assert_eq!(alarm(&desk, "split.db"), None);
    seen(&mut desk, "b1 h42 writable");
    assert!(alarm(&desk, "split.db").is_some(), "again is a new alarm");
    desk.acknowledge("gf", "split.db");
    assert!(alarm(&desk, "split.db").unwrap().ends_with("[gf]"));
}

#[test]
fn a_word_that_another_machine_contradicts_is_told_with_its_time() {
    let mut desk = desk();
    seen(&mut desk, "b1 h42 writable");
    seen(&mut desk, "b2 h42 down");
    seen(&mut desk, "b2 c10 writable");
    let minute = desk.incident.state().probes[&("b1".into(), id("h42"), id("db"))]
        .get()
        .unwrap()
        .since
        .clock();
    let text = alarm(&desk, "split.db").unwrap();
    let expected = format!(
        "BOTH SIDES WRITABLE?: stop writes at one of them; Database, H42 {}Z from b1 (down from b2), C10 seen from b2",
        &minute[..5]
    );
    assert_eq!(text, expected);
}

#[test]
fn one_writer_is_said_only_when_every_side_is_measured() {
    let mut desk = desk();
    let service = desk.plan.services[0].clone();
    let mut says = |what: &str| {
        seen(&mut desk, what);
        stand(&desk.plan, &service, &desk.incident)
    };
    assert_eq!(says("b1 c10 writable"), Writers::NotMeasured);
    assert_eq!(says("b1 h42 down"), Writers::NotMeasured);
    assert_eq!(says("b1 h42 unknown"), Writers::NotMeasured);
    assert_eq!(says("b1 h42 replica"), Writers::One);
    assert_eq!(says("b2 h42 writable"), Writers::Several);
}

#[test]
fn the_stand_of_the_writers_is_said_once_their_roles_are_probed() {
    let mut desk = desk();
    assert_eq!(told(&desk.plan, &desk.incident), None);
    let roles = [("f", "writable"), ("t", "replica")];
    let roles = roles.map(|(k, v)| (k.to_owned(), v.to_owned()));
    desk.plan.services[0].probe.check = Check::Command {
        run: "true".into(),
        unit: None,
        degraded_over: None,
        down_over: None,
        roles: roles.into(),
    };
    let mut says = |what: &str| {
        seen(&mut desk, what);
        told(&desk.plan, &desk.incident).unwrap().1
    };
    assert_eq!(says("b1 c10 replica"), "split brain? H42 not measured");
    assert_eq!(says("b1 h42 replica"), "NOBODY WRITES to Database");
    assert_eq!(says("b1 c10 writable"), "no split brain: only C10 writes");
    assert_eq!(says("b2 h42 writable"), "SPLIT BRAIN: H42 and C10 write");
    let cut_off = |machine: &str| VantageChanged {
        machine: machine.into(),
        blind: true,
        since: None,
    };
    desk.says("gf", cut_off("b2"));
    let now = told(&desk.plan, &desk.incident).unwrap();
    assert_eq!(now.1, "no split brain: only C10 writes", "b2 sees nothing");
    desk.says("gf", cut_off("b1"));
    let now = told(&desk.plan, &desk.incident).unwrap();
    assert_eq!(now.1, "split brain? b1 is BLIND", "its rows may be green");
}

#[test]
fn a_fenced_side_that_comes_back_is_the_loudest_alarm() {
    let mut desk = desk();
    seen(&mut desk, "b1 h42 writable");
    desk.does("gf", "fence", fenced);
    seen(&mut desk, "b1 h42 down");
    assert_eq!(
        alarm(&desk, "back.h42"),
        None,
        "that it goes down is expected"
    );
    seen(&mut desk, "b1 h42 replica");
    let text = alarm(&desk, "back.h42.answers").unwrap();
    assert_eq!(
        text,
        "H42 IS BACK after fencing: see that nothing writes there (2.1); Database answers, seen from b1"
    );
    desk.acknowledge("gf", "back.h42.answers");
    seen(&mut desk, "b1 h42 writable");
    let text = alarm(&desk, "back.h42").unwrap();
    assert_eq!(
        text,
        "H42 IS BACK after fencing, WRITABLE: fence it again (2.1); Database, seen from b1"
    );
    seen(&mut desk, "b1 h42 down");
    let text = alarm(&desk, "back.h42").unwrap();
    assert!(
        text.starts_with("H42 WAS BACK after fencing until "),
        "{text}"
    );
    assert_eq!(desk.alarms()[0].0, "back.h42");
    desk.acknowledge("gf", "back.h42");
    assert_eq!(alarm(&desk, "back.h42"), None);
}

#[test]
fn a_fence_that_does_not_hold_is_said_a_minute_later() {
    let mut desk = desk();
    seen(&mut desk, "b1 h42 writable");
    desk.does("gf", "fence", fenced);
    desk.wait(Span::seconds(30));
    assert_eq!(alarm(&desk, "back.h42"), None, "the probe may be late");
    desk.wait(Span::seconds(31));
    let text = alarm(&desk, "back.h42").unwrap();
    assert_eq!(
        text,
        "H42 IS STILL WRITABLE after fencing: fence it again (2.1); Database, seen from b1"
    );
    seen(&mut desk, "b1 h42 replica");
    assert_eq!(alarm(&desk, "back.h42"), None);
}

#[test]
fn a_fence_that_was_lifted_guards_nothing() {
    let mut desk = desk();
    desk.list.phases[1].steps[1].closes = Some(id("fence"));
    seen(&mut desk, "b1 h42 down");
    desk.does("gf", "fence", fenced);
    let board = |desk: &Desk| Board::new(&desk.plan, Some(&desk.list), &desk.incident);
    assert!(super::super::fenced::fence(&board(&desk), &desk.incident).is_some());
    desk.does("gf", "promote", fenced);
    assert!(super::super::fenced::fence(&board(&desk), &desk.incident).is_none());
    seen(&mut desk, "b1 h42 writable");
    assert_eq!(alarm(&desk, "back.h42"), None);
}

fn timeline(desk: &Desk) -> Vec<String> {
    let board = desk.board();
    let gathered = super::super::gather::Gathered::of(&board, &desk.incident);
    let rows = desk.incident.state().timeline.iter();
    let probes = rows.filter(|(_, no)| {
        let fact = &desk.incident.log().entry(*no).draft.fact;
        matches!(fact, Fact::ProbeChanged(_))
    });
    let line = |row: &_| gathered.line(&desk.plan, &board, &desk.incident, *row);
    probes.filter_map(|row| Some(line(row)?.text)).collect()
}

#[test]
fn flapping_is_one_line_and_the_first_change_keeps_its_own() {
    let mut desk = desk();
    for what in ["down", "up", "down"] {
        seen(&mut desk, &format!("b1 c10 {what}"));
    }
    assert_eq!(timeline(&desk).len(), 3, "three changes are news each");
    for what in ["up", "down", "up"] {
        seen(&mut desk, &format!("b1 c10 {what}"));
        seen(
            &mut desk,
            &format!("b2 c10 {}", if what == "up" { "replica" } else { what }),
        );
    }
    let lines = timeline(&desk);
    assert_eq!(lines.len(), 5, "{lines:#?}");
    assert!(
        lines[0].starts_with("Database at C10 DOWN since "),
        "{}",
        lines[0]
    );
    let b1 = lines.iter().find(|l| l.contains("flapped")).unwrap();
    assert!(
        b1.starts_with("Database at C10 flapped 6 times in 7m, now UP since "),
        "{b1}"
    );
}

#[test]
fn a_side_that_goes_down_after_fencing_is_one_line() {
    let mut desk = desk();
    let mut web = desk.plan.services[0].clone();
    (web.id, web.name) = (id("web"), "Web".into());
    desk.plan.services.push(web);
    seen(&mut desk, "b1 h42 writable");
    desk.does("gf", "fence", fenced);
    seen(&mut desk, "b1 h42 unknown");
    seen(&mut desk, "b1 h42 down");
    let lines = timeline(&desk);
    let expected = "H42 does not answer, as expected after 2.1: Database, seen from b1";
    assert_eq!(lines.len(), 3, "{lines:#?}");
    let not_measured = "Database at H42 UNKNOWN since ";
    assert!(
        lines[1].starts_with(not_measured),
        "it may answer: {lines:#?}"
    );
    assert_eq!(lines[2], expected);
    seen(&mut desk, "b1 h42 writable");
    assert_eq!(timeline(&desk).len(), 4, "that it comes back is news");
}

#[test]
fn what_goes_down_while_its_side_is_being_fenced_is_expected() {
    let mut desk = desk();
    seen(&mut desk, "b1 h42 writable");
    desk.does("gf", "fence", |act, row| act.start(row, None));
    seen(&mut desk, "b1 h42 down");
    desk.does("gf", "fence", fenced);
    let last = timeline(&desk).pop().unwrap();
    assert!(
        last.starts_with("H42 does not answer, as expected"),
        "{last}"
    );
    seen(&mut desk, "b1 h42 writable");
    let text = alarm(&desk, "back.h42").unwrap();
    assert!(
        text.starts_with("H42 IS BACK after fencing, WRITABLE"),
        "{text}"
    );
}

#[test]
fn past_the_point_of_no_return_it_is_said_which_side_must_not_write() {
    let mut desk = desk();
    desk.list.phases[1].steps[1].irreversible = true;
    desk.does("gf", "promote", |act, row| act.start(row, None));
    seen(&mut desk, "b1 h42 writable");
    seen(&mut desk, "b1 c10 writable");
    let text = alarm(&desk, "split.db").unwrap();
    assert!(
        text.starts_with("BOTH SIDES WRITABLE: stop writes at H42; "),
        "{text}"
    );
}

#[test]
fn what_was_restored_and_is_down_again_alarms_where_it_serves() {
    let mut desk = desk();
    desk.plan.services[0].downtime = true;
    let down = |desk: &Desk| alarm(desk, "again.c10");
    seen(&mut desk, "b1 c10 down");
    desk.reach(Milestone::Decided);
    desk.reach(Milestone::ServiceRestored);
    assert_eq!(down(&desk), None, "it was down before");
    seen(&mut desk, "b1 c10 up");
    seen(&mut desk, "b1 h42 down");
    assert_eq!(down(&desk), None, "that side was left");
    seen(&mut desk, "b1 c10 down");
    let text = down(&desk).unwrap();
    assert!(
        text.starts_with("Database at C10, restored at ") && text.contains(" is DOWN since "),
        "{text}"
    );
    desk.acknowledge("gf", "again.c10");
    assert!(down(&desk).unwrap().ends_with("[gf]"));
    seen(&mut desk, "b1 c10 up");
    assert_eq!(down(&desk), None);
    seen(&mut desk, "b2 c10 down");
    assert!(
        !down(&desk).unwrap().ends_with("[gf]"),
        "it is another time"
    );
    seen(&mut desk, "b1 c10 up");
    assert_eq!(down(&desk), None, "b2 may be gone: b1 knows better");
    seen(&mut desk, "b2 c10 down");
    let blind = crate::domain::facts::VantageChanged {
        machine: "b2".to_owned(),
        blind: true,
        since: None,
    };
    desk.says("b2", blind);
    assert_eq!(down(&desk), None, "who is blind knows nothing");
}

#[test]
fn a_machine_that_died_with_its_provider_does_not_split_the_brain_for_ever() {
    let mut desk = desk();
    let service = desk.plan.services[0].clone();
    seen(&mut desk, "b1 h42 writable");
    seen(&mut desk, "b2 h42 down");
    seen(&mut desk, "b2 c10 writable");
    let stands = stand(&desk.plan, &service, &desk.incident);
    assert_eq!(
        stands,
        Writers::NotMeasured,
        "b1 may be gone, and may be right"
    );
    seen(&mut desk, "b1 h42 writable");
    let stands = stand(&desk.plan, &service, &desk.incident);
    assert_eq!(stands, Writers::Several, "it says so again");
}

#[test]
fn what_could_not_be_measured_ends_neither_a_split_nor_a_return() {
    let mut desk = desk();
    seen(&mut desk, "b1 h42 writable");
    seen(&mut desk, "b1 c10 writable");
    seen(&mut desk, "b1 c10 unknown");
    let text = alarm(&desk, "split.db").unwrap();
    assert!(text.starts_with("BOTH SIDES WRITABLE: "), "{text}");
    seen(&mut desk, "b1 c10 down");
    let text = alarm(&desk, "split.db").unwrap();
    assert!(text.starts_with("BOTH SIDES WERE WRITABLE "), "{text}");
}

#[test]
fn a_prober_whose_clock_is_late_still_tells_that_a_fenced_side_is_back() {
    let mut desk = desk();
    desk.does("gf", "fence", fenced);
    desk.wait(Span::ZERO - Span::minutes(10));
    seen(&mut desk, "b2 h42 down");
    seen(&mut desk, "b2 h42 writable");
    let text = alarm(&desk, "back.h42").unwrap();
    assert!(
        text.starts_with("H42 IS BACK after fencing, WRITABLE"),
        "{text}"
    );
}
