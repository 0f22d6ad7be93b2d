use super::*;
use crate::domain::facts::{
    BulletinSent, NoteAdded, NotePinned, PromiseMade, RoleSet, StageSet, StepSet,
};
use crate::domain::plan::Role;
use crate::domain::rules::alarms::alarms as all_alarms;
use crate::domain::rules::testing::{Desk, id};
use crate::domain::rules::updates::updates;
use crate::domain::words::{Confidence, NoteKind, Stage, StepState};

fn note(kind: NoteKind, text: &str) -> NoteAdded {
    NoteAdded {
        kind,
        text: text.into(),
        at: None,
        provider: (kind == NoteKind::Provider).then(|| id("h42")),
        ticket: (kind == NoteKind::Provider).then(|| "8841".to_owned()),
        confidence: (kind == NoteKind::Finding).then_some(Confidence::Low),
    }
}

/// An evening with something of everything.
fn evening() -> Desk {
    let mut desk = Desk::new();
    desk.plan.roles = vec![Role {
        id: id("im"),
        name: "Incident manager".into(),
        required: true,
    }];
    desk.plan.providers = vec![crate::domain::plan::Provider {
        id: id("h42"),
        name: "Provider 42A".into(),
        phone: Some("+33 1".into()),
        status_url: None,
        ticket_url: Some("https://t.example/new".into()),
        vars: std::collections::BTreeMap::new(),
    }];
    let holder = RoleSet {
        role: id("im"),
        operator: Some("gf".into()),
        until: None,
    };
    desk.says("gf", holder);
    desk.reach(Milestone::ImpactStart);
    desk.reach(Milestone::Declared);
    desk.says(
        "gf",
        StageSet {
            state: Stage::Identified,
        },
    );
    desk.does("cp", "fence", |a, r| a.start(r, None));
    desk.does("cp", "pause", |a, r| a.start(r, None));
    desk.does("gf", "look", |a, r| a.defer(r, Some("later".into())));
    desk.says("gf", note(NoteKind::Decision, "no ETA: we go"));
    desk.says("gf", note(NoteKind::Finding, "one hall lost power"));
    desk.says("gf", note(NoteKind::Note, "the switch is new"));
    let last = desk.incident.log().newest().unwrap();
    let entry = desk.incident.log().entry(last).reference();
    desk.says(
        "gf",
        NotePinned {
            entry,
            pinned: true,
        },
    );
    desk.says("gf", note(NoteKind::Question, "is the queue drained"));
    desk.says("gf", note(NoteKind::Todo, "call the insurance"));
    desk.says("gf", note(NoteKind::Provider, "power failure"));
    let due = desk.now + Span::minutes(30);
    let made = PromiseMade {
        text: "power is back".into(),
        owner: None,
        provider: Some(id("h42")),
        due,
    };
    desk.says("gf", made);
    let sent = BulletinSent {
        audience: id("customers"),
        state: None,
        text: Some("We see a disruption.".into()),
        via: None,
        next_at: None,
    };
    desk.says("gf", sent);
    desk
}

fn written(desk: &Desk) -> String {
    with(desk, |scene| text(&sheet(scene)))
}

fn with<T>(desk: &Desk, make: impl Fn(&Scene<'_>) -> T) -> T {
    let (board, plan, incident) = (desk.board(), &desk.plan, &desk.incident);
    let clocks = Clocks::at(incident, &desk.list.targets, desk.now);
    let updates = updates(plan, incident);
    let alarms = all_alarms(plan, incident, &board, &clocks, &updates, desk.now);
    make(&Scene {
        plan,
        board: &board,
        incident,
        mode: Mode::Live,
        clocks: &clocks,
        updates: &updates,
        alarms: &alarms,
        present: &[],
        now: desk.now,
    })
}

#[test]
fn who_takes_over_reads_all_of_it() {
    insta::assert_snapshot!(written(&evening()));
}

#[test]
fn of_an_incident_that_has_just_begun_there_is_little_to_say() {
    let desk = Desk::new();
    let text = written(&desk);
    assert!(
        text.starts_with("THE INCIDENT\n  LIVE  h42 → c10"),
        "{text}"
    );
    for absent in ["WAITS", "PROMISED", "PUT OFF", "DECIDED"] {
        assert!(!text.contains(absent), "{text}");
    }
}

#[test]
fn what_went_wrong_is_loud_and_nothing_hides_in_it() {
    let mut desk = evening();
    let step = |name: &str, state, reason: &str| StepSet {
        reason: Some(reason.into()),
        run: id("r1"),
        step: id(name),
        state,
        ..desk_plain()
    };
    desk.says(
        "cp",
        step("restart", StepState::Failed, "no \u{1b}[2J answer"),
    );
    desk.says("cp", step("promote", StepState::Unknown, "gone"));
    let text = written(&desk);
    assert!(text.contains("restart: FAILED by cp, since "), "{text}");
    assert!(text.contains("promote: UNKNOWN: its command"), "{text}");
    assert!(!text.contains('\u{1b}'));
}

fn desk_plain() -> StepSet {
    StepSet {
        run: id("r1"),
        step: id("go"),
        state: StepState::Todo,
        value: None,
        reason: None,
        evidence: None,
        unproven: false,
        until: None,
        values: std::collections::BTreeMap::new(),
        sensed: false,
        gives_back: None,
    }
}

#[test]
fn an_offer_holds_the_sheet_and_never_more_than_an_entry_does() {
    let mut desk = evening();
    let offered = |desk: &Desk| with(desk, |scene| offer(scene, &id("im"), "nm"));
    let Fact::HandoverOffered(first) = offered(&desk) else {
        unreachable!()
    };
    assert_eq!(first.summary, Some(written(&desk)));
    for _ in 0..8 {
        desk.says("gf", note(NoteKind::Decision, &"é".repeat(900)));
    }
    let long = offered(&desk);
    assert!(long.size() < Fact::LONGEST, "{}", long.size());
    assert_eq!(long.clone().cut(), long);
}
