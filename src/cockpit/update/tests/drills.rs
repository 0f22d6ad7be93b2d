//! Commands of a drill: made up, left out, or lost with their cockpit.

use super::world::{Seat, id, meet, two};
use crate::cockpit::key::Key;
use crate::cockpit::{Dialog, Effect, Msg};
use crate::domain::checklist::{Rehearse, Step};
use crate::domain::rules::Standing;
use crate::domain::time::Span;
use crate::domain::words::{Mode, Rehearsal, StepKind, StepState};
use std::sync::Arc;

/// The step `inform` has a command, and both cockpits know it.
pub(super) fn with_command(seats: [&mut Seat; 2], change: impl Fn(&mut Step)) {
    for seat in seats {
        let list = seat.model.frozen.get_mut("sha").unwrap();
        let list = Arc::make_mut(list.get_mut(&id("failover")).unwrap());
        let step = &mut list.phases[0].steps[0];
        step.command = Some("./inform.sh".into());
        change(step);
        seat.wait(Span::seconds(1));
        crate::cockpit::refresh(&mut seat.model);
    }
}

fn drill(how: Option<Rehearsal>) -> (Seat, Seat) {
    let (mut gf, mut cp) = two();
    gf.model.identity.mode = Mode::Drill;
    cp.model.identity.mode = Mode::Drill;
    with_command([&mut gf, &mut cp], |step| {
        step.rehearse = how.map(|how| Rehearse {
            how,
            takes: None,
            output: None,
        });
    });
    (gf, cp)
}

#[test]
fn what_the_checklist_skips_in_drills_is_skipped_at_once() {
    let (mut gf, _) = drill(Some(Rehearsal::Skip));
    gf.press(&["r"]);
    let row = gf.model.board.step(&id("inform")).unwrap();
    assert_eq!(row.state, StepState::Skipped);
    assert_eq!(
        row.reason.as_deref(),
        Some("skipped in drills by the checklist")
    );
}

#[test]
fn a_simulated_command_runs_once_at_a_time_and_its_end_has_its_own_time() {
    let (mut gf, _) = drill(None);
    gf.press(&["r", "r"]);
    assert!(gf.answer().contains("runs already"), "{}", gf.answer());
    let simulated = gf.effects.iter().filter_map(|effect| match effect {
        Effect::Simulate { job, step, .. } => Some((job.clone(), step.clone())),
        _ => None,
    });
    let all: Vec<_> = simulated.collect();
    let [(job, step)] = &all[..] else {
        panic!("{all:?}");
    };
    let wall = gf.wall + Span(900);
    gf.tell(Msg::JobEnded {
        job: job.clone(),
        step: step.clone(),
        exit: 0,
        seconds: 3,
        output: String::new(),
        wall,
    });
    assert_eq!(gf.model.view.now_moved, wall);
    let key = Key::char('d');
    gf.tell(Msg::Key(key, wall + Span(600)));
    assert!(gf.answer().contains("press d again"), "{}", gf.answer());
}

#[test]
fn a_simulated_command_whose_cockpit_is_gone_is_unknown_not_todo() {
    let (mut gf, mut cp) = drill(None);
    gf.press(&["r"]);
    meet(&mut gf, &mut cp);
    cp.tell(Msg::ProbeLock(true));
    cp.wait(Span::seconds(20));
    let state = |seat: &Seat| seat.model.board.step(&id("inform")).unwrap().clone();
    assert_eq!(state(&cp).state, StepState::Doing, "it may only be slow");
    cp.wait(Span::seconds(40));
    let row = state(&cp);
    assert_eq!(row.state, StepState::Unknown);
    assert_eq!(row.job.map(|j| j.standing), Some(Standing::Lost));
    cp.press(&["r"]);
    assert_eq!(state(&cp).state, StepState::Unknown, "{}", cp.answer());
    assert!(cp.answer().contains("UNKNOWN"), "{}", cp.answer());
}

#[test]
fn what_a_command_printed_is_the_observed_value_unless_another_is_written() {
    for (typed, value) in [
        ("", Some("0 sessions")),
        ("2 left", Some("2 left")),
        ("ok", None),
    ] {
        let (mut gf, mut cp) = drill(None);
        with_command([&mut gf, &mut cp], |step| {
            step.kind = StepKind::Check;
            step.expect = Some("0 sessions".into());
        });
        gf.press(&["Enter", "r"]);
        let job = gf.effects.iter().find_map(|effect| match effect {
            Effect::Simulate { job, .. } => Some(job.clone()),
            _ => None,
        });
        gf.tell(Msg::JobEnded {
            job: job.unwrap(),
            step: id("inform"),
            exit: 0,
            seconds: 1,
            output: "asked\n0 sessions\n".into(),
            wall: gf.wall,
        });
        gf.press(&["d"]);
        let Some(Dialog::Ask(asked)) = &gf.model.view.dialog else {
            panic!("{:?}", gf.model.view.dialog);
        };
        let printed = "its command printed: 0 sessions".to_owned();
        assert!(asked.hint.contains(&printed), "{:?}", asked.hint);
        let typed = format!("\"{typed}\"");
        gf.press(&[&typed, "Enter"]);
        let row = gf.model.board.step(&id("inform")).unwrap();
        assert_eq!((row.state, row.value.as_deref()), (StepState::Done, value));
    }
}
