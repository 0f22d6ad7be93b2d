//! What a step's row and NOW say of its command, and of a cockpit that is gone.

use crate::cockpit::Model;
use crate::domain::rules::StepRow;
use crate::domain::time::Span;
use crate::domain::words::StepState;

/// A cockpit that gave no sign for this long is gone.
const GONE: Span = Span::seconds(30);

/// The last line a running command printed.
pub(super) fn last_line(model: &Model, step: &StepRow) -> Option<String> {
    let job = step.job.as_ref().filter(|job| job.is_running())?;
    model.runner.outputs.get(&job.id)?.last()
}

/// Its command runs now: where, and the last line.
pub(super) fn running(model: &Model, step: &StepRow) -> Option<String> {
    let job = step.job.as_ref().filter(|job| job.is_running())?;
    let time = (model.now - job.since).calm();
    let last = last_line(model, step).map(|line| format!(" | {line}"));
    let simulated = if job.simulated { "simulated, " } else { "" };
    Some(format!(
        "{simulated}runs on {} {time}{}",
        job.machine,
        last.unwrap_or_default()
    ))
}

/// How long the cockpit of who is at the step has been gone. A command that runs needs none; who never had one is
/// not missed.
pub(super) fn cockpit_gone(model: &Model, step: &StepRow) -> Option<Span> {
    if step.state != StepState::Doing || step.job.as_ref().is_some_and(|j| j.is_running()) {
        return None;
    }
    let who = step.who()?;
    let here = model
        .present
        .iter()
        .any(|p| p.operator == who && !p.observe);
    if here || who == model.me.operator {
        return None;
    }
    let gone = model.wall - *model.runner.signs.get(who)?;
    (gone > GONE).then_some(gone)
}
