//! `lint_ok`: findings the owner knows of and has a reason for.

use super::codes::CODES;
use super::findings::Findings;
use crate::domain::checklist::Checklist;
use crate::domain::problem::Severity;
use crate::domain::text::visible;
use crate::formats::problems::{nearest, quoted};
use std::collections::BTreeMap;

/// Turns accepted warnings into notes that give the reason.
pub(super) fn accepted(checklist: &Checklist, found: &mut Findings<'_>) {
    let phase_of = |at: usize| -> Option<usize> {
        // The phase whose header is the last before the place.
        let starts = (0..checklist.phases.len()).filter_map(|p| {
            let spot = found.source.spots.get(&format!("phase[{p}]"))?;
            Some((spot.value.start, p))
        });
        starts
            .filter(|(start, _)| *start <= at)
            .max()
            .map(|(_, p)| p)
    };
    let reasons: Vec<Option<String>> = found
        .list
        .iter()
        .map(|problem| {
            let phase = problem.place.span.and_then(|(start, _)| phase_of(start));
            let of_phase = phase.and_then(|p| checklist.phases.get(p)?.lint_ok.get(problem.code));
            of_phase
                .or_else(|| checklist.lint_ok.get(problem.code))
                .cloned()
        })
        .collect();
    for (problem, reason) in found.list.iter_mut().zip(reasons) {
        if let Some(reason) = reason.filter(|_| problem.severity == Severity::Warning) {
            problem.severity = Severity::Note;
            problem.remedy = format!("accepted: {}", visible(&reason));
        }
    }
    codes(&checklist.lint_ok, "checklist", found);
    for (p, phase) in checklist.phases.iter().enumerate() {
        codes(&phase.lint_ok, &format!("phase[{p}]"), found);
    }
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
