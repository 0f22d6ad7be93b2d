//! Who approves, what waits, what leaves.

use super::super::testing::{Desk, id};
use super::*;
use crate::domain::facts::{BulletinFailed, RoleSet};
use crate::domain::plan::Role;

/// GF is the incident manager; updates to the public are posted.
fn desk(webhook: bool) -> Desk {
    let mut desk = Desk::new();
    desk.plan.roles = vec![Role {
        id: id("im"),
        name: "Incident manager".into(),
        required: true,
    }];
    desk.plan.audiences[0].webhook = webhook.then(|| "env:HOOK".to_owned());
    let operator = Some("gf".to_owned());
    desk.says(
        "gf",
        RoleSet {
            role: id("im"),
            operator,
            until: None,
        },
    );
    desk
}

fn speaker<'a>(desk: &'a Desk, operator: &'a str, mode: Mode) -> Speaker<'a> {
    Speaker {
        plan: &desk.plan,
        incident: &desk.incident,
        mode,
        operator,
    }
}

fn text(words: &str) -> BulletinQueued {
    BulletinQueued {
        audience: id("customers"),
        state: None,
        text: words.into(),
        via: None,
        next_at: None,
    }
}

fn send(desk: &mut Desk, who: &str, words: &str) -> Fate {
    let (facts, fate) = speaker(desk, who, Mode::Live).send(text(words));
    desk.write(who, facts);
    fate
}

fn standing(desk: &Desk) -> Option<(Standing, bool, String)> {
    let mut found = waiting(&desk.plan, &desk.incident, Mode::Live);
    assert!(found.len() < 2);
    found.pop().map(|w| (w.standing, w.posts, w.queued.text))
}

fn only(desk: &Desk) -> Waiting {
    waiting(&desk.plan, &desk.incident, Mode::Live).remove(0)
}

fn last_sent(desk: &Desk) -> Option<String> {
    let record = desk.incident.state().audiences.get(&id("customers"))?;
    record.sent.get()?.text.clone()
}

#[test]
fn the_public_hears_what_the_incident_manager_approved() {
    for posts in [false, true] {
        let mut desk = desk(posts);
        let fate = send(&mut desk, "cp", "a");
        assert!(matches!(fate, Fate::Approval { .. }), "{fate:?}");
        let stands = |desk: &Desk| standing(desk).map(|(s, p, _)| (s, p));
        assert_eq!(stands(&desk), Some((Standing::Approval, posts)));
        assert_eq!(last_sent(&desk), None);
        let refused = speaker(&desk, "cp", Mode::Live).approve(&only(&desk), Some(" "));
        assert!(refused.is_err(), "{refused:?}");
        let fact = speaker(&desk, "gf", Mode::Live).approve(&only(&desk), None);
        desk.write("gf", vec![fact.unwrap()]);
        assert_eq!(stands(&desk), Some((Standing::Ready, posts)));
    }
}

#[test]
fn an_override_is_marked_and_another_text_wants_another_approval() {
    let mut desk = desk(false);
    send(&mut desk, "cp", "a");
    let fact = speaker(&desk, "cp", Mode::Live).approve(&only(&desk), Some("gf sleeps"));
    let fact = fact.unwrap();
    assert!(
        matches!(&fact, Fact::BulletinApproved(a) if a.reason.as_deref() == Some("override: gf sleeps"))
    );
    desk.write("cp", vec![fact]);
    assert_eq!(only(&desk).standing, Standing::Ready);
    send(&mut desk, "cp", "b");
    let stands = standing(&desk).unwrap();
    assert_eq!(stands, (Standing::Approval, false, "b".to_owned()));
}

