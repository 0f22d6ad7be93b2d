//! Closing: what the record says stands beside what is asked.

use super::world::{Seat, id, meet, two};
use crate::cockpit::{Dialog, Effect, Msg};
use crate::domain::entry::Entry;
use crate::domain::facts::Fact;
use crate::domain::plan::Audience;
use crate::domain::time::Span;
use crate::domain::words::{Milestone, Mode, Stage};
use std::sync::Arc;

/// What is asked, and what stands beside it.
fn asked(seat: &Seat) -> (&str, Vec<&str>) {
    match &seat.model.view.dialog {
        Some(Dialog::Ask(ask)) => (&ask.title, ask.hint.iter().map(String::as_str).collect()),
        other => panic!("{other:?}"),
    }
}

/// An operator with two audiences.
fn desk() -> Seat {
    let (mut gf, _) = two();
    let plan = Arc::make_mut(&mut gf.model.plan);
    let audience = |name: &str| Audience::plain(id(name), name, Vec::new());
    plan.audiences = vec![audience("internal"), audience("customers")];
    gf.wait(Span::seconds(1));
    gf
}

#[test]
fn who_was_not_told_stands_beside_the_question_whether_all_were() {
    let mut gf = desk();
    gf.press(&["b", "Enter", "S", "m", "b", "Enter"]);
    gf.press(&[
        ":",
        "\"close\"",
        "Enter",
        "\"no\"",
        "Enter",
        "\"no\"",
        "Enter",
    ]);
    let (title, facts) = asked(&gf);
    assert_eq!(title, "Close 3/5: Was every channel told?");
    let late = facts.iter().filter(|f| f.contains(": last told ")).count();
    assert_eq!(late, 1, "{facts:?}");
    assert!(facts[0].starts_with("internal: last told "), "{facts:?}");
    assert!(
        facts[0].contains(", not since state monitoring ("),
        "{facts:?}"
    );
    gf.press(&["\"no, later\"", "Enter"]);
    let (_, facts) = asked(&gf);
    assert!(!facts.iter().any(|f| f.contains("not since")), "{facts:?}");
    let mut gf = desk();
    gf.press(&[
        ":",
        "\"close\"",
        "Enter",
        "\"no\"",
        "Enter",
        "\"no\"",
        "Enter",
    ]);
    let (_, facts) = asked(&gf);
    assert_eq!(
        facts[..2],
        ["internal: NEVER told", "customers: NEVER told"]
    );
}

/// The state the draft speaks of.
fn speaks_of(seat: &mut Seat) -> Stage {
    seat.effects.clear();
    seat.press(&["b", "q"]);
    let mut drafts = seat.effects.iter().filter_map(|e| match e {
        Effect::Draft(draft) => Some(draft.state),
        _ => None,
    });
    drafts.next_back().unwrap()
}

#[test]
fn a_draft_speaks_of_what_is_known_whatever_was_set_before() {
    let mut gf = desk();
    gf.press(&["S", "i"]);
    assert_eq!(speaks_of(&mut gf), Stage::Investigating);
    gf.press(&["m"]);
    let milestone = Milestone::ServiceRestored.as_str();
    let Some(Dialog::Choose(choose)) = &gf.model.view.dialog else {
        panic!("{:?}", gf.model.view.dialog);
    };
    let down = choose.options.iter().position(|o| o.value == milestone);
    let down = vec!["j"; down.unwrap()];
    gf.press(&down).press(&["Enter", "Enter"]);
    assert!(
        gf.model
            .incident
            .milestone(Milestone::ServiceRestored)
            .is_some()
    );
    assert_eq!(speaks_of(&mut gf), Stage::Monitoring);
    // Who knows of it and says otherwise is believed.
    gf.press(&["S", "e"]);
    assert_eq!(speaks_of(&mut gf), Stage::Identified);
}

#[test]
fn planned_work_looks_for_no_cause() {
    let mut gf = desk();
    gf.model.identity.mode = Mode::Planned;
    assert_eq!(speaks_of(&mut gf), Stage::Identified);
    gf.press(&["b"]);
    let Some(Dialog::Bulletin(draft)) = &gf.model.view.dialog else {
        panic!("{:?}", gf.model.view.dialog);
    };
    let text = draft.editor.text();
    assert!(text.starts_with("Planned work on our service"), "{text}");
}

/// Closed with a word to every question, then taken up again.
fn closed_and_reopened(seat: &mut Seat) {
    seat.press(&[":", "\"close\"", "Enter"]);
    for _ in 0..5 {
        seat.press(&["\"no\"", "Enter"]);
    }
    assert!(!seat.model.incident.is_open());
    seat.press(&[":", "\"reopen incident\"", "Enter"]);
    seat.press(&["\"still down\"", "Enter"]);
    assert!(seat.model.incident.is_open());
}

#[test]
fn what_goes_on_is_not_resolved_whoever_said_so() {
    for said_so in [false, true] {
        let mut gf = desk();
        if said_so {
            gf.press(&["S", "r"]);
        }
        closed_and_reopened(&mut gf);
        assert_eq!(gf.model.incident.milestone(Milestone::Resolved), None);
        assert_eq!(speaks_of(&mut gf), Stage::Investigating, "{said_so}");
    }
}

#[test]
fn what_the_record_says_against_closing_stands_beside_the_questions_and_others_hear_of_it() {
    let (mut gf, mut cp) = two();
    cp.press(&["n", "\"? did the bank answer\"", "Enter"]);
    gf.tell(Msg::ProbeLock(true));
    gf.measure("web", "h42", false, 5);
    meet(&mut gf, &mut cp);
    gf.press(&[":", "\"close\"", "Enter"]);
    let (_, facts) = asked(&gf);
    for said in [
        "STILL DOWN: Web at ",
        "nothing was decided",
        "1 question in",
    ] {
        let is = facts.iter().any(|f| f.starts_with(said));
        assert!(is, "{said}: {facts:?}");
    }
    gf.press(&["Ctrl-g"]);
    closed_and_reopened(&mut gf);
    let entries = gf.written();
    let closed = |e: &Entry| matches!(e.draft.fact, Fact::IncidentClosed(_));
    let until = entries.iter().position(closed).unwrap();
    let (before, after) = entries.split_at(until + 1);
    cp.tell(Msg::Entries(before.to_vec(), gf.wall));
    assert_eq!(
        cp.answer(),
        "gf CLOSED the incident; `:reopen incident` goes on with it"
    );
    cp.tell(Msg::Entries(after.to_vec(), gf.wall));
    assert_eq!(cp.answer(), "gf took the incident up again: still down");
}
