//! ```text
//! ─ Timeline ── 2 unread ─────────────────────────────────────────────────────────
//! 02:07:32Z GF  ! decision: fail over, 42A gives no ETA
//! ─ 2026-11-21 ─
//! 00:00:12Z CP    2.1 done, value: 503 on both sides
//! ```
//! UTC first, who, mark, text; the newest at the bottom. Only the entries that are seen are put into words.

use super::paint::{self, Row};
use super::theme::Theme;
use super::words;
use crate::cockpit::{Model, Pane};
use crate::domain::fold::EntryNo;
use crate::domain::ids::Hash;
use crate::domain::rules::narrative::{Line, line};
use crate::formats::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;

/// A line of the pane.
enum Shown {
    /// An entry, and whether it was there at the last key.
    Entry(Line, bool),
    /// Another day begins.
    Day(String),
    /// From here on the entries came while the operator was away: so many.
    Mark(usize),
}

/// Draws what happened.
pub(super) fn render(frame: &mut Frame<'_>, area: Rect, model: &Model, theme: &Theme) {
    if area.height == 0 {
        return;
    }
    if area.height == 1 {
        last(frame, area, model, theme);
        return;
    }
    let timeline = &model.incident.state().timeline;
    let entries = timeline.len();
    let style = |role| theme.style(role);
    let mut parts = vec![Row::new().add("Timeline", style(Role::Title))];
    let unread = timeline.iter().filter(|(_, no)| unread(model, *no)).count();
    let unread = unread.max(model.view.mark.map_or(0, |m| m.count));
    if unread > 0 {
        parts.push(Row::new().add(format!("{unread} unread"), style(Role::News)));
    }
    if model.view.back > 0 {
        let back = model.view.back.min(entries);
        parts.push(Row::new().add(format!("{back} newer below, . NOW"), style(Role::Warn)));
    }
    if let Some(filter) = &model.view.filter {
        parts.push(Row::new().add(format!("/{filter}"), style(Role::News)));
    }
    paint::rule(frame, area, 0, words::dash(model.mode()), &parts, theme);
    super::mark_focus(frame, area, model, Pane::Timeline, theme);
    let list = Rect {
        y: area.y + 1,
        height: area.height - 1,
        ..area
    };
    let shown = shown(model, usize::from(list.height));
    if shown.is_empty() && list.height > 0 {
        let none = if model.loaded {
            "nothing yet: n writes a note"
        } else {
            "reading…"
        };
        paint::row(frame, list, 0, 0, &Row::new().add(none, style(Role::Dim)));
    }
    let who = shown.iter().map(|s| match s {
        Shown::Entry(line, _) => paint::width(&line.who),
        Shown::Day(_) | Shown::Mark(_) => 0,
    });
    let who = who
        .max()
        .unwrap_or(0)
        .clamp(2, if area.width < 100 { 5 } else { 12 });
    for (y, shown) in (0..).zip(&shown) {
        let row = match shown {
            Shown::Day(date) => Row::new().add(format!("── {date} ──"), style(Role::Dim)),
            Shown::Mark(count) => {
                let words = format!("── {count} since you looked ──");
                Row::new().add(words, style(Role::News))
            }
            Shown::Entry(line, read) => entry(model, line, *read, who, theme),
        };
        paint::row(frame, list, 0, y, &row);
    }
}

/// The last entry alone, where there is one row.
fn last(frame: &mut Frame<'_>, area: Rect, model: &Model, theme: &Theme) {
    if let Some(Shown::Entry(line, read)) = shown(model, 1).first() {
        let who = paint::width(&line.who).clamp(2, 12);
        paint::row(frame, area, 0, 0, &entry(model, line, *read, who, theme));
    }
}

/// Whether an entry came after the last key, and not from here.
fn unread(model: &Model, no: EntryNo) -> bool {
    let own = || model.incident.log().entry(no).writer == model.author.writer;
    model.view.read.is_none_or(|read| no > read) && !own()
}

/// The last lines that fit, the newest at the end.
fn shown(model: &Model, height: usize) -> Vec<Shown> {
    let timeline = &model.incident.state().timeline;
    let filter = model.view.filter.as_deref().map(str::to_lowercase);
    let end = timeline
        .len()
        .saturating_sub(model.view.back)
        .max(timeline.len().min(1));
    let mut shown = Vec::new();
    for at in (0..end).rev() {
        if shown.len() >= height {
            break;
        }
        let (time, no) = timeline[at];
        let told = line(&model.plan, &model.board, &model.incident, time, no);
        let fits = |f: &String| {
            told.text.to_lowercase().contains(f) || told.who.to_lowercase().contains(f)
        };
        if !filter.as_ref().is_none_or(fits) {
            continue;
        }
        let before = at.checked_sub(1).map(|at| timeline[at].0);
        let day = time.date();
        let begins = before.is_some_and(|before| before.date() != day);
        shown.push(Shown::Entry(told, !unread(model, no)));
        if let Some(mark) = model.view.mark.filter(|m| m.first == no)
            && shown.len() < height
        {
            shown.push(Shown::Mark(mark.count));
        }
        if begins && shown.len() < height {
            shown.push(Shown::Day(day));
        }
    }
    shown.reverse();
    shown
}

fn entry(model: &Model, line: &Line, read: bool, who: usize, theme: &Theme) -> Row {
    let style = |role| theme.style(role);
    let when = if read { Role::Dim } else { Role::Unread };
    let mut row = Row::new().add(line.at.clock(), style(when)).plain(" ");
    row.push(paint::cut(&line.who, who), style(Role::Text));
    row.to(10 + who + 1);
    let look = match line.mark {
        "!" => Role::Alarm,
        "?" | "TODO" => Role::Warn,
        "»" => Role::News,
        _ => Role::Text,
    };
    row.push(line.mark, style(look));
    row.to(10 + who + 3);
    if line.mark.len() > 2 && line.mark.is_ascii() {
        row.push(" ", style(Role::Text));
    }
    let text = if line.mark == "!" {
        Role::Now
    } else {
        Role::Text
    };
    row.push(line.text.clone(), style(text));
    if let Some(written) = line.written {
        row.push(format!(" (written {})", written.clock()), style(Role::Dim));
    }
    if model.saving.trouble.is_some() && model.incident.log().entry(line.no).hash == Hash::default()
    {
        row.push(" NOT SAVED", style(Role::Alarm));
    }
    row
}
