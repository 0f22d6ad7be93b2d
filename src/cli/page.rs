//! What the start screen begins with: what can be joined, and one page to open.

use super::desk::{self, Desk};
use super::open::Prepared;
use super::plans::Team;
use super::setup::Setup;
use crate::cockpit::Start;
use crate::cockpit::effect::OpenRequest;
use crate::cockpit::start::{Item, Listed};
use crate::domain::checklist::Checklist;
use crate::domain::ids::Id;
use crate::domain::problem::Severity;
use crate::domain::time::{Span, Time};
use crate::domain::words::{ChecklistKind, Mode};
use crate::shell::app::Lister;
use crate::store::root::trace;
use std::cmp::Reverse;
use std::sync::Arc;

/// The start screen.
#[must_use]
pub fn start(setup: &Setup, team: Option<&Team>, asked: Option<&Prepared>) -> Start {
    let now = setup.now();
    let desks = setup
        .root()
        .map(|root| desk::all(setup, &root).0)
        .unwrap_or_default();
    let open = open(&desks);
    let page = team.map(|team| page(team, asked));
    let mut items: Vec<Item> = if asked.is_some() {
        Vec::new()
    } else {
        (0..open.len()).map(Item::Join).collect()
    };
    if page.is_some() {
        items.extend([
            Item::Open,
            Item::Mode,
            Item::Checklist,
            Item::From,
            Item::To,
            Item::Severity,
            Item::Since,
            Item::Capture,
        ]);
    }
    items.extend([Item::Rehearse, Item::Quit]);
    let drilled = team.and_then(|t| desk::last_drill(&desks, &t.plan.name, None));
    let mut start = Start {
        open,
        joins: asked.is_none(),
        plan: team.map(|t| {
            let folder = t.folder.as_deref().map(|f| f.display().to_string());
            (t.plan.name.clone(), folder.unwrap_or_default())
        }),
        reviewed: team.map(|t| reviewed(t, now)).unwrap_or_default(),
        drilled: drilled.map_or_else(
            || "never drilled".to_owned(),
            |at| format!("drilled {} ago", (now - at).short()),
        ),
        checklists: team
            .map(|t| {
                t.checklists
                    .iter()
                    .map(|c| {
                        (
                            c.id.clone(),
                            format!("{} ({} steps)", c.id, c.steps().count()),
                        )
                    })
                    .collect()
            })
            .unwrap_or_default(),
        providers: team
            .map(|t| {
                t.plan
                    .providers
                    .iter()
                    .map(|p| (p.id.clone(), t.plan.short(&p.id).to_owned()))
                    .collect()
            })
            .unwrap_or_default(),
        page,
        items,
        at: 0,
        evidence: (String::new(), String::new()),
        served: served(&desks),
        first_update: team.and_then(first_update),
        notice: team.map(troubles).unwrap_or_default(),
        ..Start::default()
    };
    start.at = start.first();
    start
}

/// Who served when somebody looked last, outside drills; none where the names led to several.
fn served(desks: &[Desk]) -> Option<(Id, Time)> {
    let real = |d: &&Desk| d.folder.identity.mode != Mode::Drill;
    let told = |d: &Desk| {
        let incident = &d.incident;
        let mut words = incident.state().serving.values();
        let mut words = words.by_ref().filter_map(|word| word.held());
        let first = words.next()?;
        let same = words.all(|word| word.value.provider == first.value.provider);
        let at = d.folder.identity.scale().wall(incident.written(first.by));
        Some((
            d.folder.identity.opened,
            same.then(|| (first.value.provider.clone(), at)),
        ))
    };
    let newest = desks
        .iter()
        .filter(real)
        .filter_map(told)
        .max_by_key(|(opened, _)| *opened);
    newest?.1
}

/// What is open, live ones first, newest first.
fn open(desks: &[Desk]) -> Vec<Listed> {
    let open = desks.iter().filter(|d| d.incident.is_open());
    let mut open: Vec<Listed> = open.map(listed).collect();
    open.sort_by_key(|l| (rank(l.mode), Reverse(l.opened)));
    open
}

/// Looks what is open below the root, whenever a journal there has grown since it last looked: nothing is read
/// while nothing happens.
#[must_use]
pub fn lister(setup: &Setup) -> Lister {
    let setup = setup.clone();
    let mut seen = None;
    Box::new(move || {
        let root = setup.root().ok()?;
        let trace = Some(trace(&root));
        if std::mem::replace(&mut seen, trace) == seen {
            return None;
        }
        Some(open(&desk::all(&setup, &root).0))
    })
}

/// The page, filled as far as it is known: from and to are left blank.
fn page(team: &Team, asked: Option<&Prepared>) -> OpenRequest {
    let failover = |c: &&Arc<Checklist>| c.kind == ChecklistKind::Failover;
    let usual = team
        .checklists
        .iter()
        .find(failover)
        .or(team.checklists.first());
    let given = asked.and_then(|a| a.checklist.as_ref());
    let opening = asked.map(|a| &a.opening);
    OpenRequest {
        mode: opening.map_or(Mode::Live, |o| o.mode),
        title: String::new(),
        checklist: given.or(usual).map(|c| c.id.clone()),
        from: None,
        to: None,
        severity: opening.map_or_else(|| "SEV1".to_owned(), |o| o.severity.clone()),
        since: opening.and_then(|o| o.since),
        take_required: true,
    }
}

/// That something in the plan is wrong must not wait for the step that needs it.
fn troubles(team: &Team) -> String {
    match team.problems.iter().find(|p| p.severity == Severity::Error) {
        Some(first) => format!(
            "{}: {}; `switchover check` tells all",
            first.place, first.what
        ),
        None => String::new(),
    }
}

fn first_update(team: &Team) -> Option<Span> {
    team.plan.audiences.iter().map(|a| a.first_within).min()
}

fn reviewed(team: &Team, now: Time) -> String {
    let Some(day) = &team.plan.reviewed else {
        return "never reviewed".to_owned();
    };
    let at = Time::parse(&format!("{day}T00:00:00Z"));
    at.map_or_else(
        || format!("reviewed {day}"),
        |at| format!("reviewed {} ago", (now - at).short()),
    )
}

fn listed(desk: &Desk) -> Listed {
    let opened = desk.incident.state().opened.get();
    let presence = desk.incident.state().presence.values();
    let joined = presence.filter(|p| p.joined.get().is_some() && p.left.is_none());
    let mut operators: Vec<String> = joined
        .filter_map(|p| p.last.map(|no| desk.incident.author(no).to_owned()))
        .collect();
    operators.sort();
    operators.dedup();
    Listed {
        path: desk.folder.path.to_string_lossy().into_owned(),
        title: opened.map_or_else(|| desk.folder.name(), |o| o.title.clone()),
        mode: desk.folder.identity.mode,
        opened: desk.folder.identity.opened,
        operators,
    }
}

const fn rank(mode: Mode) -> u8 {
    match mode {
        Mode::Live => 0,
        Mode::Planned => 1,
        Mode::Drill => 2,
    }
}
