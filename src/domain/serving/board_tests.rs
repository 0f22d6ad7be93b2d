use super::*;
use crate::domain::serving::Answer;

const ZONE: &str = "198.51.100.53:53";
const HALL: &str = "198.51.100.54:53";
const CAFE: &str = "192.0.2.53:53";

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn plan(authoritative: &[&str], resolvers: &[&str]) -> Plan {
    let texts = |of: &[&str]| of.iter().map(|t| (*t).to_owned()).collect();
    Plan {
        dns: vec![DnsName {
            name: "www.shop.example".to_owned(),
            kind: "A".to_owned(),
            resolvers: texts(resolvers),
            authoritative: texts(authoritative),
            ttl: None,
            answers: [("h42", "192.0.2.10"), ("c10", "198.51.100.7")]
                .map(|(p, a)| (id(p), vec![a.to_owned()]))
                .into(),
        }],
        ..Plan::default()
    }
}

/// A result at second `at`: an address with its TTL, or why there was none.
fn sample(server: &str, at: i64, said: Result<(&str, i64), &str>) -> Sample {
    let began = Time(at * 1000);
    let answer = said.ok().map(|(record, ttl)| Answer {
        records: vec![record.to_owned()],
        ttl: Span::seconds(ttl),
        ..Answer::default()
    });
    let probe = ProbeId::Name {
        name: "www.shop.example".to_owned(),
        server: server.to_owned(),
    };
    let finding = match said {
        Ok(_) => Finding::Good,
        Err("no such name") => Finding::Bad,
        Err(_) => Finding::NotMeasured,
    };
    let detail = said.err().unwrap_or_default().to_owned();
    Sample {
        answer,
        ..Sample::new(probe, (began, began + Span(20)), finding, detail)
    }
}

struct Case(Board);

impl Case {
    fn new(authoritative: &[&str], resolvers: &[&str]) -> Case {
        Case(Board::new(&plan(authoritative, resolvers)))
    }

    fn hear(&mut self, server: &str, at: i64, said: Result<(&str, i64), &str>) {
        let scale = Scale::real(Time(0));
        self.0.apply(&sample(server, at, said), scale);
    }

    fn name(&self) -> &Name {
        &self.0.names()[0]
    }

    fn settled(&self, at: i64) -> Option<Settled> {
        self.name().settled(Time(at * 1000 + 100))
    }
}

#[test]
fn authoritative_servers_settle_who_serves_after_two_rounds() {
    let mut case = Case::new(&[ZONE, HALL], &[CAFE]);
    for at in [0, 5] {
        case.hear(ZONE, at, Ok(("192.0.2.10", 300)));
        case.hear(CAFE, at, Ok(("198.51.100.7", 12)));
    }
    // The other server of the zone was not heard yet: it decides nothing.
    let first = case.settled(5).unwrap();
    assert_eq!(first.evidence, "1/2 authoritative at 198.51.100.53");
    case.hear(HALL, 5, Ok(("192.0.2.10", 300)));
    assert_eq!(case.settled(5), None, "once is not stable");
    case.hear(HALL, 10, Ok(("192.0.2.10", 300)));
    let settled = case.settled(10).unwrap();
    assert_eq!(settled.provider, id("h42"));
    assert_eq!(settled.ttl, Some(Span::seconds(300)));
    assert_eq!(settled.since, None, "it may always have been so");
    let evidence = "2/2 authoritative at 198.51.100.53, 198.51.100.54";
    assert_eq!(settled.evidence, evidence);
    let wall = Time(10_100);
    let says = |p: &str| case.name().says(&id(p), wall);
    assert_eq!((says("h42").servers, says("h42").authoritative), (2, 2));
    assert_eq!((says("c10").servers, says("c10").authoritative), (1, 0));
}

#[test]
fn a_change_counts_when_the_last_of_them_says_so_and_its_time_is_the_first_answer() {
    let mut case = Case::new(&[ZONE, HALL], &[]);
    for at in [0, 5] {
        case.hear(ZONE, at, Ok(("192.0.2.10", 300)));
        case.hear(HALL, at, Ok(("192.0.2.10", 300)));
    }
    case.hear(ZONE, 10, Ok(("198.51.100.7", 60)));
    case.hear(HALL, 10, Ok(("192.0.2.10", 300)));
    assert_eq!(case.settled(10), None, "they differ");
    case.hear(ZONE, 15, Ok(("198.51.100.7", 60)));
    case.hear(HALL, 15, Ok(("198.51.100.7", 60)));
    assert_eq!(case.settled(15), None, "one of them said so once");
    case.hear(HALL, 20, Ok(("198.51.100.7", 60)));
    let settled = case.settled(20).unwrap();
    assert_eq!(settled.provider, id("c10"));
    assert_eq!(settled.since, Some(Time(15_000)));
    assert_eq!(settled.ttl, Some(Span::seconds(60)));
}

#[test]
fn silence_and_refusal_decide_nothing_and_no_such_name_does() {
    let mut case = Case::new(&[ZONE], &[]);
    for at in [0, 5] {
        case.hear(ZONE, at, Ok(("192.0.2.10", 300)));
    }
    case.hear(ZONE, 10, Err("refused"));
    let server = &case.name().servers()[0];
    assert_eq!(server.silent.as_deref(), Some("refused"));
    assert!(case.settled(10).is_some(), "what was said stands a while");
    assert_eq!(case.settled(30), None, "and then no longer");
    case.hear(ZONE, 30, Err("no such name"));
    let server = &case.name().servers()[0];
    assert_eq!(server.seen.as_ref().unwrap().meaning, Meaning::Nothing);
    assert_eq!(case.settled(30), None);
}

#[test]
fn an_ageing_ttl_of_the_zone_is_not_believed() {
    // What calls itself authoritative, and is a cache.
    let mut case = Case::new(&[ZONE], &[]);
    case.hear(ZONE, 0, Ok(("192.0.2.10", 300)));
    case.hear(ZONE, 5, Ok(("192.0.2.10", 295)));
    assert_eq!(case.settled(5).unwrap().ttl, None);
}

#[test]
fn resolvers_decide_where_the_plan_names_nobody_better() {
    let mut case = Case::new(&[], &[CAFE]);
    for at in [0, 5] {
        case.hear(CAFE, at, Ok(("192.0.2.10", 300 - at)));
    }
    let settled = case.settled(5).unwrap();
    assert_eq!((settled.provider, settled.ttl), (id("h42"), None));
    assert_eq!(settled.evidence, "1/1 resolvers at 192.0.2.53");
}

#[test]
fn old_answers_of_resolvers_run_out_by_their_own_ttl() {
    let mut case = Case::new(&[ZONE], &[CAFE, HALL]);
    case.hear(ZONE, 0, Ok(("198.51.100.7", 300)));
    case.hear(CAFE, 0, Ok(("192.0.2.10", 40)));
    case.hear(HALL, 2, Ok(("192.0.2.10", 120)));
    let until = |case: &Case, at: i64| case.name().others_until(&id("c10"), Time(at * 1000));
    assert_eq!(until(&case, 3), Some(Time(122_000)));
    case.hear(HALL, 5, Ok(("198.51.100.7", 300)));
    assert_eq!(until(&case, 6), Some(Time(40_000)));
    case.hear(CAFE, 7, Ok(("198.51.100.7", 300)));
    assert_eq!(until(&case, 8), None);
}

#[test]
fn names_without_servers_are_not_on_the_board() {
    assert!(Board::new(&plan(&[], &[])).names().is_empty());
}
