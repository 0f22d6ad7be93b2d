//! The list changed by two people, who may not know of each other yet.

use super::super::testing::{Desk, id};
use crate::domain::author::Author;
use crate::domain::entry::Entry;
use crate::domain::facts::{
    ChecklistAdopted, Fact, StepAdded, StepEdited, StepMoved, StepSet, StepStruck,
};
use crate::domain::fold::{Incident, Run};
use crate::domain::ids::{Hash, WriterId};
use crate::domain::plan::Plan;
use crate::domain::rules::Board;
use crate::domain::rules::testing::checklist;
use crate::domain::time::{Scale, Span, Time};
use crate::domain::words::StepState;

const OPENED: Time = Time(1_795_210_000_000);

/// One writer with what it knows.
struct Side {
    author: Author,
    incident: Incident,
    now: Time,
}

impl Side {
    fn new(who: &str, run: u64) -> Self {
        Side {
            author: Author::new(WriterId::of(who, "b1", run), who.into()),
            incident: Incident::new(Scale::real(OPENED)),
            now: OPENED + Span::seconds(run as i64),
        }
    }

    fn says(&mut self, fact: impl Into<Fact>) -> Entry {
        self.now = self.now + Span::seconds(10);
        let draft = self
            .author
            .draft(fact.into(), self.now, self.incident.log());
        let mut entry = self.author.pending(draft);
        let mut hash = [self.author.writer.as_str().len() as u8; 16];
        hash[..8].copy_from_slice(&entry.draft.seq.to_le_bytes());
        hash[8] = self.author.operator.as_bytes()[0];
        entry.hash = Hash(hash);
        self.incident.extend([entry.clone()]);
        entry
    }

    fn hears(&mut self, entries: &[Entry]) {
        self.incident.extend(entries.iter().cloned());
    }
}

fn adopted() -> ChecklistAdopted {
    ChecklistAdopted {
        run: id("r1"),
        checklist: id("failover"),
        sha256: String::new(),
        from: id("h42"),
        to: id("c10"),
    }
}

/// Two who know of the adopted checklist, and no more of each other.
fn two() -> (Side, Side, Vec<Entry>) {
    let (mut gf, mut cp) = (Side::new("gf", 1), Side::new("cp", 2));
    let first = vec![gf.says(adopted())];
    cp.hears(&first);
    (gf, cp, first)
}

fn added(run: &str, step: &str, after: Option<&str>) -> StepAdded {
    StepAdded {
        run: id(run),
        step: id(step),
        after: after.map(id),
        text: format!("Do {step}"),
        command: None,
    }
}

fn edited(step: &str, text: Option<&str>, command: Option<&str>) -> StepEdited {
    StepEdited {
        run: id("r1"),
        step: id(step),
        text: text.map(Into::into),
        command: command.map(Into::into),
    }
}

fn struck(step: &str) -> StepStruck {
    StepStruck {
        run: id("r1"),
        step: id(step),
        reason: Some("not here".into()),
    }
}

fn set(step: &str, state: StepState) -> StepSet {
    StepSet::plain(&id("r1"), &id(step), state)
}

/// The board of these entries, which is the same in any order of arrival.
fn board(entries: &[Entry]) -> Board {
    let of = |entries: Vec<Entry>| {
        let mut incident = Incident::new(Scale::real(OPENED));
        for entry in entries {
            incident.extend([entry]);
        }
        let list = checklist();
        let captured = incident.active_run().is_some_and(|(_, r)| r.is_captured());
        Board::new(&Plan::default(), (!captured).then_some(&list), &incident)
    };
    let there = of(entries.to_vec());
    let back = of(entries.iter().rev().cloned().collect());
    assert_eq!(rows(&there), rows(&back), "any order of arrival");
    for (a, b) in there.steps.iter().zip(&back.steps) {
        let edits = |r: &crate::domain::rules::StepRow| {
            let a = &r.amended;
            (
                a.rival_edits.clone(),
                a.struck_by.clone(),
                a.struck,
                a.strike_contested,
            )
        };
        assert_eq!(edits(a), edits(b));
    }
    there
}

fn rows(board: &Board) -> Vec<(String, String)> {
    let rows = board.steps.iter();
    rows.map(|s| (s.number.clone(), s.title.clone())).collect()
}

