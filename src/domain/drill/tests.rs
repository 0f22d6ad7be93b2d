use super::*;
use crate::domain::checklist::Rehearse;
use crate::domain::plan::{Check, HttpCheck};
use crate::domain::words::Rehearsal;

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn at(seconds: i64, what: What) -> Event {
    let when = When::At(Span::seconds(seconds));
    Event { when, what }
}

fn after(step: &str, plus: i64, what: What) -> Event {
    let when = When::Step {
        step: id(step),
        plus: Span::seconds(plus),
    };
    Event { when, what }
}

fn probe(provider: &str, is: Behaviour) -> What {
    What::Probe {
        provider: id(provider),
        service: id("db"),
        is,
    }
}

fn inject(text: &str) -> What {
    What::Inject {
        text: text.to_owned(),
        provider: None,
    }
}

fn fails(times: u32, output: &str) -> What {
    What::Outcome {
        fail: true,
        output: Some(output.to_owned()),
        times,
    }
}

fn director(events: Vec<Event>) -> Director {
    Director { events }
}

fn course(elapsed: i64, closed: &[(&str, i64)]) -> Course {
    Course {
        elapsed: Span::seconds(elapsed),
        closed: closed
            .iter()
            .map(|(step, at)| (id(step), Span::seconds(*at)))
            .collect(),
    }
}

#[test]
fn the_last_event_that_fell_due_decides_how_a_service_behaves() {
    let writable = Behaviour::Role("writable".to_owned());
    let director = director(vec![
        at(30, probe("h42", Behaviour::Up)),
        at(10, probe("h42", Behaviour::Refuse)),
        after("promote", 5, probe("c10", writable.clone())),
        at(10, probe("h42", Behaviour::Hang)),
    ]);
    let h42 = |elapsed| {
        let now = director.behaviours(&course(elapsed, &[]));
        now.get(&(id("h42"), id("db"))).cloned()
    };
    assert_eq!(h42(9), None);
    assert_eq!(h42(10), Some(Behaviour::Hang), "the later in the file");
    assert_eq!(h42(30), Some(Behaviour::Up));
    let c10 = |elapsed, closed: &[_]| {
        let now = director.behaviours(&course(elapsed, closed));
        now.get(&(id("c10"), id("db"))).cloned()
    };
    assert_eq!(c10(100, &[]), None);
    assert_eq!(c10(64, &[("promote", 60)]), None);
    assert_eq!(c10(65, &[("promote", 60)]), Some(writable));
}

#[test]
fn news_is_told_once() {
    let director = director(vec![
        at(40, inject("no estimate")),
        after("fence", 0, inject("fenced")),
        at(50, inject("no estimate")),
    ]);
    let told = |course: &Course, told: &[&str]| {
        let told: Vec<_> = told.iter().map(|t| ((*t).to_owned(), None)).collect();
        let due = director.untold(course, &told);
        due.iter().map(|i| i.index).collect::<Vec<_>>()
    };
    let early = course(39, &[]);
    let mid = course(45, &[("fence", 20)]);
    let late = course(60, &[("fence", 20)]);
    assert_eq!(told(&early, &[]), Vec::<usize>::new());
    assert_eq!(told(&mid, &[]), [1, 0], "in the order they fell due");
    assert_eq!(told(&mid, &["no estimate"]), [1]);
    assert_eq!(told(&late, &["no estimate", "fenced"]), [2]);
    let all = ["fenced", "by hand", "no estimate", "no estimate"];
    assert_eq!(told(&late, &all), Vec::<usize>::new());
}

#[test]
fn a_command_fails_as_often_as_the_scenario_says() {
    let director = director(vec![
        after("promote", 2, fails(1, "could not connect")),
        after("dns", 0, fails(9, "no")),
        after("promote", 0, fails(2, "busy")),
    ]);
    let mut step = Step::plain(id("promote"), "Promote".to_owned());
    step.rehearse = Some(Rehearse {
        how: Rehearsal::Simulate,
        takes: Some(Span::seconds(20)),
        output: Some("server promoted".to_owned()),
    });
    let runs: Vec<_> = (1..=4)
        .map(|nth| {
            let run = director.outcome(&step, nth);
            (run.exit, run.output, run.takes.as_seconds())
        })
        .collect();
    let run = |exit, output: &str, takes| (exit, output.to_owned(), takes);
    let expected = [
        run(1, "could not connect", 22),
        run(1, "busy", 20),
        run(1, "busy", 20),
        run(0, "server promoted", 20),
    ];
    assert_eq!(runs, expected);
    let plain = Step::plain(id("other"), "Other".to_owned());
    assert_eq!(director.outcome(&plain, 1).exit, 0);
}

#[test]
fn a_name_moves_after_its_step() {
    let moved = What::Dns {
        name: "www.shop.example".to_owned(),
        answer: id("c10"),
    };
    let director = director(vec![after("dns", 30, moved)]);
    assert!(director.answers(&course(60, &[("dns", 31)])).is_empty());
    let answers = director.answers(&course(61, &[("dns", 31)]));
    assert_eq!(answers.get("www.shop.example"), Some(&id("c10")));
}

#[test]
fn what_cannot_be_simulated_is_named() {
    let http = Check::Http(HttpCheck::default());
    let tcp = Check::Tcp {
        address: String::new(),
    };
    assert_eq!(unfit(&http, &Behaviour::Status(503)), None);
    assert!(unfit(&tcp, &Behaviour::Status(503)).is_some());
    assert!(unfit(&tcp, &Behaviour::Slow(Span::seconds(2))).is_some());
    assert!(unfit(&http, &Behaviour::WrongCert).is_some());
    let https = Check::Http(HttpCheck {
        url: "https://www.shop.example/".into(),
        ..HttpCheck::default()
    });
    assert_eq!(unfit(&https, &Behaviour::WrongCert), None);
    assert_eq!(unfit(&https, &Behaviour::ExpiredCert), None);
    assert!(unfit(&http, &Behaviour::Role("writable".to_owned())).is_some());
    assert!(Director::new(None).behaviours(&course(99, &[])).is_empty());
}
