//! No size is refused, none panics, and the rows that must stay do.

use super::fixture::{failover, picture, triage};
use super::render::{screen, theme};
use proptest::prelude::*;
use switchover::cockpit::{Dialog, Model, Pane};
use switchover::domain::words::Mode;

fn models() -> Vec<Model> {
    let mut zoomed = picture();
    zoomed.view.zoom = true;
    zoomed.view.focus = Pane::Updates;
    let mut helped = picture();
    helped.view.dialog = Some(Dialog::Help { top: 7 });
    let mut start = picture();
    start.start = Some(super::startup::page());
    vec![
        picture(),
        triage(Mode::Planned).now("02:00:00"),
        failover(Mode::Drill).now("02:20:00"),
        zoomed,
        helped,
        start,
    ]
}

#[test]
fn every_small_size() {
    let models = models();
    for model in &models {
        for width in (0..30).chain([39, 40, 60, 71, 72, 79, 80]) {
            for height in 0..30 {
                screen(model, (width, height), &theme("default"));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_size(width in 0u16..500, height in 0u16..500, which in 0usize..6, ascii: bool) {
        let model = &models()[which];
        let shown = screen(model, (width, height), &theme("default").ascii(ascii));
        let lines = shown.lines();
        if height >= 8 && width >= 40 && which == 0 {
            let at = |y: usize| lines[y].as_str();
            let last = lines.len() - 1;
            prop_assert!(at(0).starts_with("LIVE"));
            prop_assert!(at(0).contains("42A") && at(0).contains("down 41:07"));
            prop_assert!(at(1).starts_with('!'));
            prop_assert!(at(2).starts_with("NOW 2.3"));
            prop_assert!(at(3).starts_with("sudo -u postgres"));
            prop_assert!(lines.iter().any(|l| l.contains("OVERDUE")));
            prop_assert!(at(last - 1).starts_with("> 02:13:40Z"));
            prop_assert!(at(last).starts_with("Enter step"));
            prop_assert!(at(last).trim_end().ends_with("? help"));
        }
    }
}
