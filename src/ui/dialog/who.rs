//! ```text
//! ═ Who is doing what ════════════════════════════════════════════════════════════
//! GF  you, b2           IM 26m            2.3 Promote the replica at C10
//! CP  b2                comms 26m         2.2 Fence 42A 0:48
//! › 1 Incident manager      GF since 01:47:44Z (26m)
//!   5 42A: power is back    in 12m
//! ```

use super::sheet;
use crate::cockpit::Model;
use crate::cockpit::who::{Chosen, choices, everybody};
use crate::domain::rules::people::{Person, RoleRow, roles};
use crate::domain::rules::promises::Promise;
use crate::formats::theme::Role;
use crate::ui::paint::{self, Row};
use crate::ui::theme::Theme;
use crate::ui::words::{age, role_name, you};
use ratatui::Frame;
use ratatui::layout::Rect;

/// Columns where a person's place, roles and work begin.
const COLUMNS: [usize; 3] = [10, 28, 46];
/// Columns of what can be chosen, before how it stands.
const NAME: usize = 30;

/// Draws who is doing what, and below it what can be chosen.
pub(super) fn render(frame: &mut Frame<'_>, over: Rect, at: usize, model: &Model, theme: &Theme) {
    let people = everybody(model);
    let mut rows: Vec<Row> = people.iter().map(|p| person(p, model, theme)).collect();
    let (roles, choices) = (roles(&model.plan, &model.incident), choices(model));
    let at = at.min(choices.len().saturating_sub(1));
    let above = rows.len();
    for (n, chosen) in choices.iter().enumerate() {
        let mark = if n == at { "› " } else { "  " };
        let mut row = Row::new().add(mark, theme.style(Role::Now));
        let digit = u32::try_from(n + 1).ok().filter(|n| *n < 10);
        let digit = digit.map_or_else(|| " ".to_owned(), |n| n.to_string());
        row.push(digit + " ", theme.style(Role::Key));
        match chosen {
            Chosen::Role(id) => {
                if let Some(role) = roles.iter().find(|r| &r.id == id) {
                    held(&mut row, role, model, theme);
                }
            }
            Chosen::Promise(promise) => promised(&mut row, promise, model, theme),
        }
        rows.push(row);
    }
    if choices.is_empty() {
        rows.push(Row::new().add("the plan names no roles", theme.style(Role::Dim)));
    }
    let inner = sheet(frame, over, "Who is doing what", rows.len(), theme);
    let height = usize::from(inner.height);
    let here = above + at;
    let top = (here + 1).saturating_sub(height);
    for (y, row) in (0..inner.height).zip(&rows[top.min(rows.len())..]) {
        paint::row(frame, inner, 0, y, row);
        if usize::from(y) + top == here && !choices.is_empty() {
            paint::look(frame, inner, y, theme);
        }
    }
}

fn person(person: &Person, model: &Model, theme: &Theme) -> Row {
    let look = if person.is_gone() {
        Role::Dim
    } else {
        Role::Text
    };
    let mut row = Row::new()
        .add(person.who.clone(), theme.style(look))
        .cut(COLUMNS[0] - 1);
    row.to(COLUMNS[0]);
    let (place, look) = place(person, model);
    row.append(
        Row::new()
            .add(place, theme.style(look))
            .cut(COLUMNS[1] - COLUMNS[0] - 1),
    );
    row.to(COLUMNS[1]);
    let held: Vec<String> = person.roles.iter().map(|r| brief(r, model)).collect();
    let held = if held.is_empty() {
        "-".to_owned()
    } else {
        held.join(", ")
    };
    row.append(
        Row::new()
            .add(held, theme.style(Role::Text))
            .cut(COLUMNS[2] - COLUMNS[1] - 1),
    );
    row.to(COLUMNS[2]);
    let steps = person.steps.iter().map(|(number, title, since)| {
        let since = since.map(|since| format!(" {}", (model.now - since).calm()));
        format!("{number}{} {title}", since.unwrap_or_default())
    });
    let back = person
        .promises
        .iter()
        .map(|p| format!("{} {}", p.text, p.left(model.now)));
    let work: Vec<String> = back.chain(steps).collect();
    let late = person.promises.iter().any(|p| p.due < model.now);
    let look = if late { Role::Warn } else { Role::Text };
    row.push(work.join("; "), theme.style(look));
    row
}

/// Where somebody sits, and whether they are there.
fn place(person: &Person, model: &Model) -> (String, Role) {
    let ago = |t| age(model.now - t);
    let Some(first) = person.cockpits.first() else {
        let seen = person.seen.map(|t| format!(" {}", ago(t)));
        return (format!("gone{}", seen.unwrap_or_default()), Role::Dim);
    };
    let mut words = match you(model, &person.who) {
        "you" => format!("you, {}", first.machine),
        _ => first.machine.clone(),
    };
    let more = person.cockpits.len() - 1;
    if more > 0 {
        words.push_str(&format!(" +{more}"));
    }
    if person.observes() {
        words.push_str(" looks");
    }
    let silent = person.cockpits.iter().map(|c| model.wall - c.at).min();
    if let Some(silent) = silent.filter(|s| *s > crate::ui::updates::SILENT_AFTER) {
        return (format!("{words} SILENT {}", age(silent)), Role::Warn);
    }
    match person.away {
        Some(away) => (format!("{words} away {}", ago(away)), Role::Dim),
        None => (words, Role::Text),
    }
}

fn brief(role: &RoleRow, model: &Model) -> String {
    let name = model.plan.role(&role.id);
    let name = name.map_or_else(|| role.id.to_string(), role_name);
    let since = role.since.map(|t| format!(" {}", (model.now - t).short()));
    name + &since.unwrap_or_default()
}

fn held(row: &mut Row, role: &RoleRow, model: &Model, theme: &Theme) {
    let look = match (&role.holder, role.required) {
        (None, true) => Role::Alarm,
        (None, false) => Role::Dim,
        (Some(_), _) => Role::Text,
    };
    row.append(
        Row::new()
            .add(role.name.clone(), theme.style(Role::Text))
            .cut(NAME - 5),
    );
    row.to(NAME);
    row.push(role.words(model.now), theme.style(look));
}

fn promised(row: &mut Row, promise: &Promise, model: &Model, theme: &Theme) {
    let late = promise.due < model.now;
    let look = if late { Role::Alarm } else { Role::Text };
    let left = promise.left(model.now);
    let whose = promise.whose(&model.plan);
    row.push(format!("{left}  "), theme.style(look));
    row.push(
        format!("{whose}: {}", promise.text),
        theme.style(Role::Text),
    );
    row.push(
        format!("  ({}, {})", promise.by, promise.at.clock()),
        theme.style(Role::Dim),
    );
}
