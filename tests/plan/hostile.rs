//! Whatever the bytes, reading and the lints end with problems, never with a panic.

use super::support::{EXAMPLES, examples};
use proptest::prelude::*;
use switchover::domain::text::is_hidden;
use switchover::formats::honoured::not_honoured;
use switchover::formats::lint::{Known, lint};
use switchover::formats::plan::load;
use switchover::formats::problems::{json, render};
use switchover::formats::toml::{SourceFile, Strictness};

fn survives(files: &[SourceFile]) {
    for strictness in [Strictness::Strict, Strictness::Frozen] {
        let loaded = load(files, strictness);
        let known = Known {
            today: "2026-10-02",
            last_drill: &|_, _| None,
        };
        let mut problems = loaded.problems.clone();
        problems.extend(lint(&loaded, &known));
        problems.extend(not_honoured(&loaded));
        for problem in &problems {
            let shown = render(problem, loaded.text_of(&problem.place.file), false);
            assert!(!shown.contains(|c| is_hidden(c) && c != '\n'), "{shown:?}");
        }
        assert!(!json(&problems).contains(|c| is_hidden(c) && c != '\n'));
    }
}

/// A slip of the hand in one of the examples.
#[derive(Clone, Debug)]
enum Slip {
    Cut(usize),
    Insert(usize, String),
    Swap(usize, usize),
    Drop(usize),
    Double(usize),
}

fn slips() -> impl Strategy<Value = Vec<Slip>> {
    let odd = prop_oneof![
        Just("\u{202e}".to_owned()),
        Just("{{".to_owned()),
        Just("\"".to_owned()),
        Just("[[phase.step]]\n".to_owned()),
        Just("[".to_owned()),
        Just("= ".to_owned()),
        Just("é\u{0}".to_owned()),
        "[a-z=\"\\[\\]{}\n.0-9]{1,6}",
    ];
    let one = prop_oneof![
        1 => any::<usize>().prop_map(Slip::Cut),
        4 => (any::<usize>(), odd).prop_map(|(at, text)| Slip::Insert(at, text)),
        2 => (any::<usize>(), any::<usize>()).prop_map(|(a, b)| Slip::Swap(a, b)),
        4 => any::<usize>().prop_map(Slip::Drop),
        2 => any::<usize>().prop_map(Slip::Double),
    ];
    prop::collection::vec(one, 1..5)
}

fn slipped(text: &str, slips: &[Slip]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for slip in slips {
        let count = lines.len().max(1);
        match slip {
            Slip::Cut(at) => lines.truncate((at % count).max(1)),
            Slip::Insert(at, text) => {
                if let Some(line) = lines.get_mut(at % count) {
                    let middle = line.floor_char_boundary(at % (line.len() + 1));
                    line.insert_str(middle, text);
                }
            }
            Slip::Swap(a, b) => lines.swap(a % count, b % count),
            Slip::Drop(at) => {
                lines.remove(at % count);
            }
            Slip::Double(at) => lines.insert(at % count, lines[at % count].clone()),
        }
        if lines.is_empty() {
            lines.push(String::new());
        }
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400), which in 0..3usize) {
        survives(&[SourceFile { name: EXAMPLES[which].to_owned(), bytes }]);
    }

    #[test]
    fn random_toml(text in "(\"?[a-z$.]{1,8}\"? = (\"[^\"\n\\\\]{0,9}\"|[0-9]{1,4}|\\[.{0,4}\\]|true)\n|\\[{1,2}(phase|phase\\.step|provider|service|at)\\]{1,2}\n){0,20}", which in 0..3usize) {
        survives(&[SourceFile { name: EXAMPLES[which].to_owned(), bytes: text.into_bytes() }]);
    }

    #[test]
    fn mutated_examples(slips in slips(), which in 0..3usize) {
        let mut files = examples();
        let text = String::from_utf8(files[which].bytes.clone()).unwrap();
        files[which].bytes = slipped(&text, &slips).into_bytes();
        survives(&files);
    }
}
