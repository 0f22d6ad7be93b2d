//! Moving about: the step cursor, the timeline, dialogs.

use super::answer;
use crate::cockpit::{Action, Cursor, Dialog, Effect, Model, Pane};

/// Moves in the focused pane.
pub(super) fn scroll(model: &mut Model, action: Action) -> Vec<Effect> {
    let page = usize::from(model.view.size.1).saturating_sub(8).max(1) / 2;
    match model.view.focus {
        Pane::Steps => return steps(model, action, page),
        Pane::Probes => {
            let most = model.plan.services.len().saturating_sub(1);
            model.view.probe_top = moved(model.view.probe_top, most, action, page);
        }
        Pane::Timeline => {
            timeline(model, action, page);
        }
        Pane::Updates => {
            return answer::refused(model, "nothing to scroll here: Tab goes to the next pane");
        }
    }
    Vec::new()
}

/// Whoever comes to the probes is at what failed first.
pub(super) fn onto_cause(model: &mut Model) {
    let cause = |r: &crate::cockpit::probes::ProbeRow| r.from.is_cause() || r.to.is_cause();
    if model.view.focus == Pane::Probes
        && let Some(at) = model.probes.rows.iter().position(cause)
    {
        model.view.probe_top = at;
    }
}

/// Moves the timeline's cursor, by entries that are looked for. At the newest it stays at the newest.
fn timeline(model: &mut Model, action: Action, page: usize) {
    let Some(mut at) = model.timeline_at() else {
        return;
    };
    let (newer, by) = match action {
        Action::Up => (false, 1),
        Action::PageUp => (false, page),
        Action::Top => (false, usize::MAX),
        Action::Down => (true, 1),
        Action::PageDown => (true, page),
        _ => (true, usize::MAX),
    };
    for _ in 0..by {
        match model.timeline_next(at, newer) {
            Some(next) => at = next,
            None => break,
        }
    }
    let newest = model.timeline_next(at, true).is_none();
    let no = model.incident.state().timeline[at].1;
    model.view.entry = (!newest).then_some(no);
}

fn steps(model: &mut Model, action: Action, page: usize) -> Vec<Effect> {
    let shown: Vec<usize> = model.shown_steps();
    if shown.is_empty() {
        return answer::refused(model, "no steps to go through");
    }
    let at = model
        .cursor()
        .and_then(|c| shown.iter().position(|s| *s == c))
        .unwrap_or(0);
    let at = moved(at, shown.len() - 1, action, page);
    model.view.cursor = Cursor::At(model.board.steps[shown[at]].step.id.clone());
    Vec::new()
}

/// Moves a list's cursor or first line.
pub(super) fn moved(at: usize, most: usize, action: Action, page: usize) -> usize {
    match action {
        Action::Up => at.saturating_sub(1),
        Action::Down => (at + 1).min(most),
        Action::PageUp => at.saturating_sub(page),
        Action::PageDown => (at + page).min(most),
        Action::Top => 0,
        Action::Bottom => most,
        _ => at,
    }
}

/// Scrolls a dialog that is only read; whether it was one.
pub(super) fn dialog(dialog: &mut Dialog, action: Action) -> bool {
    let top = match dialog {
        Dialog::Details { top, .. }
        | Dialog::Help { top }
        | Dialog::Plain { top, .. }
        | Dialog::Paper { top, .. } => top,
        _ => return false,
    };
    *top = moved(*top, 500, action, 10);
    true
}
