//! Acts over a small checklist, folded as the real program folds them.

use super::super::testing::{Desk, id};
use super::*;
use crate::domain::words::Milestone;

#[test]
fn done_keeps_the_value_and_reaches_the_milestone_once() {
    let mut desk = Desk::new();
    desk.does("gf", "go", |a, r| a.decide(r, "f", None).unwrap());
    let decided = desk.incident.milestone(Milestone::Decided);
    assert!(decided.is_some());
    desk.does("gf", "promote", |a, r| a.start(r, None));
    let closing = Closing {
        value: Some("f".into()),
        ..Closing::default()
    };
    desk.does("cp", "promote", |a, r| a.finish(r, closing.clone()));
    let board = desk.board();
    let row = board.step(&id("promote")).unwrap();
    assert_eq!(
        (row.state, row.value.as_deref()),
        (StepState::Done, Some("f"))
    );
    desk.does("gf", "go", |a, r| a.decide(r, "f", None).unwrap());
    assert_eq!(desk.incident.milestone(Milestone::Decided), decided);
}

#[test]
fn a_fence_without_proof_is_no_milestone() {
    let mut desk = Desk::new();
    let closing = Closing {
        unproven: true,
        ..Closing::default()
    };
    desk.does("gf", "fence", |a, r| a.finish(r, closing.clone()));
    assert_eq!(desk.state("fence"), StepState::Done);
    assert_eq!(desk.incident.milestone(Milestone::Fenced), None);
}

#[test]
fn a_decision_leaves_out_what_it_jumps_over_and_brings_it_back() {
    let mut desk = Desk::new();
    desk.does("gf", "go", |a, r| a.decide(r, "f", None).unwrap());
    let branch = |d: &Desk| [d.state("restart"), d.state("look"), d.state("fence")];
    let (todo, not_taken) = (StepState::Todo, StepState::NotTaken);
    assert_eq!(branch(&desk), [not_taken, not_taken, todo]);
    assert_eq!(
        desk.state("inform"),
        todo,
        "what stands before is not touched"
    );
    desk.does("gf", "go", |a, r| a.decide(r, "r", None).unwrap());
    assert_eq!(branch(&desk), [todo, todo, todo]);
    desk.does("gf", "go", |a, r| a.decide(r, "f", None).unwrap());
    desk.does("gf", "go", |a, r| a.reopen(r, Some("too early".into())));
    assert_eq!(branch(&desk), [todo, todo, todo]);
    assert_eq!(desk.incident.milestone(Milestone::Decided), None);
    assert!(
        desk.act("gf", "go", |a, r| a.decide(r, "x", None))
            .is_none()
    );
}

#[test]
fn a_decision_leaves_alone_what_nobody_knows_the_end_of() {
    let mut desk = Desk::new();
    desk.does("gf", "restart", |a, r| {
        let set = a.set(r, StepState::Unknown, None);
        set.map(Fact::StepSet).into_iter().collect()
    });
    desk.does("gf", "go", |a, r| a.decide(r, "f", None).unwrap());
    assert_eq!(desk.state("restart"), StepState::Unknown);
    assert_eq!(desk.state("look"), StepState::NotTaken);
}

#[test]
fn an_option_asked_again_keeps_the_decision_the_next_thing_to_do() {
    let mut desk = Desk::new();
    desk.does("gf", "inform", |a, r| a.finish(r, Closing::default()));
    desk.does("gf", "go", |a, r| a.decide(r, "w", None).unwrap());
    let board = desk.board();
    let row = board.step(&id("go")).unwrap();
    assert_eq!(row.state, StepState::Waiting);
    assert!(row.until.is_some_and(|t| t > desk.now + Span::minutes(9)));
    assert_eq!(board.now().map(|r| r.step.id.as_str()), Some("go"));
    assert_eq!(desk.incident.milestone(Milestone::Decided), None);
}

