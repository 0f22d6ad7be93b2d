//! The screen of the fail-over, in its sizes, modes and themes.

use super::fixture::{self, Night, at, checklist, claim, failover, id, note, picture, set, triage};
use super::render::{screen, theme};
use switchover::cockpit::{Cursor, Model, Pane};
use switchover::domain::rules::alarms::Alarm;
use switchover::domain::time::Span;
use switchover::domain::words::{Mode, NoteKind, ProbeState, StepState};

fn told(model: &Model, size: (u16, u16)) -> String {
    screen(model, size, &theme("default")).told()
}

#[test]
fn the_picture_80x24() {
    insta::assert_snapshot!(told(&picture(), (80, 24)));
}

#[test]
fn the_picture_120x40() {
    insta::assert_snapshot!(told(&picture(), (120, 40)));
}

#[test]
fn the_picture_200x60() {
    insta::assert_snapshot!(told(&picture(), (200, 60)));
}

#[test]
fn the_picture_60x20() {
    insta::assert_snapshot!(told(&picture(), (60, 20)));
}

#[test]
fn the_picture_40x10() {
    insta::assert_snapshot!(told(&picture(), (40, 10)));
}

#[test]
fn the_picture_1x1() {
    insta::assert_snapshot!(told(&picture(), (1, 1)));
}

#[test]
fn every_theme() {
    for name in switchover::ui::Theme::names() {
        let shown = screen(&picture(), (80, 24), &theme(name)).told();
        insta::assert_snapshot!(format!("theme_{name}"), shown);
    }
}

#[test]
fn in_ascii() {
    let shown = screen(&picture(), (80, 24), &theme("mono").ascii(true));
    assert!(shown.text().is_ascii());
    insta::assert_snapshot!(shown.text());
}

#[test]
fn a_drill() {
    let mut night = failover(Mode::Drill);
    night.model.identity.speed = 1;
    insta::assert_snapshot!(told(&night.now("02:13:44"), (80, 24)));
}

#[test]
fn planned_work() {
    insta::assert_snapshot!(told(&failover(Mode::Planned).now("02:13:44"), (80, 24)));
}

/// Whatever the theme, a drill's screen is another one than the real one's: in its words, without any colour.
#[test]
fn a_drill_is_never_mistaken() {
    let live = screen(
        &failover(Mode::Live).now("02:13:44"),
        (80, 24),
        &theme("mono"),
    );
    let drill = screen(
        &failover(Mode::Drill).now("02:13:44"),
        (80, 24),
        &theme("mono"),
    );
    let (live, drill) = (live.lines(), drill.lines());
    assert!(live[0].starts_with("LIVE ") && drill[0].starts_with("DRILL┄"));
    for row in [0, 5, 14, 19] {
        assert_ne!(live[row], drill[row], "row {row}");
    }
}

#[test]
fn triage_without_a_checklist() {
    insta::assert_snapshot!(told(&triage(Mode::Live).now("01:50:10"), (80, 24)));
}

#[test]
fn many_alarms_an_unproven_fence_and_a_conflict() {
    let unproven = switchover::domain::facts::StepSet {
        unproven: true,
        reason: Some("42A unreachable".into()),
        ..set("fence", StepState::Done)
    };
    let night = failover(Mode::Live).tell("CP", "02:14:00", unproven);
    let mut model = night.now("02:14:30");
    model.alarms.push(Alarm {
        id: "x".into(),
        text: "b1 is BLIND".into(),
        rank: 4,
        acknowledged: Some("CP".into()),
    });
    let step = model.board.steps.iter_mut().find(|s| s.number == "2.1");
    step.unwrap().rivals = vec![("NM".into(), StepState::Failed)];
    model.probes.blind = Some(at("02:14:00"));
    for row in &mut model.probes.rows {
        row.from.state = ProbeState::Blind;
    }
    insta::assert_snapshot!(told(&model, (80, 24)));
}

#[test]
fn the_selected_step_is_told_where_there_is_room() {
    let mut model = picture();
    model.view.cursor = Cursor::At(id("maintenance"));
    let text = screen(&model, (120, 40), &theme("default")).text();
    assert!(text.contains("expect 503 on both sides"), "{text}");
    assert!(text.contains("keys act on 2.1"), "{text}");
}

#[test]
fn every_state_of_a_step() {
    let states = [
        ("dns", StepState::Failed),
        ("move-6", StepState::Deferred),
        ("move-7", StepState::Waived),
        ("move-8", StepState::NotTaken),
        ("move-9", StepState::Unknown),
        ("back-2", StepState::Verified),
    ];
    let mut night = failover(Mode::Live);
    for (key, state) in states {
        night = night.tell("CP", "02:13:35", set(key, state));
    }
    let waiting = switchover::domain::facts::StepSet {
        until: Some(at("02:18:30")),
        ..set("ttl", StepState::Waiting)
    };
    let night =
        night
            .tell("CP", "02:13:36", waiting)
            .tell("GF", "02:13:37", claim("restored", "NM"));
    let mut model = night.now("02:13:44");
    model.view.cursor = Cursor::At(id("ttl"));
    insta::assert_snapshot!(told(&model, (80, 30)));
}

fn long() -> Model {
    let mut list = checklist();
    let template = list.phases[3].steps[0].clone();
    for n in 0..144 - 27 {
        let mut step = template.clone();
        step.id = id(&format!("more-{n}"));
        list.phases[3].steps.push(step);
    }
    let mut night = Night::new(Mode::Live, list);
    for (who, time, fact) in story() {
        night.say(&who, time, fact);
    }
    for n in 0..5_000_i64 {
        let time = at("02:14:00") + Span::seconds(n * 9);
        night.say(
            "CP",
            time,
            note(NoteKind::Note, &format!("line {n}")).into(),
        );
    }
    night.now("14:45:00")
}

