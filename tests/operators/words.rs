//! What people say from a shell: notes, corrections, redactions, the scratch text, what is told and to whom.

use super::desk::{Desk, Gave, gave, nothing_holds, wait_until};
use crate::outbox::Cockpit;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;
use switchover::domain::text::is_hidden;

/// The timeline as JSON, an entry each.
fn tail(desk: &Desk, only: &str) -> Vec<serde_json::Value> {
    let lines = desk.ok(&["tail", "--json", "--only", only]);
    lines
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}

/// What the entries say that are looked for.
fn said(desk: &Desk, only: &str) -> Vec<String> {
    let text = |e: &serde_json::Value| e["text"].as_str().unwrap().to_owned();
    tail(desk, only).iter().map(text).collect()
}

/// The name of the entry that holds a text.
fn entry(desk: &Desk, text: &str) -> String {
    let all = tail(desk, text);
    let name = |e: &serde_json::Value| format!("{}:{}", e["w"].as_str().unwrap(), e["q"]);
    all.last().map(name).unwrap()
}

fn with_input(desk: &Desk, args: &[&str], input: &str) -> Gave {
    let mut command = desk.command(args);
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    drop(stdin);
    gave(child.wait_with_output().unwrap())
}

#[test]
fn notes_of_every_kind_are_written_and_found_again() {
    let desk = Desk::new();
    desk.open(&[]);
    let provider = [
        "--kind",
        "provider",
        "--provider",
        "h42",
        "--ticket",
        "8841",
    ];
    desk.ok(&["--as", "gf", "note", "! we go over"]);
    desk.ok(&["--as", "cp", "note", "? who has the keys"]);
    desk.ok(&["--as", "cp", "note", "TODO write to the bank"]);
    desk.ok(&["--as", "gf", "note", "FOUND a burnt fuse"]);
    desk.ok(&["--as", "gf", "note", "> 42A #7 ~low power is off"]);
    desk.ok(&[&["--as", "gf", "note", "half an hour more"][..], &provider].concat());
    desk.ok(&["--as", "gf", "note", "seen earlier", "--at", "00:00"]);
    assert_eq!(said(&desk, "!"), ["we go over"]);
    assert_eq!(said(&desk, "? @cp"), ["who has the keys"]);
    assert_eq!(said(&desk, "? @gf"), [""; 0]);
    assert_eq!(said(&desk, "TODO"), ["write to the bank"]);
    assert_eq!(said(&desk, "FOUND fuse"), ["a burnt fuse"]);
    let told = [
        "power is off (ticket 7, by gf, low confidence)",
        "half an hour more (ticket 8841, by gf)",
    ];
    assert_eq!(said(&desk, ">"), told);
    let dated = &tail(&desk, "seen earlier")[0];
    assert!(
        dated["time"].as_str().unwrap().contains("T00:00:00"),
        "{dated}"
    );
    assert!(dated["written"].is_string(), "{dated}");
    assert_eq!(
        (&dated["note"], &dated["operator"]),
        (&"note".into(), &"gf".into())
    );
    for bad in [
        &["note", "x", "--kind", "provider"][..],
        &["note", "x", "--kind", "provider", "--provider", "c11"],
        &["note", "x", "--at", "99:99"],
        &["note", "x", "--confidence", "sure"],
        &["note"],
    ] {
        desk.refused(bad);
    }
}

#[test]
fn a_correction_keeps_the_first_text_and_a_pin_is_found() {
    let desk = Desk::new();
    let folder = desk.open(&[]);
    desk.ok(&["note", "call themm"]);
    let first = entry(&desk, "themm");
    desk.ok(&["--as", "cp", "note", "--correct", &first, "call them"]);
    assert_eq!(said(&desk, "call"), ["call them (corrected)"]);
    let kept = std::fs::read_to_string(folder.join("timeline-tester.md")).unwrap();
    assert!(kept.contains("call themm"), "{kept}");
    desk.refused(&["note", "--correct", "nobody:1", "x"]);
    desk.refused(&["note", "--correct", &first, "call them"]);
    desk.ok(&["note", "--pin", &first]);
    assert_eq!(said(&desk, "*").len(), 1);
    desk.ok(&["note", "--unpin", &first]);
    assert_eq!(said(&desk, "*").len(), 0);
}

