//! What is paged when, and how often: once for each thing nobody knows of, by one cockpit.

use super::world::{OPENED, Seat, id, meet, two};
use crate::cockpit::msg::Posted;
use crate::cockpit::pager::{Page, PagerAsk};
use crate::cockpit::runner::RunnerNews;
use crate::cockpit::{Effect, Msg};
use crate::domain::facts::{Fact, VantageChanged};
use crate::domain::plan::{Audience, Cadence, Pager};
use crate::domain::presence::{Paging, Presence};
use crate::domain::rules::paging::{AGAIN, GAP, Way, who};
use crate::domain::time::Span;
use std::sync::Arc;

pub(super) const LISTING: &str = "pager\n  ./page.sh\n";
const MANAGER: &str = "role.im";

pub(super) fn pager() -> Pager {
    Pager {
        run: Some("./page.sh".into()),
        ..Pager::default()
    }
}

/// A cockpit without a screen that may page and holds the lock; beside it one with a screen.
pub(super) fn desk() -> (Seat, Seat) {
    let (mut watcher, mut cp) = two();
    for seat in [&mut watcher, &mut cp] {
        Arc::make_mut(&mut seat.model.plan).pager = Some(pager());
    }
    watcher.model.pager.watches = true;
    approve(&mut watcher, &[LISTING]);
    watcher.effects.clear();
    watcher.wait(Span::seconds(1));
    let asked = Effect::Pager(PagerAsk::Hold(true));
    assert!(watcher.effects.contains(&asked), "it competes for the lock");
    (watcher, cp)
}

pub(super) fn approve(seat: &mut Seat, pager: &[&str]) {
    seat.tell(Msg::Runner(RunnerNews::Known {
        folder: "/srv".into(),
        approved: Vec::new(),
        probes: Vec::new(),
        pager: pager.iter().map(|text| (*text).to_owned()).collect(),
    }));
}

pub(super) fn lock(seat: &mut Seat) {
    seat.tell(Msg::PagerLock(true));
}

/// The pages it asked for since it was last asked; what it wrote stays.
fn pages(seat: &mut Seat) -> Vec<Page> {
    let mut pages = Vec::new();
    seat.effects.retain(|effect| match effect {
        Effect::Pager(PagerAsk::Page(page)) => {
            pages.push(page.clone());
            false
        }
        _ => true,
    });
    pages
}

/// A second passes, and what is asked for leaves at once, as long as something is.
pub(super) fn second(seat: &mut Seat) -> Vec<Page> {
    pass(seat, Span::seconds(1))
}

fn pass(seat: &mut Seat, span: Span) -> Vec<Page> {
    seat.wait(span);
    let mut all = Vec::new();
    loop {
        let asked = pages(seat);
        let Some(page) = asked.first().cloned() else {
            return all;
        };
        all.extend(asked);
        seat.tell(Msg::Paged(page, Posted::Sent));
    }
}

/// Time passes, second by second unless it is long; what was paged meanwhile, by its alarm.
pub(super) fn over(seat: &mut Seat, span: Span) -> Vec<String> {
    let step = if span > Span::minutes(2) { 10 } else { 1 };
    let steps = 0..span.as_seconds() / step;
    let all = steps.flat_map(|_| pass(seat, Span::seconds(step)));
    all.map(|page| page.alarm).collect()
}

fn blind(seat: &mut Seat, blind: bool) {
    let fact = VantageChanged {
        machine: "b1".into(),
        blind,
        since: None,
    };
    super::super::record::record(&mut seat.model, [Fact::from(fact)]);
}

pub(super) fn told(seat: &Seat) -> Vec<String> {
    let log = seat.model.incident.log();
    let all = log.iter().filter_map(|(_, e)| match &e.draft.fact {
        Fact::AlarmPaged(page) => {
            let why = page.failed.as_deref().unwrap_or("sent");
            Some(format!("{} {} {why}", page.alarm, page.via))
        }
        _ => None,
    });
    all.collect()
}

#[test]
fn each_alarm_is_paged_once_and_again_only_after_a_while() {
    let (mut gf, _) = desk();
    gf.wait(Span::seconds(1));
    assert_eq!(gf.model.pager.standing, Paging::Waits);
    lock(&mut gf);
    let page = second(&mut gf);
    assert_eq!(page.len(), 1);
    assert_eq!(page[0].way, Way::Command("./page.sh".into()));
    assert_eq!(
        page[0].text,
        "LIVE t: nobody is Incident manager (from b1; `switchover ack role.im` stops it)"
    );
    assert_eq!(told(&gf), ["role.im command sent"]);
    assert!(over(&mut gf, AGAIN - Span::seconds(10)).is_empty());
    let again = over(&mut gf, Span::seconds(20));
    assert!(again.contains(&MANAGER.to_owned()), "{again:?}");
    assert_eq!(
        told(&gf).iter().filter(|t| t.starts_with(MANAGER)).count(),
        2
    );
    let key = gf.model.pager.said[MANAGER].times;
    assert_eq!(key, 2);
}

