//! All entries of an incident and what each of them had seen.

use super::veil::Veil;
use crate::domain::entry::{Entry, Hlc};
use crate::domain::facts::Fact;
use crate::domain::ids::{Hash, WriterId};
use crate::domain::time::Span;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

/// The number of an entry in this [`Log`]: its place of arrival here. Never written, never shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EntryNo(u32);

impl EntryNo {
    const fn index(self) -> usize {
        self.0 as usize
    }
}

/// So many missing entries of one gap are named.
const GAP: usize = 1000;

/// How many entries of other writers are known to an entry: writer to sequence number after the last.
type Others = Arc<Vec<(u32, u64)>>;

#[derive(Clone, Debug)]
struct Writer {
    id: WriterId,
    /// Ordered by sequence number, then hash: two at one number are a fork.
    entries: Vec<EntryNo>,
    /// One after the highest sequence number that is here or that somebody has seen.
    known: u64,
}

/// All entries of an incident, with their causal order.
#[derive(Clone, Default, Debug)]
pub struct Log {
    entries: Vec<Entry>,
    others: Vec<Others>,
    ranks: Vec<Hlc>,
    of_writer: Vec<u32>,
    writers: Vec<Writer>,
    by_id: HashMap<WriterId, u32>,
    veil: Veil,
}

/// What became of an entry handed to the log.
pub(super) enum Inserted {
    /// It is new and nobody here has seen it: applying it is enough.
    New(EntryNo),
    /// It is new and somebody here has seen it, or its writer went on: fold again.
    Late,
    /// It was here already.
    Known,
}

impl Log {
    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry that arrived last.
    #[must_use]
    pub fn newest(&self) -> Option<EntryNo> {
        let last = self.entries.len().checked_sub(1)?;
        u32::try_from(last).ok().map(EntryNo)
    }

    /// The entry of a number, as it is seen: without texts that were redacted.
    #[must_use]
    pub fn entry(&self, no: EntryNo) -> &Entry {
        self.veil.get(no).unwrap_or(&self.entries[no.index()])
    }

    /// Every entry with its number, in order of arrival.
    pub fn iter(&self) -> impl Iterator<Item = (EntryNo, &Entry)> {
        let numbers = (0u32..).map(EntryNo).take(self.entries.len());
        numbers.map(|no| (no, self.entry(no)))
    }

    /// Whether the author of `later` knew `earlier` when writing.
    #[must_use]
    pub fn sees(&self, later: EntryNo, earlier: EntryNo) -> bool {
        let (writer, seq) = (
            self.of_writer[earlier.index()],
            self.entry(earlier).draft.seq,
        );
        if self.of_writer[later.index()] == writer {
            return seq < self.entry(later).draft.seq;
        }
        reach(&self.others[later.index()], writer) > seq
    }

    /// Whether `a` comes after `b` among concurrent entries.
    #[must_use]
    pub fn outranks(&self, a: EntryNo, b: EntryNo) -> bool {
        self.entry(a).order() > self.entry(b).order()
    }

    /// A total order in which each entry comes after all it has seen, whatever the clocks say; the same on every
    /// machine. Where the clocks can be trusted it is their order.
    #[must_use]
    pub fn order(&self, a: EntryNo, b: EntryNo) -> Ordering {
        let key = |no: EntryNo| (self.ranks[no.index()], self.entry(no).order());
        key(a).cmp(&key(b))
    }

    /// How far the wall clock of an entry lies before that of an entry it had seen, if by more than
    /// [`Hlc::TRUST`]: one of the two clocks is off. Told by the entries alone, never by the reader's clock.
    #[must_use]
    pub fn behind(&self, no: EntryNo) -> Option<Span> {
        let wall = self.entry(no).draft.wall;
        let seen = self.causes(no).map(|c| self.entry(c).draft.wall).max()?;
        Some(seen - wall).filter(|behind| *behind > Hlc::TRUST)
    }

    /// Finds an entry by the reference other facts use: `writer:seq`.
    #[must_use]
    pub fn find(&self, reference: &str) -> Option<EntryNo> {
        self.all(reference).next()
    }

    /// The entries of a reference: one, or the branches of a fork.
    fn all(&self, reference: &str) -> impl Iterator<Item = EntryNo> {
        let named = reference.rsplit_once(':').and_then(|(writer, seq)| {
            let writer = self.by_id.get(&WriterId::new(writer)?)?;
            Some((*writer, seq.parse().ok()?))
        });
        named
            .into_iter()
            .flat_map(|(writer, seq)| self.at(writer, seq))
    }

