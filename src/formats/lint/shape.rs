//! How a checklist reads at three in the morning.

use super::findings::{Findings, step_path};
use crate::domain::checklist::{Checklist, Step, WaitFor};
use crate::domain::words::StepKind;
use crate::formats::problems::quoted;

/// More steps than this without a pause are not kept in mind.
const STRETCH: usize = 9;

pub(super) fn shape(checklist: &Checklist, found: &mut Findings<'_>) {
    let total = checklist.steps().count();
    let mut index = 0;
    for (p, phase) in checklist.phases.iter().enumerate() {
        // A phase ends with a call: a pause.
        let mut stretch = 0;
        for (s, step) in phase.steps.iter().enumerate() {
            let at = step_path(p, s);
            one(step, &at, found);
            if matches!(
                step.kind,
                StepKind::Decision | StepKind::Hold | StepKind::Wait
            ) {
                stretch = 0;
            } else {
                stretch += 1;
            }
            if stretch == STRETCH + 1 {
                let what = format!("more than {STRETCH} steps without a pause, from here on");
                let remedy = "begin a phase, or add a decision, hold or wait before it";
                found.warn("long-stretch", &format!("{at}.id"), what, remedy);
            }
            if step.critical && total >= 3 && index * 3 >= total * 2 {
                let what = format!(
                    "the critical step {} is in the last third",
                    quoted(step.id.as_str())
                );
                found.warn(
                    "critical-late",
                    &format!("{at}.critical"),
                    what,
                    "do it earlier, while minds are fresh",
                );
            }
            index += 1;
        }
    }
}

fn one(step: &Step, at: &str, found: &mut Findings<'_>) {
    let acts = matches!(step.kind, StepKind::Do | StepKind::Check);
    if acts && step.expect.is_none() && step.sensed.is_none() {
        let what = format!(
            "{} does not say what to see when it worked",
            quoted(step.id.as_str())
        );
        found.warn(
            "no-expect",
            &format!("{at}.id"),
            what,
            "add expect = \"...\"",
        );
    }
    if step.title.contains(" and ") {
        let place = found.place_inside(&format!("{at}.title"), " and ");
        let what = "a title with \" and \" is two acts".to_owned();
        let severity = crate::domain::problem::Severity::Warning;
        found.put(severity, "and-in-title", place, what, "make two steps");
    }
    // A fixed wait ends by itself.
    let endless = |w: &&crate::domain::checklist::Wait| {
        w.timeout.is_none() && !matches!(w.what, WaitFor::Fixed(_))
    };
    if step.wait.as_ref().filter(endless).is_some() {
        let what = format!("{} may wait for ever", quoted(step.id.as_str()));
        found.warn(
            "wait-no-timeout",
            &format!("{at}.wait"),
            what,
            "add timeout = \"20m\"",
        );
    }
}
