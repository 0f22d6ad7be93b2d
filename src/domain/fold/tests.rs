//! The promises of the fold, over made-up sets of entries.

use super::*;
use crate::domain::entry::{Draft, Entry, Head, Hlc};
use crate::domain::facts::{Fact, MilestoneCleared, NoteAdded, SeveritySet, StepEdited, StepSet};
use crate::domain::ids::{Hash, Id, WriterId};
use crate::domain::time::{Scale, Time};
use crate::domain::words::{Milestone, NoteKind, StepState};
use proptest::prelude::*;

mod redacted;

const OPENED: Time = Time(1_795_210_000_000);
const YEAR: i64 = 31_536_000_000;

fn writer(n: u64) -> WriterId {
    WriterId::of("op", "host", n)
}

fn hash(writer: u64, seq: u64, branch: u8) -> Hash {
    let mut bytes = [branch; 16];
    bytes[0] = writer as u8 + 1;
    bytes[1] = seq as u8;
    Hash(bytes)
}

/// An entry of writer `w` that has seen `seen`.
fn entry(w: u64, seq: u64, ms: i64, seen: &[(u64, u64)], fact: Fact) -> Entry {
    let head = |(w, seq): &(u64, u64)| {
        let tag = hash(*w, *seq, 1).tag();
        (writer(*w), Head { seq: *seq, tag })
    };
    Entry {
        writer: writer(w),
        draft: Draft {
            operator: format!("op{w}"),
            seq,
            wall: OPENED + crate::domain::time::Span(ms),
            clock: Hlc {
                ms: OPENED.0 + ms,
                count: 0,
            },
            seen: seen.iter().map(head).collect(),
            fact,
        },
        prev: seq
            .checked_sub(1)
            .map_or_else(Hash::default, |s| hash(w, s, 1)),
        hash: hash(w, seq, 1),
    }
}

fn severity(level: &str) -> Fact {
    SeveritySet {
        level: level.into(),
    }
    .into()
}

fn edited(step: &str, n: i64) -> Fact {
    StepEdited {
        run: Id::new("r1").unwrap(),
        step: Id::new(step).unwrap(),
        text: Some(format!("text {n}")),
        command: None,
    }
    .into()
}

fn fold(entries: impl IntoIterator<Item = Entry>) -> Incident {
    let mut incident = Incident::new(Scale::real(OPENED));
    for entry in entries {
        incident.extend([entry]);
    }
    incident
}

#[test]
fn what_has_seen_a_value_replaces_it_whatever_the_clocks_say() {
    let ahead = entry(1, 0, YEAR, &[], severity("SEV1"));
    let after = entry(2, 0, 5, &[(1, 0)], severity("SEV2"));
    for entries in [[ahead.clone(), after.clone()], [after, ahead]] {
        let incident = fold(entries);
        assert_eq!(incident.state().severity.get().unwrap(), "SEV2");
        assert_eq!(incident.state().severity.rivals().count(), 0);
    }
}

#[test]
fn of_concurrent_values_the_loser_stays_visible() {
    let a = entry(1, 0, 10, &[], severity("SEV1"));
    let b = entry(2, 0, 20, &[], severity("SEV2"));
    for entries in [[a.clone(), b.clone()], [b.clone(), a.clone()]] {
        let incident = fold(entries);
        assert_eq!(incident.state().severity.get().unwrap(), "SEV2");
        let rivals: Vec<_> = incident.state().severity.rivals().collect();
        assert_eq!(rivals.len(), 1);
        assert_eq!(incident.author(rivals[0].by), "op1");
    }
    let same = entry(2, 0, 20, &[], severity("SEV1"));
    assert_eq!(fold([a, same]).state().severity.rivals().count(), 0);
}

#[test]
fn knowledge_is_transitive_also_through_an_entry_that_comes_late() {
    let first = entry(1, 0, 50, &[], severity("SEV1"));
    let bridge = entry(2, 0, 60, &[(1, 0)], severity("SEV2"));
    let last = entry(3, 0, 1, &[(2, 0)], severity("SEV3"));
    let incident = fold([first.clone(), last.clone(), bridge.clone()]);
    assert_eq!(incident.state().severity.get().unwrap(), "SEV3");
    assert_eq!(incident.state().severity.rivals().count(), 0);
    assert!(incident.refolds() > 0);
    assert_eq!(
        fold([first, bridge, last]).refolds(),
        0,
        "in order nothing is folded again"
    );
}

#[test]
fn a_fork_keeps_both_and_is_told() {
    let a = entry(1, 0, 10, &[], severity("SEV1"));
    let mut b = entry(1, 0, 12, &[], severity("SEV2"));
    b.hash = hash(1, 0, 2);
    let incident = fold([a, b]);
    assert_eq!(incident.log().forks(), vec![(writer(1), 0)]);
    assert_eq!(incident.log().len(), 2);
    assert_eq!(incident.state().severity.rivals().count(), 1);
}

