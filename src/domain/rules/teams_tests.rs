//! One NOW per role while teams work side by side, and the list's order while one person does all.

use super::super::Closing;
use super::super::pace::pace;
use super::super::testing::{Desk, id};
use crate::domain::checklist::Step;
use crate::domain::facts::RoleSet;
use crate::domain::time::Span;

/// Two databases steps and two of operations in one phase, then one of the incident manager's.
fn desk() -> Desk {
    let mut desk = Desk::new();
    let step = |name: &str, role: &str, minutes| Step {
        role: Some(id(role)),
        takes: Some(Span::minutes(minutes)),
        ..Step::plain(id(name), name.into())
    };
    let template = desk.list.phases[0].clone();
    let phase = |name: &str, steps| {
        let mut phase = template.clone();
        (phase.id, phase.steps) = (id(name), steps);
        phase
    };
    desk.list.phases = vec![
        phase(
            "work",
            vec![
                step("d1", "db", 2),
                step("d2", "db", 3),
                step("o1", "ops", 4),
                step("o2", "ops", 4),
            ],
        ),
        phase("end", vec![step("tell", "im", 1)]),
    ];
    desk
}

fn takes(desk: &mut Desk, role: &str, who: &str) {
    let operator = Some(who.to_owned());
    desk.says(
        who,
        RoleSet {
            role: id(role),
            operator,
            until: None,
        },
    );
}

fn nows(desk: &Desk) -> String {
    let board = desk.board();
    let names = board
        .nows()
        .into_iter()
        .map(|at| board.steps[at].step.id.to_string());
    names.collect::<Vec<_>>().join(" ")
}

fn now_for(desk: &Desk, who: &str) -> String {
    let board = desk.board();
    board.steps[board.now_for(who).unwrap()].step.id.to_string()
}

fn done(desk: &mut Desk, who: &str, step: &str) {
    desk.does(who, step, |a, r| a.finish(r, Closing::default()));
}

#[test]
fn one_person_goes_by_the_list() {
    let mut desk = desk();
    assert_eq!(
        (nows(&desk), now_for(&desk, "gf")),
        ("d1".into(), "d1".into())
    );
    takes(&mut desk, "ops", "gf");
    takes(&mut desk, "im", "gf");
    assert_eq!(
        (nows(&desk), now_for(&desk, "gf")),
        ("d1".into(), "d1".into())
    );
    done(&mut desk, "gf", "d1");
    assert_eq!(
        (nows(&desk), now_for(&desk, "gf")),
        ("d2".into(), "d2".into())
    );
}

#[test]
fn each_team_has_its_own() {
    let mut desk = desk();
    takes(&mut desk, "db", "nm");
    takes(&mut desk, "ops", "cp");
    assert_eq!(nows(&desk), "d1 o1");
    assert_eq!(
        (now_for(&desk, "nm"), now_for(&desk, "cp")),
        ("d1".into(), "o1".into())
    );
    assert_eq!(
        now_for(&desk, "gf"),
        "d1",
        "who holds nothing sees the list's"
    );
    desk.does("cp", "o1", |a, r| a.start(r, None));
    assert_eq!(nows(&desk), "d1");
    assert_eq!(now_for(&desk, "cp"), "o1", "their own running step");
    done(&mut desk, "cp", "o1");
    done(&mut desk, "cp", "o2");
    assert_eq!(
        now_for(&desk, "cp"),
        "d1",
        "nothing of theirs can begin: the list's"
    );
    takes(&mut desk, "im", "gf");
    done(&mut desk, "nm", "d1");
    done(&mut desk, "nm", "d2");
    assert_eq!(
        (nows(&desk), now_for(&desk, "gf")),
        ("tell".into(), "tell".into())
    );
}

#[test]
fn a_claimed_step_is_its_holders_and_nobodys_role_is_anybodys() {
    let mut desk = desk();
    takes(&mut desk, "im", "gf");
    takes(&mut desk, "db", "nm");
    assert_eq!(now_for(&desk, "gf"), "o1", "nobody holds ops");
    desk.does("cp", "o1", |a, r| a.claim(r, "cp", None));
    assert_eq!(
        (now_for(&desk, "cp"), now_for(&desk, "gf")),
        ("o1".into(), "d1".into())
    );
}

#[test]
fn what_was_put_off_comes_back_at_the_end_of_its_phase() {
    let mut desk = desk();
    takes(&mut desk, "db", "nm");
    takes(&mut desk, "ops", "cp");
    desk.does("nm", "d1", |a, r| a.defer(r, Some("later".into())));
    assert_eq!(now_for(&desk, "nm"), "d2");
    done(&mut desk, "nm", "d2");
    assert_eq!(nows(&desk), "o1 d1");
}

#[test]
fn nobody_is_sent_into_the_next_phase_by_a_step_done_early() {
    let mut desk = desk();
    takes(&mut desk, "db", "nm");
    takes(&mut desk, "im", "gf");
    desk.list.phases[1].steps.push(Step {
        role: Some(id("im")),
        ..Step::plain(id("last"), "last".into())
    });
    done(&mut desk, "gf", "tell");
    assert_eq!(nows(&desk), "d1 o1");
}

#[test]
fn the_time_left_is_that_of_the_slowest_team() {
    let mut desk = desk();
    let left = |desk: &Desk| {
        let eta = desk.board().eta(desk.now).unwrap();
        let minutes = |span: Span| span.as_seconds() / 60;
        (minutes(eta.least), minutes(eta.most))
    };
    assert_eq!(left(&desk), (9, 14), "one person may have to do all");
    takes(&mut desk, "db", "nm");
    takes(&mut desk, "ops", "cp");
    assert_eq!(left(&desk), (9, 9), "4 and 4 of operations, then 1");
    let board = desk.board();
    let mut learnt = board.clone();
    let past = [(id("o1"), [60, 120, 600].map(Span::seconds).to_vec())].into();
    learnt.learn(&std::sync::Arc::new(past));
    let eta = learnt.eta(desk.now).unwrap();
    let minutes = |span: Span| span.as_seconds() / 60;
    assert_eq!((minutes(eta.least), minutes(eta.most)), (6, 15));
    let known = learnt.known(learnt.step(&id("o1")).unwrap()).unwrap();
    assert_eq!((known.runs, known.median), (3, Span::minutes(2)));
}

#[test]
fn what_was_begun_and_struck_keeps_nobody() {
    let mut desk = desk();
    desk.list.phases[0].steps[0].timebox = Some(Span::minutes(1));
    desk.does("cp", "d1", |a, r| a.start(r, None));
    desk.wait(Span::minutes(5));
    assert_eq!(now_for(&desk, "cp"), "d1");
    let alarm = |desk: &Desk| desk.alarms().iter().any(|(id, _)| id == "timebox.d1");
    assert!(alarm(&desk));
    let strike = desk.act("gf", "d1", |a, r| a.strike(r, None));
    desk.write("gf", strike.into_iter().collect());
    assert_eq!(now_for(&desk, "cp"), "d2");
    assert!(!alarm(&desk));
    let board = desk.board();
    let row = board.step(&id("d1")).unwrap();
    assert!(!row.at_work());
    assert_eq!(pace(row, desk.now), None);
}
