//! Two texts that grew out of one, put together line by line. What both changed at the same place stands twice, marked.

/// Two texts made one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Merged {
    /// The text.
    pub text: String,
    /// At so many places both had changed the same lines: both stand there, marked.
    pub clashes: usize,
}

/// One of two texts, and whose it is.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Who wrote it.
    pub who: &'a str,
    /// The text.
    pub text: &'a str,
}

/// Puts two texts together that both began as `base`.
#[must_use]
pub fn merge(base: &str, one: Side<'_>, other: Side<'_>) -> Merged {
    let split = |text| -> Vec<&str> { str::lines(text).collect() };
    let (base, a, b) = (split(base), split(one.text), split(other.text));
    let (in_a, in_b) = (matches(&base, &a), matches(&base, &b));
    let mut out: Vec<String> = Vec::new();
    let mut clashes = 0;
    let (mut at, mut at_a, mut at_b) = (0, 0, 0);
    loop {
        // The next line of the base that both kept.
        let kept = (at..base.len()).find_map(|n| Some((n, in_a[n]?, in_b[n]?)));
        let (end, end_a, end_b) = kept.unwrap_or((base.len(), a.len(), b.len()));
        let (was, new_a, new_b) = (&base[at..end], &a[at_a..end_a], &b[at_b..end_b]);
        let whos = (one.who, other.who);
        // As many lines as before: each is looked at alone.
        if was.len() == new_a.len() && was.len() == new_b.len() {
            for n in 0..was.len() {
                let here = n..n + 1;
                let three = (&was[here.clone()], &new_a[here.clone()], &new_b[here]);
                clashes += piece(&mut out, whos, three);
            }
        } else {
            clashes += piece(&mut out, whos, (was, new_a, new_b));
        }
        let Some((n, n_a, n_b)) = kept else { break };
        out.push(base[n].to_owned());
        (at, at_a, at_b) = (n + 1, n_a + 1, n_b + 1);
    }
    let text = out.join("\n");
    Merged { text, clashes }
}

/// One piece: as it was, or as one of them changed it; both, marked, when both did. How many clashes that is.
fn piece(out: &mut Vec<String>, whos: (&str, &str), three: (&[&str], &[&str], &[&str])) -> usize {
    let (was, a, b) = three;
    let mut add = |lines: &[&str]| out.extend(lines.iter().map(|l| (*l).to_owned()));
    if a == b || b == was {
        add(a);
        return 0;
    }
    if a == was {
        add(b);
        return 0;
    }
    for (who, lines) in [(whos.0, a), (whos.1, b)] {
        add(&[&format!("[{who} wrote]")]);
        add(lines);
    }
    add(&["[end]"]);
    1
}

/// So many pairs of lines are compared at most: beyond it only what both begin and end with is the same.
const MOST: usize = 1_000_000;

/// For each line of the base its place in the other text, along a longest common run of lines.
fn matches(base: &[&str], other: &[&str]) -> Vec<Option<usize>> {
    let width = other.len() + 1;
    if (base.len() + 1).saturating_mul(width) > MOST {
        return ends(base, other);
    }
    let mut longest = vec![0u32; (base.len() + 1) * width];
    for (n, line) in base.iter().enumerate().rev() {
        for (m, there) in other.iter().enumerate().rev() {
            longest[n * width + m] = if line == there {
                longest[(n + 1) * width + m + 1] + 1
            } else {
                longest[(n + 1) * width + m].max(longest[n * width + m + 1])
            };
        }
    }
    let mut found = vec![None; base.len()];
    let (mut n, mut m) = (0, 0);
    while n < base.len() && m < other.len() {
        if base[n] == other[m] {
            found[n] = Some(m);
            (n, m) = (n + 1, m + 1);
        } else if longest[(n + 1) * width + m] >= longest[n * width + m + 1] {
            n += 1;
        } else {
            m += 1;
        }
    }
    found
}

