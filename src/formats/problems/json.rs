//! Problems for programs: a stable array.

use crate::domain::problem::{Problem, Severity};
use crate::domain::text::is_hidden;
use serde::Serialize;

/// What a row means changes only together with this.
const SCHEMA: u8 = 1;

#[derive(Serialize)]
struct Row<'a> {
    schema: u8,
    severity: &'static str,
    code: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
    what: &'a str,
    remedy: &'a str,
}

/// The word for a severity, as `check` prints it.
#[must_use]
pub(crate) const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::NotHonoured => "not-honoured",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// A JSON array of `{schema, severity, code, file, line, column, what, remedy}`, in the order given. Ends without a
/// line break.
#[must_use]
pub fn json(problems: &[Problem]) -> String {
    let rows: Vec<Row<'_>> = problems
        .iter()
        .map(|p| Row {
            schema: SCHEMA,
            severity: severity_word(p.severity),
            code: p.code,
            file: &p.place.file,
            line: p.place.line,
            column: p.place.column,
            what: &p.what,
            remedy: &p.remedy,
        })
        .collect();
    escaped(&serde_json::to_string_pretty(&rows).unwrap_or_else(|_| "[]".to_owned()))
}

/// JSON with every hidden character written as `\uXXXX`.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::problem::Place;

    #[test]
    fn the_array_is_stable_and_hides_nothing() {
        let problem = Problem {
            severity: Severity::NotHonoured,
            code: "not-honoured",
            place: Place {
                file: "a\u{202e}\u{e0001}.toml".into(),
                line: 2,
                column: 3,
                span: Some((1, 2)),
            },
            what: "x".into(),
            remedy: String::new(),
        };
        let text = json(&[problem]);
        assert!(
            text.contains(r#""file": "a\u202e\udb40\udc01.toml""#),
            "{text}"
        );
        assert!(text.contains(r#""severity": "not-honoured""#));
        assert_eq!(json(&[]), "[]");
    }
}
