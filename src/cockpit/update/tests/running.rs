//! Commands that really run, up to the door: what is asked, recorded, and only then told to go.

use super::drills::with_command;
use super::world::{Seat, id, two};
use crate::cockpit::runner::{Approval, RunnerAsk, RunnerNews};
use crate::cockpit::{Dialog, Effect, Msg};
use crate::domain::approval::Approved;
use crate::domain::checklist::{Rehearse, Step};
use crate::domain::ids::{Hash, Id};
use crate::domain::problem::{Place, Problem, Severity};
use crate::domain::time::Span;
use crate::domain::words::{Mode, Rehearsal, StepState};
use std::sync::Arc;

pub(super) fn seat(change: impl Fn(&mut Step)) -> Seat {
    let (mut gf, mut cp) = two();
    Arc::make_mut(&mut gf.model.plan).runner_allowed = true;
    with_command([&mut gf, &mut cp], change);
    gf.effects.clear();
    gf
}

pub(super) fn state(seat: &Seat) -> StepState {
    seat.model.board.step(&id("inform")).unwrap().state
}

fn asks(seat: &mut Seat) -> Vec<RunnerAsk> {
    let asks = seat.effects.iter().filter_map(|effect| match effect {
        Effect::Runner(ask) => Some(ask.clone()),
        _ => None,
    });
    asks.collect()
}

/// Up to a runner that holds the lock; its job.
pub(super) fn prepared(gf: &mut Seat) -> Id {
    gf.press(&["r", "a", "y"]);
    let job = asks(gf).into_iter().find_map(|ask| match ask {
        RunnerAsk::Prepare(order) => Some(order.job),
        _ => None,
    });
    job.unwrap_or_else(|| panic!("{}", gf.answer()))
}

pub(super) fn save(gf: &mut Seat) {
    let through = gf.model.saving.written;
    let stamps = (0..through).map(|seq| (seq, Hash::default(), Hash([1; 16])));
    gf.tell(Msg::Saved(stamps.collect()));
}

fn trouble() -> Msg {
    Msg::DiskTrouble(Problem {
        severity: Severity::Error,
        code: "full",
        place: Place::default(),
        what: "no space".into(),
        remedy: String::new(),
    })
}

#[test]
fn it_goes_only_when_its_start_is_on_the_disk() {
    let mut gf = seat(|_| {});
    let job = prepared(&mut gf);
    assert_eq!(
        state(&gf),
        StepState::Todo,
        "nothing is recorded before the lock is held"
    );
    gf.tell(Msg::Runner(RunnerNews::Ready(job.clone())));
    assert_eq!(state(&gf), StepState::Doing);
    assert!(!asks(&mut gf).contains(&RunnerAsk::Go(job.clone())));
    let kinds: Vec<_> = gf
        .effects
        .iter()
        .filter_map(|e| match e {
            Effect::Append(drafts) => Some(drafts.clone()),
            _ => None,
        })
        .flatten()
        .map(|d| d.fact.kind().to_owned())
        .collect();
    assert_eq!(kinds, ["runner.moved", "step.set", "job.started"]);
    save(&mut gf);
    assert!(asks(&mut gf).contains(&RunnerAsk::Go(job)));
}

#[test]
fn a_disk_that_refuses_runs_nothing_and_the_step_is_open_again() {
    let mut gf = seat(|_| {});
    let job = prepared(&mut gf);
    gf.tell(Msg::Runner(RunnerNews::Ready(job.clone())));
    gf.tell(trouble());
    assert!(gf.answer().starts_with("NOT RUN"), "{}", gf.answer());
    assert!(asks(&mut gf).contains(&RunnerAsk::Abandon(job.clone())));
    assert_eq!(state(&gf), StepState::Todo);
    save(&mut gf);
    assert!(!asks(&mut gf).contains(&RunnerAsk::Go(job)));
    gf.press(&["r"]);
    assert!(gf.answer().contains("disk refuses"), "{}", gf.answer());
}

#[test]
fn a_runner_that_says_no_changes_nothing() {
    let mut gf = seat(|_| {});
    let job = prepared(&mut gf);
    gf.effects.clear();
    gf.tell(Msg::Runner(RunnerNews::Refused(
        job,
        "it runs already".into(),
    )));
    assert_eq!(gf.answer(), "NOT RUN: it runs already");
    assert_eq!(state(&gf), StepState::Todo);
    assert!(gf.written().is_empty());
}

#[test]
fn a_runner_that_does_not_answer_is_given_up() {
    let mut gf = seat(|_| {});
    let job = prepared(&mut gf);
    gf.wait(Span::seconds(9));
    gf.press(&["r"]);
    assert!(
        gf.answer().contains("just being started"),
        "{}",
        gf.answer()
    );
    gf.wait(Span::seconds(1));
    let words = "NOT RUN: its runner does not answer";
    assert!(gf.answer().starts_with(words), "{}", gf.answer());
    let gone = RunnerAsk::Abandon(job.clone());
    assert_eq!(asks(&mut gf).last(), Some(&gone));
    gf.effects.clear();
    gf.tell(Msg::Runner(RunnerNews::Ready(job)));
    assert_eq!(asks(&mut gf), [gone], "late, it runs nothing");
    assert_eq!(state(&gf), StepState::Todo);
    gf.press(&["r", "y"]);
    assert!(matches!(asks(&mut gf)[..], [_, RunnerAsk::Prepare(_)]));
}

