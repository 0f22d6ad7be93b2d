//! From raw values to the domain's: ids, words, lengths of time, dates. Always gives something to go on with,
//! so that one slip does not hide the next; the troubles say that it must not be used.

use super::duration;
use super::raw::Whereabouts;
use super::reader::Reader;
use super::values::{Date, Named};
use crate::domain::ids::Id;
use crate::domain::time::{Span, Time};
use crate::formats::problems::{nearest, quoted};
use std::collections::BTreeMap;
use toml::Spanned;

/// Ids that mean something of their own wherever an id stands.
const RESERVED: [&str; 4] = ["from", "to", "provider", "both"];

/// The version of the formats that is read and written.
const SCHEMA: i64 = 1;

/// A list of texts as it was read.
pub(crate) type Texts = Option<Spanned<Vec<Spanned<String>>>>;

/// The value without its place.
pub(crate) fn bare<T>(value: Option<Spanned<T>>) -> Option<T> {
    value.map(Spanned::into_inner)
}

/// A list of texts without their places.
pub(crate) fn texts(list: Texts) -> Vec<String> {
    let list = bare(list).unwrap_or_default();
    list.into_iter().map(Spanned::into_inner).collect()
}

/// A map of texts without their places.
pub(crate) fn map(named: Option<Spanned<Named<String>>>) -> BTreeMap<String, String> {
    let pairs = bare(named).map(|n| n.0).unwrap_or_default();
    pairs
        .into_iter()
        .map(|(k, v)| (k.into_inner(), v.into_inner()))
        .collect()
}

