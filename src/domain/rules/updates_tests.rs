//! When updates fall due.

use super::super::testing::{Desk, id};
use super::super::{Closing, clocks::Clocks};
use super::*;
use crate::domain::checklist::Targets;
use crate::domain::facts::{BulletinSent, BulletinSnoozed, SeveritySet, StageSet};
use crate::domain::plan::Cadence;
use crate::domain::words::Profile;

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
    for level in ["sev1", "SEV1", "1"].map(str::to_owned) {
        desk.says("gf", SeveritySet { level });
        assert_eq!(every(&desk), Some(15));
    }
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

#[test]
fn each_profile_falls_due_by_state_whatever_the_severity() {
    let table = [
        (Profile::CtoAt30, [Some(15), Some(15), Some(15), None]),
        (Profile::TenTenThirty, [Some(10), Some(10), Some(30), None]),
        (Profile::FiveFiveTwenty, [Some(5), Some(5), Some(20), None]),
        (Profile::Hourly, [Some(60), Some(60), Some(60), None]),
    ];
    assert_eq!(table.len(), Profile::ALL.len());
    for (profile, minutes) in table {
        for severity in [None, Some("SEV1"), Some("SEV3")] {
            let mut desk = Desk::new();
            desk.plan.audiences[0].cadence = profile.cadence();
            desk.reach(Milestone::Declared);
            assert_eq!(
                due(&desk),
                Some(5 * 60 - 1),
                "the first: within five minutes"
            );
            if let Some(level) = severity {
                let level = level.to_owned();
                desk.says("gf", SeveritySet { level });
            }
            for (state, minutes) in Stage::ALL.iter().zip(minutes) {
                desk.says("gf", StageSet { state: *state });
                let sent = BulletinSent {
                    audience: id("customers"),
                    state: Some(*state),
                    text: Some("x".into()),
                    via: None,
                    next_at: None,
                    of: None,
                };
                desk.says("gf", sent);
                let due = due(&desk).map(|s| s / 60);
                assert_eq!(due, minutes, "{profile:?} {severity:?} {state}");
            }
        }
    }
}

#[test]
fn the_cto_is_called_at_thirty_unless_service_is_back() {
    for profile in Profile::ALL {
        let called = profile.escalation().is_some();
        assert_eq!(called, *profile == Profile::CtoAt30, "{profile:?}");
    }
    let mut desk = Desk::new();
    desk.plan.escalations = Profile::CtoAt30.escalation().into_iter().collect();
    let clocks = |desk: &Desk| escalations(&desk.plan, &desk.incident);
    assert_eq!(clocks(&desk), [], "not before it is declared");
    desk.reach(Milestone::Declared);
    let due = clocks(&desk)[0].due - desk.now;
    assert_eq!(due.as_seconds(), 30 * 60 - 1);
    let rings = |desk: &Desk| {
        let mut alarms = desk.alarms().into_iter();
        alarms.any(|(id, knows)| id == "escalation.cto" && knows.is_none())
    };
    desk.wait(Span::minutes(29));
    assert!(!rings(&desk));
    desk.wait(Span::minutes(1));
    assert!(rings(&desk));
    desk.acknowledge("gf", "escalation.cto");
    assert!(!rings(&desk) && clocks(&desk)[0].called, "somebody called");
    let mut desk = Desk::new();
    desk.plan.escalations = Profile::CtoAt30.escalation().into_iter().collect();
    desk.reach(Milestone::Declared);
    desk.reach(Milestone::ServiceRestored);
    desk.wait(Span::minutes(40));
    assert!(!rings(&desk) && clocks(&desk).is_empty());
}

#[test]
fn who_is_called_again_later_is_called_again() {
    let mut desk = Desk::new();
    let call = |after, unless| crate::domain::plan::Escalation {
        to: "CTO".into(),
        after: Span::minutes(after),
        unless,
    };
    desk.plan.escalations = vec![call(60, Some(Milestone::ServiceRestored)), call(30, None)];
    desk.reach(Milestone::Declared);
    desk.wait(Span::minutes(31));
    desk.acknowledge("gf", "escalation.cto");
    let rings = |desk: &Desk| {
        let alarms = desk.alarms().into_iter();
        let alarms = alarms.filter(|(id, knows)| id.contains("cto") && knows.is_none());
        alarms.map(|(id, _)| id).collect::<Vec<_>>()
    };
    assert!(rings(&desk).is_empty());
    desk.wait(Span::minutes(30));
    assert_eq!(rings(&desk), ["escalation.cto.60m"]);
    desk.acknowledge("gf", "escalation.cto.60m");
    let clocks = escalations(&desk.plan, &desk.incident);
    assert!(rings(&desk).is_empty() && clocks.iter().all(|c| c.called));
}

#[test]
fn a_clock_that_rests_again_and_again_rests_an_hour_from_the_last_word_on() {
    let mut desk = Desk::new();
    desk.reach(Milestone::Declared);
    let overdue = |desk: &Desk| updates(&desk.plan, &desk.incident)[0].overdue(desk.now);
    for _ in 0..3 {
        let forever = BulletinSnoozed {
            audience: id("customers"),
            until: desk.now + Span::minutes(60 * 24 * 365),
            reason: "for ever".into(),
        };
        desk.says("gf", forever);
        desk.wait(Span::minutes(59));
        assert_eq!(overdue(&desk), None);
        desk.wait(Span::minutes(2));
        assert!(overdue(&desk).is_some(), "whatever an entry says");
    }
}
