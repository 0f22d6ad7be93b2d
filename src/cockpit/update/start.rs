//! The start screen: ten seconds, no questions.

use super::answer;
use super::choose;
use super::scroll::moved;
use crate::cockpit::dialog::Then;
use crate::cockpit::effect::OpenRequest;
use crate::cockpit::key::{Key, KeyCode};
use crate::cockpit::start::{Item, Listed};
use crate::cockpit::{Action, Dialog, Effect, Model, Start};
use crate::domain::ids::Id;
use crate::domain::severity::USUAL;
use crate::domain::time::Time;
use crate::domain::words::{Mode, ProbeState};

pub(super) fn key(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = Action::of(key);
    let Some(start) = &mut model.start else {
        return Vec::new();
    };
    let last = start.items.len().saturating_sub(1);
    match (action, key.code) {
        (Some(Action::Quit), _) => return vec![Effect::Quit],
        (Some(Action::Help), _) => model.view.dialog = Some(Dialog::Help { top: 0 }),
        (_, KeyCode::Tab) => start.at = if start.at == last { 0 } else { start.at + 1 },
        (Some(a @ (Action::Up | Action::Down | Action::Top | Action::Bottom)), _) => {
            start.at = moved(start.at, last, a, 1);
        }
        (_, KeyCode::Left) => return change(model, false),
        (_, KeyCode::Right | KeyCode::Char(' ')) => return change(model, true),
        (_, KeyCode::Enter) => return enter(model),
        (_, KeyCode::Esc) => {}
        _ => {
            return answer::refused(
                model,
                "↑ ↓ choose a line, ← → change it, Enter takes it, ? help, q leaves",
            );
        }
    }
    Vec::new()
}

/// What is open now. The cursor stays on what it was on; a new one is told.
pub(super) fn listed(model: &mut Model, open: Vec<Listed>) -> Vec<Effect> {
    let Some(start) = &mut model.start else {
        return Vec::new();
    };
    let under = |start: &Start| match start.items.get(start.at)? {
        Item::Join(at) => Some(start.open.get(*at)?.path.clone()),
        _ => None,
    };
    let (joined, item) = (under(start), start.items.get(start.at).copied());
    let known: Vec<String> = start.open.drain(..).map(|l| l.path).collect();
    let new = open.iter().find(|l| !known.contains(&l.path)).cloned();
    start.open = open;
    start.items.retain(|item| !matches!(item, Item::Join(_)));
    if start.joins {
        let joins: Vec<Item> = (0..start.open.len()).map(Item::Join).collect();
        start.items.splice(0..0, joins);
    }
    let of_path = |path: &String| start.open.iter().position(|l| &l.path == path);
    let place = |item: Item| start.items.iter().position(|i| *i == item);
    let stays = match &joined {
        Some(path) => of_path(path).map(Item::Join),
        None => item,
    };
    let at = stays.and_then(place).unwrap_or_else(|| start.first());
    start.at = at;
    match new {
        Some(new) => answer::news(
            model,
            format!(
                "{} {} was opened just now: ↑ ↓ and Enter join it",
                new.mode.banner(),
                new.title
            ),
        ),
        None => Vec::new(),
    }
}

fn enter(model: &mut Model) -> Vec<Effect> {
    let Some(start) = &model.start else {
        return Vec::new();
    };
    match start.items.get(start.at) {
        Some(Item::Join(at)) => {
            let path = start
                .open
                .get(*at)
                .map(|l| l.path.clone())
                .unwrap_or_default();
            vec![Effect::Join { path }]
        }
        Some(Item::Rehearse) if start.open.iter().any(|l| l.mode == Mode::Live) => {
            answer::refused(model, "a live incident is open: no rehearsal now")
        }
        Some(Item::Rehearse) => vec![Effect::Rehearse],
        Some(Item::Approve) => super::runner::show_probes(model),
        Some(Item::Quit) => vec![Effect::Quit],
        Some(Item::Since) => {
            let known = start
                .page
                .as_ref()
                .and_then(|p| p.since)
                .map(Time::clock)
                .unwrap_or_default();
            model.view.dialog = Some(choose::ask(
                "Users suffer since (UTC, 02:02; empty: not known)",
                Vec::new(),
                &known,
                Then::OpenSince,
            ));
            Vec::new()
        }
        Some(Item::Mode | Item::Checklist | Item::From | Item::To | Item::Severity) => {
            change(model, true)
        }
        Some(Item::Open) => open(model),
        Some(Item::Capture) => {
            if let Some(page) = model.start.as_mut().and_then(|s| s.page.as_mut()) {
                page.checklist = None;
            }
            open(model)
        }
        None => Vec::new(),
    }
}

/// Opens as the page says, unless the evidence says the direction is reversed.
fn open(model: &mut Model) -> Vec<Effect> {
    let Some(page) = model.start.as_ref().and_then(|s| s.page.clone()) else {
        return answer::refused(
            model,
            "no plan: `switchover init` makes one; rehearse needs none",
        );
    };
    let page = OpenRequest {
        since: page
            .since
            .or_else(|| first_failure(model, page.from.as_ref())),
        ..page
    };
    if page.checklist.is_some() && (page.from.is_none() || page.to.is_none()) {
        return answer::refused(
            model,
            "from and to are not known: ← → choose them, or open without a checklist",
        );
    }
    if let Some(name) = reversed(model, &page) {
        let hint = vec![
            format!(
                "{name} answers and the other side does not: this would fence the healthy side."
            ),
            format!("To open it all the same, type: {name}"),
        ];
        let then = Then::OpenAgainstEvidence(page);
        model.view.dialog = Some(choose::ask("Is the direction reversed?", hint, "", then));
        return Vec::new();
    }
    vec![Effect::Open(page)]
}

