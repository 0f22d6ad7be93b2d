//! What two people, a slow disk and a long paste must not break.

use super::world::{Seat, checklist, id, meet, two};
use crate::cockpit::{Dialog, Msg};
use crate::domain::facts::{Fact, ProbeChanged, StepSet};
use crate::domain::time::Span;
use crate::domain::words::{ProbeState, StepState};

fn state(seat: &Seat, step: &str) -> StepState {
    seat.model.board.step(&id(step)).unwrap().state
}

fn texts(seat: &Seat) -> usize {
    seat.model.incident.log().len()
}

#[test]
fn an_answer_that_comes_after_somebody_elses_is_not_taken() {
    let (mut gf, mut cp) = two();
    gf.press(&["s", "\"slow\""]);
    cp.press(&["Enter", "d"]);
    meet(&mut gf, &mut cp);
    assert_eq!(state(&gf, "inform"), StepState::Done);
    gf.press(&["Enter"]);
    assert_eq!(state(&gf, "inform"), StepState::Done, "{}", gf.answer());
    assert!(
        gf.answer().contains("by cp while you were asked"),
        "{}",
        gf.answer()
    );
}

#[test]
fn a_long_paste_is_refused_in_place_and_stops_no_later_entry() {
    let (mut gf, _) = two();
    gf.press(&["s"]);
    gf.tell(Msg::Paste {
        text: "x".repeat(20_000),
        whole: true,
    });
    gf.press(&["Enter"]);
    assert!(gf.answer().starts_with("too long"), "{}", gf.answer());
    assert!(
        matches!(gf.model.view.dialog, Some(Dialog::Ask(_))),
        "its text is kept"
    );
    assert_eq!(state(&gf, "inform"), StepState::Todo);
    gf.press(&["Esc", "Enter"]);
    assert_eq!(state(&gf, "inform"), StepState::Doing);
    for entry in gf.written() {
        assert!(entry.draft.fact.size() <= Fact::LONGEST);
    }
}

#[test]
fn a_key_over_the_details_of_a_step_belongs_to_that_step() {
    let (mut gf, mut cp) = two();
    gf.press(&["Enter", "Enter"]);
    assert!(matches!(gf.model.view.dialog, Some(Dialog::Details { .. })));
    meet(&mut gf, &mut cp);
    // CP takes it over and closes it: NOW moves on under GF's details.
    cp.press(&["k", "t", "t", "d"]);
    meet(&mut gf, &mut cp);
    assert_eq!(state(&gf, "inform"), StepState::Done);
    gf.press(&["s"]);
    assert!(
        gf.answer().starts_with("1.1 is done already"),
        "{}",
        gf.answer()
    );
    assert_eq!(state(&gf, "go"), StepState::Todo);
}

#[test]
fn a_finished_wait_is_written_by_who_started_it_and_never_after_the_end() {
    let (mut gf, mut cp) = two();
    gf.press(&["Enter", "d", "Enter", "w"]);
    meet(&mut gf, &mut cp);
    let before = texts(&cp);
    cp.wait(Span::minutes(10) - Span::seconds(2));
    cp.wait(Span::seconds(4));
    assert_eq!(texts(&cp), before, "CP leaves it to GF");
    cp.wait(Span::seconds(10));
    assert_eq!(
        state(&cp, "go"),
        StepState::Todo,
        "GF is gone: CP writes it"
    );
    let (mut gf, _) = two();
    gf.press(&["Enter", "d", "Enter", "w"]);
    let closed = crate::domain::facts::IncidentClosed {
        answers: std::collections::BTreeMap::new(),
        reason: None,
    };
    let _ = super::super::record::record(&mut gf.model, [closed.into()]);
    let before = texts(&gf);
    gf.wait(Span::minutes(11));
    assert_eq!(texts(&gf), before, "a closed incident is left alone");
}

#[test]
fn two_who_adopt_at_once_make_two_runs() {
    let (mut gf, mut cp) = two();
    gf.press(&["o", "1"]);
    cp.press(&["o", "1"]);
    meet(&mut gf, &mut cp);
    assert_eq!(gf.model.incident.state().runs.len(), 3);
    assert_eq!(
        gf.model.incident.active_run().map(|(id, _)| id.clone()),
        cp.model.incident.active_run().map(|(id, _)| id.clone())
    );
    assert_eq!(checklist().phases.len(), gf.model.board.phases.len());
}

#[test]
fn no_fact_is_lost_or_doubled_between_two_words_on_one_step() {
    let (mut gf, mut cp) = two();
    gf.press(&["Enter"]);
    cp.press(&["Enter"]);
    meet(&mut gf, &mut cp);
    let sets = |seat: &Seat| {
        let entries = seat.model.incident.log().iter();
        entries
            .filter(|(_, e)| matches!(&e.draft.fact, Fact::StepSet(StepSet { .. })))
            .count()
    };
    assert_eq!((sets(&gf), sets(&cp)), (2, 2));
    assert!(
        gf.model.board.steps[0].rivals.is_empty(),
        "they say the same"
    );
}

#[test]
fn what_probes_found_before_the_lock_was_held_is_told_then() {
    let (mut gf, _) = two();
    let told = |seat: &mut Seat| -> Vec<ProbeState> {
        let facts = seat.written().into_iter().map(|e| e.draft.fact);
        let state = |fact| match fact {
            Fact::ProbeChanged(ProbeChanged { state, .. }) => Some(state),
            _ => None,
        };
        facts.filter_map(state).collect()
    };
    gf.measure("web", "h42", false, 5);
    assert_eq!(told(&mut gf), []);
    gf.tell(Msg::ProbeLock(true));
    gf.measure("web", "h42", false, 1);
    assert_eq!(told(&mut gf), [ProbeState::Down]);
    gf.measure("web", "h42", false, 3);
    assert_eq!(told(&mut gf), [], "once");
}
