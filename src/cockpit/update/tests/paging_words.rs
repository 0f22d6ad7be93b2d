//! What a page says: in a drill, of a wait that is over, and of what is hostile.

use super::paging::{LISTING, approve, desk, lock, over, pager, second, told};
use super::world::{Seat, checklist, meet, two_on};
use crate::domain::checklist::{Wait, WaitFor};
use crate::domain::facts::{Fact, VantageChanged};
use crate::domain::rules::paging::Way;
use crate::domain::time::Span;
use crate::domain::words::{Mode, StepKind};
use std::sync::Arc;

#[test]
fn in_a_drill_it_only_says_what_it_would_unless_there_is_a_place_for_rehearsals() {
    let (mut gf, _) = desk();
    gf.model.identity.mode = Mode::Drill;
    lock(&mut gf);
    assert!(second(&mut gf).is_empty());
    assert_eq!(told(&gf), ["role.im simulated sent"]);
    let line = |seat: &Seat| {
        let model = &seat.model;
        let (at, no) = *model.incident.state().timeline.last().unwrap();
        let (plan, board) = (&model.plan, &model.board);
        crate::domain::rules::narrative::line(plan, board, &model.incident, at, no)
    };
    let said = line(&gf);
    assert_eq!(said.who, "pager");
    assert!(
        said.text
            .starts_with("would page: DRILL t: nobody is Incident manager"),
        "{}",
        said.text
    );
    assert!(over(&mut gf, Span::minutes(2)).is_empty());
    let (mut gf, _) = desk();
    gf.model.identity.mode = Mode::Drill;
    let mut rehearsed = pager();
    rehearsed.rehearsal_webhook = Some("env:TEST_HOOK".into());
    Arc::make_mut(&mut gf.model.plan).pager = Some(rehearsed);
    lock(&mut gf);
    let page = second(&mut gf).remove(0);
    assert_eq!(page.way, Way::Webhook("env:TEST_HOOK".into()));
    assert!(page.text.starts_with("DRILL "), "{}", page.text);
}

#[test]
fn the_end_of_a_long_wait_pages_and_that_of_a_short_one_does_not() {
    for (minutes, pages) in [(5, 0), (60, 1)] {
        let mut list = checklist();
        list.phases[0].steps[0].kind = StepKind::Wait;
        let wait = &mut list.phases[0].steps[0].wait;
        *wait = Some(Wait {
            what: WaitFor::Fixed(Span::minutes(minutes)),
            timeout: None,
        });
        let (mut gf, _) = two_on(&list);
        Arc::make_mut(&mut gf.model.plan).pager = Some(pager());
        gf.model.pager.watches = true;
        approve(&mut gf, &[LISTING]);
        lock(&mut gf);
        gf.press(&["Enter"]);
        let all = over(&mut gf, Span::minutes(minutes + 3));
        let waits = all.iter().filter(|id| id.starts_with("wait."));
        assert_eq!(waits.count(), pages, "{all:?}");
    }
}

#[test]
fn what_is_hostile_arrives_as_one_plain_line_without_secrets() {
    let (mut gf, _) = desk();
    lock(&mut gf);
    let machine = "b9\u{1b}[2J\u{202e}\r\nEvil: x password=hunter2".to_owned();
    let fact = VantageChanged {
        machine: machine.clone() + &"y".repeat(2000),
        blind: true,
        since: None,
    };
    super::super::record::record(&mut gf.model, [Fact::from(fact)]);
    let page = second(&mut gf).remove(0);
    assert!(
        !page.text.contains(crate::domain::text::is_hidden),
        "{}",
        page.text
    );
    assert!(
        !page.text.contains("hunter2") && page.text.len() < 600,
        "{}",
        page.text
    );
    assert!(page.key.bytes().all(|b| b.is_ascii_hexdigit()));
}

#[test]
fn that_users_suffer_pages_and_a_hint_for_who_is_there_does_not() {
    let (mut gf, mut cp) = desk();
    lock(&mut gf);
    cp.press(&["A"]);
    meet(&mut gf, &mut cp);
    for seat in [&mut gf, &mut cp] {
        Arc::make_mut(&mut seat.model.plan).services[0].downtime = true;
    }
    assert!(second(&mut gf).is_empty());
    gf.measure("web", "h42", false, 4);
    let told: Vec<String> = second(&mut gf).into_iter().map(|p| p.alarm).collect();
    assert!(
        told.len() == 1 && told[0].starts_with("offer.impact_start."),
        "{told:?}"
    );
    gf.press(&["m", "1", "Enter"]);
    gf.measure("web", "h42", true, 4);
    let offered = |seat: &Seat| seat.model.alarms.iter().any(|a| a.id.starts_with("offer."));
    gf.wait(Span::seconds(1));
    assert!(offered(&gf), "{:?}", gf.model.alarms);
    assert!(over(&mut gf, Span::minutes(2)).is_empty());
}
