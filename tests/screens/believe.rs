//! What the probes add up to: what failed first, what only follows, what is meant to be down.

use super::fixture;
use super::render::{screen, theme};
use switchover::cockpit::probes::{Layer, LayerSide, ProbeCell};
use switchover::cockpit::{Model, Pane};
use switchover::domain::rules::ready::Ready;
use switchover::domain::rules::watched::Watched;
use switchover::domain::rules::writers::Writers;
use switchover::domain::time::Span;
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

/// The header, and the pane of the probes alone: what stands beside it is others' affair.
fn pane(model: &Model, size: (u16, u16)) -> String {
    let text = told(model, size);
    let header = text.lines().next().unwrap_or_default().to_owned();
    let right = |line: &str| {
        let at = line.find(['│', '┬'])?;
        Some(line[at..].trim_end().to_owned())
    };
    let lines = std::iter::once(header).chain(text.lines().filter_map(right));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn what_only_follows_is_said_with_its_cause() {
    insta::assert_snapshot!("follows_80x24", pane(&caused(), (80, 24)));
    insta::assert_snapshot!("follows_120x40", pane(&caused(), (120, 40)));
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

#[test]
fn the_row_under_the_cursor_is_in_sight_wherever_it_is() {
    for (size, zoom) in [((80, 18), false), ((80, 24), false), ((80, 12), true)] {
        for at in 0..5 {
            let mut model = caused();
            model.view.focus = Pane::Probes;
            model.view.zoom = zoom;
            model.view.probe_top = at;
            let text = told(&model, size);
            let names = [
                ["Web", "Web"],
                ["db", "Database"],
                ["lag", "Replica"],
                ["Queue", "Queue"],
                ["apps", "Applications"],
            ];
            let here = text.lines().any(|l| {
                let mark = l.rsplit_once('›').map(|(_, rest)| rest);
                mark.is_some_and(|rest| names[at].iter().any(|name| rest.starts_with(name)))
            });
            assert!(here, "{at} at {size:?}:\n{text}");
        }
    }
}

#[test]
fn what_answers_where_it_must_not_never_looks_well() {
    let mut model = caused();
    model.probes.rows[0].from.danger = Some("BACK");
    model.probes.rows[1].from.danger = Some("WRITABLE");
    model.probes.rows[1].to.danger = Some("WRITABLE");
    model.probes.writers = Some((Writers::Several, "SPLIT BRAIN: 42A and C10 write".into()));
    insta::assert_snapshot!("danger_80x24", pane(&model, (80, 24)));
    insta::assert_snapshot!("danger_120x40", pane(&model, (120, 40)));
}

#[test]
fn what_would_be_lost_stands_below_the_probes_and_in_the_header() {
    let mut model = caused();
    model.probes.loss = vec![
        "LOSS now unknown, RPO 5m OVER;".into(),
        "C10 last heard 42A 01:32:31Z".into(),
    ];
    insta::assert_snapshot!("loss_80x24", pane(&model, (80, 24)));
    let mut model = fixture::triage(switchover::domain::words::Mode::Live).now("01:50:10");
    model.probes.loss = vec!["LOSS if promoted now ≤ 12 s".into()];
    model.probes.risk = Some("LOSS ≤ 12 s".into());
    insta::assert_snapshot!("loss_before_the_decision_80x24", pane(&model, (80, 24)));
    model.probes.loss = vec![
        "LOSS if promoted now: unknown,".into(),
        "C10 last heard 42A 01:32:31Z".into(),
    ];
    insta::assert_snapshot!("loss_120x40", pane(&model, (120, 40)));
}

#[test]
fn whether_the_target_can_take_over_stands_beside_its_name() {
    let mut model = caused();
    model.clocks.decide_by = Some(Span::seconds(250));
    model.clocks.since_decision = None;
    model.clocks.downtime = Some(Span::seconds(1053));
    model.clocks.rto_over = None;
    model.probes.loss = vec!["LOSS if promoted now ≤ 12 s".into()];
    model.probes.risk = Some("LOSS ≤ 12 s".into());
    model.probes.ready = Some(Ready::Yes);
    insta::assert_snapshot!("ready_80x24", pane(&model, (80, 24)));
    model.probes.ready = Some(Ready::No(vec!["lag 41 s".into()]));
    insta::assert_snapshot!("not_ready_80x24", pane(&model, (80, 24)));
    insta::assert_snapshot!("not_ready_120x40", pane(&model, (120, 40)));
    // Where nothing can go, a glyph says it.
    model.probes.risk = Some("LOSS unknown RPO OVER".into());
    model.probes.ready = Some(Ready::Unknown(vec!["db stale".into()]));
    insta::assert_snapshot!("perhaps_ready_80x24", pane(&model, (80, 24)));
}

#[test]
fn zoomed_the_layers_tell_what_is_up_and_what_is_left() {
    let mut model = caused();
    let side = |up, of, left: &[&str]| LayerSide {
        up,
        of,
        left: left.iter().map(|l| (*l).to_owned()).collect(),
    };
    let layer = |services: &[&str], from, to| Layer {
        services: services.iter().map(|s| (*s).to_owned()).collect(),
        from,
        to,
    };
    model.probes.layers = vec![
        layer(
            &["db", "lag"],
            side(0, 2, &["db down", "lag down"]),
            side(1, 2, &["lag 41 s"]),
        ),
        layer(
            &["web", "queue"],
            side(0, 2, &["web down", "queue down"]),
            side(2, 2, &[]),
        ),
        layer(
            &["apps"],
            side(0, 1, &["apps down"]),
            side(0, 1, &["apps 41/61"]),
        ),
    ];
    model.view.focus = Pane::Probes;
    model.view.zoom = true;
    let text = told(&model, (80, 24));
    let lines: Vec<&str> = text.lines().skip(5).take(14).map(str::trim_end).collect();
    insta::assert_snapshot!("layers_80x24", lines.join("\n"));
}

#[test]
fn downtime_that_nobody_measured_is_named_in_the_header() {
    let head = |blind, size| {
        let mut model = caused();
        model.unseen.downtime = Some(Watched {
            unwatched: Span::minutes(12),
            blind,
        });
        let text = told(&model, size);
        text.lines()
            .next()
            .unwrap_or_default()
            .trim_end()
            .to_owned()
    };
    let narrow = head(Span::ZERO, (80, 24));
    assert!(
        narrow.contains("down 41:07 (12m unseen)  RTO 30m OVER 11m"),
        "{narrow}"
    );
    let blind = head(Span::minutes(3), (72, 24));
    assert!(blind.contains("down 41:07 (15m unseen)"), "{blind}");
    let wide = head(Span::minutes(3), (120, 40));
    assert!(
        wide.contains("down 41:07 (not watched 12m, blind 3m)"),
        "{wide}"
    );
}
