//! What goes along while tables are read: the file, where we are, and the troubles found.

use super::at::At;
use super::raw::Field;
use super::source::Source;
use super::spots::{Spot, Spots};
use crate::domain::problem::{Problem, Severity};
use std::ops::Range;
use toml::Spanned;
use toml::de::DeValue;

/// More troubles than this in one file are not listed one by one.
pub(super) const MOST: usize = 100;

/// How names and words this version does not know are taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Strictness {
    /// As errors: somebody is writing the file.
    Strict,
    /// As warnings: the frozen copy of a running incident, perhaps of a newer version. Nobody is locked out.
    Frozen,
}

/// A table that is being read.
pub(super) struct Frame {
    pub(super) shown: String,
    pub(super) fields: &'static [Field],
    /// It stands under a header of its own: what follows joins it.
    pub(super) headed: bool,
    /// The names that stand in it.
    pub(super) given: Vec<String>,
}

/// What goes along while tables are read.
pub(crate) struct Reader<'a> {
    /// The file.
    pub(crate) source: &'a Source,
    /// Where each value stands.
    pub(crate) spots: Spots,
    /// How unknown names are taken.
    pub(crate) strictness: Strictness,
    /// What was found.
    pub(crate) problems: Vec<Problem>,
    pub(super) frames: Vec<Frame>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(source: &'a Source, strictness: Strictness) -> Self {
        Reader {
            source,
            spots: Spots::default(),
            strictness,
            problems: Vec::new(),
            frames: Vec::new(),
        }
    }

    /// Takes note of an error.
    pub(crate) fn error(
        &mut self,
        code: &'static str,
        span: &Range<usize>,
        what: String,
        remedy: &str,
    ) {
        self.put(Severity::Error, code, span, what, remedy);
    }

    /// Takes note of a name or word this version does not know.
    pub(crate) fn unknown(
        &mut self,
        code: &'static str,
        span: &Range<usize>,
        what: String,
        remedy: &str,
    ) {
        let severity = match self.strictness {
            Strictness::Strict => Severity::Error,
            Strictness::Frozen => Severity::Warning,
        };
        self.put(severity, code, span, what, remedy);
    }

    pub(crate) fn put(
        &mut self,
        severity: Severity,
        code: &'static str,
        span: &Range<usize>,
        what: String,
        remedy: &str,
    ) {
        if self.problems.len() > MOST {
            return;
        }
        let (code, what, remedy) = if self.problems.len() == MOST {
            (
                "more",
                "there is more trouble than is listed".to_owned(),
                "mend what is listed first",
            )
        } else {
            (code, what, remedy)
        };
        self.problems.push(Problem {
            severity,
            code,
            place: self.source.place(span),
            what,
            remedy: remedy.to_owned(),
        });
    }

    /// Something stands at a path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.spots.get(path).is_some()
    }

    pub(super) fn mark(&mut self, at: &At, key: Range<usize>, value: &Spanned<DeValue<'_>>) {
        let short = |text: &&str| text.len() <= 24;
        let spot = Spot {
            schema: at.schema.clone(),
            key,
            value: value.span(),
            word: value.get_ref().as_str().filter(short).map(str::to_owned),
        };
        self.spots.put(&at.full, spot);
    }

    pub(super) fn enter(
        &mut self,
        at: &At,
        fields: &'static [Field],
        span: &Range<usize>,
        given: Vec<String>,
    ) {
        let headed = self.is_headed(span);
        self.frames.push(Frame {
            shown: at.shown(),
            fields,
            headed,
            given,
        });
    }

    pub(super) fn leave(&mut self) {
        self.frames.pop();
    }

    pub(super) fn is_headed(&self, span: &Range<usize>) -> bool {
        self.source.text.as_bytes().get(span.start) == Some(&b'[')
    }
}
