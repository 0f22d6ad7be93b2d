//! What does not fit where it stands: wrong types, unknown names, names that joined the wrong table, hidden
//! characters.

use super::at::At;
use super::raw::{Field, Shape};
use super::reader::{Frame, MOST, Reader};
use crate::domain::problem::Severity;
use crate::domain::text::is_hidden;
use crate::formats::problems::{nearest, quoted};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeString, DeValue};

impl Reader<'_> {
    pub(super) fn wrong_type(&mut self, wanted: &str, value: &Spanned<DeValue<'_>>, at: &At) {
        let found = value.get_ref().type_str();
        let name = at.full.rsplit('.').next().unwrap_or_default();
        let what = format!("{} is not {wanted} but {}", quoted(name), article(found));
        self.error(
            "wrong-type",
            &value.span(),
            what,
            &format!("write {wanted}"),
        );
    }

    /// A name the table being read does not admit.
    pub(super) fn unknown_key(&mut self, key: &Spanned<DeString<'_>>) {
        let Some((own, above)) = self.frames.split_last() else {
            return;
        };
        if self.problems.len() > MOST {
            return;
        }
        let name = key.get_ref().as_ref();
        let admits = |f: &&Frame| f.fields.iter().any(|field| field.name == name);
        let (code, what, remedy) = if let Some(parent) = above.iter().rev().find(admits) {
            if parent.given.iter().any(|given| given == name) {
                // It was not robbed of it.
                (
                    "unknown-key",
                    format!("unknown key {} in {}", quoted(name), own.shown),
                    format!(
                        "{} has one already; known here: {}",
                        parent.shown,
                        own.known()
                    ),
                )
            } else if own.headed {
                joined(name, &own.shown, &parent.shown)
            } else {
                (
                    "unknown-key",
                    format!("{} is no key of {}", quoted(name), own.shown),
                    format!("it belongs in {}", parent.shown),
                )
            }
        } else {
            let known = || own.fields.iter().map(|f| f.name);
            let remedy = match (child_with(own.fields, name), nearest(name, known())) {
                (Some(child), _) => format!("it belongs in {} below it", quoted(child)),
                (None, Some(near)) => format!("did you mean {}?", quoted(near)),
                (None, None) => format!("known here: {}", own.known()),
            };
            let what = format!("unknown key {} in {}", quoted(name), own.shown);
            ("unknown-key", what, remedy)
        };
        self.unknown(code, &key.span(), what, &remedy);
    }

    /// A map takes any name: one its parent knows has most likely joined it by standing below its header.
    pub(super) fn joined_a_map(
        &mut self,
        key: &Spanned<DeString<'_>>,
        item: &Spanned<DeValue<'_>>,
        map: &Range<usize>,
        at: &At,
    ) {
        let name = key.get_ref().as_ref();
        let Some(parent) = self.frames.last() else {
            return;
        };
        let known = parent.fields.iter().any(|f| f.name == name);
        if known && self.is_headed(map) && !item.get_ref().is_table() {
            let (code, what, remedy) = joined(name, &at.shown(), &parent.shown);
            self.unknown(code, &key.span(), what, &remedy);
        }
    }

    /// Characters that hide or act on a terminal: never in a command, worth a word elsewhere.
    pub(super) fn look_for_hidden(&mut self, text: &str, span: Range<usize>, at: &At) {
        let odd = |c: char| is_hidden(c) && c != '\n' && c != '\t';
        let Some(found) = text.chars().find(|c| odd(*c)) else {
            return;
        };
        let raw = self.source.text.get(span.clone()).unwrap_or_default();
        let spot = raw.find(found).map_or(span.clone(), |at| {
            let start = span.start + at;
            start..start + found.len_utf8()
        });
        let name = at.full.rsplit('.').next().unwrap_or_default();
        let command = ["command", "shell", "run"].contains(&name);
        let severity = if command {
            Severity::Error
        } else {
            Severity::Warning
        };
        let what = format!(
            "the hidden character U+{:04X} is in {}",
            u32::from(found),
            quoted(name)
        );
        let remedy = if command {
            "take it out: a command with hidden characters is neither copied nor run"
        } else {
            "take it out: it is shown as a mark"
        };
        self.put(severity, "hidden-character", &spot, what, remedy);
    }
}

impl Frame {
    fn known(&self) -> String {
        let names = self.fields.iter().map(|f| f.name);
        let names: Vec<&str> = names.filter(|n| *n != "$schema").collect();
        names.join(", ")
    }
}

/// The sub-table that admits a name its parent does not.
fn child_with(fields: &[Field], name: &str) -> Option<&'static str> {
    let admits = |f: &&Field| matches!(f.shape, Shape::Table(_, below) if below.iter().any(|b| b.name == name));
    fields.iter().find(admits).map(|f| f.name)
}

fn joined(name: &str, child: &str, parent: &str) -> (&'static str, String, String) {
    (
        "joined-sub-table",
        format!(
            "{} stands below the header {child} and silently joined it",
            quoted(name)
        ),
        format!("it belongs to {parent}: move it above that header"),
    )
}

fn article(kind: &str) -> String {
    match kind {
        "array" => "a list".to_owned(),
        "string" => "text".to_owned(),
        "integer" => "a whole number".to_owned(),
        "float" => "a number".to_owned(),
        "boolean" => "true or false".to_owned(),
        "datetime" => "a date".to_owned(),
        other => format!("a {other}"),
    }
}
