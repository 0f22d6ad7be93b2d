//! The numbers of steps added during a run. Numbers are spoken on the phone: what somebody was shown stays.
//!
//! A step added after 2.3 has the first letter that is free as far as its author knew: 2.3a. So its number follows from
//! what its entry had seen, and no entry that comes later, or from another machine, changes it. Only where two people
//! added after the same step without knowing of each other both were shown 2.3a: then one keeps it, and the other
//! becomes 2.3a~2, a form that nobody is ever given at first, so that no third step moves.
//!
//! Which one keeps it: the one that more writers went on from before they heard of the other; else by the order of the
//! log. What cannot be had: that neither changes. While two machines are cut off, each shows its own 2.3a; when they
//! meet, one of both is renamed, and who is renamed can turn once more when a third machine comes back that had worked on
//! with the other. A third step that collides may be ~2 for a while and ~3 after. What was said of a step is kept by its
//! id, never by its number.

use super::list::Listed;
use crate::domain::fold::{EntryNo, Log};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The number of a step that is added, as its author was shown it: `2.3a` after 2.3; `0.1` where nothing stands before.
pub(super) fn inserted(
    list: &[Listed],
    before: Option<usize>,
    known: &impl Fn(&Listed) -> bool,
) -> String {
    let taken: BTreeSet<&str> = list
        .iter()
        .filter(|l| known(l))
        .map(|l| l.number.as_str())
        .collect();
    let Some(before) = before else {
        let mut numbers = (1..).map(|n| format!("0.{n}"));
        return numbers
            .find(|n| !taken.contains(n.as_str()))
            .unwrap_or_default();
    };
    let base = &list[before].number;
    let base = base.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let letters = ('a'..='z').map(|c| c.to_string());
    let pairs = ('a'..='z').flat_map(|a| ('a'..='z').map(move |b| format!("{a}{b}")));
    letters
        .chain(pairs)
        .map(|suffix| format!("{base}{suffix}"))
        .find(|n| !taken.contains(n.as_str()))
        .unwrap_or_else(|| base.to_owned())
}

/// The next whole number, of a step put at the end of a list without a checklist, as far as its author knew the list.
pub(super) fn next(
    list: &[Listed],
    before: Option<usize>,
    known: &impl Fn(&Listed) -> bool,
) -> Option<String> {
    let last = list.iter().rposition(known);
    if before != last {
        return None;
    }
    let numbers = list.iter().filter(|l| known(l));
    let numbers = numbers.filter_map(|l| l.number.parse::<u32>().ok());
    Some(numbers.max().unwrap_or(0).saturating_add(1).to_string())
}

/// Where several were given one number, all but one are told apart.
pub(super) fn tell_apart(list: &mut [Listed], log: &Log) {
    let mut same: BTreeMap<String, Vec<(usize, EntryNo)>> = BTreeMap::new();
    for (at, listed) in list.iter().enumerate() {
        if let Some(no) = listed.changed.added {
            same.entry(listed.number.clone())
                .or_default()
                .push((at, no));
        }
    }
    for (number, mut group) in same {
        if group.len() < 2 {
            continue;
        }
        let entries: Vec<EntryNo> = group.iter().map(|(_, no)| *no).collect();
        let followed = |no: EntryNo| Reverse(followers(&entries, no, log));
        group.sort_by(|(_, a), (_, b)| {
            followed(*a)
                .cmp(&followed(*b))
                .then_with(|| log.order(*a, *b))
        });
        for ((at, _), n) in group.into_iter().zip(1u32..).skip(1) {
            list[at].number = format!("{number}~{n}");
        }
    }
}

/// How many writers went on from one of these entries before they heard of the others.
fn followers(group: &[EntryNo], one: EntryNo, log: &Log) -> usize {
    let others = || group.iter().filter(|no| **no != one);
    let follows = |no: EntryNo| log.sees(no, one) && !others().any(|other| log.sees(no, *other));
    let entries = log.iter().filter(|(no, _)| follows(*no));
    let writers: BTreeSet<_> = entries.map(|(_, entry)| &entry.writer).collect();
    writers.len()
}