#[test]
fn two_who_add_after_one_step_at_once_have_both() {
    let (mut gf, mut cp, mut all) = two();
    all.push(gf.says(added("r1", "mine", Some("restart"))));
    all.push(cp.says(added("r1", "theirs", Some("restart"))));
    let board = board(&all);
    let live: Vec<_> = rows(&board).into_iter().skip(2).take(4).collect();
    let mut numbers: Vec<&str> = live.iter().map(|(n, _)| n.as_str()).collect();
    assert_eq!(numbers[0], "1.3");
    assert_eq!(numbers[3], "1.4");
    numbers.sort_unstable();
    assert_eq!(
        numbers,
        ["1.3", "1.3a", "1.3a~2", "1.4"],
        "both were shown 1.3a"
    );
    for name in ["mine", "theirs"] {
        let row = board.step(&id(name)).unwrap();
        assert!(row.added);
    }
}

fn number(entries: &[Entry], step: &str) -> String {
    board(entries).step(&id(step)).unwrap().number.clone()
}

#[test]
fn what_somebody_was_shown_stays_whoever_else_added_at_the_same_time() {
    let (mut gf, mut cp, mut all) = two();
    let mut apart = all.clone();
    // cp's clock is behind: in the order of the log its step comes first.
    gf.now = gf.now + Span::minutes(5);
    all.push(gf.says(added("r1", "one", Some("restart"))));
    all.push(gf.says(added("r1", "two", Some("one"))));
    apart.push(cp.says(added("r1", "theirs", Some("restart"))));
    let shown = |all: &[Entry]| ["one", "two"].map(|step| number(all, step));
    assert_eq!(shown(&all), ["1.3a", "1.3b"]);
    assert_eq!(number(&apart, "theirs"), "1.3a");
    // A third who works on with gf's.
    let mut nm = Side::new("nm", 3);
    nm.hears(&all);
    all.push(nm.says(added("r1", "three", Some("restart"))));
    assert_eq!(number(&all, "three"), "1.3c");
    all.extend(apart.split_off(1));
    assert_eq!(shown(&all), ["1.3a", "1.3b"], "two went on from these");
    assert_eq!(number(&all, "three"), "1.3c");
    assert_eq!(number(&all, "theirs"), "1.3a~2");
    // Who knows all of them goes on with the next letter.
    cp.hears(&all);
    all.push(cp.says(added("r1", "last", Some("theirs"))));
    assert_eq!(number(&all, "last"), "1.3d");
    assert_eq!(shown(&all), ["1.3a", "1.3b"]);
}

#[test]
fn numbers_never_change_whatever_is_added_moved_or_struck() {
    let (mut gf, _, mut all) = two();
    let before = rows(&board(&all));
    all.push(gf.says(added("r1", "a", Some("restart"))));
    all.push(gf.says(added("r1", "b", None)));
    all.push(gf.says(struck("look")));
    let shifted = StepMoved {
        run: id("r1"),
        step: id("go"),
        after: Some(id("pause")),
        before: None,
    };
    all.push(gf.says(shifted));
    let board = board(&all);
    for (number, title) in before {
        assert!(rows(&board).contains(&(number, title)));
    }
    assert_eq!(board.steps[0].number, "0.1");
    assert_eq!(board.steps.last().unwrap().number, "1.2");
    assert_eq!(board.total, 9, "the struck one does not count");
}

#[test]
fn of_two_edits_at_once_the_other_stays_visible() {
    let (mut gf, mut cp, mut all) = two();
    all.push(gf.says(edited("look", Some("Look twice"), None)));
    all.push(cp.says(edited("look", Some("Look away"), None)));
    let row = board(&all).step(&id("look")).unwrap().clone();
    let other = if row.title == "Look twice" {
        ("cp".to_owned(), "Look away".to_owned())
    } else {
        ("gf".to_owned(), "Look twice".to_owned())
    };
    assert_eq!(row.amended.rival_edits, [other]);
    assert_eq!(row.amended.original_title.as_deref(), Some("look"));
    gf.hears(&all);
    all.push(gf.says(edited("look", Some("Look here"), None)));
    let row = board(&all).step(&id("look")).unwrap().clone();
    assert_eq!(row.title, "Look here");
    assert!(
        row.amended.rival_edits.is_empty(),
        "settled by one who saw both"
    );
    assert_eq!(row.amended.original_title.as_deref(), Some("look"));
}

