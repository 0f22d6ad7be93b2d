//! What taking back gives back, and what it leaves alone.

use super::super::super::testing::{Desk, id};
use super::super::Closing;
use super::*;
use crate::domain::time::{Span, Time};
use crate::domain::words::Milestone;

fn undo(desk: &Desk, who: &str, step: &str) -> Result<Undone, NotUndone> {
    desk.act(who, step, |a, r| a.undo(r))
}

/// Takes the last act back, and writes that.
fn undone(desk: &mut Desk, who: &str, step: &str) {
    let undone = undo(desk, who, step).unwrap();
    desk.write(who, undone.facts);
}

#[test]
fn a_verification_taken_back_leaves_the_step_done_with_all_it_did() {
    let mut desk = Desk::new();
    desk.does("cp", "fence", |a, r| a.finish(r, Closing::default()));
    desk.does("cp", "go", |a, r| a.decide(r, "f", None).unwrap());
    let reached = desk.incident.milestone(Milestone::Fenced);
    assert!(reached.is_some());
    for step in ["fence", "go"] {
        desk.does("gf", step, |a, r| a.verify(r, None));
        undone(&mut desk, "gf", step);
        assert_eq!(desk.state(step), StepState::Done);
    }
    assert_eq!(desk.incident.milestone(Milestone::Fenced), reached);
    assert_eq!(desk.state("restart"), StepState::NotTaken);
}

#[test]
fn a_proof_taken_back_takes_its_milestone_along() {
    let mut desk = Desk::new();
    let unproven = Closing {
        unproven: true,
        ..Closing::default()
    };
    desk.does("gf", "fence", |a, r| a.finish(r, unproven.clone()));
    desk.does("gf", "fence", |a, r| a.prove(r, "0 sessions".into()));
    assert!(desk.incident.milestone(Milestone::Fenced).is_some());
    undone(&mut desk, "gf", "fence");
    assert_eq!(desk.incident.milestone(Milestone::Fenced), None);
}

#[test]
fn taking_back_twice_does_nothing_again() {
    let mut desk = Desk::new();
    desk.does("gf", "promote", |a, r| a.start(r, None));
    undone(&mut desk, "gf", "promote");
    assert_eq!(undo(&desk, "gf", "promote"), Err(NotUndone::Again));
    assert_eq!(desk.state("promote"), StepState::Todo);
    desk.does("gf", "fence", |a, r| a.start(r, None));
    desk.does("gf", "fence", |a, r| a.finish(r, Closing::default()));
    undone(&mut desk, "gf", "fence");
    assert_eq!(desk.state("fence"), StepState::Doing);
    assert_eq!(undo(&desk, "gf", "fence"), Err(NotUndone::Again));
}

/// Who is at it, or did it; since when; and when it was begun.
fn said(desk: &Desk, step: &str) -> (Option<String>, Option<Time>, Option<Time>) {
    let board = desk.board();
    let row = board.step(&id(step)).unwrap();
    (row.by.clone(), row.since, row.started)
}

#[test]
fn what_is_given_back_stays_that_of_who_said_it() {
    let mut desk = Desk::new();
    desk.does("cp", "fence", |a, r| a.start(r, None));
    let doing = said(&desk, "fence");
    desk.wait(Span::minutes(1));
    desk.does("gf", "fence", |a, r| a.fail(r, None));
    undone(&mut desk, "gf", "fence");
    assert_eq!(said(&desk, "fence"), doing);
    assert_eq!(doing.0.as_deref(), Some("cp"));
    let others = Err(NotUndone::Others { who: "cp".into() });
    assert_eq!(
        undo(&desk, "gf", "fence"),
        others,
        "the last word is theirs"
    );
    for _ in 0..2 {
        let strike = desk.act("gf", "fence", |a, r| a.strike(r, None));
        desk.write("gf", strike.into_iter().collect());
        desk.does("gf", "fence", |a, r| {
            a.bring_back_struck(r).into_iter().collect()
        });
        assert_eq!(said(&desk, "fence"), doing);
    }
    desk.does("cp", "fence", |a, r| a.finish(r, Closing::default()));
    let done = said(&desk, "fence");
    desk.does("gf", "fence", |a, r| a.verify(r, None));
    undone(&mut desk, "gf", "fence");
    assert_eq!(said(&desk, "fence"), done);
    desk.does("im", "fence", |a, r| a.verify(r, None));
    assert_eq!(said(&desk, "fence"), done);
    let board = desk.board();
    let verified = &board.step(&id("fence")).unwrap().told.verified;
    assert_eq!(verified.as_deref(), Some("im"));
}

#[test]
fn what_gives_back_something_else_gives_back_nothing() {
    let mut desk = Desk::new();
    desk.does("cp", "fence", |a, r| a.start(r, None));
    let step = id("fence");
    let run = desk.board().run.clone().unwrap();
    for (state, of) in [
        (StepState::Done, "cp@b1.1:0"),
        (StepState::Doing, "gf@b1.9:7"),
    ] {
        let set = StepSet {
            gives_back: Some(of.into()),
            ..StepSet::plain(&run, &step, state)
        };
        desk.says("gf", set);
        assert_eq!(said(&desk, "fence").0.as_deref(), Some("gf"));
    }
}
