use super::super::testing::{Desk, id};
use super::*;
use crate::domain::plan::DnsName;
use std::collections::BTreeMap;

const NAME: &str = "www.shop.example";

fn desk(assumed: Option<i64>) -> Desk {
    let mut desk = Desk::adopted(id("h42"), id("c10"));
    desk.plan.dns = vec![DnsName {
        name: NAME.to_owned(),
        kind: "A".to_owned(),
        resolvers: Vec::new(),
        authoritative: Vec::new(),
        ttl: assumed.map(Span::seconds),
        answers: BTreeMap::new(),
    }];
    desk
}

fn serves_now(desk: &mut Desk, provider: &str, ttl: Option<i64>, since: Option<Time>) {
    let set = ServingSet {
        name: NAME.to_owned(),
        provider: id(provider),
        evidence: Some("1/1 authoritative at 198.51.100.53".to_owned()),
        since,
        ttl: ttl.map(Span::seconds),
    };
    desk.says("gf", set);
}

fn waits(desk: &Desk) -> (Option<i64>, String) {
    let (until, words) = wait(&desk.incident, &desk.plan, NAME, desk.now);
    (until.map(|t| (t - desk.now).as_seconds()), words)
}

#[test]
fn without_a_word_the_plans_ttl_is_assumed() {
    let assumed = (Some(120), "TTL 120 s, assumed from the plan".to_owned());
    assert_eq!(waits(&desk(Some(120))), assumed);
    let unknown = (None, format!("TTL of {NAME} is not known"));
    assert_eq!(waits(&desk(None)), unknown);
}

#[test]
fn the_ttl_seen_before_the_change_counts_from_the_change() {
    let mut desk = desk(Some(120));
    serves_now(&mut desk, "h42", Some(300), None);
    let (left, words) = waits(&desk);
    assert_eq!(left, Some(300), "the change was not seen yet");
    assert!(words.starts_with("TTL 300 s, seen "), "{words}");
    assert!(
        words.ends_with("1/1 authoritative at 198.51.100.53"),
        "{words}"
    );
    desk.wait(Span::seconds(60));
    let changed = desk.now;
    desk.wait(Span::seconds(9));
    serves_now(&mut desk, "c10", Some(60), Some(changed));
    desk.wait(Span::seconds(40));
    let (left, words) = waits(&desk);
    assert_eq!(left, Some(250), "{words}");
    let old = old(&desk.incident, &desk.plan, NAME).unwrap();
    assert_eq!((old.provider, old.changed), (id("h42"), changed));
    assert!(!old.assumed);
    desk.wait(Span::minutes(10));
    assert_eq!(waits(&desk).0, Some(0), "it is over");
}

#[test]
fn a_ttl_lowered_just_before_leaves_older_answers_longer() {
    let mut desk = desk(None);
    serves_now(&mut desk, "h42", Some(3600), None);
    desk.wait(Span::minutes(10));
    serves_now(&mut desk, "h42", Some(30), None);
    let lowered = desk.now;
    desk.wait(Span::minutes(5));
    let until = |desk: &Desk| wait(&desk.incident, &desk.plan, NAME, desk.now).0;
    let gone = Some(lowered + Span::seconds(3600));
    assert_eq!(until(&desk), gone);
    serves_now(&mut desk, "c10", Some(30), None);
    assert_eq!(until(&desk), gone);
}

#[test]
fn where_no_ttl_was_seen_the_plans_counts_from_the_change_and_is_marked() {
    let mut desk = desk(Some(120));
    serves_now(&mut desk, "h42", None, None);
    serves_now(&mut desk, "c10", None, None);
    let old = old(&desk.incident, &desk.plan, NAME).unwrap();
    assert!(old.assumed);
    assert_eq!(old.until, Some(desk.now + Span::seconds(120)));
    assert!(
        waits(&desk)
            .1
            .contains("assumed from the plan; the answer changed")
    );
}

#[test]
fn a_name_that_did_not_move_has_no_old_answers() {
    let mut desk = desk(None);
    serves_now(&mut desk, "h42", Some(300), None);
    assert_eq!(old(&desk.incident, &desk.plan, NAME), None);
}

#[test]
fn a_ttl_that_was_lowered_is_no_move() {
    let mut desk = desk(None);
    desk.plan.dns[0].authoritative = vec!["198.51.100.53".to_owned()];
    serves_now(&mut desk, "h42", Some(3600), None);
    desk.wait(Span::minutes(20));
    serves_now(&mut desk, "h42", Some(60), None);
    desk.wait(Span::minutes(10));
    serves_now(&mut desk, "c10", Some(60), None);
    let turned = desk.now;
    let (at, _) = moved(&desk.incident, &desk.plan, &id("c10")).unwrap();
    assert_eq!(at, turned);
    let until = old(&desk.incident, &desk.plan, NAME).unwrap().until;
    let lowered = turned - Span::minutes(10) - Span::seconds(1);
    assert_eq!(until, Some(lowered + Span::minutes(60)));
}
