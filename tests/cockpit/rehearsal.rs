//! A rehearsal on the embedded plan: nothing needed.

use super::world::close;
use crate::support::pty::Pty;

#[test]
fn a_drill_runs_its_simulated_commands_and_ends_with_a_score() {
    let pty = Pty::spawn(&["--as", "gf", "rehearse", "--speed", "30"], &[], 120, 40);
    pty.wait_for("DRILL");
    pty.wait_for("NOW 1.1");
    pty.wait_for("saved");
    pty.wait_for("Support desk");
    pty.send("r");
    pty.wait_for("Ticket number");
    pty.type_text("8841");
    pty.send("\r");
    pty.wait_for("exit 0");
    pty.wait_for("NOW 1.2");
    pty.send("j");
    pty.wait_for("keys act on 1.3");
    pty.send("c");
    pty.wait_for("this is a drill");
    close(&pty);
    pty.wait_for("DRILL");
}

#[test]
fn the_providers_outlive_the_cockpit() {
    let pty = Pty::spawn(&["--as", "gf", "rehearse"], &[], 80, 24);
    pty.wait_for("NOW 1.1");
    pty.wait_for("saved");
    pty.kill9();
    let home = std::sync::Arc::clone(&pty.home);
    drop(pty);
    let again = Pty::spawn_in(home, &["--as", "cp", "join"], &[], 80, 24);
    again.wait_for("DRILL");
    again.wait_for("NOW 1.1");
    again.wait_for("saved");
    again.wait_screen("a measured service", |s| {
        s.split_whitespace().any(|word| word == "up")
    });
    again.send(":");
    again.type_text("close");
    again.send("\r");
    for at in 1..=5 {
        again.wait_for(&format!("Close {at}/5"));
        again.type_text("no");
        again.send("\r");
    }
    again.wait_for("How the run went");
}
