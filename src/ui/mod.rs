//! Drawing: Model in, cells out. No state, no clock; what is not in the Model cannot be drawn, and drawing changes
//! nothing. One part of the screen is one file with its picture on top; all of them write through `paint`, and
//! [`sweep`] goes over the finished cells.

mod alarm;
mod answer;
mod counted;
mod dialog;
mod field;
mod footer;
mod header;
mod jobs;
mod layers;
mod layout;
mod now;
mod paint;
mod pins;
mod probes;
mod ready;
mod selected;
mod serving;
mod start;
mod steps;
mod sweep;
mod theme;
mod timeline;
mod triage;
mod updates;
mod words;

pub use layout::Layout;
pub use paint::safe;
pub use sweep::sweep;
pub use theme::Theme;

use crate::cockpit::{Model, Pane};
use crate::formats::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Draws everything, in any size.
pub fn draw(frame: &mut Frame<'_>, model: &Model, theme: &Theme) {
    let screen = frame.area();
    frame
        .buffer_mut()
        .set_style(screen, theme.style(Role::Text));
    if model.start.is_some() {
        start::render(frame, screen, model, theme);
    } else {
        cockpit(frame, screen, model, theme);
    }
    sweep(frame.buffer_mut(), theme.ascii);
}

fn cockpit(frame: &mut Frame<'_>, screen: Rect, model: &Model, theme: &Theme) {
    let layout = Layout::of(screen, model);
    header::render(frame, layout.header, model, theme);
    alarm::render(frame, layout.alarm, model, theme);
    now::render(frame, layout.now, model, theme);
    steps::render(frame, layout.steps, model, theme);
    bar(frame, layout.bar, model, theme);
    probes::render(frame, layout.probes, model, theme);
    timeline::render(frame, layout.timeline, model, theme);
    updates::render(frame, layout.updates, model, theme);
    if model.view.zoom && model.view.focus == Pane::Updates {
        updates::zoomed(frame, layout.body, model, theme);
    }
    answer::render(frame, layout.answer, model, theme);
    footer::render(frame, layout.footer, model, theme);
    if let Some(dialog) = &model.view.dialog {
        dialog::render(frame, layout.dialog(), dialog, model, theme);
    }
}

/// The bar between checklist and probes.
fn bar(frame: &mut Frame<'_>, area: Rect, model: &Model, theme: &Theme) {
    let drill = words::dash(model.mode()) != "─";
    for y in 0..area.height {
        let glyph = match (y, drill) {
            (0, _) => "┬",
            (_, true) => "┆",
            (_, false) => "│",
        };
        let piece = paint::Row::new().add(glyph, theme.style(Role::Rule));
        paint::row(frame, area, 0, y, &piece);
    }
}

/// Shows which pane keys scroll: its title begins with `›`. The checklist, where keys rest, needs no mark.
fn mark_focus(frame: &mut Frame<'_>, area: Rect, model: &Model, pane: Pane, theme: &Theme) {
    if model.view.focus == pane && pane != Pane::Steps && area.height > 0 {
        let mark = paint::Row::new().add("›", theme.style(Role::Now));
        paint::row(frame, area, 0, 0, &mark);
    }
}
