//! The sheet as lines of a page: nothing is wider than it.

use super::Section;

/// The sheet as plain text of at most so many columns, broken between words; ends with a line break. A word longer
/// than a line stands whole.
#[must_use]
pub fn page(sections: &[Section], columns: usize) -> String {
    let mut out = String::new();
    for section in sections {
        out.push_str(section.title);
        out.push('\n');
        for line in &section.lines {
            broken(line, columns, &mut out);
        }
    }
    out
}

fn broken(line: &str, columns: usize, out: &mut String) {
    let inside = line.len() - line.trim_start().len();
    let begin = " ".repeat(2 + inside);
    out.push_str(&begin);
    let mut width = begin.len();
    let mut first = true;
    for word in line.trim_start().split(' ') {
        let wide = word.chars().count();
        if !first && width + 1 + wide > columns {
            out.push('\n');
            out.push_str(&begin);
            out.push_str("  ");
            width = begin.len() + 2;
        } else if !first {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += wide;
        first = false;
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_page_and_what_goes_on_stands_in() {
        let sections = [Section {
            title: "FOUND",
            lines: vec![
                "one two three four five".to_owned(),
                "  told inside another".to_owned(),
                "x".repeat(30),
            ],
        }];
        let text = page(&sections, 16);
        let long = "x".repeat(30);
        let expected = format!(
            "FOUND\n  one two three\n    four five\n    told inside\n      another\n  {long}\n"
        );
        assert_eq!(text, expected);
    }
}
