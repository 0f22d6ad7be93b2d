//! Two runs on one incident: saved, shared, seen.

use super::site::{DEADLINE, Run, Site, identity, marks, note, writer};
use std::fs;
use std::time::Instant;
use switchover::domain::ids::Id;
use switchover::domain::presence::{Presence, View, ViewRow};
use switchover::domain::time::Time;
use switchover::domain::words::ProbeState;
use switchover::store::folder::Folder;
use switchover::store::live::{Config, Refused, Snapshot, StoreEvent};
use switchover::store::{read, root};

#[test]
fn what_one_writes_the_other_sees() {
    let site = Site::new();
    let mut gf = site.start(&writer("gf"));
    let nm = site.start(&writer("nm"));
    gf.wait_loaded();
    nm.wait_loaded();
    for n in 0..5 {
        let mark = gf.note(&format!("entry {n}"));
        nm.wait_for(&mark);
    }
    let began = Instant::now();
    let left = gf.store.shutdown(DEADLINE);
    assert_eq!((left.unsaved, left.shared), (0, true));
    assert!(began.elapsed() < DEADLINE / 4, "it does not wait in vain");
    let (entries, health) = read::load(&site.folder, None);
    assert_eq!(entries.len(), 5);
    assert_eq!(
        (health.bad_lines, health.gaps.len(), health.forks.len()),
        (0, 0, 0)
    );
}

#[test]
fn own_entries_do_not_come_back_but_those_of_earlier_runs_do() {
    let site = Site::new();
    let mut first = site.start(&writer("gf"));
    let mut wanted: Vec<_> = (0..3).map(|n| first.note(&format!("{n}"))).collect();
    wanted.sort();
    first.wait_shared(2);
    // Nothing but the private log is left, as after a lost share.
    let _ = first.store.shutdown(DEADLINE);
    fs::remove_file(site.shared(&wanted[0].0)).unwrap();
    let mut second = site.start(&writer("gf"));
    let old = second.wait_loaded();
    assert_eq!(marks(&old).into_iter().collect::<Vec<_>>(), wanted);
    let own = second.note("own");
    second.wait_shared(0);
    let _ = second.store.shutdown(DEADLINE);
    let came: Vec<_> = second.events.try_iter().collect();
    let back = |event: &StoreEvent| matches!(event, StoreEvent::Arrived(slice) if marks(slice).contains(&own));
    assert!(!came.iter().any(back));
    // The second run put the first one's log back.
    assert_eq!(read::load(&site.folder, None).0.len(), 4);
}

#[test]
fn a_replaced_journal_is_put_back_and_said() {
    let site = Site::new();
    let mut gf = site.start(&writer("gf"));
    for n in 0..3 {
        gf.note(&format!("{n}"));
    }
    gf.wait_shared(2);
    let shared = site.shared(&gf.writer);
    let whole = fs::read(&shared).unwrap();
    let first = whole.iter().position(|b| *b == b'\n').unwrap();
    let damages: [&dyn Fn(); 4] = [
        &|| fs::write(&shared, &whole[..=first]).unwrap(),
        &|| fs::remove_file(&shared).unwrap(),
        &|| fs::write(&shared, b"").unwrap(),
        &|| {
            let mut damaged = whole.clone();
            damaged[first / 2] ^= 1;
            fs::write(&shared, damaged).unwrap();
        },
    ];
    for (n, (damage, lost)) in damages.iter().zip([2, 3, 3, 1]).enumerate() {
        damage();
        let put_back = gf.wait("put back", |event| match event {
            StoreEvent::PutBack { entries, .. } => Some(entries),
            _ => None,
        });
        assert_eq!(put_back, lost, "damage {n}");
        let until = Instant::now() + DEADLINE;
        while fs::read(&shared).ok().as_ref() != Some(&whole) {
            assert!(Instant::now() < until, "damage {n} was not put right");
            std::thread::yield_now();
        }
    }
}

#[test]
fn numbers_and_lengths_are_refused_whole() {
    let site = Site::new();
    let run = site.start(&writer("gf"));
    let refused = run.store.append(&[note(1, "x")]);
    assert_eq!(refused, Err(Refused::OutOfOrder { wanted: 0, got: 1 }));
    let long = "x".repeat(20_000);
    let refused = run.store.append(&[note(0, "short"), note(1, &long)]);
    assert!(matches!(refused, Err(Refused::Unwritable(1, _))));
    run.store.append(&[note(0, "a"), note(1, "b")]).unwrap();
    run.wait_saved(1);
}

