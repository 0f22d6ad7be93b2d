//! Clocks of the updates: rested with a reason, rung once; a long incident says so.

use super::world::{Seat, id, two};
use crate::cockpit::{Effect, Settings};
use crate::domain::plan::{Audience, Cadence};
use crate::domain::time::Span;
use std::sync::Arc;

/// Two operators, and people to tell every 30 minutes, once an hour after two.
fn desk() -> Seat {
    let (mut gf, _) = two();
    let long = Cadence {
        after: Some(Span::minutes(120)),
        ..Cadence::always(Span::minutes(60))
    };
    let cadence = vec![long, Cadence::always(Span::minutes(30))];
    let plan = Arc::make_mut(&mut gf.model.plan);
    plan.audiences = vec![Audience::plain(id("internal"), "Everybody", cadence)];
    gf.wait(Span::seconds(1));
    gf
}

fn rang(seat: &mut Seat) -> usize {
    let effects = std::mem::take(&mut seat.effects);
    effects.iter().filter(|e| **e == Effect::Bell).count()
}

fn alarm(seat: &Seat, id: &str) -> Option<String> {
    let mut alarms = seat.model.alarms.iter();
    alarms.find(|a| a.id == id).map(|a| a.text.clone())
}

#[test]
fn a_clock_rests_with_a_reason_and_an_end() {
    let mut gf = desk();
    gf.press(&["Z", "Enter", "\"10m\"", "Enter"]);
    assert!(
        gf.answer().starts_with("a reason is needed"),
        "{}",
        gf.answer()
    );
    gf.press(&["Ctrl-g", "Z", "Enter", "\"2h it is night\"", "Enter"]);
    assert_eq!(
        gf.answer(),
        "a clock rests an hour at most; say it again then"
    );
    gf.press(&[
        "Ctrl-g",
        "Z",
        "Enter",
        "\"5m status page is down\"",
        "Enter",
    ]);
    assert!(
        gf.answer().starts_with("internal rests until"),
        "{}",
        gf.answer()
    );
    let clock = &gf.model.updates[0];
    assert_eq!(clock.due, clock.snoozed);
    gf.wait(Span::minutes(4));
    assert_eq!(alarm(&gf, "update.internal"), None);
    gf.wait(Span::minutes(2));
    assert!(
        alarm(&gf, "update.internal").is_some(),
        "it falls due again"
    );
}

#[test]
fn it_rings_once_for_what_falls_due_and_only_where_that_is_wanted() {
    let mut gf = desk();
    gf.wait(Span::minutes(6));
    assert_eq!(rang(&mut gf), 0, "off by default");
    let mut gf = desk();
    gf.model.settings = Settings {
        bell: true,
        ..Settings::default()
    };
    gf.wait(Span::minutes(1));
    assert_eq!(rang(&mut gf), 0, "who is incident manager is no clock");
    gf.wait(Span::minutes(5));
    assert_eq!(rang(&mut gf), 1);
    gf.wait(Span::seconds(5));
    assert_eq!(rang(&mut gf), 0);
    gf.press(&["b", "Enter"]);
    gf.wait(Span::minutes(1));
    assert_eq!(rang(&mut gf), 0);
    gf.wait(Span::minutes(31));
    assert_eq!(
        rang(&mut gf),
        1,
        "the next one, and half an hour of looking"
    );
}

#[test]
fn half_an_hour_of_investigating_and_a_long_incident_are_said() {
    let mut gf = desk();
    gf.wait(Span::minutes(31));
    let said = alarm(&gf, "investigating.1").unwrap();
    assert!(said.starts_with("INVESTIGATING for 31m"), "{said}");
    gf.press(&["S", "e"]);
    gf.wait(Span::seconds(1));
    assert_eq!(alarm(&gf, "investigating.1"), None);
    assert_eq!(alarm(&gf, "long.1"), None);
    gf.wait(Span::minutes(90));
    assert!(
        alarm(&gf, "long.1")
            .unwrap()
            .starts_with("LONG incident, 2h0")
    );
    gf.press(&["b", "Enter"]);
    let left = gf.model.updates[0].due.unwrap() - gf.model.now;
    assert!(
        left > Span::minutes(58),
        "told less often now: {}",
        left.calm()
    );
}

#[test]
fn local_time_is_shown_where_it_is_asked_for() {
    let mut gf = desk();
    gf.model.settings.zone = Span::minutes(60);
    gf.press(&["L"]);
    assert!(
        gf.model.view.local && gf.answer().contains("+01"),
        "{}",
        gf.answer()
    );
    gf.press(&["L"]);
    assert_eq!(gf.answer(), "the timeline shows UTC");
}
