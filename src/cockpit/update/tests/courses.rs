//! The course of a run: go and no-go, the abort, the end of a phase, what cannot be undone.

use super::kinds::{holds, list, row};
use super::timing::here;
use super::world::{Seat, checklist, id, meet, step, two_on};
use crate::cockpit::{Action, Dialog, Effect};
use crate::domain::checklist::{Checklist, Decision, DecisionOption, Phase, Step};
use crate::domain::rules::narrative;
use crate::domain::time::Span;
use crate::domain::words::{Milestone, StepKind, StepState};

fn option(key: &str, again: Option<Span>) -> DecisionOption {
    DecisionOption {
        key: key.into(),
        label: format!("option {key}"),
        goto: None,
        again_in: again,
    }
}

fn go() -> Step {
    step("go", |s| {
        s.kind = StepKind::Decision;
        s.role = Some(id("im"));
        s.decision = Some(Decision {
            question: "Go?".into(),
            deadline: Some(Span::minutes(5)),
            quorum: vec![id("db"), id("ops")],
            options: vec![option("f", None), option("w", Some(Span::minutes(10)))],
        });
    })
}

fn phases(phases: Vec<(&str, Vec<Step>, Option<&str>)>) -> Checklist {
    let mut list = checklist();
    let plain = list.phases.remove(0);
    let phase = |(name, steps, to): (&str, Vec<Step>, Option<&str>)| Phase {
        id: id(name),
        title: name.to_uppercase(),
        abort_if: Some("it takes too long".into()),
        abort_to: to.map(id),
        steps,
        ..plain.clone()
    };
    list.phases = phases.into_iter().map(phase).collect();
    list
}

fn told(seat: &Seat) -> Vec<String> {
    let m = &seat.model;
    let lines = m.incident.state().timeline.iter();
    lines
        .map(|(at, no)| narrative::line(&m.plan, &m.board, &m.incident, *at, *no).text)
        .collect()
}

fn asks(seat: &Seat, words: &str) -> bool {
    match &seat.model.view.dialog {
        Some(Dialog::Ask(ask)) => ask.title.contains(words),
        Some(Dialog::Choose(choose)) => choose.title.contains(words),
        _ => false,
    }
}

fn run(seat: &mut Seat, action: Action) {
    seat.press(&[":"]);
    let typed = format!("\"{}\"", action.label());
    seat.press(&[&typed, "Enter"]);
}

#[test]
fn roles_say_go_from_own_cockpits_or_by_voice_and_without_them_a_reason_is_marked() {
    let (mut gf, mut cp) = two_on(&list(vec![go(), step("after", |_| {})]));
    holds(&mut gf, "db", "cp");
    meet(&mut gf, &mut cp);
    cp.press(&["C", "g"]);
    assert_eq!(cp.answer(), "1.1: db GO (cp), ops -");
    meet(&mut gf, &mut cp);
    gf.press(&["Enter", "f"]);
    assert!(asks(&gf, "WITHOUT"), "{}", gf.answer());
    gf.press(&["Enter"]);
    assert_eq!(
        row(&gf, "go").state,
        StepState::Todo,
        "no reason, no decision"
    );
    gf.press(&["Esc", "C", "2", "n", "\"nm\"", "Enter"]);
    assert_eq!(gf.answer(), "1.1: db GO (cp), ops NO-GO (nm)");
    gf.press(&["Enter", "f", "\"ops cannot be reached\"", "Enter"]);
    assert_eq!(row(&gf, "go").state, StepState::Done, "{}", gf.answer());
    let reason = row(&gf, "go").reason.clone().unwrap();
    assert_eq!(reason, "WITHOUT go of ops: ops cannot be reached");
}

