//! The entries of all copies together: one chain a writer, without gaps and forks.

use super::{Severity, Verified, problem};
use crate::domain::entry::Entry;
use crate::domain::ids::{Hash, WriterId};
use crate::formats::journal::genesis;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(super) struct Union {
    incident: String,
    writers: BTreeMap<WriterId, BTreeMap<u64, Vec<Copy>>>,
}

/// One entry, and where it stands.
struct Copy {
    hash: Hash,
    prev: Hash,
    private: bool,
    shared: bool,
    path: PathBuf,
    line: usize,
}

impl Union {
    pub(super) fn new(incident: &str) -> Self {
        Union {
            incident: incident.to_owned(),
            writers: BTreeMap::new(),
        }
    }

    pub(super) fn add(&mut self, entry: Entry, private: bool, path: &Path, line: usize) {
        let copies = self.writers.entry(entry.writer).or_default();
        let copies = copies.entry(entry.draft.seq).or_default();
        match copies.iter_mut().find(|copy| copy.hash == entry.hash) {
            Some(copy) => {
                copy.private |= private;
                copy.shared |= !private;
            }
            None => copies.push(Copy {
                hash: entry.hash,
                prev: entry.prev,
                private,
                shared: !private,
                path: path.to_path_buf(),
                line,
            }),
        }
    }

    pub(super) fn judge(&self, with_private: bool, verified: &mut Verified) {
        verified.writers = self.writers.len();
        for (writer, chain) in &self.writers {
            verified.entries += chain.values().map(Vec::len).sum::<usize>();
            self.links(writer, chain, verified);
            if with_private {
                unshared(writer, chain, verified);
            }
        }
    }

    fn links(&self, writer: &WriterId, chain: &BTreeMap<u64, Vec<Copy>>, verified: &mut Verified) {
        let mut before = vec![genesis(&self.incident, writer)];
        let mut due = 0;
        for (seq, copies) in chain {
            let Some(first) = copies.first() else {
                continue;
            };
            let at = (first.path.as_path(), first.line, 0);
            if *seq > due {
                let missing = if *seq - due == 1 {
                    format!("entry {due} of {writer} is missing before this")
                } else {
                    format!(
                        "entries {due} to {} of {writer} are missing before this",
                        seq - 1
                    )
                };
                let remedy = "they may come with the next exchange; else look for another copy";
                let kind = (Severity::Warning, "gap");
                verified.problems.push(problem(kind, at, missing, remedy));
            }
            for copy in copies
                .iter()
                .filter(|copy| *seq == due && !before.contains(&copy.prev))
            {
                let at = (copy.path.as_path(), copy.line, 0);
                let what = format!("entry {seq} of {writer} does not follow the one before it");
                let remedy = "one of the two was replaced, or belongs to another incident";
                let kind = (Severity::Error, "chain");
                verified.problems.push(problem(kind, at, what, remedy));
            }
            for copy in copies.iter().skip(1) {
                let at = (copy.path.as_path(), copy.line, 0);
                let first = first.path.display();
                let what =
                    format!("entry {seq} of {writer} stands twice, differently (see {first})");
                let remedy = "both are kept; the writer's name was used by two programs";
                let kind = (Severity::Error, "fork");
                verified.problems.push(problem(kind, at, what, remedy));
            }
            before = copies.iter().map(|copy| copy.hash).collect();
            due = seq.saturating_add(1);
        }
    }
}

/// Own entries that the shared folder lacks.
fn unshared(writer: &WriterId, chain: &BTreeMap<u64, Vec<Copy>>, verified: &mut Verified) {
    let lack = |copy: &&Copy| copy.private && !copy.shared;
    let mut lacking = chain.values().flatten().filter(lack);
    if let Some(first) = lacking.next() {
        let count = lacking.count() + 1;
        let at = (first.path.as_path(), first.line, 0);
        let what = format!("{count} own entries of {writer} are not in the shared folder");
        let remedy = "`switchover join` puts them there";
        let kind = (Severity::Warning, "not-shared");
        verified.problems.push(problem(kind, at, what, remedy));
    }
}
