//! When updates fall due.

use super::super::testing::{Desk, id};
use super::super::{Closing, clocks::Clocks};
use super::*;
use crate::domain::checklist::Targets;
use crate::domain::facts::{BulletinSnoozed, SeveritySet, StageSet};
use crate::domain::plan::Cadence;

fn due(desk: &Desk) -> Option<i64> {
    let clock = &updates(&desk.plan, &desk.incident)[0];
    clock.due.map(|due| (due - desk.now).as_seconds())
}

#[test]
fn the_first_update_then_by_cadence_never_before_it_is_declared() {
    let mut desk = Desk::new();
    assert_eq!(due(&desk), None);
    desk.reach(Milestone::Declared);
    assert_eq!(due(&desk), Some(5 * 60 - 1));
    desk.does("gf", "inform", |a, r| a.finish(r, Closing::default()));
    assert_eq!(due(&desk), Some(30 * 60 - 1));
}

#[test]
fn the_first_cadence_that_fits_severity_and_state() {
    let mut desk = Desk::new();
    let cadence = |severity: Option<&str>, state, minutes| Cadence {
        severity: severity.map(str::to_owned),
        state,
        after: None,
        every: Span::minutes(minutes),
    };
    desk.plan.audiences[0].cadence = vec![
        cadence(Some("SEV1"), Some(Stage::Monitoring), 60),
        cadence(Some("SEV1"), None, 15),
        cadence(None, Some(Stage::Resolved), 240),
    ];
    let every = |desk: &Desk| cadence_of(desk).map(|s| s.as_seconds() / 60);
    assert_eq!(every(&desk), None);
    let level = "SEV1".to_owned();
    desk.says("gf", SeveritySet { level });
    assert_eq!(every(&desk), Some(15));
    for (state, expected) in [(Stage::Monitoring, Some(60)), (Stage::Resolved, Some(15))] {
        desk.says("gf", StageSet { state });
        assert_eq!(every(&desk), expected, "{state}");
    }
    let level = "SEV2".to_owned();
    desk.says("gf", SeveritySet { level });
    assert_eq!(every(&desk), Some(240));
}

fn cadence_of(desk: &Desk) -> Option<Span> {
    cadence(&desk.plan.audiences[0], &desk.incident, desk.now)
}

#[test]
fn a_snooze_ends_with_the_update_it_put_off() {
    let mut desk = Desk::new();
    desk.reach(Milestone::Declared);
    let until = desk.now + Span::minutes(50);
    let snoozed = BulletinSnoozed {
        audience: id("customers"),
        until,
        reason: "busy".into(),
    };
    desk.says("gf", snoozed);
    desk.wait(Span::minutes(20));
    let clock = |desk: &Desk| updates(&desk.plan, &desk.incident).remove(0);
    assert_eq!(clock(&desk).due, Some(until));
    assert_eq!(clock(&desk).overdue(desk.now), None);
    desk.does("gf", "inform", |a, r| a.finish(r, Closing::default()));
    desk.wait(Span::minutes(15));
    assert_eq!(clock(&desk).snoozed, None);
    assert_eq!(due(&desk), Some(15 * 60 - 1));
    desk.wait(Span::minutes(16));
    assert!(clock(&desk).overdue(desk.now).is_some());
}

#[test]
fn the_clocks_of_the_header() {
    let mut desk = Desk::new();
    let targets = Targets {
        rto: Some(Span::minutes(30)),
        decide_by: Some(Span::minutes(10)),
        ..Targets::default()
    };
    let at = |desk: &Desk| Clocks::at(&desk.incident, &targets, desk.now);
    assert!(!at(&desk).down && at(&desk).decide_by.is_none());
    desk.reach(Milestone::ImpactStart);
    desk.reach(Milestone::Declared);
    desk.wait(Span::minutes(12));
    let clocks = at(&desk);
    assert!(clocks.down);
    assert_eq!(clocks.decide_by.map(Span::as_seconds), Some(-121));
    desk.reach(Milestone::Decided);
    assert_eq!(at(&desk).decide_by, None);
    desk.wait(Span::minutes(20));
    assert!(at(&desk).rto_over.is_some());
    desk.reach(Milestone::ServiceRestored);
    let restored = at(&desk);
    desk.wait(Span::minutes(60));
    assert!(!at(&desk).down);
    assert_eq!(at(&desk).rto_over.map(|o| o.as_seconds() / 60), Some(2));
    assert!(at(&desk).downtime >= restored.downtime);
    assert_eq!(
        at(&desk).downtime.map(|d| d.as_seconds() / 60),
        Some(32),
        "it stands still once users are served"
    );
}

#[test]
fn nobody_is_down_once_all_is_resolved() {
    let mut desk = Desk::new();
    desk.reach(Milestone::ImpactStart);
    desk.reach(Milestone::Resolved);
    desk.wait(Span::minutes(60));
    let clocks = Clocks::at(&desk.incident, &Targets::default(), desk.now);
    assert!(!clocks.down);
    assert!(clocks.downtime < Some(Span::minutes(1)));
}