#[test]
fn a_decision_of_another_is_said_and_one_to_wait_asks_again_with_an_alarm() {
    let (mut gf, mut cp) = two_on(&list(vec![go(), step("after", |_| {})]));
    holds(&mut gf, "im", "nm");
    gf.press(&["Enter"]);
    assert!(asks(&gf, "nm"), "whose decision it is");
    gf.press(&["d", "w"]);
    assert_eq!(
        row(&gf, "go").state,
        StepState::Waiting,
        "nobody's go is needed"
    );
    let reason = row(&gf, "go").reason.clone();
    assert_eq!(reason.as_deref(), Some("by gf, not im nm"));
    gf.wait(Span::minutes(10));
    assert_eq!(row(&gf, "go").state, StepState::Todo);
    let alarm = |s: &Seat, id: &str| s.model.alarms.iter().any(|a| a.id == id);
    assert!(alarm(&gf, "asked.go") && alarm(&gf, "deadline.go"));
    meet(&mut gf, &mut cp);
    assert!(alarm(&cp, "asked.go"));
}

fn bells(seat: &Seat) -> usize {
    seat.effects.iter().filter(|e| **e == Effect::Bell).count()
}

/// Seconds in which both hear of each other, and know that the other is here; the bells of each.
fn seconds(gf: &mut Seat, cp: &mut Seat, n: usize) -> (usize, usize) {
    let mut rang = (0, 0);
    for _ in 0..n {
        here(gf, cp);
        here(cp, gf);
        gf.wait(Span::seconds(1));
        cp.wait(Span::seconds(1));
        rang = (rang.0 + bells(gf), rang.1 + bells(cp));
        meet(gf, cp);
    }
    rang
}

#[test]
fn a_decision_asked_again_and_one_past_its_deadline_ring_once_and_the_deadline_is_told_once() {
    let (mut gf, mut cp) = two_on(&list(vec![go()]));
    gf.press(&["W", "Enter", "Enter"]);
    assert_eq!(row(&gf, "go").told.owner.as_deref(), Some("gf"));
    meet(&mut gf, &mut cp);
    cp.press(&["d", "Enter", "w"]);
    meet(&mut gf, &mut cp);
    assert_eq!(row(&gf, "go").state, StepState::Waiting, "{}", cp.answer());
    let told = |seat: &Seat| -> Vec<String> {
        let told = told(seat).into_iter();
        told.filter(|l| l.contains("is over its deadline"))
            .collect()
    };
    assert_eq!(seconds(&mut gf, &mut cp, 270), (0, 0));
    assert_eq!(told(&gf), Vec::<String>::new());
    // Its deadline, 5 minutes after the declaration.
    let rang = seconds(&mut gf, &mut cp, 60);
    assert_eq!(
        (told(&gf).len(), told(&cp)),
        (1, told(&gf)),
        "{:?}",
        told(&gf)
    );
    let line = &told(&gf)[0];
    let words = " is over its deadline of 5m (declared ";
    assert!(line.contains(words), "{line}");
    assert_eq!(rang, (1, 0), "who decides hears it");
    // Asked again after 10 minutes.
    let rang = seconds(&mut gf, &mut cp, 600);
    assert_eq!(row(&gf, "go").state, StepState::Todo);
    assert_eq!(rang, (1, 0));
    assert_eq!(told(&gf).len(), 1);
}

fn moving() -> Checklist {
    let task = step("review", |s| {
        s.kind = StepKind::Task;
        s.due = Some(Span::minutes(48 * 60));
    });
    phases(vec![
        ("prepare", vec![step("look", |_| {})], None),
        (
            "move",
            vec![
                step("fence", |_| {}),
                step("copy", |_| {}),
                step("more", |_| {}),
            ],
            Some("back"),
        ),
        ("end", vec![step("tidy", |_| {})], None),
        ("back", vec![step("lift", |_| {}), task], None),
    ])
}

#[test]
fn an_abort_goes_on_where_the_phase_says_and_leaves_alone_what_somebody_is_at() {
    let (mut gf, _) = two_on(&moving());
    gf.press(&["Enter", "d", "Enter"]);
    run(&mut gf, Action::Abort);
    assert!(asks(&gf, "ABORT MOVE"), "{}", gf.answer());
    gf.press(&["Enter"]);
    assert!(gf.answer().contains("reason is needed"));
    gf.press(&["\"no disk\"", "Enter"]);
    let states = ["look", "fence", "copy", "tidy", "lift"].map(|s| row(&gf, s).state);
    use StepState::{Doing, Done, NotTaken, Todo};
    assert_eq!(states, [Done, Doing, NotTaken, NotTaken, Todo]);
    assert!(
        gf.answer().contains("still going on: 2.1"),
        "{}",
        gf.answer()
    );
    assert_eq!(gf.model.board.now().unwrap().step.id, id("lift"));
}

