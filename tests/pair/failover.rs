//! The night a provider fails, from the first refused connection to the old primary that comes back.

use super::database::{application, ask};
use super::site::{ADDRESSES, Site, TTL};
use crate::support::pty::Pty;

/// The row of the probes pane that begins so.
fn row(screen: &str, name: &str) -> String {
    let panes = screen.lines().filter_map(|line| line.split_once('│'));
    let mut rows = panes.map(|(_, row)| row.trim_start());
    rows.find(|row| row.starts_with(name))
        .unwrap_or_default()
        .to_owned()
}

/// Waits until a row of the probes pane says all of these, one after the other.
fn wait_row(pty: &Pty, name: &str, words: &[&str]) {
    pty.wait_screen(&format!("{name}: {words:?}"), |screen| {
        let row = row(screen, name);
        let mut rest = row.strip_prefix(name).unwrap_or_default();
        words.iter().all(|word| {
            let found = rest.split_once(word);
            rest = found.map_or("", |(_, after)| after);
            found.is_some()
        })
    });
}

/// The clock of the downtime, which shows each second.
fn clock(screen: &str) -> String {
    screen.lines().next().unwrap_or_default().to_owned()
}

/// Presses a key until the screen shows that it was taken: once more where NOW has only just moved, a second later.
fn press(pty: &Pty, (key, label): (&str, &str), shows: &str) {
    let again = format!("press {label} again");
    pty.send(key);
    pty.wait_screen(shows, |s| s.contains(shows) || s.contains(&again));
    if !pty.screen().contains(shows) {
        for _ in 0..2 {
            let before = clock(&pty.screen());
            pty.wait_screen("the next second", |s| clock(s) != before);
        }
        pty.send(key);
        pty.wait_for(shows);
    }
}

/// Runs the command of the step at NOW, approved before.
fn run(pty: &Pty, now: &str, ends: &str) {
    pty.wait_for(&format!("NOW {now} "));
    press(pty, ("r", "r"), "y RUNS it");
    pty.send("y");
    pty.wait_for(ends);
}

/// Closes the step at NOW with what its command printed.
fn take_printed(pty: &Pty, printed: &str, next: &str) {
    press(pty, ("d", "d"), "its command printed: ");
    pty.wait_for(printed);
    pty.send("\r");
    pty.wait_for(&format!("NOW {next} "));
}

/// Takes an offered milestone as it was measured.
fn take_offered(pty: &Pty, key: &str, name: &str) {
    pty.send("m");
    pty.wait_for(&format!("{key}  {name}  offered"));
    pty.send(key);
    pty.wait_for(&format!("{name} at ═"));
    pty.send("\r");
    pty.wait_for(&format!("Z {name} at "));
}

