//! What lies over the panes: never over header, alarm, answer and footer.

use super::fixture::{id, picture};
use super::render::{screen, theme};
use switchover::cockpit::action::Action;
use switchover::cockpit::dialog::{Ask, Choice, Choose, Draft, Palette, Then};
use switchover::cockpit::paper::Paper;
use switchover::cockpit::{Dialog, Editor, Model};
use switchover::domain::plan::{Check, HttpCheck, ProbeSpec};
use switchover::domain::probe::{Finding, ProbeId, Sample};
use switchover::domain::time::Span;
use switchover::domain::words::Stage;

fn over(dialog: Dialog) -> Model {
    let mut model = picture();
    model.view.dialog = Some(dialog);
    model
}

fn ask() -> Dialog {
    Dialog::Ask(Ask {
        title: "2.3 Promote the replica at C10 cannot be taken back".into(),
        hint: vec![
            "NO UNDO: fail back with the fail-back checklist".into(),
            "type \"promote\" to go on".into(),
        ],
        editor: Editor::line("prom"),
        then: Then::Filter,
    })
}

fn choose() -> Dialog {
    let option = |key, label: &str| Choice {
        key: Some(key),
        label: label.into(),
        value: String::new(),
    };
    Dialog::Choose(Choose {
        title: "1.4 fail over, or wait for 42A?".into(),
        hint: vec!["No ETA from 42A. Target ready, data at risk as shown.".into()],
        options: vec![
            option('f', "Fail over → 2.1 Maintenance, both sides"),
            option('w', "Wait, ask again (asked again in 10:00)"),
        ],
        at: 1,
        then: Then::Filter,
    })
}

fn bulletin(writing: bool) -> Dialog {
    Dialog::Bulletin(Draft {
        audiences: vec![
            (id("internal"), "Everybody inside".into()),
            (id("customers"), "Customers".into()),
            (id("execs"), "Executives".into()),
        ],
        at: 0,
        editor: Editor::lines(
            "We see a disruption of service since 01:32:37Z. We are moving to our second site. Next update at 02:28:44Z.",
        ),
        writing,
        touched: writing,
        basis: Default::default(),
        replaces: None,
        from: ("the built-in internal-identified.txt".into(), None),
        state: Stage::Identified,
        waiting: None,
        enter: "post it".into(),
        advice: vec!["\"probably\" is a guess: say what is known, or that it is not".into()],
        last: Some("01:52:24Z by CP: We see a disruption of service since 01:32:37Z.".into()),
        next: "02:28:44Z".into(),
        next_at: None,
        step: None,
        reason: None,
    })
}

fn palette() -> Dialog {
    Dialog::Palette(Palette {
        editor: Editor::line(""),
        found: Action::ALL.to_vec(),
        at: 14,
    })
}

fn all() -> Vec<(&'static str, Dialog)> {
    let details = |step: &str, top| Dialog::Details {
        step: id(step),
        top,
    };
    let paper = |paper, top| Dialog::Paper { paper, top };
    let offering = Paper::Offering {
        roles: vec![id("im")],
        to: "NM".into(),
        until: None,
    };
    vec![
        ("ask", ask()),
        ("choose", choose()),
        (
            "note",
            Dialog::Note(Editor::lines("? is the queue drained\nsecond line")),
        ),
        ("bulletin", bulletin(false)),
        ("bulletin_writing", bulletin(true)),
        ("details", details("promote", 0)),
        ("details_done", details("maintenance", 3)),
        ("sheet_now", paper(Paper::Sheet, 0)),
        ("sheet_offering", paper(offering, 12)),
        ("providers", paper(Paper::Providers, 0)),
        ("who", Dialog::Who { at: 1 }),
        ("help", Dialog::Help { top: 0 }),
        ("palette", palette()),
        (
            "plain",
            Dialog::Plain {
                title: "Status".into(),
                text: "LIVE SEV1: Web is down at 42A\nsince 01:32:37Z\n".repeat(9),
                top: 2,
            },
        ),
    ]
}

#[test]
fn every_dialog() {
    let bare = screen(&picture(), (80, 24), &theme("default")).lines();
    for (name, dialog) in all() {
        let shown = screen(&over(dialog), (80, 24), &theme("default"));
        let lines = shown.lines();
        for row in [0, 1, 2, 3, 20, 21, 22] {
            assert_eq!(lines[row], bare[row], "{name}, row {row}");
        }
        insta::assert_snapshot!(name, shown.told());
    }
}

#[test]
fn every_dialog_on_a_small_screen() {
    for size in [(60, 20), (40, 10), (20, 6), (3, 3)] {
        for (name, dialog) in all() {
            let shown = screen(&over(dialog), size, &theme("default"));
            if size.1 >= 10 {
                let lines = shown.lines();
                assert!(lines[0].starts_with("LIVE"), "{name}");
                assert!(lines[lines.len() - 2].starts_with("> "), "{name}");
                insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), shown.text());
            }
        }
    }
}

#[test]
fn the_terminals_cursor_is_in_text_fields_only() {
    for (name, dialog) in all() {
        let writes = ["ask", "note", "bulletin_writing", "palette"].contains(&name);
        let shown = screen(&over(dialog), (80, 24), &theme("default"));
        assert_eq!(shown.cursor.is_some(), writes, "{name}");
    }
    assert_eq!(screen(&picture(), (80, 24), &theme("default")).cursor, None);
}

/// A probe that answered, then broke: its last results, the raw answer, and how to ask the same.
#[test]
fn a_probe_looked_at_closer() {
    let probe = ProbeId::Service {
        service: id("web"),
        provider: id("h42"),
    };
    let mut model = over(Dialog::Probe {
        probe: probe.clone(),
        top: 0,
    });
    let plan = std::sync::Arc::make_mut(&mut model.plan);
    let mut check = HttpCheck {
        url: "https://www.shop.example/health".into(),
        address: Some("192.0.2.10".into()),
        status: vec![200],
        ..HttpCheck::default()
    };
    check.header.insert("X-Token".into(), "hunter2".into());
    plan.services[0].probe = ProbeSpec::plain(Check::Http(check));
    for n in (0..4).rev() {
        let ended = model.wall - Span::seconds(5 * n);
        let times = (ended - Span(87), ended);
        let sample = match n {
            3 => Sample {
                latency: Some(Span(87)),
                raw: Some(
                    "HTTP/1.1 200\ncontent-type: text/plain\n\nhealthy password=hunter2\u{1b}[2J"
                        .into(),
                ),
                ..Sample::new(probe.clone(), times, Finding::Good, "200".into())
            },
            _ => Sample::new(probe.clone(), times, Finding::Bad, "refused".into()),
        };
        model.history.add(&sample);
    }
    let shown = screen(&model, (80, 24), &theme("default"));
    assert!(!shown.text().contains("hunter2"));
    insta::assert_snapshot!("probe", shown.told());
    let wide = screen(&model, (120, 40), &theme("default"));
    insta::assert_snapshot!("probe_120x40", wide.text());
}
