//! ```text
//!  seen from b2, 3/3 witnesses ok ─
//!  age <10s   42A from   C10 to
//!  Web front  ✖ down 41m ✔ up 3h05
//!             ▪▪▪×××     ▪▪▪▪▪▪▁▂▁     where there is room
//! ```
//! The same check on both sides, never one side alone. Times are since when; the age of the oldest result stands once.

use super::paint::{self, Row};
use super::theme::Theme;
use super::words;
use crate::cockpit::probes::{ProbeCell, ProbePane, ProbeRow};
use crate::cockpit::{Model, Pane};
use crate::domain::ids::Id;
use crate::domain::probe::Finding;
use crate::domain::rules::changes::answers;
use crate::domain::time::{Span, Time};
use crate::domain::words::{Mode, ProbeState};
use crate::formats::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;

/// From this width of a side on, what was measured stands beside the verdict.
const WITH_DETAIL: usize = 22;

/// Draws the probes of the incident.
pub(super) fn render(frame: &mut Frame<'_>, area: Rect, model: &Model, theme: &Theme) {
    let known = model.incident.direction().is_some();
    let table = Table {
        pane: &model.probes,
        now: model.now,
        mode: model.mode(),
        sides: if known { ["from", "to"] } else { ["", ""] },
        layers: model.view.zoom,
        under: under(model),
    };
    table.render(frame, area, theme);
    super::mark_focus(frame, area, model, Pane::Probes, theme);
}

/// The service under the pane's cursor, while keys go to the pane.
fn under(model: &Model) -> Option<&Id> {
    let services = &model.plan.services;
    let at = model.view.probe_top.min(services.len().saturating_sub(1));
    let service = services.get(at).map(|service| &service.id);
    service.filter(|_| model.view.focus == Pane::Probes)
}

/// Both providers side by side.
pub(super) struct Table<'a> {
    pub(super) pane: &'a ProbePane,
    pub(super) now: Time,
    pub(super) mode: Mode,
    pub(super) sides: [&'static str; 2],
    /// Whether the layers are told below the rows.
    pub(super) layers: bool,
    /// The service Enter looks at closer, where keys go to this pane.
    pub(super) under: Option<&'a Id>,
}