impl Reader<'_> {
    /// The file says which version of the formats it is written in.
    pub(crate) fn schema(&mut self, schema: Option<Spanned<i64>>) {
        match schema {
            Some(given) if *given.get_ref() != SCHEMA => {
                let what = format!("schema {} is not known to this version", given.get_ref());
                self.unknown("unknown-schema", &given.span(), what, "it reads schema = 1");
            }
            None if !self.has("schema") => {
                self.unknown(
                    "missing-key",
                    &(0..0),
                    "the file does not say its schema".to_owned(),
                    "begin it with: schema = 1",
                );
            }
            _ => {}
        }
    }

    /// A name without which the table says nothing.
    pub(crate) fn required(&mut self, place: &Whereabouts, name: &str) {
        if !self.has(&place.at.path(name)) {
            let what = format!("{} has no {}", place.at.shown(), quoted(name));
            let end = self.header_end(place);
            self.error(
                "missing-key",
                &(place.span.start..end),
                what,
                &format!("add: {name} = ..."),
            );
        }
    }

    /// The end of the line a table begins on: its whole body would be too much to mark.
    fn header_end(&self, place: &Whereabouts) -> usize {
        let text = self.source.text.get(place.span.clone()).unwrap_or_default();
        place.span.start + text.find('\n').unwrap_or(text.len())
    }

    /// A text that must be there.
    pub(crate) fn text(
        &mut self,
        place: &Whereabouts,
        name: &str,
        value: Option<Spanned<String>>,
    ) -> String {
        self.required(place, name);
        bare(value).unwrap_or_default()
    }

    /// A text that must be there and cannot be empty.
    pub(crate) fn title(
        &mut self,
        place: &Whereabouts,
        name: &str,
        value: Option<Spanned<String>>,
    ) -> String {
        if let Some(empty) = value.as_ref().filter(|v| v.get_ref().trim().is_empty()) {
            self.error(
                "empty",
                &empty.span(),
                format!("{} is empty", quoted(name)),
                "say it in a few words",
            );
        }
        self.text(place, name, value)
    }

    /// The id a table declares. Without a good one, something to go on with.
    pub(crate) fn own_id(&mut self, place: &Whereabouts, value: Option<Spanned<String>>) -> Id {
        self.required(place, "id");
        let Some(value) = value else {
            return Id::reduce(&place.at.full);
        };
        if RESERVED.contains(&value.get_ref().as_str()) {
            let what = format!("the id {} is reserved", quoted(value.get_ref()));
            self.error(
                "reserved-id",
                &value.span(),
                what,
                "choose another; from, to, provider and both are taken",
            );
        }
        self.id(value)
    }

    /// An id that names something declared elsewhere.
    pub(crate) fn id(&mut self, value: Spanned<String>) -> Id {
        let span = value.span();
        let text = value.into_inner();
        Id::new(&text).unwrap_or_else(|| {
            let what = format!("{} is no id", quoted(&text));
            self.error("bad-id", &span, what, "an id is 1 to 48 of a-z, 0-9 and -");
            Id::reduce(&text)
        })
    }

    /// Ids that name things declared elsewhere.
    pub(crate) fn ids(&mut self, list: Texts) -> Vec<Id> {
        let list = bare(list).unwrap_or_default();
        list.into_iter().map(|id| self.id(id)).collect()
    }

    /// One word of a closed set.
    pub(crate) fn word<T: Copy>(
        &mut self,
        value: Option<Spanned<String>>,
        all: &[T],
        spell: fn(T) -> &'static str,
    ) -> Option<T> {
        let value = value?;
        let found = all.iter().copied().find(|w| spell(*w) == value.get_ref());
        if found.is_none() {
            let known = || all.iter().map(|w| spell(*w));
            self.unknown_word(&value, known);
        }
        found
    }

    /// A word that is in no closed set of ours.
    pub(crate) fn unknown_word<I: Iterator<Item = &'static str>>(
        &mut self,
        value: &Spanned<String>,
        known: impl Fn() -> I,
    ) {
        let remedy = nearest(value.get_ref(), known()).map_or_else(
            || format!("write one of: {}", known().collect::<Vec<_>>().join(", ")),
            |near| format!("did you mean {}?", quoted(near)),
        );
        let what = format!("{} is not known here", quoted(value.get_ref()));
        self.unknown("unknown-word", &value.span(), what, &remedy);
    }

    /// A length of time.
    pub(crate) fn span(&mut self, value: Option<Spanned<String>>) -> Option<Span> {
        let value = value?;
        match duration(value.get_ref()) {
            Ok(span) => Some(span),
            Err(how) => {
                let what = format!("{} is no length of time", quoted(value.get_ref()));
                self.error("bad-duration", &value.span(), what, how);
                None
            }
        }
    }

    /// A length of time that is more than nothing.
    pub(crate) fn some_span(&mut self, value: Option<Spanned<String>>) -> Option<Span> {
        let place = value.as_ref().map(Spanned::span);
        let span = self.span(value)?;
        if span <= Span::ZERO {
            let what = "this length of time is nothing".to_owned();
            self.error(
                "bad-duration",
                &place.unwrap_or_default(),
                what,
                "write more than 0",
            );
            return None;
        }
        Some(span)
    }

    /// A day, `YYYY-MM-DD`.
    pub(crate) fn date(&mut self, value: Option<Spanned<Date>>) -> Option<String> {
        let value = value?;
        let text = &value.get_ref().0;
        if text.len() == 10 && Time::parse(&format!("{text}T00:00:00Z")).is_some() {
            return Some(text.clone());
        }
        let what = format!("{} is no date", quoted(text));
        self.error(
            "bad-date",
            &value.span(),
            what,
            "write the day as 2026-10-01",
        );
        None
    }

    /// A whole number between two bounds.
    pub(crate) fn number(
        &mut self,
        value: Option<Spanned<i64>>,
        least: u32,
        most: u32,
    ) -> Option<u32> {
        let value = value?;
        let fits = u32::try_from(*value.get_ref())
            .ok()
            .filter(|n| (least..=most).contains(n));
        if fits.is_none() {
            let what = format!("{} is out of bounds", value.get_ref());
            self.error(
                "out-of-bounds",
                &value.span(),
                what,
                &format!("write {least} to {most}"),
            );
        }
        fits
    }

    /// Names a team chose for values: `[A-Za-z0-9_-]`, as `{{name}}` admits them.
    pub(crate) fn names_of_values<T>(&mut self, named: Option<&Spanned<Named<T>>>, taken: &[&str]) {
        for (name, _) in named.map(|n| n.get_ref().0.as_slice()).unwrap_or_default() {
            let text = name.get_ref();
            let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
            if text.is_empty() || text.len() > 48 || !text.bytes().all(fits) {
                let what = format!("{} cannot name a value", quoted(text));
                self.error(
                    "bad-name",
                    &name.span(),
                    what,
                    "use 1 to 48 of A-Z, a-z, 0-9, _ and -",
                );
            } else if taken.contains(&text.as_str()) {
                let what = format!("{} is a name of the program's own", quoted(text));
                self.error("reserved-id", &name.span(), what, "choose another name");
            }
        }
    }
}