#[test]
fn waits_know_when_they_end_and_say_when_that_is_assumed() {
    let mut desk = Desk::new();
    desk.does("gf", "pause", |a, r| a.start(r, None));
    desk.does("gf", "ttl", |a, r| a.start(r, None));
    let board = desk.board();
    let left = |name: &str| {
        let row = board.step(&id(name)).unwrap();
        assert_eq!(row.state, StepState::Waiting);
        row.until.unwrap() - row.since.unwrap()
    };
    assert_eq!(left("pause").as_seconds(), 299);
    assert_eq!(left("ttl").as_seconds(), 299);
    let facts = desk.act("gf", "ttl", |a, r| a.start(r, None));
    let Some(Fact::StepSet(set)) = facts.last() else {
        panic!("{facts:?}");
    };
    let evidence = set.evidence.as_deref();
    assert_eq!(evidence, Some("TTL 300 s, assumed from the plan"));
}

#[test]
fn a_bulletin_step_resets_its_clock_once() {
    let mut desk = Desk::new();
    let closing = |already_sent| Closing {
        already_sent,
        ..Closing::default()
    };
    let quiet = desk.act("gf", "inform", |a, r| a.finish(r, closing(true)));
    assert_eq!(quiet.len(), 1);
    desk.does("gf", "inform", |a, r| a.finish(r, closing(false)));
    let clocks = super::super::updates::updates(&desk.plan, &desk.incident);
    let due = clocks[0].due.unwrap() - desk.now;
    assert_eq!(due.as_seconds(), 30 * 60 - 1);
    let state = clocks[0].last.as_ref().unwrap().state;
    assert_eq!(state, Some(Stage::Identified));
}

#[test]
fn who_acts_on_a_step_of_another_holds_it_then() {
    let mut desk = Desk::new();
    desk.does("gf", "fence", |a, r| a.claim(r, "cp", None));
    desk.does("gf", "fence", |a, r| {
        a.start(r, Some("CP is cut off".into()))
    });
    let board = desk.board();
    assert_eq!(board.step(&id("fence")).unwrap().who(), Some("gf"));
    desk.does("gf", "fence", |a, r| a.reopen(r, None));
    let board = desk.board();
    assert_eq!(board.step(&id("fence")).unwrap().who(), None);
}

#[test]
fn undo_takes_back_only_ones_own_last_act() {
    let mut desk = Desk::new();
    let nothing = desk.act("gf", "promote", |a, r| a.undo(r));
    assert_eq!(nothing, Err(NotUndone::Nothing));
    desk.does("gf", "promote", |a, r| a.start(r, None));
    desk.does("gf", "promote", |a, r| a.finish(r, Closing::default()));
    let others = desk.act("cp", "promote", |a, r| a.undo(r));
    assert_eq!(others, Err(NotUndone::Others { who: "gf".into() }));
    let undone = desk.act("gf", "promote", |a, r| a.undo(r)).unwrap();
    assert_eq!(undone.what, "2.2 done");
    assert!(undone.remains.is_some(), "it was irreversible");
    desk.write("gf", undone.facts);
    assert_eq!(desk.state("promote"), StepState::Doing);
}

#[test]
fn undo_gives_a_step_back_to_who_held_it() {
    let mut desk = Desk::new();
    desk.does("cp", "fence", |a, r| a.claim(r, "cp", None));
    desk.does("gf", "fence", |a, r| a.claim(r, "gf", None));
    let undone = desk.act("gf", "fence", |a, r| a.undo(r)).unwrap();
    desk.write("gf", undone.facts);
    let who = |d: &Desk| d.board().step(&id("fence")).unwrap().holder.clone();
    assert_eq!(who(&desk).as_deref(), Some("cp"));
}

#[test]
fn undo_of_a_done_step_clears_the_milestone_it_reached() {
    let mut desk = Desk::new();
    desk.does("gf", "fence", |a, r| a.finish(r, Closing::default()));
    assert!(desk.incident.milestone(Milestone::Fenced).is_some());
    let undone = desk.act("gf", "fence", |a, r| a.undo(r)).unwrap();
    desk.write("gf", undone.facts);
    assert_eq!(desk.state("fence"), StepState::Todo);
    assert_eq!(desk.incident.milestone(Milestone::Fenced), None);
}