/// The limit a step's command is started with.
fn limit(takes: Option<Span>, timebox: Option<Span>) -> Span {
    let mut gf = seat(|step| (step.takes, step.timebox) = (takes, timebox));
    prepared(&mut gf);
    let limits = asks(&mut gf).into_iter().filter_map(|ask| match ask {
        RunnerAsk::Prepare(order) => Some(order.limit),
        _ => None,
    });
    limits.last().unwrap()
}

#[test]
fn a_time_box_ends_nothing_and_what_takes_long_has_the_time() {
    let minutes = |n| Some(Span::minutes(n));
    assert_eq!(limit(None, None), Span::minutes(60));
    assert_eq!(limit(minutes(1), minutes(2)), Span::minutes(60));
    assert_eq!(limit(minutes(120), None), Span::minutes(360));
    assert_eq!(limit(minutes(30), minutes(40)), Span::minutes(120));
}

#[test]
fn neither_r_nor_enter_runs_it() {
    let mut gf = seat(|_| {});
    gf.press(&["r", "r", "Enter", "y"]);
    assert!(gf.answer().contains("not approved"), "{}", gf.answer());
    gf.press(&["a", "r", "Enter"]);
    assert!(
        asks(&mut gf)
            .iter()
            .all(|a| matches!(a, RunnerAsk::Approve(_)))
    );
    assert!(matches!(gf.model.view.dialog, Some(Dialog::Run(_))));
    gf.press(&["Esc"]);
    assert_eq!(gf.model.view.dialog, None);
}

#[test]
fn an_approval_is_of_the_text_as_written_whatever_fills_it() {
    let mut gf = seat(|step| step.command = Some("./x {{ticket}}".into()));
    gf.press(&["v", "Enter", "\"8841\"", "Enter"]);
    let approved = vec![Approved {
        step: id("inform"),
        template: "./x {{ticket}}".into(),
    }];
    gf.tell(Msg::Runner(RunnerNews::Known {
        folder: "/srv".into(),
        approved,
        probes: Vec::new(),
        pager: Vec::new(),
    }));
    gf.press(&["r", "y"]);
    let text = asks(&mut gf).into_iter().find_map(|ask| match ask {
        RunnerAsk::Prepare(order) => Some(order.text),
        _ => None,
    });
    assert_eq!(text.as_deref(), Some("./x 8841"), "{}", gf.answer());
}

#[test]
fn what_hides_is_refused_and_what_is_not_ascii_is_asked_once_more() {
    let mut gf = seat(|step| step.command = Some("echo a\u{202e}b".into()));
    gf.press(&["r"]);
    assert!(gf.answer().contains("hidden characters"), "{}", gf.answer());
    let mut gf = seat(|step| step.command = Some("echo é".into()));
    gf.press(&["r", "a", "y"]);
    assert!(gf.answer().contains("beyond ASCII"), "{}", gf.answer());
    gf.press(&["u", "y"]);
    assert!(
        asks(&mut gf)
            .iter()
            .any(|a| matches!(a, RunnerAsk::Prepare(_)))
    );
}

#[test]
fn a_plan_that_does_not_allow_it_runs_nothing() {
    let mut gf = seat(|_| {});
    Arc::make_mut(&mut gf.model.plan).runner_allowed = false;
    gf.press(&["r"]);
    assert!(gf.answer().contains("[runner] allow"), "{}", gf.answer());
    assert_eq!(gf.model.view.dialog, None);
}

#[test]
fn what_cannot_be_taken_back_passes_its_guards_first() {
    let mut gf = seat(|step| step.irreversible = true);
    gf.press(&["r"]);
    assert!(matches!(gf.model.view.dialog, Some(Dialog::Ask(_))));
    gf.press(&["\"inform\"", "Enter"]);
    assert!(matches!(gf.model.view.dialog, Some(Dialog::Run(_))));
    assert_eq!(state(&gf), StepState::Todo);
}

