//! What the end of a command writes.

use super::super::NotUndone;
use super::*;
use crate::domain::checklist::Record;
use crate::domain::facts::{JobStarted, StepSet};
use crate::domain::rules::Part;
use crate::domain::rules::Standing;
use crate::domain::rules::testing::{Desk, id};
use crate::domain::words::StepState;

fn end(exit: i64, tail: &str) -> End {
    End {
        job: id("job-1"),
        exit,
        seconds: 2,
        evidence: Some("e".into()),
        tail: Some(tail.into()),
        stopped: None,
    }
}

fn row_of(desk: &Desk) -> StepRow {
    desk.board().step(&id("restart")).unwrap().clone()
}

/// The step `restart` with its command running.
fn running() -> Desk {
    let mut desk = Desk::new();
    let run = desk.board().run.clone().unwrap();
    let mut facts = desk.act("gf", "restart", |act, row| act.start(row, None));
    let started = JobStarted {
        run,
        step: id("restart"),
        job: id("job-1"),
        machine: "b1".into(),
        sha256: "0".into(),
        part: None,
    };
    facts.push(started.into());
    desk.write("gf", facts);
    desk
}

/// What the end of its command makes of the step.
fn after(change: impl FnOnce(&mut StepRow), end: End) -> (StepRow, After) {
    let mut desk = running();
    let mut row = row_of(&desk);
    change(&mut row);
    let after = desk.act("gf", "restart", |act, _| act.ended(&row, end.clone()));
    desk.write("gf", after.facts.clone());
    (row_of(&desk), after)
}

fn set(after: &After) -> Option<&StepSet> {
    after.facts.iter().find_map(|fact| match fact {
        Fact::StepSet(set) => Some(set),
        _ => None,
    })
}

#[test]
fn the_exit_status_decides_the_step() {
    let (row, after) = after(|_| {}, end(0, "12 rows"));
    assert_eq!(row.state, StepState::Done);
    assert_eq!(row.value.as_deref(), Some("12 rows"));
    assert_eq!(set(&after).unwrap().evidence.as_deref(), Some("e"));
    let (row, after) = self::after(|_| {}, end(3, "no route"));
    assert_eq!(row.state, StepState::Failed);
    assert_eq!(row.reason.as_deref(), Some("exit 3: no route"));
    let words = format!("{} FAILED: exit 3: no route", row.number);
    assert_eq!(after.words, words);
}

#[test]
fn what_takes_a_person_stays_with_one() {
    let record = Record {
        name: "n".into(),
        kind: "int".into(),
        prompt: None,
        choices: Vec::new(),
    };
    let changes: [fn(&mut StepRow); 4] = [
        |row| row.step.unproven = true,
        |row| row.told.parts = vec![part("a", false)],
        |row| (row.step.kind, row.step.expect) = (StepKind::Check, Some("f".into())),
        |row| (row.step.irreversible, row.step.expect) = (true, Some("f".into())),
    ];
    for change in changes {
        let (row, after) = after(change, end(0, "f"));
        assert_eq!(row.state, StepState::Doing);
        assert!(after.words.contains("ran, exit 0: f"), "{}", after.words);
        let Some(Standing::Ended { exit, .. }) = row.job.map(|j| j.standing) else {
            panic!("it ended");
        };
        assert_eq!(exit, 0);
    }
    let (row, _) = after(|row| row.step.record = vec![record], end(0, "f"));
    assert_eq!(row.state, StepState::Doing);
    let (row, _) = after(|row| row.step.unproven = true, end(1, "f"));
    assert_eq!(
        row.state,
        StepState::Failed,
        "a failure is one all the same"
    );
}

fn part(name: &str, each: bool) -> Part {
    Part {
        name: name.into(),
        title: name.into(),
        each,
        done: false,
        by: None,
    }
}

#[test]
fn a_run_for_a_part_ticks_it_and_the_last_one_closes_the_step() {
    let mut desk = Desk::new();
    let restart = &mut desk.list.phases[0].steps[2];
    restart.command = Some("./restart {{each}}".into());
    restart.each = vec!["db".into(), "web".into()];
    let mut facts = desk.act("gf", "restart", |act, row| act.start(row, None));
    for (n, name) in ["db", "web"].iter().enumerate() {
        let row = row_of(&desk);
        assert_eq!(row.part_to_run().as_deref(), Some(*name));
        let started = JobStarted {
            run: desk.board().run.clone().unwrap(),
            step: id("restart"),
            job: id(&format!("job-{n}")),
            machine: "b1".into(),
            sha256: "0".into(),
            part: row.part_to_run(),
        };
        facts.push(started.into());
        desk.write("gf", std::mem::take(&mut facts));
        let row = row_of(&desk);
        let ended = End {
            job: id(&format!("job-{n}")),
            ..end(0, "up")
        };
        let after = desk.act("gf", "restart", |act, _| act.ended(&row, ended.clone()));
        desk.write("gf", after.facts);
        let row = row_of(&desk);
        assert_eq!(row.progress(), Some((n + 1, 2)));
        let (state, words) = match n {
            0 => (StepState::Doing, "db done: exit 0: up; next web"),
            _ => (StepState::Done, "done: exit 0: up"),
        };
        assert_eq!(row.state, state);
        assert!(after.words.ends_with(words), "{}", after.words);
    }
}