#[test]
fn the_phase_somebody_is_at_is_the_one_that_is_given_up() {
    let mut list = moving();
    list.phases[1].steps.truncate(1);
    list.phases.remove(2);
    let (mut gf, _) = two_on(&list);
    gf.press(&["Enter", "d", "Enter"]);
    let now = gf.model.board.now().unwrap();
    assert_eq!(now.step.id, id("lift"), "nothing else of the phase is idle");
    run(&mut gf, Action::Abort);
    assert!(asks(&gf, "ABORT MOVE"), "{}", gf.answer());
}

#[test]
fn an_abort_with_nowhere_to_go_ends_the_run() {
    let (mut gf, _) = two_on(&moving());
    run(&mut gf, Action::Abort);
    gf.press(&["\"it came back\"", "Enter"]);
    assert!(gf.model.board.now.is_none());
    let aborted = gf.model.board.aborted.as_deref();
    assert_eq!(aborted, Some("it came back"));
    assert!(gf.answer().contains("o adopts another"), "{}", gf.answer());
}

#[test]
fn a_phase_whose_last_two_steps_are_closed_at_the_same_moment_ends_with_one_call() {
    let (mut gf, mut cp) = two_on(&moving());
    let calls = |s: &Seat| -> Vec<String> {
        let calls = told(s).into_iter().filter(|l| l.contains(" completed "));
        calls.collect()
    };
    gf.press(&["Enter", "d", "Enter", "d"]);
    meet(&mut gf, &mut cp);
    assert_eq!(calls(&gf).len(), 1, "the first phase");
    gf.press(&["Enter"]);
    meet(&mut gf, &mut cp);
    cp.press(&["Enter"]);
    meet(&mut gf, &mut cp);
    // Each closes the own one, and neither knows of the other.
    gf.press(&["d"]);
    cp.press(&["d"]);
    let states = ["copy", "more"].map(|s| row(&gf, s).state);
    assert_eq!(states, [StepState::Done, StepState::Doing]);
    assert_eq!((calls(&gf).len(), calls(&cp).len()), (1, 1));
    meet(&mut gf, &mut cp);
    assert!(!gf.model.board.phases[1].completed);
    let _ = seconds(&mut gf, &mut cp, 40);
    assert_eq!((calls(&gf).len(), calls(&cp)), (2, calls(&gf)));
    assert!(
        calls(&gf)[1].starts_with("phase 2 MOVE completed in "),
        "{:?}",
        calls(&gf)
    );
    assert!(gf.model.board.phases[1].completed && cp.model.board.phases[1].completed);
}

#[test]
fn a_phase_that_was_closed_at_the_same_moment_by_one_who_is_gone_is_called_by_the_other() {
    let (mut gf, mut cp) = two_on(&moving());
    gf.press(&["Enter", "d", "Enter", "d", "Enter"]);
    meet(&mut gf, &mut cp);
    cp.press(&["Enter"]);
    meet(&mut gf, &mut cp);
    gf.press(&["d"]);
    cp.press(&["d"]);
    meet(&mut gf, &mut cp);
    for _ in 0..30 {
        gf.wait(Span::seconds(1));
    }
    assert!(gf.model.board.phases[1].completed);
    let written = gf.written();
    let calls = written
        .iter()
        .filter(|e| e.draft.fact.kind() == "phase.completed");
    assert_eq!(calls.count(), 1, "once");
}

#[test]
fn a_phase_ends_with_one_call_and_is_open_again_with_its_steps() {
    let mut list = moving();
    list.phases[1].steps[1].waivable = true;
    list.phases[1].steps[2].optional = true;
    let (mut gf, mut cp) = two_on(&list);
    gf.press(&["Enter", "d", "Enter", "d"]);
    let calls = |s: &Seat| -> Vec<String> {
        let calls = told(s).into_iter().filter(|l| l.contains(" completed "));
        calls.collect()
    };
    assert_eq!(calls(&gf).len(), 1, "{:?}", calls(&gf));
    gf.press(&["w", "\"no key\"", "Enter"]);
    assert_eq!(
        calls(&gf)[1],
        "phase 2 MOVE completed in 0:04; waived 2.2: no key; deferred -; skipped -; optional, still open 2.3"
    );
    meet(&mut gf, &mut cp);
    assert!(
        cp.model.board.phases[1].completed,
        "what is optional holds nothing up"
    );
    assert_eq!(cp.model.board.total, 6, "and does not count");
    gf.press(&["s"]);
    assert_eq!(
        row(&gf, "more").state,
        StepState::Skipped,
        "{}",
        gf.answer()
    );
    gf.press(&["k", "k", "U"]);
    assert!(!gf.model.board.phases[1].completed);
    assert_eq!(calls(&gf).len(), 2, "said once");
}

