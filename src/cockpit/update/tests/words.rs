//! Updates: drafted, looked over, sent.

use super::world::{Seat, id, meet, two};
use crate::cockpit::dialog::Draft;
use crate::cockpit::{Dialog, Effect, Msg};
use crate::domain::facts::Fact;
use crate::domain::plan::{Audience, Cadence};
use crate::domain::rules::draft::Kind;
use crate::domain::time::Span;
use crate::domain::words::Stage;
use std::sync::Arc;

pub(super) fn audience(name: &str, public: bool) -> Audience {
    let cadence = vec![Cadence::always(Span::minutes(30))];
    Audience {
        public,
        ..Audience::plain(id(name), name, cadence)
    }
}

/// Two operators, and people to tell.
pub(super) fn desks() -> (Seat, Seat) {
    let (mut gf, mut cp) = two();
    for seat in [&mut gf, &mut cp] {
        let plan = Arc::make_mut(&mut seat.model.plan);
        plan.audiences = vec![audience("internal", false), audience("customers", true)];
        seat.wait(Span::seconds(1));
    }
    (gf, cp)
}

pub(super) fn draft(seat: &Seat) -> &Draft {
    match &seat.model.view.dialog {
        Some(Dialog::Bulletin(draft)) => draft,
        other => panic!("{other:?}"),
    }
}

/// What the shell does with what was asked for.
fn filled(seat: &mut Seat, text: &str) {
    let asked = seat.effects.iter().rev().find_map(|e| match e {
        Effect::Draft(draft) => Some(draft.audience.clone()),
        _ => None,
    });
    seat.tell(Msg::Drafted {
        audience: asked.unwrap(),
        text: text.to_owned(),
        from: "templates/x.txt".to_owned(),
        trouble: None,
    });
}

pub(super) fn sent(seat: &mut Seat) -> Vec<String> {
    let facts = seat.written().into_iter().map(|e| e.draft.fact);
    let text = |fact| match fact {
        Fact::BulletinSent(sent) => sent.text,
        _ => None,
    };
    facts.filter_map(text).collect()
}

#[test]
fn a_draft_is_asked_of_its_template_and_never_writes_over_what_was_typed() {
    let (mut gf, _) = desks();
    gf.press(&[
        "I",
        "\"Orders fail\"",
        "Enter",
        "Enter",
        "Enter",
        "Enter",
        "Enter",
    ]);
    assert_eq!(gf.answer(), "impact set: b drafts an update with it");
    gf.press(&["b"]);
    let asked = gf.effects.iter().find_map(|e| match e {
        Effect::Draft(draft) => Some(draft.clone()),
        _ => None,
    });
    let asked = asked.unwrap();
    assert_eq!(
        (asked.kind, asked.state),
        (Kind::Internal, Stage::Investigating)
    );
    assert_eq!(asked.values["impact"], "Orders fail");
    assert!(asked.values["next_update"].ends_with(" UTC"));
    assert!(draft(&gf).editor.text().starts_with("We see a disruption"));
    filled(&mut gf, "Orders fail.");
    assert_eq!(draft(&gf).editor.text(), "Orders fail.");
    assert!(draft(&gf).advice[0].contains("next update"));
    gf.press(&["e", "\" db1.h42.example, probably.\""]);
    filled(&mut gf, "too late");
    let text = draft(&gf).editor.text();
    assert!(text.starts_with("Orders fail. db1"), "{text}");
    assert!(draft(&gf).advice.iter().any(|a| a.contains("guess")));
    assert!(!draft(&gf).advice.iter().any(|a| a.contains("host")));
    gf.press(&["Enter"]);
    assert_eq!(sent(&mut gf), ["Orders fail. db1.h42.example, probably."]);
}

#[test]
fn what_is_promised_is_a_whole_minute_and_what_the_clock_keeps() {
    let (mut gf, _) = desks();
    gf.press(&["b", "b"]);
    assert!(gf.answer().contains("heard nothing yet"), "{}", gf.answer());
    assert_eq!(
        sent(&mut gf),
        [""; 0],
        "nothing is unchanged before the first"
    );
    gf.press(&["Enter", "b", "k", "b"]);
    let next = gf.model.updates[0].due.unwrap();
    assert_eq!(next.0 % 60_000, 0);
    let clock = next.clock();
    let said = sent(&mut gf);
    let promised = format!("No material change. Next update at {} UTC.", &clock[..5]);
    assert_eq!(said[1..], [promised]);
}

#[test]
fn another_audience_has_another_draft() {
    let (mut gf, mut cp) = desks();
    gf.press(&["b", "j"]);
    filled(&mut gf, "public");
    assert_eq!(draft(&gf).editor.text(), "public");
    gf.press(&["k"]);
    assert_ne!(draft(&gf).editor.text(), "public");
    gf.press(&["q"]);
    meet(&mut gf, &mut cp);
}

pub(super) fn approval_desks() -> (Seat, Seat) {
    let (mut gf, mut cp) = desks();
    for seat in [&mut gf, &mut cp] {
        let plan = Arc::make_mut(&mut seat.model.plan);
        plan.audiences = vec![Audience {
            webhook: Some("env:HOOK".into()),
            ..audience("customers", true)
        }];
    }
    gf.press(&["W", "Enter", "Enter"]);
    meet(&mut gf, &mut cp);
    (gf, cp)
}

pub(super) fn posts(seat: &Seat) -> usize {
    let post = |e: &&Effect| matches!(e, Effect::Post(_));
    seat.effects.iter().filter(post).count()
}

