//! ```text
//! what is up, lowest first
//! 1 db, queue        0/2 down: db, queue    2/2 up
//! 2 web, apps        0/2 down: web, apps    1/2 to do: apps 41/61
//! ```
//! What is up and what is still to do, layer by layer: what depends on nothing first.

use super::paint::{self, Row};
use super::theme::Theme;
use crate::cockpit::probes::{Layer, LayerSide};
use crate::formats::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Draws the layers where there is room for all of them.
pub(super) fn render(
    frame: &mut Frame<'_>,
    area: Rect,
    layers: &[Layer],
    (name, side): (usize, usize),
    theme: &Theme,
) {
    let lines = u16::try_from(layers.len()).unwrap_or(u16::MAX);
    if layers.is_empty() || area.height < lines.saturating_add(2) {
        return;
    }
    let title = Row::new().add("up by layer, lowest first", theme.style(Role::Dim));
    paint::row(frame, area, 0, 1, &title);
    for ((y, number), layer) in (2..).zip(1..).zip(layers) {
        let label = format!("{number} {}", layer.services.join(", "));
        let mut row = Row::new().plain(paint::cut(&label, name));
        for (n, of) in [&layer.from, &layer.to].into_iter().enumerate() {
            row.to((name + 1) + n * (side + 1));
            let look = if of.up == of.of { Role::Ok } else { Role::Warn };
            row.push(paint::cut(&words(of), side), theme.style(look));
        }
        paint::row(frame, area, 0, y, &row);
    }
}

/// `2/2 up`, `1/2 up, left: apps 41/61`
fn words(side: &LayerSide) -> String {
    let count = format!("{}/{} up", side.up, side.of);
    match side.left.is_empty() {
        true => count,
        false => format!("{count}, left: {}", side.left.join(", ")),
    }
}