#[test]
fn what_was_stopped_failed_whatever_it_says() {
    let stopped = End {
        stopped: Some("cancelled by cp".into()),
        ..end(0, "bye")
    };
    let (row, _) = after(|_| {}, stopped);
    assert_eq!(row.state, StepState::Failed);
    assert_eq!(row.reason.as_deref(), Some("cancelled by cp; exit 0: bye"));
}

#[test]
fn a_step_somebody_closed_meanwhile_stays_as_it_is() {
    let (row, after) = after(|row| row.state = StepState::Done, end(1, "x"));
    assert_eq!(after.facts.len(), 1, "only the job's end");
    assert_eq!(row.state, StepState::Doing, "nothing was said of it");
}

#[test]
fn the_last_line_is_what_counts() {
    assert_eq!(tail("a\nb \n\n").as_deref(), Some("b"));
    assert_eq!(tail("10 %\r100 %\r\n").as_deref(), Some("100 %"));
    assert_eq!(tail("\n \n"), None);
    assert_eq!(tail(&"x".repeat(999)).map(|t| t.len()), Some(TAIL));
}

#[test]
fn a_lost_command_leaves_the_step_unknown_and_what_is_put_back_forgets_it() {
    let mut desk = running();
    let row = row_of(&desk);
    assert!(row.job.as_ref().is_some_and(|job| job.is_running()));
    let facts = desk.act("cp", "restart", |act, _| act.lost(&row, None));
    desk.write("cp", facts);
    let row = row_of(&desk);
    assert_eq!(row.state, StepState::Unknown);
    assert_eq!(
        row.job.as_ref().map(|j| j.standing.clone()),
        Some(Standing::Lost)
    );
    assert!(
        desk.act("cp", "restart", |act, _| act.lost(&row, None))
            .is_empty(),
        "once"
    );
    assert!(!row.is_closed());
    // A result that comes after all counts.
    let after = desk.act("gf", "restart", |act, _| act.ended(&row, end(0, "late")));
    desk.write("gf", after.facts);
    assert_eq!(row_of(&desk).state, StepState::Done);
    let row = row_of(&desk);
    let facts = desk.act("gf", "restart", |act, _| {
        act.reopen(&row, Some("again".into()))
    });
    desk.write("gf", facts);
    assert_eq!(row_of(&desk).job, None);
}

#[test]
fn a_command_that_runs_is_never_out_of_sight() {
    let mut desk = running();
    let undo = desk.act("gf", "restart", |act, row| act.undo(row));
    let Err(NotUndone::Runs(words)) = undo else {
        panic!("{undo:?}");
    };
    assert_eq!(words, "1.3: its command still runs on b1");
    // Somebody who did not know of it yet puts the step back.
    desk.does("cp", "restart", |act, row| act.reopen(row, None));
    let row = row_of(&desk);
    assert_eq!(row.state, StepState::Todo);
    assert!(row.job.as_ref().is_some_and(|job| job.is_running()));
    let after = desk.act("gf", "restart", |act, row| act.ended(row, end(0, "x")));
    desk.write("gf", after.facts);
    let row = row_of(&desk);
    assert_eq!((row.state, row.job), (StepState::Todo, None));
}

#[test]
fn of_a_struck_step_only_the_end_of_its_command_is_written() {
    let struck = || {
        let mut desk = running();
        let strike = desk.act("cp", "restart", |act, row| act.strike(row, None));
        desk.write("cp", strike.into_iter().collect());
        desk
    };
    let mut desk = struck();
    let after = desk.act("gf", "restart", |act, row| act.ended(row, end(0, "x")));
    let words = "1.3: its command ended, exit 0: x; the step is struck already";
    assert_eq!(after.words, words);
    desk.write("gf", after.facts);
    assert!(row_of(&desk).struck);
    let mut desk = struck();
    desk.does("gf", "restart", |act, row| act.lost(row, None));
    let row = row_of(&desk);
    assert_eq!(row.job.map(|job| job.standing), Some(Standing::Lost));
    assert!(row.struck, "nothing was said of it");
}
