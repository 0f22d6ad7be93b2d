use super::*;
use crate::domain::probe::testing::{sample, spec, web};

/// Feeds one result every 5 s; returns each change as `second:state@since`.
fn told(marks: &str) -> String {
    let mut verdict = Verdict::new(&spec());
    let in_sight = Vantage::default();
    let mut out = Vec::new();
    for (n, mark) in (0..).zip(marks.chars().filter(|c| *c != ' ')) {
        let at = n * 5;
        let called = verdict.apply(sample(web("h42"), at, mark), &in_sight, Time(at * 1000));
        if let Some(called) = called {
            assert_eq!(called.noticed, Time(at * 1000));
            let since = called.since.0 / 1000;
            out.push(format!("{at}:{}@{since}", called.state));
        }
    }
    out.join(" ")
}

#[test]
fn rise_and_fall() {
    let rows = [
        ("", ""),
        ("+", ""),
        ("++", "5:up@0"),
        ("++++++", "5:up@0"),
        ("--", ""),
        ("---", "10:down@0"),
        ("++ --+ --+ --", "5:up@0"),
        ("++ ---", "5:up@0 20:down@10"),
        ("++ --- +-+ -", "5:up@0 20:down@10"),
        ("++ --- ++", "5:up@0 20:down@10 30:up@25"),
        // Slow, and back: worse by `fall`, better by `rise`.
        ("++ ~~", "5:up@0"),
        ("++ ~~~ ++", "5:up@0 20:degraded@10 30:up@25"),
        ("++ ~-~", "5:up@0 20:degraded@10"),
        ("++ ~~---", "5:up@0 20:degraded@10 30:down@20"),
        ("--- ~~", "10:down@0 20:degraded@15"),
        ("~~", "5:degraded@0"),
        // What was not measured never leads to down, and interrupts nothing.
        ("++ ???", "5:up@0 20:unknown@10"),
        ("???????", ""),
        ("++ -?-?-", "5:up@0 30:down@10"),
        ("++ --??", "5:up@0"),
        ("--- ??? -", "10:down@0 25:unknown@15"),
        ("--- ??? ---", "10:down@0 25:unknown@15 40:down@30"),
        ("++ ??? ++", "5:up@0 20:unknown@10 30:up@25"),
    ];
    for (marks, expected) in rows {
        assert_eq!(told(marks), expected, "{marks}");
    }
}

#[test]
fn stale_is_computed_from_the_newest_result() {
    let mut verdict = Verdict::new(&spec());
    let clear = Vantage::default();
    assert_eq!(verdict.shown(&clear, Time(0)), ProbeState::Unknown);
    for at in [0, 5] {
        verdict.apply(sample(web("h42"), at, '+'), &clear, Time(at * 1000));
    }
    let ended = Time(5_100);
    assert_eq!(verdict.shown(&clear, ended), ProbeState::Up);
    assert_eq!(verdict.shown(&clear, ended + Span(18_000)), ProbeState::Up);
    assert_eq!(
        verdict.shown(&clear, ended + Span(18_001)),
        ProbeState::Stale
    );
    assert_eq!(verdict.age(Time(0)), Some(Span::ZERO), "never negative");
}

#[test]
fn a_gap_without_results_is_not_bridged() {
    let mut verdict = Verdict::new(&spec());
    let clear = Vantage::default();
    for at in [0, 5, 10] {
        verdict.apply(sample(web("h42"), at, '-'), &clear, Time(at * 1000));
    }
    assert_eq!(verdict.state(), ProbeState::Down);
    // The machine slept for an hour.
    verdict.apply(sample(web("h42"), 3600, '-'), &clear, Time(3_600_000));
    assert_eq!(verdict.shown(&clear, Time(3_600_200)), ProbeState::Unknown);
    for at in [3605, 3610] {
        verdict.apply(sample(web("h42"), at, '-'), &clear, Time(at * 1000));
    }
    assert_eq!(verdict.called().unwrap().since, Time(3_600_000));
    assert_eq!(verdict.fell(), Some(Time(3_600_000)));
}

#[test]
fn strips_and_rows_are_bounded_and_counted() {
    let mut verdict = Verdict::new(&spec());
    let clear = Vantage::default();
    for at in 0..100 {
        let mut sample = sample(web("h42"), at, '+');
        sample.role = Some("writable".to_owned());
        verdict.apply(sample, &clear, Time(at * 1000));
    }
    assert_eq!(verdict.strip().len(), 20);
    assert_eq!(verdict.latencies().len(), 40);
    assert_eq!(verdict.in_a_row("writable").count, 100);
    assert_eq!(verdict.in_a_row("up").count, 100);
    assert_eq!(verdict.in_a_row("replica").count, 0);
    verdict.apply(sample(web("h42"), 100, '?'), &clear, Time(100_000));
    assert_eq!(verdict.in_a_row("up").count, 0);
    assert_eq!(verdict.in_a_row("writable").count, 0);
}

#[test]
fn the_line_of_an_even_service_stands_still_and_a_slow_answer_shows() {
    let mut verdict = Verdict::new(&spec());
    let took = [80, 100, 119, 60, 300, 320, 9, 1];
    for (at, ms) in (0..).zip(took) {
        let mut sample = sample(web("h42"), at, '+');
        sample.latency = Some(Span(ms));
        verdict.apply(sample, &Vantage::default(), Time(at * 1000));
    }
    let line: Vec<i64> = verdict.latencies().iter().flatten().map(|l| l.0).collect();
    assert_eq!(line, [80, 80, 80, 80, 300, 300, 9, 9]);
}
