//! What is looked for in the timeline: words, kinds, people.

use super::narrative::Line;
use crate::domain::facts::Fact;
use crate::domain::words::NoteKind;

/// What an entry has to be, to be shown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sought {
    /// One of these kinds, if any are named.
    kinds: Vec<&'static str>,
    /// By one of these people, in lower case, if any are named.
    people: Vec<String>,
    /// Holding all of these words, in lower case.
    words: Vec<String>,
    /// Pinned.
    pinned: bool,
}

/// The kinds an entry can be of: `:step` shows only those.
pub const KINDS: [&str; 15] = [
    "note",
    "decision",
    "question",
    "todo",
    "finding",
    "provider",
    "step",
    "command",
    "probe",
    "update",
    "promise",
    "role",
    "milestone",
    "alarm",
    "incident",
];

impl Sought {
    /// Reads what was typed: the marks of notes (`!` `?` `TODO` `FOUND` `>`) and `:step` name kinds, `@gf` people,
    /// `*` what is pinned; everything else is text to be found.
    #[must_use]
    pub fn read(text: &str) -> Sought {
        let mut sought = Sought::default();
        for word in text.split_whitespace() {
            let kind = match word {
                "!" => Some("decision"),
                "?" => Some("question"),
                "TODO" => Some("todo"),
                "FOUND" => Some("finding"),
                ">" | "»" => Some("provider"),
                word => word
                    .strip_prefix(':')
                    .and_then(|kind| KINDS.iter().copied().find(|k| *k == kind)),
            };
            if let Some(kind) = kind {
                sought.kinds.push(kind);
            } else if word == "*" {
                sought.pinned = true;
            } else if let Some(who) = word.strip_prefix('@').filter(|who| !who.is_empty()) {
                sought.people.push(who.to_lowercase());
            } else {
                sought.words.push(word.to_lowercase());
            }
        }
        sought
    }

    /// Whether an entry is what is looked for; `author` wrote it.
    #[must_use]
    pub fn fits(&self, line: &Line, fact: &Fact, author: &str) -> bool {
        // Who posted an update did not say it.
        let posted = matches!(fact, Fact::BulletinSent(_));
        let author = if posted { &line.who } else { author };
        let (who, author) = (line.who.to_lowercase(), author.to_lowercase());
        let by = |p: &String| *p == who || *p == author;
        let held = || format!("{who} {} {}", line.mark, line.text).to_lowercase();
        (self.kinds.is_empty() || self.kinds.contains(&kind(fact)))
            && (self.people.is_empty() || self.people.iter().any(by))
            && (!self.pinned || line.pinned)
            && (self.words.is_empty() || {
                let held = held();
                self.words.iter().all(|word| held.contains(word))
            })
    }
}

/// The kind of an entry, as people look for it.
#[must_use]
pub fn kind(fact: &Fact) -> &'static str {
    match fact {
        Fact::NoteAdded(note) => match note.kind {
            NoteKind::Note => "note",
            kind => kind.as_str(),
        },
        Fact::DrillInjected(_) => "provider",
        Fact::DecisionTaken(_) | Fact::DecisionVoted(_) => "decision",
        Fact::StepSet(_)
        | Fact::StepTicked(_)
        | Fact::StepClaimed(_)
        | Fact::StepReleased(_)
        | Fact::StepConfirmed(_)
        | Fact::StepAdded(_)
        | Fact::StepEdited(_)
        | Fact::StepStruck(_)
        | Fact::StepMoved(_)
        | Fact::PhaseCompleted(_) => "step",
        Fact::StepCopied(_)
        | Fact::JobStarted(_)
        | Fact::JobEnded(_)
        | Fact::JobLost(_)
        | Fact::RunnerMoved(_) => "command",
        Fact::ProbeChanged(_) | Fact::VantageChanged(_) | Fact::ServingSet(_) => "probe",
        Fact::BulletinQueued(_)
        | Fact::BulletinApproved(_)
        | Fact::BulletinSent(_)
        | Fact::BulletinFailed(_)
        | Fact::BulletinCancelled(_)
        | Fact::BulletinSnoozed(_)
        | Fact::ImpactSet(_) => "update",
        Fact::PromiseMade(_) | Fact::PromiseClosed(_) => "promise",
        Fact::RoleSet(_)
        | Fact::HandoverOffered(_)
        | Fact::HandoverAccepted(_)
        | Fact::HandoverDeclined(_) => "role",
        Fact::MilestoneSet(_) | Fact::MilestoneCleared(_) => "milestone",
        Fact::AlarmAcknowledged(_) | Fact::AlarmPaged(_) => "alarm",
        _ => "incident",
    }
}

#[cfg(test)]
mod tests {
    use super::super::narrative::line;
    use super::super::testing::Desk;
    use super::*;
    use crate::domain::facts::NoteAdded;

    #[test]
    fn kinds_people_and_words_narrow_what_is_shown() {
        let mut desk = Desk::new();
        let notes = [
            ("gf", NoteKind::Decision, "fail over"),
            ("cp", NoteKind::Question, "who has keys"),
        ];
        for (who, kind, text) in notes {
            let (at, provider, ticket, confidence) = (None, None, None, None);
            let text = text.to_owned();
            desk.says(
                who,
                NoteAdded {
                    kind,
                    text,
                    at,
                    provider,
                    ticket,
                    confidence,
                },
            );
        }
        desk.does("cp", "look", |a, r| a.claim(r, "cp", None));
        let found = |text: &str| {
            let sought = Sought::read(text);
            let timeline = &desk.incident.state().timeline;
            let fits = timeline.iter().filter(|(at, no)| {
                let line = line(&desk.plan, &desk.board(), &desk.incident, *at, *no);
                let entry = desk.incident.log().entry(*no);
                sought.fits(&line, &entry.draft.fact, &entry.draft.operator)
            });
            fits.count()
        };
        assert_eq!(found(""), 4);
        assert_eq!((found("!"), found("? !"), found(":step")), (1, 2, 1));
        assert_eq!((found("@cp"), found("@CP ?"), found("@gf @cp")), (2, 1, 4));
        assert_eq!(
            (found("keys HAS"), found("over keys"), found("*")),
            (1, 0, 0)
        );
    }
}
