//! The state of things, or the providers, to read: broken to the width, the parts' titles loud.

use super::{scrolled, sheet};
use crate::cockpit::Model;
use crate::cockpit::paper::Paper;
use crate::formats::theme::Role;
use crate::ui::paint::{self, Row};
use crate::ui::theme::Theme;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Draws a paper from line `top` on.
pub(super) fn render(
    frame: &mut Frame<'_>,
    over: Rect,
    (paper, top): (&Paper, usize),
    model: &Model,
    theme: &Theme,
) {
    let width = usize::from(over.width);
    let mut rows = Vec::new();
    for line in paper.lines(model) {
        if line.heading {
            rows.push(Row::new().add(line.text, theme.style(Role::Title)));
            continue;
        }
        let text = line.text.trim_start();
        let indent = (line.text.len() - text.len()).min(width / 2);
        let look = if text.starts_with('!') {
            Role::Alarm
        } else {
            Role::Text
        };
        for (n, part) in paint::wrap(text, width.saturating_sub(indent + 2))
            .into_iter()
            .enumerate()
        {
            let mut row = Row::new();
            row.to(indent + if n > 0 { 2 } else { 0 });
            row.push(part, theme.style(look));
            rows.push(row);
        }
    }
    let inner = sheet(frame, over, &paper.title(model), rows.len(), theme);
    scrolled(frame, inner, &rows, top, theme);
}
