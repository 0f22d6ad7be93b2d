//! `lint_ok`: findings the owner knows of and has a reason for.

use super::codes::CODES;
use super::findings::Findings;
use crate::domain::checklist::Checklist;
use crate::domain::problem::{Problem, Severity};
use crate::domain::text::visible;
use crate::formats::problems::{nearest, quoted};
use crate::formats::toml::Source;
use std::collections::BTreeMap;

/// Turns accepted warnings into notes that give the reason.
pub(super) fn accepted(checklist: &Checklist, found: &mut Findings<'_>) {
    let source = found.source;
    for problem in &mut found.list {
        accept(checklist, source, problem);
    }
    codes(&checklist.lint_ok, "checklist", found);
    for (p, phase) in checklist.phases.iter().enumerate() {
        codes(&phase.lint_ok, &format!("phase[{p}]"), found);
    }
}

/// Turns one warning of a checklist's file into a note, when its phase or the checklist accepts it.
pub(super) fn accept(checklist: &Checklist, source: &Source, problem: &mut Problem) {
    if problem.severity != Severity::Warning {
        return;
    }
    let phase = problem
        .place
        .span
        .and_then(|(at, _)| phase_of(checklist, source, at));
    let of_phase = phase.and_then(|p| checklist.phases.get(p)?.lint_ok.get(problem.code));
    if let Some(reason) = of_phase.or_else(|| checklist.lint_ok.get(problem.code)) {
        problem.severity = Severity::Note;
        problem.remedy = format!("accepted: {}", visible(reason));
    }
}

/// The phase whose header is the last before the place.
fn phase_of(checklist: &Checklist, source: &Source, at: usize) -> Option<usize> {
    let starts = (0..checklist.phases.len()).filter_map(|p| {
        let spot = source.spots.get(&format!("phase[{p}]"))?;
        Some((spot.value.start, p))
    });
    starts
        .filter(|(start, _)| *start <= at)
        .max()
        .map(|(_, p)| p)
}

fn codes(lint_ok: &BTreeMap<String, String>, path: &str, found: &mut Findings<'_>) {
    for code in lint_ok.keys() {
        if CODES.iter().any(|(known, _)| known == code) {
            continue;
        }
        let remedy = nearest(code, CODES.iter().map(|(known, _)| *known)).map_or_else(
            || "take it out".to_owned(),
            |near| format!("did you mean {}?", quoted(near)),
        );
        let what = format!("there is no finding {}", quoted(code));
        found.warn(
            "unknown-lint",
            &format!("{path}.lint_ok.{code}"),
            what,
            &remedy,
        );
    }
}
