//! ```text
//! switchover   on b1 as gf                                            02:13:44Z
//! Shop production (/etc/switchover/plan.toml)  reviewed 50 days ago  drilled 2026-10-02
//!
//! ─ Open incidents ──────────────────────────── ┬ seen from b1, 3/3 witnesses ok ─
//! › join   LIVE  Web down        02:01Z  CP, NM │ age <10s   42A      C10
//! ─ Or a new one ────────────────────────────── │ Web front  ✖ down   ✔ up
//!   mode       LIVE                             │
//!   from       42A     serves now: DNS 3/3, writer
//! > Enter joins it
//! ↑↓ line  ←→ change  Enter takes it  ? help  q leave
//! ```

use super::dialog;
use super::footer;
use super::paint::{self, Row};
use super::probes::Table;
use super::theme::Theme;
use super::words::{minute, planned};
use crate::cockpit::start::{Item, Listed};
use crate::cockpit::{Model, Start, Tone};
use crate::domain::ids::Id;
use crate::domain::words::Mode;
use crate::formats::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Draws the start screen.
pub(super) fn render(frame: &mut Frame<'_>, screen: Rect, model: &Model, theme: &Theme) {
    let Some(start) = &model.start else {
        return;
    };
    let h = screen.height;
    let head = h.min(if h >= 8 { 2 } else { 1 });
    let foot = h.saturating_sub(head).min(2);
    let body = Rect {
        y: screen.y + head,
        height: h - head - foot,
        ..screen
    };
    header(
        frame,
        Rect {
            height: head,
            ..screen
        },
        model,
        start,
        theme,
    );
    let wide = screen.width >= 72;
    let right = if wide {
        33 + screen.width.saturating_sub(80) * 45 / 100
    } else {
        0
    };
    let list = Rect {
        width: body.width - right.min(body.width) - u16::from(wide),
        ..body
    };
    lines(frame, list, model, start, theme);
    if wide {
        let area = Rect {
            x: body.x + body.width - right,
            width: right,
            ..body
        };
        let table = Table {
            pane: &start.probes,
            now: model.now,
            mode: Mode::Live,
            sides: ["", ""],
            layers: false,
            under: None,
        };
        table.render(frame, area, theme);
    }
    let foot_area = Rect {
        y: body.bottom(),
        height: foot,
        ..screen
    };
    answer(frame, foot_area, model, start, theme);
    let keys = [
        ("↑↓", "line"),
        ("←→", "change"),
        ("Enter", "takes it"),
        ("?", "help"),
        ("q", "leave"),
    ];
    let keys: Vec<(String, String)> = keys
        .iter()
        .map(|(k, w)| ((*k).to_owned(), (*w).to_owned()))
        .collect();
    if foot > 1 {
        footer::draw(
            frame,
            Rect {
                y: foot_area.y + 1,
                height: 1,
                ..screen
            },
            &keys,
            theme,
        );
    }
    if let Some(over) = &model.view.dialog {
        dialog::render(frame, body, over, model, theme);
    }
}

fn header(frame: &mut Frame<'_>, area: Rect, model: &Model, start: &Start, theme: &Theme) {
    let style = |role| theme.style(role);
    let who = Row::new()
        .add("switchover", style(Role::Title))
        .plain(format!("   {} on {}", model.me.operator, model.me.machine));
    paint::both(frame, area, 0, &who, &Row::new().plain(model.wall.clock()));
    let plan = match &start.plan {
        Some((name, place)) => Row::new()
            .add(name, style(Role::Title))
            .plain(format!("  {}", start.reviewed))
            .plain(format!("  {}", start.drilled))
            .add(format!("  {place}"), style(Role::Dim)),
        None => Row::new().add(
            "No plan: only a rehearsal on the built-in one. `switchover init` makes a plan.",
            style(Role::Warn),
        ),
    };
    paint::row(frame, area, 0, 1, &plan);
}

/// The lines, the one under the cursor always in sight.
fn lines(frame: &mut Frame<'_>, area: Rect, model: &Model, start: &Start, theme: &Theme) {
    let mut rows: Vec<(Row, bool, bool)> = Vec::new();
    let mut before = None;
    for (n, item) in start.items.iter().enumerate() {
        let part = part(*item);
        if before != Some(part) && !part.is_empty() {
            rows.push((Row::new().add(part, theme.style(Role::Title)), false, true));
        }
        before = Some(part);
        rows.push((line(model, start, *item, theme), n == start.at, false));
    }
    let here = rows.iter().position(|(_, here, _)| *here).unwrap_or(0);
    let height = usize::from(area.height);
    let top = (here + 1).saturating_sub(height);
    for (y, (row, here, title)) in (0..area.height).zip(&rows[top..]) {
        if *title {
            paint::rule(frame, area, y, "─", std::slice::from_ref(row), theme);
            continue;
        }
        let mark = if *here { "› " } else { "  " };
        let mut line = Row::new().add(mark, theme.style(Role::Now));
        line.append(row.clone());
        paint::row(frame, area, 0, y, &line);
        if *here {
            paint::look(frame, area, y, theme);
        }
    }
}

/// Under which title a line stands.
const fn part(item: Item) -> &'static str {
    match item {
        Item::Join(_) => "Open incidents",
        Item::Approve | Item::Rehearse | Item::Quit => "Else",
        _ => "A new incident",
    }
}

