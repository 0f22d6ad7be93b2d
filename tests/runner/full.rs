//! A command that runs while the disk is full.

use super::world::Place;
use crate::cockpit::world::write_notes;
use crate::support::small_disk::Small;
use std::fs;

#[test]
fn a_command_that_ends_while_the_disk_is_full_is_not_lost_and_not_run_again() {
    let place = Place::in_root("shared");
    let small = Small::mount(&place.home.path().join("state/switchover"));
    let gf = place.cockpit("gf");
    place.on(&gf, "1.3");
    place.run(&gf);
    gf.wait_for("| begun");
    let ballast = small.fill();
    write_notes(&gf);
    gf.wait_for("NOT SAVED");
    fs::write(place.file("slow.go"), "").unwrap();
    gf.wait_for("| finished");
    assert_eq!(
        place.state("slow"),
        "doing",
        "what is not on the disk is not so"
    );
    fs::remove_file(ballast).unwrap();
    gf.wait_for("nothing was lost");
    gf.wait_for("saved ✔");
    gf.wait_until("its end", || {
        ["done", "unknown"].contains(&place.state("slow").as_str())
    });
    assert_eq!(place.state("slow"), "done");
    let runs = fs::read_to_string(place.file("slow.runs")).unwrap();
    assert_eq!(runs, "begun\n");
    let told = place.shell(&["tail"]);
    assert_eq!(told.matches("command runs on").count(), 1, "{told}");
    assert!(told.contains("finished"), "{told}");
}
