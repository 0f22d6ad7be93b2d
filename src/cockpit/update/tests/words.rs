//! Updates: drafted, looked over, sent.

use super::world::{Seat, id, meet, two};
use crate::cockpit::dialog::Draft;
use crate::cockpit::{Dialog, Effect, Msg};
use crate::domain::facts::Fact;
use crate::domain::plan::{Audience, Cadence};
use crate::domain::rules::draft::Kind;
use crate::domain::time::Span;
use crate::domain::words::Stage;
use std::collections::BTreeMap;
use std::sync::Arc;

fn audience(name: &str, public: bool) -> Audience {
    Audience {
        id: id(name),
        name: name.to_owned(),
        public,
        first_within: Span::minutes(5),
        webhook: None,
        rehearsal_webhook: None,
        headers: BTreeMap::new(),
        body: None,
        cadence: vec![Cadence {
            severity: None,
            state: None,
            every: Span::minutes(30),
        }],
    }
}

/// Two operators, and people to tell.
fn desks() -> (Seat, Seat) {
    let (mut gf, mut cp) = two();
    for seat in [&mut gf, &mut cp] {
        let plan = Arc::make_mut(&mut seat.model.plan);
        plan.audiences = vec![audience("internal", false), audience("customers", true)];
        seat.wait(Span::seconds(1));
    }
    (gf, cp)
}

fn draft(seat: &Seat) -> &Draft {
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

fn sent(seat: &mut Seat) -> Vec<String> {
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
    let next = gf.model.updates[0].due.unwrap();
    assert_eq!(next.0 % 60_000, 0);
    let clock = next.clock();
    let said = sent(&mut gf);
    let promised = format!("No material change. Next update at {} UTC.", &clock[..5]);
    assert_eq!(said, [promised]);
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