#[test]
fn production_goes_over_and_the_old_primary_comes_back() {
    let mut site = Site::new();
    ask(
        ADDRESSES[0],
        site.port,
        "create table orders (at timestamptz)",
    );
    let writes = application(ADDRESSES[0], site.port, site.home.path());
    site.shell(&["approve", "--probes", "--yes"]);
    for step in [
        "maintenance",
        "fence",
        "position",
        "promote",
        "checkup",
        "online",
        "dns",
    ] {
        site.shell(&["approve", step]);
    }
    let (gf, nm) = (site.cockpit("gf", 80, 24), site.cockpit("nm", 120, 40));

    // All is well: one side serves and writes, the other could, and is tested under the name of production.
    for (pty, db) in [(&gf, "db"), (&nm, "db")] {
        wait_row(pty, "DNS says", &["3/3 auth", "0/3"]);
        wait_row(pty, "Web front", &["up", "up"]);
        wait_row(pty, db, &["writable", "replica"]);
        pty.wait_for("C10 READY ");
        pty.wait_for("LOSS if promoted now ≤ ");
    }

    // The front of the first provider dies.
    site.web[0].stop();
    gf.wait_for("users suffer since ");
    wait_row(&gf, "Web front", &["down", "up"]);
    take_offered(&gf, "1", "impact_start");
    take_offered(&gf, "2", "detected");
    gf.wait_for("  down ");
    let status = site.status();
    let at = |name: &str| {
        status["milestones"][name]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    assert!(at("impact_start") <= at("detected"), "{status}");

    // Decided in the light of what would be lost.
    site.shell(&["step", "start", "inform", "--var", "ticket=8841"]);
    for (step, value) in [
        ("inform", "ticket 8841, no ETA"),
        ("first-update", "status page"),
        ("ready", "t|00:00:01"),
        ("capacity", "load 0.4"),
    ] {
        site.shell(&["step", "done", step, "--value", value]);
    }
    gf.wait_for("NOW 1.5 ");
    press(&gf, ("d", "d"), "loss shown is accepted");
    gf.send("f");
    run(&gf, "2.1", "NOW 2.2 ");
    wait_row(&gf, "Web front", &["down", "down"]);

    // The primary is stopped: what is lost nobody can know any more, and it is never 0.
    run(&gf, "2.2", "ran, exit 0: 0 sessions");
    wait_row(&gf, "db", &["down", "replica"]);
    gf.wait_for("LOSS if promoted now: unknown");
    gf.wait_for("C10 last heard 42A ");
    press(&gf, ("d", "d"), "UNPROVEN: stays");
    gf.send("p");
    gf.wait_for("its command printed: 0 sessions");
    gf.send("\r");
    wait_row(&nm, "db", &["fenced", "replica"]);
    run(&gf, "2.3", "ran, exit 0: 0/");
    take_printed(&gf, "its command printed: 0/", "2.4");
    let position = site.step("position");
    assert!(
        position["value"].as_str().unwrap().starts_with("0/"),
        "{position}"
    );

    // The replica is promoted, by two.
    press(&gf, ("\r", "Enter"), "type \"promote\" to go on");
    gf.type_text("promote");
    gf.send("\r");
    gf.wait_for("who confirms?");
    nm.wait_for("who confirms 2.4");
    press(&nm, ("C", "C"), "2.4 confirmed");
    gf.wait_for("CONFIRMED by nm");
    gf.send("\r");
    gf.wait_for("NO RETURN 2.4");
    run(&gf, "2.4", "ran, exit 0: t");
    wait_row(&gf, "db", &["fenced", "writable"]);
    gf.wait_screen("no loss to fear any more", |s| !s.contains("LOSS"));
    take_printed(&gf, "its command printed: t", "2.5");
    run(&gf, "2.5", "ran, exit 0: f|off");
    take_printed(&gf, "its command printed: f|off", "2.6");
    assert_eq!(
        ask(ADDRESSES[1], site.port, "select count(*) > 0 from orders"),
        "t"
    );
    let moved = application(ADDRESSES[1], site.port, site.home.path());
    site.shell(&["step", "done", "apps", "--value", "active"]);
    site.shell(&["step", "done", "smoke", "--value", "503 127.0.0.3"]);

    // It answers under the name of production while the names still lead to the other.
    run(&gf, "2.8", "NOW 2.9 ");
    wait_row(&gf, "Web front", &["down", "up"]);
    wait_row(&gf, "DNS says", &["3/3 auth", "0/3"]);

    // The names move; old answers run out.
    run(&gf, "2.9", "NOW 3.1 ");
    gf.wait_screen("old answers, or none left", |screen| {
        let (none, all) = (row(screen, "DNS says"), "3/3 auth");
        let left = none
            .split_once("0/3")
            .is_none_or(|(_, to)| !to.contains(all));
        !left || screen.contains("old answers gone in ≤ ")
    });
    gf.wait_for("was down ");
    let restored = site.step("restored");
    assert_eq!(
        (&restored["state"], &restored["sensed"]),
        (&"done".into(), &true.into())
    );
    let status = site.status();
    let served = &status["serving"][0];
    assert_eq!(served["provider"], "c10", "{status}");
    assert_eq!(served["old_answers"]["ttl_s"], TTL, "{status}");
    let restored = status["milestones"]["service_restored"].as_str();
    assert!(restored >= served["since"].as_str(), "{status}");
    press(&gf, ("\r", "Enter"), "3.1 waits until ");
    wait_row(&gf, "DNS says", &["0/3", "3/3 auth"]);
    gf.wait_until("the end of the wait", || {
        site.step("ttl")["state"] == "done"
    });

    // The old primary comes back, and the application that was forgotten there writes to it.
    site.db[0].again();
    for pty in [&gf, &nm] {
        pty.wait_for("42A IS BACK after fencing, WRITABLE: fence it again (2.2)");
        wait_row(pty, "db", &["WRITABLE", "WRITABLE"]);
        pty.wait_until("an alarm that fills its row", || {
            pty.cell(79, 1).is_some_and(|cell| cell.inverse())
        });
    }
    gf.send("A");
    gf.wait_for("BOTH SIDES WRITABLE: stop writes at 42A");
    let status = site.status();
    let alarms = status["alarms"].as_array().unwrap();
    let known = |id: &str| {
        alarms
            .iter()
            .find(|a| a["id"] == id)
            .map(|a| a["acknowledged"].clone())
    };
    assert_eq!(known("back.h42"), Some("gf".into()), "{status}");
    assert_eq!(known("split.db"), Some(().into()), "{status}");
    site.script("fence.sh", &["h42"]);
    gf.wait_for("BOTH SIDES WERE WRITABLE ");
    drop((writes, moved));
}
