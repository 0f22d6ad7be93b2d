//! Steps captured live, without a checklist; and promises to be back.

use super::board::{StepRow, row};
use super::list::listed;
use super::names::Names;
use crate::domain::checklist::Checklist;
use crate::domain::fold::{Incident, Run, StepRecord};
use crate::domain::time::Time;

/// What the list is called.
pub(super) fn title(checklist: Option<&Checklist>, run: Option<&Run>, names: &Names) -> String {
    match checklist {
        Some(checklist) => names.text(&checklist.title),
        None if run.is_some_and(Run::is_captured) => "Triage, captured live".to_owned(),
        None => String::new(),
    }
}

/// What was captured live, where another run is worked on.
pub(super) fn captured(incident: &Incident, active: Option<&Run>) -> Vec<StepRow> {
    let other = active.is_some_and(|run| !run.is_captured());
    let run = incident.captured().map(|(_, run)| run).filter(|_| other);
    let steps = run.into_iter().flat_map(|run| {
        let steps = listed(None, Some(run), incident.log()).into_iter();
        steps.map(|listed| {
            let record = run.step(&listed.step.id);
            row(listed, Some(run), record, incident, &Names::default())
        })
    });
    steps.collect()
}

/// When the holder promised to be back: counted from when that was said.
pub(super) fn back(record: &StepRecord, incident: &Incident) -> Option<Time> {
    let held = record.holder.held()?;
    let promise = held.value.as_ref()?.back_in?;
    Some(incident.written(held.by) + promise)
}
