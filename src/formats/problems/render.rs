//! A problem as the terminal shows it: one line that says it, then the line of the file with a caret.

use super::json::severity_word;
use crate::domain::problem::{Problem, Severity};
use crate::domain::text::{is_hidden, visible};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::ops::Range;

/// Characters of a line shown on either side of the place.
const AROUND: usize = 56;

/// `file:line:column: what; what to do`, and under it the line with a caret where the place is known.
/// Beside the caret stand severity and code, as `lint_ok` wants it. Every hidden character of the file is shown as a mark. Ends without a line break.
#[must_use]
pub fn render(problem: &Problem, source_text: &str, colour: bool) -> String {
    let said = visible(&problem.to_string()).into_owned();
    let label = format!("{}: {}", severity_word(problem.severity), problem.code);
    let span = problem.place.span.filter(|_| problem.place.line > 0);
    let Some((line, caret)) = span.and_then(|(start, end)| excerpt(source_text, start, end)) else {
        return format!("{said}\n  = {label}");
    };
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::NotHonoured | Severity::Note => Level::NOTE,
    };
    let snippet = Snippet::source(line)
        .line_start(problem.place.line)
        .annotation(AnnotationKind::Primary.span(caret).label(label));
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let drawn = renderer
        .decor_style(DecorStyle::Ascii)
        .render(&[Group::with_level(level).element(snippet)]);
    format!("{said}\n{}", drawn.trim_end())
}

/// The line `start` is on, nothing hidden, cut to what fits, and the bytes of it the span covers.
fn excerpt(text: &str, start: usize, end: usize) -> Option<(String, Range<usize>)> {
    let before = text.get(..start)?;
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let rest = text.get(line_start..)?;
    let line = rest.split('\n').next().unwrap_or_default();
    let line = line.strip_suffix('\r').unwrap_or(line);
    let (from, to) = (
        (start - line_start).min(line.len()),
        end.saturating_sub(line_start).min(line.len()),
    );
    let head = line.get(..from)?;
    let marked = line.get(from..to.max(from))?;
    let tail = line.get(to.max(from)..)?;
    let mut shown = String::new();
    let skip = head.chars().count().saturating_sub(AROUND);
    if skip > 0 {
        shown.push('…');
    }
    shown.extend(head.chars().skip(skip).map(mark));
    let caret_from = shown.len();
    shown.extend(marked.chars().take(AROUND).map(mark));
    let caret_to = shown.len();
    let left = AROUND.saturating_sub(marked.chars().count());
    shown.extend(tail.chars().take(left).map(mark));
    if marked.chars().count() > AROUND || tail.chars().count() > left {
        shown.push('…');
    }
    Some((shown, caret_from..caret_to))
}

fn mark(c: char) -> char {
    match c {
        '\t' => ' ',
        c if is_hidden(c) => '·',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::problems::place;

    fn problem(text: &str, span: Range<usize>) -> Problem {
        Problem {
            severity: Severity::Error,
            code: "unknown-role",
            place: place("checklists/a.toml", text, &span),
            what: "no role \"dbb\"".into(),
            remedy: "did you mean \"db\"?".into(),
        }
    }

    #[test]
    fn a_caret_under_the_place() {
        let text = "[[phase.step]]\nrole = \"dbb\"\n";
        assert_eq!(
            render(&problem(text, 22..27), text, false),
            "checklists/a.toml:2:8: no role \"dbb\"; did you mean \"db\"?\n  |\n2 | role = \"dbb\"\n  |        ^^^^^ error: unknown-role"
        );
    }

    #[test]
    fn nothing_of_the_file_acts_on_the_terminal() {
        let text = format!("x = \"\u{1b}]0;\u{202e}{}\"\r\ny", "é\u{200b}".repeat(500));
        for span in [
            0..1,
            4..text.len(),
            text.len()..text.len() + 9,
            7..8,
            900..901,
        ] {
            let shown = render(&problem(&text, span), &text, false);
            assert!(shown.lines().all(|l| !l.contains(is_hidden)), "{shown:?}");
            assert!(shown.lines().all(|l| l.chars().count() < 140), "{shown:?}");
        }
    }

    #[test]
    fn colour_is_only_in_the_drawing() {
        let text = "role = 1\n";
        let shown = render(&problem(text, 7..8), text, true);
        assert!(shown.starts_with("checklists/a.toml:1:8: no role"));
        assert!(shown.contains('\u{1b}'));
    }
}
