//! Commands whose runner is gone: what is written of them, and into which run.

use super::running::{prepared, save, seat, state};
use super::world::{Seat, id};
use crate::cockpit::Msg;
use crate::cockpit::runner::{Remains, RunnerNews};
use crate::domain::facts::{ChecklistAdopted, Fact};
use crate::domain::ids::Id;
use crate::domain::rules::act::End;
use crate::domain::time::Span;
use crate::domain::words::StepState;

#[test]
fn a_runner_that_is_gone_is_written_once_by_the_one_who_holds_the_lock() {
    let mut gf = seat(|_| {});
    let job = prepared(&mut gf);
    gf.tell(Msg::Runner(RunnerNews::Ready(job.clone())));
    save(&mut gf);
    gf.effects.clear();
    gf.tell(Msg::Runner(RunnerNews::Gone(job.clone(), Remains::Nothing)));
    assert_eq!(state(&gf), StepState::Doing, "another cockpit writes it");
    gf.tell(Msg::ProbeLock(true));
    gf.tell(Msg::Runner(RunnerNews::Gone(job.clone(), Remains::Nothing)));
    gf.tell(Msg::Runner(RunnerNews::Gone(job, Remains::Nothing)));
    assert_eq!(state(&gf), StepState::Unknown);
    let lost = gf.written();
    let lost = lost
        .iter()
        .filter(|e| matches!(e.draft.fact, Fact::JobLost(_)));
    assert_eq!(lost.count(), 1);
}

/// One whose command runs, and who holds the lock.
fn with_running() -> (Seat, Id) {
    let mut gf = seat(|_| {});
    let job = prepared(&mut gf);
    gf.tell(Msg::Runner(RunnerNews::Ready(job.clone())));
    save(&mut gf);
    gf.tell(Msg::ProbeLock(true));
    gf.effects.clear();
    (gf, job)
}

fn end(job: &Id, exit: i64) -> Remains {
    Remains::Ended(End {
        job: job.clone(),
        exit,
        seconds: 3,
        evidence: Some("0f".into()),
        tail: Some("finished".into()),
        stopped: None,
    })
}

#[test]
fn an_end_its_runner_could_not_record_is_recorded_by_the_cockpit() {
    let (mut gf, job) = with_running();
    let gone = Msg::Runner(RunnerNews::Gone(job.clone(), end(&job, 0)));
    gf.tell(gone.clone());
    assert_eq!(state(&gf), StepState::Done, "{}", gf.answer());
    let kinds = |seat: &mut Seat| -> Vec<String> {
        let written = seat.written();
        let kinds = written.iter().map(|e| e.draft.fact.kind().to_owned());
        kinds.collect()
    };
    assert_eq!(kinds(&mut gf), ["job.ended", "step.set"]);
    gf.tell(gone);
    assert!(kinds(&mut gf).is_empty(), "once");
    let (mut gf, job) = with_running();
    gf.tell(Msg::Runner(RunnerNews::Gone(job.clone(), end(&job, 3))));
    assert_eq!(state(&gf), StepState::Failed);
}

#[test]
fn a_command_that_outlives_its_runner_is_named() {
    let (mut gf, job) = with_running();
    gf.tell(Msg::Runner(RunnerNews::Gone(job, Remains::GoesOn(4711))));
    assert_eq!(state(&gf), StepState::Unknown);
    let words = "GOES ON, process 4711";
    assert!(gf.answer().contains(words), "{}", gf.answer());
    let row = gf.model.board.step(&id("inform")).unwrap();
    let reason = row.reason.clone().unwrap_or_default();
    assert!(reason.contains(words), "{reason}");
}

#[test]
fn a_command_of_a_checklist_that_was_left_ends_in_its_own_run() {
    let ends = [
        (Remains::Nothing, StepState::Unknown),
        (Remains::GoesOn(4711), StepState::Unknown),
        (end(&id("j"), 3), StepState::Failed),
        (end(&id("j"), 0), StepState::Done),
    ];
    for (remains, becomes) in ends {
        let (mut gf, job) = with_running();
        let again = ChecklistAdopted {
            run: id("failover-2"),
            checklist: id("failover"),
            sha256: "sha".into(),
            from: id("h42"),
            to: id("c10"),
        };
        super::super::record::record(&mut gf.model, vec![again.into()]);
        assert_eq!(state(&gf), StepState::Todo, "the new run's");
        gf.wait(Span::seconds(1));
        let runs = |seat: &Seat| {
            let alarms = seat.model.alarms.iter();
            let texts = alarms.map(|a| a.text.clone());
            texts
                .filter(|t| t.contains("STILL RUNS"))
                .collect::<Vec<_>>()
        };
        let said = runs(&gf);
        assert_eq!(said.len(), 1);
        assert!(
            said[0].starts_with("inform of failover STILL RUNS on b1, since "),
            "{}",
            said[0]
        );
        let remains = match remains {
            Remains::Ended(end) => Remains::Ended(End {
                job: job.clone(),
                ..end
            }),
            other => other,
        };
        gf.tell(Msg::Runner(RunnerNews::Gone(job, remains)));
        assert_eq!(state(&gf), StepState::Todo, "{}", gf.answer());
        let run = &gf.model.incident.state().runs[&id("failover-1")];
        let set = run.step(&id("inform")).and_then(|r| r.state.get()).unwrap();
        assert_eq!(set.state, becomes, "{}", gf.answer());
        gf.wait(Span::seconds(1));
        assert!(runs(&gf).is_empty());
    }
}
