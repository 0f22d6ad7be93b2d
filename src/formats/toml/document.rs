//! A whole file: text to a raw table, or to the places where it stops being TOML.

use super::at::At;
use super::raw::{Raw, read_table};
use super::reader::{Reader, Strictness};
use super::source::Source;
use crate::domain::problem::{Problem, Severity};
use crate::domain::text::visible;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

/// One slip makes the parser stumble several times; more than these are noise.
const MOST_SYNTAX: usize = 5;

/// Reads a file of the schema `name` and converts it. Troubles and the places of values are added to what is
/// given back; nothing but troubles when the text is no TOML.
pub(crate) fn read<T: Raw, D>(
    source: &mut Source,
    strictness: Strictness,
    name: &str,
    convert: impl FnOnce(T, &mut Reader<'_>) -> D,
) -> (Option<D>, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    if !errors.is_empty() {
        return (None, syntax(source, &errors));
    }
    let table = Spanned::new(table.span(), DeValue::Table(table.into_inner()));
    let mut reader = Reader::new(source, strictness);
    let raw = read_table::<T>(&table, &At::top(name), &mut reader);
    let read = raw.map(|raw| convert(raw, &mut reader));
    let (spots, problems) = (reader.spots, reader.problems);
    drop(table);
    source.spots = spots;
    (read, problems)
}

/// The first trouble of each line.
fn syntax(source: &Source, errors: &[Error]) -> Vec<Problem> {
    let mut errors: Vec<&Error> = errors.iter().collect();
    errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
    let mut problems: Vec<Problem> = errors
        .into_iter()
        .take(10 * MOST_SYNTAX)
        .map(|error| Problem {
            severity: Severity::Error,
            code: "syntax",
            place: source.place(&error.span().unwrap_or_default()),
            what: visible(error.message()).into_owned(),
            remedy: remedy(error.message()).to_owned(),
        })
        .collect();
    problems.sort_by_key(|p| (p.place.line, p.place.column));
    problems.dedup_by_key(|p| p.place.line);
    problems.truncate(MOST_SYNTAX);
    problems
}

fn remedy(message: &str) -> &'static str {
    if message.contains("duplicate key") {
        "each key stands once in a table; a list of tables has [[double brackets]]"
    } else if message.contains("must be quoted") {
        "put the text in quotes"
    } else {
        "see toml.io for how values are written"
    }
}
