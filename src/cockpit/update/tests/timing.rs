//! What is over its time is said once, tight phases hide what is not needed, and the clock moves nobody.

use super::world::{Seat, id, meet, two};
use crate::cockpit::{Effect, Msg};
use crate::domain::checklist::{Checklist, Phase, Window};
use crate::domain::facts::Fact;
use crate::domain::presence::Presence;
use crate::domain::time::Span;
use std::sync::Arc;

fn change(seat: &mut Seat, change: impl Fn(&mut Checklist)) {
    for checklist in seat.model.frozen.values_mut().flat_map(|l| l.values_mut()) {
        change(Arc::make_mut(checklist));
    }
    crate::cockpit::refresh(&mut seat.model);
}

fn boxed() -> (Seat, Seat) {
    let (mut gf, mut cp) = two();
    for seat in [&mut gf, &mut cp] {
        change(seat, |list| {
            list.phases[0].steps[0].timebox = Some(Span::minutes(2));
        });
    }
    cp.press(&["Enter"]);
    meet(&mut gf, &mut cp);
    cp.effects.clear();
    (gf, cp)
}

/// Both know of each other.
pub(super) fn here(a: &mut Seat, b: &Seat) {
    a.tell(Msg::Presence(vec![Presence {
        writer: b.model.author.writer.clone(),
        operator: b.model.me.operator.clone(),
        machine: "b1".into(),
        observe: false,
        doing: None,
        away: None,
        pages: crate::domain::presence::Paging::No,
        at: b.wall,
    }]));
}

fn notes(seat: &Seat) -> Vec<String> {
    let log = seat.model.incident.log().iter();
    let text = |fact: &Fact| match fact {
        Fact::NoteAdded(note) => Some(note.text.clone()),
        _ => None,
    };
    log.filter_map(|(_, e)| text(&e.draft.fact)).collect()
}

/// A minute of ticks, each cockpit hearing of the other's entries after each.
fn minute(gf: &mut Seat, cp: &mut Seat) -> usize {
    let mut bells = 0;
    for _ in 0..60 {
        here(gf, cp);
        here(cp, gf);
        gf.wait(Span::seconds(1));
        cp.wait(Span::seconds(1));
        let rang = |seat: &Seat| seat.effects.iter().filter(|e| **e == Effect::Bell).count();
        bells += rang(gf) + rang(cp);
        meet(gf, cp);
    }
    bells
}

#[test]
fn a_step_over_its_time_box_is_told_once_by_the_cockpit_of_its_doer() {
    let (mut gf, mut cp) = boxed();
    assert_eq!(minute(&mut gf, &mut cp) + minute(&mut gf, &mut cp), 0);
    assert_eq!(notes(&gf), Vec::<String>::new(), "within its time");
    assert_eq!(
        minute(&mut gf, &mut cp) + minute(&mut gf, &mut cp),
        1,
        "one bell"
    );
    let told = notes(&gf);
    assert_eq!((told.len(), notes(&cp)), (1, told.clone()));
    let text = &told[0];
    assert!(
        text.starts_with("1.1 Do inform at ")
            && text.contains(" is over its time-box of 2m (started "),
        "{text}"
    );
    assert!(text.ends_with("Z by cp)"), "{text}");
    let log = gf.model.incident.log();
    let writer = log
        .iter()
        .find(|(_, e)| matches!(e.draft.fact, Fact::NoteAdded(_)));
    assert_eq!(writer.unwrap().1.draft.operator, "cp");
    let mut new = Seat::new("cp", 3, false);
    new.wall = gf.wall;
    new.tell(crate::cockpit::Msg::Entries(gf.known(), gf.wall));
    change(&mut new, |list| {
        list.phases[0].steps[0].timebox = Some(Span::minutes(2))
    });
    new.wait(Span::minutes(1));
    assert_eq!(
        notes(&new).len(),
        1,
        "a cockpit that joins later finds it told"
    );
}

#[test]
fn when_the_doers_cockpit_is_gone_another_tells_it_also_after_a_suspend() {
    let (mut gf, _gone) = boxed();
    gf.model.present.clear();
    gf.wait(Span::minutes(45));
    assert_eq!(notes(&gf).len(), 1, "nobody else is here");
    gf.wait(Span::minutes(45));
    assert_eq!(notes(&gf).len(), 1);
    gf.wait(Span::minutes(-80));
    assert_eq!(notes(&gf).len(), 1, "a clock set back");
}

#[test]
fn a_tight_phase_shows_its_budget_until_its_last_step_is_closed() {
    let (mut gf, _) = two();
    change(&mut gf, |list| {
        list.phases[0].tight = Some(Span::minutes(3))
    });
    assert_eq!(gf.model.tight(), None);
    gf.press(&["Enter"]);
    gf.wait(Span::seconds(72));
    assert_eq!(gf.model.tight().unwrap().words(), "1:12 of 3m");
    gf.wait(Span::seconds(122));
    assert_eq!(gf.model.tight().unwrap().words(), "OVER 0:14");
    assert!(
        gf.model
            .alarms
            .iter()
            .any(|a| a.id == "tight.move" && a.text.contains("OVER its 3m by 0:14"))
    );
    gf.wait(Span::minutes(1));
    let told = notes(&gf);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("is over its budget of 3m (begun "),
        "{told:?}"
    );
}

#[test]
fn the_clock_says_when_it_moves_on_and_a_key_follows_it() {
    let (mut gf, _) = two();
    let minutes = |n| Some(Span::minutes(n));
    change(&mut gf, |list| {
        let late: Vec<_> = list.phases[0].steps.drain(3..).collect();
        list.phases[0].window = Some(Window {
            from: None,
            to: minutes(5),
        });
        let next = Phase {
            id: id("mitigate"),
            title: "Mitigate".into(),
            window: Some(Window {
                from: minutes(5),
                to: None,
            }),
            steps: late,
            ..list.phases[0].clone()
        };
        list.phases.push(next);
    });
    gf.wait(Span::minutes(3));
    let before = gf.answer().to_owned();
    gf.press(&[">"]);
    // What the key says comes first, then what happened in the three minutes without one.
    assert!(
        gf.answer()
            .starts_with("the clock says 1 Move: NOW is not behind it"),
        "{before}: {}",
        gf.answer()
    );
    gf.wait(Span::minutes(3));
    assert_eq!(
        gf.answer(),
        "the clock says 2 Mitigate now: > goes there, you stay where you are"
    );
    assert_eq!(gf.model.cursor(), Some(0), "nobody is moved");
    gf.press(&["n", "Esc"]);
    gf.wait(Span::seconds(1));
    assert!(!gf.answer().starts_with("the clock"), "said once");
    gf.press(&[">"]);
    assert_eq!(gf.model.cursor(), Some(3));
    assert_eq!(
        gf.answer(),
        "keys act on 2.1, the first of 2 Mitigate; . is back to NOW"
    );
    gf.press(&["."]);
    assert_eq!(gf.model.cursor(), Some(0));
}
