//! What each kind of step asks: recorded values, parts, a second person's word.

use super::world::{Seat, checklist, id, meet, step, two_on};
use crate::cockpit::{Dialog, Effect};
use crate::domain::checklist::{Checklist, Record, Step};
use crate::domain::facts::{Fact, RoleSet};
use crate::domain::rules::StepRow;
use crate::domain::words::{StepKind, StepState};

/// One phase with these steps.
pub(super) fn list(steps: Vec<Step>) -> Checklist {
    let mut list = checklist();
    list.phases[0].steps = steps;
    list
}

pub(super) fn row<'a>(seat: &'a Seat, step: &str) -> &'a StepRow {
    seat.model.board.step(&id(step)).unwrap()
}

pub(super) fn holds(seat: &mut Seat, role: &str, who: &str) {
    let set = RoleSet {
        role: id(role),
        operator: Some(who.into()),
        until: None,
    };
    let effects = super::super::record::record(&mut seat.model, [Fact::from(set)]);
    seat.effects.extend(effects);
}

fn record(name: &str, kind: &str) -> Record {
    Record {
        name: name.into(),
        kind: kind.into(),
        prompt: Some(format!("the {name}")),
        choices: vec!["async".into(), "sync".into()],
    }
}

fn position() -> Checklist {
    list(vec![
        step("position", |s| {
            s.kind = StepKind::Check;
            s.expect = Some("less than a minute old".into());
            s.record = vec![
                record("last_xact", "time"),
                record("mode", "choice"),
                record("lag", "float"),
            ];
        }),
        step("after", |_| {}),
    ])
}

#[test]
fn each_value_is_asked_in_turn_and_refused_in_place() {
    let (mut gf, _) = two_on(&position());
    gf.press(&["Enter", "d"]);
    let Some(Dialog::Ask(ask)) = &gf.model.view.dialog else {
        panic!("{}", gf.answer());
    };
    assert!(ask.title.starts_with("the last_xact?"), "{}", ask.title);
    assert!(ask.hint[0].contains("less than a minute old"));
    gf.press(&["\"soon\"", "Enter"]);
    assert!(gf.answer().contains("a time in UTC"), "{}", gf.answer());
    assert!(matches!(&gf.model.view.dialog, Some(Dialog::Ask(_))));
    gf.press(&["Backspace", "Backspace", "Backspace", "Backspace"]);
    gf.press(&["\"20:12:58\"", "Enter"]);
    assert!(matches!(&gf.model.view.dialog, Some(Dialog::Choose(_))));
    gf.press(&["2", "\"ok\"", "Enter"]);
    let row = row(&gf, "position");
    assert_eq!(row.state, StepState::Done, "{}", gf.answer());
    let values: Vec<_> = row.told.values.keys().map(String::as_str).collect();
    assert_eq!(values, ["last_xact", "mode"], "ok is no value");
    let value = row.value.as_deref();
    assert_eq!(value, Some("last_xact=20:12:58Z, mode=sync"));
}

fn parts() -> Checklist {
    list(vec![
        step("dns", |s| {
            s.each = vec!["www.shop.example".into(), "api.shop.example".into()];
            s.command = Some("./dns.sh {{each}} {{to.id}}".into());
        }),
        step("call", |s| {
            s.sub = vec!["{{from.name}}".into(), "the bank".into()];
            s.expect = Some("both know".into());
        }),
        step("after", |_| {}),
    ])
}

#[test]
fn d_ticks_the_next_part_and_the_command_is_that_of_the_part_at_hand() {
    let (mut gf, mut cp) = two_on(&parts());
    let command = |seat: &Seat| seat.model.board.command(row(seat, "dns")).unwrap().text;
    assert_eq!(command(&gf), "./dns.sh www.shop.example c10");
    gf.press(&["Enter"]);
    assert!(gf.answer().ends_with("d ticks www.shop.example"));
    gf.press(&["d"]);
    assert_eq!(
        gf.answer(),
        "1.1 www.shop.example done, 1/2; next api.shop.example"
    );
    gf.press(&["c"]);
    let copied = gf.effects.iter().find_map(|e| match e {
        Effect::Copy { text, .. } => Some(text.clone()),
        _ => None,
    });
    assert_eq!(copied.as_deref(), Some("./dns.sh api.shop.example c10"));
    meet(&mut gf, &mut cp);
    assert_eq!(row(&cp, "dns").progress(), Some((1, 2)));
    gf.press(&["d"]);
    assert_eq!(row(&gf, "dns").state, StepState::Done);
    gf.press(&["k", "U"]);
    assert_eq!(row(&gf, "dns").state, StepState::Doing);
    assert_eq!(row(&gf, "dns").progress(), Some((1, 2)), "{}", gf.answer());
}

