//! ```text
//! ─ Timeline ── 2 unread ─────────────────────────────────────────────────────────
//! 11-20 23:57:32Z GF  ! decision: fail over, 42A gives no ETA
//! 11-21 00:00:12Z›CP    2.1 done, value: 503 on both sides
//! ```
//! UTC first, who, mark, text; the newest at the bottom. Once the entries are of more than one day each line has its
//! date. The cursor shows while the pane has the focus; only the entries that are seen are put into words. What is
//! pinned stays above them.

use super::paint::{self, Row};
use super::pins::{self, Parts};
use super::theme::Theme;
use super::words;
use crate::cockpit::{Model, Pane};
use crate::domain::fold::EntryNo;
use crate::domain::ids::Hash;
use crate::domain::rules::narrative::Line;
use crate::domain::rules::scratch::scratch;
use crate::domain::time::{Span, Time};
use crate::formats::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;

/// A line of the pane.
pub(super) enum Shown {
    /// An entry; whether it was there at the last key, and whether the cursor is on it.
    Entry(Line, bool, bool),
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
    let style = |role| theme.style(role);
    let mut parts = vec![Row::new().add("Timeline", style(Role::Title))];
    let unread = timeline.iter().filter(|(_, no)| unread(model, *no)).count();
    let unread = unread.max(model.view.mark.map_or(0, |m| m.count));
    if unread > 0 {
        parts.push(Row::new().add(format!("{unread} unread"), style(Role::News)));
    }
    let list = Rect {
        y: area.y + 1,
        height: area.height - 1,
        ..area
    };
    let parts_of = pins::share(model, usize::from(list.height), |rows| shown(model, rows));
    let Parts {
        pins,
        pinned,
        shown,
        newer,
    } = parts_of;
    if pinned > 0 {
        let words = match pins.len() {
            0 => format!("{pinned} pinned"),
            n if n == pinned => format!("{n} pinned"),
            n => format!("{n} of {pinned} pinned, / *"),
        };
        parts.push(Row::new().add(words, style(Role::Key)));
    }
    if newer > 0 {
        parts.push(Row::new().add(format!("{newer} newer below, . NOW"), style(Role::Warn)));
    }
    let scratch = scratch(&model.incident);
    if let Some((by, no)) = &scratch.by {
        let (n, at) = (
            scratch.text.lines().count(),
            model.incident.written(*no).clock(),
        );
        let look = if scratch.clashes > 0 {
            Role::Warn
        } else {
            Role::Dim
        };
        let words = format!(
            "N scratch: {n} lines, {by} {}",
            at.get(..5).unwrap_or_default()
        );
        parts.push(Row::new().add(words, style(look)));
    }
    if model.view.local {
        parts.push(Row::new().add("local time", style(Role::News)));
    }
    if let Some(sought) = model.sought() {
        parts.push(Row::new().add(format!("/{sought}"), style(Role::News)));
    }
    paint::rule(frame, area, 0, words::dash(model.mode()), &parts, theme);
    super::mark_focus(frame, area, model, Pane::Timeline, theme);
    if shown.is_empty() && list.height > 0 {
        let none = match (model.loaded, model.sought()) {
            (true, Some(_)) => "nothing is like that: Esc shows all again",
            (true, None) => "nothing yet: n writes a note",
            (false, _) => "reading…",
        };
        paint::row(frame, list, 0, 0, &Row::new().add(none, style(Role::Dim)));
    }
    let who = shown.iter().map(|s| match s {
        Shown::Entry(line, ..) => paint::width(&line.who),
        Shown::Mark(_) => 0,
    });
    let who = pins.iter().map(|pin| paint::width(&pin.who)).chain(who);
    let who = who
        .max()
        .unwrap_or(0)
        .clamp(2, if area.width < 100 { 5 } else { 12 });
    let days = days(model);
    for (y, pin) in (0..).zip(&pins) {
        let row = entry(model, pin, Sign::Pin, (who, days), theme);
        paint::row(frame, list, 0, y, &row);
    }
    let list = below(list, pins.len());
    for (y, shown) in (0..).zip(&shown) {
        let row = match shown {
            Shown::Mark(count) => {
                let words = format!("── {count} since you looked ──");
                Row::new().add(words, style(Role::News))
            }
            Shown::Entry(line, read, here) => {
                entry(model, line, Sign::of(*read, *here), (who, days), theme)
            }
        };
        paint::row(frame, list, 0, y, &row);
        if matches!(shown, Shown::Entry(_, _, true)) {
            paint::look(frame, list, y, theme);
        }
    }
}

/// The last entry alone, where there is one row.
fn last(frame: &mut Frame<'_>, area: Rect, model: &Model, theme: &Theme) {
    if let Some(Shown::Entry(line, read, here)) = shown(model, 1).0.first() {
        let who = paint::width(&line.who).clamp(2, 12);
        let row = entry(
            model,
            line,
            Sign::of(*read, *here),
            (who, days(model)),
            theme,
        );
        paint::row(frame, area, 0, 0, &row);
    }
}