#[test]
fn a_text_and_a_command_edited_at_once_are_no_conflict() {
    let (mut gf, mut cp, mut all) = two();
    all.push(gf.says(edited("look", Some("Look twice"), None)));
    all.push(cp.says(edited("look", None, Some("ls"))));
    let row = board(&all).step(&id("look")).unwrap().clone();
    assert_eq!(
        (row.title.as_str(), row.step.script()),
        ("Look twice", Some("ls"))
    );
    assert!(row.amended.rival_edits.is_empty());
}

#[test]
fn a_strike_beside_somebody_who_works_on_the_step_is_shown_and_does_not_count() {
    let (mut gf, mut cp, mut all) = two();
    all.push(gf.says(struck("look")));
    all.push(cp.says(set("look", StepState::Doing)));
    let row = board(&all).step(&id("look")).unwrap().clone();
    assert!(!row.struck && row.amended.strike_contested);
    assert_eq!(row.state, StepState::Doing);
    assert_eq!(row.amended.struck_by.unwrap().0, "gf");
    gf.hears(&all);
    all.push(gf.says(struck("look")));
    assert!(
        board(&all).step(&id("look")).unwrap().struck,
        "said again, knowingly"
    );
}

#[test]
fn a_struck_step_comes_back_in_the_state_it_had() {
    let mut desk = Desk::new();
    desk.does("gf", "look", |a, r| a.finish(r, Default::default()));
    desk.says("gf", struck("look"));
    assert!(desk.board().step(&id("look")).unwrap().struck);
    desk.does("cp", "look", |a, r| {
        a.bring_back_struck(r).into_iter().collect()
    });
    let row = desk.board().step(&id("look")).unwrap().clone();
    assert!(!row.struck && !row.amended.strike_contested);
    assert_eq!(row.state, StepState::Done);
}

#[test]
fn a_confirmation_does_not_cover_a_command_changed_after_it() {
    let mut desk = Desk::new();
    let confirm = |a: &crate::domain::rules::Act<'_>, r: &crate::domain::rules::StepRow| {
        a.confirm(r, "cp", false, None)
    };
    desk.does("cp", "promote", confirm);
    desk.says("gf", edited("promote", Some("Promote it"), None));
    let confirmed = |desk: &Desk| desk.board().step(&id("promote")).unwrap().confirmed.clone();
    assert_eq!(confirmed(&desk), ["cp"]);
    desk.says("gf", edited("promote", None, Some("pg_ctl promote --fast")));
    assert!(confirmed(&desk).is_empty());
    desk.does("cp", "promote", confirm);
    assert_eq!(confirmed(&desk), ["cp"]);
}

#[test]
fn captured_steps_are_a_list_of_their_own_for_two_who_begin_at_once() {
    let (mut gf, mut cp) = (Side::new("gf", 1), Side::new("cp", 2));
    let mut all = vec![
        gf.says(added(Run::CAPTURE, "mine", None)),
        cp.says(added(Run::CAPTURE, "theirs", None)),
    ];
    gf.hears(&all);
    all.push(gf.says(added(Run::CAPTURE, "next", Some("mine"))));
    let board_now = board(&all);
    assert_eq!(board_now.run, Some(id(Run::CAPTURE)));
    assert_eq!(board_now.steps.len(), 3);
    let mut one = Side::new("gf", 3);
    let mut alone = vec![one.says(added(Run::CAPTURE, "a", None))];
    alone.push(one.says(added(Run::CAPTURE, "b", Some("a"))));
    alone.push(one.says(added(Run::CAPTURE, "c", Some("b"))));
    alone.push(one.says(added(Run::CAPTURE, "between", Some("a"))));
    let numbers: Vec<_> = rows(&board(&alone)).into_iter().map(|(n, _)| n).collect();
    assert_eq!(numbers, ["1", "1a", "2", "3"]);
}

#[test]
fn what_was_captured_is_an_earlier_run_once_a_checklist_is_adopted() {
    let mut gf = Side::new("gf", 1);
    let mut all = vec![gf.says(added(Run::CAPTURE, "mine", None))];
    assert_eq!(board(&all).steps.len(), 1);
    all.push(gf.says(adopted()));
    let board = board(&all);
    assert_eq!(board.run, Some(id("r1")));
    assert_eq!(board.steps.len(), 8);
    assert_eq!(board.captured.len(), 1);
    assert_eq!(board.captured[0].number, "1");
}
