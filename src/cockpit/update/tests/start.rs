//! The start screen while incidents are opened and closed elsewhere.

use super::world::{OPENED, Seat, id};
use crate::cockpit::effect::OpenRequest;
use crate::cockpit::runner::{RunnerAsk, RunnerNews};
use crate::cockpit::start::{Item, Listed};
use crate::cockpit::{Effect, Msg, Start};
use crate::domain::plan::Check;
use crate::domain::time::Span;
use crate::domain::words::Mode;

fn listed(name: &str) -> Listed {
    Listed {
        path: format!("/i/{name}"),
        title: name.into(),
        mode: Mode::Live,
        opened: OPENED,
        operators: Vec::new(),
    }
}

/// What a page asks for before anybody chose.
pub(super) fn request() -> OpenRequest {
    OpenRequest {
        mode: Mode::Live,
        title: String::new(),
        checklist: None,
        from: None,
        to: None,
        severity: "SEV1".into(),
        since: None,
        take_required: true,
    }
}

fn page(joins: bool) -> Seat {
    let mut seat = Seat::new("gf", 1, false);
    seat.model.start = Some(Start {
        joins,
        items: vec![Item::Open, Item::Mode, Item::Rehearse, Item::Quit],
        page: Some(request()),
        ..Start::default()
    });
    seat
}

fn under(seat: &Seat) -> Item {
    let start = seat.model.start.as_ref().unwrap();
    start.items[start.at]
}

#[test]
fn one_that_is_opened_elsewhere_is_listed_and_told_and_the_cursor_stays() {
    let mut seat = page(true);
    seat.effects.clear();
    seat.wait(crate::domain::time::Span::seconds(1));
    assert_eq!(seat.effects, [Effect::List]);
    seat.press(&["j"]);
    seat.tell(Msg::Listed(vec![listed("one")]));
    assert_eq!(under(&seat), Item::Mode, "the cursor stays on its line");
    assert!(
        seat.answer().contains("one was opened just now"),
        "{}",
        seat.answer()
    );
    seat.press(&["g"]);
    assert_eq!(under(&seat), Item::Join(0));
    seat.tell(Msg::Listed(vec![listed("two"), listed("one")]));
    assert_eq!(under(&seat), Item::Join(1), "it stays on the one it was on");
    seat.effects.clear();
    seat.press(&["Enter"]);
    let path = "/i/one".to_owned();
    assert_eq!(seat.effects, [Effect::Join { path }]);
    seat.tell(Msg::Listed(Vec::new()));
    assert_eq!(under(&seat), Item::Open, "closed: nothing to join");
}

#[test]
fn where_one_to_open_was_asked_for_nothing_is_joined_but_told() {
    let mut seat = page(false);
    seat.tell(Msg::Listed(vec![listed("one")]));
    assert_eq!(under(&seat), Item::Open);
    assert!(seat.answer().contains("one was opened just now"));
}

#[test]
fn commands_of_probes_that_nobody_approved_have_a_line_until_somebody_does() {
    let mut seat = page(true);
    let plan = std::sync::Arc::make_mut(&mut seat.model.plan);
    plan.services[0].probe.check = Check::Command {
        run: "true".into(),
        unit: None,
        degraded_over: None,
        down_over: None,
        roles: Default::default(),
    };
    let known = |probes: &[String]| {
        Msg::Runner(RunnerNews::Known {
            folder: "/srv/plan".into(),
            approved: Vec::new(),
            probes: probes.to_vec(),
            pager: Vec::new(),
        })
    };
    seat.press(&["G"]);
    seat.tell(known(&[]));
    assert_eq!(under(&seat), Item::Quit, "the cursor stays on its line");
    let said = "2 probes' commands are not run here yet: the line `approve` shows them";
    assert_eq!(seat.answer(), said);
    seat.press(&["k", "k"]);
    assert_eq!(under(&seat), Item::Approve);
    seat.effects.clear();
    seat.press(&["Enter", "a"]);
    let asked = seat.effects.pop();
    let Some(Effect::Runner(RunnerAsk::ApproveProbes(all))) = asked else {
        panic!("{asked:?}");
    };
    assert_eq!(
        under(&seat),
        Item::Rehearse,
        "there is nothing to approve now"
    );
    seat.tell(known(&[all]));
    let items = &seat.model.start.as_ref().unwrap().items;
    assert!(!items.contains(&Item::Approve));
}

#[test]
fn who_served_last_stands_beside_from_while_nothing_else_is_known() {
    let mut seat = page(true);
    let start = seat.model.start.as_mut().unwrap();
    start.served = Some((id("c10"), OPENED));
    seat.wait(Span::seconds(1));
    let start = seat.model.start.as_ref().unwrap();
    let said = format!("C10 served on {}", OPENED.date());
    assert_eq!(start.evidence.0, said);
    assert_eq!(
        start.page.as_ref().unwrap().from,
        None,
        "it decides nothing"
    );
}

#[test]
fn the_first_enter_joins_no_drill_that_everybody_left() {
    let first = |mode, who: &[&str]| {
        let mut seat = page(true);
        let drill = Listed {
            mode,
            operators: who.iter().map(|w| (*w).to_owned()).collect(),
            ..listed("one")
        };
        seat.tell(Msg::Listed(vec![drill]));
        let start = seat.model.start.as_ref().unwrap();
        start.items[start.first()]
    };
    assert_eq!(first(Mode::Drill, &[]), Item::Open);
    assert_eq!(first(Mode::Drill, &["cp"]), Item::Join(0));
    assert_eq!(first(Mode::Live, &[]), Item::Join(0));
}
