//! What cannot be taken back is guarded.

use super::findings::{Findings, step_path};
use crate::domain::checklist::Checklist;
use crate::domain::words::StepKind;
use crate::formats::problems::quoted;

pub(super) fn guards(checklist: &Checklist, found: &mut Findings<'_>) {
    let mut paused = false;
    for (p, phase) in checklist.phases.iter().enumerate() {
        for (s, step) in phase.steps.iter().enumerate() {
            let at = step_path(p, s);
            let name = quoted(step.id.as_str());
            if step.irreversible && step.confirm_by.is_none() {
                let what = format!("{name} cannot be taken back, and nobody confirms it");
                let path = format!("{at}.irreversible");
                found.error(
                    "irreversible-unconfirmed",
                    &path,
                    what,
                    "add confirm_by = \"ROLE\" or \"any\"",
                );
            }
            if step.confirm_by.is_some() && step.confirm_by == step.role {
                let what = format!("only the doer of {name} can confirm it");
                let path = format!("{at}.confirm_by");
                found.error(
                    "confirm-by-doer",
                    &path,
                    what,
                    "name another role, or \"any\"",
                );
            }
            if step.irreversible && !paused {
                let what = format!(
                    "{name} cannot be taken back, and no decision, hold or check comes before it"
                );
                let path = format!("{at}.irreversible");
                found.warn("irreversible-unguarded", &path, what, "add one before it");
            }
            paused |= matches!(
                step.kind,
                StepKind::Decision | StepKind::Hold | StepKind::Check
            );
        }
    }
}
