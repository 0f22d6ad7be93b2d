//! ```text
//! ─ Updates ──────────────────────────────────────────────────────────────────────
//! ! internal OVERDUE 1:20   customers in 3m   execs in 12m    CTO call in 4m
//! IM GF   comms CP   ops --   db GF                  saved ✔  shared ✔  here: CP@b1
//! ```
//! Who has to be told next, who does what, and how far own entries have come.

use super::paint::{self, Row};
use super::theme::Theme;
use super::words::{self, role_name};
use crate::cockpit::{Model, Pane};
use crate::domain::presence::Paging;
use crate::domain::rules::outbox::{Standing, approver};
use crate::domain::rules::promises::open;
use crate::domain::rules::updates::{UpdateClock, escalations};
use crate::domain::time::Span;
use crate::formats::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;

/// A cockpit that has not been heard of for this long is said to be silent.
pub(super) const SILENT_AFTER: Span = Span::seconds(15);

/// Sharing takes about a second; longer is said.
const SHARED_WITHIN: Span = Span::seconds(3);

/// Columns that roles and clocks keep beside a long text on saving.
const LEAST: usize = 14;

/// Draws updates, roles and saving: all of it in as many rows as there are.
pub(super) fn render(frame: &mut Frame<'_>, area: Rect, model: &Model, theme: &Theme) {
    match area.height {
        0 => {}
        1 => beside(
            frame,
            area,
            0,
            &due(model, area, theme),
            saved(model, theme),
        ),
        rows => {
            let rule = rows - 2;
            if rule > 0 {
                let title = Row::new().add("Updates", theme.style(Role::Title));
                paint::rule(frame, area, 0, words::dash(model.mode()), &[title], theme);
                super::mark_focus(frame, area, model, Pane::Updates, theme);
            }
            paint::row(frame, area, 0, rule, &due(model, area, theme));
            people(frame, area, rule + 1, model, theme);
        }
    }
}

/// Every audience's clock, the loudest first.
fn due(model: &Model, area: Rect, theme: &Theme) -> Row {
    let style = |role| theme.style(role);
    let mut clocks: Vec<&UpdateClock> = model.updates.iter().collect();
    clocks.sort_by_key(|c| c.due.map_or(i64::MAX, |t| t.0));
    let mut row = Row::new();
    for clock in clocks {
        if !row.is_empty() {
            row.push("   ", style(Role::Text));
        }
        let name = if area.width < 100 {
            clock.audience.as_str()
        } else {
            &clock.name
        };
        if let Some((words, look)) = on_its_way(model, clock) {
            row.push(format!("{name} {words}"), style(look));
            continue;
        }
        if let Some(over) = clock.overdue(model.now) {
            row.push(
                format!("! {name} OVERDUE {}", over.calm()),
                style(Role::Alarm),
            );
            continue;
        }
        row.push(name, style(Role::Text));
        let rests = clock.snoozed.is_some_and(|until| until > model.now);
        match clock.due.map(|due| due - model.now) {
            Some(left) if rests => row.push(format!(" rests {}", left.calm()), style(Role::Dim)),
            Some(left) => {
                let near = left < Span::minutes(2);
                let look = if near { Role::Warn } else { Role::Text };
                row.push(format!(" in {}", left.calm()), style(look));
            }
            None if clock.last.is_some() => row.push(" told", style(Role::Dim)),
            None => row.push(" no clock yet", style(Role::Dim)),
        }
    }
    for call in escalations(&model.plan, &model.incident) {
        let left = call.due - model.now;
        let (words, look) = match (call.called, left.0 < 0) {
            (true, _) => (format!("   {} call: known", call.to), Role::Dim),
            (false, true) => (
                format!("   CALL {} NOW, OVER {}", call.to, left.calm()),
                Role::Alarm,
            ),
            (false, false) => (
                format!("   {} call in {}", call.to, left.calm()),
                Role::Text,
            ),
        };
        row.push(words, style(look));
    }
    for promise in open(&model.incident, &model.board)
        .iter()
        .filter(|p| p.step.is_none())
    {
        let look = if promise.due < model.now {
            Role::Alarm
        } else {
            Role::Text
        };
        let words = format!(
            "   {}: {} {}",
            promise.whose(&model.plan),
            promise.text,
            promise.left(model.now)
        );
        row.push(words, style(look));
    }
    row.append(promised(model, theme));
    if row.is_empty() {
        row.push(
            "no update is due: the plan names no audience",
            style(Role::Dim),
        );
    }
    row
}

