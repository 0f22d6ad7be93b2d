//! ```text
//! LIVE SEV1  42A → C10  down 41:07  RTO 30m OVER 11m  decided 6m ago        02:13Z
//! LIVE SEV1  42A → C10 READY  down 4:07  RTO 30m  DECIDE BY in 4:10  LOSS ≤ 12 s
//! ```
//! Only the first clock ticks. When width is short, items go from the right, but never mode, direction and downtime.

use super::paint::{self, Row};
use super::theme::Theme;
use super::words::minute;
use crate::cockpit::Model;
use crate::domain::rules::pace::Tight;
use crate::domain::time::Span;
use crate::domain::words::Mode;
use crate::formats::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// One item of the header, and whether it stays when width is short.
struct Item {
    row: Row,
    stays: bool,
    /// What it may say instead where that pushes nothing out, the longest first.
    longer: Vec<Row>,
}

impl Item {
    const fn of(stays: bool, row: Row) -> Self {
        Item {
            row,
            stays,
            longer: Vec::new(),
        }
    }
}

/// Draws the header.
pub(super) fn render(frame: &mut Frame<'_>, area: Rect, model: &Model, theme: &Theme) {
    let drill = model.mode() == Mode::Drill;
    let gap = if drill { "┄" } else { " " };
    let room = usize::from(area.width);
    let (items, ticks) = items(model, room, theme);
    let clock = if ticks {
        minute(model.now)
    } else {
        model.now.clock()
    };
    let clock_fits = clock.len() + 1;
    let mut kept: Vec<&Item> = items.iter().collect();
    let needs = |kept: &[&Item]| kept.iter().map(|i| i.row.width() + 2).sum::<usize>();
    while needs(&kept) > room + 2 {
        let Some(last) = kept.iter().rposition(|i| !i.stays) else {
            break;
        };
        kept.remove(last);
    }
    let tight = needs(&kept) > room + 2;
    // The second gap is one column only.
    let mut spare = (room + 2 + usize::from(kept.len() > 1)).saturating_sub(needs(&kept));
    let mut line = Row::new();
    for (n, item) in kept.iter().enumerate() {
        let gaps = if tight || n == 1 { 1 } else { 2 };
        line.push(
            gap.repeat(if n == 0 { 0 } else { gaps }),
            theme.style(Role::Dim),
        );
        let fits = |way: &&Row| way.width() <= item.row.width() + spare;
        let row = item.longer.iter().find(fits).unwrap_or(&item.row);
        spare = (spare + item.row.width()).saturating_sub(row.width());
        line.append(row.clone());
    }
    let rest = room.saturating_sub(line.width());
    if kept.len() == items.len() && rest >= clock_fits {
        line.push(gap.repeat(rest - clock.len()), theme.style(Role::Dim));
        line.push(clock, Style::new());
    } else {
        line.push(gap.repeat(rest), theme.style(Role::Dim));
    }
    paint::row(frame, area, 0, 0, &line);
}

/// Which incident this is: what it is, how bad, which way, and whether the target can take over.
fn head(model: &Model, room: usize, theme: &Theme) -> Vec<Item> {
    let style = |role| theme.style(role);
    let mut items = Vec::new();
    let mut add = |stays, row| items.push(Item::of(stays, row));
    let look = match model.mode() {
        Mode::Live => Role::HeaderLive,
        Mode::Planned => Role::HeaderPlanned,
        Mode::Drill => Role::HeaderDrill,
    };
    add(true, Row::new().add(model.mode().banner(), style(look)));
    if !model.incident.is_open() {
        add(true, Row::new().add("CLOSED", style(Role::Title)));
    }
    if model.board.aborted.is_some() {
        add(true, Row::new().add("ABORTED", style(Role::Alarm)));
    }
    if let Some(severity) = model.incident.state().severity.get() {
        add(false, Row::new().add(severity, style(Role::Title)));
    }
    let short = |id| paint::cut(model.plan.short(id), (room / 8).clamp(4, 16)).into_owned();
    let direction = match model.incident.direction() {
        Some((from, to)) => format!("{} → {}", short(from), short(to)),
        None => "from ? → to ?".to_owned(),
    };
    let direction = Row::new().add(direction, style(Role::Title));
    let mut ways = super::ready::ways(model, &direction, theme);
    let row = ways.pop().unwrap_or(direction);
    items.push(Item {
        longer: ways,
        ..Item::of(true, row)
    });
    items
}

