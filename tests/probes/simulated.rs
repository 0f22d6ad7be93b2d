//! The simulated providers, seen by the real engine.

use super::servers::{clock, id, spec, vars};
use crate::support::port::ClosedPort;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use switchover::domain::drill::Ports;
use switchover::domain::ids::Id;
use switchover::domain::plan::{Check, DnsName, HttpCheck, Plan, Provider, Service, Witness};
use switchover::domain::probe::{Finding, ProbeId, Sample};
use switchover::domain::scenario::{Behaviour, Event, Scenario, What, When};
use switchover::domain::time::{Scale, Span, Time};
use switchover::probes::{Options, Prober, Target};
use switchover::simulator::{Config, Orders, Simulator, serve};
use tokio::sync::{oneshot, watch};

const WWW: &str = "www.shop.example";

fn provider(name: &str) -> Provider {
    Provider {
        vars: vars(&[("web_addr", "192.0.2.10:443"), ("db_host", "db1.example")]),
        ..Provider::plain(id(name), name.to_uppercase())
    }
}

fn service(name: &str, check: Check) -> Service {
    let mut probe = spec(check);
    probe.timeout = Span(1_500);
    probe.degraded_over = Some(Span(500));
    Service {
        downtime: name == "web",
        writer: name == "db",
        ..Service::plain(id(name), name, probe)
    }
}

/// A service of each kind of check, at two providers, and a witness.
pub(super) fn plan() -> Plan {
    let tcp = |address: &str| Check::Tcp {
        address: address.to_owned(),
    };
    let command = |roles: &[(&str, &str)], over: Option<f64>| Check::Command {
        run: "psql -h {{provider.db_host}}".to_owned(),
        unit: over.map(|_| "s".to_owned()),
        degraded_over: over,
        down_over: over.map(|over| over * 6.0),
        roles: vars(roles),
    };
    let web = HttpCheck {
        url: "https://www.shop.example/health".to_owned(),
        address: Some("{{provider.web_addr}}".to_owned()),
        status: vec![200],
        body_contains: Some("healthy at {{provider.name}}".to_owned()),
        ..HttpCheck::default()
    };
    let cert = Check::Tls {
        address: "{{provider.web_addr}}".to_owned(),
        name: Some("www.shop.example".to_owned()),
        days_left: 14,
    };
    let apps = Check::Progress {
        run: "./apps-up.sh".to_owned(),
        pattern: r"(?P<done>\d+)/(?P<total>\d+)".to_owned(),
    };
    Plan {
        providers: vec![provider("h42"), provider("c10")],
        services: vec![
            service("web", Check::Http(web)),
            service("gate", tcp("{{provider.web_addr}}")),
            service("db", command(&[("t", "replica"), ("f", "writable")], None)),
            service("lag", command(&[], Some(10.0))),
            service("apps", apps),
            service("cert", cert),
        ],
        witnesses: vec![Witness {
            id: id("quad"),
            probe: spec(tcp("203.0.113.1:443")),
        }],
        ..Plan::default()
    }
}

/// Ports of an earlier run, which nobody else is given meanwhile.
fn held() -> (Vec<ClosedPort>, Ports) {
    let any = Simulator::start(&plan(), &id("h42"), &Ports::new()).unwrap();
    let names = any.ports().into_keys();
    let (held, ports) = names
        .map(|name| {
            let port = ClosedPort::new();
            let number = port.address.port();
            (port, (name, number))
        })
        .unzip();
    (held, ports)
}

/// One look at everything, however slow the machine is.
async fn look(ports: &Ports) -> BTreeMap<ProbeId, Sample> {
    let mut targets = Target::from_plan(&plan(), Some(ports));
    for target in &mut targets {
        target.timeout = Span::seconds(30);
        target.degraded_over = None;
    }
    let samples = Prober::new(Options::default())
        .probe_all(targets, clock)
        .await;
    samples.into_iter().map(|s| (s.probe.clone(), s)).collect()
}

fn at(provider: &str, service: &str) -> ProbeId {
    ProbeId::Service {
        service: id(service),
        provider: id(provider),
    }
}

#[tokio::test]
async fn at_first_everything_is_up_and_one_database_is_writable() {
    let simulator = Simulator::start(&plan(), &id("h42"), &Ports::new()).unwrap();
    let samples = look(&simulator.ports()).await;
    assert_eq!(samples.len(), 13);
    for sample in samples.values() {
        assert_eq!(sample.finding, Finding::Good, "{sample:?}");
    }
    let role = |provider| samples[&at(provider, "db")].role.clone();
    assert_eq!(role("h42").as_deref(), Some("writable"));
    assert_eq!(role("c10").as_deref(), Some("replica"));
}

