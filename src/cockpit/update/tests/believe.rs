//! What the probes add up to, and what of it is written: roles, the loss, root causes, quiet.

use super::world::{OPENED, Seat, checklist, id, two, two_on};
use crate::cockpit::Msg;
use crate::domain::facts::{Fact, ProbeChanged};
use crate::domain::plan::{Check, Plan, ProbeSpec, Service};
use crate::domain::presence::{View, ViewRow};
use crate::domain::probe::{Board, Finding, ProbeId, Sample};
use crate::domain::time::{Span, Time};
use crate::domain::words::{Milestone, ProbeState};
use std::collections::BTreeMap;
use std::sync::Arc;

mod disagree;

/// A command that prints a number.
fn number(name: &str, unit: &str) -> Service {
    let check = Check::Command {
        run: "true".into(),
        unit: Some(unit.into()),
        degraded_over: None,
        down_over: None,
        roles: BTreeMap::new(),
    };
    Service::plain(id(name), name, ProbeSpec::plain(check))
}

/// A seat whose plan has a database, its lag and a queue, and that writes what it measures.
fn seat() -> Seat {
    let mut list = checklist();
    list.targets.rpo = Some(Span::seconds(5));
    let (mut gf, _) = two_on(&list);
    let plan: &mut Plan = Arc::make_mut(&mut gf.model.plan);
    plan.services[0].depends_on = vec![id("db")];
    let mut db = Service::plain(id("db"), "Database", ProbeSpec::tcp("127.0.0.1:1"));
    db.writer = true;
    let mut queue = number("queue", "jobs");
    queue.probe.quiet_under = Some(10.0);
    plan.services.extend([db, number("lag", "s"), queue]);
    gf.model.probe_board = Board::new(plan);
    gf.tell(Msg::ProbeLock(true));
    gf
}

/// The same, whose results are believed for minutes.
fn seldom() -> Seat {
    let mut gf = seat();
    let plan: &mut Plan = Arc::make_mut(&mut gf.model.plan);
    for service in &mut plan.services {
        service.probe.every = Span::minutes(1);
    }
    gf.model.probe_board = Board::new(plan);
    gf
}

/// One round of a probe, five seconds after the last: `-` bad, a role, or a number; `70!`: one that is too high.
fn round(seat: &mut Seat, service: &str, provider: &str, said: &str) {
    seat.wall = seat.wall + Span::seconds(5);
    let probe = ProbeId::Service {
        service: id(service),
        provider: id(provider),
    };
    let times = (seat.wall - Span(100), seat.wall);
    let (said, high) = said.strip_suffix('!').map_or((said, false), |s| (s, true));
    let finding = if said == "-" || high {
        Finding::Bad
    } else {
        Finding::Good
    };
    let mut sample = Sample::new(probe, times, finding, said.to_owned());
    sample.value = said.parse().ok();
    sample.role = ["writable", "replica"]
        .contains(&said)
        .then(|| said.to_owned());
    seat.tell(Msg::Samples(vec![sample], seat.wall));
}

/// The changes it wrote since it was last asked.
fn told(seat: &mut Seat) -> Vec<ProbeChanged> {
    let facts = seat.written().into_iter().map(|e| e.draft.fact);
    let changes = facts.filter_map(|fact| match fact {
        Fact::ProbeChanged(change) => Some(change),
        _ => None,
    });
    changes.collect()
}

#[test]
fn a_role_is_told_when_it_stands_and_when_it_changes() {
    let mut gf = seat();
    round(&mut gf, "db", "c10", "replica");
    assert_eq!(told(&mut gf), []);
    round(&mut gf, "db", "c10", "replica");
    let first = told(&mut gf);
    assert_eq!(first[0].role.as_deref(), Some("replica"));
    round(&mut gf, "db", "c10", "writable");
    assert_eq!(told(&mut gf), [], "one result says nothing yet");
    round(&mut gf, "db", "c10", "writable");
    let then = told(&mut gf);
    assert_eq!((then.len(), then[0].role.as_deref()), (1, Some("writable")));
    assert_eq!(then[0].state, ProbeState::Up);
    assert!(then[0].since > first[0].since, "since it is writable");
    for _ in 0..3 {
        round(&mut gf, "db", "c10", "-");
    }
    let gone = told(&mut gf);
    assert_eq!(
        (gone[0].state, gone[0].role.as_deref()),
        (ProbeState::Down, None)
    );
}

