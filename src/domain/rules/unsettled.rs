//! What the record itself says against closing: still down, nothing decided, no restoration, a question.

use super::alarms::reported;
use super::board::Board;
use super::changes::answers;
use crate::domain::facts::Fact;
use crate::domain::fold::Incident;
use crate::domain::plan::Plan;
use crate::domain::words::{Milestone, Mode, NoteKind, ProbeState, StepKind};

/// What is not in order, one line each.
#[must_use]
pub(super) fn unsettled(
    plan: &Plan,
    incident: &Incident,
    board: &Board,
    mode: Mode,
) -> Vec<String> {
    let mut found = Vec::new();
    for service in &plan.services {
        let seen = plan.providers.iter();
        let seen = seen.filter_map(|p| Some((p, reported(incident, &p.id, &service.id)?)));
        let seen: Vec<_> = seen.collect();
        let down = seen.iter().find(|(_, state)| *state == ProbeState::Down);
        if let Some((side, _)) = down
            && !seen.iter().any(|(_, state)| answers(*state))
        {
            let (name, side) = (&service.name, plan.short(&side.id));
            found.push(format!("STILL DOWN: {name} at {side}, and up nowhere"));
        }
    }
    let unset = |name| incident.milestone(name).is_none();
    let asks = |kind| board.steps.iter().any(|s| s.step.kind == kind);
    if mode != Mode::Planned && asks(StepKind::Decision) && unset(Milestone::Decided) {
        found.push("nothing was decided".to_owned());
    }
    if !unset(Milestone::ImpactStart) && unset(Milestone::ServiceRestored) {
        found.push("service_restored is not set: m sets it".to_owned());
    }
    let questions = incident.log().iter().filter(|(_, e)| match &e.draft.fact {
        Fact::NoteAdded(note) => note.kind == NoteKind::Question,
        _ => false,
    });
    match questions.count() {
        0 => {}
        1 => found.push("1 question in the timeline".to_owned()),
        n => found.push(format!("{n} questions in the timeline")),
    }
    found
}