#[test]
fn gaps_are_told_and_stop_nothing() {
    let incident = fold([entry(1, 2, 10, &[(2, 1)], severity("SEV1"))]);
    assert_eq!(incident.state().severity.get().unwrap(), "SEV1");
    assert_eq!(
        incident.log().gaps(),
        vec![
            (writer(1), 0),
            (writer(1), 1),
            (writer(2), 0),
            (writer(2), 1)
        ]
    );
}

#[test]
fn an_own_entry_counts_before_it_is_saved_and_only_once() {
    let saved = entry(1, 0, 10, &[], severity("SEV1"));
    let pending = Entry {
        hash: Hash::default(),
        prev: Hash::default(),
        ..saved.clone()
    };
    let mut incident = fold([pending]);
    assert_eq!(incident.state().severity.get().unwrap(), "SEV1");
    assert!(incident.extend([saved.clone()]).is_empty());
    assert_eq!(incident.log().len(), 1);
    assert_eq!(
        incident
            .log()
            .entry(incident.log().find(&saved.reference()).unwrap())
            .hash,
        saved.hash
    );
}

#[test]
fn a_back_dated_note_stands_at_its_own_time() {
    let note = |text: &str, at| -> Fact {
        NoteAdded {
            kind: NoteKind::Note,
            text: text.into(),
            at,
            provider: None,
            ticket: None,
            confidence: None,
        }
        .into()
    };
    let now = entry(1, 0, 60_000, &[], note("now", None));
    let earlier = entry(1, 1, 70_000, &[], note("earlier", Some(OPENED)));
    let incident = fold([now, earlier]);
    let order: Vec<Time> = incident
        .state()
        .timeline
        .iter()
        .map(|(at, _)| *at)
        .collect();
    assert_eq!(order.len(), 2);
    assert_eq!(order[0], OPENED);
}

fn step_set(step: &str, state: StepState) -> Fact {
    StepSet::plain(&Id::new("r1").unwrap(), &Id::new(step).unwrap(), state).into()
}

/// P-15: a clock a year ahead or an hour behind pins no value, no edit and no "last word", and its own entry
/// says by how much it is off.
#[test]
fn a_wild_clock_pins_nothing_and_is_told() {
    for skew in [YEAR, -3_600_000] {
        let wild = [
            entry(1, 0, skew, &[], step_set("fence", StepState::Doing)),
            entry(1, 1, skew + 1, &[], edited("fence", 1)),
        ];
        let after = [
            entry(2, 0, 60_000, &[(1, 1)], step_set("fence", StepState::Done)),
            entry(2, 1, 61_000, &[], edited("fence", 2)),
        ];
        let incident = fold(after.clone().into_iter().chain(wild.clone()));
        let (_, run) = incident.state().runs.iter().next().unwrap();
        let record = run.step(&Id::new("fence").unwrap()).unwrap();
        assert_eq!(record.state.get().unwrap().state, StepState::Done);
        let author = |no| incident.author(no).to_owned();
        assert_eq!(
            record
                .history
                .iter()
                .map(|n| author(*n))
                .collect::<Vec<_>>(),
            ["op1", "op2"]
        );
        assert_eq!(
            run.amendments.last().map(|(n, _)| author(*n)).unwrap(),
            "op2"
        );
        let behind = |entry: &Entry| {
            let no = incident.log().find(&entry.reference()).unwrap();
            incident.log().behind(no)
        };
        let told = behind(&after[0]).map(|off| off.as_seconds() / 86_400);
        assert_eq!(told, (skew > 0).then_some(364));
        assert_eq!(behind(&after[1]), None, "said once");
        assert_eq!(behind(&wild[1]), None);
    }
    let late = [
        entry(1, 0, 3_600_000, &[], severity("SEV1")),
        entry(2, 0, 0, &[(1, 0)], severity("SEV2")),
    ];
    let incident = fold(late.clone());
    let no = incident.log().find(&late[1].reference()).unwrap();
    let hour = incident.log().behind(no).map(|off| off.as_seconds());
    assert_eq!(hour, Some(3600), "an hour behind what it had seen");
}

#[test]
fn a_hostile_sequence_number_fills_no_memory() {
    let far = entry(1, u64::MAX, 0, &[(2, u64::MAX)], severity("SEV1"));
    let incident = fold([far]);
    assert!(incident.log().gaps().len() < 5000);
    assert_eq!(incident.state().severity.get().unwrap(), "SEV1");
}