/// Whether an entry came after the last key, and not from here.
fn unread(model: &Model, no: EntryNo) -> bool {
    let own = || model.incident.log().entry(no).writer == model.author.writer;
    model.view.read.is_none_or(|read| no > read) && !own() && !model.gathered.hides(no)
}

/// Whether the entries are of more than one day.
fn days(model: &Model) -> bool {
    let timeline = &model.incident.state().timeline;
    let ends = timeline.first().zip(timeline.last());
    let zone = if model.view.local {
        model.settings.zone
    } else {
        Span::ZERO
    };
    let day = |at: Time| (at + zone).date();
    ends.is_some_and(|(first, last)| day(first.0) != day(last.0))
}

/// The lines that fit around the cursor, the newest at the end; and how many newer ones there are below.
fn shown(model: &Model, height: usize) -> (Vec<Shown>, usize) {
    let Some(at) = model.timeline_at().filter(|_| height > 0) else {
        return (Vec::new(), 0);
    };
    let walk = |from: usize, newer: bool, most: usize| {
        let next = move |at: &usize| model.timeline_next(*at, newer);
        std::iter::successors(model.timeline_next(from, newer), next).take(most)
    };
    let newer: Vec<usize> = walk(at, true, height - 1).collect();
    let older: Vec<usize> = walk(at, false, height - 1).collect();
    let below = newer
        .len()
        .min((height / 2).max(height - 1 - older.len().min(height - 1)));
    let above = height - 1 - below;
    let mut entries: Vec<usize> = older.into_iter().take(above).collect();
    entries.reverse();
    entries.push(at);
    entries.extend(newer.iter().take(below));
    let last = entries.last().copied().unwrap_or(at);
    let count = model.incident.state().timeline.len();
    let left = model.view.entry.map_or(0, |_| count - 1 - last);
    let cursor = model.view.focus == Pane::Timeline;
    let mut shown = Vec::new();
    for n in entries {
        let Some(line) = model.timeline_line(n) else {
            continue;
        };
        if let Some(mark) = model.view.mark.filter(|m| m.first == line.no) {
            shown.push(Shown::Mark(mark.count));
        }
        let read = !unread(model, line.no);
        shown.push(Shown::Entry(line, read, cursor && n == at));
    }
    // A mark takes the place of the oldest.
    let over = shown.len().saturating_sub(height);
    shown.drain(..over);
    (shown, left)
}

/// What an entry is shown as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// There at the last key.
    Read,
    /// Come since then.
    Unread,
    /// Under the cursor.
    Here,
    /// Kept in sight above the others.
    Pin,
}

impl Sign {
    fn of(read: bool, here: bool) -> Sign {
        match (read, here) {
            (_, true) => Sign::Here,
            (true, false) => Sign::Read,
            (false, false) => Sign::Unread,
        }
    }
}

/// The area without its first rows.
fn below(area: Rect, rows: usize) -> Rect {
    let rows = u16::try_from(rows).unwrap_or(u16::MAX).min(area.height);
    Rect {
        y: area.y + rows,
        height: area.height - rows,
        ..area
    }
}

fn entry(model: &Model, line: &Line, sign: Sign, (who, days): (usize, bool), theme: &Theme) -> Row {
    let style = |role| theme.style(role);
    let when = match sign {
        Sign::Unread => Role::Unread,
        Sign::Read | Sign::Here | Sign::Pin => Role::Dim,
    };
    let (clock, date) = match model.view.local {
        true => (
            model.settings.local(line.at),
            model.settings.local_date(line.at),
        ),
        false => (line.at.clock(), line.at.date()),
    };
    let date = date
        .get(5..)
        .filter(|_| days)
        .map(|date| format!("{date} "));
    let clock = date.unwrap_or_default() + &clock;
    let begin = clock.len() + 1;
    let mut row = Row::new().add(clock, style(when));
    match sign {
        Sign::Here => row.push("›", style(Role::Now)),
        Sign::Pin => row.push("*", style(Role::Key)),
        Sign::Read | Sign::Unread => row.push(" ", ratatui::style::Style::new()),
    }
    row.push(paint::cut(&line.who, who), style(Role::Text));
    row.to(begin + who + 1);
    let look = match line.mark {
        "!" => Role::Alarm,
        "?" | "TODO" | "FOUND" => Role::Warn,
        "»" => Role::News,
        _ => Role::Text,
    };
    row.push(line.mark, style(look));
    row.to(begin + who + 3);
    if line.mark.len() > 2 && line.mark.is_ascii() {
        row.push(" ", style(Role::Text));
    }
    let text = if line.mark == "!" {
        Role::Now
    } else {
        Role::Text
    };
    if line.pinned && sign != Sign::Pin {
        row.push("* ", style(Role::Key));
    }
    row.push(line.text.clone(), style(text));
    if let Some(written) = line.written {
        let when = written.near(line.at);
        row.push(format!(" (written {when})"), style(Role::Dim));
    }
    if model.saving.trouble.is_some() && model.incident.log().entry(line.no).hash == Hash::default()
    {
        row.push(" NOT SAVED", style(Role::Alarm));
    }
    row
}
