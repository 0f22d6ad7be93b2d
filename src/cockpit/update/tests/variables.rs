//! Variables asked on adopting, and secrets that never leave memory.

use super::world::{Seat, checklist, id, meet, two};
use crate::cockpit::{Dialog, Effect, Msg};
use crate::domain::checklist::Variable;
use std::sync::Arc;

const VALUE: &str = "correct horse";

/// Two whose checklist has one variable wanted on adopting, and a secret its last step needs.
fn with_secret() -> (Seat, Seat) {
    let (mut gf, mut cp) = two();
    let mut list = checklist();
    let at_start = Variable {
        prompt: "Ticket at 42A".into(),
        pattern: Some("[0-9]+".into()),
        at_start: true,
        ..Variable::default()
    };
    let secret = Variable {
        pattern: Some("[a-z ]+".into()),
        secret: true,
        ..Variable::default()
    };
    list.vars.insert("ticket".into(), at_start);
    list.vars.insert("token".into(), secret);
    list.phases[0].steps[0].command = Some("login -p '{{token}}'".into());
    let frozen = std::collections::BTreeMap::from([(id("failover"), Arc::new(list))]);
    for seat in [&mut gf, &mut cp] {
        seat.model.frozen.insert("sha".into(), frozen.clone());
        crate::cockpit::refresh(&mut seat.model);
        seat.tell(Msg::Painted);
    }
    (gf, cp)
}

fn asked(seat: &Seat) -> Option<&str> {
    match &seat.model.view.dialog {
        Some(Dialog::Ask(ask)) => Some(ask.title.as_str()),
        _ => None,
    }
}

#[test]
fn what_is_wanted_on_adopting_is_asked_then_and_esc_leaves_it_for_later() {
    let (mut gf, _) = with_secret();
    gf.press(&["o", "1"]);
    assert_eq!(asked(&gf), Some("Ticket at 42A"));
    gf.press(&["\"x\"", "Enter"]);
    assert!(gf.answer().contains("has to look like"), "{}", gf.answer());
    gf.press(&["Esc"]);
    assert_eq!(asked(&gf), None);
    gf.press(&["v"]);
    assert_eq!(asked(&gf), Some("Ticket at 42A"));
    gf.press(&["\"8841\"", "Enter"]);
    assert_eq!(asked(&gf), None, "the secret is asked when it is needed");
}

#[test]
fn a_secret_is_asked_by_the_step_that_needs_it_and_is_only_copied() {
    let (mut gf, mut cp) = with_secret();
    gf.press(&["c"]);
    assert_eq!(asked(&gf), Some("token"));
    let typed = format!("\"{VALUE}\"");
    gf.press(&[&typed]);
    let debug = format!("{:?}", gf.model.view.dialog);
    assert!(!debug.contains("horse"), "{debug}");
    gf.press(&["Enter"]);
    let copied = gf.effects.iter().find_map(|e| match e {
        Effect::CopySecret { text, shown, .. } => Some((text.reveal(), shown.as_str())),
        _ => None,
    });
    let whole = format!("login -p '{VALUE}'");
    assert_eq!(copied, Some((whole.as_str(), "login -p '••••'")));
    let shown = gf.model.board.names.command(&gf.model.board.steps[0].step);
    assert_eq!(shown.unwrap().text, "login -p '••••'");
    gf.press(&["c"]);
    assert_eq!(asked(&gf), None, "asked once");
    let all = format!("{:?}", gf.written());
    assert!(!all.contains("horse"), "{all}");
    cp.press(&["c"]);
    assert_eq!(
        asked(&cp),
        Some("token"),
        "another cockpit does not know it"
    );
    meet(&mut gf, &mut cp);
}

