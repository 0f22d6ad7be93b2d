//! The checklist as a file for `less`: the spreadsheet one would have had.

use super::picture::Picture;
use crate::domain::rules::StepRow;
use crate::domain::text::{code_points, visible};
use crate::domain::words::StepState;
use std::fmt::Write as _;

/// `checklist-<user>.txt`: every step with its state, who, value and exact command.
#[must_use]
pub fn checklist_text(picture: &Picture<'_>) -> String {
    let board = &picture.board;
    let mode = picture.identity.mode.banner();
    let mut out = String::new();
    let title = if board.run.is_some() {
        &board.title
    } else {
        "no checklist adopted yet"
    };
    let _ = writeln!(
        out,
        "{mode} {}  {}/{} closed  written {}",
        visible(title),
        board.done,
        board.total,
        picture.now.rfc3339()
    );
    let mut phase = None;
    for row in &board.steps {
        if phase != Some(row.phase) {
            phase = Some(row.phase);
            if let Some(p) = board.phases.get(row.phase) {
                let done = if p.completed { "  completed" } else { "" };
                let _ = writeln!(out, "\n{} {}{done}", row.phase + 1, visible(&p.title));
                if let Some(abort) = &p.abort_if {
                    let _ = writeln!(out, "  abort if: {}", visible(abort));
                }
            }
        }
        step(&mut out, picture, row);
    }
    if !board.captured.is_empty() {
        out.push_str("\nCaptured before the checklist was adopted\n");
        board
            .captured
            .iter()
            .for_each(|row| step(&mut out, picture, row));
    }
    out
}

fn step(out: &mut String, picture: &Picture<'_>, row: &StepRow) {
    let _ = write!(
        out,
        "{} {:<5} {}",
        glyph(row),
        row.number,
        visible(&row.title)
    );
    let _ = write!(out, "  [{}]", state(row));
    let closer = row.by.as_deref().filter(|_| row.since.is_some());
    if let Some(who) = row.who().or(closer) {
        let _ = write!(out, " {}", visible(who));
    } else if let Some(role) = &row.step.role {
        let _ = write!(out, " @{role}");
    }
    if let Some(since) = row.since {
        let _ = write!(out, " {}", since.clock());
    }
    if let Some(until) = row.until {
        let _ = write!(out, " until {}", until.clock());
    }
    out.push('\n');
    let mut detail = |name: &str, text: Option<&str>| {
        if let Some(text) = text {
            let _ = writeln!(out, "          {name}{}", visible(text));
        }
    };
    detail("value: ", row.value.as_deref());
    for part in &row.told.parts {
        let mark = if part.done { "[x] " } else { "[ ] " };
        detail(mark, Some(&part.title));
    }
    for ballot in &row.told.votes {
        detail("vote: ", Some(&ballot.words()));
    }
    if let Some(by) = &row.told.verified {
        detail("verified by ", Some(by));
    }
    detail("reason: ", row.reason.as_deref());
    detail("evidence: ", row.evidence.as_deref());
    if let Some((who, why)) = &row.amended.struck_by {
        let why = why.as_deref().unwrap_or("no reason given");
        let word = if row.struck { "struck" } else { "was struck" };
        detail("", Some(&format!("{word} by {who}: {why}")));
    }
    if row.edited {
        let (title, command) = row.amended.changed_from(&row.step);
        detail("edited live, was: ", title);
        detail("edited live, was: $ ", command);
    }
    for (who, state) in &row.rivals {
        detail(
            "also: ",
            Some(&format!("{state} by {who}, at the same time")),
        );
    }
    if let Some(command) = picture.board.names.command(&row.step) {
        for line in code_points(&command.text, true).lines() {
            let _ = writeln!(out, "        $ {line}");
        }
        for name in &command.missing {
            let _ = writeln!(out, "          not filled yet: {name}");
        }
    }
    let expect = row.step.expect.as_deref();
    if let Some(expect) = expect.map(|t| picture.board.names.text(t)) {
        let _ = writeln!(out, "          expect: {}", visible(&expect));
    }
}

/// The state in words, with what must not be overlooked.
fn state(row: &StepRow) -> String {
    let mut words = vec![row.state.as_str()];
    let marks = [
        (row.sensed, "sensed"),
        (row.unproven, "UNPROVEN"),
        (row.struck, "struck"),
        (row.added, "added live"),
        (row.edited, "edited live"),
        (row.step.optional, "optional"),
        (row.step.irreversible && !row.is_closed(), "NO UNDO"),
    ];
    words.extend(marks.iter().filter(|(on, _)| *on).map(|(_, word)| *word));
    words.join(", ")
}

/// Plain ASCII: this file is read when all else fails.
fn glyph(row: &StepRow) -> &'static str {
    if row.struck {
        return "[-]";
    }
    match row.state {
        StepState::Todo => "[ ]",
        StepState::Doing => "[>]",
        StepState::Waiting => "[~]",
        StepState::Done | StepState::Verified => "[x]",
        StepState::Failed => "[!]",
        StepState::Skipped | StepState::Waived | StepState::NotTaken => "[-]",
        StepState::Deferred => "[d]",
        StepState::Unknown => "[?]",
    }
}