#[tokio::test]
async fn every_behaviour_is_seen_as_what_it_is() {
    use Behaviour::{
        Exit, ExpiredCert, Hang, Progress, Refuse, Reset, Role, Slow, Status, Up, Value, WrongCert,
    };
    let simulator = Simulator::start(&plan(), &id("h42"), &Ports::new()).unwrap();
    let ports = simulator.ports();
    let (good, poor, bad) = (Finding::Good, Finding::Poor, Finding::Bad);
    let rows = [
        ("web", Refuse, bad, "refused"),
        ("web", Up, good, "200"),
        ("web", Hang, bad, "timeout 1.5s"),
        ("web", Reset, bad, "reset"),
        ("web", Status(503), bad, "503"),
        ("web", Slow(Span(700)), poor, "200 in "),
        ("web", Up, good, "200"),
        ("web", WrongCert, bad, "wrong name"),
        ("web", ExpiredCert, bad, "expired"),
        ("web", Up, good, "200"),
        ("cert", WrongCert, bad, "wrong name"),
        ("cert", ExpiredCert, bad, "expired "),
        ("cert", Hang, bad, "timeout 1.5s"),
        ("cert", Up, good, ""),
        ("gate", Refuse, bad, "refused"),
        ("gate", Up, good, "open"),
        ("gate", Reset, bad, "refused"),
        ("gate", Hang, bad, "timeout 1.5s"),
        ("gate", Up, good, "open"),
        ("db", Exit(2), bad, "exit 2"),
        ("db", Role("replica".to_owned()), good, "role replica"),
        ("db", Refuse, bad, "refused"),
        ("db", Hang, bad, "timeout 1.5s"),
        ("lag", Value(12.5), poor, "12.5 s"),
        ("lag", Value(61.0), bad, "61 s"),
        ("apps", Progress(3, 9), poor, "3/9"),
        ("apps", Up, good, "9/9"),
    ];
    for (service, is, finding, detail) in rows {
        simulator.set(&id("h42"), &id(service), &is).unwrap();
        seen(&ports, service, finding, detail).await;
    }
}

/// Looks until a service at h42 is seen so.
async fn seen(ports: &Ports, service: &str, finding: Finding, detail: &str) {
    let mut targets = Target::from_plan(&plan(), Some(ports));
    targets.retain(|target| target.probe == at("h42", service));
    let prober = Prober::new(Options::default());
    let look = async {
        loop {
            for sample in prober.probe_all(targets.clone(), clock).await {
                if sample.finding == finding && sample.detail.starts_with(detail) {
                    return;
                }
            }
        }
    };
    let limit = Duration::from_secs(60);
    let seen = tokio::time::timeout(limit, look).await;
    assert!(seen.is_ok(), "{service} is never {finding:?} {detail}");
}

#[tokio::test]
async fn what_cannot_be_simulated_is_refused_in_words() {
    let simulator = Simulator::start(&plan(), &id("h42"), &Ports::new()).unwrap();
    for (provider, service, is) in [
        ("h42", "gate", Behaviour::WrongCert),
        ("h42", "db", Behaviour::ExpiredCert),
        ("h42", "web", Behaviour::Value(1.0)),
        ("h42", "gate", Behaviour::Status(503)),
        ("nowhere", "web", Behaviour::Up),
        ("h42", "nothing", Behaviour::Up),
    ] {
        assert!(simulator.set(&id(provider), &id(service), &is).is_err());
    }
}

#[tokio::test]
async fn a_simulator_comes_back_at_the_same_ports() {
    let (_held, ports) = held();
    let first = Simulator::start(&plan(), &id("h42"), &ports).unwrap();
    assert_eq!(first.ports(), ports);
    first
        .set(&id("h42"), &id("gate"), &Behaviour::Hang)
        .unwrap();
    look(&ports).await;
    assert!(
        Simulator::start(&plan(), &id("h42"), &ports).is_err(),
        "taken as long as it lives"
    );
    drop(first);
    let again = tokio::time::timeout(Duration::from_secs(60), async {
        loop {
            match Simulator::start(&plan(), &id("h42"), &ports) {
                Ok(simulator) => return simulator,
                Err(_) => tokio::task::yield_now().await,
            }
        }
    });
    let again = again.await.unwrap();
    assert_eq!(again.ports(), ports);
    let samples = look(&ports).await;
    assert!(samples.values().all(|s| s.finding == Finding::Good));
}

#[tokio::test]
async fn in_a_drill_nothing_but_the_simulator_is_asked() {
    for sample in look(&Ports::new()).await.into_values() {
        assert_eq!(sample.finding, Finding::NotMeasured);
        assert_eq!(sample.detail, "not simulated");
    }
}

fn event(when: When, service: &str, is: Behaviour) -> Event {
    let what = What::Probe {
        provider: id("h42"),
        service: id(service),
        is,
    };
    Event { when, what }
}

fn config(events: Vec<Event>, life: Span) -> Config {
    let scenario = Scenario {
        id: id("power-loss"),
        title: String::new(),
        checklist: None,
        from: id("h42"),
        to: id("c10"),
        events,
    };
    Config {
        plan: plan(),
        scenario: Some(scenario),
        from: id("h42"),
        ports: Ports::new(),
        scale: Scale {
            opened: clock(),
            speed: 10,
        },
        clock,
        life,
    }
}

/// How far the clock of the one drill that is put forward is ahead, in milliseconds.
static AHEAD: AtomicI64 = AtomicI64::new(0);

