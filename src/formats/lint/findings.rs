//! What the lints of one file found, each with its place.

use crate::domain::problem::{Place, Problem, Severity};
use crate::formats::problems::{nearest, quoted};
use crate::formats::toml::Source;

/// What was found in one file.
pub(super) struct Findings<'a> {
    pub(super) source: &'a Source,
    pub(super) list: Vec<Problem>,
}

impl<'a> Findings<'a> {
    pub(super) const fn new(source: &'a Source) -> Self {
        Findings {
            source,
            list: Vec::new(),
        }
    }

    pub(super) fn error(&mut self, code: &'static str, path: &str, what: String, remedy: &str) {
        let place = self.place(path);
        self.put(Severity::Error, code, place, what, remedy);
    }

    pub(super) fn warn(&mut self, code: &'static str, path: &str, what: String, remedy: &str) {
        let place = self.place(path);
        self.put(Severity::Warning, code, place, what, remedy);
    }

    pub(super) fn note(&mut self, code: &'static str, path: &str, what: String, remedy: &str) {
        let place = self.place(path);
        self.put(Severity::Note, code, place, what, remedy);
    }

    pub(super) fn put(
        &mut self,
        severity: Severity,
        code: &'static str,
        place: Place,
        what: String,
        remedy: &str,
    ) {
        let remedy = remedy.to_owned();
        self.list.push(Problem {
            severity,
            code,
            place,
            what,
            remedy,
        });
    }

    /// An id that names nothing: with the nearest that does.
    pub(super) fn unknown<'n>(
        &mut self,
        code: &'static str,
        path: &str,
        kind: &str,
        name: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        let all: Vec<&str> = known.into_iter().collect();
        let remedy = nearest(name, all.iter().copied()).map_or_else(
            || {
                if all.is_empty() {
                    format!("there is no {kind} at all")
                } else {
                    format!("there is: {}", all[..all.len().min(12)].join(", "))
                }
            },
            |near| format!("did you mean {}?", quoted(near)),
        );
        let what = format!("there is no {kind} {}", quoted(name));
        self.error(code, path, what, &remedy);
    }

    /// The place of the value at a path, or of what is nearest around it.
    pub(super) fn place(&self, path: &str) -> Place {
        let mut path = path;
        loop {
            if self.source.spots.get(path).is_some() {
                return self.source.place_of(path);
            }
            let end = path.rfind(['.', '[']).unwrap_or(0);
            if end == 0 {
                return self.source.place_of("");
            }
            path = &path[..end];
        }
    }

    /// The place of some text inside the value at a path; the value where it is not found as written.
    pub(super) fn place_inside(&self, path: &str, text: &str) -> Place {
        let inside = self.source.spots.get(path).and_then(|spot| {
            let written = self.source.text.get(spot.value.clone())?;
            let start = spot.value.start + written.find(text)?;
            Some(self.source.place(&(start..start + text.len())))
        });
        inside.unwrap_or_else(|| self.place(path))
    }
}

/// The path of a step.
pub(super) fn step_path(phase: usize, step: usize) -> String {
    format!("phase[{phase}].step[{step}]")
}
