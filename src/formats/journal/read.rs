//! Lines to entries.

mod data;
mod stamp;

use super::{LINE_CAP, VERSION, hash};
use crate::domain::entry::{Draft, Entry, Head, Hlc};
use crate::domain::facts::{Fact, Foreign};
use crate::domain::ids::{Hash, Tag, WriterId};
use crate::domain::time::Time;
use data::{Heads, Loose};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::HashMap;

/// A line that is no entry. It costs itself only.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{what}")]
pub struct BadLine {
    /// Byte within the line, from 0.
    pub at: usize,
    /// What is wrong with it.
    pub what: &'static str,
}

#[derive(Deserialize)]
struct Raw<'a> {
    v: u64,
    #[serde(borrow)]
    w: Cow<'a, str>,
    q: u64,
    #[serde(borrow)]
    o: Cow<'a, str>,
    #[serde(borrow, default)]
    t: Cow<'a, str>,
    l: (i64, u32),
    #[serde(borrow, default)]
    s: Heads<'a>,
    #[serde(borrow)]
    k: Cow<'a, str>,
    #[serde(borrow)]
    d: Loose<'a>,
    #[serde(borrow)]
    p: Cow<'a, str>,
}

#[derive(Deserialize)]
struct OnlyData<'a> {
    #[serde(borrow)]
    d: &'a RawValue,
}

/// Reads lines; keeps the writers' names it has seen, so that each is held once.
#[derive(Debug, Default)]
pub struct Decoder {
    writers: HashMap<Box<str>, WriterId>,
    last: Option<WriterId>,
}

/// Names kept at most; a hostile journal must not grow the table for ever.
const NAMES: usize = 4096;

impl Decoder {
    /// The entry of a line without its line break (a carriage return before it is tolerated). The hash is
    /// checked over the raw bytes; a kind, word or version this program does not know becomes a foreign fact.
    ///
    /// # Errors
    /// When the line is no entry: too long, damaged, or not of this format.
    pub fn decode(&mut self, line: &[u8]) -> Result<Entry, BadLine> {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.len() >= LINE_CAP {
            return bad(LINE_CAP, "longer than a line may be");
        }
        let Some((body, hash)) = hash::split(line) else {
            return bad(line.len(), "no hash at its end");
        };
        if hash::digest(body) != hash {
            return bad(0, "does not have the hash it says");
        }
        let text = std::str::from_utf8(line).map_err(|e| BadLine {
            at: e.valid_up_to(),
            what: "not UTF-8",
        })?;
        let raw: Raw<'_> = serde_json::from_str(text).map_err(|e| BadLine {
            at: e.column().saturating_sub(1),
            what: "not an entry of a journal",
        })?;
        self.entry(text, raw, hash)
    }

    fn entry(&mut self, text: &str, raw: Raw<'_>, hash: Hash) -> Result<Entry, BadLine> {
        let Some(writer) = self.writer(&raw.w) else {
            return bad(0, "the writer's name is none");
        };
        let Some(prev) = Hash::parse(&raw.p) else {
            return bad(0, "the previous hash is none");
        };
        let clock = Hlc {
            ms: raw.l.0,
            count: raw.l.1,
        };
        let fact = match &raw.d.0 {
            Some(data) if raw.v <= VERSION => Fact::read(&raw.k, data).ok(),
            _ => None,
        };
        let draft = Draft {
            operator: raw.o.into_owned(),
            seq: raw.q,
            wall: stamp::read(&raw.t).unwrap_or(Time(clock.ms)),
            clock,
            seen: self.heads(&raw.s),
            fact: match fact {
                Some(fact) => fact,
                None => Fact::Foreign(foreign(text, raw.k)?),
            },
        };
        Ok(Entry {
            writer,
            draft,
            prev,
            hash,
        })
    }

    /// Heads this program cannot read are left out: they point at nothing it could know.
    fn heads(&mut self, heads: &Heads<'_>) -> Vec<(WriterId, Head)> {
        let read = |(name, head): &(Cow<'_, str>, Cow<'_, str>)| {
            let (seq, tag) = head.split_once(':')?;
            let head = Head {
                seq: seq.parse().ok()?,
                tag: Tag::parse(tag)?,
            };
            Some((self.writer(name)?, head))
        };
        heads.0.iter().filter_map(read).collect()
    }

    fn writer(&mut self, name: &str) -> Option<WriterId> {
        if let Some(last) = self.last.as_ref().filter(|last| last.as_str() == name) {
            return Some(last.clone());
        }
        let known = match self.writers.get(name) {
            Some(known) => known.clone(),
            None => {
                let new = WriterId::new(name)?;
                if self.writers.len() < NAMES {
                    self.writers.insert(name.into(), new.clone());
                }
                new
            }
        };
        self.last = Some(known.clone());
        Some(known)
    }
}

/// The entry of one line; [`Decoder`] is for many.
///
/// # Errors
/// When the line is no entry.
pub fn decode(line: &[u8]) -> Result<Entry, BadLine> {
    Decoder::default().decode(line)
}

fn foreign(text: &str, kind: Cow<'_, str>) -> Result<Foreign, BadLine> {
    match serde_json::from_str::<OnlyData<'_>>(text) {
        Ok(only) => Ok(Foreign {
            kind: kind.into_owned(),
            data: only.d.get().to_owned(),
        }),
        Err(_) => bad(0, "not an entry of a journal"),
    }
}

fn bad<T>(at: usize, what: &'static str) -> Result<T, BadLine> {
    Err(BadLine { at, what })
}
