//! Machines that disagree again.

use super::*;

#[test]
fn a_disagreement_that_was_acknowledged_is_news_when_it_begins_again() {
    let mut gf = seat();
    let known = |gf: &Seat| {
        let mut alarms = gf.model.alarms.iter();
        let found = alarms.find(|a| a.id == "vantage.web.h42");
        found.map(|a| a.acknowledged.is_some())
    };
    let hears = |gf: &mut Seat, rounds: std::ops::Range<i64>| {
        for at in rounds {
            gf.tell(Msg::Views(vec![view("b2", ProbeState::Up, at)]));
            round_of(gf);
        }
    };
    let acknowledge = |gf: &mut Seat| {
        let alarm = "vantage.web.h42".to_owned();
        let fact = crate::domain::facts::AlarmAcknowledged { alarm };
        crate::cockpit::update::record::record(&mut gf.model, [fact.into()]);
        gf.tell(Msg::Tick(gf.wall));
    };
    hears(&mut gf, 0..9);
    assert_eq!(known(&gf), Some(false));
    acknowledge(&mut gf);
    hears(&mut gf, 9..12);
    assert_eq!(known(&gf), Some(true));
    // b2 falls silent and is back: the same disagreement.
    for _ in 0..7 {
        round_of(&mut gf);
    }
    assert_eq!(known(&gf), None);
    hears(&mut gf, 12..14);
    assert_eq!(
        known(&gf),
        Some(true),
        "the two said nothing else meanwhile"
    );
    // It is over, for a while.
    for _ in 0..10 {
        round(&mut gf, "web", "h42", "+");
    }
    gf.tell(Msg::Tick(gf.wall));
    assert_eq!(known(&gf), None);
    hears(&mut gf, 14..23);
    assert_eq!(known(&gf), Some(false), "nobody knows of this one");
    acknowledge(&mut gf);
    assert_eq!(known(&gf), Some(true));
}