#[test]
fn the_loss_is_bounded_while_the_primary_is_there_and_unknown_after_it() {
    let mut gf = seat();
    gf.wait(Span::seconds(1));
    assert!(
        gf.model.probes.loss[0].ends_with("unknown,"),
        "{:?}",
        gf.model.probes.loss
    );
    for _ in 0..3 {
        round(&mut gf, "lag", "c10", "2.4");
        round(&mut gf, "db", "h42", "writable");
    }
    assert_eq!(gf.model.probes.loss, ["LOSS if promoted now ≤ 3 s"]);
    assert_eq!(gf.model.probes.risk.as_deref(), Some("LOSS ≤ 3 s"));
    let heard = gf.wall - Span(5_100) - Span(2_400);
    told(&mut gf);
    for _ in 0..3 {
        round(&mut gf, "db", "h42", "-");
        // The replica believes that nothing is missing.
        round(&mut gf, "lag", "c10", "0");
    }
    let words = [
        "LOSS now unknown, RPO 5s OVER;".to_owned(),
        format!("C10 last heard H42 {}", heard.clock()),
    ];
    assert_eq!(gf.model.probes.loss, words);
    assert_eq!(
        gf.model.probes.risk.as_deref(),
        Some("LOSS unknown RPO OVER")
    );
    let changes = told(&mut gf);
    let down = changes
        .iter()
        .find(|c| c.state == ProbeState::Down)
        .unwrap();
    assert_eq!(down.heard, Some(heard));

    // Who comes later knows it from the facts.
    let (mut late, _) = two();
    late.model.plan = gf.model.plan.clone();
    late.model.probe_board = Board::new(&gf.model.plan);
    late.tell(Msg::Entries(gf.known(), gf.wall));
    late.tell(Msg::Tick(gf.wall));
    assert_eq!(late.model.probes.loss[1], words[1]);

    let now = gf.wall;
    let reach = |gf: &mut Seat, name| {
        let set = crate::domain::facts::MilestoneSet {
            name,
            at: now,
            evidence: None,
        };
        super::super::record::record(&mut gf.model, [set.into()]);
        gf.tell(Msg::Tick(now));
    };
    reach(&mut gf, Milestone::Decided);
    assert_eq!(gf.model.probes.risk, None);
    assert!(!gf.model.probes.loss.is_empty());
    reach(&mut gf, Milestone::DbWritable);
    assert!(gf.model.probes.loss.is_empty());
}

#[test]
fn until_the_decision_it_is_said_whether_the_target_can_take_over() {
    let mut gf = seldom();
    let words = |gf: &mut Seat| {
        gf.wait(Span::seconds(1));
        gf.model.probes.ready_words().unwrap_or_default()
    };
    assert_eq!(words(&mut gf), "C10 READY?: web unknown, db unknown +2");
    for _ in 0..3 {
        round(&mut gf, "web", "c10", "200");
        round(&mut gf, "db", "c10", "replica");
        round(&mut gf, "lag", "c10", "2");
        // Nothing to do there yet: that is no fault of a side that stands by.
        round(&mut gf, "queue", "c10", "0");
    }
    assert_eq!(words(&mut gf), "C10 ready to take over");
    for _ in 0..3 {
        round(&mut gf, "web", "c10", "-");
        round(&mut gf, "db", "c10", "-");
    }
    assert_eq!(
        words(&mut gf),
        "C10 NOT READY: db down",
        "the front follows"
    );
    let decided = crate::domain::facts::MilestoneSet {
        name: Milestone::Decided,
        at: gf.wall,
        evidence: None,
    };
    super::super::record::record(&mut gf.model, [decided.into()]);
    gf.wait(Span::seconds(1));
    assert_eq!(gf.model.probes.ready, None);
}

#[test]
fn a_replica_whose_primary_is_gone_is_ready_however_long_ago_that_was() {
    let mut gf = seldom();
    let mut rounds = |primary: &str, lag: &str| {
        for _ in 0..3 {
            let all = [
                ("web", "200"),
                ("queue", "50"),
                ("db", "replica"),
                ("lag", lag),
            ];
            for (service, said) in all {
                round(&mut gf, service, "c10", said);
            }
            round(&mut gf, "db", "h42", primary);
        }
        gf.model.probes.ready_words().unwrap_or_default()
    };
    assert_eq!(rounds("writable", "2"), "C10 ready to take over");
    assert_eq!(rounds("writable", "70!"), "C10 NOT READY: lag 70");
    assert_eq!(rounds("-", "80!"), "C10 ready to take over");
    assert_eq!(rounds("-", "-"), "C10 NOT READY: lag down");
}

