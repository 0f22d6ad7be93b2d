//! The keys, in two columns where they fit: made from the action table, so that nothing is missing and nothing is old.

use super::{scrolled, sheet};
use crate::cockpit::Action;
use crate::cockpit::action::Group;
use crate::formats::theme::Role;
use crate::ui::paint::{self, Row};
use crate::ui::theme::Theme;
use ratatui::Frame;
use ratatui::layout::Rect;

/// From this width on there are two columns.
const TWO_FROM: u16 = 70;

/// Draws the keys.
pub(super) fn render(frame: &mut Frame<'_>, over: Rect, top: usize, theme: &Theme) {
    let two = over.width >= TWO_FROM;
    let width = usize::from(if two { over.width / 2 - 1 } else { over.width });
    let mut left = group(
        Group::Steps,
        "Steps: the one under the cursor",
        width,
        theme,
    );
    let incident = group(Group::Incident, "Incident", width, theme);
    let mut right = group(Group::Screen, "Screen", width, theme);
    let rows = if two {
        let first = left.len() + incident.len() <= right.len() + incident.len() * 2;
        if first {
            left.push(Row::new());
            left.extend(incident);
        } else {
            right.push(Row::new());
            right.extend(incident);
        }
        beside(left, right, width + 2)
    } else {
        for more in [incident, right] {
            left.push(Row::new());
            left.extend(more);
        }
        left
    };
    let inner = sheet(frame, over, "Keys", rows.len(), theme);
    scrolled(frame, inner, &rows, top, theme);
}

fn group(group: Group, title: &str, width: usize, theme: &Theme) -> Vec<Row> {
    let mut rows = vec![Row::new().add(title, theme.style(Role::Title))];
    let of_group = || Action::ALL.iter().filter(|a| a.group() == group);
    let indent = of_group().map(|a| named(*a).len()).max().unwrap_or(0) + 2;
    for action in of_group() {
        let mut rest = paint::wrap(action.help(), width.saturating_sub(indent)).into_iter();
        let mut first = Row::new().add(named(*action), theme.style(Role::Key));
        first.to(indent);
        first.push(rest.next().unwrap_or_default(), theme.style(Role::Text));
        rows.push(first);
        for line in rest {
            let mut row = Row::new();
            row.to(indent);
            row.push(line, theme.style(Role::Text));
            rows.push(row);
        }
    }
    rows
}

/// Its keys; the name for the palette where it has none.
fn named(action: Action) -> String {
    let keys = action.keys();
    if keys.is_empty() {
        format!(":{}", action.label())
    } else {
        keys.join(" ")
    }
}

fn beside(left: Vec<Row>, right: Vec<Row>, at: usize) -> Vec<Row> {
    let count = left.len().max(right.len());
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    let row = |_| {
        let mut row = left.next().unwrap_or_default();
        row.to(at);
        row.append(right.next().unwrap_or_default());
        row
    };
    (0..count).map(row).collect()
}
