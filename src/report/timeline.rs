//! The timeline as a file for `less`, and as rows for a shell.

use super::picture::Picture;
use crate::domain::fold::EntryNo;
use crate::domain::rules::narrative::{self, Line};
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
        let _ = writeln!(out, "{}", row(&line));
    }
    if !day.is_empty() {
        out.push_str("```\n");
    }
    out
}

/// One line an entry, by event time: `02:07:32Z gf  ! decision: ...`.
#[must_use]
pub fn timeline_rows(picture: &Picture<'_>) -> Vec<String> {
    picture.lines().map(|line| row(&line)).collect()
}

/// One entry as a row; `at` is its place in the timeline.
#[must_use]
pub fn entry_row(picture: &Picture<'_>, at: Time, no: EntryNo) -> String {
    row(&narrative::line(
        picture.plan,
        &picture.board,
        picture.incident,
        at,
        no,
    ))
}

fn row(line: &Line) -> String {
    let mark = if line.mark.is_empty() {
        String::new()
    } else {
        format!("{} ", line.mark)
    };
    let written = line.written.map(|t| format!(" (written {})", t.clock()));
    let who = crate::domain::text::visible(&line.who);
    let (at, written) = (line.at.clock(), written.unwrap_or_default());
    format!("{at} {who:<8} {mark}{}{written}", line.text)
}

/// A text within a heading: no markup of its own.
fn heading(text: &str) -> String {
    let text = crate::domain::text::visible(text);
    let plain = |c: char| if "<>&`*_[]#|".contains(c) { ' ' } else { c };
    text.chars().map(plain).collect()
}