#[test]
fn what_somebody_knows_of_pages_nobody_and_what_happens_again_does() {
    let (mut gf, mut cp) = desk();
    lock(&mut gf);
    second(&mut gf);
    meet(&mut gf, &mut cp);
    let of = |seat: &Seat| {
        seat.model
            .alarms
            .iter()
            .map(|a| a.id.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(of(&cp), [MANAGER], "{:?}", cp.model.alarms);
    cp.press(&["A"]);
    meet(&mut gf, &mut cp);
    assert!(!over(&mut gf, AGAIN + AGAIN).contains(&MANAGER.to_owned()));
    // Blind pages once; known of it stops; blind again is news, a minute later at the earliest.
    blind(&mut gf, true);
    assert!(over(&mut gf, Span::seconds(3)).contains(&"blind.b1".to_owned()));
    blind(&mut gf, false);
    second(&mut gf);
    blind(&mut gf, true);
    assert!(!over(&mut gf, Span::seconds(30)).contains(&"blind.b1".to_owned()));
    assert!(over(&mut gf, GAP).contains(&"blind.b1".to_owned()));
}

#[test]
fn who_takes_over_goes_on_from_what_was_paged() {
    let (mut gf, mut cp) = desk();
    lock(&mut gf);
    second(&mut gf);
    meet(&mut gf, &mut cp);
    // gf's watcher is gone; cp's begins without its memory.
    cp.model.pager.watches = true;
    approve(&mut cp, &[LISTING]);
    lock(&mut cp);
    assert!(over(&mut cp, Span::minutes(4)).is_empty());
    let later = over(&mut cp, AGAIN);
    assert_eq!(
        later.iter().filter(|id| *id == MANAGER).count(),
        1,
        "{later:?}"
    );
}

#[test]
fn nothing_is_run_that_was_not_approved_and_a_screen_an_observer_and_a_second_one_page_nobody() {
    let (mut gf, mut cp) = desk();
    approve(&mut gf, &["pager\n  ./other.sh\n"]);
    lock(&mut gf);
    assert!(second(&mut gf).is_empty());
    assert_eq!(gf.model.pager.standing, Paging::NotApproved);
    approve(&mut gf, &[LISTING]);
    assert!(second(&mut gf).is_empty(), "it asks for the lock first");
    assert_eq!(second(&mut gf).len(), 1, "from then on");
    lock(&mut cp);
    approve(&mut cp, &[LISTING]);
    assert!(second(&mut cp).is_empty(), "it has a screen");
    let (mut other, _) = desk();
    assert!(second(&mut other).is_empty(), "another one holds the lock");
    assert_eq!(other.model.pager.standing, Paging::Waits);
    let mut odd = pager();
    odd.webhook = Some("env:HOOK".into());
    Arc::make_mut(&mut other.model.plan).pager = Some(odd);
    lock(&mut other);
    assert!(second(&mut other).is_empty());
    assert_eq!(other.model.pager.standing, Paging::Unusable);
}

#[test]
fn a_page_that_does_not_leave_is_said_once_for_each_reason_and_tried_until_it_does() {
    let (mut gf, _) = desk();
    lock(&mut gf);
    let mut keys = Vec::new();
    for why in ["exit 3", "exit 3", "exit 4"] {
        let asked = (0..80).find_map(|_| {
            gf.wait(Span::seconds(1));
            pages(&mut gf).pop()
        });
        let page = asked.expect("it is tried again");
        keys.push(page.key.clone());
        gf.tell(Msg::Paged(page, Posted::Failed(why.into())));
        assert!(gf.answer().contains(why), "{}", gf.answer());
    }
    assert!(keys.iter().all(|k| *k == keys[0]), "the same page");
    assert_eq!(
        told(&gf),
        ["role.im command exit 3", "role.im command exit 4"]
    );
    let alarm = |seat: &Seat| {
        let mut all = seat.model.alarms.iter();
        all.find(|a| a.id == "pager.b1").map(|a| a.text.clone())
    };
    assert_eq!(alarm(&gf).unwrap(), "PAGER of b1 FAILS: exit 4");
    gf.wait(Span::minutes(2));
    let page = pages(&mut gf).pop().expect("tried again");
    assert_eq!(page.alarm, MANAGER, "that the pager fails pages nobody");
    gf.tell(Msg::Paged(page, Posted::Unsure("no answer in time".into())));
    gf.wait(Span::minutes(2));
    let page = pages(&mut gf).pop().expect("rather twice than never");
    assert_eq!(page.key, keys[0]);
    gf.tell(Msg::Paged(page, Posted::Sent));
    assert_eq!(alarm(&gf), None);
    assert!(over(&mut gf, Span::minutes(2)).is_empty());
}

#[test]
fn what_is_over_or_known_while_it_cannot_leave_is_not_paged_any_more() {
    let (mut gf, mut cp) = desk();
    lock(&mut gf);
    gf.wait(Span::seconds(1));
    let page = pages(&mut gf).pop().unwrap();
    gf.tell(Msg::Paged(
        page,
        Posted::Failed("connection refused".into()),
    ));
    meet(&mut gf, &mut cp);
    cp.press(&["A", "A"]);
    meet(&mut gf, &mut cp);
    assert!(over(&mut gf, Span::minutes(3)).is_empty());
}

#[test]
fn one_page_at_a_time_the_loudest_first_and_each_clock_that_falls_due() {
    let (mut gf, _) = desk();
    let always = vec![Cadence::always(Span::minutes(30))];
    let plan = Arc::make_mut(&mut gf.model.plan);
    plan.audiences = vec![Audience::plain(id("internal"), "Everybody", always)];
    lock(&mut gf);
    blind(&mut gf, true);
    gf.wait(Span::seconds(1));
    let first = pages(&mut gf);
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].alarm, "blind.b1");
    gf.wait(Span::seconds(1));
    assert!(pages(&mut gf).is_empty(), "the first has not ended");
    gf.tell(Msg::Paged(first[0].clone(), Posted::Sent));
    assert_eq!(pages(&mut gf)[0].alarm, MANAGER);
    let (mut gf, _) = desk();
    let always = vec![Cadence::always(Span::minutes(30))];
    let plan = Arc::make_mut(&mut gf.model.plan);
    plan.audiences = vec![Audience::plain(id("internal"), "Everybody", always)];
    lock(&mut gf);
    let told = over(&mut gf, Span::minutes(6));
    assert_eq!(told, [MANAGER, "update.internal"]);
    gf.press(&[
        "Z",
        "Enter",
        "Enter",
        "\"30m status page is down\"",
        "Enter",
    ]);
    let rests = over(&mut gf, Span::minutes(8));
    assert!(!rests.contains(&"update.internal".to_owned()), "{rests:?}");
}

