use super::*;
use crate::domain::probe::testing::{id, plan, sample, web, witness};

/// Feeds, each 5 s, one result of each: witness `a`, witness `b`, web at h42, one second apart.
fn told(marks: &[(char, char, char)]) -> (Board, String) {
    let mut board = Board::new(&plan(&["a", "b"]));
    let mut out = Vec::new();
    for (n, (a, b, h42)) in (0..).zip(marks) {
        for (offset, probe, mark) in [
            (0, web("h42"), h42),
            (1, witness("a"), a),
            (2, witness("b"), b),
        ] {
            if *mark == ' ' {
                continue;
            }
            let at = n * 5 + offset;
            for change in board.apply(sample(probe, at, *mark), Time(at * 1000 + 100)) {
                out.push(match change {
                    Transition::Probe { state, since, .. } => {
                        format!("{at}:{state}@{}", since.0 / 1000)
                    }
                    Transition::Vantage { blind, since } => {
                        format!("{at}:blind={blind}@{}", since.0 / 1000)
                    }
                });
            }
        }
    }
    (board, out.join(" "))
}

#[test]
fn a_failure_is_theirs_when_a_witness_answers() {
    let up = ('+', '+', '+');
    let (board, said) = told(&[up, up, ('+', '+', '-'), ('+', '+', '-'), ('-', '+', '-')]);
    assert_eq!(said, "5:up@0 20:down@10");
    assert_eq!(board.vantage().answering, 2, "one failure is no silence");
}

#[test]
fn a_witness_that_never_answered_is_not_counted_as_one_that_does() {
    let (board, _) = told(&[('-', '+', '+')]);
    assert_eq!(board.vantage().answering, 1);
}

#[test]
fn cut_off_nothing_is_called_down() {
    let up = ('+', '+', '+');
    let gone = ('-', '?', '-');
    let (board, said) = told(&[up, up, gone, gone, gone, gone, gone]);
    // The target failed first, and its third failure came before the witnesses' third.
    assert_eq!(said, "5:up@0 22:blind=true@12");
    let at = Time(33_000);
    let row = board.row(&id("web"), &id("h42"), at).unwrap();
    assert_eq!(row.state, ProbeState::Blind);
    assert_eq!(board.vantage().answering, 0);
    let (_, said) = told(&[up, up, gone, gone, gone, gone, up, up, up]);
    assert_eq!(said, "5:up@0 22:blind=true@12 36:blind=false@36");
}

#[test]
fn down_is_proven_by_the_first_answer_after_the_failure() {
    let up = ('+', '+', '+');
    let late = (' ', ' ', '-');
    let (_, said) = told(&[up, up, late, late, late, ('+', '+', ' ')]);
    assert_eq!(said, "5:up@0 26:down@10");
}

#[test]
fn results_measured_blind_do_not_count_afterwards() {
    let up = ('+', '+', '+');
    let gone = ('-', '-', '-');
    let back = ('+', '+', '-');
    let marks = [up, up, gone, gone, gone, gone, back, back, back, back, back];
    let (_, said) = told(&marks);
    // Blind ends with the second answer in a row; the three failures after it make it down.
    assert_eq!(said, "5:up@0 22:blind=true@12 36:blind=false@36 50:down@40");
}

#[test]
fn what_is_measured_good_stays_so_while_witnesses_are_silent() {
    let odd = ('-', '-', '+');
    let (board, _) = told(&[odd, odd, odd, odd]);
    assert!(board.vantage().blind.is_some());
    let row = board.row(&id("web"), &id("h42"), Time(20_000)).unwrap();
    assert_eq!(row.state, ProbeState::Up);
}

#[test]
fn a_probe_the_plan_does_not_name_changes_nothing() {
    let mut board = Board::new(&plan(&[]));
    let before = board.clone();
    board.apply(sample(web("nowhere"), 0, '+'), Time(0));
    board.apply(sample(witness("nobody"), 0, '-'), Time(0));
    assert_eq!(board, before);
    assert_eq!(board.rows(Time(0)).count(), 2);
}

#[test]
fn who_begins_to_look_in_the_dark_does_not_say_that_it_sees() {
    let sees = |board: &Board| {
        let standing = board.standing(Time(60_000)).into_iter();
        let vantage = standing.filter_map(|t| match t {
            Transition::Vantage { blind, .. } => Some(!blind),
            Transition::Probe { .. } => None,
        });
        vantage.collect::<Vec<_>>()
    };
    let dark = ('-', '?', '-');
    let (board, _) = told(&[dark]);
    assert_eq!(
        sees(&board),
        Vec::<bool>::new(),
        "one failure proves nothing yet"
    );
    let (board, _) = told(&[dark, dark, dark]);
    assert_eq!(sees(&board), [false]);
    let (board, _) = told(&[('+', '-', '+')]);
    assert_eq!(sees(&board), [true]);
}