#[test]
fn any_part_is_ticked_from_the_list_and_the_last_closes_with_its_questions() {
    let (mut gf, _) = two_on(&parts());
    gf.press(&["j", "T"]);
    let Some(Dialog::Choose(list)) = &gf.model.view.dialog else {
        panic!("{}", gf.answer());
    };
    assert_eq!(list.options[0].label, "○ Provider H42");
    gf.press(&["Esc", "Enter", "T", "2"]);
    assert_eq!(row(&gf, "call").progress(), Some((1, 2)));
    gf.press(&["2"]);
    assert_eq!(row(&gf, "call").progress(), Some((0, 2)), "taken back");
    gf.press(&["2", "1"]);
    assert!(matches!(&gf.model.view.dialog, Some(Dialog::Ask(_))));
    gf.press(&["\"both answered\"", "Enter"]);
    assert_eq!(row(&gf, "call").state, StepState::Done);
    assert_eq!(row(&gf, "call").value.as_deref(), Some("both answered"));
}

#[test]
fn the_holder_of_the_role_confirms_unless_that_is_the_doer() {
    let guarded = list(vec![step("promote", |s| {
        s.irreversible = true;
        s.confirm_by = Some(id("im"));
    })]);
    let (mut gf, mut cp) = two_on(&guarded);
    holds(&mut gf, "im", "nm");
    meet(&mut gf, &mut cp);
    cp.press(&["C"]);
    assert!(cp.answer().contains("counts if nm"), "{}", cp.answer());
    meet(&mut gf, &mut cp);
    gf.press(&["Enter", "\"promote\"", "Enter", "Enter"]);
    assert_eq!(row(&gf, "promote").state, StepState::Todo, "cp is not IM");
    gf.press(&["\"cp\"", "Enter"]);
    assert!(gf.answer().contains("who is nm"), "{}", gf.answer());
    gf.press(&["Backspace", "Backspace", "\"nm\"", "Enter"]);
    assert_eq!(row(&gf, "promote").state, StepState::Doing);
}

#[test]
fn the_doer_sees_the_confirmation_where_it_is_waited_for() {
    let guarded = list(vec![step("promote", |s| {
        s.irreversible = true;
        s.confirm_by = Some(id("any"));
    })]);
    let (mut gf, mut cp) = two_on(&guarded);
    gf.press(&["Enter", "\"promote\"", "Enter", "\"n\""]);
    meet(&mut gf, &mut cp);
    assert!(cp.answer().starts_with("gf asks: who confirms 1.1"));
    assert!(cp.effects.contains(&Effect::Bell));
    cp.press(&["C"]);
    meet(&mut gf, &mut cp);
    assert_eq!(gf.answer(), "1.1 is confirmed by cp: Enter goes on");
    let state = row(&gf, "promote").state;
    assert_eq!(state, StepState::Todo, "nothing begins by itself");
    gf.press(&["Enter"]);
    assert_eq!(row(&gf, "promote").state, StepState::Doing);
    let told = &row(&gf, "promote").confirmed;
    assert_eq!(
        told.len(),
        1,
        "the half-typed name is nobody's word: {told:?}"
    );
}