/// The same, of the lines at the beginning and at the end.
fn ends(base: &[&str], other: &[&str]) -> Vec<Option<usize>> {
    let same = |(a, b): &(&&str, &&str)| a == b;
    let begin = base.iter().zip(other).take_while(same).count();
    let (rest, left) = (&base[begin..], &other[begin..]);
    let end = rest.iter().rev().zip(left.iter().rev());
    let end = end.take_while(same).count();
    let place = |n: usize| match n {
        n if n < begin => Some(n),
        n if n >= base.len() - end => Some(other.len() - (base.len() - n)),
        _ => None,
    };
    (0..base.len()).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_texts_of_thousands_of_lines_are_put_together_by_their_ends() {
        let text = |n: &dyn Fn(usize) -> String| (0..2000).map(n).collect::<Vec<_>>().join("\n");
        let base = text(&|n| n.to_string());
        let at = |at: usize| {
            text(&move |n| {
                if n == at {
                    format!("new {n}")
                } else {
                    n.to_string()
                }
            })
        };
        let both = text(&|n| {
            if [5, 1990].contains(&n) {
                format!("new {n}")
            } else {
                n.to_string()
            }
        });
        assert_eq!(merged(&base, &at(5), &at(1990)), (both, 0));
        let (found, started) = (ends(&["a", "b", "c"], &["a", "c"]), ends(&[], &["a"]));
        assert_eq!((found, started), (vec![Some(0), None, Some(1)], Vec::new()));
        assert_eq!(ends(&["a", "a"], &["a"]), [Some(0), None]);
    }

    fn merged(base: &str, a: &str, b: &str) -> (String, usize) {
        let side = |who, text| Side { who, text };
        let merged = merge(base, side("gf", a), side("cp", b));
        (merged.text, merged.clashes)
    }

    #[test]
    fn lines_that_do_not_touch_are_put_together() {
        let table = [
            ("", "a", "a", "a"),
            ("a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"),
            ("a\nb", "a\nx\nb", "a\nb\ny", "a\nx\nb\ny"),
            ("a\nb\nc", "a\nc", "a\nb\nc\nd", "a\nc\nd"),
            ("a\nb", "a\nb", "", ""),
            ("a\nb", "b\nnew", "a\nb\nnew", "b\nnew"),
            ("a\nb", "A\nb", "a\nB", "A\nB"),
        ];
        for (base, a, b, expected) in table {
            assert_eq!(
                merged(base, a, b),
                (expected.to_owned(), 0),
                "{base:?} {a:?} {b:?}"
            );
            assert_eq!(
                merged(base, b, a),
                (expected.to_owned(), 0),
                "{base:?} {b:?} {a:?}"
            );
        }
    }

    #[test]
    fn lines_that_both_changed_stand_twice() {
        let both = merged("k\nport 1\nz", "k\nport 2\nz", "k\nport 3\nz");
        let expected = "k\n[gf wrote]\nport 2\n[cp wrote]\nport 3\n[end]\nz";
        assert_eq!(both, (expected.to_owned(), 1));
        let both = merged("", "one", "two");
        assert_eq!(
            both,
            ("[gf wrote]\none\n[cp wrote]\ntwo\n[end]".to_owned(), 1)
        );
    }

    #[test]
    fn nothing_that_was_written_is_lost() {
        let texts = [
            "",
            "a",
            "a\nb",
            "b\na",
            "c\na\nb\nd",
            "d",
            "a\nb\nc\nd",
            "x\n\ny",
        ];
        for base in texts {
            for a in texts {
                for b in texts {
                    let (text, _) = merged(base, a, b);
                    let fresh = |new: &str| -> Vec<String> {
                        let lines = new.lines().filter(|l| !base.lines().any(|old| old == *l));
                        lines.map(str::to_owned).collect()
                    };
                    for line in fresh(a).iter().chain(&fresh(b)) {
                        assert!(
                            text.lines().any(|l| l == line),
                            "{line:?} of {base:?} {a:?} {b:?}: {text:?}"
                        );
                    }
                }
            }
        }
    }
}
