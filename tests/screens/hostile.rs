//! Content out of files, peers and probes puts nothing hidden on the screen, whatever field it is in.

use super::fixture::{at, checklist, failover, id, note, set};
use super::render::{Screen, screen, theme};
use switchover::cockpit::{Dialog, Editor, Model};
use switchover::domain::ids::WriterId;
use switchover::domain::presence::Presence;
use switchover::domain::text::is_hidden;
use switchover::domain::words::{Mode, NoteKind, StepState};

const EVIL: &str = "a\u{1b}[2J\u{202e}b\u{200b}\u{7}\u{9b}31mc\r\nd\te\u{2066}日本e\u{301}\u{feff}\u{fe0f}👩\u{200d}💻";

fn evil() -> Model {
    let mut list = checklist();
    list.title = EVIL.into();
    for phase in &mut list.phases {
        phase.title = EVIL.into();
        phase.abort_if = Some(EVIL.into());
        for step in &mut phase.steps {
            step.title = format!("{EVIL}{}", step.title);
            step.expect = Some(EVIL.into());
            step.undo = Some(EVIL.into());
            step.warn = Some(EVIL.into());
            step.note = Some(EVIL.into());
            step.command = Some(EVIL.into());
            step.links = vec![EVIL.into()];
            step.sub = vec![EVIL.into()];
        }
    }
    let mut night = failover(Mode::Live);
    let mut failed = set("fence", StepState::Failed);
    failed.reason = Some(EVIL.into());
    failed.value = Some(EVIL.into());
    night = night
        .tell("CP", "02:13:40", note(NoteKind::Note, EVIL))
        .tell("CP", "02:13:41", failed);
    let sha = night.model.plan_sha.clone();
    let list = std::collections::BTreeMap::from([(list.id.clone(), std::sync::Arc::new(list))]);
    night.model.frozen.insert(sha, list);
    let mut plan = super::fixture::plan();
    plan.name = EVIL.into();
    for provider in &mut plan.providers {
        provider.name = EVIL.into();
    }
    for audience in &mut plan.audiences {
        audience.name = EVIL.into();
    }
    for escalation in &mut plan.escalations {
        escalation.to = EVIL.into();
    }
    night.model.plan = std::sync::Arc::new(plan);
    let mut model = night.now("02:13:44");
    model.me.machine = EVIL.into();
    model.view.answer.text = EVIL.into();
    model.view.answer.at = at("02:13:44");
    model.view.filter = None;
    model.saving.trouble = Some(EVIL.into());
    model.probes.vantage = EVIL.into();
    model.probes.sides = (EVIL.into(), EVIL.into());
    for row in &mut model.probes.rows {
        row.name = EVIL.into();
        row.from.detail = EVIL.into();
        row.to.detail = EVIL.into();
    }
    model.present = vec![Presence {
        writer: WriterId::of("x", "y", 3),
        operator: EVIL.into(),
        machine: EVIL.into(),
        observe: false,
        doing: Some(EVIL.into()),
        away: None,
        pages: switchover::domain::presence::Paging::No,
        at: model.wall,
    }];
    for alarm in &mut model.alarms {
        alarm.text = EVIL.into();
    }
    model
}

fn clean(shown: &Screen) {
    for cell in shown.buffer.content() {
        assert!(!cell.symbol().contains(is_hidden), "{:?}", cell.symbol());
    }
}

#[test]
fn nothing_hidden_in_any_pane() {
    for size in [(80, 24), (200, 60), (40, 10), (13, 9)] {
        clean(&screen(&evil(), size, &theme("default")));
    }
    insta::assert_snapshot!(screen(&evil(), (80, 24), &theme("default")).text());
}

#[test]
fn nothing_hidden_in_any_dialog() {
    let dialogs = [
        Dialog::Note(Editor::lines(EVIL)),
        Dialog::Details {
            step: id("fence"),
            top: 0,
        },
        Dialog::Plain {
            title: EVIL.into(),
            text: EVIL.into(),
            top: 0,
        },
    ];
    for dialog in dialogs {
        let mut model = evil();
        model.view.dialog = Some(dialog);
        clean(&screen(&model, (80, 24), &theme("default")));
    }
}

#[test]
fn a_commands_hidden_characters_show_as_code_points() {
    let mut model = evil();
    model.view.dialog = Some(Dialog::Details {
        step: id("fence"),
        top: 0,
    });
    let shown = screen(&model, (80, 60), &theme("default")).text();
    assert!(shown.contains("<U+202E>"), "{shown}");
    assert!(shown.contains("<U+001B>[2J"), "{shown}");
}
