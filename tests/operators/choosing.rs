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

#[test]
fn a_drill_of_another_plan_with_the_same_checklist_is_no_drill_of_this_one() {
    let desk = Desk::new();
    let check = || {
        let gave = desk.run(&["check"]);
        gave.out + &gave.err
    };
    assert!(check().contains("it was never drilled here"), "{}", check());
    let drill = desk.open(&["--mode", "drill"]);
    let drilled = check();
    let file = desk.0.path().join("plan/plan.toml");
    let plan = std::fs::read_to_string(&file).unwrap();
    let other = plan.replacen("name = \"Shop\"", "name = \"Another shop\"", 1);
    std::fs::write(&file, other).unwrap();
    let of_another = check();
    super::desk::end_drill(desk.command(&[]), &drill);
    assert!(!drilled.contains("never drilled here"), "{drilled}");
    assert!(
        of_another.contains("it was never drilled here"),
        "{of_another}"
    );
}