/// What the probes say of both sides, for the lines of from and to.
pub(super) fn evidence(model: &Model) -> (String, String) {
    let page = model.start.as_ref().and_then(|s| s.page.as_ref());
    let said = |id: Option<&Id>| {
        let service = model
            .plan
            .downtime_service()
            .or(model.plan.services.first())?;
        let row = model.probe_board.row(&service.id, id?, model.wall)?;
        let since = row
            .since
            .map(|t| format!(" since {}", t.clock()))
            .unwrap_or_default();
        Some(format!("{} {}{since}", service.name, row.state))
    };
    let of = |id: Option<&Id>| said(id).unwrap_or_default();
    let start = model.start.as_ref();
    let agreed = super::sides::words(model).filter(|_| start.is_some_and(|s| !s.chosen));
    (
        agreed.unwrap_or_else(|| of(page.and_then(|p| p.from.as_ref()))),
        of(page.and_then(|p| p.to.as_ref())),
    )
}

/// When the side production leaves was first seen failing.
fn first_failure(model: &Model, from: Option<&Id>) -> Option<Time> {
    let service = model.plan.downtime_service()?;
    let row = model.probe_board.row(&service.id, from?, model.wall)?;
    row.since.filter(|_| row.state == ProbeState::Down)
}

/// The side production would leave, if it is up and the other is down.
fn reversed(model: &Model, page: &OpenRequest) -> Option<String> {
    let state = |id: &Option<Id>| {
        let service = model
            .plan
            .downtime_service()
            .or(model.plan.services.first())?;
        let row = model
            .probe_board
            .row(&service.id, id.as_ref()?, model.wall)?;
        Some(row.state)
    };
    let healthy = state(&page.from) == Some(ProbeState::Up);
    let broken = state(&page.to) == Some(ProbeState::Down);
    let from = page.from.as_ref()?;
    (healthy && broken).then(|| model.plan.short(from).to_owned())
}

/// Goes on after the provider's name was typed.
pub(super) fn open_against_evidence(
    model: &mut Model,
    page: OpenRequest,
    typed: &str,
) -> Vec<Effect> {
    let name = reversed(model, &page);
    if name.as_deref().is_none_or(|name| name == typed.trim()) {
        return vec![Effect::Open(page)];
    }
    answer::refused(model, "not opened: that is not the provider's name")
}

/// The page's impact.
pub(super) fn since(model: &mut Model, text: &str) -> Vec<Effect> {
    let since = Time::parse_past(text, model.wall);
    if since.is_none() && !text.trim().is_empty() {
        return answer::refused(model, "a time is written 02:02 or 02:02:30, in UTC");
    }
    if let Some(page) = model.start.as_mut().and_then(|s| s.page.as_mut()) {
        page.since = since;
    }
    Vec::new()
}

/// The next or previous value of the line under the cursor.
fn change(model: &mut Model, forward: bool) -> Vec<Effect> {
    let Some(Start {
        items,
        at,
        page: Some(page),
        providers,
        checklists,
        chosen,
        ..
    }) = &mut model.start
    else {
        return Vec::new();
    };
    match items.get(*at) {
        Some(Item::Mode) => {
            page.mode = if page.mode == Mode::Live {
                Mode::Planned
            } else {
                Mode::Live
            };
        }
        Some(Item::Severity) => {
            let now = USUAL.iter().position(|s| *s == page.severity).unwrap_or(0);
            page.severity = USUAL[turn(now, USUAL.len(), forward)].to_owned();
        }
        Some(Item::Checklist) => {
            let ids: Vec<Id> = checklists.iter().map(|(id, _)| id.clone()).collect();
            page.checklist = turned(page.checklist.as_ref(), &ids, forward);
        }
        Some(Item::From) => {
            *chosen = true;
            page.from = other(page.from.as_ref(), providers, forward);
            if page.to == page.from || providers.len() == 2 {
                page.to = providers
                    .iter()
                    .map(|(id, _)| id)
                    .find(|id| Some(*id) != page.from.as_ref())
                    .cloned();
            }
        }
        Some(Item::To) => {
            *chosen = true;
            page.to = other(page.to.as_ref(), providers, forward);
            if page.from == page.to || providers.len() == 2 {
                page.from = providers
                    .iter()
                    .map(|(id, _)| id)
                    .find(|id| Some(*id) != page.to.as_ref())
                    .cloned();
            }
        }
        _ => return answer::refused(model, "Enter takes this line"),
    }
    Vec::new()
}

const fn turn(at: usize, count: usize, forward: bool) -> usize {
    if forward {
        (at + 1) % count
    } else {
        (at + count - 1) % count
    }
}

/// The next of a list, with "none" as one of its places.
fn turned(now: Option<&Id>, ids: &[Id], forward: bool) -> Option<Id> {
    let place = now
        .and_then(|id| ids.iter().position(|i| i == id))
        .map_or(0, |p| p + 1);
    let place = turn(place, ids.len() + 1, forward);
    place.checked_sub(1).map(|p| ids[p].clone())
}

fn other(now: Option<&Id>, providers: &[(Id, String)], forward: bool) -> Option<Id> {
    let at = now.and_then(|id| providers.iter().position(|(p, _)| p == id));
    let next = at.map_or(0, |at| turn(at, providers.len().max(1), forward));
    providers.get(next).map(|(id, _)| id.clone())
}
