use super::*;
use crate::domain::facts::{
    HandoverAccepted, HandoverOffered, PromiseClosed, PromiseMade, RoleSet,
};
use crate::domain::plan::Role;
use crate::domain::rules::testing::{Desk, id};

fn desk() -> Desk {
    let mut desk = Desk::new();
    let role = |name: &str, long: &str| Role {
        id: id(name),
        name: long.into(),
        required: name == "im",
    };
    desk.plan.roles = vec![
        role("im", "Incident manager"),
        role("comms", "Communications"),
    ];
    desk
}

fn gives(desk: &mut Desk, who: &str, name: &str, to: &str, until: Option<Time>) {
    let set = RoleSet {
        role: id(name),
        operator: Some(to.into()),
        until,
    };
    desk.says(who, set);
}

fn offers(desk: &mut Desk, who: &str, to: &str) {
    let offered = HandoverOffered {
        role: id("im"),
        operator: to.into(),
        summary: Some("sheet".into()),
        until: None,
    };
    desk.says(who, offered);
}

fn im(desk: &Desk) -> RoleRow {
    role(&desk.plan, &desk.incident, &id("im")).unwrap()
}

fn ids(desk: &Desk) -> Vec<String> {
    desk.alarms().into_iter().map(|a| a.0).collect()
}

#[test]
fn a_role_said_again_is_held_since_the_first_time() {
    let mut desk = desk();
    assert_eq!(im(&desk).words(desk.now), "NOBODY");
    gives(&mut desk, "gf", "im", "gf", None);
    let since = desk.now;
    desk.wait(Span::minutes(72));
    gives(&mut desk, "gf", "im", "gf", None);
    assert_eq!(im(&desk).since, Some(since));
    let words = im(&desk).words(desk.now);
    assert_eq!(words, format!("gf since {} (1h12)", since.clock()));
    gives(&mut desk, "gf", "im", "cp", None);
    gives(&mut desk, "gf", "im", "gf", None);
    assert_eq!(im(&desk).since, Some(desk.now));
}

#[test]
fn an_offer_stands_until_it_is_accepted_or_the_role_is_set() {
    let mut desk = desk();
    gives(&mut desk, "gf", "im", "gf", None);
    offers(&mut desk, "gf", "nm");
    let mine = |desk: &Desk, who| offered_to(&desk.plan, &desk.incident, who).len();
    assert_eq!((mine(&desk, "nm"), mine(&desk, "gf")), (1, 0));
    assert!(im(&desk).words(desk.now).ends_with(", offered to nm"));
    desk.says("nm", HandoverAccepted { role: id("im") });
    assert_eq!(im(&desk).holder.as_deref(), Some("nm"));
    assert_eq!(mine(&desk, "nm"), 0);
    offers(&mut desk, "nm", "gf");
    assert_eq!(mine(&desk, "gf"), 1);
    gives(&mut desk, "nm", "im", "nm", None);
    assert_eq!(mine(&desk, "gf"), 0, "kept after all");
}

#[test]
fn a_role_is_spoken_of_after_three_and_after_six_hours() {
    let mut desk = desk();
    gives(&mut desk, "gf", "im", "gf", None);
    desk.wait(Span::minutes(179));
    assert!(!ids(&desk).iter().any(|a| a.starts_with("role-long")));
    desk.wait(Span::minutes(1));
    assert!(ids(&desk).contains(&"role-long.im.3h".into()));
    desk.acknowledge("gf", "role-long.im.3h");
    let known = |desk: &Desk| desk.alarms().into_iter().find(|a| a.0 == "role-long.im.3h");
    assert_eq!(known(&desk).unwrap().1.as_deref(), Some("gf"));
    desk.wait(Span::minutes(180));
    assert!(ids(&desk).contains(&"role-long.im.6h".into()));
    gives(&mut desk, "gf", "im", "nm", None);
    assert!(!ids(&desk).iter().any(|a| a.starts_with("role-long")));
}

