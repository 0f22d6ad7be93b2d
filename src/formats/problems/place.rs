//! From bytes of a text to the line and column people count.

use crate::domain::problem::Place;
use std::ops::Range;

/// The place of `span` (bytes of `text`) in the file called `file`. A span outside the text is moved into it.
#[must_use]
pub fn place(file: &str, text: &str, span: &Range<usize>) -> Place {
    let start = text.floor_char_boundary(span.start);
    let end = text.ceil_char_boundary(span.end.max(start));
    let before = &text[..start];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Place {
        file: file.to_owned(),
        line: before.bytes().filter(|b| *b == b'\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        span: Some((start, end)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters_and_lines_begin_at_one() {
        let text = "a\nété = 1\r\nb";
        let at = |start, end| {
            let p = place("f", text, &(start..end));
            (p.line, p.column)
        };
        assert_eq!(at(0, 1), (1, 1));
        assert_eq!(at(8, 9), (2, 5));
        assert_eq!(at(3, 4), (2, 1), "inside a character: its beginning");
        assert_eq!(at(999, 9999), (3, 2), "outside: the end");
    }
}
