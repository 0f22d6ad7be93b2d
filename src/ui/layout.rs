//! Who gets which rows.
//!
//! ```text
//! header                                        always
//! alarm                                         from 4 rows on
//! NOW title / command / detail                  title from 2 rows on, command 5, detail 7; more where there is room
//! steps ─────────────┬ probes                   side by side from 72 columns on
//! timeline
//! updates                                       1 row from 8 rows on, 2 from 14, 3 from 20
//! answer                                        from 3 rows on
//! footer                                        from 6 rows on
//! ```
//! Nothing here depends on what the incident says: rows stay where they are while it goes on. One exception is asked
//! for by the checklist: while a tight phase goes on, timeline and updates are one row each.

use crate::cockpit::{Model, Pane};
use ratatui::layout::Rect;

/// From this width on steps and probes stand side by side.
const SIDE_BY_SIDE: u16 = 72;

/// Where each part of the screen is; parts without room have no rows.
#[derive(Clone, Copy, Default, Debug)]
pub struct Layout {
    /// Mode, direction, clocks.
    pub header: Rect,
    /// The loudest alarm.
    pub alarm: Rect,
    /// The step to do next.
    pub now: Rect,
    /// All rows of the panes.
    pub body: Rect,
    /// The checklist.
    pub steps: Rect,
    /// The bar between checklist and probes.
    pub bar: Rect,
    /// Both providers.
    pub probes: Rect,
    /// What happened.
    pub timeline: Rect,
    /// Communication clocks, roles, saved.
    pub updates: Rect,
    /// The answer to the last key.
    pub answer: Rect,
    /// Keys.
    pub footer: Rect,
}

impl Layout {
    /// The layout of a screen.
    #[must_use]
    pub fn of(screen: Rect, model: &Model) -> Layout {
        let h = screen.height;
        let from = |rows: u16, least: u16| if h >= least { rows } else { 0 };
        let now = match h {
            0 | 1 => 0,
            2..5 => 1,
            5 | 6 => 2,
            7..32 => 3,
            32..50 => 5,
            _ => 6,
        };
        let updates = match h {
            0..8 => 0,
            8..14 => 1,
            14..20 => 2,
            _ => 3,
        };
        let tight = model.tight().is_some();
        let updates = if tight { updates.min(1) } else { updates };
        let mut top = screen.y;
        let mut take = |rows: u16| {
            let rect = Rect {
                y: top,
                height: rows,
                ..screen
            };
            top += rows;
            rect
        };
        let header = take(from(1, 1));
        let alarm = take(from(1, 4));
        let now = take(now);
        let below = updates + from(1, 3) + from(1, 6);
        let body = take(h.saturating_sub(header.height + alarm.height + now.height + below));
        let mut layout = Layout {
            header,
            alarm,
            now,
            body,
            updates: take(updates),
            answer: take(from(1, 3)),
            footer: take(from(1, 6)),
            ..Layout::default()
        };
        layout.panes(model);
        layout
    }

    /// The rows a dialog may lie over: those of the panes, and of NOW and updates only where there is no other room.
    #[must_use]
    pub fn dialog(&self) -> Rect {
        if self.body.height >= 8 {
            return self.body;
        }
        let top = if self.now.height > 0 {
            self.now
        } else {
            self.body
        };
        let height = self.now.height + self.body.height + self.updates.height;
        Rect { height, ..top }
    }

    fn panes(&mut self, model: &Model) {
        let body = self.body;
        if model.view.zoom {
            let pane = match model.view.focus {
                Pane::Steps => &mut self.steps,
                Pane::Probes => &mut self.probes,
                Pane::Timeline => &mut self.timeline,
                Pane::Updates => return,
            };
            *pane = body;
            return;
        }
        let rows = |y: u16, height: u16| Rect {
            y: body.y + y,
            height,
            ..body
        };
        let h = body.height;
        let timeline = match h {
            0..7 => 0,
            7..12 => 3,
            _ => (h * 36 / 100).max(4),
        };
        let tight = model.tight().is_some();
        let timeline = if tight { timeline.min(1) } else { timeline };
        self.timeline = rows(h - timeline, timeline);
        let upper = rows(0, h - timeline);
        if body.width >= SIDE_BY_SIDE {
            let more = body.width.saturating_sub(80) * 45 / 100;
            let probes = (33 + more).min(110);
            let steps = body.width - probes - 2;
            self.steps = Rect {
                width: steps,
                ..upper
            };
            self.bar = Rect {
                x: body.x + steps + 1,
                width: 1,
                ..upper
            };
            self.probes = Rect {
                x: body.x + steps + 2,
                width: probes,
                ..upper
            };
            return;
        }
        let wanted = u16::try_from(model.probes.rows.len())
            .unwrap_or(u16::MAX)
            .saturating_add(2);
        let probes = if upper.height >= 11 {
            wanted.min(upper.height / 2)
        } else {
            0
        };
        self.steps = Rect {
            height: upper.height - probes,
            ..upper
        };
        self.probes = Rect {
            y: upper.y + self.steps.height,
            height: probes,
            ..upper
        };
    }
}
