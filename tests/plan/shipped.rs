//! What comes with the program is usable as it stands.

use super::support::{all_problems, strict};
use switchover::domain::checklist::Step;
use switchover::domain::problem::Severity;
use switchover::domain::words::StepKind;
use switchover::formats::plan::{embedded, to_edit};
use switchover::formats::toml::SourceFile;

fn in_order(files: &[SourceFile]) {
    let bad: Vec<String> = all_problems(files)
        .iter()
        .filter(|p| p.severity >= Severity::Warning)
        .map(ToString::to_string)
        .collect();
    assert!(bad.is_empty(), "{bad:#?}");
}

#[test]
fn the_embedded_plan_has_no_error_and_no_warning() {
    in_order(&embedded());
    let loaded = strict(&embedded());
    assert!(loaded.is_usable());
    assert_eq!(loaded.checklists.len(), 3);
    assert_eq!(
        loaded.scenarios[0].id.as_str(),
        "power-loss",
        "the one a drill takes unasked"
    );
}

#[test]
fn what_init_writes_has_no_error_and_no_warning() {
    in_order(&to_edit());
    assert!(strict(&to_edit()).is_usable());
}

#[test]
fn every_step_is_complete() {
    let mut lacking = Vec::new();
    for checklist in strict(&embedded()).checklists {
        for (_, step) in checklist.steps() {
            let acts = matches!(step.kind, StepKind::Do | StepKind::Check);
            let checks: [(&str, bool); 6] = [
                ("role", step.role.is_some()),
                ("takes", step.takes.is_some()),
                ("command", !acts || step.script().is_some()),
                ("expect", !acts || step.expect.is_some()),
                ("undo", !acts || step.undo.is_some()),
                ("rehearse", step.script().is_none() || simulated(step)),
            ];
            let missing = checks.iter().filter(|(_, there)| !there);
            lacking
                .extend(missing.map(|(what, _)| format!("{} {}: {what}", checklist.id, step.id)));
        }
    }
    assert!(lacking.is_empty(), "{lacking:#?}");
}

fn simulated(step: &Step) -> bool {
    step.rehearse
        .as_ref()
        .is_some_and(|r| r.takes.is_some() && r.output.is_some())
}

#[test]
fn what_they_use_and_is_not_honoured_is_little() {
    let lines: Vec<String> = switchover::formats::honoured::not_honoured(&strict(&embedded()))
        .iter()
        .map(ToString::to_string)
        .collect();
    insta::assert_debug_snapshot!(lines);
}