#[test]
fn the_point_of_no_return_is_told_once_and_undo_says_what_stays() {
    let list = list(vec![
        step("stop", |s| s.undo_step = Some(id("start"))),
        step("promote", |s| s.irreversible = true),
        step("start", |_| {}),
    ]);
    let (mut gf, _) = two_on(&list);
    gf.press(&["Enter", "d", "Enter", "\"promote\"", "Enter", "d"]);
    let passed = |s: &Seat| {
        let lines = told(s).into_iter();
        lines.filter(|l| l.contains("POINT OF NO RETURN")).count()
    };
    assert_eq!(passed(&gf), 1, "{:?}", told(&gf));
    assert_eq!(gf.model.board.no_return().unwrap().number, "1.2");
    gf.press(&["k", "k", "U"]);
    let answer = gf.answer().to_owned();
    assert!(answer.contains("can no longer be undone: 1.2"), "{answer}");
    assert!(answer.contains("1.3 undoes what it did"), "{answer}");
    gf.press(&["j", "U", "d"]);
    assert_eq!(passed(&gf), 1, "once");
}

#[test]
fn tasks_are_due_from_the_restoration_and_are_not_now_while_others_are_open() {
    let (mut gf, _) = two_on(&moving());
    let tasks = |s: &Seat| s.model.board.tasks(&s.model.incident, s.model.now);
    assert_eq!(tasks(&gf), ["4.2 Do review at C10 due 48h after the run"]);
    let set = crate::domain::facts::MilestoneSet {
        name: Milestone::ServiceRestored,
        at: gf.model.now,
        evidence: None,
    };
    let _ = super::super::record::record(&mut gf.model, [set.into()]);
    gf.wait(Span::minutes(61));
    assert_eq!(tasks(&gf), ["4.2 Do review at C10 due in 46h"]);
    assert_eq!(gf.model.board.now().unwrap().number, "1.1");
}

#[test]
fn what_an_earlier_checklist_set_stays_listed_until_it_is_undone() {
    let set = list(vec![
        step("page", |s| s.opens = Some(id("maintenance"))),
        step("lift", |s| s.closes = Some(id("maintenance"))),
    ]);
    let (mut gf, _) = two_on(&set);
    gf.press(&["Enter", "d", "o", "1"]);
    assert_eq!(gf.model.board.done, 0, "another run");
    let pairs =
        |s: &Seat| -> Vec<String> { s.model.board.all_pairs().map(|p| p.words()).collect() };
    assert_eq!(pairs(&gf), ["maintenance (1.1 of failover)"]);
    gf.press(&["j", "d", "d"]);
    assert_eq!(pairs(&gf), Vec::<String>::new());
}

#[test]
fn enter_on_a_decision_that_was_started_elsewhere_asks_for_its_option() {
    let (mut gf, _) = two_on(&list(vec![step("go", |s| {
        *s = Step { role: None, ..go() };
        if let Some(decision) = &mut s.decision {
            decision.quorum.clear();
        }
    })]));
    let run_id = gf.model.incident.active_run().unwrap().0.clone();
    let started = crate::domain::facts::StepSet::plain(&run_id, &id("go"), StepState::Doing);
    let effects = super::super::record::record(&mut gf.model, [started.into()]);
    gf.effects.extend(effects);
    assert_eq!(row(&gf, "go").state, StepState::Doing);
    gf.press(&["Enter", "f"]);
    assert_eq!(
        row(&gf, "go").value.as_deref(),
        Some("option f"),
        "{}",
        gf.answer()
    );
}
