//! What is done at NOW: its command, verbatim, or what the kind of step asks for.

use crate::cockpit::Model;
use crate::domain::checklist::WaitFor;
use crate::domain::rules::StepRow;
use crate::domain::text::code_points;
use crate::domain::words::StepKind;
use crate::formats::theme::Role;
use crate::ui::paint::{self, Row};
use crate::ui::theme::Theme;
use crate::ui::words::planned;

/// What is done: the command verbatim, or what the kind of step asks for.
pub(super) fn act(
    model: &Model,
    step: &StepRow,
    width: usize,
    most: usize,
    theme: &Theme,
) -> Vec<Row> {
    let style = |role| theme.style(role);
    let text = |t: &str| model.board.names.text(t);
    if let Some(command) = model.board.command(step) {
        let whole = code_points(&command.text, true).replace('\t', "    ");
        let lines: Vec<&str> = whole.lines().collect();
        let more = lines.len().saturating_sub(most.max(1));
        let row = |(n, line): (usize, &&str)| {
            let mut row = Row::new();
            if more > 0 && n + 1 == most.max(1) {
                let mark = format!("  … +{more} more, c copies all");
                let room = width.saturating_sub(mark.chars().count());
                row.push(paint::cut(line, room), style(Role::Command));
                row.push(mark, style(Role::Dim));
            } else {
                row.push(*line, style(Role::Command));
            }
            row
        };
        return lines
            .iter()
            .enumerate()
            .take(most.max(1))
            .map(row)
            .collect();
    }
    if let Some(sensed) = super::sensed(model, step, theme) {
        return vec![sensed];
    }
    let one = match step.step.kind {
        StepKind::Decision => return vec![decision(model, step, theme)],
        StepKind::Wait => step.step.wait.as_ref().map(|w| waits(&w.what)),
        StepKind::Bulletin => Some("b writes the update; it says who is told next".to_owned()),
        StepKind::Hold => Some("do not go on until somebody says so; d says so".to_owned()),
        _ => None,
    };
    let note = || step.step.note.as_deref().map(text);
    let sub = || {
        let part = step.open_part()?;
        let (n, m) = step.progress()?;
        Some(format!("{n}/{m}, next {}: d ticks it, T any", part.title))
    };
    let words = one.or_else(sub).or_else(note);
    let words = words.unwrap_or_else(|| "(no command: d when it is done)".to_owned());
    vec![Row::new().add(words, style(Role::Text))]
}

/// What a wait waits for, in words.
pub(in crate::ui) fn waits(what: &WaitFor) -> String {
    match what {
        WaitFor::Fixed(span) => format!("waits {}", planned(*span)),
        WaitFor::TtlOf(name) => format!("waits until the old answers for {name} are gone (TTL)"),
        WaitFor::Until(on) => format!(
            "waits until {} is {}, {} times in a row",
            on.probe, on.is, on.stable
        ),
    }
}

fn decision(model: &Model, step: &StepRow, theme: &Theme) -> Row {
    let mut row = Row::new();
    for option in step.step.decision.iter().flat_map(|d| &d.options) {
        // Its key counts once the question is open; here f is "fail".
        let label = model.board.names.text(&option.label);
        row.push(format!("[{label}] "), theme.style(Role::Text));
    }
    let question = step
        .step
        .decision
        .as_ref()
        .map(|d| model.board.names.text(&d.question));
    row.push(question.unwrap_or_default(), theme.style(Role::Dim));
    row
}