impl Table<'_> {
    /// Draws it.
    pub(super) fn render(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        if area.height == 0 || area.width < 4 {
            return;
        }
        let mut title = Row::new().plain(" ");
        title.append(self.title(theme));
        title.push(" ", theme.style(Role::Rule));
        let rest = usize::from(area.width).saturating_sub(title.width());
        let dashes = words::dash(self.mode).repeat(rest);
        title.push(dashes, theme.style(Role::Rule));
        paint::row(frame, area, 0, 0, &title);
        let inner = Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: area.width - 1,
            height: area.height - 1,
        };
        let inner = super::ready::below(frame, inner, self.pane, theme);
        let (name, side) = columns(self.pane, usize::from(inner.width));
        self.heads(frame, inner, name, side, theme);
        let rows = self.pane.rows.len();
        let inner = self.serving(frame, inner, (name, side), theme);
        let list = usize::from(inner.height.saturating_sub(1));
        let layers: &[_] = if self.layers { &self.pane.layers } else { &[] };
        let below = if layers.is_empty() {
            0
        } else {
            layers.len() + 2
        };
        let tall = if list >= rows * 2 + below && side >= 16 {
            2
        } else {
            1
        };
        let room = (list / tall).max(1);
        let cut_off = rows > room;
        let visible = if cut_off { room - 1 } else { room };
        // The row under the cursor is always in sight.
        let at = self
            .under
            .and_then(|id| self.pane.rows.iter().position(|r| r.service == *id));
        let top = at.map_or(0, |at| (at + 1).saturating_sub(visible.max(1)));
        let mut y = 1;
        let causes_first = cut_off && at.is_none();
        for row in self.order(causes_first).skip(top).take(visible) {
            self.line(frame, inner, y, row, (name, side), theme);
            if tall > 1 {
                history(frame, inner, y + 1, row, (name, side), theme);
            }
            y += if tall > 1 { 2 } else { 1 };
        }
        if cut_off {
            let more = format!("… +{} more", rows - visible);
            paint::row(
                frame,
                inner,
                0,
                y,
                &Row::new().add(more, theme.style(Role::Dim)),
            );
        }
        if !cut_off {
            let left = Rect {
                y: inner.y + y.min(inner.height),
                height: inner.height.saturating_sub(y),
                ..inner
            };
            super::layers::render(frame, left, layers, (name, side), theme);
        }
        if rows == 0 {
            let none = Row::new().add("the plan names no service", theme.style(Role::Dim));
            paint::row(frame, inner, 0, 1, &none);
        }
    }

    /// The services in the plan's order; where not all of them have room, what failed first comes first, unless keys go
    /// to the pane: then they go through the plan's order.
    fn order(&self, causes_first: bool) -> impl Iterator<Item = &ProbeRow> {
        let mut rows: Vec<&ProbeRow> = self.pane.rows.iter().collect();
        let unknown = |cell: &ProbeCell| !answers(cell.state) && cell.state != ProbeState::Down;
        // What failed first, then what nobody knows, then the rest.
        rows.sort_by_key(|row| match [&row.from, &row.to] {
            _ if !causes_first => 0,
            cells if cells.iter().any(|c| c.is_cause()) => 0,
            cells if cells.iter().any(|c| unknown(c)) => 1,
            _ => 2,
        });
        rows.into_iter()
    }

    /// A provider is measured to answer: then it is not we who are cut off.
    fn answers(&self) -> bool {
        let mut cells = self.pane.rows.iter().flat_map(|r| [&r.from, &r.to]);
        cells.any(|cell| answers(cell.state))
    }

    fn title(&self, theme: &Theme) -> Row {
        let pane = self.pane;
        if let Some(since) = pane.blind {
            let why = if self.answers() {
                "no witness"
            } else {
                "it is us"
            };
            let words = format!("BLIND since {}: {why}", words::minute(since));
            return Row::new().add(words, theme.style(Role::Alarm));
        }
        let mut row = Row::new().add("seen from ", theme.style(Role::Text));
        row.push(&pane.vantage, theme.style(Role::Title));
        let (answer, of) = pane.witnesses;
        if of > 0 {
            let ok = if answer == of { " ok" } else { "" };
            let look = if answer == of { Role::Text } else { Role::Warn };
            row.push(format!(", {answer}/{of} witnesses{ok}"), theme.style(look));
        } else {
            row.push(", no witness", theme.style(Role::Warn));
        }
        row
    }

    /// The sides' names, and how old the oldest result is.
    fn heads(&self, frame: &mut Frame<'_>, area: Rect, name: usize, side: usize, theme: &Theme) {
        let cells = self.pane.rows.iter().flat_map(|r| [&r.from, &r.to]);
        let oldest = cells.filter_map(|c| c.age).max();
        let age = oldest.map(|a| format!("age {}", words::age(a)));
        let mut row = Row::new().add(
            paint::cut(&age.unwrap_or_default(), name),
            theme.style(Role::Dim),
        );
        let names = [&self.pane.sides.0, &self.pane.sides.1];
        for (n, (provider, word)) in names.into_iter().zip(self.sides).enumerate() {
            row.to((name + 1) + n * (side + 1));
            let room = side.saturating_sub(word.len() + 1);
            row.push(paint::cut(provider, room), theme.style(Role::Title));
            row.push(format!(" {word}"), theme.style(Role::Dim));
        }
        paint::row(frame, area, 0, 0, &row);
    }

    /// Who serves, under the heads; what is left below.
    fn serving(
        &self,
        frame: &mut Frame<'_>,
        inner: Rect,
        (name, side): (usize, usize),
        theme: &Theme,
    ) -> Rect {
        let Some(serving) = &self.pane.serving else {
            return inner;
        };
        let top = Rect {
            y: inner.y + 1,
            height: inner.height.saturating_sub(1),
            ..inner
        };
        let sizes = (name, side, self.pane.rows.len());
        let took = super::serving::render(frame, top, serving, self.now, sizes, theme);
        Rect {
            y: inner.y + took,
            height: inner.height - took,
            ..inner
        }
    }

    fn line(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        y: u16,
        probe: &ProbeRow,
        (name, side): (usize, usize),
        theme: &Theme,
    ) {
        let mut row = Row::new().plain(paint::cut(label(probe, name), name));
        for (n, cell) in [&probe.from, &probe.to].into_iter().enumerate() {
            row.to((name + 1) + n * (side + 1));
            let (glyph, look) = words::probe(cell.state);
            let greyed = cell.follows.is_some() || cell.fenced;
            let look = if greyed { Role::Dim } else { look };
            let (glyph, look) = match cell.danger {
                Some(_) => ("!", Role::Alarm),
                None => (glyph, look),
            };
            let verdict = words::verdict(cell, self.now, side.saturating_sub(2));
            let mut said = format!("{glyph} {verdict}");
            let measured = measured(cell);
            if side >= WITH_DETAIL && !measured.is_empty() {
                row.push(said.clone(), theme.style(look));
                let room = side.saturating_sub(paint::width(&said) + 2);
                said = format!("  {}", paint::cut(&measured, room));
                row.push(said, theme.style(Role::Dim));
            } else {
                row.push(paint::cut(&said, side), theme.style(look));
            }
        }
        paint::row(frame, area, 0, y, &row);
        if self.under == Some(&probe.service) {
            let left = Rect {
                x: area.x.saturating_sub(1),
                width: 1,
                ..area
            };
            let mark = Row::new().add("›", theme.style(Role::Now));
            paint::row(frame, left, 0, y, &mark);
        }
    }
}

/// The widths of the name column and of each side.
fn columns(pane: &ProbePane, width: usize) -> (usize, usize) {
    let longest = pane
        .rows
        .iter()
        .map(|r| paint::width(&r.name))
        .max()
        .unwrap_or(0);
    let most = if width < 40 {
        width.saturating_sub(22)
    } else {
        width / 4
    };
    let name = longest.clamp(8, most.max(8));
    (name, width.saturating_sub(name + 2) / 2)
}

