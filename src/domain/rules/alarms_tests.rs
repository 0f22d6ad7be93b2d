//! What alarms, who knows of it, and that what happens again alarms again.

use super::super::testing::{Desk, id};
use super::super::{Act, Closing, StepRow};
use super::Alarm;
use crate::domain::facts::{
    ChecklistAdopted, Fact, IncidentClosed, RoleSet, StepReleased, VantageChanged,
};
use crate::domain::plan::{Escalation, Role};
use crate::domain::time::Span;
use crate::domain::words::{Milestone, StepState};
use std::collections::BTreeMap;

fn known(desk: &Desk, alarm: &str) -> Option<Option<String>> {
    let mut alarms = desk.alarms().into_iter();
    alarms.find(|(id, _)| id == alarm).map(|(_, by)| by)
}

fn fails(desk: &mut Desk) {
    desk.does("gf", "fence", |a, r| a.fail(r, Some("no route".into())));
}

fn unproven(act: &Act<'_>, row: &StepRow) -> Vec<Fact> {
    act.finish(
        row,
        Closing {
            unproven: true,
            ..Closing::default()
        },
    )
}

#[test]
fn what_fails_again_alarms_again() {
    let mut desk = Desk::new();
    desk.list.phases[1].steps[0].critical = true;
    fails(&mut desk);
    assert_eq!(known(&desk, "failed.fence"), Some(None));
    desk.acknowledge("cp", "failed.fence");
    assert_eq!(known(&desk, "failed.fence"), Some(Some("cp".into())));
    desk.does("gf", "fence", |a, r| a.start(r, None));
    assert_eq!(known(&desk, "failed.fence"), None);
    fails(&mut desk);
    assert_eq!(
        known(&desk, "failed.fence"),
        Some(None),
        "not the same failure"
    );
}

#[test]
fn an_overdue_update_is_never_silenced_for_ever() {
    let mut desk = Desk::new();
    desk.reach(Milestone::Declared);
    desk.wait(Span::minutes(5));
    assert_eq!(known(&desk, "update.customers"), Some(None));
    desk.acknowledge("gf", "update.customers");
    assert_eq!(known(&desk, "update.customers"), Some(Some("gf".into())));
    desk.does("gf", "inform", |a, r| a.finish(r, Closing::default()));
    assert_eq!(known(&desk, "update.customers"), None);
    desk.wait(Span::minutes(31));
    assert_eq!(known(&desk, "update.customers"), Some(None), "the next one");
}

fn way_back() -> ChecklistAdopted {
    ChecklistAdopted {
        run: id("r2"),
        checklist: id("failover"),
        sha256: String::new(),
        from: id("c10"),
        to: id("h42"),
    }
}

#[test]
fn a_fence_without_proof_alarms_also_under_the_next_checklist() {
    let mut desk = Desk::new();
    desk.list.phases[1].steps[0].opens = Some(id("fence"));
    desk.does("gf", "fence", unproven);
    assert_eq!(desk.alarms().first().unwrap().0, "unproven.fence");
    desk.says("gf", way_back());
    assert_eq!(known(&desk, "unproven.fence"), Some(None));
    desk.acknowledge("cp", "unproven.fence");
    assert_eq!(known(&desk, "unproven.fence"), Some(Some("cp".into())));
}

#[test]
fn each_side_left_unproven_alarms_and_none_for_ever() {
    let mut desk = Desk::new();
    desk.list.phases[1].steps[0].opens = Some(id("fence"));
    desk.list.phases[0].steps[2].closes = Some(id("fence"));
    desk.does("gf", "fence", unproven);
    desk.says("gf", way_back());
    desk.does("gf", "fence", unproven);
    let unproven = |desk: &Desk| {
        let alarms = desk.alarms().into_iter().map(|(id, _)| id);
        alarms.filter(|id| id.starts_with("unproven.")).count()
    };
    assert_eq!(unproven(&desk), 2, "{:?}", desk.alarms());
    desk.does("gf", "restart", |a, r| a.finish(r, Closing::default()));
    assert_eq!(unproven(&desk), 0, "both were lifted: {:?}", desk.alarms());
}

