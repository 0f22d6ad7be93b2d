//! A story as its file tells it: who knew, did or said what, and when.

use serde::Deserialize;
use std::fs;
use std::path::PathBuf;
use switchover::domain::time::{Span, Time};

/// One evening.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Story {
    /// The day it begins.
    pub(super) date: String,
    /// The time of the place, `+02:00`.
    pub(super) offset: String,
    /// What the incident is called.
    pub(super) title: String,
    /// When the incident manager hands over.
    pub(super) handover: Option<String>,
    /// From when to when nobody can be told.
    pub(super) down: [String; 2],
    /// What happened, in order.
    #[serde(rename = "fact")]
    pub(super) facts: Vec<Told>,
}

/// One thing that happened: one of the last five is there.
#[derive(Deserialize, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Told {
    /// The clock of the place; `+1 08:30` is on the next day.
    pub(super) at: String,
    /// Who tells it.
    pub(super) who: String,
    /// Its source, or `added`.
    pub(super) from: String,
    /// The source gives no minute.
    #[serde(default)]
    pub(super) about: bool,
    /// The note is pinned.
    #[serde(default)]
    pub(super) pin: bool,
    /// As one types it.
    pub(super) note: Option<String>,
    /// A command of the program.
    pub(super) run: Option<Vec<String>>,
    /// To the first audience.
    pub(super) update: Option<String>,
    /// What is promised...
    pub(super) promise: Option<String>,
    /// ... and within which time.
    pub(super) within: Option<String>,
}

/// The folder of a story: `story.toml`, and `plan.toml`.
pub(super) fn folder(name: &str) -> PathBuf {
    let tests = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/replay");
    tests.join(name)
}

impl Story {
    pub(super) fn read(name: &str) -> Story {
        let text = fs::read_to_string(folder(name).join("story.toml")).unwrap();
        toml::from_str(&text).unwrap()
    }

    /// A clock of the story as a point in time.
    pub(super) fn time(&self, at: &str) -> Time {
        let (days, clock) = match at.split_once(' ') {
            Some((days, clock)) => (days.parse().unwrap(), clock),
            None => (0, at),
        };
        let text = format!("{}T{clock}:00{}", self.date, self.offset);
        Time::parse(&text).unwrap() + Span::minutes(days * 24 * 60)
    }
}

#[test]
fn every_story_says_where_each_fact_is_from() {
    for name in ["evening", "outage"] {
        let (story, text) = (
            Story::read(name),
            fs::read_to_string(folder(name).join("story.toml")).unwrap(),
        );
        let head = text.split("\ndate = ").next().unwrap();
        let mut last = Time::default();
        for told in &story.facts {
            let said = [
                told.note.is_some(),
                told.run.is_some(),
                told.update.is_some(),
                told.promise.is_some() && told.within.is_some(),
            ];
            assert_eq!(said.iter().filter(|s| **s).count(), 1, "{told:?}");
            let known = match told.from.as_str() {
                "added" => !told.about,
                "report" => head.contains("(\"report\" below)"),
                from => head.contains(&format!("[{from}] ")),
            };
            assert!(known, "{told:?}");
            let at = story.time(&told.at);
            assert!(at >= last, "in order: {told:?}");
            last = at;
        }
        assert!(story.facts.iter().any(|f| f.from == "added"));
    }
}
