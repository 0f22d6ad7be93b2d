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
    assert_eq!(loaded.checklists.len(), 11);
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
fn every_file_of_checklists_comes_with_the_program() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("checklists");
    let mut there: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| format!("checklists/{}", entry.unwrap().file_name().display()))
        .collect();
    there.sort();
    for files in [embedded(), to_edit()] {
        let names = files.iter().map(|f| f.name.clone());
        let mut named: Vec<String> = names.filter(|n| n.starts_with("checklists/")).collect();
        named.sort();
        assert_eq!(named, there);
    }
}

#[test]
fn what_is_accepted_in_them_is_found_and_has_a_reason() {
    let loaded = strict(&to_edit());
    let found = all_problems(&to_edit());
    let mut accepted = 0;
    for checklist in &loaded.checklists {
        assert!(
            checklist.lint_ok.is_empty(),
            "{}: say it of a phase",
            checklist.id
        );
        for phase in &checklist.phases {
            for (code, reason) in &phase.lint_ok {
                let remedy = format!("accepted: {reason}");
                let in_file = |p: &&switchover::domain::problem::Problem| {
                    p.place.file == checklist.source.name && p.code == code && p.remedy == remedy
                };
                assert!(reason.len() > 12, "{} {}: {code}", checklist.id, phase.id);
                assert!(
                    found.iter().any(|p| in_file(&p)),
                    "{} {}: {code} is not found",
                    checklist.id,
                    phase.id
                );
                accepted += 1;
            }
        }
    }
    assert!(accepted <= 12, "sparingly: {accepted}");
}

#[test]
fn what_is_opened_in_one_is_closed_in_it_and_a_choice_leads_on() {
    let mut open = Vec::new();
    for checklist in strict(&embedded()).checklists {
        let handed_on = ["failover", "failback"].contains(&checklist.id.as_str());
        for (_, step) in checklist.steps().filter(|_| !handed_on) {
            let closed = |pair| {
                checklist
                    .steps()
                    .any(|(_, s)| s.closes.as_ref() == Some(pair))
            };
            if step.opens.as_ref().is_some_and(|pair| !closed(pair)) {
                open.push(format!("{} {}", checklist.id, step.id));
            }
        }
        let last = checklist.steps().last().unwrap().1;
        assert_eq!(
            last.kind,
            StepKind::Task,
            "{}: what comes after",
            checklist.id
        );
        assert!(
            checklist.steps().any(|(_, s)| s.milestone.is_some()),
            "{}",
            checklist.id
        );
    }
    assert_eq!(open, Vec::<String>::new());
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
    // Fewer is fine; a new one is not.
    let known = [
        "abort_to", "ask", "choices", "each", "name", "optional", "probe", "progress", "quorum",
        "rpo", "sensed", "sub", "type",
    ];
    let loaded = strict(&embedded());
    let used = switchover::formats::honoured::not_honoured(&loaded);
    let new: Vec<String> = used
        .iter()
        .filter(|p| {
            !known
                .iter()
                .any(|k| p.what.starts_with(&format!("\"{k}\" ")))
        })
        .map(ToString::to_string)
        .collect();
    assert_eq!(new, Vec::<String>::new());
}
