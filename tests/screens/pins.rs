//! A long evening over midnight: what is pinned stays in sight, every line says its day.

use crate::screens::fixture::{Night, at, failover, note};
use crate::screens::render::{screen, theme};
use switchover::cockpit::Model;
use switchover::domain::rules::noted;
use switchover::domain::time::Span;
use switchover::domain::words::{Mode, NoteKind};

/// The night, with sixty notes more and these of them pinned, counted from the first of them.
fn long(pinned: &[usize]) -> Model {
    let mut night = failover(Mode::Live);
    let first = at("02:13:40") - Span::minutes(3 * 60);
    let mut pins = Vec::new();
    for n in 0..60 {
        let mut one = note(NoteKind::Note, &format!("entry {n} of the evening"));
        let time = first + Span::minutes(i64::try_from(n).unwrap() * 3);
        one.at = Some(time);
        night.say(["GF", "CP"][n % 2], at("02:13:40"), one.into());
        if pinned.contains(&n) {
            pins.push(newest(&night));
        }
    }
    for no in pins {
        let pin = noted::pin(&night.model.incident, no, true);
        night.say("GF", at("02:13:41"), pin);
    }
    night.now("02:13:44")
}

fn newest(night: &Night) -> switchover::domain::fold::EntryNo {
    night.model.incident.log().newest().unwrap()
}

fn timeline(model: &Model, size: (u16, u16)) -> Vec<String> {
    let lines = screen(model, size, &theme("default")).lines();
    let begin = lines.iter().position(|l| l.contains("Timeline ─")).unwrap();
    let end = lines.iter().position(|l| l.contains("─ Updates")).unwrap();
    lines[begin..end].to_vec()
}

#[test]
fn what_is_pinned_stays_above_a_long_timeline() {
    let model = long(&[2, 30]);
    let shown = timeline(&model, (80, 24));
    assert!(shown[0].contains("1 of 2 pinned, / *"), "{shown:?}");
    assert!(
        shown[1].starts_with("11-20 00:43:40Z*GF"),
        "one row at this size, the newer pin, with its day: {shown:?}"
    );
    assert!(shown[1].contains("entry 30 of the evening"), "{shown:?}");
    let shown = timeline(&model, (120, 40));
    assert!(shown[0].contains("2 pinned"), "{shown:?}");
    assert!(shown[1].starts_with("11-19 23:19:40Z*GF"), "{shown:?}");
    assert!(shown[2].starts_with("11-20 00:43:40Z*GF"), "{shown:?}");
    assert!(shown[3..].iter().all(|l| !l.contains("Z*")), "{shown:?}");
    insta::assert_snapshot!(screen(&model, (80, 24), &theme("mono")).text());
}

#[test]
fn a_pin_in_sight_is_not_told_twice() {
    let mut model = long(&[2, 30]);
    let timeline_of = &model.incident.state().timeline;
    let place = |text: &str| {
        let is = |at: &usize| model.timeline_line(*at).is_some_and(|l| l.text == text);
        (0..timeline_of.len()).find(is).unwrap()
    };
    let beside = timeline_of[place("entry 31 of the evening")].1;
    model.view.entry = Some(beside);
    let shown = timeline(&model, (120, 40));
    let told = |text: &str| shown.iter().filter(|l| l.contains(text)).count();
    assert_eq!(told("entry 30 of the evening"), 1, "{shown:?}");
    assert_eq!(told("entry 2 of the evening"), 1, "{shown:?}");
    assert!(
        shown[1].contains("Z*GF") && shown[1].contains("entry 2 "),
        "{shown:?}"
    );
}

#[test]
fn nothing_is_kept_above_what_is_looked_for() {
    let mut model = long(&[2, 30]);
    model.view.sought = Some("@cp 17".into());
    let shown = timeline(&model, (80, 24));
    assert!(shown.iter().all(|l| !l.contains("Z*")), "{shown:?}");
    assert!(
        shown.iter().any(|l| l.contains("entry 17 of the evening")),
        "{shown:?}"
    );
    model.view.sought = Some("*".into());
    let shown = timeline(&model, (80, 24));
    assert!(shown[0].contains("/*"), "{shown:?}");
    assert_eq!(
        shown.iter().filter(|l| l.contains("* entry ")).count(),
        2,
        "{shown:?}"
    );
}