fn put_forward() -> Time {
    Time(clock().0 + AHEAD.load(Ordering::SeqCst))
}

#[tokio::test]
async fn a_drill_follows_its_scenario_and_the_closed_steps_and_ends_when_told() {
    let at = When::At(Span::minutes(60));
    let after = When::Step {
        step: id("promote"),
        plus: Span::seconds(1),
    };
    let events = vec![
        event(at, "web", Behaviour::Refuse),
        event(after, "db", Behaviour::Exit(2)),
    ];
    let (tell, orders) = watch::channel(Orders::default());
    let (ready, listening) = oneshot::channel();
    let (_held, ports) = held();
    let config = Config {
        ports: ports.clone(),
        clock: put_forward,
        ..config(events, Config::LIFE)
    };
    let drill = tokio::spawn(serve(config, orders, |ports: &Ports| {
        let _ = ready.send(ports.clone());
    }));
    assert_eq!(listening.await.unwrap(), ports);
    seen(&ports, "web", Finding::Good, "200").await;
    AHEAD.store(Span::minutes(6).0, Ordering::SeqCst);
    seen(&ports, "web", Finding::Bad, "refused").await;
    seen(&ports, "db", Finding::Good, "role writable").await;
    let promote: BTreeMap<Id, Span> = [(id("promote"), Span::seconds(6))].into();
    tell.send_modify(|orders| orders.closed = promote);
    seen(&ports, "db", Finding::Bad, "exit 2").await;
    tell.send_modify(|orders| {
        let key = (id("h42"), id("web"));
        orders.by_hand.insert(key, Behaviour::Up);
    });
    seen(&ports, "web", Finding::Good, "200").await;
    tell.send_modify(|orders| orders.over = true);
    let ended = tokio::time::timeout(Duration::from_secs(60), drill).await;
    assert_eq!(ended.unwrap().unwrap(), Ok(()));
    let gone = look(&ports).await;
    assert!(gone.values().all(|s| s.finding == Finding::Bad));
}

#[tokio::test]
async fn a_drill_nobody_ends_ends_by_itself() {
    let (tell, orders) = watch::channel(Orders::default());
    let short = serve(config(Vec::new(), Span(300)), orders, |_| {});
    let ended = tokio::time::timeout(Duration::from_secs(60), short).await;
    assert_eq!(ended.unwrap(), Ok(()));
    let (alone, orders) = watch::channel(Orders::default());
    drop((tell, alone));
    let alone = serve(config(Vec::new(), Config::LIFE), orders, |_| {});
    let ended = tokio::time::timeout(Duration::from_secs(60), alone).await;
    assert_eq!(ended.unwrap(), Ok(()));
}

#[tokio::test]
async fn the_scenario_moves_the_zone_and_caches_follow_by_the_drills_clock() {
    let mut config = config(Vec::new(), Config::LIFE);
    config.plan.dns = vec![DnsName {
        name: WWW.to_owned(),
        kind: "A".to_owned(),
        resolvers: vec!["192.0.2.53:53".to_owned()],
        authoritative: vec!["203.0.113.53:53".to_owned()],
        ttl: Some(Span::seconds(60)),
        answers: [("h42", "192.0.2.10"), ("c10", "198.51.100.7")]
            .map(|(p, a)| (id(p), vec![a.to_owned()]))
            .into(),
    }];
    config.scale.speed = 20;
    let when = When::Step {
        step: id("dns"),
        plus: Span::ZERO,
    };
    let what = What::Dns {
        name: WWW.to_owned(),
        answer: id("c10"),
    };
    if let Some(scenario) = &mut config.scenario {
        scenario.events.push(Event { when, what });
    }
    let plan = config.plan.clone();
    let (tell, orders) = watch::channel(Orders::default());
    let (ready, ports) = oneshot::channel();
    let drill = tokio::spawn(serve(config, orders, |ports: &Ports| {
        let _ = ready.send(ports.clone());
    }));
    let ports = ports.await.unwrap();
    let prober = Prober::new(Options::default());
    let said = |server: &'static str| {
        let mut targets = Target::from_plan(&plan, Some(&ports));
        targets.retain(|t| matches!(&t.probe, ProbeId::Name { server: s, .. } if s == server));
        prober.probe_all(targets, clock)
    };
    let until = async |server, address: &str| loop {
        let sample = said(server).await.remove(0);
        let answer = sample.answer.unwrap_or_default();
        if answer.records == [address] {
            return answer;
        }
    };
    let zone = until("203.0.113.53:53", "192.0.2.10").await;
    assert!(zone.authoritative);
    assert_eq!(zone.ttl, Span::seconds(60));
    let kept = until("192.0.2.53:53", "192.0.2.10").await;
    assert!(!kept.authoritative && kept.ttl <= Span::seconds(60));
    tell.send_modify(|orders| orders.closed = [(id("dns"), Span::ZERO)].into());
    until("203.0.113.53:53", "198.51.100.7").await;
    until("192.0.2.53:53", "198.51.100.7").await;
    tell.send_modify(|orders| orders.over = true);
    assert_eq!(drill.await.unwrap(), Ok(()));
}