/// The name, or the id where the name does not fit.
fn label(probe: &ProbeRow, room: usize) -> &str {
    let fits = paint::width(&probe.name) <= room;
    if fits || paint::width(probe.service.as_str()) > room {
        &probe.name
    } else {
        probe.service.as_str()
    }
}

/// What was measured: the time to a good answer, else what was seen.
fn measured(cell: &ProbeCell) -> String {
    if let Some(elsewhere) = &cell.elsewhere {
        return elsewhere.clone();
    }
    match (cell.state, cell.latency) {
        (ProbeState::Up | ProbeState::Degraded, latency) if cell.said.is_some() => {
            latency.map(latency_words).unwrap_or_default()
        }
        (ProbeState::Up | ProbeState::Degraded, Some(latency)) if cell.detail.is_empty() => {
            latency_words(latency)
        }
        (ProbeState::Up | ProbeState::Degraded, Some(latency)) => {
            format!("{} {}", latency_words(latency), cell.detail)
        }
        _ => cell.detail.clone(),
    }
}

/// Milliseconds in steps, so that an even service stands still.
fn latency_words(latency: Span) -> String {
    match latency.0 {
        0..10 => "<10ms".to_owned(),
        ms @ 10..1000 => format!("{}ms", ms / 10 * 10),
        ms => format!("{}.{}s", ms / 1000, ms / 100 % 10),
    }
}

/// The last results as a strip, and the latencies as a line of bars.
fn history(
    frame: &mut Frame<'_>,
    area: Rect,
    y: u16,
    probe: &ProbeRow,
    (name, side): (usize, usize),
    theme: &Theme,
) {
    let mut row = Row::new();
    for (n, cell) in [&probe.from, &probe.to].into_iter().enumerate() {
        row.to((name + 1) + n * (side + 1));
        let strip = cell.strip.len().min(10).min(side / 2);
        for finding in &cell.strip[cell.strip.len() - strip..] {
            let (glyph, look) = mark(*finding);
            row.push(glyph, theme.style(look));
        }
        let bars = side.saturating_sub(strip + 2).min(cell.spark.len()).min(24);
        let spark = sparkline(&cell.spark[cell.spark.len() - bars..]);
        row.push(format!(" {spark}"), theme.style(Role::Dim));
    }
    paint::row(frame, area, 0, y, &row);
}

/// A result as one sign.
pub(super) const fn mark(finding: Finding) -> (&'static str, Role) {
    match finding {
        Finding::Good => ("▪", Role::Ok),
        Finding::Poor => ("▫", Role::Warn),
        Finding::Bad => ("×", Role::Bad),
        Finding::NotMeasured => ("·", Role::Unknown),
    }
}

/// Bars by steps of time, from under 10 ms to over 10 s; blank where there was no answer. The steps are the same for all:
/// sides compare at a glance, and the line of an even service moves without changing.
fn sparkline(latencies: &[Option<Span>]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    const STEPS: [i64; 7] = [10, 30, 100, 300, 1_000, 3_000, 10_000];
    let bar = |s: &Option<Span>| {
        s.map_or(' ', |s| {
            BARS[STEPS.iter().filter(|step| s.0 >= **step).count()]
        })
    };
    latencies.iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_not_us_while_a_provider_answers_and_what_is_unknown_is_seen_before_what_is_well() {
        let row = |name: &str, state| ProbeRow {
            service: Id::new(name).unwrap(),
            name: name.to_owned(),
            from: ProbeCell {
                state,
                ..ProbeCell::default()
            },
            to: ProbeCell {
                state,
                ..ProbeCell::default()
            },
        };
        use ProbeState::{Blind, Down, Unknown, Up};
        let table = |rows: Vec<ProbeRow>, look: &dyn Fn(&Table<'_>)| {
            let pane = ProbePane {
                rows,
                ..ProbePane::default()
            };
            let (now, mode) = (Time(0), Mode::Live);
            look(&Table {
                pane: &pane,
                now,
                mode,
                sides: ["", ""],
                layers: false,
                under: None,
            });
        };
        table(vec![row("web", Blind)], &|t| assert!(!t.answers()));
        table(vec![row("web", Blind), row("db", Up)], &|t| {
            assert!(t.answers())
        });
        let rows = [
            ("port", Up),
            ("db", Unknown),
            ("web", Down),
            ("lag", Unknown),
        ];
        table(rows.map(|(n, s)| row(n, s)).to_vec(), &|t| {
            let names = |first| {
                t.order(first)
                    .map(|r| r.name.as_str())
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            assert_eq!(names(true), "web db lag port");
            assert_eq!(names(false), "port db web lag");
        });
    }

    #[test]
    fn bars_stand_for_steps_of_time_so_that_an_even_line_stands_still() {
        let ms = |n| Some(Span(n));
        assert_eq!(sparkline(&[ms(3), ms(9), ms(1)]), "▁▁▁");
        assert_eq!(sparkline(&[ms(0), ms(50), None, ms(100)]), "▁▃ ▄");
        assert_eq!(sparkline(&[ms(999), ms(2_900), ms(60_000)]), "▅▆█");
        assert_eq!(sparkline(&[]), "");
    }
}