#[test]
fn a_role_for_a_time_says_when_that_is_over() {
    let mut desk = desk();
    let until = Some(desk.now + Span::minutes(20));
    gives(&mut desk, "gf", "im", "cp", until);
    assert!(im(&desk).words(desk.now).contains(", until "));
    desk.wait(Span::minutes(21));
    assert!(ids(&desk).contains(&"role-until.im".into()));
    gives(&mut desk, "gf", "im", "gf", None);
    assert!(!ids(&desk).contains(&"role-until.im".into()));
}

#[test]
fn command_and_communications_in_one_hand_is_said_once() {
    let mut desk = desk();
    gives(&mut desk, "gf", "im", "gf", None);
    let both = |desk: &Desk| both_hands(&desk.plan, &desk.incident, &id("comms"), "gf");
    assert!(
        both(&desk)
            .unwrap()
            .starts_with("gf is IM and comms now: allowed")
    );
    assert_eq!(
        both_hands(&desk.plan, &desk.incident, &id("comms"), "cp"),
        None
    );
    gives(&mut desk, "gf", "comms", "gf", None);
    assert_eq!(both(&desk), None, "not again");
}

#[test]
fn a_promise_is_a_clock_with_an_owner() {
    let mut desk = desk();
    let made = PromiseMade {
        text: "power is back".into(),
        owner: None,
        provider: Some(id("h42")),
        due: desk.now + Span::minutes(30),
    };
    desk.says("gf", made);
    let open = |desk: &Desk| promises::open(&desk.incident, &desk.board());
    let promise = open(&desk).pop().unwrap();
    assert_eq!(promise.whose(&desk.plan), "h42");
    assert_eq!(promise.left(desk.now), "in 29m");
    assert_eq!(promise.left(desk.now + Span::minutes(31)), "OVER 1:01");
    desk.wait(Span::minutes(31));
    let alarm = format!("promise.{}", promise.reference);
    assert!(ids(&desk).contains(&alarm));
    let entry = promise.reference;
    desk.says(
        "cp",
        PromiseClosed {
            entry,
            broken: false,
        },
    );
    assert_eq!(open(&desk), []);
    assert!(!ids(&desk).contains(&alarm));
}

#[test]
fn everybody_with_what_they_hold_and_do() {
    let mut desk = desk();
    gives(&mut desk, "gf", "im", "cp", None);
    desk.does("nm", "go", |a, r| a.start(r, None));
    let back = Some(Span::minutes(3));
    desk.does("gf", "restart", |a, r| a.claim(r, "gf", back));
    let cockpit = |who: &str, observe| Presence {
        writer: crate::domain::ids::WriterId::of(who, "b1", 9),
        operator: who.into(),
        machine: "b1".into(),
        observe,
        doing: None,
        away: None,
        pages: crate::domain::presence::Paging::No,
        at: desk.now,
    };
    let present = [cockpit("nm", false), cockpit("ro", true)];
    let all = everybody(&desk.plan, &desk.incident, &desk.board(), &present);
    let names: Vec<&str> = all.iter().map(|p| p.who.as_str()).collect();
    assert_eq!(names, ["cp", "gf", "nm", "ro"]);
    assert_eq!(all[0].roles[0].id, id("im"));
    assert!(all[1].is_gone() && all[1].steps[0].0 == "1.3");
    assert_eq!(all[1].promises[0].text, "back at 1.3 restart");
    assert_eq!(all[2].steps[0].0, "1.2");
    assert!(all[3].observes());
}

#[test]
fn who_is_typed_with_a_time_or_without() {
    let now = Time(0);
    let typed = |text: &str| holder_typed(text, now);
    assert_eq!(typed(" cp "), Ok(Some(("cp".into(), None))));
    let until = Some(Time(20 * 60_000));
    assert_eq!(
        typed("Claire P for 20m"),
        Ok(Some(("Claire P".into(), until)))
    );
    assert_eq!(typed(""), Ok(None));
    assert!(typed("cp for ever").is_err() && typed("a\u{202e}b").is_err());
}
