//! Who serves: what name servers agree on is a fact, once.

use super::world::{Seat, checklist, id, step, two, two_on};
use crate::cockpit::serving::Note;
use crate::cockpit::start::Item;
use crate::cockpit::{Dialog, Msg, Start};
use crate::domain::checklist::Sensed;
use crate::domain::facts::{Fact, ServingSet};
use crate::domain::plan::{DnsName, Plan};
use crate::domain::probe::{Finding, ProbeId, Sample};
use crate::domain::rules::serving::serves;
use crate::domain::serving::{Answer, Board};
use crate::domain::time::Span;
use crate::domain::words::{Milestone, StepState};
use std::sync::Arc;

const NAME: &str = "www.shop.example";
const ZONE: &str = "198.51.100.53:53";
const CAFE: &str = "192.0.2.53:53";

/// The seat's plan names a zone's server and a resolver from now on.
fn asks(seat: &mut Seat) {
    let plan: &mut Plan = Arc::make_mut(&mut seat.model.plan);
    plan.dns = vec![DnsName {
        name: NAME.into(),
        kind: "A".into(),
        resolvers: vec![CAFE.into()],
        authoritative: vec![ZONE.into()],
        ttl: Some(Span::seconds(120)),
        answers: [("h42", "192.0.2.10"), ("c10", "198.51.100.7")]
            .map(|(p, a)| (id(p), vec![a.into()]))
            .into(),
    }];
    seat.model.serving = Board::new(plan);
    seat.tell(Msg::ProbeLock(true));
}

/// A server answers so, five seconds later, so many times; what was written meanwhile.
fn says(seat: &mut Seat, server: &str, record: &str, ttl: i64, times: usize) -> Vec<ServingSet> {
    for _ in 0..times {
        seat.wait(Span::seconds(5));
        let answer = Answer {
            records: vec![record.into()],
            ttl: Span::seconds(ttl),
            ..Answer::default()
        };
        let probe = ProbeId::Name {
            name: NAME.into(),
            server: server.into(),
        };
        let sample = Sample {
            answer: Some(answer),
            ..good(seat, probe)
        };
        seat.tell(Msg::Samples(vec![sample], seat.wall));
    }
    let facts = seat.written().into_iter().map(|e| e.draft.fact);
    facts
        .filter_map(|fact| match fact {
            Fact::ServingSet(set) => Some(set),
            _ => None,
        })
        .collect()
}

#[test]
fn what_the_zone_settles_on_is_written_once_and_old_answers_are_counted_down() {
    let (mut gf, _) = two();
    asks(&mut gf);
    let first = says(&mut gf, ZONE, "192.0.2.10", 300, 4);
    assert_eq!(first.len(), 1, "{first:?}");
    assert_eq!(
        (first[0].provider.as_str(), first[0].ttl, first[0].since),
        ("h42", Some(Span::seconds(300)), None)
    );
    let row = |seat: &Seat| seat.model.probes.serving.clone().unwrap();
    assert_eq!(row(&gf).from.servers, 1);
    assert!(row(&gf).notes.is_empty());

    let moved = says(&mut gf, ZONE, "198.51.100.7", 60, 3);
    assert_eq!(moved.len(), 1, "{moved:?}");
    assert_eq!(moved[0].provider, id("c10"));
    let changed = moved[0].since.unwrap();
    assert_eq!(row(&gf).to.authoritative, 1);
    let old = Note::Old {
        until: Some(changed + Span::seconds(300)),
        ttl: Some(Span::seconds(300)),
        assumed: false,
        left: 0,
    };
    assert_eq!(row(&gf).notes, [old]);

    // A resolver that keeps the old answer longer than the zone allowed.
    says(&mut gf, CAFE, "192.0.2.10", 900, 1);
    let asked = gf.wall - Span(20);
    let Note::Old { until, left, .. } = &row(&gf).notes[0] else {
        panic!("{:?}", row(&gf).notes);
    };
    assert_eq!((*until, *left), (Some(asked + Span::seconds(900)), 1));
}

#[test]
fn who_does_not_hold_the_lock_writes_nothing_and_who_joins_later_repeats_nothing() {
    let (mut gf, mut cp) = two();
    asks(&mut gf);
    asks(&mut cp);
    cp.tell(Msg::ProbeLock(false));
    assert_eq!(says(&mut cp, ZONE, "192.0.2.10", 300, 3), []);
    for _ in 0..3 {
        says(&mut gf, ZONE, "192.0.2.10", 300, 1);
    }
    // The lock moves; what was written by the other is known.
    let known = gf.model.incident.log().iter().map(|(_, e)| e.clone());
    let known: Vec<_> = known.collect();
    cp.tell(Msg::Entries(known, cp.wall));
    cp.tell(Msg::ProbeLock(true));
    assert_eq!(says(&mut cp, ZONE, "192.0.2.10", 300, 3), []);
}

