//! What is asked before an incident is closed.

use crate::domain::facts::{Fact, IncidentClosed, MilestoneSet};
use crate::domain::fold::Incident;
use crate::domain::time::Time;
use crate::domain::words::Milestone;
use std::collections::BTreeMap;

/// The facts of closing at `now`: it is resolved by now at the latest, and over.
#[must_use]
pub fn close(
    incident: &Incident,
    answers: BTreeMap<String, String>,
    reason: Option<String>,
    now: Time,
) -> Vec<Fact> {
    let resolved = MilestoneSet {
        name: Milestone::Resolved,
        at: now,
        evidence: Some("closed".to_owned()),
    };
    let unset = incident.milestone(Milestone::Resolved).is_none();
    let closed = Fact::from(IncidentClosed { answers, reason });
    unset
        .then(|| resolved.into())
        .into_iter()
        .chain([closed])
        .collect()
}

/// A question, and the name its answer has in the fact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Question {
    /// Names the answer.
    pub name: &'static str,
    /// What is asked.
    pub text: &'static str,
}

/// The questions, in the order they are asked.
pub const QUESTIONS: [Question; 5] = [
    Question {
        name: "data",
        text: "Was data lost?",
    },
    Question {
        name: "lingering",
        text: "Lingering effects?",
    },
    Question {
        name: "told",
        text: "Was every channel told?",
    },
    Question {
        name: "open",
        text: "Obligations still open?",
    },
    Question {
        name: "objection",
        text: "Any objection to closing?",
    },
];
