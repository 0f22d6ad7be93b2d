//! Entries to lines.

use super::hash::digest;
use super::{LINE_CAP, VERSION};
use crate::domain::entry::Draft;
use crate::domain::facts::{Datum, Fact, Foreign};
use crate::domain::ids::{Hash, WriterId};
use crate::domain::text::is_hidden;
use std::fmt::Write;

/// One line of a journal, as it goes to disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The text, its line break included.
    pub text: String,
    /// The hash of the entry.
    pub hash: Hash,
}

/// Why an entry cannot be a line of the journal. Nothing was written; the text is still the caller's.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unwritable {
    /// Longer than a line may be.
    #[error("the text is too long by {over} bytes; shorten it or write it as two notes")]
    TooLong {
        /// Bytes over [`LINE_CAP`], as written.
        over: usize,
    },
    /// A foreign fact whose data is not JSON.
    #[error("the data of a fact of another version is damaged; it cannot be written again")]
    NotJson,
}

/// The line of an entry, with its hash.
///
/// # Errors
/// When the line would be longer than [`LINE_CAP`].
pub fn encode(writer: &WriterId, draft: &Draft, prev: Hash) -> Result<Line, Unwritable> {
    let mut text = String::with_capacity(512);
    let Draft {
        operator,
        seq,
        wall,
        clock,
        seen,
        fact,
    } = draft;
    let _ = write!(
        text,
        "{{\"v\":{VERSION},\"w\":\"{writer}\",\"q\":{seq},\"o\":"
    );
    quote(&mut text, operator);
    let (wall, ms, count) = (wall.rfc3339_millis(), clock.ms, clock.count);
    let _ = write!(text, ",\"t\":\"{wall}\",\"l\":[{ms},{count}],\"s\":{{");
    for (at, (other, head)) in seen.iter().enumerate() {
        let comma = if at > 0 { "," } else { "" };
        let _ = write!(text, "{comma}\"{other}\":\"{}:{}\"", head.seq, head.tag);
    }
    text.push_str("},\"k\":");
    quote(&mut text, fact.kind());
    text.push_str(",\"d\":");
    put_data(&mut text, fact)?;
    let _ = write!(text, ",\"p\":\"{prev}\"");
    let hash = digest(text.as_bytes());
    let _ = writeln!(text, ",\"h\":\"{hash}\"}}");
    match text.len().checked_sub(LINE_CAP) {
        Some(over) if over > 0 => Err(Unwritable::TooLong { over }),
        _ => Ok(Line { text, hash }),
    }
}

/// How many more bytes fit into the entry's line; for a text field that counts down.
///
/// # Errors
/// When the entry is already too long, and by how much.
pub fn room(writer: &WriterId, draft: &Draft) -> Result<usize, Unwritable> {
    encode(writer, draft, Hash::default()).map(|line| LINE_CAP - line.text.len())
}

fn put_data(out: &mut String, fact: &Fact) -> Result<(), Unwritable> {
    if let Fact::Foreign(foreign) = fact {
        return put_raw(out, foreign);
    }
    out.push('{');
    let mut first = true;
    fact.write(|key, datum| {
        if !std::mem::take(&mut first) {
            out.push(',');
        }
        quote(out, key);
        out.push(':');
        match datum {
            Datum::Bool(yes) => out.push_str(if yes { "true" } else { "false" }),
            Datum::Int(n) => {
                let _ = write!(out, "{n}");
            }
            Datum::Text(text) => quote(out, &text),
            Datum::Map(map) => {
                for (at, (key, text)) in map.iter().enumerate() {
                    out.push(if at == 0 { '{' } else { ',' });
                    quote(out, key);
                    out.push(':');
                    quote(out, text);
                }
                out.push_str(if map.is_empty() { "{}" } else { "}" });
            }
        }
    });
    out.push('}');
    Ok(())
}

/// JSON of another version goes as it came; hidden characters can only stand in its strings, or be white space.
fn put_raw(out: &mut String, foreign: &Foreign) -> Result<(), Unwritable> {
    let sound = serde_json::from_str::<&serde_json::value::RawValue>(&foreign.data);
    let raw = sound.map_err(|_| Unwritable::NotJson)?.get();
    for c in raw.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if is_hidden(c) => escape(out, c),
            c => out.push(c),
        }
    }
    Ok(())
}

/// A JSON string in which nothing hides: what could act on a terminal is written as code points.
pub(super) fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if is_hidden(c) => escape(out, c),
            c => out.push(c),
        }
    }
    out.push('"');
}

fn escape(out: &mut String, c: char) {
    let mut units = [0; 2];
    for unit in c.encode_utf16(&mut units) {
        let _ = write!(out, "\\u{unit:04x}");
    }
}
