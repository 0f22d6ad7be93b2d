//! Closed sets of words and times, as arguments.

use crate::domain::time::{Span, Time};
use crate::domain::{ids::Id, words};
use clap::builder::{PossibleValuesParser, TypedValueParser};

/// Declares a parser for a closed set of words: help and completion list them.
macro_rules! word {
    ($(#[$meta:meta])* $name:ident, $word:ty) => {
        $(#[$meta])*
        pub(super) fn $name() -> impl TypedValueParser<Value = $word> {
            let all = <$word>::ALL.iter().map(|w| w.as_str());
            PossibleValuesParser::new(all).try_map(|s| <$word>::parse(&s).ok_or("no such word"))
        }
    };
}

word!(mode, words::Mode);
word!(stage, words::Stage);
word!(milestone, words::Milestone);
word!(confidence, words::Confidence);

/// The kinds of note a shell can write.
pub(super) fn note_kind() -> impl TypedValueParser<Value = words::NoteKind> {
    let all = words::NoteKind::ALL.iter().map(|w| w.as_str());
    PossibleValuesParser::new(all).try_map(|s| words::NoteKind::parse(&s).ok_or("no such kind"))
}

/// An id out of a plan.
pub(super) fn id(text: &str) -> Result<Id, String> {
    Id::new(text).ok_or_else(|| "an id is 1 to 48 of a-z, 0-9 and -".to_owned())
}

/// `90s`, `10m`, `1h30m`.
pub(super) fn span(text: &str) -> Result<Span, String> {
    let wrong = |_| "a length of time such as 90s, 10m, 1h30m".to_owned();
    let length = humantime::parse_duration(text).map_err(wrong)?;
    let ms = i64::try_from(length.as_millis()).map_err(|_| "too long".to_owned())?;
    Ok(Span(ms))
}

/// A point in time as written: how long ago, or at what time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum When {
    /// This long ago.
    Ago(Span),
    /// `20:04`, or RFC 3339.
    At(String),
}

impl When {
    /// The point in time, seen from `now`; none when it does not read.
    #[must_use]
    pub fn seen_from(&self, now: Time) -> Option<Time> {
        match self {
            When::Ago(span) => Some(now - *span),
            When::At(text) => Time::parse_past(text, now),
        }
    }
}

/// `12m`, `02:02`, `2026-11-20T02:02:00Z`.
pub(super) fn when(text: &str) -> Result<When, String> {
    if let Ok(span) = span(text) {
        return Ok(When::Ago(span));
    }
    at(text).map(When::At)
}

/// `20:04` (UTC, the most recent past) or RFC 3339.
pub(super) fn at(text: &str) -> Result<String, String> {
    // Only whether it reads; which day it is on is seen later, from the clock.
    let reads = Time::parse_past(text, Time(86_400_000)).is_some();
    let wrong = || "a time such as 20:04 (UTC) or 2026-11-20T20:04:00Z".to_owned();
    reads.then(|| text.to_owned()).ok_or_else(wrong)
}

/// `NAME=VALUE`.
pub(super) fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}
