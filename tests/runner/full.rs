//! A command that runs while the disk is full.

use super::world::Place;
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
    for n in 0..8 {
        gf.send("n");
        gf.wait_for("write it");
        let text = format!("{n} on a full disk {} end {n}", "x".repeat(600));
        gf.send(format!("\x1b[200~{text}\x1b[201~"));
        gf.wait_for(&format!("end {n}"));
        gf.send("\r");
        gf.wait_for("c copy");
    }
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