#[test]
fn two_machines_that_are_answered_differently_do_not_contradict_each_other_for_ever() {
    let (mut gf, mut cp) = two();
    asks(&mut gf);
    asks(&mut cp);
    let mut written = 0;
    for _ in 0..5 {
        for (seat, record) in [(&mut gf, "192.0.2.10"), (&mut cp, "198.51.100.7")] {
            written += says(seat, ZONE, record, 300, 2).len();
        }
        let all = |seat: &Seat| {
            let log = seat.model.incident.log();
            log.iter().map(|(_, e)| e.clone()).collect::<Vec<_>>()
        };
        let (from_gf, from_cp) = (all(&gf), all(&cp));
        gf.tell(Msg::Entries(from_cp, gf.wall));
        cp.tell(Msg::Entries(from_gf, cp.wall));
    }
    assert_eq!(written, 2);
}

#[test]
fn that_names_lead_to_the_target_is_offered_and_never_set_by_itself() {
    let (mut gf, _) = two();
    asks(&mut gf);
    let offered = |seat: &Seat| {
        let alarms = seat.model.alarms.iter();
        let told = alarms.filter(|a| a.id.starts_with("offer.dns_switched"));
        told.map(|a| a.text.clone()).collect::<Vec<_>>()
    };
    says(&mut gf, ZONE, "192.0.2.10", 300, 2);
    assert!(offered(&gf).is_empty());
    says(&mut gf, ZONE, "198.51.100.7", 300, 1);
    assert!(offered(&gf).is_empty(), "once is not stable");
    says(&mut gf, ZONE, "198.51.100.7", 300, 1);
    let told = offered(&gf);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("names lead to the target since"),
        "{told:?}"
    );
    let milestone = crate::domain::words::Milestone::DnsSwitched;
    assert_eq!(gf.model.incident.milestone(milestone), None);
}

#[test]
fn a_name_server_that_refuses_says_nothing_of_any_side() {
    let (mut gf, _) = two();
    asks(&mut gf);
    let probe = ProbeId::Name {
        name: NAME.into(),
        server: ZONE.into(),
    };
    gf.wait(Span::seconds(5));
    let times = (gf.wall - Span(100), gf.wall);
    let sample = Sample::new(probe, times, Finding::NotMeasured, "refused".into());
    gf.tell(Msg::Samples(vec![sample], gf.wall));
    let serving = gf.model.probes.serving.clone().unwrap();
    assert_eq!((serving.heard, serving.of), (0, 2), "drawn as ?, not as 0");
}

#[test]
fn from_and_to_are_filled_only_while_dns_and_the_writer_agree() {
    let mut gf = Seat::new("gf", 1, false);
    Arc::make_mut(&mut gf.model.plan).services[0].writer = true;
    asks(&mut gf);
    gf.model.start = Some(Start {
        page: Some(super::start::request()),
        providers: vec![(id("h42"), "H42".into()), (id("c10"), "C10".into())],
        items: vec![Item::From],
        ..Start::default()
    });
    let told = |seat: &Seat| {
        let start = seat.model.start.as_ref().unwrap();
        let from = start.page.as_ref().unwrap().from.clone();
        let from = from.map_or_else(|| "?".to_owned(), |id| id.to_string());
        format!("{from}: {}", start.evidence.0)
    };
    says(&mut gf, ZONE, "192.0.2.10", 300, 1);
    assert_eq!(told(&gf), "?: DNS is being asked");
    says(&mut gf, ZONE, "192.0.2.10", 300, 1);
    assert_eq!(told(&gf), "?: DNS 1/2 says H42, no writer");
    writes(&mut gf, "h42");
    assert_eq!(told(&gf), "h42: serves now: DNS 1/2, writer");
    says(&mut gf, ZONE, "198.51.100.7", 300, 2);
    assert_eq!(told(&gf), "?: DNS 1/2 says C10, writer H42");
    writes(&mut gf, "c10");
    assert_eq!(told(&gf), "?: DNS 1/2, SEVERAL WRITERS");
    // What is chosen by hand stays.
    gf.press(&["Right"]);
    let chosen = told(&gf);
    says(&mut gf, ZONE, "198.51.100.7", 300, 1);
    assert_eq!(told(&gf).split(':').next(), chosen.split(':').next());
    assert!(!chosen.starts_with('?'));
}

