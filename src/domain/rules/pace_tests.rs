//! Planned time, time-box and budget, each told in words and once.

use super::super::Closing;
use super::super::testing::{Desk, id};
use super::*;

fn boxed() -> Desk {
    let mut desk = Desk::new();
    let fence = &mut desk.list.phases[1].steps[0];
    fence.takes = Some(Span::minutes(1));
    fence.timebox = Some(Span::minutes(2));
    desk.does("cp", "fence", |a, r| a.start(r, None));
    desk
}

fn of(desk: &Desk, step: &str) -> Option<Pace> {
    pace(desk.board().step(&id(step)).unwrap(), desk.now)
}

#[test]
fn a_running_step_is_measured_by_its_plan_then_by_its_time_box() {
    let mut desk = boxed();
    assert_eq!(of(&desk, "promote"), None, "nobody is at it");
    desk.wait(Span::seconds(48));
    let pace = of(&desk, "fence").unwrap();
    assert_eq!(
        (pace.used, pace.limit, pace.over),
        (Span::seconds(48), Some(Span::minutes(1)), Over::No)
    );
    desk.wait(Span::seconds(24));
    let pace = of(&desk, "fence").unwrap();
    assert_eq!(
        (pace.limit, pace.over, pace.excess()),
        (Some(Span::minutes(2)), Over::Plan, None)
    );
    desk.wait(Span::seconds(60));
    let pace = of(&desk, "fence").unwrap();
    assert_eq!(
        (pace.over, pace.excess()),
        (Over::Box, Some(Span::seconds(12)))
    );
    desk.wait(Span::minutes(-60));
    assert_eq!(
        of(&desk, "fence").unwrap().used,
        Span::ZERO,
        "a clock set back"
    );
}

#[test]
fn what_is_over_is_known_by_its_note() {
    let mut desk = boxed();
    desk.wait(Span::seconds(120));
    assert_eq!(overruns(&desk.board(), desk.now), []);
    desk.wait(Span::seconds(1));
    let over = overruns(&desk.board(), desk.now);
    let text = format!(
        "2.1 fence is over its time-box of 2m (started {} by cp)",
        over[0].since.clock()
    );
    assert_eq!(
        (over.len(), &over[0].text, over[0].who.as_deref()),
        (1, &text, Some("cp"))
    );
    assert!(over[0].is_told_by(&text));
    assert!(
        over[0].is_told_by(&text.replace("fence", "***")),
        "a masked title"
    );
    assert!(!over[0].is_told_by(&text.replace("2.1", "2.2")));
    assert!(!over[0].is_told_by("2.1 is over its head"));
    assert!(!over[0].is_told_by(&text.replace('Z', "1Z")), "begun again");
    desk.does("gf", "fence", |a, r| a.claim(r, "gf", None));
    let taken = overruns(&desk.board(), desk.now);
    assert_eq!(taken[0].who.as_deref(), Some("gf"));
    assert!(taken[0].is_told_by(&text), "taken over, and said already");
    desk.does("cp", "fence", |a, r| a.finish(r, Closing::default()));
    assert_eq!(overruns(&desk.board(), desk.now), []);
}

#[test]
fn a_tight_phase_counts_from_its_first_step_to_its_last_closing() {
    let mut desk = Desk::new();
    desk.list.phases[1].tight = Some(Span::minutes(3));
    let close = |desk: &mut Desk, step: &str| {
        desk.does("gf", step, |a, r| a.finish(r, Closing::default()));
    };
    assert_eq!(desk.board().tight(desk.now), None);
    desk.does("gf", "fence", |a, r| a.start(r, None));
    desk.wait(Span::seconds(72));
    let tight = desk.board().tight(desk.now).unwrap();
    assert_eq!(
        (tight.words().as_str(), tight.excess()),
        ("1:12 of 3m", None)
    );
    close(&mut desk, "fence");
    assert!(
        desk.board().tight(desk.now).is_some(),
        "between two of its steps"
    );
    desk.wait(Span::seconds(121));
    let tight = desk.board().tight(desk.now).unwrap();
    assert_eq!(tight.words(), "OVER 0:14");
    let over = overruns(&desk.board(), desk.now);
    assert!(
        over[0]
            .text
            .starts_with("move is over its budget of 3m (begun "),
        "{over:?}"
    );
    for step in ["promote", "ttl", "pause"] {
        close(&mut desk, step);
    }
    assert_eq!(
        desk.board().tight(desk.now),
        None,
        "its last step is closed"
    );
    let used = desk.board().budget(1, desk.now).unwrap().used;
    desk.wait(Span::minutes(5));
    let later = desk.board().budget(1, desk.now).unwrap();
    assert_eq!(
        (later.used, later.open),
        (used, false),
        "the count stands still"
    );
}