#[test]
fn the_incident_managers_own_text_is_approved_at_once() {
    let mut by_hand = desk(false);
    assert_eq!(send(&mut by_hand, "gf", "a"), Fate::Sent);
    assert_eq!(last_sent(&by_hand).as_deref(), Some("a"));
    let mut posted = desk(true);
    assert_eq!(send(&mut posted, "gf", "a"), Fate::Posted);
    assert_eq!(only(&posted).standing, Standing::Ready);
    assert_eq!(send(&mut posted, "gf", "b"), Fate::Busy);
    assert_eq!(only(&posted).queued.text, "a");
    let cancelled = cancel(&only(&posted), None);
    posted.write("gf", vec![cancelled]);
    assert_eq!(standing(&posted), None);
}

#[test]
fn without_a_role_to_approve_nothing_waits() {
    let mut desk = desk(false);
    desk.plan.roles.clear();
    assert_eq!(send(&mut desk, "cp", "a"), Fate::Sent);
}

#[test]
fn what_may_have_arrived_waits_for_a_person() {
    let mut desk = desk(true);
    send(&mut desk, "gf", "a");
    let failed = |unsure| BulletinFailed {
        audience: id("customers"),
        via: Some(WEBHOOK.into()),
        reason: "no answer".into(),
        unsure,
    };
    desk.says("gf", failed(false));
    assert_eq!(only(&desk).standing, Standing::Ready);
    assert_eq!(only(&desk).trouble.as_deref(), Some("no answer"));
    desk.says("gf", failed(true));
    assert_eq!(only(&desk).standing, Standing::Unsure);
    let again = speaker(&desk, "gf", Mode::Live).approve(&only(&desk), None);
    desk.write("gf", vec![again.unwrap()]);
    assert_eq!(only(&desk).standing, Standing::Ready);
    let left = sent(&only(&desk).queued, Some(WEBHOOK.into()), None);
    desk.write("gf", vec![left]);
    assert_eq!(standing(&desk), None);
    assert_eq!(last_sent(&desk).as_deref(), Some("a"));
}

#[test]
fn from_a_drill_nothing_is_posted_unless_a_place_is_named() {
    let mut desk = desk(true);
    let posts = |desk: &Desk| speaker(desk, "gf", Mode::Drill).send(text("a")).1;
    assert_eq!(posts(&desk), Fate::Sent);
    desk.plan.audiences[0].rehearsal_webhook = Some("env:REHEARSAL".into());
    assert_eq!(posts(&desk), Fate::Posted);
    assert_eq!(
        speaker(&desk, "gf", Mode::Live).send(text("a")).1,
        Fate::Posted
    );
}

#[test]
fn by_a_way_that_is_named_it_was_handed_over() {
    let mut desk = desk(true);
    let named = BulletinQueued {
        via: Some("status page".into()),
        ..text("a")
    };
    let (facts, fate) = speaker(&desk, "gf", Mode::Live).send(named.clone());
    assert_eq!((facts.len(), fate), (1, Fate::Sent));
    let (facts, _) = speaker(&desk, "cp", Mode::Live).send(named);
    desk.write("cp", facts);
    assert!(!only(&desk).posts);
}

#[test]
fn what_left_takes_no_other_text_with_it() {
    let mut desk = desk(true);
    send(&mut desk, "gf", "a");
    let first = only(&desk);
    desk.write("gf", vec![cancel(&first, None)]);
    send(&mut desk, "gf", "b");
    let way = Some(WEBHOOK.to_owned());
    let left = |w: &Waiting| sent(&w.queued, way.clone(), Some(&w.reference));
    desk.write("gf", vec![left(&first)]);
    assert_eq!(last_sent(&desk).as_deref(), Some("a"));
    let stands = standing(&desk).unwrap();
    assert_eq!(stands, (Standing::Ready, true, "b".to_owned()));
    let second = only(&desk);
    desk.write("gf", vec![left(&second)]);
    assert_eq!(standing(&desk), None);
    // Older journals do not name it.
    send(&mut desk, "gf", "c");
    let unnamed = sent(&only(&desk).queued, way.clone(), None);
    desk.write("gf", vec![unnamed]);
    assert_eq!(standing(&desk), None);
}