#[test]
fn a_key_that_asked_for_a_value_goes_on_with_its_own_step() {
    let (mut gf, mut cp) = two();
    let mut list = checklist();
    list.phases[0].steps[0].command = Some("login -t {{ticket}}".into());
    list.phases[0].steps[1].command = Some("drop".into());
    let frozen = std::collections::BTreeMap::from([(id("failover"), Arc::new(list))]);
    for seat in [&mut gf, &mut cp] {
        seat.model.frozen.insert("sha".into(), frozen.clone());
        crate::cockpit::refresh(&mut seat.model);
        seat.tell(Msg::Painted);
    }
    gf.press(&["c"]);
    assert_eq!(asked(&gf), Some("ticket"));
    cp.press(&["Enter", "d", "Enter"]);
    meet(&mut gf, &mut cp);
    gf.tell(Msg::Painted);
    gf.press(&["\"8841\"", "Enter"]);
    let copied = gf.effects.iter().find_map(|e| match e {
        Effect::Copy { text, .. } => Some(text.as_str()),
        _ => None,
    });
    assert_ne!(copied, Some("drop"), "NOW moved on while it was asked");
    assert!(
        gf.answer().contains("1.1") || copied == Some("login -t 8841"),
        "{}",
        gf.answer()
    );
}

#[test]
fn a_step_that_is_started_asks_for_what_it_needs_and_is_started_all_the_same() {
    let (mut gf, _) = two();
    let mut list = checklist();
    list.vars.insert("region".into(), Variable::default());
    list.phases[0].steps[0].command = Some("login -t {{ticket}} -r {{region}} {{other}}".into());
    list.phases[0].steps[2].title = "Call about {{ticket}}".into();
    let frozen = std::collections::BTreeMap::from([(id("failover"), Arc::new(list))]);
    gf.model.frozen.insert("sha".into(), frozen);
    crate::cockpit::refresh(&mut gf.model);
    gf.tell(Msg::Painted);
    gf.press(&["Enter"]);
    assert_eq!(asked(&gf), Some("region"));
    let state = |seat: &Seat| seat.model.board.steps[0].state;
    assert_eq!(state(&gf), crate::domain::words::StepState::Doing);
    gf.press(&["\"eu1\"", "Enter"]);
    assert_eq!(asked(&gf), Some("ticket"), "one after the other");
    gf.press(&["Esc"]);
    assert_eq!(asked(&gf), None);
    assert_eq!(state(&gf), crate::domain::words::StepState::Doing);
    gf.press(&["v", "\"8841\"", "Enter"]);
    assert_eq!(asked(&gf), None);
    let row = &gf.model.board.steps[0];
    let command = gf.model.board.command(row).unwrap().text;
    assert_eq!(command, "login -t 8841 -r eu1 {{other}}");
}

#[test]
fn a_secret_in_a_text_is_refused_and_masked_if_it_gets_by() {
    let (mut gf, _) = with_secret();
    let typed = format!("\"{VALUE}\"");
    gf.press(&["c", &typed, "Enter"]);
    gf.press(&["n", &typed, "Enter"]);
    assert!(gf.answer().contains("a secret"), "{}", gf.answer());
    gf.press(&["Esc", "f", &typed, "Enter"]);
    assert!(gf.answer().contains("a secret"), "{}", gf.answer());
    gf.press(&["Esc", "i", &typed, "Enter"]);
    assert!(gf.answer().contains("a secret"), "{}", gf.answer());
    let note = crate::domain::note_text::parse_note(VALUE, gf.model.now, &gf.model.plan);
    let effects = super::super::record::record(&mut gf.model, [note.into()]);
    assert!(!format!("{effects:?}").contains("horse"));
}

#[test]
fn a_secret_found_in_a_journal_is_not_believed() {
    let (mut gf, _) = with_secret();
    let run = gf.model.board.run.clone().unwrap();
    let fact = crate::domain::facts::VarSet {
        run,
        name: "token".into(),
        value: "planted".into(),
    };
    let _ = super::super::record::record(&mut gf.model, [fact.into()]);
    gf.press(&["c"]);
    assert_eq!(asked(&gf), Some("token"));
}
