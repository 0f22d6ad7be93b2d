use super::*;
use crate::domain::facts::{
    BulletinApproved, BulletinFailed, BulletinQueued, BulletinSent, NoteAdded, NoteCorrected,
    NotePinned, PromiseMade, RoleSet, StageSet, StepSet,
};
use crate::domain::plan::Role;
use crate::domain::rules::alarms::alarms as all_alarms;
use crate::domain::rules::testing::{Desk, id};
use crate::domain::rules::updates::updates;
use crate::domain::words::{Confidence, Milestone, NoteKind, Stage, StepState};

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
        of: None,
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
        measured: &Measured::default(),
        me: None,
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
    let offered = |desk: &Desk| with(desk, |scene| offer(scene, &id("im"), "nm", None));
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

/// The parts of a sheet by their titles.
fn part(desk: &Desk, title: &str) -> Vec<String> {
    let sections = with(desk, sheet);
    let found = sections.into_iter().find(|s| s.title == title);
    found.map(|s| s.lines).unwrap_or_default()
}

#[test]
fn what_must_be_known_first_stands_first() {
    let titles: Vec<&str> = with(&evening(), |scene| {
        sheet(scene).iter().map(|s| s.title).collect()
    });
    let first = [
        "THE INCIDENT",
        "PINNED",
        "AT WORK",
        "TO DECIDE",
        "FALLS DUE",
        "UPDATES",
    ];
    assert_eq!(titles[..6], first, "{titles:?}");
}

#[test]
fn all_clocks_are_in_one_list_and_what_is_of_another_day_says_so() {
    let mut desk = evening();
    desk.now = desk.now + Span::minutes(3 * 60);
    let due = part(&desk, "FALLS DUE");
    assert_eq!(due.len(), 3, "{due:?}");
    assert!(
        due[0].starts_with("11-20 21:31:") && due[0].contains("OVERDUE"),
        "{due:?}"
    );
    assert!(due[1].contains("promised: power is back"), "{due:?}");
    assert!(due[2].contains("update to Customers"), "{due:?}");
    let decided = part(&desk, "DECIDED");
    assert!(decided[0].starts_with("11-20 21:26:49Z gf"), "{decided:?}");
    let head = part(&desk, "THE INCIDENT").join("\n");
    assert!(head.contains("down 3:00:15"), "{head}");
    assert!(head.contains("from 11-20 21:26:42Z"), "{head}");
}

#[test]
fn an_update_that_does_not_leave_says_so_with_who_wrote_it() {
    let mut desk = evening();
    desk.plan.audiences[0].webhook = Some("env:HOOK".into());
    let queued = BulletinQueued {
        audience: id("customers"),
        state: None,
        text: "We go on.".into(),
        via: None,
        next_at: None,
    };
    desk.says("cp", queued.clone());
    let approved = BulletinApproved {
        audience: id("customers"),
        reason: None,
    };
    desk.says("gf", approved);
    let failed = BulletinFailed {
        audience: id("customers"),
        via: None,
        reason: "connection refused".into(),
        unsure: false,
    };
    desk.says("gf", failed);
    let said = part(&desk, "UPDATES");
    let last = said.last().unwrap();
    assert!(
        last.starts_with("  NOT OUT, does not leave: connection refused (by cp, 21:"),
        "{said:?}"
    );
    assert!(last.ends_with("): We go on."), "{said:?}");
    let sent = BulletinSent {
        audience: id("customers"),
        state: None,
        text: Some(queued.text),
        via: Some("webhook".into()),
        next_at: None,
        of: None,
    };
    desk.says("gf", sent);
    let said = part(&desk, "UPDATES").join("\n");
    assert!(said.contains("by cp:\n  We go on."), "{said}");
    assert!(!said.contains("NOT OUT"), "{said}");
}

#[test]
fn a_question_that_was_answered_is_not_asked_again() {
    let mut desk = evening();
    let asked = |desk: &Desk| part(desk, "ASKED AND TO DO");
    assert_eq!(asked(&desk).len(), 2);
    let log = desk.incident.log();
    let question = log.iter().find_map(|(_, e)| match &e.draft.fact {
        Fact::NoteAdded(n) if n.kind == NoteKind::Question => Some(e.reference()),
        _ => None,
    });
    let correct = |text: &str| NoteCorrected {
        entry: question.clone().unwrap(),
        text: text.into(),
    };
    desk.says("cp", correct("is the queue drained at both sides"));
    assert_eq!(asked(&desk).len(), 2, "a correction alone answers nothing");
    desk.says("cp", correct("Answered: yes. is the queue drained"));
    assert_eq!(asked(&desk).len(), 1, "{:?}", asked(&desk));
}

#[test]
fn after_a_handover_the_sheet_says_whom_to_ask() {
    let mut desk = evening();
    let offered = with(&desk, |scene| offer(scene, &id("im"), "nm", None));
    desk.says("gf", offered);
    desk.says("nm", accept(&id("im")));
    let people = part(&desk, "WHO DOES WHAT");
    assert!(
        people[0].starts_with("Incident manager: nm since "),
        "{people:?}"
    );
    assert!(people[0].ends_with(", after gf"), "{people:?}");
}
