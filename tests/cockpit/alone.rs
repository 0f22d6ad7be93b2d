//! One cockpit: the probes, the disk, the end.

use super::world::{World, close};
use crate::support::pty::Pty;
use std::sync::Arc;

#[test]
fn both_providers_are_probed_for_real() {
    let world = World::live();
    let gf = world.cockpit("gf");
    gf.wait_screen("both up", |screen| {
        screen
            .lines()
            .any(|l| l.contains("Web front") && l.matches("up").count() == 2)
    });
}

#[test]
fn the_documents_beside_the_journal_tell_the_same() {
    let world = World::live();
    let gf = world.cockpit("gf");
    gf.send("\r");
    gf.wait_for("1.1 started");
    let file = std::path::Path::new(&world.incident).join("checklist-tester.txt");
    gf.wait_until("the checklist file", || {
        std::fs::read_to_string(&file).is_ok_and(|text| text.contains("doing"))
    });
}

#[test]
fn leaving_says_what_stops_and_the_incident_goes_on() {
    let world = World::live();
    let mut gf = world.cockpit("gf");
    gf.send("q");
    gf.wait_for("You are the last");
    gf.send("q");
    assert_eq!(gf.exit_status(crate::support::pty::SOON).code(), Some(0));
    let status = world.shell(&["status", "--json"]);
    assert!(status.contains("\"closed\":null"), "{status}");
}

#[test]
fn the_start_screen_joins_what_is_open() {
    let world = World::live();
    let root = std::path::Path::new(&world.incident)
        .parent()
        .unwrap()
        .display()
        .to_string();
    let pty = Pty::spawn_in(
        Arc::clone(&world.home),
        &["--as", "cp", "--root", &root],
        &[],
        80,
        24,
    );
    pty.wait_for("join LIVE");
    pty.send("\r");
    pty.wait_for("NOW 1.1");
    pty.wait_for("saved");
    // Every key reaches the cockpit: none is read by the start screen that is gone.
    pty.send("n");
    pty.wait_for("Enter");
    for letter in ["a", "l", "p", "h", "a"] {
        pty.type_text(letter);
    }
    pty.wait_for("alpha");
}

#[test]
fn closing_asks_its_questions() {
    let world = World::live();
    let gf = world.cockpit("gf");
    close(&gf);
    gf.wait_until("it is closed for others", || {
        let status = world.shell(&["status", "--json"]);
        !status.contains("\"closed\":null")
    });
}