/// A history of some writers, each having seen what it had received at that moment.
fn histories() -> impl Strategy<Value = Vec<Entry>> {
    // Small skews, and now and then a clock that is a year off.
    let skew = prop_oneof![9 => -400_000i64..400_000, 1 => -YEAR..YEAR];
    let step = (0u64..4, 0u8..6, 0u8..3, skew, any::<bool>());
    prop::collection::vec(step, 1..40).prop_map(|steps| {
        let mut entries: Vec<Entry> = Vec::new();
        let mut next = [0u64; 4];
        let mut told = [[0u64; 4]; 4];
        for (ms, (w, what, which, skew, listens)) in (0i64..).zip(steps) {
            let wi = w as usize;
            let mut seen = Vec::new();
            for other in 0..4u64 {
                let oi = other as usize;
                if listens && other != w && next[oi] > told[wi][oi] {
                    seen.push((other, next[oi] - 1));
                    told[wi][oi] = next[oi];
                }
            }
            let step = ["fence", "promote", "dns"][usize::from(which)];
            let fact: Fact = match what {
                0 => severity(["SEV1", "SEV2", "SEV3"][usize::from(which)]),
                1 => MilestoneCleared {
                    name: Milestone::Decided,
                }
                .into(),
                2 => edited(step, ms),
                _ => step_set(
                    step,
                    StepState::ALL[usize::from(what) - 1 + usize::from(which)],
                ),
            };
            entries.push(entry(w, next[wi], ms * 1000 + skew, &seen, fact));
            next[wi] += 1;
        }
        entries
    })
}

/// What the fold says, without the numbers by which this log knows its entries.
fn said(incident: &Incident) -> String {
    let name = |no| incident.log().entry(no).reference();
    let state = incident.state();
    let mut out = String::new();
    for held in state
        .severity
        .held()
        .into_iter()
        .chain(state.severity.rivals())
    {
        out += &format!("severity {} {}\n", held.value, name(held.by));
    }
    for (id, run) in &state.runs {
        for (no, amendment) in &run.amendments {
            out += &format!("{} {amendment:?}\n", name(*no));
        }
        for (step, record) in &run.steps {
            out += &format!(
                "{id} {step} {:?}\n",
                record.history.iter().map(|n| name(*n)).collect::<Vec<_>>()
            );
            for held in record.state.held().into_iter().chain(record.state.rivals()) {
                out += &format!("  {:?} {}\n", held.value.state, name(held.by));
            }
        }
    }
    for (at, no) in &state.timeline {
        out += &format!("{at} {}\n", name(*no));
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Any order, doubled, split in two and joined: one incident.
    #[test]
    fn the_same_set_is_the_same_incident(
        entries in histories(),
        order in any::<prop::sample::Index>(),
        seed in prop::collection::vec(any::<u32>(), 40),
        twice in prop::collection::vec(any::<prop::sample::Index>(), 0..10),
    ) {
        let mut whole = Incident::new(Scale::real(OPENED));
        whole.extend(entries.clone());
        let expected = said(&whole);

        let mut shuffled: Vec<(u32, Entry)> = seed.iter().copied().chain(0..).zip(entries.clone()).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let mut shuffled: Vec<Entry> = shuffled.into_iter().map(|(_, e)| e).collect();
        for again in twice {
            shuffled.push(entries[again.index(entries.len())].clone());
        }
        prop_assert_eq!(said(&fold(shuffled.clone())), expected.clone());

        let split = order.index(shuffled.len());
        let mut halves = Incident::new(Scale::real(OPENED));
        halves.extend(shuffled[split..].to_vec());
        halves.extend(shuffled[..split].to_vec());
        prop_assert_eq!(said(&halves), expected);
    }

    /// The same with lines that are missing and logs that were forked: gaps and forks hide no order.
    #[test]
    fn gaps_and_forks_change_nothing_of_that(
        entries in histories(),
        seed in prop::collection::vec(any::<u32>(), 60),
        lost in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
        forked in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let mut set = entries;
        for (branch, at) in (2u8..).zip(forked) {
            let mut twin = set[at.index(set.len())].clone();
            twin.hash = Hash([branch; 16]);
            twin.draft.fact = severity("SEV4");
            set.push(twin);
        }
        for at in lost {
            if set.len() > 1 {
                set.remove(at.index(set.len()));
            }
        }
        let mut whole = Incident::new(Scale::real(OPENED));
        whole.extend(set.clone());
        let mut shuffled: Vec<(u32, Entry)> = seed.iter().copied().chain(0..).zip(set).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let one_by_one = fold(shuffled.into_iter().map(|(_, entry)| entry));
        prop_assert_eq!(said(&one_by_one), said(&whole));
    }
}
