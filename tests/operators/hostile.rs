//! Nothing that could act on a terminal leaves the program.

use super::desk::Desk;
use switchover::domain::text::is_hidden;

#[test]
fn control_characters_in_a_note_never_reach_the_terminal() {
    let desk = Desk::new();
    let folder = desk.open(&["--title", "t\u{1b}[2J\u{202e}x"]);
    let evil = "a\u{1b}[2J\u{7}b\u{202e}c\u{200b}\u{9b}31md";
    desk.ok(&["note", evil]);
    desk.ok(&["step", "skip", "repair", "--reason", evil]);
    desk.ok(&["bulletin", "customers", "--text", evil, "--via", evil]);
    desk.ok(&["step", "add", evil, "--command", evil]);
    for args in [
        &["note", evil][..],
        &["tail"],
        &["tail", "--json"],
        &["status"],
        &["status", "--json"],
        &["show"],
        &["list"],
        &["list", "--json"],
        &["step", "done", evil],
        &["status", evil],
        &["milestone", evil],
        &[evil],
        &["ack", evil],
        &["--theme", evil, "list"],
    ] {
        let gave = desk.run(args);
        for text in [gave.out, gave.err] {
            let hidden = text.chars().find(|c| is_hidden(*c) && *c != '\n');
            assert_eq!(hidden, None, "{args:?}: {text:?}");
        }
    }
    for name in [
        "timeline-tester.md",
        "checklist-tester.txt",
        "status-tester.html",
    ] {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        let hidden = text.chars().find(|c| is_hidden(*c) && *c != '\n');
        assert_eq!(hidden, None, "{name}");
    }
    desk.refused(&["--as", evil, "note", "x"]);
}

#[test]
fn a_note_too_long_for_a_line_is_refused_and_nothing_is_written() {
    let desk = Desk::new();
    desk.open(&[]);
    let before = desk.status()["entries"].clone();
    desk.refused(&["note", &"x".repeat(20_000)]);
    desk.refused(&["note", "  "]);
    assert_eq!(desk.status()["entries"], before);
    assert!(desk.ok(&["verify"]).contains("whole"));
}

#[test]
fn what_cannot_be_saved_exits_3() {
    let desk = Desk::new();
    let folder = desk.open(&[]);
    let state = desk.0.path().join("blocked");
    std::fs::write(&state, "a file where a folder must be").unwrap();
    let mut note = desk.command(&["note", "x", "--incident", folder.to_str().unwrap()]);
    let gave = super::desk::gave(note.env("XDG_STATE_HOME", &state).output().unwrap());
    assert_eq!(gave.code, 3, "{}", gave.err);
    assert!(gave.err.contains("NOT SAVED"), "{}", gave.err);
}
