//! Who joins later says the same as who was there: since when, and who knows of it.

use super::world::{Seat, meet, two};
use crate::cockpit::Msg;
use crate::domain::facts::{AlarmAcknowledged, ProbeChanged};
use crate::domain::time::Span;
use crate::domain::words::ProbeState;
use std::sync::Arc;

/// The hint that users suffer, and whether somebody knows of it.
fn offer(seat: &mut Seat) -> Option<(String, bool)> {
    seat.wait(Span::seconds(1));
    let mut alarms = seat.model.alarms.iter();
    let offer = alarms.find(|a| a.id.starts_with("offer.impact_start"))?;
    Some((offer.id.clone(), offer.acknowledged.is_some()))
}

/// One who measured that the web is down, and one who comes a minute and a half later.
fn late() -> (Seat, Seat) {
    let (mut gf, mut zz) = two();
    for seat in [&mut gf, &mut zz] {
        Arc::make_mut(&mut seat.model.plan).services[0].downtime = true;
    }
    gf.tell(Msg::ProbeLock(true));
    gf.measure("web", "h42", true, 3);
    gf.measure("web", "h42", false, 4);
    zz.wait(Span::seconds(90));
    (gf, zz)
}

#[test]
fn who_joins_says_since_when_it_is_down_as_it_was_recorded() {
    let (mut gf, mut zz) = late();
    let (id, _) = offer(&mut gf).unwrap();
    let known = AlarmAcknowledged { alarm: id.clone() };
    let effects = super::super::record::record(&mut gf.model, [known.into()]);
    gf.effects.extend(effects);
    meet(&mut gf, &mut zz);
    zz.measure("web", "h42", false, 4);
    let since = |seat: &Seat| seat.model.probes.rows[0].from.since;
    assert_eq!(since(&zz), since(&gf));
    assert_eq!(offer(&mut zz), Some((id, true)));
}

#[test]
fn what_another_machine_measured_meanwhile_is_not_passed_over() {
    let (mut gf, mut zz) = late();
    let up = ProbeChanged {
        service: super::world::id("web"),
        provider: super::world::id("h42"),
        state: ProbeState::Up,
        since: zz.model.now,
        detail: None,
        role: None,
        value: None,
        heard: None,
        machine: "b2".into(),
    };
    let effects = super::super::record::record(&mut gf.model, [up.into()]);
    gf.effects.extend(effects);
    meet(&mut gf, &mut zz);
    zz.measure("web", "h42", false, 4);
    let since = |seat: &Seat| seat.model.probes.rows[0].from.since;
    assert!(since(&zz) > since(&gf));
}
