//! What the own probe says of NOW, and what it means for it.

use crate::cockpit::Model;
use crate::domain::rules::StepRow;
use crate::domain::rules::sense::{Sensing, condition};
use crate::domain::words::{StepKind, StepState};
use crate::formats::theme::Role;
use crate::ui::paint::Row;
use crate::ui::theme::Theme;

/// `already true: to.web up 3/3, 200 in 23 ms (2 s ago); d confirms`: what the own probe says, and what follows;
/// none for a step that is bound to no probe, or whose turn is over.
pub(in crate::ui) fn sensed(model: &Model, step: &StepRow, theme: &Theme) -> Option<Row> {
    let on = condition(&step.step).filter(|_| !step.is_closed())?;
    let stand = model.senses.of(&step.step.id)?;
    let said = stand.sensing.said(on);
    let (words, look) = match (&stand.sensing, stand.by_hand) {
        (Sensing::Unknown(_), _) => (format!("{said}; d closes it by hand"), Role::Unknown),
        (_, _) if step.state == StepState::Waiting => {
            (format!("waits until {}: {said}", on.is), Role::Waiting)
        }
        (_, _) if step.step.kind == StepKind::Wait => {
            (format!("would wait for: {said}"), Role::Text)
        }
        (_, _) if !stand.eligible => (format!("sensed: {said}"), Role::Text),
        (Sensing::Stable(_), Some(why)) => (format!("it holds: {said}; d: {why}"), Role::Ok),
        (Sensing::Stable(_), None) if stand.already => {
            (format!("already true: {said}; d confirms"), Role::Warn)
        }
        (_, None) => (format!("sensed: {said}; ticks itself"), Role::Text),
        (_, Some(_)) => (format!("sensed: {said}"), Role::Text),
    };
    Some(Row::new().add(words, theme.style(look)))
}