#[test]
fn a_misspelt_override_and_a_word_that_agrees_are_nobodys_name() {
    let guarded = list(vec![step("promote", |s| {
        s.irreversible = true;
        s.confirm_by = Some(id("any"));
    })]);
    let (mut gf, _) = two_on(&guarded);
    gf.press(&["Enter", "\"promote\"", "Enter", "\"ok\"", "Enter"]);
    assert_eq!(row(&gf, "promote").state, StepState::Todo);
    assert!(gf.answer().contains("a second person"), "{}", gf.answer());
    gf.press(&[
        "Backspace",
        "Backspace",
        "\"Override - link is dead\"",
        "Enter",
    ]);
    let promote = row(&gf, "promote");
    assert_eq!(promote.state, StepState::Doing);
    let confirmed = crate::domain::rules::confirm::is_confirmed(promote, "gf");
    assert!(!confirmed, "{:?}", promote.confirmed);
    assert_eq!(promote.overridden.as_deref(), Some("link is dead"));
}

#[test]
fn a_hold_asks_what_released_it_and_ctrl_u_begins_the_answer_anew() {
    let hold = list(vec![step("hold", |s| s.kind = StepKind::Hold)]);
    let (mut gf, _) = two_on(&hold);
    gf.press(&[
        "Enter",
        "d",
        "\"wrong\"",
        "Ctrl-u",
        "\"im said go\"",
        "Enter",
    ]);
    assert_eq!(row(&gf, "hold").value.as_deref(), Some("im said go"));
}

#[test]
fn what_another_is_at_is_not_closed_by_a_key_meant_for_something_else() {
    let steps = vec![step("a", |s| s.optional = true), step("b", |_| {})];
    let (mut gf, mut cp) = two_on(&list(steps));
    cp.press(&["Enter"]);
    meet(&mut gf, &mut cp);
    for key in ["s", "f", "D", "R"] {
        gf.press(&["k", "k", key]);
        assert!(gf.model.view.dialog.is_none(), "{key}");
        assert!(
            gf.answer().contains("claimed by cp"),
            "{key}: {}",
            gf.answer()
        );
        assert_eq!(row(&gf, "a").state, StepState::Doing, "{key}");
    }
}

#[test]
fn a_second_person_verifies_what_is_done_and_the_doer_cannot() {
    let (mut gf, mut cp) = two_on(&list(vec![step("a", |_| {}), step("b", |_| {})]));
    gf.press(&["Enter", "d", "k", "C"]);
    assert!(gf.answer().contains("a second person"), "{}", gf.answer());
    meet(&mut gf, &mut cp);
    cp.press(&["k", "C"]);
    meet(&mut gf, &mut cp);
    let verified = row(&gf, "a");
    assert_eq!(verified.state, StepState::Verified);
    assert_eq!(verified.told.verified.as_deref(), Some("cp"));
    assert_eq!(verified.by.as_deref(), Some("gf"), "who did it stays");
}

#[test]
fn an_unproven_fence_stays_an_obligation_until_it_is_proven() {
    let fence = list(vec![
        step("fence", |s| {
            s.unproven = true;
            s.opens = Some(id("fence"));
        }),
        step("after", |_| {}),
    ]);
    let (mut gf, mut cp) = two_on(&fence);
    gf.press(&["Enter", "d", "u"]);
    let alarmed = |s: &Seat| s.model.alarms.iter().any(|a| a.id == "unproven.fence");
    assert!(alarmed(&gf));
    meet(&mut gf, &mut cp);
    cp.press(&["k", "C", "Enter"]);
    assert!(alarmed(&cp), "nothing was said: it stays");
    cp.press(&["C", "\"0 sessions\"", "Enter"]);
    meet(&mut gf, &mut cp);
    assert!(!alarmed(&gf));
    assert_eq!(gf.model.board.open_pairs.len(), 1, "still set");
}

#[test]
fn an_update_out_of_order_asks_why_and_one_of_another_is_not_taken() {
    let told = list(vec![
        step("first", |_| {}),
        step("tell", |s| {
            s.kind = StepKind::Bulletin;
            s.after = vec![id("first")];
        }),
    ]);
    let (mut gf, mut cp) = two_on(&told);
    gf.press(&["j", "Enter"]);
    assert!(matches!(&gf.model.view.dialog, Some(Dialog::Ask(a)) if a.title.contains("Why")));
    gf.press(&["Esc", "t"]);
    meet(&mut gf, &mut cp);
    cp.press(&["j", "d"]);
    assert!(cp.answer().contains("claimed by gf"), "{}", cp.answer());
}
