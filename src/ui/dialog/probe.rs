//! A closer look at one probe.
//!
//! ```text
//! ═ Web front at 42A: down 41m ════════════════════ Tab next ═
//! 02:13:44Z ×         refused
//! 02:13:39Z ▪   87ms  200
//! answer    02:13:39Z
//! HTTP/1.1 200 OK
//! asks      GET /health HTTP/1.1
//! again     c copies it
//! curl -sv --max-time 3 --resolve www.shop.example:443:192.0.2.10 https://www.shop.example/health
//! ```

use super::text::hard;
use super::{labelled, scrolled, sheet};
use crate::cockpit::{Model, repeat_of};
use crate::domain::probe::{Finding, Past, ProbeId, Track};
use crate::domain::secrets::masked;
use crate::domain::serving::short;
use crate::formats::theme::Role;
use crate::ui::counted;
use crate::ui::paint::{self, Row};
use crate::ui::probes::mark;
use crate::ui::theme::Theme;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Results shown before the raw answer; all that are kept stand at the end.
const NEWEST: usize = 5;

/// Draws it.
pub(super) fn render(
    frame: &mut Frame<'_>,
    over: Rect,
    (probe, top): (&ProbeId, usize),
    model: &Model,
    theme: &Theme,
) {
    let width = usize::from(over.width);
    let track = model.history.of(probe);
    let style = |role| theme.style(role);
    let mut rows = Vec::new();
    let results: Vec<&Past> = track.iter().flat_map(|t| t.results.iter().rev()).collect();
    let newest = results.iter().take(NEWEST);
    rows.extend(newest.map(|past| result(past, model, theme)));
    if results.is_empty() {
        rows.push(Row::new().add("no result yet", style(Role::Dim)));
    }
    rows.extend(pace(track, model, theme));
    rows.extend(answer(track, model, width, theme));
    if let Some(repeat) = repeat_of(model, probe) {
        for (n, line) in repeat.request.iter().enumerate() {
            let label = if n == 0 { "asks" } else { "" };
            rows.extend(labelled(label, &masked(line), width, Role::Text, theme));
        }
        if let Some(command) = &repeat.command {
            let told = "from a shell (c copies it):";
            rows.extend(labelled("again", told, width, Role::Text, theme));
            let lines = hard(&masked(command), width);
            rows.extend(
                lines
                    .into_iter()
                    .map(|l| Row::new().add(l, style(Role::Command))),
            );
        }
    }
    let earlier = results.iter().skip(NEWEST);
    rows.extend(earlier.map(|past| result(past, model, theme)));
    let inner = sheet(frame, over, &title(probe, model), rows.len(), theme);
    scrolled(frame, inner, &rows, top, theme);
}

/// Which probe, and how it stands.
fn title(probe: &ProbeId, model: &Model) -> String {
    match probe {
        ProbeId::Service { service, provider } => {
            let name = model.plan.services.iter().find(|s| &s.id == service);
            let name = name.map_or(service.as_str(), |s| s.name.as_str());
            let at = model.plan.short(provider);
            let row = model.probe_board.row(service, provider, model.wall);
            let state = row.map_or("unknown", |row| row.state.as_str());
            format!("{name} at {at}: {state}")
        }
        ProbeId::Witness(id) => format!("Witness {id}"),
        ProbeId::Name { name, server } => format!("{name}, asked of {}", short(server)),
    }
}

/// When, how it was, how long it took, what was measured.
fn result(past: &Past, model: &Model, theme: &Theme) -> Row {
    let at = model.incident.scale().incident(past.at).clock();
    let (glyph, look) = mark(past.finding);
    let took = past
        .latency
        .map_or_else(String::new, |l| format!("{}ms", l.0));
    Row::new()
        .add(format!("{at} "), theme.style(Role::Dim))
        .add(glyph, theme.style(look))
        .add(format!(" {took:>7}  "), theme.style(Role::Text))
        .add(paint::safe(&masked(&past.detail)), theme.style(Role::Text))
}

/// How fast an n of m moves.
fn pace(track: Option<&Track>, model: &Model, theme: &Theme) -> Option<Row> {
    let pace = track?.pace(model.wall)?;
    let pace = pace.scaled(model.incident.scale());
    let words = counted::long(&pace);
    Some(Row::new().add(words, theme.style(Role::Doing)))
}

/// The beginning of the newest raw answer.
fn answer(track: Option<&Track>, model: &Model, width: usize, theme: &Theme) -> Vec<Row> {
    let Some((at, raw)) = track.and_then(|t| t.raw.as_ref()) else {
        return Vec::new();
    };
    let newest = track.and_then(|t| t.results.back());
    let failed = newest
        .is_some_and(|p| p.at > *at && matches!(p.finding, Finding::Bad | Finding::NotMeasured));
    let at = model.incident.scale().incident(*at).clock();
    let told = match failed {
        true => format!("the last before it failed, its beginning as it came {at}:"),
        false => format!("its beginning, as it came {at}:"),
    };
    let mut rows = labelled("answer", &told, width, Role::Text, theme);
    let lines = hard(&masked(raw), width).into_iter();
    let look = theme.style(Role::Dim);
    rows.extend(lines.map(|line| Row::new().add(line, look)));
    rows
}
