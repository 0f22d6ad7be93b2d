//! What taking back gives back, and what it leaves alone.

use super::super::super::testing::Desk;
use super::super::Closing;
use super::*;
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