#[test]
fn a_redaction_reaches_views_and_own_files_and_says_what_it_does_not_reach() {
    let desk = Desk::new();
    let folder = desk.open(&[]);
    desk.ok(&["note", "the room key is PLAINWORD"]);
    let first = entry(&desk, "PLAINWORD");
    desk.ok(&["note", "--correct", &first, "it is PLAINWORD"]);
    let theirs = folder.join("timeline-cp.md");
    std::fs::copy(folder.join("timeline-tester.md"), &theirs).unwrap();
    let gave = desk.run(&["redact", &first, "--reason", "a key"]);
    assert_eq!(gave.code, 0, "{}", gave.err);
    for part in ["journal files on disk", "timeline-cp.md"] {
        assert!(gave.err.contains(part), "{part}: {}", gave.err);
    }
    for args in [
        &["tail"][..],
        &["tail", "--json"],
        &["status"],
        &["status", "--json"],
        &["show"],
    ] {
        let out = desk.ok(args);
        assert!(!out.contains("PLAINWORD"), "{args:?}: {out}");
    }
    std::fs::remove_file(theirs).unwrap();
    for own in [
        "timeline-tester.md",
        "checklist-tester.txt",
        "status-tester.html",
    ] {
        let text = std::fs::read_to_string(folder.join(own)).unwrap();
        assert!(!text.contains("PLAINWORD"), "{own}");
    }
    desk.refused(&["redact", "nobody:7"]);
}

#[test]
fn what_looks_like_a_secret_is_masked_before_it_is_written() {
    const SECRET: &str = "password=HUNTERHUNTER2";
    let desk = Desk::new();
    desk.open(&[]);
    desk.ok(&["role", "im", "gf"]);
    desk.ok(&["--as", "gf", "handover", "im", "cp"]);
    desk.ok(&["--as", "cp", "decline", "im", "--reason", SECRET]);
    for args in [
        &["note", SECRET][..],
        &["note", "?", SECRET],
        &["impact", SECRET, "--scope", SECRET],
        &["bulletin", "customers", "--text", SECRET],
        &["promise", &format!("cp: {SECRET} in 3m")],
        &["snooze", "customers", "5m", "--reason", SECRET],
        &["scratch", "--add", SECRET],
        &["step", "skip", "repair", "--reason", SECRET],
        &["abort", "--reason", SECRET],
        &[
            "close",
            "--data",
            SECRET,
            "--lingering",
            SECRET,
            "--told",
            SECRET,
            "--open",
            "no",
            "--objection",
            "no",
        ],
    ] {
        desk.ok(args);
    }
    let tail = desk.ok(&["tail", &newest(&desk)]);
    assert!(tail.contains("password=***"), "{tail}");
    nothing_holds(desk.0.path(), "HUNTERHUNTER2");
}

/// The folder of the newest incident, open or not.
fn newest(desk: &Desk) -> String {
    let list: serde_json::Value = desk
        .ok(&["list", "--json"])
        .lines()
        .next()
        .map(|l| serde_json::from_str(l).unwrap())
        .unwrap();
    let first = list.as_array().map_or(&list, |all| &all[0]);
    first["path"].as_str().unwrap().to_owned()
}

#[test]
fn hostile_text_given_to_any_command_that_writes_never_reaches_a_terminal() {
    let desk = Desk::new();
    let folder = desk.open(&[]);
    desk.ok(&["role", "im", "gf"]);
    desk.ok(&["--as", "gf", "handover", "im", "cp"]);
    let evil = "a\u{1b}[2J\u{7}b\u{202e}c\u{200b}\u{9b}31md\r\nx";
    desk.ok(&["note", "soon hidden"]);
    let hidden = entry(&desk, "soon hidden");
    for args in [
        &["--as", "cp", "decline", "im", "--reason", evil][..],
        &["impact", evil, "--data", evil, "--workaround", evil],
        &["promise", &format!("{evil}: {evil} in 3m")],
        &["snooze", "customers", "5m", "--reason", evil],
        &["scratch", "--add", evil],
        &["note", "--correct", &hidden, evil],
        &["redact", &hidden, "--reason", evil],
        &["role", "im", evil],
        &["promise", "--broken", evil],
        &["note", "--pin", evil],
        &["severity", evil],
        &["bulletin", evil],
        &["bulletin", "customers", "--draft"],
        &["scratch"],
        &["tail", "--only", evil],
        &["tail"],
        &["show"],
        &["status", "--brief"],
        &[
            "close",
            "--data",
            evil,
            "--lingering",
            evil,
            "--told",
            evil,
            "--open",
            evil,
            "--objection",
            evil,
        ],
        &["tail", folder.to_str().unwrap()],
        &["status", folder.to_str().unwrap()],
    ] {
        let gave = desk.run(args);
        for text in [gave.out, gave.err] {
            let hidden = text.chars().find(|c| is_hidden(*c) && *c != '\n');
            assert_eq!(hidden, None, "{args:?}: {text:?}");
        }
    }
}

