//! How long a fact may be: a journal line holds 16 KiB, and the heads of other writers need room too.

use super::{Datum, Fact};
use crate::domain::text::written_size;

/// What stands at the end of a text that was cut.
const CUT: &str = " (cut)";

impl Fact {
    /// The longest texts of one fact, as written, in bytes. With [`crate::domain::author::HEADS`] heads and a
    /// long name the line still fits.
    pub const LONGEST: usize = 12_000;

    /// Bytes its texts take in a journal line.
    #[must_use]
    pub fn size(&self) -> usize {
        let mut sum = 0;
        self.write(|_, datum| {
            sum += match datum {
                Datum::Text(text) => written_size(&text),
                Datum::Map(map) => map
                    .iter()
                    .map(|(name, text)| written_size(name) + written_size(text) + 6)
                    .sum(),
                Datum::Bool(_) | Datum::Int(_) => 0,
            };
        });
        sum
    }

    /// The fact with its texts cut where they do not fit, the last first. Whoever can ask a person to shorten a
    /// text does that instead: this keeps what a probe or a command says from stopping the journal.
    #[must_use]
    pub fn cut(self) -> Fact {
        if self.size() <= Self::LONGEST {
            return self;
        }
        let mut left = Self::LONGEST;
        self.reworded(|text| {
            let text = cut(text, left);
            left = left.saturating_sub(written_size(&text));
            text
        })
    }
}

fn cut(text: String, most: usize) -> String {
    if written_size(&text) <= most {
        return text;
    }
    let mut room = most.saturating_sub(CUT.len());
    let mut out: String = text
        .chars()
        .take_while(|c| {
            let size = written_size(c.encode_utf8(&mut [0; 4]));
            let fits = size <= room;
            room = room.saturating_sub(size);
            fits
        })
        .collect();
    out.push_str(CUT);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::facts::{BulletinFailed, NoteAdded};
    use crate::domain::ids::Id;
    use crate::domain::words::NoteKind;

    #[test]
    fn a_long_text_is_cut_and_a_short_one_is_not() {
        let fact = |text: &str| -> Fact {
            let note = NoteAdded {
                kind: NoteKind::Note,
                text: text.into(),
                at: None,
                provider: None,
                ticket: Some("8841".into()),
                confidence: None,
            };
            note.into()
        };
        assert_eq!(fact("short").cut(), fact("short"));
        for text in ["a", "\u{1b}", "é", "\u{1f512}", "\""] {
            let long = fact(&text.repeat(20_000)).cut();
            assert!(long.size() <= Fact::LONGEST + 2 * CUT.len(), "{text:?}");
            assert!(long.size() > Fact::LONGEST - 40, "{text:?}");
        }
        let failed = BulletinFailed {
            audience: Id::new("customers").unwrap(),
            via: None,
            reason: "x".repeat(99_999),
            unsure: false,
        };
        assert!(Fact::from(failed).cut().size() < Fact::LONGEST + 40);
    }
}
