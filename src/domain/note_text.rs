//! What somebody typed as a note: leading marks say what it is and when it happened.

use super::facts::NoteAdded;
use super::ids::Id;
use super::plan::Plan;
use super::time::Time;
use super::words::{Confidence, NoteKind};

/// Reads a note as typed at `now`, in incident time. Leading marks, in any order: `!` a decision, `?` a question,
/// `TODO` a follow-up, `FOUND` a finding, `> h42` what a provider said, `#8841` its ticket after that,
/// `~low` how sure, `@20:04` when it happened (UTC, the most recent past). A mark that does not read
/// stays text. The text can come out empty, and a provider unnamed: whoever writes the fact refuses that.
#[must_use]
pub fn parse_note(text: &str, now: Time, plan: &Plan) -> NoteAdded {
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
        let after = after.or_else(|| said_mark(&mut note, rest, plan));
        let after = after.or_else(|| {
            let (sure, after) = sure_mark(rest).filter(|_| note.confidence.is_none())?;
            note.confidence = Some(sure);
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
    let words = [("TODO", NoteKind::Todo), ("FOUND", NoteKind::Finding)];
    words.into_iter().find_map(|(word, kind)| {
        let rest = text.strip_prefix(word)?;
        let rest = rest.strip_prefix(':').unwrap_or(rest);
        let ends = rest.is_empty() || rest.starts_with(char::is_whitespace);
        ends.then_some((kind, rest))
    })
}

/// `> h42` begins what a provider said; after that `#8841` is its ticket.
fn said_mark<'a>(note: &mut NoteAdded, text: &'a str, plan: &Plan) -> Option<&'a str> {
    if note.kind == NoteKind::Provider {
        let (word, rest) = first_word(text.strip_prefix('#')?);
        let fits = note.ticket.is_none() && !word.is_empty();
        return fits.then(|| {
            note.ticket = Some(word.trim_end_matches(':').to_owned());
            rest
        });
    }
    let rest = text.strip_prefix('>').or_else(|| text.strip_prefix('»'))?;
    if note.kind != NoteKind::Note {
        return None;
    }
    note.kind = NoteKind::Provider;
    let (word, after) = first_word(rest.trim_start());
    note.provider = named(word.trim_end_matches(':'), plan);
    Some(if note.provider.is_some() { after } else { rest })
}

/// A provider by its id or its short name, in any case.
fn named(word: &str, plan: &Plan) -> Option<Id> {
    let ids = plan.providers.iter().map(|p| &p.id);
    let same = |id: &&Id| {
        id.as_str().eq_ignore_ascii_case(word) || plan.short(id).eq_ignore_ascii_case(word)
    };
    ids.into_iter().find(same).cloned()
}

fn sure_mark(text: &str) -> Option<(Confidence, &str)> {
    let (word, rest) = first_word(text.strip_prefix('~')?);
    Some((Confidence::parse(word)?, rest))
}

fn first_word(text: &str) -> (&str, &str) {
    text.split_once(char::is_whitespace).unwrap_or((text, ""))
}

fn time_mark(text: &str, now: Time) -> Option<(Time, &str)> {
    let (word, rest) = first_word(text.strip_prefix('@')?);
    Some((Time::parse_past(word, now)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_marks_say_what_a_note_is() {
        let now = Time::parse("2026-11-20T02:13:00Z").unwrap();
        let read = |text: &str| {
            let note = parse_note(text, now, &Plan::default());
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
    #[test]
    fn what_a_provider_said_has_its_ticket_and_how_sure() {
        let now = Time::parse("2026-11-20T02:13:00Z").unwrap();
        let provider = crate::domain::plan::Provider {
            id: Id::new("h42").unwrap(),
            name: "Provider 42A".into(),
            phone: None,
            status_url: None,
            ticket_url: None,
            vars: Default::default(),
        };
        let plan = Plan {
            providers: vec![provider],
            ..Plan::default()
        };
        let read = |text: &str| {
            let note = parse_note(text, now, &plan);
            let by = note.provider.map(|p| p.to_string()).unwrap_or_default();
            let ticket = note.ticket.unwrap_or_default();
            let sure = note.confidence.map(|c| c.to_string()).unwrap_or_default();
            format!("{} {by} {ticket} {sure}|{}", note.kind, note.text)
        };
        let table = [
            ("> h42 power is off", "provider h42  |power is off"),
            ("»h42: #8841 ~low off", "provider h42 8841 low|off"),
            ("@02:02 > h42 #1: off", "provider h42 1 |off"),
            ("> nobody says so", "provider   |nobody says so"),
            ("FOUND: a full disk", "finding   |a full disk"),
            ("FOUNDRY is slow", "note   |FOUNDRY is slow"),
            ("~high ? really", "question   high|really"),
            ("~sure thing", "note   |~sure thing"),
            ("#1 on the list", "note   |#1 on the list"),
            ("! > 3 nodes are gone", "decision   |> 3 nodes are gone"),
        ];
        for (typed, expected) in table {
            assert_eq!(read(typed), expected, "{typed:?}");
        }
    }
}
