//! A condition that a closed step rests on, and that holds no more.

use super::{Memory, Sensing};
use crate::domain::checklist::Sensed;
use crate::domain::fold::Incident;
use crate::domain::ids::Id;
use crate::domain::rules::StepRow;
use crate::domain::rules::alarms::Alarm;
use crate::domain::time::Time;
use crate::domain::words::StepState;

/// Since when, in incident time, the condition of a closed step holds no more: after `n` results in a row. A step
/// that was closed against its probe, with a reason, has lost nothing until it was seen to hold.
#[must_use]
pub(super) fn since(row: &StepRow, memory: &Memory, n: u32, incident: &Incident) -> Option<Time> {
    row.step.sensed.as_ref()?;
    let closed = matches!(row.state, StepState::Done | StepState::Verified) && !row.struck;
    let scale = incident.scale();
    let held = memory.held().map(|t| scale.incident(t));
    let held_since = held.is_some_and(|held| row.since.is_none_or(|since| held >= since));
    let believed = row.reason.is_none() || held_since;
    let since = memory.against(n).filter(|_| closed && believed)?;
    Some(scale.incident(since))
}

/// The alarm of a lost condition. Who acknowledged it knows of this loss: when it has held again and is lost
/// again, that is news.
#[must_use]
pub fn alarm(
    run: &Id,
    row: &StepRow,
    on: &Sensed,
    sensing: &Sensing,
    memory: &Memory,
    incident: &Incident,
) -> Alarm {
    let id = format!("lost.{run}.{}", row.step.id);
    let held = memory.held().map(|t| incident.scale().incident(t));
    let after = held.max(row.since);
    let said = incident.state().acknowledged.get(&id);
    let knows = |no: &&crate::domain::fold::EntryNo| {
        after.is_none_or(|after| incident.written(**no) >= after)
    };
    let by = said.and_then(|said| said.iter().find(knows));
    let text = format!("{} LOST: {}", row.number, sensing.brief(on));
    Alarm {
        id,
        text,
        rank: 1,
        acknowledged: by.map(|no| incident.author(*no).to_owned()),
    }
}
