//! Paging: what nobody knows of is told to somebody who is not here, once, by one cockpit without a screen. What was
//! told is a fact: whoever takes over goes on from it.

use super::answer;
use super::record::record;
use crate::cockpit::msg::Posted;
use crate::cockpit::outbox::pause;
use crate::cockpit::pager::{Page, PagerAsk, Said};
use crate::cockpit::{Effect, Model};
use crate::domain::approval::sha256;
use crate::domain::facts::AlarmPaged;
use crate::domain::presence::Paging;
use crate::domain::rules::paging::{AGAIN, Cause, GAP, Way, causes, plain, text, way};
use crate::domain::time::{Span, Time};

/// How long a machine leaves a page to each of the machines that come before it: longer than a page takes at most, so
/// that by then it has heard of it, unless the journals are copied more slowly than that.
const TURN: Span = Span::seconds(35);
/// So much of an alarm is kept with what was paged.
const KEPT: usize = 240;

/// Pages what is due. Called whenever the clock ticks, and when a page has ended.
pub(super) fn turn(model: &mut Model) -> Vec<Effect> {
    let (mut standing, way) = standing(model);
    let wants = way.is_some();
    if wants && !model.pager.asked {
        // Whether another one of this machine pages is heard in a moment.
        standing = Paging::No;
    }
    model.pager.standing = standing;
    let mut effects = Vec::new();
    if wants != model.pager.asked {
        model.pager.asked = wants;
        effects.push(Effect::Pager(PagerAsk::Hold(wants)));
    }
    let Some(way) = way.filter(|_| standing == Paging::Pages) else {
        model.pager.since.clear();
        return effects;
    };
    let causes = causes(&model.alarms, &model.incident, &model.board, model.now);
    remember(model, &causes);
    let flying = model.pager.tries.values().any(|t| t.flying);
    let due: Vec<Cause> = causes.into_iter().filter(|c| is_due(model, c)).collect();
    for cause in due {
        let simulated = way == Way::Simulated;
        let page = page(model, &cause, way.clone());
        if simulated {
            effects.extend(record(model, [said(model, &page, &cause.text, None)]));
            continue;
        }
        let wall = model.wall;
        let tried = model.pager.tries.entry(page.key.clone()).or_default();
        if !flying && !tried.flying && wall >= tried.next {
            tried.flying = true;
            tried.attempts += 1;
            effects.push(Effect::Pager(PagerAsk::Page(page)));
            break;
        }
    }
    effects
}

/// Whether this cockpit pages, and how it would.
fn standing(model: &Model) -> (Paging, Option<Way>) {
    let there = model.pager.watches && model.loaded && !model.ending && model.start.is_none();
    let open = there && model.incident.is_open();
    let Some(pager) = model.plan.pager.as_ref().filter(|_| open) else {
        return (Paging::No, None);
    };
    let Ok(way) = way(pager, model.mode()) else {
        return (Paging::Unusable, None);
    };
    let approved = model.pager.approved.as_deref().unwrap_or_default();
    if way.listing().is_some_and(|all| !approved.contains(&all)) {
        return (Paging::NotApproved, None);
    }
    match model.pager.lock {
        true => (Paging::Pages, Some(way)),
        false => (Paging::Waits, Some(way)),
    }
}

/// What was told of each cause, by whomever, and since when each stands.
fn remember(model: &mut Model, causes: &[Cause]) {
    let wall = model.wall;
    let state = model.incident.state();
    let log = model.incident.log();
    let stands = |id: &str| causes.iter().any(|c| c.id == id);
    let first = model.pager.since.is_empty() && model.pager.said.is_empty();
    for (id, pages) in &state.paged {
        let known = model.pager.said.get(id);
        if known.is_some_and(|k| k.times == pages.len()) {
            continue;
        }
        // What was paged before this cockpit came counts from then; a clock that is ahead pins nothing.
        let last = pages.last();
        let written = last.map_or(wall, |no| log.entry(*no).draft.wall.min(wall));
        let at = if first { written } else { wall };
        let acknowledged = state.acknowledged.get(id);
        let knew = |last| acknowledged.is_some_and(|all| all.iter().any(|no| log.sees(*no, last)));
        let times = pages.len();
        let over = last.is_some_and(|last| knew(*last));
        let said = Said { times, at, over };
        model.pager.said.insert(id.clone(), said);
    }
    for (id, said) in &mut model.pager.said {
        said.over |= !stands(id);
    }
    model.pager.since.retain(|id, _| stands(id));
    for cause in causes {
        let since = model.pager.since.entry(cause.id.clone());
        since.or_insert(wall);
    }
    // What is over is not tried any more.
    let keys: Vec<String> = causes.iter().map(|c| key(model, &c.id)).collect();
    model
        .pager
        .tries
        .retain(|k, t| t.flying || keys.contains(k));
}

