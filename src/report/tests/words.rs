//! What people wrote, in every document: hidden once it was redacted, told when the incident was closed.

use super::*;
use crate::domain::facts::{PromiseMade, ScratchSet};
use crate::domain::rules::noted::redact;

/// Every document of a scene.
fn documents(scene: &Scene) -> Vec<(String, String)> {
    let picture = scene.picture(60);
    let live = Live::default();
    let mut all: Vec<(String, String)> = derived(&picture, &live, "gf").into_iter().collect();
    all.push(("json".into(), status_json(&picture, &live)));
    all.push(("txt".into(), status_text(&picture, &live)));
    all.push(("rows".into(), timeline_rows(&picture).join("\n")));
    let timeline = scene.incident.state().timeline.iter();
    all.extend(timeline.map(|(at, no)| ("entry".into(), entry_json(&picture, *at, *no))));
    all
}

#[test]
fn what_was_redacted_is_in_no_document() {
    let mut scene = Scene::new(Mode::Live);
    let text = "the key is hunter2".to_owned();
    let note = |text| NoteAdded {
        kind: NoteKind::Note,
        text,
        at: None,
        provider: None,
        ticket: None,
        confidence: None,
    };
    scene.write(20, note(text.clone()));
    scene.write(30, ScratchSet { text, base: None });
    let secret = |s: &Scene| {
        documents(s)
            .iter()
            .filter(|(_, d)| d.contains("hunter2"))
            .count()
    };
    assert!(secret(&scene) > 4, "it is told before");
    let log = scene.incident.log();
    let held = log
        .iter()
        .filter(|(_, e)| format!("{:?}", e.draft.fact).contains("hunter2"));
    let held: Vec<_> = held.map(|(no, _)| no).collect();
    for no in held {
        for fact in redact(&scene.incident, no, None).unwrap() {
            scene.write(40, fact);
        }
    }
    for (name, document) in documents(&scene) {
        assert!(!document.contains("hunter2"), "{name}: {document}");
    }
    assert!(
        documents(&scene)
            .iter()
            .any(|(_, d)| d.contains("(redacted)"))
    );
}

#[test]
fn answers_on_closing_and_promises_are_told() {
    let mut scene = Scene::new(Mode::Live);
    let promise = PromiseMade {
        text: "power is back".into(),
        owner: None,
        provider: Some(id("h42")),
        due: OPENED + Span::seconds(600),
    };
    scene.write(20, promise);
    let told = status_text(&scene.picture(60), &Live::default());
    assert!(
        told.contains("promised: 42A: power is back in 9m"),
        "{told}"
    );
    let json = status_json(&scene.picture(60), &Live::default());
    assert!(json.contains("\"promises\":[{\"entry\":"), "{json}");
    let answers = BTreeMap::from([("data".into(), "three orders".into())]);
    scene.write(
        60,
        IncidentClosed {
            answers,
            reason: None,
        },
    );
    let all = documents(&scene);
    let of = |name: &str| &all.iter().find(|(n, _)| n.starts_with(name)).unwrap().1;
    for name in ["txt", "timeline", "status", "rows"] {
        assert!(
            of(name).contains("Was data lost? three orders"),
            "{name}: {}",
            of(name)
        );
    }
    assert!(
        of("json").contains("\"closing\":{\"data\":\"three orders\"}"),
        "{}",
        of("json")
    );
}
