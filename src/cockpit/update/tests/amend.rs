//! The list changed by key: inserted, edited, struck, moved.

use super::world::{Seat, id, meet, two};
use crate::cockpit::{Dialog, Msg};
use crate::domain::words::StepState;

fn numbers(seat: &Seat) -> Vec<&str> {
    let steps = seat.model.board.steps.iter();
    steps.map(|s| s.number.as_str()).collect()
}

#[test]
fn a_step_is_inserted_after_the_one_under_the_cursor() {
    let (mut gf, mut cp) = two();
    gf.press(&["i", "\"Call the bank\"", "Tab", "\"ssh bank\"", "Enter"]);
    assert_eq!(numbers(&gf), ["1.1", "1.1a", "1.2", "1.3", "1.4", "1.5"]);
    assert!(gf.answer().starts_with("added 1.1a Call the bank"));
    meet(&mut gf, &mut cp);
    let row = &cp.model.board.steps[1];
    assert!(row.added);
    assert_eq!(row.step.command.as_deref(), Some("ssh bank"));
    assert_eq!(row.amended.added_by.as_deref(), Some("gf"));
}

#[test]
fn a_text_without_words_is_asked_for_again_and_esc_leaves_all_as_it_was() {
    let (mut gf, _) = two();
    gf.press(&["i", "Enter"]);
    assert!(matches!(gf.model.view.dialog, Some(Dialog::Amend(_))));
    assert!(gf.answer().contains("what is to be done"));
    gf.press(&["\"x\"", "Esc"]);
    assert_eq!(gf.model.board.steps.len(), 5);
}

#[test]
fn e_edits_text_and_command_prefilled_and_shows_what_it_was() {
    let (mut gf, mut cp) = two();
    gf.press(&["G", "E"]);
    let Some(Dialog::Amend(amend)) = &gf.model.view.dialog else {
        panic!("no dialog");
    };
    assert_eq!(amend.text.text(), "Do promote at {{to.name}}");
    gf.press(&["\"!\"", "Tab", "\" -w\"", "Enter"]);
    meet(&mut gf, &mut cp);
    let row = cp.model.board.step(&id("promote")).unwrap();
    assert_eq!(row.title, "Do promote at C10!");
    assert!(row.step.script().unwrap().ends_with("{{ticket}} -w"));
    assert!(row.edited);
    let (title, command) = row.amended.changed_from(&row.step);
    assert_eq!(title, Some("Do promote at {{to.name}}"));
    assert!(command.unwrap().ends_with("{{ticket}}"));
    gf.press(&["E", "Enter"]);
    assert!(gf.answer().contains("left as it was"), "{}", gf.answer());
}

#[test]
fn an_edit_by_somebody_else_meanwhile_is_said_before_it_is_replaced() {
    let (mut gf, mut cp) = two();
    gf.press(&["E", "\" now\""]);
    cp.press(&["E", "\" later\"", "Enter"]);
    meet(&mut gf, &mut cp);
    gf.press(&["Enter"]);
    assert!(gf.answer().contains("cp edited 1.1"), "{}", gf.answer());
    assert!(matches!(gf.model.view.dialog, Some(Dialog::Amend(_))));
    gf.press(&["Enter"]);
    let title = &gf.model.board.steps[0].title;
    assert!(title.ends_with(" now"), "{title}");
}

#[test]
fn a_pasted_command_keeps_its_lines_and_a_secret_is_not_written() {
    let (mut gf, _) = two();
    gf.press(&["i", "\"Load\"", "Tab"]);
    let paste = |gf: &mut Seat, text: &str| {
        gf.tell(Msg::Paste {
            text: text.into(),
            whole: true,
        });
    };
    paste(&mut gf, "psql postgres://app:hunter2@db/x\n");
    gf.press(&["Enter"]);
    assert!(gf.answer().contains("secret"), "{}", gf.answer());
    assert_eq!(gf.model.board.steps.len(), 5);
    gf.press(&["Esc", "i", "\"Load\"", "Tab"]);
    paste(&mut gf, "one\ntwo\n");
    gf.press(&["Enter"]);
    let row = &gf.model.board.steps[1];
    assert_eq!(row.step.command.as_deref(), Some("one\ntwo"));
}

#[test]
fn a_long_text_is_refused_in_place() {
    let (mut gf, _) = two();
    gf.press(&["i"]);
    gf.tell(Msg::Paste {
        text: "x".repeat(20_000),
        whole: true,
    });
    gf.press(&["Enter"]);
    assert!(gf.answer().starts_with("too long"));
    assert!(matches!(gf.model.view.dialog, Some(Dialog::Amend(_))));
}