/// A good result, just now.
fn good(seat: &Seat, probe: ProbeId) -> Sample {
    let times = (seat.wall - Span(20), seat.wall);
    Sample::new(probe, times, Finding::Good, String::new())
}

/// The database of a provider shows itself writable, stably.
fn writes(seat: &mut Seat, provider: &str) {
    for _ in 0..2 {
        seat.wait(Span::seconds(1));
        let probe = ProbeId::Service {
            service: id("web"),
            provider: id(provider),
        };
        let sample = Sample {
            role: Some("writable".into()),
            ..good(seat, probe)
        };
        seat.tell(Msg::Samples(vec![sample], seat.wall));
    }
}

/// A cockpit that asks the name servers, and whose first step says that users are served again.
fn restoring() -> Seat {
    let mut list = checklist();
    list.phases[0].steps[0] = step("restored", |s| {
        s.milestone = Some(Milestone::ServiceRestored);
        s.sensed = Some(Sensed {
            probe: "to.web".into(),
            is: "up".into(),
            stable: 2,
        });
    });
    let (mut gf, _) = two_on(&list);
    asks(&mut gf);
    gf
}

#[test]
fn users_are_served_again_only_once_the_names_lead_there() {
    let mut gf = restoring();
    let mut answers = |record: &str, up: bool, times| {
        for _ in 0..times {
            says(&mut gf, ZONE, record, 300, 1);
            gf.measure("web", "c10", up, 1);
        }
        let row = gf.model.board.step(&id("restored")).unwrap();
        let at = gf.model.incident.milestone(Milestone::ServiceRestored);
        let stand = gf.model.senses.of(&id("restored")).and_then(|s| s.by_hand);
        (row.state, at, stand)
    };
    answers("192.0.2.10", false, 4);
    let (state, at, why) = answers("192.0.2.10", true, 4);
    assert_eq!((state, at), (StepState::Todo, None));
    assert_eq!(why, Some("the names do not lead users there yet"));
    let (state, at, _) = answers("198.51.100.7", true, 3);
    assert_eq!(state, StepState::Done);
    let served = serves(&gf.model.incident, NAME).unwrap();
    assert_eq!(served.provider, id("c10"));
    assert_eq!(at, served.since, "not before the names led there");
}

#[test]
fn a_target_that_was_up_all_the_time_restores_service_when_the_names_turn() {
    let mut gf = restoring();
    let mut answers = |record: &str| {
        for _ in 0..4 {
            says(&mut gf, ZONE, record, 300, 1);
            gf.measure("web", "c10", true, 1);
        }
        let stand = gf.model.senses.of(&id("restored")).unwrap();
        (
            gf.model.board.step(&id("restored")).unwrap().state,
            stand.already,
        )
    };
    assert_eq!(answers("192.0.2.10"), (StepState::Todo, true), "d asks");
    assert_eq!(answers("198.51.100.7").0, StepState::Done);
}

#[test]
fn closing_it_while_dns_leads_elsewhere_needs_a_reason() {
    for sensed in [true, false] {
        let mut list = checklist();
        list.phases[0].steps[0] = step("restored", |s| {
            s.milestone = Some(Milestone::ServiceRestored);
            s.sensed = sensed.then(|| Sensed {
                probe: "to.web".into(),
                is: "up".into(),
                stable: 2,
            });
        });
        let (mut gf, _) = two_on(&list);
        asks(&mut gf);
        for _ in 0..4 {
            says(&mut gf, ZONE, "192.0.2.10", 300, 1);
            gf.measure("web", "c10", true, 1);
        }
        gf.press(&["Enter", "d"]);
        let Some(Dialog::Ask(asked)) = &gf.model.view.dialog else {
            panic!("{:?}", gf.model.view.dialog);
        };
        let hint = asked.hint.join(" ");
        let says = "its probe says: DNS leads www.shop.example to H42, not to C10";
        assert_eq!(hint, says, "bound to a probe: {sensed}");
        gf.press(&["Enter"]);
        let state = |gf: &Seat| gf.model.board.step(&id("restored")).unwrap().state;
        assert_eq!(state(&gf), StepState::Doing, "no reason, no tick");
        gf.press(&["\"a host file\"", "Enter"]);
        assert_eq!(state(&gf), StepState::Done);
        let row = gf.model.board.step(&id("restored")).unwrap();
        assert_eq!(row.reason.as_deref(), Some("a host file"));
    }
}