fn is_due(model: &Model, cause: &Cause) -> bool {
    let wall = model.wall;
    let ago = |at: Time| Span((wall - at).0.abs());
    let since = model.pager.since.get(&cause.id).copied().unwrap_or(wall);
    let turn = Span(TURN.0.saturating_mul(before(model)));
    ago(since) >= turn
        && match model.pager.said.get(&cause.id) {
            None => true,
            Some(_) if !cause.again => false,
            Some(said) if said.over => ago(said.at) >= GAP + turn,
            Some(said) => ago(said.at) >= AGAIN + turn,
        }
}

/// How many other machines that page come before this one. Nobody waits for one whose last page did not leave.
fn before(model: &Model) -> i64 {
    let pagers = &model.incident.state().pagers;
    let fails = |m: &str| {
        let last = pagers.get(m).and_then(|last| last.get());
        last.is_some_and(|page| page.failed.is_some())
    };
    let page = model.present.iter().filter(|p| p.pages == Paging::Pages);
    let mut machines: Vec<&str> = page.map(|p| p.machine.as_str()).collect();
    machines.retain(|m| !fails(m));
    machines.sort_unstable();
    machines.dedup();
    let before = machines.iter().filter(|m| **m < model.me.machine.as_str());
    i64::try_from(before.count()).unwrap_or(i64::MAX)
}

/// Names the next page about a cause, on each machine the same.
fn key(model: &Model, cause: &str) -> String {
    let times = model.incident.state().paged.get(cause).map_or(0, Vec::len);
    let all = format!("{}\n{cause}\n{times}", model.identity.id);
    sha256(all.as_bytes()).chars().take(32).collect()
}

fn page(model: &Model, cause: &Cause, way: Way) -> Page {
    Page {
        key: key(model, &cause.id),
        alarm: cause.id.clone(),
        text: text(cause, &model.incident, model.mode(), &model.me.machine),
        way,
    }
}

/// What came of a page, as a fact.
fn said(
    model: &Model,
    page: &Page,
    of: &str,
    failed: Option<String>,
) -> crate::domain::facts::Fact {
    // What only would be said is kept whole: it says that it is a drill.
    let kept = match page.way {
        Way::Simulated => page.text.clone(),
        _ => plain(of, KEPT),
    };
    AlarmPaged {
        alarm: page.alarm.clone(),
        text: kept,
        via: page.way.as_str().to_owned(),
        machine: model.me.machine.clone(),
        failed,
    }
    .into()
}

/// A page has ended. One that may have arrived is sent again, with the same key: rather twice than never.
pub(super) fn paged(model: &mut Model, page: &Page, ended: Posted) -> Vec<Effect> {
    let wall = model.wall;
    let tried = model.pager.tries.entry(page.key.clone()).or_default();
    tried.flying = false;
    let attempts = tried.attempts;
    let alarms = model.alarms.iter();
    let of = alarms
        .filter(|a| a.id == page.alarm)
        .map(|a| a.text.clone())
        .next();
    let of = of.unwrap_or_else(|| page.text.clone());
    let mut effects = match ended {
        Posted::Sent => {
            model.pager.tries.remove(&page.key);
            answer::news(model, format!("paged: {}", page.text));
            let fact = said(model, page, &of, None);
            record(model, [fact])
        }
        Posted::Failed(why) | Posted::Unsure(why) => {
            tried.next = wall + pause(&page.key, attempts);
            tried.trouble = Some(why.clone());
            let again = format!("try {attempts}: {why}; tried again");
            answer::news(model, format!("NOBODY was paged ({again}): {}", page.text));
            let last = model.incident.state().pagers.get(&model.me.machine);
            let told = last.and_then(|r| r.get()?.failed.clone()) == Some(why.clone());
            let fact = said(model, page, &of, Some(why));
            record(model, (!told).then_some(fact))
        }
    };
    effects.extend(turn(model));
    effects
}
