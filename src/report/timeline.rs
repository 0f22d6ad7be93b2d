//! The timeline as a file for `less`, and as rows for a shell.

use super::picture::Picture;
use crate::domain::fold::EntryNo;
use crate::domain::rules::narrative::{self, Line};
use crate::domain::rules::scratch::scratch;
use crate::domain::time::Time;
use crate::domain::words::Mode;
use std::fmt::Write as _;

/// `timeline-<user>.md`: a heading, then one line an entry by event time, a heading for each day. The lines
/// stand in fences: nothing in them is markup.
#[must_use]
pub fn timeline_md(picture: &Picture<'_>) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {} {}", picture.banner(), heading(picture.title()));
    let _ = writeln!(
        out,
        "\n{}, opened {}, written {}. All times are UTC.",
        picture.direction(),
        picture.identity.opened.rfc3339(),
        picture.now.rfc3339()
    );
    if picture.identity.mode == Mode::Drill {
        let _ = writeln!(out, "\n**DRILL**: a rehearsal, not production.");
    }
    let mut day = String::new();
    for line in picture.lines() {
        let date = line.at.date();
        if date != day {
            if !day.is_empty() {
                out.push_str("```\n");
            }
            let _ = writeln!(out, "\n## {date}\n\n```text");
            day = date;
        }
        let _ = writeln!(out, "{}", row(&line, false));
        if let Some(first) = &line.first {
            let _ = writeln!(out, "          first: {first}");
        }
    }
    if !day.is_empty() {
        out.push_str("```\n");
    }
    let answers = picture.answers();
    if !answers.is_empty() {
        out.push_str("\n## Closed\n\n");
        for (asked, answer) in answers {
            let text = crate::domain::text::visible(answer);
            let _ = writeln!(out, "    {asked} {text}");
        }
    }
    let scratch = scratch(picture.incident).text;
    if !scratch.is_empty() {
        // Indented: nothing in it is markup.
        out.push_str("\n## Scratch text\n\n");
        for line in scratch.lines() {
            let _ = writeln!(out, "    {}", crate::domain::text::visible(line));
        }
    }
    out
}

/// One line an entry, by event time: `02:07:32Z gf  ! decision: ...`; with its date where they are of several days.
#[must_use]
pub fn timeline_rows(picture: &Picture<'_>) -> Vec<String> {
    let days = days(picture);
    picture.lines().map(|line| row(&line, days)).collect()
}

/// Whether the entries are of more than one day.
fn days(picture: &Picture<'_>) -> bool {
    let timeline = &picture.incident.state().timeline;
    let ends = timeline.first().zip(timeline.last());
    ends.is_some_and(|(first, last)| first.0.date() != last.0.date())
}

/// One entry as a row, with its date where the entries are of several days; `at` is its place in the timeline.
#[must_use]
pub fn entry_row(picture: &Picture<'_>, at: Time, no: EntryNo) -> String {
    let line = narrative::line(picture.plan, &picture.board, picture.incident, at, no);
    row(&line, days(picture))
}

fn row(line: &Line, days: bool) -> String {
    let mark = if line.mark.is_empty() {
        String::new()
    } else {
        format!("{} ", line.mark)
    };
    let written = line
        .written
        .map(|t| format!(" (written {})", t.near(line.at)));
    let who = crate::domain::text::visible(&line.who);
    let (at, written) = (line.at.clock(), written.unwrap_or_default());
    let date = days.then(|| format!("{} ", line.at.date()));
    let date = date.unwrap_or_default();
    let pin = if line.pinned { "* " } else { "" };
    format!("{date}{at} {who:<8} {mark}{pin}{}{written}", line.text)
}

/// A text within a heading: no markup of its own.
fn heading(text: &str) -> String {
    let text = crate::domain::text::visible(text);
    let plain = |c: char| if "<>&`*_[]#|".contains(c) { ' ' } else { c };
    text.chars().map(plain).collect()
}
