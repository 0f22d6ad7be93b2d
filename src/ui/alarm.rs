//! ```text
//! ! 42A NOT PROVEN FENCED (2.2): it may write when it returns               +1 A ack
//! ```
//! One reserved row with a count; nothing modal, nothing that blinks. The loudest fill it until somebody knows of them.

use super::paint::{self, Row};
use super::theme::Theme;
use crate::cockpit::{Action, Model, hint};
use crate::domain::rules::paging::who;
use crate::formats::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// No alarm; and who would be told of one, where the plan has a pager.
fn calm(model: &Model, theme: &Theme) -> Row {
    let row = Row::new().add("no alarm", theme.style(Role::Dim));
    match who(&model.plan, &model.present).filter(|_| model.incident.is_open()) {
        Some((true, words)) => row.add(format!("; {words}"), theme.style(Role::Dim)),
        Some((false, words)) => row.add(format!("; {words}"), theme.style(Role::Warn)),
        None => row,
    }
}

/// Draws the alarm row.
pub(super) fn render(frame: &mut Frame<'_>, area: Rect, model: &Model, theme: &Theme) {
    let style = |role| theme.style(role);
    let Some(alarm) = model.alarms.first() else {
        let quiet = match model.notices.last() {
            Some(notice) => {
                Row::new().add(format!("note: {}", notice.brief()), style(Role::Refused))
            }
            None => calm(model, theme),
        };
        paint::row(frame, area, 0, 0, &quiet);
        return;
    };
    let mut end = Row::new();
    if model.alarms.len() > 1 {
        end.push(format!("+{}", model.alarms.len() - 1), style(Role::Alarm));
    }
    let (look, mark) = match &alarm.acknowledged {
        Some(who) => {
            end.push(format!(" known to {who}"), style(Role::Dim));
            if model.alarms.iter().any(|a| a.acknowledged.is_none()) {
                end.push(format!(" {}", Action::Acknowledge.key()), style(Role::Key));
            }
            (Role::AlarmKnown, "· ")
        }
        None => {
            end.push(format!(" {}", Action::Acknowledge.key()), style(Role::Key));
            end.push(
                format!(" {}", Action::Acknowledge.label()),
                style(Role::Text),
            );
            (Role::Alarm, "! ")
        }
    };
    let mut line = Row::new()
        .add(mark, style(look))
        .add(&alarm.text, style(look));
    if let Some(hint) = hint(&alarm.id) {
        line.push(format!(": {hint}"), style(look));
    }
    paint::both(frame, area, 0, &line, &end);
    if alarm.rank == 0 && alarm.acknowledged.is_none() {
        let bar = style(Role::Alarm).add_modifier(Modifier::REVERSED);
        frame.buffer_mut().set_style(area, bar);
    }
}