    /// Each writer with its newest entry here and the number of its entries.
    pub fn heads(&self) -> impl Iterator<Item = (&WriterId, &Entry, usize)> {
        self.writers.iter().filter_map(|w| {
            let last = w.entries.last()?;
            Some((&w.id, self.entry(*last), w.entries.len()))
        })
    }

    /// Sequence numbers that somebody has seen, or that lie below one that is here, but that are not here. Of one
    /// gap no more than the first thousand: a hostile number fills no memory.
    #[must_use]
    pub fn gaps(&self) -> Vec<(WriterId, u64)> {
        let mut gaps = Vec::new();
        for writer in &self.writers {
            let mut next = 0;
            for no in &writer.entries {
                let seq = self.entry(*no).draft.seq;
                gaps.extend((next..seq).take(GAP).map(|q| (writer.id.clone(), q)));
                next = next.max(seq.saturating_add(1));
            }
            let unseen = (next..writer.known).take(GAP);
            gaps.extend(unseen.map(|q| (writer.id.clone(), q)));
        }
        gaps
    }

    /// Sequence numbers that stand twice with another hash.
    #[must_use]
    pub fn forks(&self) -> Vec<(WriterId, u64)> {
        let mut forks = Vec::new();
        for writer in &self.writers {
            for pair in writer.entries.windows(2) {
                let (a, b) = (self.entry(pair[0]).draft.seq, self.entry(pair[1]).draft.seq);
                if a == b && forks.last() != Some(&(writer.id.clone(), a)) {
                    forks.push((writer.id.clone(), a));
                }
            }
        }
        forks
    }

