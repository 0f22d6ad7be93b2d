//! Updates that are posted at once, by one cockpit or by two.

use super::place::presence;
use super::words::{approval_desks, audience, desks, posts, saved};
use super::world::{Seat, meet};
use crate::cockpit::Msg;
use crate::cockpit::msg::Posted;
use crate::domain::plan::Audience;
use crate::domain::presence::Presence;
use crate::domain::rules::outbox::Standing;
use crate::domain::time::Span;
use std::sync::Arc;

/// Two operators who may both post.
fn posting_desks() -> (Seat, Seat) {
    let (mut gf, mut cp) = desks();
    for seat in [&mut gf, &mut cp] {
        let plan = Arc::make_mut(&mut seat.model.plan);
        plan.audiences = vec![Audience {
            webhook: Some("env:HOOK".into()),
            ..audience("internal", false)
        }];
    }
    (gf, cp)
}

/// Sends the draft, on the disk; the update's name.
fn send(seat: &mut Seat) -> String {
    seat.press(&["b", "Enter"]);
    saved(seat);
    seat.model.outbox.waiting[0].reference.clone()
}

fn answered(seat: &mut Seat, reference: &str, posted: Posted) {
    let reference = reference.to_owned();
    seat.tell(Msg::Posted { reference, posted });
    saved(seat);
}

fn waiting(seat: &Seat) -> Vec<(&str, Standing)> {
    let all = seat.model.outbox.waiting.iter();
    all.map(|w| (w.reference.as_str(), w.standing)).collect()
}

#[test]
fn two_texts_under_way_at_once_leave_once_each() {
    let (mut gf, _) = approval_desks();
    let first = send(&mut gf);
    gf.press(&["b", "x"]);
    let second = send(&mut gf);
    assert_eq!(posts(&gf), 2);
    answered(&mut gf, &first, Posted::Sent);
    assert_eq!(waiting(&gf), [(second.as_str(), Standing::Ready)]);
    gf.wait(Span::seconds(90));
    answered(&mut gf, &second, Posted::Sent);
    assert_eq!(waiting(&gf), []);
    gf.wait(Span::seconds(90));
    assert_eq!(posts(&gf), 2);
}

#[test]
fn two_cockpits_that_send_at_once_post_once_each() {
    for gf_hears_first in [false, true] {
        let (mut gf, mut cp) = posting_desks();
        let (a, b) = (send(&mut gf), send(&mut cp));
        assert_eq!((posts(&gf), posts(&cp)), (1, 1));
        if gf_hears_first {
            meet(&mut gf, &mut cp);
        }
        answered(&mut gf, &a, Posted::Sent);
        answered(&mut cp, &b, Posted::Sent);
        meet(&mut gf, &mut cp);
        for seat in [&mut gf, &mut cp] {
            seat.wait(Span::seconds(90));
            assert_eq!(waiting(seat), []);
            assert_eq!(posts(seat), 0);
        }
    }
}

#[test]
fn what_may_have_arrived_behind_another_text_is_not_posted_again_unasked() {
    let (mut gf, mut cp) = posting_desks();
    let (a, b) = (send(&mut gf), send(&mut cp));
    meet(&mut gf, &mut cp);
    gf.wait(Span::seconds(1));
    // The one that does not count for now.
    let counts = gf.model.outbox.waiting[0].reference.clone();
    let (behind, name, ahead) = match counts == a {
        true => (&mut cp, b, &mut gf),
        false => (&mut gf, a, &mut cp),
    };
    answered(behind, &name, Posted::Unsure("no answer in time".into()));
    answered(ahead, &counts, Posted::Sent);
    meet(behind, ahead);
    behind.wait(Span::seconds(90));
    assert_eq!(posts(behind), 0);
    assert_eq!(waiting(behind), [(name.as_str(), Standing::Unsure)]);
}

#[test]
fn an_update_of_a_machine_without_a_cockpit_is_told_and_can_be_taken_back() {
    let (mut gf, mut cp) = approval_desks();
    cp.press(&["b", "Enter"]);
    meet(&mut gf, &mut cp);
    // The manager is at another machine, and nobody is at the one that posts it any more.
    gf.model.me.machine = "b9".into();
    let told = |seat: &Seat| {
        let mut alarms = seat.model.alarms.iter();
        alarms.any(|a| a.text.contains("waits for a cockpit on b1"))
    };
    gf.press(&["b", "Enter"]);
    let answer = gf.answer().to_owned();
    assert!(answer.ends_with("it waits for a cockpit on b1"), "{answer}");
    gf.wait(Span::seconds(10));
    assert!(!told(&gf), "somebody may come");
    gf.wait(Span::seconds(30));
    assert!(told(&gf), "{:?}", gf.model.alarms);
    let here = |at| Presence {
        machine: "b1".into(),
        ..presence(at)
    };
    gf.tell(Msg::Presence(vec![here(gf.wall)]));
    gf.wait(Span::seconds(1));
    assert!(!told(&gf), "somebody came");
    gf.wait(Span::seconds(40));
    assert!(!told(&gf), "gone again, and somebody may come");
    gf.wait(Span::seconds(40));
    assert!(told(&gf), "and is gone again");
    gf.press(&["b", "Enter"]);
    assert!(gf.answer().contains("x cancels it"), "{}", gf.answer());
    gf.press(&["x"]);
    gf.wait(Span::seconds(1));
    assert!(!told(&gf));
    assert_eq!(waiting(&gf), []);
}
