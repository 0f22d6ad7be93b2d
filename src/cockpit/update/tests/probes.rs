//! A closer look at a probe, and what counts n of m.

use super::world::{Seat, id, step, two};
use crate::cockpit::{Dialog, Effect, Msg, Pane, repeat_of};
use crate::domain::plan::{Check, HttpCheck, ProbeSpec};
use crate::domain::probe::{Finding, ProbeId, Sample};
use crate::domain::time::Span;
use crate::domain::words::{Milestone, ProbeState, Side};
use std::sync::Arc;

fn web(provider: &str) -> ProbeId {
    ProbeId::Service {
        service: id("web"),
        provider: id(provider),
    }
}

fn seat(check: Check) -> Seat {
    let (mut gf, _) = two();
    Arc::make_mut(&mut gf.model.plan).services[0].probe = ProbeSpec::plain(check);
    gf.effects.clear();
    gf
}

fn looked_at(seat: &Seat) -> Option<&ProbeId> {
    match &seat.model.view.dialog {
        Some(Dialog::Probe { probe, .. }) => Some(probe),
        _ => None,
    }
}

#[test]
fn enter_on_the_probes_looks_closer_and_tab_goes_on() {
    let mut gf = seat(Check::Tcp {
        address: "127.0.0.1:1".into(),
    });
    gf.measure("web", "h42", false, 2);
    gf.press(&["Tab"]);
    assert_eq!(gf.model.view.focus, Pane::Probes);
    gf.press(&["Enter"]);
    assert_eq!(looked_at(&gf), Some(&web("h42")));
    let track = gf.model.history.of(&web("h42")).unwrap();
    assert_eq!(
        (track.results.len(), &*track.results[1].detail),
        (2, "refused")
    );
    gf.press(&["Tab"]);
    assert_eq!(looked_at(&gf), Some(&web("c10")));
    gf.press(&["Tab"]);
    assert_eq!(looked_at(&gf), Some(&web("h42")), "round and round");
    gf.press(&["h"]);
    assert_eq!(looked_at(&gf), Some(&web("c10")));
    gf.press(&["c"]);
    let copied = gf.effects.pop();
    let text = "nc -zvw3 127.0.0.1 1".to_owned();
    assert_eq!(copied, Some(Effect::Copy { step: None, text }));
    gf.press(&["q"]);
    assert_eq!(looked_at(&gf), None);
}

#[test]
fn an_observer_looks_closer_too_and_a_secret_is_not_copied() {
    let mut check = HttpCheck {
        url: "https://www.shop.example/health".into(),
        ..HttpCheck::default()
    };
    check.header.insert("X-Token".into(), "hunter2".into());
    let mut gf = seat(Check::Http(check));
    gf.model.me.observe = true;
    gf.press(&["Tab", "Enter", "c"]);
    assert!(gf.answer().contains("secret"), "{}", gf.answer());
    assert!(gf.effects.is_empty());
    let repeat = repeat_of(&gf.model, &web("h42")).unwrap();
    assert!(
        repeat.command.unwrap().contains("hunter2"),
        "masked when drawn"
    );
}

#[test]
fn a_count_that_moves_ends_at_some_time() {
    let mut gf = seat(Check::Progress {
        run: "n".into(),
        pattern: String::new(),
    });
    for done in 1..=4 {
        gf.wall = gf.wall + Span::seconds(60);
        let times = (gf.wall - Span(100), gf.wall);
        let sample = Sample {
            progress: Some((done, 10)),
            ..Sample::new(web("c10"), times, Finding::Poor, format!("{done}/10"))
        };
        gf.tell(Msg::Samples(vec![sample], gf.wall));
    }
    let pace = gf.model.probes.rows[0].to.pace.unwrap();
    assert_eq!((pace.done, pace.total, pace.hourly), (4, 10, Some(60.0)));
    assert_eq!(pace.ends, Some(gf.model.now + Span::minutes(6)));
    assert_eq!(gf.model.probes.rows[0].from.pace, None);
}

#[test]
fn what_a_probe_on_its_way_saw_go_as_fencing_began_is_fenced() {
    let fence = step("fence", |s| {
        s.side = Some(Side::From);
        s.milestone = Some(Milestone::Fenced);
    });
    let steps = vec![fence, step("last", |_| {})];
    for (before, fenced) in [(1, true), (3, false)] {
        let mut gf = super::senses::opened(steps.clone());
        gf.measure("web", "h42", true, 3);
        gf.measure("web", "h42", false, before);
        gf.press(&["Enter"]);
        gf.measure("web", "h42", false, 3);
        gf.press(&["d"]);
        let cell = &gf.model.probes.rows[0].from;
        assert_eq!((cell.state, cell.fenced), (ProbeState::Down, fenced));
    }
}

#[test]
fn a_command_is_repeated_in_the_folder_where_it_runs() {
    let mut gf = seat(Check::Progress {
        run: "./up.sh a".into(),
        pattern: String::new(),
    });
    gf.model.runner.folder = "/srv/our plan".into();
    let repeat = repeat_of(&gf.model, &web("h42")).unwrap();
    let said = repeat.command.unwrap();
    assert_eq!(said, "cd '/srv/our plan' && ./up.sh a");
}