/// The promise that falls due next, and how many more there are.
fn promised(model: &Model, theme: &Theme) -> Row {
    let open = crate::domain::rules::promises::open(&model.incident, &model.board);
    let Some(next) = open.first() else {
        return Row::new();
    };
    let late = next.due < model.now;
    let look = if late { Role::Alarm } else { Role::Text };
    let (whose, left) = (next.whose(&model.plan), next.left(model.now));
    let more = match open.len() {
        1 => String::new(),
        n => format!(" +{}", n - 1),
    };
    let words = format!("   {whose}: {} {left}{more}", next.text);
    Row::new().add(words, theme.style(look))
}

/// What an update waits for that has not left yet.
fn on_its_way(model: &Model, clock: &UpdateClock) -> Option<(String, Role)> {
    let mut all = model.outbox.waiting.iter();
    let waiting = all.find(|w| w.queued.audience == clock.audience)?;
    let tried = model.outbox.tries.get(&waiting.reference);
    Some(match waiting.standing {
        Standing::Approval => ("WAITS for approval".to_owned(), Role::Warn),
        Standing::Unsure => ("MAY HAVE ARRIVED".to_owned(), Role::Alarm),
        Standing::Ready if !waiting.posts => ("approved: b".to_owned(), Role::Warn),
        Standing::Ready => match tried.filter(|t| t.attempts > 1 || t.trouble.is_some()) {
            Some(tried) => {
                let why = tried.trouble.as_deref().unwrap_or("no answer yet");
                (
                    format!("NOT OUT, try {}: {why}", tried.attempts),
                    Role::Alarm,
                )
            }
            None => match &waiting.trouble {
                Some(why) => (format!("NOT OUT: {why}"), Role::Alarm),
                None => ("leaves".to_owned(), Role::Dim),
            },
        },
    })
}

/// Who holds which role; at the right what became of own entries, and who else is here.
fn people(frame: &mut Frame<'_>, area: Rect, y: u16, model: &Model, theme: &Theme) {
    let mut roles = Row::new();
    // Presence does not cut off who the incident manager is.
    let mut stays = LEAST;
    let manager = approver(&model.plan).map(|role| &role.id);
    for role in &model.plan.roles {
        let holder = model.incident.holder(&role.id);
        let look = match holder {
            None if role.required => Role::Alarm,
            None => Role::Dim,
            Some(who) if who == model.me.operator => Role::Now,
            Some(_) => Role::Text,
        };
        if !roles.is_empty() {
            roles.push("   ", theme.style(Role::Text));
        }
        roles.push(format!("{} ", role_name(role)), theme.style(Role::Dim));
        roles.push(holder.unwrap_or("--"), theme.style(look));
        let offer = crate::domain::rules::people::role(&model.plan, &model.incident, &role.id);
        if let Some(offer) = offer.and_then(|r| r.offer) {
            roles.push(format!("→{}", offer.to), theme.style(Role::Warn));
        }
        if Some(&role.id) == manager {
            stays = stays.max(roles.width() + 1);
        }
    }
    let mut end = saved(model, theme);
    let here = here(model, theme);
    if end.width() + here.width() + stays <= usize::from(area.width) {
        end.append(here);
    }
    beside(frame, area, y, &roles, end);
}

/// What became of own entries stays in sight, whatever else there is to tell.
fn beside(frame: &mut Frame<'_>, area: Rect, y: u16, left: &Row, end: Row) {
    let most = usize::from(area.width).saturating_sub(LEAST);
    if most > LEAST {
        paint::both(frame, area, y, left, &end.cut(most));
    } else {
        paint::row(frame, area, 0, y, &end);
    }
}

/// What became of own entries.
fn saved(model: &Model, theme: &Theme) -> Row {
    let saving = &model.saving;
    if model.me.observe {
        return Row::new().add("OBSERVING", theme.style(Role::Warn));
    }
    if let Some(why) = &saving.trouble {
        let kept = saving.written.saturating_sub(saving.saved);
        let words = format!("NOT SAVED, {kept} kept: {why}");
        return Row::new().add(words, theme.style(Role::Alarm));
    }
    let waiting = saving.written.saturating_sub(saving.saved);
    if waiting > 0 && model.is_waiting() {
        return Row::new().add(format!("saving {waiting}…"), theme.style(Role::Warn));
    }
    let row = Row::new().plain("saved ✔  ");
    match shared_late(model) {
        Some(late) => row.add(
            format!("not shared for {}", words::age(late)),
            theme.style(Role::Warn),
        ),
        None => row.plain("shared ✔"),
    }
}

/// How long the oldest own entry on disk has waited to be where others see it; none while that is only a moment,
/// so that a key does not make the row flicker.
fn shared_late(model: &Model) -> Option<Span> {
    let saving = &model.saving;
    if saving.shared >= saving.saved {
        return None;
    }
    let reference = format!("{}:{}", model.author.writer, saving.shared);
    let log = model.incident.log();
    let written = log.find(&reference).map(|no| log.entry(no).draft.wall)?;
    Some(model.wall - written).filter(|late| *late > SHARED_WITHIN)
}

