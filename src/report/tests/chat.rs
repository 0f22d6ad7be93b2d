//! The six lines for a chat.

use super::*;
use crate::domain::facts::{BulletinFailed, BulletinQueued};

#[test]
fn a_chat_hears_from_when_to_when_and_what_does_not_leave() {
    let mut scene = Scene::new(Mode::Live);
    scene.plan.audiences[0].webhook = Some("env:HOOK".into());
    scene.write(
        100,
        BulletinQueued {
            audience: id("customers"),
            state: None,
            text: "Orders fail.".into(),
            via: None,
            next_at: None,
        },
    );
    scene.write(
        101,
        BulletinFailed {
            audience: id("customers"),
            via: None,
            reason: "connection refused".into(),
            unsure: false,
        },
    );
    let text = chat_text(&scene.picture(110));
    let at = (OPENED + Span::seconds(100)).clock();
    let line = format!("customers NOT OUT since {at}");
    assert!(text.contains(&line), "{text}");
    let from = scene.incident.milestone(Milestone::ImpactStart).unwrap();
    let told = format!(
        "down {}, from {}",
        scene.picture(110).clocks.downtime.unwrap().short(),
        from.clock()
    );
    assert!(text.contains(&told), "{text}");
}

#[test]
fn a_chat_gets_six_lines_and_each_says_that_it_is_not_live() {
    for (mode, prefix) in [
        (Mode::Drill, "DRILL"),
        (Mode::Planned, "PLANNED"),
        (Mode::Live, ""),
    ] {
        let scene = Scene::new(mode);
        let text = chat_text(&scene.picture(100));
        assert_eq!(text.lines().count(), 6, "{text}");
        assert!(text.starts_with(mode.banner()), "{text}");
        assert!(text.lines().all(|l| l.starts_with(prefix)), "{text}");
        let parts = ["Users: ", "Now: ", "Attention: ", "Next updates: ", "Who: "];
        for (line, part) in text.lines().skip(1).zip(parts) {
            assert!(line.contains(part), "{text}");
        }
    }
}
