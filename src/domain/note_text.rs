//! What somebody typed as a note: leading marks say what it is and when it happened.

use super::facts::NoteAdded;
use super::time::Time;
use super::words::NoteKind;

/// Reads a note as typed at `now`, in incident time. Leading marks, in any order: `!` a decision, `?` a question,
/// `TODO` a follow-up, `@20:04` when it happened (UTC, the most recent past). A mark that does not read
/// stays text. The text can come out empty: whoever writes the fact refuses that.
#[must_use]
pub fn parse_note(text: &str, now: Time) -> NoteAdded {
    let mut note = NoteAdded {
        kind: NoteKind::Note,
        text: String::new(),
        at: None,
        provider: None,
        ticket: None,
        confidence: None,
    };
    let mut rest = text.trim();
    loop {
        let after = kind_mark(rest)
            .filter(|_| note.kind == NoteKind::Note)
            .map(|(kind, after)| {
                note.kind = kind;
                after
            });
        let after = after.or_else(|| {
            let (at, after) = time_mark(rest, now).filter(|_| note.at.is_none())?;
            note.at = Some(at);
            Some(after)
        });
        match after {
            Some(after) => rest = after.trim_start(),
            None => break,
        }
    }
    rest.clone_into(&mut note.text);
    note
}

fn kind_mark(text: &str) -> Option<(NoteKind, &str)> {
    if let Some(rest) = text.strip_prefix('!') {
        return Some((NoteKind::Decision, rest));
    }
    if let Some(rest) = text.strip_prefix('?') {
        return Some((NoteKind::Question, rest));
    }
    let rest = text.strip_prefix("TODO")?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    let ends = rest.is_empty() || rest.starts_with(char::is_whitespace);
    ends.then_some((NoteKind::Todo, rest))
}

fn time_mark(text: &str, now: Time) -> Option<(Time, &str)> {
    let rest = text.strip_prefix('@')?;
    let (word, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    Some((Time::parse_past(word, now)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_marks_say_what_a_note_is() {
        let now = Time::parse("2026-11-20T02:13:00Z").unwrap();
        let read = |text: &str| {
            let note = parse_note(text, now);
            let at = note.at.map(Time::rfc3339).unwrap_or_default();
            (note.kind, note.text, at)
        };
        let table = [
            ("plain", NoteKind::Note, "plain", ""),
            ("! fail over", NoteKind::Decision, "fail over", ""),
            ("!fail over", NoteKind::Decision, "fail over", ""),
            ("? who has keys", NoteKind::Question, "who has keys", ""),
            ("TODO: call them", NoteKind::Todo, "call them", ""),
            ("TODOS are many", NoteKind::Note, "TODOS are many", ""),
            (
                "@20:04 rain",
                NoteKind::Note,
                "rain",
                "2026-11-19T20:04:00Z",
            ),
            (
                "@02:02 ! go",
                NoteKind::Decision,
                "go",
                "2026-11-20T02:02:00Z",
            ),
            (
                "! @02:02 go",
                NoteKind::Decision,
                "go",
                "2026-11-20T02:02:00Z",
            ),
            ("@all look", NoteKind::Note, "@all look", ""),
            ("! ! twice", NoteKind::Decision, "! twice", ""),
            ("  \n ", NoteKind::Note, "", ""),
            ("two\nlines", NoteKind::Note, "two\nlines", ""),
        ];
        for (typed, kind, text, at) in table {
            assert_eq!(
                read(typed),
                (kind, text.to_owned(), at.to_owned()),
                "{typed:?}"
            );
        }
    }
}
