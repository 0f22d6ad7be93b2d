//! What takes two: go and no-go, a second look, and a partner whose cockpit is gone.

use super::world::{World, switched};
use crate::support::plan;
use std::fs;
use std::path::Path;

const STEPS: &str = r#"[[phase]]
id = "move"
title = "Move"
[[phase.step]]
id = "inform"
title = "Inform both"
[[phase.step]]
id = "go"
title = "Fail over?"
kind = "decision"
role = "im"
[phase.step.decision]
question = "No ETA."
quorum = ["im", "ops"]
[[phase.step.decision.options]]
key = "f"
label = "Fail over"
[[phase.step]]
id = "fence"
title = "Fence it"
"#;

fn world() -> World {
    let ports = (switched(true).port, switched(true).port);
    let world = World::of(&plan::checklist("Fail over", STEPS), ports);
    world.shell(&["--as", "cp", "role", "ops", "cp"]);
    world
}

#[test]
fn each_role_says_go_in_an_own_cockpit_and_the_decision_can_fall() {
    let world = world();
    world.shell(&["--as", "gf", "step", "done", "inform"]);
    let (gf, cp) = (world.cockpit("gf"), world.cockpit("cp"));
    gf.wait_for("NOW 1.2");
    cp.wait_for("NOW 1.2");
    cp.send("C");
    cp.wait_for("ops says");
    cp.send("n");
    cp.wait_for("ops NO-GO (cp)");
    gf.wait_for("ops NO-GO (cp)");
    gf.send("C");
    gf.wait_for("im says");
    gf.send("g");
    cp.wait_for("im GO (gf)");
    gf.send("\r");
    gf.wait_for("vote: ops NO-GO (cp)");
    gf.send("f");
    gf.wait_for("Why WITHOUT go of ops?");
    gf.send("\x07");
    gf.wait_for("left as it was");
    cp.send("C");
    cp.wait_for("ops says");
    cp.send("g");
    gf.wait_for("ops GO (cp)");
    gf.send("\r");
    gf.wait_for("No ETA.");
    gf.send("f");
    gf.wait_for("decision 1.2 taken");
    cp.wait_for("NOW 1.3");
}

#[test]
fn what_one_did_the_other_verifies_from_an_own_cockpit() {
    let world = world();
    let (gf, cp) = (world.cockpit("gf"), world.cockpit("cp"));
    gf.send("\r");
    gf.wait_for("1.1 started");
    gf.send("d");
    gf.wait_for("1.1 done");
    cp.wait_for("NOW 1.2");
    for (pty, key) in [(&gf, "g"), (&cp, "g")] {
        pty.send(key);
        pty.wait_for("›1.1");
    }
    gf.send("C");
    gf.wait_for("a second person verifies");
    cp.send("C");
    cp.wait_for("1.1 verified");
    gf.wait_for("verified");
    let status = world.shell(&["status", "--json"]);
    assert!(status.contains("\"verified\":\"cp\""), "{status}");
}

#[test]
fn a_partner_whose_cockpit_was_killed_keeps_the_step_and_is_said_to_be_gone() {
    let world = World::live();
    let gf = world.cockpit("gf");
    gf.send("\r");
    gf.wait_for("1.1 started");
    gf.wait_until("a sign of it", || signs(&world.incident).len() == 1);
    gf.kill9();
    drop(gf);
    // Its last sign was three minutes ago: no test waits so long.
    for sign in signs(&world.incident) {
        let text = fs::read_to_string(&sign).unwrap();
        let mut said: serde_json::Value = serde_json::from_str(&text).unwrap();
        said["at"] = (said["at"].as_i64().unwrap() - 180_000).into();
        fs::write(&sign, said.to_string()).unwrap();
    }
    let cp = world.open("cp", &[], 120, 30);
    cp.wait_for("cockpit gone 3m");
    cp.wait_for("doing");
    cp.send("k");
    cp.send("d");
    cp.wait_for("1.1 is claimed by gf");
    let status = world.shell(&["status", "--json"]);
    assert!(status.contains("\"state\":\"doing\""), "{status}");
}

/// What the cockpits say of themselves.
fn signs(incident: &str) -> Vec<std::path::PathBuf> {
    let all = fs::read_dir(Path::new(incident).join("presence"));
    let paths = all.into_iter().flatten().flatten().map(|item| item.path());
    paths
        .filter(|p| p.extension().is_some_and(|e| e == "json"))
        .collect()
}