/// One that competes for the lead.
fn competing(site: &Site, user: &str) -> Run {
    let mut config = Config::new(site.folder.clone(), &site.state, writer(user));
    config.lead = true;
    Run::start(config)
}

#[test]
fn snapshots_reach_the_others_and_one_leads() {
    let site = Site::new();
    let start = |user: &str| competing(&site, user);
    let gf = start("gf");
    gf.wait("the lead", |event| {
        matches!(event, StoreEvent::Lead(true)).then_some(())
    });
    let nm = start("nm");
    let presence = Presence {
        writer: gf.writer.clone(),
        operator: "gf".into(),
        machine: "b1".into(),
        observe: false,
        doing: None,
        away: None,
        pages: switchover::domain::presence::Paging::No,
        at: Time(5),
    };
    let id = |text: &str| Id::new(text).unwrap();
    let view = View {
        loss: None,
        ready: None,
        serving: Vec::new(),
        machine: "b1".into(),
        at: Time(5),
        blind: false,
        rows: vec![ViewRow {
            service: id("web"),
            provider: id("h42"),
            state: ProbeState::Up,
            since: Time(1),
            at: Time(5),
            latency: None,
            detail: "200".into(),
        }],
    };
    gf.store.put(Snapshot::Presence(presence.clone()));
    gf.store.put(Snapshot::View(view.clone()));
    gf.store
        .put(Snapshot::Derived("timeline-gf.md".into(), "# x\n".into()));
    gf.store
        .put(Snapshot::Derived("../escape".into(), "x".into()));
    nm.wait("both snapshots", |event| match event {
        StoreEvent::Others(others) => {
            (others.presence == [presence.clone()] && others.views == [view.clone()]).then_some(())
        }
        _ => None,
    });
    let _ = gf.store.shutdown(DEADLINE);
    nm.wait("the lead", |event| {
        matches!(event, StoreEvent::Lead(true)).then_some(())
    });
    let text = fs::read_to_string(site.folder.path.join("timeline-gf.md")).unwrap();
    assert_eq!(text, "# x\n");
    assert!(!site.folder.path.parent().unwrap().join("escape").exists());
}

#[test]
fn one_that_rests_leaves_the_lead_to_another_and_takes_it_again() {
    let site = Site::new();
    let start = |user: &str| competing(&site, user);
    let leads = |run: &Run, wanted: bool| {
        run.wait("the lead", |event| match event {
            StoreEvent::Lead(held) => (held == wanted).then_some(()),
            _ => None,
        });
    };
    let gf = start("gf");
    leads(&gf, true);
    let nm = start("nm");
    gf.store.rest(DEADLINE);
    leads(&gf, false);
    leads(&nm, true);
    gf.store.go_on();
    let _ = nm.store.shutdown(DEADLINE);
    leads(&gf, true);
}

#[test]
fn incidents_opened_in_one_second_have_folders_of_their_own() {
    let site = Site::new();
    let top = site.folder.path.parent().unwrap();
    let ids: Vec<String> = std::thread::scope(|scope| {
        let open = || scope.spawn(|| Folder::create(top, identity(), "failover").unwrap());
        let opened: Vec<_> = (0..8).map(|_| open()).collect();
        let id =
            |folder: std::thread::ScopedJoinHandle<'_, Folder>| folder.join().unwrap().identity.id;
        opened.into_iter().map(id).collect()
    });
    let (folders, problems) = root::list(top);
    assert_eq!((folders.len(), problems.len()), (9, 0));
    assert!(
        ids.iter()
            .all(|id| folders.iter().any(|folder| folder.identity.id == *id))
    );
}

#[test]
fn incidents_are_found_by_path_name_and_id() {
    let site = Site::new();
    let top = site.folder.path.parent().unwrap();
    let (folders, problems) = root::list(top);
    assert_eq!((folders.len(), problems.len()), (1, 0));
    let id = &site.folder.identity.id;
    for wanted in [
        site.folder.path.to_str().unwrap(),
        &site.folder.name(),
        id,
        &id[..6],
        &site.folder.name()[..18],
    ] {
        assert_eq!(root::find(top, wanted).unwrap(), site.folder, "{wanted}");
    }
    assert!(
        site.folder.name().ends_with("Z-live-failover"),
        "{}",
        site.folder.name()
    );
    assert!(root::find(top, "nothing").is_err());
    assert!(root::list(&top.join("none")).0.is_empty());
}
