//! Every kind of fact through its text and back, and what damage costs.

use super::*;
use crate::domain::entry::{Draft, Entry, Head, Hlc};
use crate::domain::facts::{Data, Datum, Fact, Foreign, NoteAdded};
use crate::domain::ids::{Hash, Id, Tag, WriterId};
use crate::domain::text::is_hidden;
use crate::domain::time::Time;
use crate::domain::words::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Every shape a value can have; free text first, so that a field that takes any text gets the hostile one.
fn candidates(text: &str, number: i64) -> Vec<Datum<'static>> {
    let mut all = vec![
        Datum::Text(text.to_owned().into()),
        Datum::Map(BTreeMap::from([(text.to_owned(), text.to_owned())])),
        Datum::Text(
            Time(number.rem_euclid(4_000_000_000_000))
                .rfc3339_millis()
                .into(),
        ),
        Datum::Int(number),
        Datum::Bool(true),
        Datum::Text(Hash([7; 16]).to_string().into()),
        Datum::Text("some-id-2".into()),
    ];
    let words =
        |all: &mut Vec<Datum<'static>>, word: &'static str| all.push(Datum::Text(word.into()));
    Mode::ALL.iter().for_each(|w| words(&mut all, w.as_str()));
    Stage::ALL.iter().for_each(|w| words(&mut all, w.as_str()));
    Milestone::ALL
        .iter()
        .for_each(|w| words(&mut all, w.as_str()));
    StepState::ALL
        .iter()
        .for_each(|w| words(&mut all, w.as_str()));
    ProbeState::ALL
        .iter()
        .for_each(|w| words(&mut all, w.as_str()));
    NoteKind::ALL
        .iter()
        .for_each(|w| words(&mut all, w.as_str()));
    Confidence::ALL
        .iter()
        .for_each(|w| words(&mut all, w.as_str()));
    all
}

/// A fact of the kind with every field filled, found by asking the table.
fn filled(kind: &str, candidates: &[Datum<'static>]) -> Fact {
    let mut data = Data::new();
    for field in Fact::fields(kind) {
        let takes = |datum: &&Datum<'static>| {
            let mut with = data.clone();
            with.insert(field, (*datum).clone());
            Fact::read(kind, &with).err() != Some(*field)
        };
        let datum = candidates
            .iter()
            .find(takes)
            .expect("a shape the field takes");
        data.insert(field, datum.clone());
    }
    Fact::read(kind, &data).expect("all fields filled")
}

fn draft(fact: Fact, seen: Vec<(WriterId, Head)>) -> Draft {
    Draft {
        operator: "g\u{1b}[2J\u{202e}f\u{e0041}".into(),
        seq: 42,
        wall: Time(1_795_210_800_123),
        clock: Hlc {
            ms: 1_795_210_800_123,
            count: 3,
        },
        seen,
        fact,
    }
}

fn writer() -> WriterId {
    WriterId::new("gf@b1.7f3a9c21d0e455aa").unwrap()
}

fn round_trip(draft: &Draft) -> Entry {
    let line = encode(&writer(), draft, Hash([9; 16])).unwrap();
    let text = line.text.strip_suffix('\n').unwrap();
    assert!(!text.contains(is_hidden), "{text:?}");
    let entry = decode(text.as_bytes()).unwrap();
    assert_eq!(&entry.draft, draft, "{text}");
    assert_eq!((entry.prev, entry.hash), (Hash([9; 16]), line.hash));
    entry
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_kind_of_fact_comes_back_as_it_was(text in any::<String>(), number in any::<i32>(), seq in any::<u64>(), tag in any::<[u8; 4]>()) {
        let number = i64::from(number);
        let candidates = candidates(&text, number);
        let seen = vec![(WriterId::of("nm", "b2", number.unsigned_abs()), Head { seq, tag: Tag(tag) })];
        for kind in Fact::KINDS {
            let fact = filled(kind, &candidates);
            let mut put = 0;
            fact.write(|_, _| put += 1);
            prop_assert_eq!(put, Fact::fields(kind).len(), "{} has fields the test leaves empty", kind);
            round_trip(&draft(fact, seen.clone()));
        }
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = decode(&bytes);
        salvage(&mut Decoder::default(), &bytes, |_| {});
        let _ = quick_hash(&bytes);
    }
}

fn note(text: &str) -> Draft {
    let fact = filled("note.added", &candidates(text, 5));
    draft(fact, Vec::new())
}

fn sealed(body: &str) -> String {
    format!("{body},\"h\":\"{}\"}}", digest(body.as_bytes()))
}

#[test]
fn the_line_is_the_one_of_the_contract() {
    let step = filled(
        "step.claimed",
        &[Datum::Text("promote".into()), Datum::Int(90)],
    );
    let mut draft = draft(
        step,
        vec![(
            WriterId::new("nm@b2.91be02c4d7f01355").unwrap(),
            Head {
                seq: 17,
                tag: Tag::parse("ab12cd34").unwrap(),
            },
        )],
    );
    draft.operator = "gf".into();
    let prev = genesis("00112233445566ff", &writer());
    let body = format!(
        r#"{{"v":1,"w":"gf@b1.7f3a9c21d0e455aa","q":42,"o":"gf","t":"2026-11-20T21:40:00.123Z","l":[1795210800123,3],"s":{{"nm@b2.91be02c4d7f01355":"17:ab12cd34"}},"k":"step.claimed","d":{{"run":"promote","step":"promote","by":"promote","back_in":90}},"p":"{prev}""#
    );
    assert_eq!(
        encode(&writer(), &draft, prev).unwrap().text,
        sealed(&body) + "\n"
    );
    assert_eq!(
        prev,
        digest(b"switchover1\n00112233445566ff\ngf@b1.7f3a9c21d0e455aa")
    );
}

