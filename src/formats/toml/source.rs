//! A file as it was found, and as text.

use super::spots::Spots;
use crate::domain::problem::{Place, Problem, Severity};
use crate::formats::problems::place;
use std::ops::Range;

/// The largest TOML or Markdown file that is read: 1 MiB.
pub const LARGEST: usize = 1 << 20;

/// A file of a plan folder as it was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceFile {
    /// Its name below the plan folder, parts joined by `/`: `checklists/failover.toml`.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A file that was read: its text, and where each of its values stands.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Source {
    /// Its name below the plan folder.
    pub name: String,
    /// Its text, without a byte order mark.
    pub text: String,
    /// Where each value stands; empty when the text is no TOML.
    pub spots: Spots,
}

impl Source {
    /// The text of a file; a problem when it is larger than [`LARGEST`] or not UTF-8.
    ///
    /// # Errors
    /// The problem that kept it from being read.
    pub fn of(file: &SourceFile) -> Result<Source, Box<Problem>> {
        let trouble = |code, what: String, remedy: &str, place| {
            Box::new(Problem {
                severity: Severity::Error,
                code,
                place,
                what,
                remedy: remedy.to_owned(),
            })
        };
        let whole = Place {
            file: file.name.clone(),
            ..Place::default()
        };
        if file.bytes.len() > LARGEST {
            return Err(trouble(
                "too-large",
                "the file is larger than 1 MiB and was not read".to_owned(),
                "split it",
                whole,
            ));
        }
        let bytes = file.bytes.strip_prefix(b"\xef\xbb\xbf");
        let bytes = bytes.unwrap_or(&file.bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Source {
                name: file.name.clone(),
                text: text.to_owned(),
                spots: Spots::default(),
            }),
            Err(error) => {
                let good = error.valid_up_to();
                let text = std::str::from_utf8(&bytes[..good]).unwrap_or_default();
                let mut at = place(&file.name, text, &(good..good));
                at.span = None;
                Err(trouble(
                    "not-utf8",
                    format!("byte 0x{:02x} is not UTF-8", bytes[good]),
                    "save the file as UTF-8",
                    at,
                ))
            }
        }
    }

    /// The place of some bytes of the text.
    #[must_use]
    pub fn place(&self, span: &Range<usize>) -> Place {
        place(&self.name, &self.text, span)
    }

    /// The place of the value at a path; the file as a whole when nothing stands there.
    #[must_use]
    pub fn place_of(&self, path: &str) -> Place {
        self.spots.get(path).map_or_else(
            || Place {
                file: self.name.clone(),
                ..Place::default()
            },
            |spot| self.place(&spot.value),
        )
    }
}
