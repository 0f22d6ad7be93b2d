//! One writer's next entries: its place in its log, its clock, and what it has told of others.

use super::entry::{Draft, Entry, Head, Hlc};
use super::facts::Fact;
use super::fold::Log;
use super::ids::{Hash, WriterId};
use super::secrets::masked;
use super::time::Time;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// So many heads of other writers one entry names at most, so that its line is never too long.
pub const HEADS: usize = 32;

/// The author of one writer's log. There is only ever one at a time.
#[derive(Clone, Debug)]
pub struct Author {
    /// Which run of the program.
    pub writer: WriterId,
    /// Who runs it.
    pub operator: String,
    next: u64,
    clock: Hlc,
    /// Sequence number after the newest head already named, by writer.
    told: BTreeMap<WriterId, u64>,
}

impl Author {
    /// The author of a new log.
    #[must_use]
    pub fn new(writer: WriterId, operator: String) -> Self {
        Author {
            writer,
            operator,
            next: 0,
            clock: Hlc::default(),
            told: BTreeMap::new(),
        }
    }

    /// Goes on where a log ends: one-shot commands share theirs.
    #[must_use]
    pub fn resume(writer: WriterId, operator: String, log: &Log) -> Self {
        let mut author = Author::new(writer, operator);
        for (_, entry) in log.iter().filter(|(_, e)| e.writer == author.writer) {
            author.next = author.next.max(entry.draft.seq.saturating_add(1));
            author.clock = author.clock.max(entry.draft.clock);
            for (id, head) in &entry.draft.seen {
                let told = author.told.entry(id.clone()).or_default();
                *told = (*told).max(head.seq.saturating_add(1));
            }
        }
        author
    }

    /// The sequence number of the next entry.
    #[must_use]
    pub const fn next(&self) -> u64 {
        self.next
    }

    /// What no other writer, and no other entry of this one, can name something by: the run and the next entry.
    #[must_use]
    pub fn fresh(&self) -> String {
        let run = self.writer.as_str().rsplit('.').next().unwrap_or_default();
        format!("{run}-{}", self.next)
    }

    /// Takes note of others' clocks.
    pub fn witness<'a>(&mut self, entries: impl IntoIterator<Item = &'a Entry>, wall: Time) {
        for entry in entries {
            self.clock = self.clock.witness(entry.draft.clock, wall);
        }
    }

    /// The next entry, not saved yet. `log` is everything known when it is written. Secrets in its texts are
    /// masked here: this is the one way into a journal.
    pub fn draft(&mut self, fact: Fact, wall: Time, log: &Log) -> Draft {
        let seq = self.next;
        self.next += 1;
        self.clock = self.clock.next(wall);
        Draft {
            operator: self.operator.clone(),
            seq,
            wall,
            clock: self.clock,
            seen: self.news(log),
            fact: fact.reworded(|text| match masked(&text) {
                Cow::Owned(masked) => masked,
                Cow::Borrowed(_) => text,
            }),
        }
    }

    /// Heads not named yet, the newest first: they have seen most of the others, and what was decided last is
    /// what this entry may replace. What does not fit is named by the next entries.
    fn news(&mut self, log: &Log) -> Vec<(WriterId, Head)> {
        let mut news: Vec<&Entry> = log
            .heads()
            .filter(|(id, head, _)| {
                **id != self.writer && self.told.get(id).is_none_or(|told| head.draft.seq >= *told)
            })
            .map(|(_, head, _)| head)
            .collect();
        if news.len() > HEADS {
            news.sort_by(|a, b| b.order().cmp(&a.order()));
            news.truncate(HEADS);
        }
        let named = |entry: &Entry| {
            let (seq, tag) = (entry.draft.seq, entry.hash.tag());
            (entry.writer.clone(), Head { seq, tag })
        };
        let heads: Vec<_> = news.into_iter().map(named).collect();
        for (id, head) in &heads {
            self.told.insert(id.clone(), head.seq.saturating_add(1));
        }
        heads
    }

    /// A draft as the entry the fold takes until it is saved.
    #[must_use]
    pub fn pending(&self, draft: Draft) -> Entry {
        let (prev, hash) = (Hash::default(), Hash::default());
        Entry {
            writer: self.writer.clone(),
            draft,
            prev,
            hash,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::facts::{NoteAdded, SeveritySet};
    use crate::domain::fold::Incident;
    use crate::domain::time::Scale;
    use crate::domain::words::NoteKind;
    use std::collections::BTreeSet;

    const NOW: Time = Time(1_795_210_000_000);

    fn note(text: &str) -> Fact {
        let note = NoteAdded {
            kind: NoteKind::Note,
            text: text.into(),
            at: None,
            provider: None,
            ticket: Some("key=abc".into()),
            confidence: None,
        };
        note.into()
    }

    #[test]
    fn no_secret_gets_into_a_journal() {
        let incident = Incident::new(Scale::real(NOW));
        let mut author = Author::new(WriterId::of("gf", "b1", 1), "gf".into());
        let fact = note("psql postgres://app:hunter2@db1/x");
        let draft = author.draft(fact, NOW, incident.log());
        let Fact::NoteAdded(note) = draft.fact else {
            panic!("{draft:?}");
        };
        assert_eq!(note.text, "psql postgres://***@db1/x");
        assert_eq!(note.ticket.as_deref(), Some("key=***"));
    }

    #[test]
    fn many_writers_are_named_over_several_entries_the_newest_first() {
        let mut incident = Incident::new(Scale::real(NOW));
        for n in 0..100 {
            let mut other = Author::new(WriterId::of("op", "b2", n), "op".into());
            let wall = Time(NOW.0 + n as i64);
            let draft = other.draft(note("hello"), wall, incident.log());
            let mut entry = other.pending(Draft {
                seen: Vec::new(),
                ..draft
            });
            entry.hash = Hash([n as u8 + 1; 16]);
            incident.extend([entry]);
        }
        let mut me = Author::new(WriterId::of("gf", "b1", 1), "gf".into());
        let mut named = BTreeSet::new();
        for expected in [HEADS, HEADS, HEADS, 4, 0] {
            let level = "SEV1".to_owned();
            let fact = SeveritySet { level }.into();
            let draft = me.draft(fact, NOW, incident.log());
            assert_eq!(draft.seen.len(), expected);
            if named.is_empty() {
                assert_eq!(draft.seen[0].0, WriterId::of("op", "b2", 99));
            }
            named.extend(draft.seen.iter().map(|(id, _)| id.clone()));
            incident.extend([me.pending(draft)]);
        }
        assert_eq!(named.len(), 100, "each of them once");
    }
}
