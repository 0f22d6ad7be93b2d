//! Which incident a command means.

use super::desk::Desk;

#[test]
fn a_write_that_could_mean_two_is_refused_and_a_look_means_the_newest() {
    let desk = Desk::new();
    let first = desk.open(&["--title", "first"]);
    let second = desk.open(&["--title", "second"]);
    let error = desk.refused(&["note", "which?"]);
    assert!(error.contains("--incident"), "{error}");
    for folder in [&first, &second] {
        let name = folder.file_name().unwrap().to_str().unwrap();
        assert!(error.contains(name), "{error}");
        desk.ok(&["--incident", name, "note", "by name"]);
        desk.ok(&["note", "by path", "--incident", folder.to_str().unwrap()]);
    }
    assert_eq!(desk.ok(&["tail"]).matches("by name").count(), 1);
    let mut named = desk.command(&["note", "by environment"]);
    named.env("SWITCHOVER_INCIDENT", &first);
    assert!(named.output().unwrap().status.success());
    let shown = desk.ok(&["show", first.to_str().unwrap()]);
    assert!(shown.contains("by environment"), "{shown}");
    let error = desk.refused(&["status", "no-such-incident"]);
    assert!(error.contains("no such incident"), "{error}");
}

#[test]
fn a_drill_is_meant_only_when_nothing_else_is_open() {
    let desk = Desk::new();
    let drill = desk.open(&["--mode", "drill", "--title", "the drill"]);
    desk.ok(&["note", "in the drill"]);
    desk.open(&["--title", "the real one"]);
    desk.ok(&["note", "for real"]);
    let tail = desk.ok(&["tail"]);
    super::desk::end_drill(desk.command(&[]), &drill);
    assert!(
        tail.contains("for real") && !tail.contains("in the drill"),
        "{tail}"
    );
    let error = desk.refused(&["inject", "smoke"]);
    assert!(error.contains("LIVE"), "{error}");
}