fn line(model: &Model, start: &Start, item: Item, theme: &Theme) -> Row {
    let style = |role| theme.style(role);
    let page = start.page.as_ref();
    let field = |label: &str, value: String, evidence: &str| {
        let mut row = Row::new().add(label, style(Role::Dim));
        row.to(11);
        row.push(value, style(Role::Now));
        row.to(20);
        row.push(format!(" {evidence}"), style(Role::Dim));
        row
    };
    let side = |id: Option<&Id>| id.map_or_else(|| "?".to_owned(), |id| short(start, id));
    match item {
        Item::Join(n) => start
            .open
            .get(n)
            .map(|l| joined(model, l, theme))
            .unwrap_or_default(),
        Item::Open => {
            let mode = page.map_or("", |p| p.mode.banner());
            Row::new().add(format!("open it, {mode}"), style(Role::Now))
        }
        Item::Mode => field("mode", page.map_or("", |p| p.mode.banner()).to_owned(), ""),
        Item::Checklist => {
            let id = page.and_then(|p| p.checklist.as_ref());
            let title = id.and_then(|id| start.checklists.iter().find(|(c, _)| c == id));
            let title = title.map_or("triage: none yet, adopt one later", |(_, t)| t);
            let mut row = Row::new().add("checklist", style(Role::Dim));
            row.to(11);
            row.push(title, style(Role::Now));
            row
        }
        Item::From => field(
            "from",
            side(page.and_then(|p| p.from.as_ref())),
            &start.evidence.0,
        ),
        Item::To => field(
            "to",
            side(page.and_then(|p| p.to.as_ref())),
            &start.evidence.1,
        ),
        Item::Severity => field(
            "severity",
            page.map_or_else(String::new, |p| p.severity.clone()),
            "",
        ),
        Item::Since => {
            let since = page.and_then(|p| p.since);
            let ago = since.map(|t| format!("{} ago", (model.wall - t).short()));
            let value = since.map_or_else(|| "?".to_owned(), |t| t.clock());
            field("impact", value, ago.as_deref().unwrap_or("not known yet"))
        }
        Item::Capture => Row::new().add("capture", style(Role::Now)).add(
            "    no checklist: type steps while it runs",
            style(Role::Dim),
        ),
        Item::Approve => Row::new()
            .add("approve", style(Role::Now))
            .add("    commands of probes: not run yet", style(Role::Warn)),
        Item::Rehearse => Row::new()
            .add("rehearse", style(Role::Now))
            .add("   a DRILL on simulated providers", style(Role::Dim)),
        Item::Quit => Row::new().add("leave", style(Role::Now)),
    }
}

fn short(start: &Start, id: &Id) -> String {
    let known = start.providers.iter().find(|(p, _)| p == id);
    known.map_or_else(|| id.to_string(), |(_, name)| name.clone())
}

/// `join   LIVE  Web down  since 02:01Z  CP, NM`
fn joined(model: &Model, listed: &Listed, theme: &Theme) -> Row {
    let look = match listed.mode {
        Mode::Live => Role::HeaderLive,
        Mode::Planned => Role::HeaderPlanned,
        Mode::Drill => Role::HeaderDrill,
    };
    let day = if listed.opened.date() == model.wall.date() {
        String::new()
    } else {
        listed.opened.date() + " "
    };
    let who = if listed.operators.is_empty() {
        "nobody here".to_owned()
    } else {
        listed.operators.join(", ")
    };
    Row::new()
        .add("join ", theme.style(Role::Now))
        .add(listed.mode.banner(), theme.style(look))
        .add(
            format!(" {day}{} ", minute(listed.opened)),
            theme.style(Role::Dim),
        )
        .add(format!("{who}: "), theme.style(Role::Text))
        .add(listed.title.clone(), theme.style(Role::Now))
}

/// What the last key did, else what Enter does.
fn answer(frame: &mut Frame<'_>, area: Rect, model: &Model, start: &Start, theme: &Theme) {
    let said = &model.view.answer;
    if !said.text.is_empty() {
        let look = if said.tone == Tone::Refused {
            Role::Refused
        } else {
            Role::Text
        };
        let row = Row::new().plain("> ").add(&said.text, theme.style(look));
        paint::row(frame, area, 0, 0, &row);
        return;
    }
    let update = start
        .first_update
        .map(|s| format!("; the first update is due {} later", planned(s)));
    let words = match start.items.get(start.at) {
        Some(Item::Join(_)) => "Enter joins this incident".to_owned(),
        Some(Item::Open) => format!(
            "Enter opens it now: you are incident manager{}",
            update.unwrap_or_default()
        ),
        Some(Item::Capture) => {
            "Enter opens it now, without a checklist; i types the first step".to_owned()
        }
        Some(Item::Rehearse) => "Enter opens a drill; nothing real is touched".to_owned(),
        Some(Item::Approve) => {
            "Enter shows the commands of the plan's probes; then a approves them".to_owned()
        }
        Some(Item::Quit) => "Enter leaves".to_owned(),
        Some(Item::Since) => "Enter asks since when users suffer".to_owned(),
        Some(_) => "← → changes it".to_owned(),
        None => String::new(),
    };
    paint::row(frame, area, 0, 0, &Row::new().plain("> ").plain(words));
}