#[test]
fn a_strike_asks_why_and_r_brings_the_step_back() {
    let (mut gf, mut cp) = two();
    gf.press(&["X", "Enter"]);
    assert!(gf.answer().contains("a reason is needed"));
    gf.press(&["\"no phone\"", "Enter"]);
    meet(&mut gf, &mut cp);
    let row = &cp.model.board.steps[0];
    assert!(row.struck);
    assert_eq!(
        row.amended.struck_by,
        Some(("gf".into(), Some("no phone".into())))
    );
    assert_eq!(cp.model.board.now().unwrap().number, "1.2");
    cp.press(&["g", "d"]);
    assert!(cp.answer().contains("R brings it back"), "{}", cp.answer());
    cp.press(&["R"]);
    assert!(!cp.model.board.steps[0].struck);
    assert_eq!(cp.model.board.now().unwrap().number, "1.1");
}

#[test]
fn a_step_somebody_is_at_is_struck_and_moved_only_knowingly() {
    let (mut gf, mut cp) = two();
    cp.press(&["Enter"]);
    meet(&mut gf, &mut cp);
    gf.press(&["k", "X"]);
    let Some(Dialog::Ask(ask)) = &gf.model.view.dialog else {
        panic!("no question");
    };
    assert!(ask.hint[0].starts_with("cp is at 1.1"), "{:?}", ask.hint);
    cp.press(&["d"]);
    meet(&mut gf, &mut cp);
    gf.press(&["\"late\"", "Enter"]);
    assert!(gf.answer().contains("while you were asked"));
    assert!(!gf.model.board.steps[0].struck);
    gf.press(&["J"]);
    assert!(matches!(gf.model.view.dialog, Some(Dialog::Choose(_))));
    gf.press(&["Esc"]);
    assert_eq!(numbers(&gf)[0], "1.1");
    gf.press(&["J", "m"]);
    assert_eq!(numbers(&gf)[..2], ["1.2", "1.1"]);
    assert_eq!(gf.model.board.steps[1].state, StepState::Done);
}

#[test]
fn a_step_is_moved_by_places_or_after_another_and_keeps_its_number() {
    let (mut gf, _) = two();
    gf.press(&["J", "J"]);
    assert_eq!(numbers(&gf), ["1.2", "1.3", "1.1", "1.4", "1.5"]);
    gf.press(&["K", "K", "K"]);
    assert_eq!(gf.answer(), "it is the first already");
    assert_eq!(numbers(&gf), ["1.1", "1.2", "1.3", "1.4", "1.5"]);
    gf.press(&["M", "\"9.9\"", "Enter"]);
    assert!(gf.answer().contains("no step \"9.9\""));
    for _ in 0..3 {
        gf.press(&["Backspace"]);
    }
    gf.press(&["\"1.4\"", "Enter"]);
    assert_eq!(numbers(&gf), ["1.2", "1.3", "1.4", "1.1", "1.5"]);
}

#[test]
fn a_step_goes_to_the_first_place_of_a_phase_and_back_one_place_a_key() {
    let mut list = super::world::checklist();
    let late = list.phases[0].steps.split_off(3);
    let second = crate::domain::checklist::Phase::plain(id("second"), "Second", late);
    list.phases.push(second);
    let (mut gf, mut cp) = super::world::two_on(&list);
    let places = |seat: &Seat| -> Vec<(String, usize)> {
        let steps = seat.model.board.steps.iter();
        steps.map(|s| (s.number.clone(), s.phase)).collect()
    };
    let is = |list: [(&str, usize); 5]| list.map(|(n, p)| (n.to_owned(), p)).to_vec();
    let before = is([("1.1", 0), ("1.2", 0), ("1.3", 0), ("2.1", 1), ("2.2", 1)]);
    assert_eq!(places(&gf), before);
    gf.press(&["G", "K"]);
    let first = is([("1.1", 0), ("1.2", 0), ("1.3", 0), ("2.2", 1), ("2.1", 1)]);
    assert_eq!(places(&gf), first, "the first place of its phase");
    gf.press(&["K"]);
    let other = is([("1.1", 0), ("1.2", 0), ("1.3", 0), ("2.2", 0), ("2.1", 1)]);
    assert_eq!(places(&gf), other, "the last place of the one before");
    assert!(gf.answer().ends_with("in phase 1 Move"), "{}", gf.answer());
    gf.press(&["J"]);
    assert_eq!(places(&gf), first);
    gf.press(&["J"]);
    assert_eq!(places(&gf), before);
    gf.press(&["g", "M", "\"before 2.1\"", "Enter"]);
    let named = is([("1.2", 0), ("1.3", 0), ("1.1", 1), ("2.1", 1), ("2.2", 1)]);
    assert_eq!(places(&gf), named);
    meet(&mut gf, &mut cp);
    assert_eq!(places(&cp), named);
}
