//! What the probes add up to: what failed first, what only follows, what is meant to be down.

use super::fixture;
use super::render::{screen, theme};
use switchover::cockpit::probes::ProbeCell;
use switchover::cockpit::{Model, Pane};
use switchover::domain::words::ProbeState;

/// The database at 42A failed first, the web front follows; at C10 its role and number are measured.
fn caused() -> Model {
    let mut model = fixture::picture();
    for row in &mut model.probes.rows {
        let follows = match row.service.as_str() {
            "web" | "queue" => Some("db".to_owned()),
            "apps" => Some("queue".to_owned()),
            _ => None,
        };
        row.from.follows = follows;
        if row.service.as_str() == "db" {
            row.from = ProbeCell {
                state: ProbeState::Down,
                since: Some(fixture::at("01:32:38")),
                detail: "exit 2".into(),
                ..row.from.clone()
            };
            row.to.said = Some("replica".into());
        }
        if row.service.as_str() == "lag" {
            row.to.said = Some("41 s".into());
            row.from = ProbeCell {
                state: ProbeState::Down,
                since: Some(fixture::at("02:13:20")),
                fenced: true,
                ..row.from.clone()
            };
        }
        if row.service.as_str() == "apps" {
            row.to.said = Some("61/61".into());
        }
    }
    model
}

fn told(model: &Model, size: (u16, u16)) -> String {
    screen(model, size, &theme("default")).text()
}

#[test]
fn what_only_follows_is_said_with_its_cause() {
    insta::assert_snapshot!("follows_80x24", told(&caused(), (80, 24)));
    insta::assert_snapshot!("follows_120x40", told(&caused(), (120, 40)));
}

#[test]
fn where_not_all_fit_the_cause_comes_first() {
    let mut model = caused();
    model.probes.rows.swap(1, 4);
    model.view.focus = Pane::Steps;
    let text = told(&model, (80, 18));
    let at = |words: &str| text.find(words).unwrap_or(usize::MAX);
    assert!(at("│ db ") < at("│ Web front"), "{text}");
}