/// What the header says, and whether one of its clocks ticks.
fn items(model: &Model, room: usize, theme: &Theme) -> (Vec<Item>, bool) {
    let style = |role| theme.style(role);
    let mut items = head(model, room, theme);
    let clocks = &model.clocks;
    let mut ticks = false;
    if let Some(down) = clocks.downtime {
        let word = if clocks.down { "down " } else { "was down " };
        let look = if clocks.down { Role::Bad } else { Role::Text };
        ticks = clocks.down && model.incident.is_open();
        let row = Row::new().add(word, style(look)).plain(down.clock());
        items.push(unseen(model, row, theme));
    }
    let mut add = |stays, row| items.push(Item::of(stays, row));
    if let Some(tight) = model.tight() {
        ticks = true;
        add(true, budget(model, &tight, room, theme));
    }
    if let Some(rto) = clocks.rto {
        let row = Row::new().plain(format!("RTO {}", rto.short()));
        let over = clocks.rto_over.map(|over| format!(" OVER {}", over.calm()));
        add(false, row.add(over.unwrap_or_default(), style(Role::Bad)));
    }
    if let Some(left) = clocks.decide_by {
        let clock = if ticks { left.calm() } else { left.clock() };
        ticks = true;
        add(false, decide(left, clock, theme));
    }
    if let Some(risk) = &model.probes.risk {
        add(false, Row::new().add(risk, style(Role::Warn)));
    }
    if let Some(row) = model.board.no_return() {
        let words = format!("NO RETURN {}", row.number);
        add(false, Row::new().add(words, style(Role::Warn)));
    }
    if let Some(since) = clocks.since_decision {
        add(
            false,
            Row::new().plain(format!("decided {} ago", since.calm())),
        );
    }
    if model.mode() == Mode::Drill {
        let speed = model.identity.scale().speed;
        let fast = if speed > 1 {
            format!(", x{speed}")
        } else {
            String::new()
        };
        add(
            false,
            Row::new().add(format!("simulated{fast}"), style(Role::Dim)),
        );
    }
    (items, ticks)
}

/// `down 41:07 (blind 3m)`: with what of it nobody measured. That this machine was blind pushes others out; that
/// nobody watched, which is so of what was before the opening, is said where there is room.
fn unseen(model: &Model, down: Row, theme: &Theme) -> Item {
    let unseen = model.unseen.downtime.unwrap_or_default();
    let with = |words: &String| {
        down.clone()
            .add(format!(" ({words})"), theme.style(Role::Unknown))
    };
    let mut ways: Vec<Row> = unseen.briefly().iter().map(with).collect();
    let blind = unseen.blind >= Span::seconds(10);
    let row = if blind { ways.pop() } else { None };
    Item {
        longer: ways,
        ..Item::of(true, row.unwrap_or(down))
    }
}

/// `READ-ONLY WINDOW 1:12 of 3m`, `READ-ONLY WINDOW OVER 0:14`
fn budget(model: &Model, tight: &Tight, room: usize, theme: &Theme) -> Row {
    let title = &model.board.phases[tight.phase].title;
    let title = match room {
        0..60 => String::new(),
        _ => format!("{} ", paint::cut(&title.to_uppercase(), room / 4)),
    };
    let look = match tight.excess() {
        Some(_) => Role::Alarm,
        None => Role::Now,
    };
    Row::new().add(format!("{title}{}", tight.words()), theme.style(look))
}

fn decide(left: Span, clock: String, theme: &Theme) -> Row {
    if left.0 < 0 {
        Row::new().add(format!("DECIDE: OVER {clock}"), theme.style(Role::Alarm))
    } else {
        Row::new()
            .add("DECIDE BY", theme.style(Role::Warn))
            .plain(format!(" in {clock}"))
    }
}
