//! The steps pane while there is no checklist: what to do until the decision falls.

use super::paint::{self, Row};
use super::theme::Theme;
use crate::cockpit::{Action, Model};
use crate::formats::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;

/// What helps in a triage, most needed first.
const HELPS: [(Action, &str); 8] = [
    (Action::Adopt, "adopt a checklist when the decision falls"),
    (Action::Insert, "type a step you do: quick capture"),
    (Action::Note, "note what you see: ! decision, ? question"),
    (Action::Direction, "from and to"),
    (Action::Milestone, "say when it began, when it was detected"),
    (Action::Bulletin, "tell people: an update"),
    (Action::Roles, "who does what"),
    (Action::Severity, "severity and state"),
];

/// Draws it.
pub(super) fn render(frame: &mut Frame<'_>, area: Rect, model: &Model, theme: &Theme) {
    let style = |role| theme.style(role);
    let mut rows = vec![Row::new().add("No checklist yet: triage.", style(Role::Now))];
    for (action, words) in HELPS {
        let row = Row::new().add(format!(" {} ", action.key()), style(Role::Key));
        rows.push(row.add(words, style(Role::Text)));
    }
    let mine = model.frozen.get(&model.plan_sha).into_iter().flatten();
    let mut lists = mine.map(|(id, list)| (id, &list.title)).peekable();
    if lists.peek().is_some() {
        rows.push(Row::new());
        rows.push(Row::new().add("Checklists of this plan:", style(Role::Dim)));
    }
    for (id, title) in lists {
        let row = Row::new().add(format!(" {id}  "), style(Role::Text));
        rows.push(row.add(model.board.names.text(title), style(Role::Dim)));
    }
    for (y, row) in (0..area.height).zip(&rows) {
        paint::row(frame, area, 0, y, row);
    }
}