#[test]
fn what_depends_on_what_failed_first_only_follows() {
    let mut gf = seat();
    for service in ["db", "web"] {
        for _ in 0..3 {
            round(&mut gf, service, "h42", "-");
        }
    }
    let row = |gf: &Seat, name: &str| {
        let mut rows = gf.model.probes.rows.iter();
        rows.find(|r| r.service == id(name)).unwrap().clone()
    };
    assert_eq!(row(&gf, "web").from.follows.as_deref(), Some("db"));
    assert!(row(&gf, "db").from.is_cause());
    assert!(!row(&gf, "web").from.is_cause());
}

#[test]
fn too_quiet_is_a_state_and_told_once() {
    let mut gf = seat();
    let mut states = Vec::new();
    for said in [
        "80", "90", "3", "2", "80", "3", "2", "1", "0", "70", "2", "75", "80", "-", "-", "-",
    ] {
        round(&mut gf, "queue", "c10", said);
        states.extend(told(&mut gf).into_iter().map(|c| c.state.as_str()));
    }
    assert_eq!(states, ["quiet", "up", "down"]);
}

/// What another machine says of the web front at H42, which has stood for a minute there; by a clock that is off.
fn view(machine: &str, state: ProbeState, round: i64) -> View {
    let at = Time(5_000_000 + round);
    View {
        machine: machine.into(),
        at,
        blind: false,
        rows: vec![ViewRow {
            service: id("web"),
            provider: id("h42"),
            state,
            since: at - Span::minutes(1),
            at,
            latency: None,
            detail: String::new(),
        }],
        loss: None,
        ready: None,
        serving: Vec::new(),
    }
}

#[test]
fn two_machines_that_disagree_are_named_and_one_that_fell_silent_is_not() {
    let mut gf = seat();
    let alarm = |gf: &Seat| {
        let mut alarms = gf.model.alarms.iter();
        let found = alarms.find(|a| a.id == "vantage.web.h42");
        found.map(|a| a.text.clone())
    };
    let hears = |gf: &mut Seat, round| {
        gf.tell(Msg::Views(vec![
            view("b2", ProbeState::Up, round),
            view("b1", ProbeState::Up, round),
        ]));
        round_of(gf);
    };
    for round in 0..4 {
        hears(&mut gf, round);
    }
    assert_eq!(
        alarm(&gf),
        None,
        "down for ten seconds only: the other may notice it yet"
    );
    for round in 4..9 {
        hears(&mut gf, round);
    }
    let text = alarm(&gf).unwrap();
    assert_eq!(text, "Web at H42: down from b1, up from b2");
    let cell = gf.model.probes.rows[0].from.clone();
    assert_eq!(cell.elsewhere.as_deref(), Some("up from b2"));
    for _ in 0..7 {
        round_of(&mut gf);
    }
    assert_eq!(alarm(&gf), None, "b2 is gone");
}

/// One more bad result of the web front at H42.
fn round_of(seat: &mut Seat) {
    round(seat, "web", "h42", "-");
    seat.tell(Msg::Tick(seat.wall));
}

#[test]
fn downtime_that_nobody_measured_is_named_beside_its_clock() {
    let mut gf = seat();
    let impact = crate::domain::facts::MilestoneSet {
        name: Milestone::ImpactStart,
        at: OPENED - Span::minutes(2),
        evidence: None,
    };
    super::super::record::record(&mut gf.model, [impact.into()]);
    gf.wait(Span::minutes(5));
    let unseen = |gf: &Seat| gf.model.unseen.downtime.unwrap();
    assert_eq!(unseen(&gf).unwatched, Span::minutes(2), "before it joined");
    assert_eq!(unseen(&gf).briefly(), ["not watched 2m", "2m unseen"]);
    let blind = crate::domain::facts::VantageChanged {
        machine: "b1".into(),
        blind: true,
        since: Some(gf.model.now),
    };
    super::super::record::record(&mut gf.model, [blind.into()]);
    gf.wait(Span::minutes(3));
    assert_eq!(unseen(&gf).blind, Span::minutes(3));
    let words = unseen(&gf).briefly();
    assert_eq!(words, ["not watched 2m, blind 3m", "5m unseen"]);
}

#[test]
fn what_writes_at_both_sides_is_marked_there_and_said_below() {
    let mut gf = seat();
    for _ in 0..3 {
        round(&mut gf, "db", "h42", "writable");
        round(&mut gf, "db", "c10", "writable");
    }
    gf.wait(Span::seconds(1));
    let rows = &gf.model.probes.rows;
    let db = rows.iter().find(|r| r.service == id("db")).unwrap();
    let marked = (db.from.danger, db.to.danger);
    assert_eq!(marked, (Some("WRITABLE"), Some("WRITABLE")));
    assert!(db.from.is_cause(), "it comes first");
}