/// What was written is on the disk.
pub(super) fn saved(seat: &mut Seat) {
    let hashes = seat.effects.iter().filter_map(|e| match e {
        Effect::Append(drafts) => Some(drafts.iter().map(|d| d.seq).collect::<Vec<_>>()),
        _ => None,
    });
    let all: Vec<_> = hashes.flatten().collect();
    let hash = crate::domain::ids::Hash([9; 16]);
    seat.tell(Msg::Saved(all.iter().map(|q| (*q, hash, hash)).collect()));
}

#[test]
fn the_public_is_told_once_the_incident_manager_approved_and_it_is_on_the_disk() {
    let (mut gf, mut cp) = approval_desks();
    cp.press(&["b"]);
    assert_eq!(draft(&cp).enter, "ask gf to approve it");
    cp.press(&["Enter"]);
    assert_eq!(
        cp.answer(),
        "update to customers waits for its approval by gf"
    );
    saved(&mut cp);
    assert_eq!(posts(&cp), 0);
    meet(&mut gf, &mut cp);
    assert_eq!(
        gf.answer(),
        "cp's update to customers waits for your approval: b shows it, Enter approves"
    );
    let alarm = |seat: &Seat| {
        let mut alarms = seat.model.alarms.iter();
        alarms.any(|a| a.text.contains("waits for gf: b approves it"))
    };
    gf.wait(Span::seconds(1));
    assert!(alarm(&gf), "{:?}", gf.model.alarms);
    gf.press(&["b"]);
    assert_eq!(draft(&gf).enter, "approve it: it is posted");
    gf.press(&["Enter"]);
    assert_eq!(
        gf.answer(),
        "update to customers approved; it is posted now"
    );
    meet(&mut gf, &mut cp);
    cp.wait(Span::seconds(1));
    assert_eq!(
        (posts(&gf), posts(&cp)),
        (0, 1),
        "the cockpit that queued it"
    );
    cp.wait(Span::seconds(5));
    assert_eq!(posts(&cp), 1, "one try at a time");
    let reference = cp.model.outbox.waiting[0].reference.clone();
    let told = |posted| Msg::Posted {
        reference: reference.clone(),
        posted,
    };
    let failed = || crate::cockpit::msg::Posted::Failed("answered 500".into());
    cp.tell(told(failed()));
    cp.wait(Span(500));
    assert_eq!(posts(&cp), 1, "not before its pause");
    cp.wait(Span::seconds(2));
    assert_eq!(posts(&cp), 2);
    cp.tell(told(failed()));
    let failures = |seat: &Seat| {
        let log = seat.model.incident.log().iter();
        log.filter(|(_, e)| matches!(e.draft.fact, Fact::BulletinFailed(_)))
            .count()
    };
    assert_eq!(failures(&cp), 1, "once for each reason");
    cp.wait(Span::seconds(5));
    cp.tell(told(crate::cockpit::msg::Posted::Sent));
    assert_eq!(cp.model.outbox.waiting, []);
    assert_eq!(
        cp.model.updates[0].last.as_ref().unwrap().via.as_deref(),
        Some("webhook")
    );
    meet(&mut gf, &mut cp);
    assert_eq!(gf.model.outbox.waiting, []);
}

#[test]
fn b_opens_what_waits_for_its_approver_before_what_is_due_first() {
    let (mut gf, mut cp) = approval_desks();
    for seat in [&mut gf, &mut cp] {
        let plan = Arc::make_mut(&mut seat.model.plan);
        plan.audiences.insert(0, audience("internal", false));
        seat.wait(Span::seconds(1));
    }
    let shown = |seat: &Seat| draft(seat).audiences[0].0.to_string();
    cp.press(&["b"]);
    assert_eq!(shown(&cp), "internal");
    cp.press(&["j", "Enter"]);
    meet(&mut gf, &mut cp);
    gf.wait(Span::seconds(1));
    gf.press(&["b"]);
    assert_eq!(shown(&gf), "customers");
    cp.press(&["b"]);
    assert_eq!(shown(&cp), "internal", "it waits for gf");
}

#[test]
fn what_nobody_knows_waits_for_a_person_also_after_leaving() {
    let (mut gf, _) = approval_desks();
    gf.press(&["b", "Enter"]);
    assert!(
        gf.answer().contains("is posted once it is saved"),
        "{}",
        gf.answer()
    );
    assert_eq!(posts(&gf), 0, "not on the disk yet");
    saved(&mut gf);
    assert_eq!(posts(&gf), 1);
    gf.press(&["b"]);
    assert_eq!(draft(&gf).enter, "it is being posted");
    gf.press(&["q"]);
    gf.tell(Msg::End("left".into()));
    let waiting = &gf.model.outbox.waiting[0];
    assert_eq!(
        waiting.standing,
        crate::domain::rules::outbox::Standing::Unsure
    );
}

#[test]
fn an_override_needs_its_reason() {
    let (mut gf, mut cp) = approval_desks();
    cp.press(&["b", "Enter", "b", "a"]);
    assert!(matches!(cp.model.view.dialog, Some(Dialog::Ask(_))));
    cp.press(&["Enter"]);
    assert!(
        cp.answer().contains("a reason is needed"),
        "{}",
        cp.answer()
    );
    cp.press(&["\"gf sleeps\"", "Enter"]);
    assert!(cp.answer().contains("approved"), "{}", cp.answer());
    cp.press(&["b", "x"]);
    assert_eq!(cp.answer(), "update to customers cancelled");
    assert_eq!(cp.model.outbox.waiting, []);
    meet(&mut gf, &mut cp);
}