/// The entries of the fail-over, to be told of another checklist.
fn story() -> Vec<(
    String,
    switchover::domain::time::Time,
    switchover::domain::facts::Fact,
)> {
    let night = failover(Mode::Live);
    let log = night.model.incident.log();
    let told = log
        .iter()
        .map(|(_, e)| (e.draft.operator.clone(), e.draft.wall, e.draft.fact.clone()));
    told.collect()
}

#[test]
fn a_long_list_scrolled_and_a_long_timeline() {
    let mut model = long();
    assert_eq!(model.board.steps.len(), 144);
    model.view.cursor = Cursor::At(id("more-60"));
    model.view.entry = model.incident.state().timeline.first().map(|(_, no)| *no);
    insta::assert_snapshot!(told(&model, (80, 24)));
}

#[test]
fn a_filter_shows_in_the_titles() {
    let mut model = picture();
    model.view.filter = Some("fence".into());
    let text = screen(&model, (80, 24), &theme("default")).text();
    assert!(text.contains("/fence: 1"), "{text}");
    assert!(text.contains("Timeline ── 2 unread ── /fence"), "{text}");
}

#[test]
fn zoom_keeps_what_must_be_seen() {
    for pane in Pane::ALL {
        let mut model = picture();
        model.view.zoom = true;
        model.view.focus = pane;
        let shown = screen(&model, (80, 24), &theme("default"));
        let lines = shown.lines();
        assert!(lines[0].starts_with("LIVE SEV1"), "{pane:?}");
        assert!(lines[3].starts_with("sudo -u postgres"), "{pane:?}");
        assert!(lines[20].contains("internal OVERDUE"), "{pane:?}");
        assert!(lines[21].contains("saved"), "{pane:?}");
        assert!(lines[22].starts_with("> 02:13:40Z"), "{pane:?}");
        insta::assert_snapshot!(format!("zoom_{pane:?}"), shown.text());
    }
}

#[test]
fn trouble_with_the_disk_is_said_in_words() {
    let shown = |model: &Model| screen(model, (80, 24), &theme("default")).text();
    let mut model = picture();
    model.saving.written = 15;
    assert!(shown(&model).contains("saved ✔"), "a moment is not told");
    model.saving.waiting_since = Some(model.wall - Span::seconds(2));
    assert!(shown(&model).contains("saving 3…"), "{}", shown(&model));
    model.saving.trouble = Some("disk full".into());
    assert!(
        shown(&model).contains("NOT SAVED, 3 kept: disk full"),
        "{}",
        shown(&model)
    );
    model.saving.trouble = Some("no space left on the device, and a long story about it".repeat(3));
    for size in [(80, 24), (60, 20), (40, 10), (20, 8)] {
        let text = screen(&model, size, &theme("default")).text();
        assert!(text.contains("NOT SAVED, 3"), "{text}");
    }
    let mut model = picture();
    model.saving.shared = 5;
    assert!(
        shown(&model).contains("saved ✔  not shared for "),
        "{}",
        shown(&model)
    );
}

#[test]
fn another_day_shows_its_date_and_what_is_back_dated_its_time_of_writing() {
    let mut night = failover(Mode::Live);
    let mut early = note(NoteKind::Note, "cron was stopped");
    early.at = Some(at("02:05:00") - Span(86_400_000));
    night.say("CP", at("02:13:40"), early.into());
    let mut model = night.now("02:13:44");
    model.view.zoom = true;
    model.view.focus = Pane::Timeline;
    let shown = screen(&model, (80, 40), &theme("default")).text();
    assert!(shown.contains("11-19 02:05:00Z CP"), "{shown}");
    assert!(
        shown.contains("cron was stopped (written 11-20 02:13:40Z)"),
        "{shown}"
    );
    assert!(shown.contains("11-20 02:13:31Z›42A »"), "{shown}");
}

#[test]
fn one_second_changes_few_cells() {
    let draw = |time: &str| {
        let mut model = failover(Mode::Live).now(time);
        model.view = fixture::picture().view;
        screen(&model, (80, 24), &theme("default")).buffer
    };
    // No step under two minutes runs: only the downtime ticks.
    let (one, two) = (draw("02:20:10"), draw("02:20:11"));
    let changed = one.diff(&two);
    assert!(changed.len() <= 1, "{changed:?}");
}

/// The fail-over as a window of three minutes, begun with its first step.
fn tight(night: Night, time: &str) -> Model {
    let mut model = night.now(time);
    for lists in model.frozen.values_mut() {
        for list in lists.values_mut() {
            let list = std::sync::Arc::make_mut(list);
            list.phases[1].title = "Read-only window".into();
            list.phases[1].tight = Some(Span::minutes(3));
            list.phases[1].steps[1].timebox = Some(Span::minutes(2));
        }
    }
    let probes = model.probes.clone();
    switchover::cockpit::refresh(&mut model);
    model.probes = probes;
    model
}

#[test]
fn a_tight_phase_hides_what_is_not_needed() {
    let model = tight(failover(Mode::Planned), "02:13:44");
    insta::assert_snapshot!("tight_80x24", told(&model, (80, 24)));
    insta::assert_snapshot!("tight_120x40", told(&model, (120, 40)));
    insta::assert_snapshot!("tight_40x10", told(&model, (40, 10)));
}

#[test]
fn over_its_time_box_and_over_the_budget() {
    let model = tight(failover(Mode::Live), "02:15:14");
    insta::assert_snapshot!("over_80x24", told(&model, (80, 24)));
    insta::assert_snapshot!("over_120x40", told(&model, (120, 40)));
}
