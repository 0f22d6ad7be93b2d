//! Two cockpits on one incident.

use super::world::World;

#[test]
fn what_one_does_is_on_the_others_screen() {
    let world = World::live();
    let (gf, cp) = (world.cockpit("gf"), world.cockpit("cp"));
    gf.send("\r");
    gf.wait_for("1.1 started");
    cp.wait_for("doing gf");
    cp.send("k");
    cp.send("d");
    cp.wait_for("1.1 is claimed by gf");
    gf.send("d");
    gf.wait_for("1.1 done");
    cp.wait_for("gf   1.1 done");
    gf.send("n");
    gf.wait_for("Enter");
    gf.type_text("! no ETA");
    gf.send("\r");
    cp.wait_for("no ETA");
}

#[test]
fn a_command_in_a_shell_is_on_every_screen() {
    let world = World::live();
    let gf = world.cockpit("gf");
    world.shell(&["--as", "nm", "note", "called the provider"]);
    gf.wait_for("called the provider");
    world.shell(&["--as", "nm", "step", "done", "1.1"]);
    gf.wait_for("NOW 1.2");
}

#[test]
fn a_cockpit_killed_half_way_is_joined_again_where_it_was() {
    let world = World::live();
    let (gf, cp) = (world.cockpit("gf"), world.cockpit("cp"));
    gf.send("\r");
    gf.wait_for("1.1 started");
    cp.wait_for("doing gf");
    gf.kill9();
    drop(gf);
    let gf = world.cockpit("gf");
    gf.wait_for("doing gf");
    gf.send("d");
    gf.wait_for("1.1 done");
    cp.wait_for("NOW 1.2");
}

#[test]
fn an_irreversible_step_is_typed_and_confirmed_from_the_other_cockpit() {
    let world = World::live();
    world.shell(&["--as", "gf", "step", "done", "inform"]);
    world.shell(&[
        "--as",
        "gf",
        "step",
        "skip",
        "go",
        "--reason",
        "drill of a test",
    ]);
    world.shell(&["--as", "gf", "step", "done", "fence", "--value", "0"]);
    let (gf, cp) = (world.cockpit("gf"), world.cockpit("cp"));
    gf.wait_for("NOW 1.4");
    gf.send("\r");
    gf.wait_for("cannot be taken back");
    gf.type_text("promote");
    gf.send("\r");
    gf.wait_for("who confirms");
    cp.send("C");
    cp.wait_for("1.4 confirmed");
    gf.wait_for("confirmed by cp");
    gf.send("\r");
    gf.wait_for("1.4 started");
    cp.wait_for("doing gf");
}

#[test]
fn an_observer_sees_all_and_writes_nothing() {
    let world = World::live();
    let gf = world.cockpit("gf");
    let before = world.shell(&["status", "--json"]);
    let args = ["--as", "ro", "join", "--observe", &world.incident];
    let ro =
        crate::support::pty::Pty::spawn_in(std::sync::Arc::clone(&world.home), &args, &[], 80, 24);
    ro.wait_for("observing");
    ro.send("d");
    ro.wait_for("writes nothing");
    gf.send("\r");
    ro.wait_for("doing gf");
    assert!(!before.contains("\"ro\""));
    assert!(!world.shell(&["tail", "--json"]).contains("\"ro\""));
}

#[test]
fn command_changes_hands_between_two_cockpits() {
    let world = World::live();
    let (gf, cp) = (world.cockpit("gf"), world.cockpit("cp"));
    gf.wait_for("with cp");
    gf.send("n");
    gf.wait_for("Enter");
    gf.type_text("! no ETA, we move");
    gf.send("\r");
    gf.wait_for("noted");
    gf.send("H");
    gf.wait_for("Give it over to whom?");
    gf.send("1");
    gf.wait_for("Incident manager to cp: goes with it");
    gf.send("\r");
    gf.wait_for("offered to cp: yours until cp accepts");
    cp.wait_for("gf offers Incident manager to cp");
    cp.wait_for("IM gf→cp");
    cp.send("H");
    cp.wait_for("gf offers you Incident manager");
    cp.send("a");
    cp.wait_for("you are Incident manager now");
    gf.wait_for("IM cp");
    let status = world.shell(&["status", "--json"]);
    assert!(status.contains("\"roles\":{\"im\":\"cp\"}"), "{status}");
    assert!(world.shell(&["show"]).contains("gf: no ETA, we move"));
}

#[test]
fn those_without_a_shell_get_six_lines_and_a_page() {
    let world = World::live();
    let gf = world.cockpit("gf");
    gf.send("y");
    gf.wait_for("sent to the terminal");
    let copied = world.home.path().join("state/switchover/copied.txt");
    let text = std::fs::read_to_string(copied).unwrap();
    assert!(text.starts_with("LIVE SEV1: "), "{text}");
    assert_eq!(text.lines().count(), 6, "{text}");
    assert_eq!(world.shell(&["status", "--brief"]).lines().count(), 6);
    gf.send("n");
    gf.wait_for("Enter");
    gf.type_text("! <b>we</b> & \"they\"");
    gf.send("\r");
    let page = std::path::Path::new(&world.incident).join("status-tester.html");
    let safe = "&lt;b&gt;we&lt;/b&gt; &amp; &quot;they&quot;";
    gf.wait_until("the page", || {
        std::fs::read_to_string(&page).is_ok_and(|html| html.contains(safe))
    });
}

#[test]
fn who_only_looks_does_not_write_by_command_either() {
    let world = World::live();
    let args = ["--as", "ro", "join", "--observe", &world.incident];
    let home = std::sync::Arc::clone(&world.home);
    let ro = crate::support::pty::Pty::spawn_in(home, &args, &[], 80, 24);
    ro.wait_for("observing");
    let note = ["--incident", &world.incident, "--as", "ro", "note", "x"];
    ro.wait_until("it is refused", || {
        let out = world.home.command(&note).output().unwrap();
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        out.status.code() == Some(2) && said.contains("ro observes this incident")
    });
    world.shell(&["--as", "gf", "note", "others do"]);
}