#[test]
fn who_observes_writes_by_no_command() {
    let desk = Desk::new();
    let folder = desk.open(&[]);
    desk.ok(&["note", "first"]);
    let first = entry(&desk, "first");
    let mut join = desk.command(&["--as", "ro", "join", "--observe", "--headless"]);
    let join = join.stdout(Stdio::null()).stderr(Stdio::null());
    let _looks = Cockpit(join.spawn().unwrap());
    let here = |folder: &Path| {
        let files = std::fs::read_dir(folder.join("presence")).unwrap();
        files.flatten().count() > 0
    };
    wait_until("the observer is here", || here(&folder));
    let before = desk.status()["entries"].clone();
    for args in [
        &["note", "x"][..],
        &["note", "--correct", &first, "x"],
        &["note", "--pin", &first],
        &["redact", &first],
        &["scratch", "--add", "x"],
        &["bulletin", "customers", "--text", "x"],
        &["bulletin", "customers", "--approve"],
        &["impact", "x"],
        &["snooze", "customers", "5m", "--reason", "x"],
        &["role", "im", "ro"],
        &["handover", "im", "cp"],
        &["accept", "im"],
        &["decline", "im"],
        &["promise", "back in 3m"],
        &["milestone", "resolved"],
        &["severity", "SEV3"],
        &["state", "resolved"],
        &["step", "start", "go"],
        &["abort", "--reason", "x"],
        &["adopt", "failover"],
        &["ack", "role.im"],
        &[
            "close",
            "--data",
            "n",
            "--lingering",
            "n",
            "--told",
            "n",
            "--open",
            "n",
            "--objection",
            "n",
        ],
    ] {
        let refused = desk.refused(&[&["--as", "ro"], args].concat());
        assert!(
            refused.contains("ro observes this incident"),
            "{args:?}: {refused}"
        );
    }
    assert_eq!(desk.status()["entries"], before);
}

#[test]
fn the_scratch_text_of_several_shells_loses_nothing() {
    let desk = Desk::new();
    desk.open(&[]);
    desk.ok(&["--as", "gf", "scratch", "--add", "one"]);
    desk.ok(&["--as", "cp", "scratch", "--add", "two"]);
    assert_eq!(desk.ok(&["scratch"]), "one\ntwo\n");
    let now: serde_json::Value = serde_json::from_str(&desk.ok(&["scratch", "--json"])).unwrap();
    let base = now["entry"].as_str().unwrap();
    let write = ["scratch", "--write", "--base", base];
    let gf = with_input(&desk, &[&["--as", "gf"][..], &write].concat(), "ONE\ntwo\n");
    assert_eq!(gf.code, 0, "{}", gf.err);
    let cp = with_input(
        &desk,
        &[&["--as", "cp"][..], &write].concat(),
        "one\ntwo\nthree\n",
    );
    assert_eq!(cp.code, 0, "{}", cp.err);
    assert!(cp.out.contains("put together"), "{}", cp.out);
    assert_eq!(desk.ok(&["scratch"]), "ONE\ntwo\nthree\n");
}

#[test]
fn closing_names_who_was_not_told_and_planned_work_is_no_disruption() {
    let desk = Desk::new();
    let asks = [
        "open",
        "failover",
        "--mode",
        "planned",
        "--from",
        "h42",
        "--to",
        "c10",
        "--headless",
    ];
    desk.ok(&asks);
    let draft = desk.ok(&["bulletin", "customers", "--draft"]);
    assert!(draft.starts_with("Planned work since "), "{draft}");
    let yes = ["close", "--data", "no", "--lingering", "no"];
    let asked = desk.refused(&yes);
    let never = "Was every channel told? Customers: NEVER told; answer with --told";
    assert!(asked.contains(never), "{asked}");
    desk.ok(&["bulletin", "customers", "--text", "It begins."]);
    assert!(!desk.refused(&yes).contains("NEVER"));
    desk.ok(&["milestone", "service_restored"]);
    assert!(desk.refused(&yes).contains("not since service restored"));
    let rest = ["--told", "no", "--open", "no", "--objection", "no"];
    let closed = desk.run(&[&yes[..], &rest].concat());
    assert!(
        closed.err.contains("not since service restored"),
        "{}",
        closed.err
    );
}

#[test]
fn an_update_from_a_shell_is_looked_over_and_says_when_the_next_comes() {
    let desk = Desk::new();
    desk.open(&[]);
    let bare = desk.refused(&["bulletin", "customers"]);
    assert!(bare.contains("--no-change"), "{bare}");
    let first = desk.refused(&["bulletin", "customers", "--no-change"]);
    assert!(first.contains("heard nothing yet"), "{first}");
    let told = desk.run(&["bulletin", "customers", "--text", "It should be fine."]);
    assert_eq!(told.code, 0, "{}", told.err);
    for advice in ["\"should be\" is a guess", "when the next update comes"] {
        assert!(told.err.contains(advice), "{advice}: {}", told.err);
    }
    desk.refused(&["bulletin", "customers"]);
    let same = desk.ok(&["bulletin", "customers", "--no-change"]);
    assert!(
        same.contains("No material change. Next update at "),
        "{same}"
    );
}
