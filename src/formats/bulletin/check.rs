//! What is wrong with a template, before it is needed.

use super::environment;
use crate::domain::rules::draft::NAMES;
use crate::formats::problems::{nearest, quoted};
use std::ops::Range;

/// Something wrong with a template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trouble {
    /// A name that is not known; else it does not read as a template.
    pub unknown: bool,
    /// The bytes of the text concerned.
    pub span: Range<usize>,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

/// What is wrong with a template that may use the names of [`NAMES`] and `more`.
#[must_use]
pub fn trouble(template: &str, more: &[&str]) -> Vec<Trouble> {
    let env = environment();
    let read = match env.template_from_str(template) {
        Ok(read) => read,
        Err(error) => {
            let span = error
                .range()
                .unwrap_or_else(|| line(template, error.line()));
            let what = error.detail().unwrap_or("it does not read as a template");
            return vec![Trouble {
                unknown: false,
                span,
                what: what.to_owned(),
                remedy: "names stand in {{ }}, conditions in {% if %} .. {% endif %}".to_owned(),
            }];
        }
    };
    let known = || {
        NAMES
            .iter()
            .map(|(name, _)| *name)
            .chain(more.iter().copied())
    };
    let mut found: Vec<Trouble> = read
        .undeclared_variables(false)
        .into_iter()
        .filter(|name| !known().any(|k| k == name))
        .map(|name| Trouble {
            unknown: true,
            span: place(template, &name),
            what: format!("nothing is called {}", quoted(&name)),
            remedy: nearest(&name, known()).map_or_else(
                || format!("there is: {}", known().collect::<Vec<_>>().join(", ")),
                |near| format!("did you mean {}?", quoted(near)),
            ),
        })
        .collect();
    found.sort_by_key(|t| t.span.start);
    found
}

/// The bytes of a line, counted from 1.
fn line(text: &str, line: Option<usize>) -> Range<usize> {
    let skip = line.unwrap_or(1).saturating_sub(1);
    let start: usize = text.split_inclusive('\n').take(skip).map(str::len).sum();
    let end = text[start..].find('\n').map_or(text.len(), |n| start + n);
    start..end
}

/// Where a name is first used inside braces.
fn place(text: &str, name: &str) -> Range<usize> {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.');
    let inside = |at: usize| {
        let before = &text[..at];
        let opened = before.rfind("{{").max(before.rfind("{%"));
        let closed = before.rfind("}}").max(before.rfind("%}"));
        opened.is_some() && opened > closed
    };
    let mut places = text.match_indices(name).map(|(at, _)| at);
    let found = places.find(|&at| {
        let end = at + name.len();
        let alone = !part(text[..at].chars().next_back()) && !part(text[end..].chars().next());
        alone && inside(at)
    });
    let at = found.unwrap_or(0);
    at..at + found.map_or(0, |_| name.len())
}
