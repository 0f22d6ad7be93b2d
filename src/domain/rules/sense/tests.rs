//! What a board of probes says of a condition.

use super::*;
use crate::domain::probe::{Finding, Sample};

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn board(witnesses: &[&str]) -> Board {
    Board::new(&crate::domain::probe::testing::plan(witnesses))
}

/// A result of the web at C10, begun at a second: its finding, the role, what was measured.
fn sample(at: i64, finding: Finding, role: Option<&str>, detail: &str) -> Sample {
    let probe = ProbeId::Service {
        service: id("web"),
        provider: id("c10"),
    };
    let times = (Time(at * 1000), Time(at * 1000 + 23));
    Sample {
        latency: (finding == Finding::Good).then_some(Span(23)),
        role: role.map(str::to_owned),
        ..Sample::new(probe, times, finding, detail.into())
    }
}

fn on(is: &str) -> Sensed {
    Sensed {
        probe: "to.web".into(),
        is: is.into(),
        stable: 3,
    }
}

fn asked(board: &Board, is: &str, at: i64) -> Sensing {
    let (from, to) = (id("h42"), id("c10"));
    sense(&on(is), Some((&from, &to)), board, Time(at * 1000))
}

/// `?` unknown, `-` false, `2` true twice, `=` stable.
fn told(sensing: &Sensing) -> String {
    match sensing {
        Sensing::Unknown(_) => "?".into(),
        Sensing::False(_) => "-".into(),
        Sensing::True(r) => r.count.to_string(),
        Sensing::Stable(_) => "=".into(),
    }
}

#[test]
fn results_in_a_row_count_and_a_flap_begins_anew() {
    let mut board = board(&[]);
    assert_eq!(asked(&board, "up", 0), Sensing::Unknown(Unseen::NoResult));
    let mut seen = String::new();
    for (n, mark) in (0..).zip("--++-+++?++".chars()) {
        let finding = match mark {
            '+' => Finding::Good,
            '-' => Finding::Bad,
            _ => Finding::NotMeasured,
        };
        board.apply(sample(n * 5, finding, None, "x"), Time(n * 5000));
        seen += &told(&asked(&board, "up", n * 5));
    }
    // What could not be measured says nothing, and interrupts nothing.
    assert_eq!(seen, "--12-12=?==");
    assert_eq!(
        asked(&board, "up", 500),
        Sensing::Unknown(Unseen::Stale),
        "too old to believe"
    );
}

#[test]
fn what_was_false_before_its_turn_has_not_turned_in_it() {
    let (mut board, mut memory) = (board(&[]), Memory::default());
    let mut measure = |turn: bool, finding: Finding, times: [i64; 2]| {
        // Nothing was measured for a while.
        let (unseen, first) = (asked(&board, "up", times[0]), Time(times[0] * 1000));
        memory.look(turn, &unseen, 2, first);
        for at in times {
            let wall = Time(at * 1000);
            board.apply(sample(at, finding, None, "x"), wall);
            let sensing = asked(&board, "up", at);
            memory.count(&sensing, wall, Span::seconds(30));
            memory.look(turn, &sensing, 2, wall);
        }
        memory.turned()
    };
    assert!(!measure(false, Finding::Bad, [0, 5]), "not its turn");
    assert!(
        !measure(true, Finding::Good, [500, 505]),
        "it may have held before"
    );
    assert!(measure(true, Finding::Bad, [1000, 1005]));
}

#[test]
fn roles_and_the_very_words_are_conditions_as_well() {
    let mut board = board(&[]);
    let writable = (Finding::Good, Some("writable"), "role writable");
    let replica = (Finding::Good, Some("replica"), "role replica");
    let mut seen = String::new();
    for (n, (finding, role, detail)) in (0..).zip([replica, writable, writable, writable]) {
        board.apply(sample(n * 5, finding, role, detail), Time(n * 5000));
        seen += &told(&asked(&board, "writable", n * 5));
    }
    assert_eq!(seen, "-12=");
    let said = asked(&board, "replica", 17).said(&on("replica"));
    assert_eq!(
        said,
        "to.web writable, not replica: role writable in 23 ms (1 s ago)"
    );
    let mut seen = String::new();
    for (n, detail) in (4..).zip(["4/5", "5/5", "5/5", "5/5", "4/5"]) {
        board.apply(sample(n * 5, Finding::Good, None, detail), Time(n * 5000));
        seen += &told(&asked(&board, "5/5", n * 5));
    }
    assert_eq!(seen, "-12=-");
}

#[test]
fn what_this_machine_cannot_know_is_unknown_never_false() {
    let (mut board, from) = (board(&["quad"]), id("h42"));
    board.apply(sample(0, Finding::Bad, None, "refused"), Time(0));
    assert_eq!(asked(&board, "up", 0), Sensing::Unknown(Unseen::Blind));
    let witness = Sample {
        probe: ProbeId::Witness(id("quad")),
        ..sample(1, Finding::Good, None, "200")
    };
    board.apply(witness, Time(1000));
    assert_eq!(
        told(&asked(&board, "up", 1)),
        "-",
        "a witness answered since"
    );
    assert_eq!(told(&asked(&board, "down", 1)), "1");
    let other = Sensed {
        probe: "to.queue".into(),
        ..on("up")
    };
    let none = Sensing::Unknown(Unseen::NoProbe);
    assert_eq!(sense(&other, Some((&from, &from)), &board, Time(0)), none);
    assert_eq!(sense(&on("up"), None, &board, Time(0)), none);
}

#[test]
fn it_is_said_as_people_read_it_with_nothing_hidden() {
    let mut board = board(&[]);
    for n in 0..3 {
        board.apply(sample(n * 5, Finding::Good, None, "200"), Time(n * 5000));
    }
    let stable = asked(&board, "up", 12);
    let on = on("up");
    assert_eq!(stable.said(&on), "to.web up 3/3, 200 in 23 ms (1 s ago)");
    assert_eq!(stable.value(&on, "b1"), "to.web up 3/3 from b1");
    assert_eq!(stable.evidence(&on), "200 in 23 ms, 1 s old");
    board.apply(
        sample(15, Finding::Bad, None, "re\u{202e}fused\u{7}"),
        Time(15_000),
    );
    let said = asked(&board, "up", 15).said(&on);
    assert_eq!(said, "to.web up 0/3: re·fused· (0 s ago)");
}

#[test]
fn against_a_probe_a_reason_is_asked_and_of_what_was_true_already_once() {
    let mut board = board(&[]);
    let on = on("up");
    let none = asked(&board, "up", 0);
    assert_eq!(to_finish(&on, &none, false), None, "unknown asks nothing");
    board.apply(sample(0, Finding::Bad, None, "refused"), Time(0));
    let bad = asked(&board, "up", 0);
    assert!(matches!(
        to_finish(&on, &bad, false),
        Some(Need::Disagrees { .. })
    ));
    for n in 1..4 {
        board.apply(sample(n * 5, Finding::Good, None, "200"), Time(n * 5000));
    }
    let good = asked(&board, "up", 15);
    assert_eq!(to_finish(&on, &good, false), None);
    assert!(matches!(
        to_finish(&on, &good, true),
        Some(Need::AlreadyTrue { .. })
    ));
}
