use super::*;
use crate::domain::probe::testing::{id, plan, sample, web, witness};

fn board(h42: &str, c10: &str) -> Board {
    let mut board = Board::new(&plan(&["a"]));
    for (n, (h42, c10)) in (0..).zip(h42.chars().zip(c10.chars())) {
        let at = n * 5;
        let results = [(web("h42"), h42), (web("c10"), c10), (witness("a"), '+')];
        for (probe, mark) in results {
            board.apply(sample(probe, at, mark), Time(at * 1000 + 100));
        }
    }
    board
}

fn offered(h42: &str, c10: &str, have: &[(Milestone, i64)]) -> String {
    led(h42, c10, have, Lead::NotAsked)
}

fn led(h42: &str, c10: &str, have: &[(Milestone, i64)], lead: Lead) -> String {
    let have = have.iter().map(|(m, at)| (*m, Time(at * 1000))).collect();
    let board = board(h42, c10);
    let all = offers(&board, &plan(&["a"]), &id("h42"), (&id("c10"), lead), &have);
    let line = |o: &Offer| format!("{}@{}", o.milestone, o.at.0);
    all.iter().map(line).collect::<Vec<_>>().join(" ")
}

#[test]
fn milestones_are_offered_once_they_are_measured() {
    use Milestone::{Decided, Detected, ImpactStart, ServiceRestored};
    type Row = (
        &'static str,
        &'static str,
        &'static [(Milestone, i64)],
        &'static str,
    );
    const IMPACT: &[(Milestone, i64)] = &[(ImpactStart, 10), (Detected, 20)];
    const DECIDED: &[(Milestone, i64)] = &[(ImpactStart, 10), (Detected, 20), (Decided, 25)];
    let rows: [Row; 9] = [
        ("++", "--", &[], ""),
        ("++---", "-----", &[], "impact_start@10000 detected@20100"),
        ("++---", "-----", &[(ImpactStart, 3)], "detected@20100"),
        ("++---", "-----", IMPACT, ""),
        // The target comes up.
        ("++-----", "-----++", DECIDED, "service_restored@25000"),
        // It was up all the time: only the names tell.
        ("++-----", "+++++++", DECIDED, ""),
        // The old side comes back: restored, unless the decision fell.
        ("++---++", "+++++++", IMPACT, "service_restored@25000"),
        ("++---++", "+++++++", DECIDED, ""),
        (
            "++-----",
            "-----++",
            &[(ImpactStart, 1), (Detected, 2), (ServiceRestored, 3)],
            "",
        ),
    ];
    for (h42, c10, have, expected) in rows {
        assert_eq!(offered(h42, c10, have), expected, "{h42} {c10} {have:?}");
    }
}

#[test]
fn service_is_restored_when_the_names_lead_there_and_not_before() {
    use Milestone::{Decided, Detected, ImpactStart};
    let have = [(ImpactStart, 10), (Detected, 20), (Decided, 25)];
    let said = |c10, lead| led("++-----", c10, &have, lead);
    let up_at_25 = "-----++";
    assert_eq!(said(up_at_25, Lead::NotYet), "");
    let there = |at: i64| Lead::There(Some(Time(at * 1000)));
    assert_eq!(said(up_at_25, there(28)), "service_restored@28000");
    assert_eq!(said(up_at_25, there(15)), "service_restored@25000");
    // Up all the time: users reach it with the names.
    assert_eq!(said("+++++++", there(28)), "service_restored@28000");
    assert_eq!(
        said("+++++++", there(5)),
        "",
        "the names led there before it began"
    );
    assert_eq!(said("+++++++", Lead::There(None)), "");
    assert_eq!(said("-----++", Lead::There(None)), "service_restored@25000");
    // It is down: the names alone restore nothing.
    assert_eq!(said("-------", there(28)), "");
}