/// The others, with the machine of those elsewhere; the silent ones in words.
fn here(model: &Model, theme: &Theme) -> Row {
    let mut row = Row::new();
    let others = model
        .present
        .iter()
        .filter(|p| p.writer != model.author.writer);
    for (n, one) in others.enumerate() {
        if n == 3 {
            let more = model.present.len().saturating_sub(n + 1);
            row.push(format!(" +{more}"), theme.style(Role::Dim));
            break;
        }
        row.push(
            if n == 0 { "  with " } else { ", " },
            theme.style(Role::Dim),
        );
        let place = if one.machine == model.me.machine {
            String::new()
        } else {
            format!("@{}", one.machine)
        };
        row.push(format!("{}{place}", one.operator), theme.style(Role::Text));
        let silent = model.wall - one.at;
        if silent > SILENT_AFTER {
            let words = format!(" SILENT {}", words::age(silent));
            row.push(words, theme.style(Role::Warn));
        } else if one.observe {
            row.push(" looks", theme.style(Role::Dim));
        } else if one.pages == Paging::Pages {
            row.push(" pages", theme.style(Role::Dim));
        } else if let Some(away) = one.away {
            let words = format!(" away {}", words::age(model.wall - away));
            row.push(words, theme.style(Role::Dim));
        } else if let Some(doing) = &one.doing {
            let number = crate::domain::ids::Id::new(doing)
                .and_then(|id| model.board.step(&id))
                .map_or(doing.as_str(), |s| s.number.as_str());
            row.push(format!(" {number}"), theme.style(Role::Dim));
        }
    }
    row
}

/// The zoomed pane: every audience with what it was told, and every role.
pub(super) fn zoomed(frame: &mut Frame<'_>, area: Rect, model: &Model, theme: &Theme) {
    let style = |role| theme.style(role);
    let title = Row::new().add("Updates", style(Role::Title));
    paint::rule(frame, area, 0, words::dash(model.mode()), &[title], theme);
    super::mark_focus(frame, area, model, Pane::Updates, theme);
    let mut rows = Vec::new();
    for clock in &model.updates {
        let mut row = Row::new().add(clock.name.clone(), style(Role::Now));
        row.to(20);
        let words = match (clock.overdue(model.now), clock.due) {
            (Some(over), _) => (format!(" OVERDUE {}", over.calm()), Role::Alarm),
            (None, Some(due)) => (format!(" next at {}", due.clock()), Role::Text),
            (None, None) => (" no clock".to_owned(), Role::Dim),
        };
        row.push(words.0, style(words.1));
        rows.push(row);
        if let Some((words, look)) = on_its_way(model, clock) {
            rows.push(Row::new().add(format!("  {words}"), style(look)));
        }
        let last = clock.last.as_ref().map(|sent| {
            let text = sent.text.as_deref().unwrap_or("(no text)");
            let posted = sent.posted.as_ref();
            let posted = posted.map(|who| format!(" (posted from {who}'s cockpit)"));
            let (at, posted) = (sent.at.clock(), posted.unwrap_or_default());
            format!("  told {at} by {}{posted}: {text}", sent.by)
        });
        rows.push(Row::new().add(
            last.unwrap_or_else(|| "  not told yet".into()),
            style(Role::Dim),
        ));
    }
    for call in escalations(&model.plan, &model.incident) {
        let mut row = Row::new().add(format!("call {}", call.to), style(Role::Now));
        row.to(20);
        let words = match (call.called, call.due < model.now) {
            (true, _) => (" somebody did".to_owned(), Role::Dim),
            (false, true) => (
                format!(" OVER {}", (model.now - call.due).calm()),
                Role::Alarm,
            ),
            (false, false) => (format!(" at {}", call.due.clock()), Role::Text),
        };
        row.push(words.0, style(words.1));
        rows.push(row);
    }
    for promise in open(&model.incident, &model.board) {
        let mut row = Row::new().add(promise.whose(&model.plan), style(Role::Now));
        row.to(20);
        let look = if promise.due < model.now {
            Role::Alarm
        } else {
            Role::Text
        };
        row.push(
            format!(" promised {}: {}", promise.text, promise.left(model.now)),
            style(look),
        );
        rows.push(row);
    }
    for role in &model.plan.roles {
        let mut row = Row::new().add(role.name.clone(), style(Role::Text));
        row.to(20);
        row.push(
            format!(" {}", model.incident.holder(&role.id).unwrap_or("nobody")),
            style(Role::Text),
        );
        rows.push(row);
    }
    for (y, row) in (1..area.height).zip(&rows) {
        paint::row(frame, area, 0, y, row);
    }
}
