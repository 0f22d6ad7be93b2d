//! Steps that real servers close, and that are lost when those go down again.

use super::world::{World, switched};
use crate::support::plan;
use crate::support::pty::Pty;
use std::sync::Arc;

const SENSED: &str = r#"[[phase]]
id = "move"
title = "Move"
[[phase.step]]
id = "inform"
title = "Inform both"
role = "im"
[[phase.step]]
id = "served"
title = "Served by the other"
after = ["inform"]
milestone = "service_restored"
[phase.step.sensed]
probe = "to.web"
is = "up"
stable = 2
[[phase.step]]
id = "calm"
title = "Wait for calm"
kind = "wait"
after = ["served"]
[phase.step.wait]
until = "from.web"
is = "down"
stable = 2
timeout = "20m"
[[phase.step]]
id = "tell"
title = "Tell everybody"
"#;

#[test]
fn a_step_ticks_itself_when_its_server_comes_and_is_lost_when_it_goes() {
    let (one, two) = (switched(true), switched(false));
    let world = World::of(&plan::checklist("Fail over", SENSED), (one.port, two.port));
    let gf = world.cockpit("gf");
    gf.wait_for("DOWN");
    gf.send("\r");
    gf.wait_for("1.1 started");
    gf.send("d");
    gf.wait_for("sensed: to.web down, not up: 503");
    two.set(true);
    gf.wait_for("1.2 done by its probe: to.web up 2/2, 200");
    gf.wait_for("sensed done, value: to.web up 2/2");
    gf.wait_for("NOW 1.3");
    let cp = world.open("cp", &[], 120, 36);
    cp.wait_screen("the evidence beside the tick", |s| {
        let mut lines = s.lines();
        lines.any(|l| l.contains("✔ 1.2") && l.contains("200 in") && l.contains("s old  probe"))
    });
    let status = world.shell(&["status", "--json"]);
    assert!(status.contains("\"service_restored\":"), "{status}");
    assert!(status.contains("\"sensed\":true"), "{status}");
    world.shell(&["--as", "gf", "step", "start", "calm"]);
    gf.wait_for("1.3 waiting");
    two.set(false);
    gf.wait_for("1.2 LOST: to.web down, not up (503)");
    one.set(false);
    gf.wait_for("1.3 done by its probe: from.web down 2/2");
    gf.wait_for("NOW 1.4");
    two.set(true);
    gf.wait_screen("found again", |s| !s.contains("LOST"));
}

#[test]
fn an_incident_that_is_opened_is_listed_on_a_start_screen_that_stood_there() {
    let world = World::live();
    let root = std::path::Path::new(&world.incident).parent().unwrap();
    let root = root.display().to_string();
    let args = ["--as", "cp", "--root", &root];
    let pty = Pty::spawn_in(Arc::clone(&world.home), &args, &[], 80, 24);
    pty.wait_for("join LIVE");
    let folder = world.home.path().join("plan");
    let title = ["--title", "A second one"];
    plan::open(&world.home, &folder, &["--root", &root], &title);
    pty.wait_for("A second one was opened just now");
    pty.wait_screen("two to join", |s| s.matches("join LIVE").count() == 2);
}

#[test]
fn a_closed_incident_that_is_reopened_is_probed_again() {
    let world = World::live();
    let questions = ["--data", "--lingering", "--told", "--open", "--objection"];
    let answers = questions.map(|flag| [flag, "no"]).concat();
    world.shell(&[&["--as", "gf", "close"], &answers[..]].concat());
    let gf = world.open("gf", &[], 80, 24);
    gf.wait_for("this incident is closed");
    world.shell(&["--as", "cp", "reopen", "--reason", "not over"]);
    gf.wait_screen("both up", |screen| {
        let row = screen.lines().find(|l| l.contains("Web front"));
        row.is_some_and(|l| l.matches("up").count() == 2)
    });
}
