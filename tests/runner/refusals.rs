//! When nothing is run.

use super::world::Place;
use std::fs;

#[test]
fn of_two_cockpits_at_once_one_runs() {
    let place = Place::new();
    let (gf, cp) = (place.cockpit("gf"), place.cockpit("cp"));
    for pty in [&gf, &cp] {
        place.on(pty, "1.3");
        pty.send("r");
        pty.wait_for("NOT APPROVED");
        pty.send("a");
        pty.wait_for("RUNS it");
    }
    gf.send("y");
    cp.send("y");
    gf.wait_until("it runs", || place.file("slow.runs").exists());
    gf.wait_until("one says no", || {
        let said = |screen: String| {
            [
                "NOT RUN",
                "runs already",
                "nothing was written",
                "doing now",
            ]
            .iter()
            .any(|words| screen.contains(words))
        };
        said(gf.screen()) || said(cp.screen())
    });
    fs::write(place.file("slow.go"), "").unwrap();
    place.wait_state(&gf, "slow", "done");
    assert_eq!(
        fs::read_to_string(place.file("slow.runs")).unwrap(),
        "begun\n"
    );
}

#[test]
fn a_changed_command_is_approved_anew_and_its_change_is_shown() {
    let place = Place::new();
    let gf = place.cockpit("gf");
    place.run(&gf);
    gf.wait_for("NOW 1.2");
    place.wait_state(&gf, "hello", "done");
    place.shell(&["step", "reopen", "hello", "--reason", "again"]);
    place.shell(&["step", "edit", "hello", "--command", "./hello.sh twice"]);
    gf.wait_for("edited");
    place.on(&gf, "1.2");
    gf.send("k");
    gf.wait_for("›1.1");
    gf.send("r");
    gf.wait_for("CHANGED since you approved it");
    gf.wait_for("- ./hello.sh {{to.id}}");
    gf.wait_for("+ ./hello.sh twice");
    gf.send("y");
    gf.wait_for("not approved yet");
}

#[test]
fn commands_run_on_one_machine_until_somebody_moves_them() {
    let place = Place::new();
    let gf = place.cockpit_on("gf", "b1");
    place.run(&gf);
    gf.wait_for("NOW 1.2");
    let cp = place.cockpit_on("cp", "b2");
    cp.wait_for("NOW 1.2");
    cp.wait_for("with gf");
    place.on(&cp, "1.2");
    cp.send("r");
    cp.wait_for("Commands run on b1; move here?");
    cp.wait_for("gf is there");
    cp.type_text("b1 is lost");
    cp.send("\r");
    cp.wait_for("on b2");
    cp.wait_for("NOT APPROVED");
    gf.wait_for("commands run on b2 now");
    let tail = place.shell(&["tail"]);
    assert!(tail.contains("commands run on b2 now"), "{tail}");
    place.on(&gf, "1.2");
    gf.send("r");
    gf.wait_for("Commands run on b2; move here?");
}
