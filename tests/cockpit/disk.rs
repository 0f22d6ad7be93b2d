//! A cockpit whose disk is full, and one whose shared folder is gone.

use super::world::{World, write_notes};
use crate::support::pty::SOON;
use crate::support::small_disk::Small;
use std::fs;
use std::path::Path;

#[test]
fn a_full_disk_is_said_keys_go_on_and_all_is_saved_when_there_is_space() {
    let world = World::in_root("shared");
    let state = world.home.path().join("state/switchover");
    let small = Small::mount(&state);
    let mut gf = world.cockpit("gf");
    gf.wait_for("shared ✔");
    let ballast = small.fill();
    write_notes(&gf);
    gf.wait_for("NOT SAVED");
    assert!(!gf.screen().contains("NOT SAVED: NOT SAVED"), "{gf}");
    // Steps are worked on, and seen here.
    gf.send("\r");
    gf.wait_for("1.1 started");
    gf.wait_for("kept");
    // Leaving would lose them, and says so.
    gf.send("q");
    gf.wait_for("NOT SAVED and are lost");
    gf.send("\x07");
    gf.wait_for("left as it was");
    gf.send("d");
    gf.wait_for("1.1 done");
    let unseen = world.shell(&["tail"]);
    assert!(!unseen.contains("1.1 done"), "{unseen}");
    fs::remove_file(ballast).unwrap();
    gf.wait_for("nothing was lost");
    gf.wait_for("saved ✔");
    gf.wait_for("shared ✔");
    gf.send("q");
    gf.wait_for("nothing of it is lost");
    gf.send("q");
    assert_eq!(gf.exit_status(SOON).code(), Some(0));
    let said = world.shell(&["tail"]);
    for n in 0..8 {
        assert!(
            said.contains(&format!("{n} written on a full disk")),
            "{said}"
        );
    }
    assert!(said.contains("1.1 done"), "{said}");
    let status = world.shell(&["status"]);
    assert!(status.contains("1.2"), "{status}");
    world.shell(&["verify"]);
}

#[test]
fn leaving_a_full_disk_tells_what_was_lost() {
    let world = World::in_root("shared");
    let small = Small::mount(&world.home.path().join("state/switchover"));
    let mut gf = world.cockpit("gf");
    small.fill();
    write_notes(&gf);
    gf.wait_for("NOT SAVED");
    gf.send("q");
    gf.wait_for("Leave?");
    gf.send("q");
    assert_eq!(gf.exit_status(SOON).code(), Some(3));
    gf.wait_whole();
    gf.wait_for("could NOT be saved");
}

#[test]
fn a_shared_folder_that_is_gone_is_said_and_caught_up_with_when_it_is_back() {
    let world = World::live();
    let mut gf = world.cockpit("gf");
    gf.wait_for("shared ✔");
    let incident = Path::new(&world.incident);
    let away = incident.with_extension("away");
    fs::rename(incident, &away).unwrap();
    gf.send("\r");
    gf.wait_for("1.1 started");
    gf.wait_for("cannot write to the shared folder");
    gf.wait_for("saved ✔  not shared for");
    gf.send("d");
    gf.wait_for("1.1 done");
    gf.wait_for("NOW 1.2");
    fs::rename(&away, incident).unwrap();
    gf.wait_for("saved ✔  shared ✔");
    gf.wait_for("no alarm");
    let said = world.shell(&["tail"]);
    assert!(said.contains("1.1 done"), "{said}");
    // Others are heard again too.
    world.shell(&["--as", "cp", "note", "from the other side"]);
    gf.wait_for("from the other side");
    gf.send("qq");
    assert_eq!(gf.exit_status(SOON).code(), Some(0));
}

#[test]
fn a_shared_folder_that_is_deleted_stops_no_key_and_no_end_and_the_own_log_stays() {
    let world = World::live();
    let mut gf = world.cockpit("gf");
    gf.wait_for("shared ✔");
    // The cockpit still writes into it meanwhile.
    gf.wait_until("no folder", || {
        fs::remove_dir_all(&world.incident).is_ok() || !Path::new(&world.incident).exists()
    });
    gf.send("\r");
    gf.wait_for("1.1 started");
    gf.wait_for("cannot write to the shared folder");
    gf.send("q");
    gf.wait_for("Leave?");
    gf.send("q");
    gf.exit_status(SOON);
    gf.wait_whole();
    assert!(
        !Path::new(&world.incident).exists(),
        "nothing is made of nothing"
    );
    let state = world.home.path().join("state/switchover/journal");
    let log = fs::read_dir(state)
        .unwrap()
        .flatten()
        .flat_map(|i| fs::read_dir(i.path()).unwrap());
    let text: String = log
        .flatten()
        .map(|f| fs::read_to_string(f.path()).unwrap())
        .collect();
    assert!(text.contains("step."), "{text}");
}