/// A cockpit on another machine that says it pages.
fn there(seat: &Seat, machine: &str) -> Presence {
    Presence {
        writer: seat.model.author.writer.clone(),
        operator: "cp".into(),
        machine: machine.into(),
        observe: false,
        doing: None,
        away: None,
        pages: Paging::Pages,
        at: seat.wall,
    }
}

#[test]
fn every_page_is_left_to_the_machine_that_comes_first_for_as_long_as_one_takes() {
    let (mut gf, mut cp) = desk();
    let beside = |gf: &mut Seat, cp: &mut Seat, seconds: i64| {
        let mut all = Vec::new();
        for _ in 0..seconds / 10 {
            cp.wall = gf.wall;
            let first = there(cp, "b0");
            gf.tell(Msg::Presence(vec![first]));
            all.extend(over(gf, Span::seconds(10)));
        }
        all.retain(|id| id == MANAGER);
        all.len()
    };
    let says = |gf: &mut Seat, cp: &mut Seat, failed: Option<&str>| {
        cp.wall = gf.wall;
        let fact = crate::domain::facts::AlarmPaged {
            alarm: MANAGER.into(),
            text: "x".into(),
            via: "command".into(),
            machine: "b0".into(),
            failed: failed.map(str::to_owned),
        };
        let effects = super::super::record::record(&mut cp.model, [Fact::from(fact)]);
        cp.effects.extend(effects);
        meet(gf, cp);
    };
    let first = there(&cp, "b0");
    gf.tell(Msg::Presence(vec![first]));
    lock(&mut gf);
    assert_eq!(beside(&mut gf, &mut cp, 30), 0, "its page may take as long");
    says(&mut gf, &mut cp, None);
    assert_eq!(beside(&mut gf, &mut cp, AGAIN.as_seconds() + 30), 0);
    says(&mut gf, &mut cp, None);
    assert_eq!(beside(&mut gf, &mut cp, AGAIN.as_seconds() + 30), 0);
    assert_eq!(beside(&mut gf, &mut cp, 10), 1, "b0 did not");
    says(&mut gf, &mut cp, Some("exit 3"));
    assert_eq!(beside(&mut gf, &mut cp, AGAIN.as_seconds() - 10), 0);
    assert_eq!(beside(&mut gf, &mut cp, 20), 1, "nobody waits for b0");
}

#[test]
fn another_machine_that_pages_comes_first_and_is_given_time() {
    let (mut gf, mut cp) = desk();
    assert_eq!(
        who(&gf.model.plan, &[]),
        Some((
            false,
            "nobody is paged: no switchover join --headless is here".into()
        ))
    );
    let first = there(&cp, "b0");
    assert_eq!(
        who(&gf.model.plan, std::slice::from_ref(&first)),
        Some((true, "paging from b0".into()))
    );
    gf.tell(Msg::Presence(vec![first]));
    lock(&mut gf);
    assert!(over(&mut gf, Span::seconds(20)).is_empty());
    // b0 pages, and this is heard of.
    cp.model.me.machine = "b0".into();
    cp.model.pager.watches = true;
    approve(&mut cp, &[LISTING]);
    lock(&mut cp);
    cp.wall = gf.wall;
    second(&mut cp);
    assert_eq!(second(&mut cp).len(), 1);
    meet(&mut gf, &mut cp);
    assert!(over(&mut gf, Span::seconds(60)).is_empty());
    assert!(gf.wall > OPENED);
}
