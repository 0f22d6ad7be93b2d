//! What is read is honoured, or said not to be: every field of every schema, once.

mod summed;
mod table;

pub use summed::summed;
pub use table::TABLE;

use crate::domain::problem::{Problem, Severity};
use crate::formats::plan::Loaded;
use crate::formats::problems::quoted;
use crate::formats::toml::{Field, Raw, Shape, Source, Spot};
use crate::formats::{checklist, plan, scenario};
use std::collections::BTreeSet;

use Status::NotYet;

/// What this version does with a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// What it says happens.
    Honoured,
    /// It is read; this is what happens instead.
    NotYet(&'static str),
}

/// What this version does with a field of the schema; none for what is no field.
#[must_use]
pub fn status(schema: &str) -> Option<Status> {
    TABLE
        .iter()
        .find(|(path, _)| *path == schema)
        .map(|(_, status)| *status)
}

/// Every field of every schema that is read, by its path: what [`TABLE`] must list.
#[must_use]
pub fn schema_fields() -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let tops = [
        ("plan", <plan::raw::RawPlan as Raw>::FIELDS),
        ("checklist", <checklist::raw::RawFile as Raw>::FIELDS),
        ("scenario", <scenario::raw::RawFile as Raw>::FIELDS),
    ];
    for (name, fields) in tops {
        walk(name, fields, &mut seen);
    }
    seen
}

fn walk(path: &str, fields: &[Field], seen: &mut BTreeSet<String>) {
    for field in fields {
        let path = format!("{path}.{}", field.name);
        if let Shape::Table(root, below) = field.shape {
            walk(root.unwrap_or(&path), below, seen);
        }
        seen.insert(path);
    }
}

/// Every use of a field that is read and not honoured yet, where it stands: once for each table, not again for
/// what is inside one that is named already.
#[must_use]
pub fn not_honoured(loaded: &Loaded) -> Vec<Problem> {
    loaded.sources().flat_map(of_source).collect()
}

fn of_source(source: &Source) -> Vec<Problem> {
    let mut found = Vec::new();
    for (path, spot) in source.spots.iter() {
        if path.ends_with(']') {
            continue; // One of a list: the list itself is looked at.
        }
        let worded = spot
            .word
            .as_ref()
            .and_then(|word| status(&format!("{}={word}", spot.schema)));
        let Some(NotYet(instead)) = worded.or_else(|| status(&spot.schema)) else {
            continue;
        };
        if said_above(source, path, spot) {
            continue;
        }
        let name = path.rsplit('.').next().unwrap_or_default();
        let said = worded.and(spot.word.as_deref()).map_or_else(
            || quoted(name),
            |word| format!("{} = {}", name, quoted(word)),
        );
        found.push(Problem {
            severity: Severity::NotHonoured,
            code: "not-honoured",
            place: source.place(&spot.key),
            what: format!("{said} is not honoured yet"),
            remedy: instead.to_owned(),
        });
    }
    found.sort_by_key(|p| p.place.span);
    found
}

/// The table around it, or the kind of its probe, is named as not honoured already.
fn said_above(source: &Source, path: &str, spot: &Spot) -> bool {
    let parent = path.rsplit_once('.').map_or("", |(parent, _)| parent);
    let entry_of_map = source
        .spots
        .get(parent)
        .is_some_and(|above| above.schema == spot.schema);
    let table = spot.schema.rsplit_once('.').map_or("", |(table, _)| table);
    let kind = source
        .spots
        .get(&format!("{parent}.kind"))
        .and_then(|kind| kind.word.as_deref());
    let other_kind = spot.schema.starts_with("probe.")
        && spot.schema != "probe.kind"
        && kind.is_some_and(|kind| status(&format!("probe.kind={kind}")).is_some());
    entry_of_map || other_kind || matches!(status(table), Some(NotYet(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_that_is_read_is_in_the_table_and_nothing_else() {
        let read = schema_fields();
        assert!(read.len() > 150, "the walk sees the schema");
        let table: BTreeSet<String> = TABLE.iter().map(|(p, _)| (*p).to_owned()).collect();
        assert_eq!(table.len(), TABLE.len(), "each field once");
        let fields = |set: &BTreeSet<String>| -> BTreeSet<String> {
            set.iter()
                .map(|p| p.split('=').next().unwrap_or_default().to_owned())
                .collect()
        };
        assert_eq!(read, fields(&table));
    }
}