#[test]
fn what_another_version_wrote_is_kept_raw() {
    let line = |v: u64, k: &str, d: &str| {
        sealed(&format!(
            r#"{{"v":{v},"w":"{}","q":1,"o":"gf","t":"2026-11-20T21:40:00.123Z","l":[5,0],"s":{{}},"new":[1,{{"x":2}}],"k":"{k}","d":{d},"p":"{}""#,
            writer(),
            Hash([1; 16])
        ))
    };
    let kept = [
        (1, "tea.made", r#"{"sugar":2.5,"to":["nm"]}"#),
        (1, "state.set", r#"{"state":"bewildered"}"#),
        (1, "state.set", r#"{"state":{"deep":{"er":1}}}"#),
        (1, "state.set", "[]"),
        (2, "state.set", r#"{"state":"resolved"}"#),
    ];
    for (v, k, d) in kept {
        let text = line(v, k, d);
        let entry = decode(text.as_bytes());
        if d == "[]" {
            assert!(entry.is_err());
            continue;
        }
        let foreign = Fact::Foreign(Foreign {
            kind: k.into(),
            data: d.into(),
        });
        assert_eq!(entry.unwrap().draft.fact, foreign);
    }
    let text = line(1, "state.set", r#"{"state":"resolved","mood":null}"#);
    assert!(matches!(
        decode(text.as_bytes()).unwrap().draft.fact,
        Fact::Foreign(_) | Fact::StageSet(_)
    ));
    let again = draft(
        Fact::Foreign(Foreign {
            kind: "tea.made".into(),
            data: "{\"a\":\"\u{202e}\"}".into(),
        }),
        vec![],
    );
    let line = encode(&writer(), &again, Hash::default()).unwrap();
    assert!(line.text.contains("\\u202e"));
}

#[test]
fn a_text_that_is_too_long_is_refused_and_kept() {
    let fits = room(&writer(), &note("")).unwrap();
    // The text stands in four fields of a filled note.
    let copies = LINE_CAP - fits;
    assert!(copies > 0);
    let Err(Unwritable::TooLong { over }) =
        encode(&writer(), &note(&"x".repeat(LINE_CAP)), Hash::default())
    else {
        panic!("must be refused");
    };
    assert!(over > 0);
}

#[test]
fn one_damaged_byte_costs_at_most_one_entry() {
    let lines: Vec<String> = (0..3)
        .map(|n| {
            encode(
                &writer(),
                &note(&format!("text {n} {{\"v\":1 \\\"")),
                Hash([n; 16]),
            )
            .unwrap()
            .text
        })
        .collect();
    let whole = lines.concat().into_bytes();
    let count = |bytes: &[u8]| {
        let mut decoder = Decoder::default();
        let mut found = 0;
        for line in bytes.split(|b| *b == b'\n') {
            match decoder.decode(line) {
                Ok(_) => found += 1,
                Err(_) => salvage(&mut decoder, line, |_| found += 1),
            }
        }
        found
    };
    assert_eq!(count(&whole), 3);
    for at in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x11;
        assert!(count(&flipped) >= 2, "flipped at {at}");
        let mut shorter = whole.clone();
        shorter.remove(at);
        assert!(count(&shorter) >= 2, "deleted at {at}");
        for byte in [0, b'\n', b'\r', b'"', 0xff] {
            let mut longer = whole.clone();
            longer.insert(at, byte);
            assert!(count(&longer) >= 2, "inserted at {at}");
        }
        assert!(count(&whole[..at]) + 1 >= whole[..at].iter().filter(|b| **b == b'\n').count());
    }
    let windows = String::from_utf8(whole).unwrap().replace('\n', "\r\n");
    assert_eq!(count(windows.as_bytes()), 3);
}

#[test]
fn ids_from_the_journal_are_no_paths() {
    assert!(Id::new("../x").is_none());
    let body = format!(
        r#"{{"v":1,"w":"gf@../x.7f3a9c21d0e455aa","q":1,"o":"gf","t":"","l":[5,0],"s":{{}},"k":"log.closed","d":{{}},"p":"{}""#,
        Hash([1; 16])
    );
    assert!(decode(sealed(&body).as_bytes()).is_err());
}

#[test]
fn the_longest_fact_with_the_most_heads_and_the_longest_name_is_a_line() {
    use crate::domain::author::HEADS;
    let long = "x".repeat(24);
    let seen = (0..HEADS as u64).map(|n| {
        let head = Head {
            seq: u64::MAX,
            tag: Tag([0xff; 4]),
        };
        (WriterId::of(&long, &long, n), head)
    });
    let note = NoteAdded {
        kind: NoteKind::Provider,
        text: "y".repeat(99_999),
        at: Some(Time(1_795_210_000_000)),
        provider: Id::new(&"p".repeat(48)),
        ticket: None,
        confidence: None,
    };
    let draft = Draft {
        operator: "\u{1f512}".repeat(64),
        seq: u64::MAX,
        wall: Time(1_795_210_000_000),
        clock: Hlc {
            ms: i64::MAX,
            count: u32::MAX,
        },
        seen: seen.collect(),
        fact: Fact::from(note).cut(),
    };
    let line = encode(&WriterId::of(&long, &long, 1), &draft, Hash::default());
    assert!(line.is_ok(), "{line:?}");
}
