//! Who would be told of an alarm, where there is none; and what is hostile in it.

use super::fixture::failover;
use super::render::{screen, theme};
use std::sync::Arc;
use switchover::cockpit::Model;
use switchover::domain::plan::{Pager, Plan};
use switchover::domain::presence::Paging;
use switchover::domain::text::is_hidden;
use switchover::domain::words::Mode;

/// The night without an alarm, in which CP's cockpit pages or not, from a machine of this name.
fn night(pages: Paging, machine: &str) -> Model {
    let mut model = failover(Mode::Live).now("02:13:44");
    let plan = Plan {
        pager: Some(Pager::default()),
        ..(*model.plan).clone()
    };
    model.plan = Arc::new(plan);
    model.alarms.clear();
    model.notices.clear();
    for p in &mut model.present {
        (p.pages, p.machine) = (pages, machine.to_owned());
    }
    model
}

fn row(model: &Model, size: (u16, u16)) -> String {
    let lines = screen(model, size, &theme("default")).lines();
    lines[1].trim_end().to_owned()
}

#[test]
fn who_pages_stands_beside_no_alarm() {
    let row = |pages| row(&night(pages, "b2"), (80, 24));
    assert_eq!(row(Paging::Pages), "no alarm; paging from b2");
    assert_eq!(
        row(Paging::NotApproved),
        "no alarm; nobody is paged: not approved on b2 (switchover approve --pager)"
    );
    assert_eq!(
        row(Paging::No),
        "no alarm; nobody is paged: no switchover join --headless is here"
    );
    let mut without = night(Paging::No, "b2");
    Arc::make_mut(&mut without.plan).pager = None;
    assert_eq!(self::row(&without, (80, 24)), "no alarm");
    let evil = night(Paging::Pages, "b\u{1b}[2J\u{202e}2\u{200b}");
    for size in [(80, 24), (40, 10), (120, 40)] {
        assert!(!self::row(&evil, size).contains(is_hidden));
    }
}