#[test]
fn what_alarms_and_what_ends_it() {
    let mut desk = Desk::new();
    desk.plan.roles.push(Role {
        id: id("im"),
        name: "Incident manager".into(),
        required: true,
    });
    desk.plan.escalations.push(Escalation {
        to: "CTO".into(),
        after: Span::minutes(30),
        unless: Some(Milestone::ServiceRestored),
    });
    desk.plan.audiences.clear();
    desk.list.targets.rto = Some(Span::minutes(20));
    desk.list.targets.decide_by = Some(Span::minutes(10));
    desk.list.phases[1].steps[0].timebox = Some(Span::minutes(2));
    let ids = |desk: &Desk| -> Vec<String> { desk.alarms().into_iter().map(|a| a.0).collect() };
    assert_eq!(ids(&desk), ["role.im"]);
    let holder = |operator: Option<&str>| RoleSet {
        role: id("im"),
        operator: operator.map(str::to_owned),
        until: None,
    };
    desk.says("gf", holder(Some("gf")));
    desk.reach(Milestone::ImpactStart);
    desk.reach(Milestone::Declared);
    desk.does("gf", "fence", |a, r| a.start(r, None));
    assert_eq!(ids(&desk), Vec::<String>::new());
    desk.wait(Span::minutes(31));
    let vantage = |blind| VantageChanged {
        machine: "b1".into(),
        blind,
        since: None,
    };
    desk.says("gf", vantage(true));
    let all = [
        "blind.b1",
        "timebox.fence",
        "decide",
        "investigating.1",
        "escalation.cto",
        "rto",
    ];
    assert_eq!(ids(&desk), all);
    desk.says("gf", vantage(false));
    desk.acknowledge("gf", "escalation.cto");
    desk.does("gf", "go", |a, r| a.decide(r, "f", None).unwrap());
    assert_eq!(ids(&desk), ["timebox.fence", "rto"]);
    let closed = IncidentClosed {
        answers: BTreeMap::new(),
        reason: None,
    };
    desk.says("gf", closed);
    assert_eq!(
        ids(&desk),
        Vec::<String>::new(),
        "nothing alarms once closed"
    );
}

#[test]
fn concurrent_words_on_a_step_alarm_once_and_are_known_only_after_both_were_seen() {
    let mut desk = Desk::new();
    // CP begins their log before, so that neither has seen the other's word.
    let released = StepReleased {
        run: id("r1"),
        step: id("look"),
    };
    desk.says("cp", released);
    let before = desk.incident.clone();
    fails(&mut desk);
    let seen = std::mem::replace(&mut desk.incident, before);
    desk.does("cp", "fence", |a, r| a.finish(r, Closing::default()));
    let theirs: Vec<_> = seen.log().iter().map(|(_, e)| e.clone()).collect();
    desk.incident.extend(theirs);
    assert_eq!(desk.state("fence"), StepState::Done);
    assert_eq!(known(&desk, "conflict.fence"), Some(None));
    desk.acknowledge("gf", "conflict.fence");
    assert_eq!(known(&desk, "conflict.fence"), Some(Some("gf".into())));
}

#[test]
fn a_hint_does_not_hide_that_two_sides_write() {
    let alarm = |id: &str, rank, known: bool| Alarm {
        id: id.into(),
        text: String::new(),
        rank,
        acknowledged: known.then(|| "gf".into()),
    };
    let mut all = [
        alarm("offer.service_restored.1", 3, false),
        alarm("unproven.fence", 0, true),
        alarm("split.db", 0, true),
        alarm("update.customers", 3, false),
    ];
    all.sort_by_key(Alarm::place);
    let ids = all.map(|a| a.id);
    let order = [
        "update.customers",
        "split.db",
        "offer.service_restored.1",
        "unproven.fence",
    ];
    assert_eq!(ids, order);
}