    /// Takes an entry in. Of an own entry that was here unsaved, the hashes are filled in.
    pub(super) fn insert(&mut self, entry: Entry) -> Inserted {
        let writer = self.writer(&entry.writer);
        let seq = entry.draft.seq;
        let at: Vec<EntryNo> = self.at(writer, seq).collect();
        for no in &at {
            let as_seen = self.entry(*no).draft == entry.draft;
            let here = &mut self.entries[no.index()];
            if here.hash == entry.hash {
                return Inserted::Known;
            }
            if here.hash == Hash::default() && (as_seen || here.draft == entry.draft) {
                (here.prev, here.hash) = (entry.prev, entry.hash);
                let saved = here.clone();
                self.hide(*no, &saved);
                return Inserted::Known;
            }
        }
        let late = seq < self.writers[writer as usize].known;
        let no = EntryNo(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        let key = (seq, entry.hash);
        self.entries.push(entry);
        self.others.push(Others::default());
        self.ranks.push(Hlc::default());
        self.of_writer.push(writer);
        let place = self.writers[writer as usize]
            .entries
            .partition_point(|n| (self.entry(*n).draft.seq, self.entry(*n).hash) < key);
        self.writers[writer as usize].entries.insert(place, no);
        self.note_known(no);
        if self.veiled(no) || late {
            return Inserted::Late;
        }
        self.learn(no);
        Inserted::New(no)
    }

    /// Hides what a new entry redacts, with its corrections, and the new entry if it was redacted before it came. Whether something here
    /// before is hidden by that.
    fn veiled(&mut self, no: EntryNo) -> bool {
        let entry = self.entries[no.index()].clone();
        self.veil.watch(no, &entry);
        self.hide(no, &entry);
        let Fact::NoteRedacted(redacted) = &entry.draft.fact else {
            return false;
        };
        self.veil.name(&redacted.entry);
        let mut meant: Vec<EntryNo> = self.all(&redacted.entry).collect();
        meant.extend(self.veil.corrections(&redacted.entry));
        let hidden = meant.into_iter().filter(|no| {
            let entry = self.entries[no.index()].clone();
            self.hide(*no, &entry)
        });
        hidden.count() > 0
    }

    fn hide(&mut self, no: EntryNo, entry: &Entry) -> bool {
        self.veil.hides(entry) && self.veil.draw(no, entry)
    }

    /// Works out anew what each entry had seen, and returns all of them so that each comes after what it saw.
    pub(super) fn reorder(&mut self) -> Vec<EntryNo> {
        let mut roots: Vec<EntryNo> = self.iter().map(|(no, _)| no).collect();
        roots.sort_by_key(|no| self.entry(*no).order());
        let mut state = vec![0u8; self.entries.len()];
        let mut ordered = Vec::with_capacity(self.entries.len());
        let mut stack = Vec::new();
        for root in roots {
            stack.push(root);
            while let Some(no) = stack.last().copied() {
                match state[no.index()] {
                    0 => {
                        state[no.index()] = 1;
                        let unseen = |n: &EntryNo| state[n.index()] == 0;
                        stack.extend(self.causes(no).filter(unseen));
                    }
                    1 => {
                        state[no.index()] = 2;
                        self.learn(no);
                        ordered.push(no);
                        stack.pop();
                    }
                    _ => {
                        stack.pop();
                    }
                }
            }
        }
        ordered
    }

    fn writer(&mut self, id: &WriterId) -> u32 {
        if let Some(writer) = self.by_id.get(id) {
            return *writer;
        }
        let writer = u32::try_from(self.writers.len()).unwrap_or(u32::MAX);
        self.writers.push(Writer {
            id: id.clone(),
            entries: Vec::new(),
            known: 0,
        });
        self.by_id.insert(id.clone(), writer);
        writer
    }

    /// The entries of a writer at a sequence number: one, or the branches of a fork.
    fn at(&self, writer: u32, seq: u64) -> impl Iterator<Item = EntryNo> {
        let entries = &self.writers[writer as usize].entries;
        let start = entries.partition_point(|n| self.entry(*n).draft.seq < seq);
        entries[start..]
            .iter()
            .copied()
            .take_while(move |n| self.entry(*n).draft.seq == seq)
    }

    fn note_known(&mut self, no: EntryNo) {
        let heads: Vec<(WriterId, u64)> = {
            let entry = self.entry(no);
            let own = (entry.writer.clone(), entry.draft.seq);
            let seen = entry.draft.seen.iter().map(|(w, h)| (w.clone(), h.seq));
            std::iter::once(own).chain(seen).collect()
        };
        for (id, seq) in heads {
            let writer = self.writer(&id) as usize;
            self.writers[writer].known = self.writers[writer].known.max(seq.saturating_add(1));
        }
    }

    /// The newest entries of a writer below a sequence number that are here: one, or the branches of a fork.
    fn newest_below(&self, writer: u32, seq: u64) -> impl Iterator<Item = EntryNo> {
        let entries = &self.writers[writer as usize].entries;
        let below = entries.partition_point(|n| self.entry(*n).draft.seq < seq);
        let nearest = below
            .checked_sub(1)
            .map(|at| self.entry(entries[at]).draft.seq);
        nearest
            .into_iter()
            .flat_map(move |seq| self.at(writer, seq))
    }

    /// The entries whose knowledge an entry takes over: the own one before, and the heads it names. What is not here
    /// is stood for by what lies before it, and of a fork both branches count: knowledge is transitive also where
    /// a journal has gaps.
    fn causes(&self, no: EntryNo) -> impl Iterator<Item = EntryNo> {
        let entry = self.entry(no);
        let own = self.of_writer[no.index()];
        let before = self.newest_below(own, entry.draft.seq);
        let seen = entry.draft.seen.iter().filter_map(move |(id, head)| {
            let writer = *self.by_id.get(id).filter(|writer| **writer != own)?;
            Some(self.newest_below(writer, head.seq.saturating_add(1)))
        });
        before.chain(seen.flatten())
    }

    /// Works out what an entry had seen, and its rank; what it had seen is worked out before.
    fn learn(&mut self, no: EntryNo) {
        self.others[no.index()] = self.others_of(no);
        let clock = self.entry(no).draft.clock;
        let after = |cause: EntryNo| {
            let Hlc { ms, count } = self.ranks[cause.index()];
            let count = count.saturating_add(1);
            Hlc { ms, count }
        };
        let rank = self.causes(no).map(after).fold(clock, Hlc::max);
        self.ranks[no.index()] = rank;
    }

    fn others_of(&self, no: EntryNo) -> Others {
        let own = self.of_writer[no.index()];
        let entry = self.entry(no);
        let mut before = self.newest_below(own, entry.draft.seq);
        let first = before.next().map(|p| &self.others[p.index()]);
        if entry.draft.seen.is_empty() && before.next().is_none() {
            return first.cloned().unwrap_or_default();
        }
        let mut merged = first.map(|o| o.as_ref().clone()).unwrap_or_default();
        for (id, head) in &entry.draft.seen {
            if let Some(writer) = self.by_id.get(id).filter(|writer| **writer != own) {
                raise(&mut merged, *writer, head.seq.saturating_add(1));
            }
        }
        for cause in self.causes(no) {
            for (writer, count) in self.others[cause.index()].iter() {
                if *writer != own {
                    raise(&mut merged, *writer, *count);
                }
            }
        }
        Arc::new(merged)
    }
}

fn reach(others: &[(u32, u64)], writer: u32) -> u64 {
    others
        .binary_search_by_key(&writer, |(w, _)| *w)
        .map_or(0, |at| others[at].1)
}

fn raise(others: &mut Vec<(u32, u64)>, writer: u32, count: u64) {
    match others.binary_search_by_key(&writer, |(w, _)| *w) {
        Ok(at) => others[at].1 = others[at].1.max(count),
        Err(at) => others.insert(at, (writer, count)),
    }
}
