//! ```text
//! > 02:13:40Z 2.2 is claimed by CP: your d was not taken; t asks for it
//! ```
//! What the last key did, or why not.

use super::paint::{self, Row};
use super::theme::Theme;
use crate::cockpit::{Model, Tone};
use crate::formats::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Draws the answer line.
pub(super) fn render(frame: &mut Frame<'_>, area: Rect, model: &Model, theme: &Theme) {
    let answer = &model.view.answer;
    let mut line = Row::new().plain("> ");
    if answer.text.is_empty() {
        line.push(
            "? shows the keys, : every action by name",
            theme.style(Role::Dim),
        );
    } else {
        let look = match answer.tone {
            Tone::Done => Role::Text,
            Tone::Refused => Role::Refused,
            Tone::News => Role::News,
        };
        line.push(answer.at.clock(), theme.style(Role::Dim));
        line.push(format!(" {}", answer.text), theme.style(look));
    }
    paint::row(frame, area, 0, 0, &line);
}