#[test]
fn a_drill_really_runs_only_what_says_so_and_names_no_provider() {
    let same = |step: &mut Step| {
        step.rehearse = Some(Rehearse {
            how: Rehearsal::Same,
            takes: None,
            output: None,
        });
    };
    let mut gf = seat(|step| {
        same(step);
        step.command = Some("./x {{to.db_host}}".into());
    });
    gf.model.identity.mode = Mode::Drill;
    gf.press(&["r"]);
    assert!(
        gf.answer().contains("no command with live values"),
        "{}",
        gf.answer()
    );
    let mut gf = seat(same);
    gf.model.identity.mode = Mode::Drill;
    gf.press(&["r"]);
    assert!(
        matches!(gf.model.view.dialog, Some(Dialog::Run(_))),
        "{}",
        gf.answer()
    );
    let mut gf = seat(|_| {});
    gf.model.identity.mode = Mode::Drill;
    gf.press(&["r"]);
    assert!(asks(&mut gf).is_empty());
    assert!(gf.answer().contains("simulated"), "{}", gf.answer());
}

#[test]
fn a_step_whose_command_runs_is_not_put_back_to_todo() {
    let mut gf = seat(|_| {});
    let job = prepared(&mut gf);
    gf.tell(Msg::Runner(RunnerNews::Ready(job)));
    save(&mut gf);
    for key in ["U", "R"] {
        gf.press(&[key]);
        let words =
            "1.1: its command still runs on b1: Enter, o, K ends it first; f gives the step up";
        assert_eq!(gf.answer(), words);
        assert_eq!(
            (state(&gf), &gf.model.view.dialog),
            (StepState::Doing, &None)
        );
    }
}

#[test]
fn p_goes_to_a_pane_of_ones_choice_and_several_lines_want_a_key_more() {
    let mut gf = seat(|step| step.command = Some("one\ntwo".into()));
    gf.press(&["p"]);
    assert_eq!(asks(&mut gf), [RunnerAsk::Panes(id("inform"))]);
    let panes = vec![("%1".to_owned(), "0:0.1 sh".to_owned())];
    gf.tell(Msg::Runner(RunnerNews::Panes(id("inform"), Ok(panes))));
    gf.press(&["Enter", "Enter"]);
    assert_eq!(gf.answer(), "left as it was");
    gf.effects.clear();
    let panes = vec![("%1".to_owned(), "0:0.1 sh".to_owned())];
    gf.tell(Msg::Runner(RunnerNews::Panes(id("inform"), Ok(panes))));
    gf.press(&["Enter", "l"]);
    let paste = RunnerAsk::Paste {
        step: id("inform"),
        pane: "%1".into(),
        text: "one\ntwo".into(),
    };
    assert_eq!(asks(&mut gf), [paste]);
    let why = Err("this cockpit is not in tmux: c copies it".to_owned());
    gf.tell(Msg::Runner(RunnerNews::Panes(id("inform"), why)));
    assert!(gf.answer().contains("not in tmux"), "{}", gf.answer());
}

/// A seat whose plan's web is probed by a command, and that knows what was approved.
fn with_probes(approved: &[&str]) -> Seat {
    let mut gf = seat(|_| {});
    let mut plan = (*gf.model.plan).clone();
    plan.services[0].probe.check = crate::domain::plan::Check::Command {
        run: "lag {{provider.db_host}}".into(),
        unit: None,
        degraded_over: None,
        down_over: None,
        roles: std::collections::BTreeMap::new(),
    };
    gf.model.plan = Arc::new(plan);
    gf.tell(Msg::Runner(RunnerNews::Known {
        folder: "/srv".into(),
        approved: Vec::new(),
        probes: approved.iter().map(|text| (*text).to_owned()).collect(),
        pager: Vec::new(),
    }));
    gf
}

const PROBES: &str = "web at h42\n  lag db.h42.example\nweb at c10\n  lag db.c10.example\n";

#[test]
fn commands_of_probes_are_named_once_shown_and_approved_by_a_key() {
    let mut gf = with_probes(&[]);
    assert_eq!(
        gf.answer(),
        "2 probes' commands are not run here yet: :approve probes shows them"
    );
    gf.press(&[":", "\"approve probes\"", "Enter"]);
    let Some(Dialog::Probes(ask)) = &gf.model.view.dialog else {
        panic!("{:?}", gf.model.view.dialog);
    };
    assert_eq!((ask.listing.as_str(), ask.count), (PROBES, 2));
    gf.press(&["y"]);
    assert!(asks(&mut gf).is_empty(), "only a approves");
    gf.press(&["a"]);
    let approved = asks(&mut gf);
    assert_eq!(approved, [RunnerAsk::ApproveProbes(PROBES.into())]);
    assert_eq!(gf.model.view.dialog, None);
}

#[test]
fn what_changed_since_it_was_approved_is_asked_again() {
    let gf = with_probes(&[PROBES]);
    assert!(!gf.answer().contains("not run here"), "{}", gf.answer());
    let mut gf = with_probes(&["web at h42\n  lag\n"]);
    assert!(gf.answer().contains("not run here"), "{}", gf.answer());
    gf.press(&[":", "\"approve probes\"", "Enter"]);
    let Some(Dialog::Probes(ask)) = &gf.model.view.dialog else {
        panic!("{:?}", gf.model.view.dialog);
    };
    assert_eq!(
        ask.approval,
        Approval::Changed("web at h42\n  lag\n".into())
    );
}
