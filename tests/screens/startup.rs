//! The first minute: join what is open, or one page.

use super::fixture::{at, id, plan, probes, triage};
use super::render::{screen, theme};
use switchover::cockpit::effect::OpenRequest;
use switchover::cockpit::start::{Item, Listed};
use switchover::cockpit::{Model, Start};
use switchover::domain::time::Span;
use switchover::domain::words::Mode;

/// The page alone: nothing is open.
pub(crate) fn page() -> Start {
    let plan = plan();
    Start {
        open: Vec::new(),
        joins: true,
        plan: Some((plan.name.clone(), "/etc/switchover/plan.toml".into())),
        reviewed: "reviewed 50 days ago".into(),
        drilled: "drilled 2026-10-02".into(),
        checklists: vec![(id("failover"), "Fail over to the other provider".into())],
        providers: vec![(id("h42"), "42A".into()), (id("c10"), "C10".into())],
        page: Some(OpenRequest {
            mode: Mode::Live,
            title: String::new(),
            checklist: Some(id("failover")),
            from: Some(id("h42")),
            to: Some(id("c10")),
            severity: "SEV1".into(),
            since: Some(at("01:32:37")),
            take_required: true,
        }),
        chosen: true,
        items: vec![
            Item::Open,
            Item::Mode,
            Item::From,
            Item::To,
            Item::Since,
            Item::Severity,
            Item::Checklist,
            Item::Rehearse,
            Item::Quit,
        ],
        at: 0,
        evidence: ("web down, db writer".into(), "web up".into()),
        served: None,
        first_update: Some(Span::minutes(5)),
        notice: String::new(),
        probes: probes(),
    }
}

fn model(start: Start) -> Model {
    let mut model = triage(Mode::Live).now("02:01:00");
    model.start = Some(start);
    model
}

#[test]
fn one_page_when_nothing_is_open() {
    for size in [(80, 24), (120, 40), (60, 20)] {
        let shown = screen(&model(page()), size, &theme("default")).told();
        insta::assert_snapshot!(format!("start_page_{}x{}", size.0, size.1), shown);
    }
}

#[test]
fn the_cursor_is_on_join_when_something_is_open() {
    let mut start = page();
    let listed = |title: &str, mode, who: &[&str]| Listed {
        path: "/srv/switchover/x".into(),
        title: title.into(),
        mode,
        opened: at("01:47:44"),
        operators: who.iter().map(|w| (*w).to_owned()).collect(),
    };
    start.open = vec![
        listed("Web is down at 42A", Mode::Live, &["CP", "NM"]),
        listed("Database move", Mode::Planned, &[]),
    ];
    start.items.splice(0..0, [Item::Join(0), Item::Join(1)]);
    insta::assert_snapshot!(screen(&model(start), (80, 24), &theme("default")).told());
}

#[test]
fn without_a_plan_only_a_rehearsal() {
    let mut start = page();
    start.plan = None;
    start.page = None;
    start.items = vec![Item::Rehearse, Item::Quit];
    insta::assert_snapshot!(screen(&model(start), (80, 24), &theme("default")).text());
}
