//! Whose NOW is, how it stands, and what stands between.

use crate::cockpit::{Action, Model};
use crate::domain::rules::StepRow;
use crate::domain::rules::pace::{Over, pace};
use crate::domain::time::Time;
use crate::domain::words::{StepKind, StepState};
use crate::formats::theme::Role;
use crate::ui::paint::Row;
use crate::ui::theme::Theme;
use crate::ui::words::{self, planned, you};

/// Whose it is.
pub(super) fn owner(model: &Model, step: &StepRow, theme: &Theme) -> Row {
    let role = step.step.role.as_ref();
    let holder = step
        .who()
        .or_else(|| role.and_then(|r| model.incident.holder(r)));
    let (words, look) = match (role, holder) {
        (Some(role), Some(who)) => (format!("@{role} {}", you(model, who)), Role::Text),
        (Some(role), None) => (format!("@{role} nobody"), Role::Warn),
        (None, Some(who)) => (format!("@{}", you(model, who)), Role::Text),
        (None, None) => return Row::new(),
    };
    let row = Row::new().add(words, theme.style(look));
    match step.back.filter(|_| !step.is_closed()) {
        Some(back) => {
            let left = back - model.now;
            let look = if left.0 < 0 { Role::Bad } else { Role::News };
            row.add(format!(", {}", words::back(left)), theme.style(look))
        }
        None => row,
    }
}

/// Where it stands, and what stands between.
pub(super) fn standing(model: &Model, step: &StepRow, theme: &Theme) -> Row {
    let style = |role| theme.style(role);
    let mut row = Row::new();
    match step.state {
        StepState::Doing => {
            row.append(doing(step, model.now, theme));
        }
        StepState::Waiting => {
            let left = step.until.map(|until| until - model.now);
            let over = step.wait_over(model.now);
            let words = match left {
                _ if over.is_some() => {
                    let over = over.unwrap_or_default().calm();
                    row.push(format!("TOO LONG by {over}: "), style(Role::Bad));
                    "d with a reason, f".to_owned()
                }
                Some(left) if left.0 < 0 => format!("wait OVER {}", left.calm()),
                Some(left) => format!("waiting, {} left", left.calm()),
                None => "waiting".to_owned(),
            };
            row.push(words, style(Role::Waiting));
        }
        StepState::Failed => row.push("FAILED", style(Role::Failed)),
        StepState::Unknown => row.push("UNKNOWN outcome", style(Role::Unknown)),
        StepState::Deferred => row.push("deferred: due now", style(Role::Warn)),
        _ if !step.unmet.is_empty() => row.append(blocked(model, step, theme)),
        _ => {
            let (key, word) = match step.step.kind {
                StepKind::Decision => (Action::Done, "decides"),
                StepKind::Bulletin => (Action::Start, "writes it"),
                _ => (Action::Start, "starts it"),
            };
            row.push(key.key(), style(Role::Key));
            row.push(format!(" {word}"), style(Role::Text));
        }
    }
    row
}

/// `doing 0:48 of 1m`, `doing 1:12 of time-box 2m`, `doing 2:12 OVER time-box 2m`
fn doing(step: &StepRow, now: Time, theme: &Theme) -> Row {
    let Some(pace) = pace(step, now) else {
        return Row::new().add("doing", theme.style(Role::Doing));
    };
    let words = format!("doing {}", pace.used.calm());
    let row = Row::new().add(words, theme.style(Role::Doing));
    let Some(limit) = pace.limit else { return row };
    let boxed = pace.over != Over::No && step.step.timebox.is_some();
    let (word, look) = match (pace.excess().is_some(), pace.over) {
        (true, Over::Box) => ("OVER", Role::Bad),
        (true, _) => ("OVER", Role::Warn),
        (false, Over::Plan) => ("of", Role::Warn),
        (false, _) => ("of", Role::Text),
    };
    let kind = if boxed { "time-box " } else { "" };
    row.add(
        format!(" {word} {kind}{}", planned(limit)),
        theme.style(look),
    )
}

/// `BLOCKED by 2.2 (CP, 0:48) +1`
fn blocked(model: &Model, step: &StepRow, theme: &Theme) -> Row {
    let mut words = String::from("BLOCKED by ");
    let Some(first) = step.unmet.first() else {
        return Row::new();
    };
    words.push_str(first);
    if let Some(other) = model.board.steps.iter().find(|s| &s.number == first) {
        let who = words::doer(model, other).map(|w| you(model, w).to_owned());
        let running = other.state.is_running();
        let time = other
            .since
            .filter(|_| running)
            .map(|s| (model.now - s).calm());
        let over = other.wait_over(model.now);
        let over = over.map(|over| format!("TOO LONG by {}", over.calm()));
        let told: Vec<String> = who.into_iter().chain(over.or(time)).collect();
        if !told.is_empty() {
            words.push_str(&format!(" ({})", told.join(", ")));
        }
    }
    if step.unmet.len() > 1 {
        words.push_str(&format!(" +{}", step.unmet.len() - 1));
    }
    Row::new().add(words, theme.style(Role::Warn))
}
