//! A plan with one thing wrong: `check` and `open` say where, `open` exits 2 and makes nothing.

use super::desk::Desk;
use std::path::Path;

const LIST: &str = "checklists/failover.toml";
const PLAN: &str = "plan.toml";

/// File, what is replaced by what, what `check` exits with, where it is and what is said.
type Row = (&'static str, &'static str, &'static str, i32, &'static str);

const ROWS: &[Row] = &[
    (
        LIST,
        "schema = 1",
        "schema = 1\nschema = 1",
        2,
        ":2:1: duplicate key",
    ),
    (LIST, "[targets]", "[targets", 2, ":6:"),
    (LIST, "title = \"Decide\"", "title = \"Decide", 2, ":15:"),
    (
        LIST,
        "schema = 1",
        "schema = 9",
        1,
        ":1:10: schema 9 is not known",
    ),
    (
        LIST,
        "[[phase]]\nid = \"decide\"",
        "[[phase]]\nid = \"Decide\"",
        1,
        ":14:6: \"Decide\" is no id",
    ),
    (
        LIST,
        "id = \"repair\"",
        "id = \"to\"",
        1,
        ":32:6: the id \"to\" is reserved",
    ),
    (
        LIST,
        "id = \"repair\"",
        "id = \"go\"",
        1,
        ":32:6: a second step has the id \"go\"",
    ),
    (
        LIST,
        "unproven = true",
        "unproved = true",
        1,
        ":41:1: unknown key \"unproved\"",
    ),
    (
        LIST,
        "unproven = true",
        "unproven = \"yes\"",
        1,
        ":41:12: \"unproven\" is not",
    ),
    (
        LIST,
        "unproven = true",
        "after = [\"promote\"]",
        1,
        ":41:10: these steps wait for each other: fence, promote",
    ),
    (
        LIST,
        "unproven = true",
        "after = [\"fence\"]",
        1,
        ":41:10: the step waits for itself",
    ),
    (
        LIST,
        "unproven = true",
        "role = \"dba\"",
        1,
        ":41:8: there is no role \"dba\"",
    ),
    (
        LIST,
        "takes = \"2m\"",
        "takes = \"1 moment\"",
        1,
        ":39:9: \"1 moment\" is no length of time",
    ),
    (
        LIST,
        "unproven = true",
        "side = \"middle\"",
        1,
        ":41:8: \"middle\" is not known here",
    ),
    (
        LIST,
        "after = [\"fence\"]",
        "after = [\"fense\"]",
        1,
        ":47:10: there is no step \"fense\"; did you mean \"fence\"?",
    ),
    (
        LIST,
        "goto = \"fence\"",
        "goto = \"fense\"",
        1,
        ":26:8: there is no step or phase \"fense\"",
    ),
    (
        LIST,
        "confirm_by = \"any\"",
        "",
        1,
        ":49:16: \"promote\" cannot be taken back, and nobody confirms it",
    ),
    (
        LIST,
        "confirm_by = \"any\"",
        "role = \"im\"\nconfirm_by = \"im\"",
        1,
        ":51:14: only the doer",
    ),
    (
        LIST,
        "{{to.db_host}}",
        "{{to.db_hots}}",
        1,
        ":48:20: there is no variable \"to.db_hots\"",
    ),
    (
        LIST,
        "pattern = \"^[0-9]+$\"",
        "pattern = \"^[0-9+$\"",
        1,
        ":11:11: the pattern is no regular expression",
    ),
    (
        LIST,
        "for = \"10m\"",
        "until = \"to.wbe\"\nis = \"up\"",
        1,
        ":57:9: there is no probe \"to.wbe\"",
    ),
    (
        LIST,
        "for = \"10m\"",
        "ttl_of = \"x.example\"",
        1,
        ":57:10: there is no [[dns]] name \"x.example\"",
    ),
    (
        LIST,
        "for = \"10m\"",
        "for = \"10m\"\nrole = \"im\"",
        1,
        ":58:1: \"role\" stands below the header [phase.step.wait] and silently joined it",
    ),
    (
        LIST,
        "timeout = \"20m\"",
        "timeout = \"20m\"\n[phase.step]\nx = 1",
        2,
        ":59:",
    ),
    (
        LIST,
        "title = \"Promote\"",
        "title = \"Pro\u{0}mote\"",
        2,
        ":46:",
    ),
    (
        LIST,
        "title = \"Promote\"",
        "title = \"Pro\rmote\"",
        2,
        ":46:",
    ),
    (
        LIST,
        "command = \"promote",
        "command = \"\u{200b}promote",
        1,
        ":48:12: the hidden character U+200B",
    ),
    (
        LIST,
        "title = \"Promote\"",
        "record = [{name = \"x\", type = \"choice\"}]\ntitle = \"Promote\"",
        1,
        ":46:",
    ),
    (
        LIST,
        "title = \"Promote\"",
        "sub = [\"a\", \"a\"]\ntitle = \"Promote\"",
        1,
        ":46:13: the part \"a\" is there twice",
    ),
    (
        LIST,
        "title = \"Promote\"",
        "title.text = \"Promote\"",
        1,
        ":46:1: \"title\" is not text",
    ),
    (
        PLAN,
        "name = \"Shop\"",
        "nane = \"Shop\"",
        1,
        ":2:1: unknown key \"nane\"",
    ),
    (
        PLAN,
        "id = \"c10\"",
        "id = \"h42\"",
        1,
        ":9:6: a second provider has the id \"h42\"",
    ),
    (
        PLAN,
        "address = \"127.0.0.1:1\"",
        "address = \"127.0.0.1\"",
        1,
        ":19:11: \"127.0.0.1\" is no address",
    ),
    (
        PLAN,
        "address = \"127.0.0.1:1\"",
        "address = \"{{provider.web}}\"",
        1,
        ":19:12: ",
    ),
    (
        PLAN,
        "id = \"web\"",
        "id = \"web\"\ndepends_on = [\"web\"]",
        1,
        ":15:15: the service waits for itself",
    ),
    (
        PLAN,
        "kind = \"tcp\"",
        "kind = \"telnet\"",
        1,
        ":18:8: \"telnet\" is not known here",
    ),
    (
        PLAN,
        "[[role]]",
        "[role]",
        1,
        ":20:1: \"role\" is not a list of tables",
    ),
];

/// Everything below a folder, by name and size: what opening an incident would change.
fn below(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            found.push(path.display().to_string());
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    found.sort();
    found
}

/// What is wrong with how one bad file was met; none when all is as it should be.
fn met(desk: &Desk, name: &str, bytes: &[u8], status: i32, said: &str) -> Option<String> {
    let plan = desk.0.path().join("plan");
    let file = plan.join(name);
    let good = std::fs::read(&file).unwrap();
    std::fs::write(&file, bytes).unwrap();
    let before = below(desk.0.path());
    let check = desk.run(&["check", plan.to_str().unwrap()]);
    let open = desk.opening(&[]);
    let after = below(desk.0.path());
    std::fs::write(&file, good).unwrap();
    let want = format!("plan/{name}{said}");
    let clean =
        |text: &str| !text.contains(|c: char| c.is_control() && c != '\n' || c == '\u{202e}');
    let checks = [
        ("check's exit status", check.code == status),
        ("check's place", check.out.contains(&want)),
        ("open's exit status", open.code == 2),
        ("open's place", open.err.contains(&want)),
        ("open's output", open.out.is_empty()),
        ("nothing changed", before == after),
        ("nothing hidden", clean(&check.out) && clean(&open.err)),
    ];
    let found = |text: &str| -> String {
        let lines = text
            .lines()
            .filter(|line| line.contains(&format!("plan/{name}:")));
        lines.map(|line| format!("    {line}\n")).collect()
    };
    let wrong: Vec<&str> = checks.iter().filter(|c| !c.1).map(|c| c.0).collect();
    (!wrong.is_empty()).then(|| {
        format!(
            "{want}: {}\n  check {}:\n{}  open {}: {}",
            wrong.join(", "),
            check.code,
            found(&check.out),
            open.code,
            open.err
        )
    })
}

#[test]
fn each_is_placed_and_opens_nothing() {
    let desk = Desk::new();
    let mut wrong = Vec::new();
    for (name, from, to, status, said) in ROWS {
        let text = std::fs::read_to_string(desk.0.path().join("plan").join(name)).unwrap();
        assert!(text.contains(from), "{name} has no {from:?}");
        let bad = text.replacen(from, to, 1);
        wrong.extend(met(&desk, name, bad.as_bytes(), *status, said));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn whole_files_that_are_no_checklist() {
    let desk = Desk::new();
    let list = std::fs::read(desk.0.path().join("plan").join(LIST)).unwrap();
    let with = |more: &[u8]| [list.as_slice(), more].concat();
    let deep = format!("x = {}", "[".repeat(50_000));
    let dotted = format!("{}x = 1", "a.".repeat(50_000));
    let rows: Vec<(Vec<u8>, i32, &str)> = vec![
        (Vec::new(), 1, ":1:1: "),
        (b"{\"schema\": 1}".to_vec(), 2, ":1:1: "),
        (
            with(b"\nowner = \"caf\xe9\""),
            2,
            ":60:13: byte 0xe9 is not UTF-8",
        ),
        (with(&[b'#'; 2 << 20]), 2, ": the file is larger than 1 MiB"),
        (with(b"\n\0\0\0\0"), 2, ":60:"),
        (with(deep.as_bytes()), 2, ":"),
        (with(dotted.as_bytes()), 2, ":"),
        (vec![0xff, 0xfe, b's', 0], 2, ":1:1: byte 0xff is not UTF-8"),
    ];
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(bytes, status, said)| met(&desk, LIST, bytes, *status, said))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn trouble_in_a_checklist_that_is_not_taken_up_stops_nobody() {
    let desk = Desk::new();
    let other = desk.0.path().join("plan/checklists/other.toml");
    let bad = "schema = 1\n[checklist]\nid = \"other\"\ntitle = \"O\"\n[[phase]]\nid = \"p\"\ntitle = \"P\"\n[[phase.step]]\nid = \"s\"\ntitle = \"S\"\nafter = [\"s\"]\n";
    std::fs::write(&other, bad).unwrap();
    desk.open(&[]);
    let error = desk.refused(&["adopt", "other"]);
    assert!(
        error.contains("plan/checklists/other.toml:11:10: the step waits for itself"),
        "{error}"
    );
    assert_eq!(desk.status()["checklist"]["id"], "failover");
    std::fs::write(&other, bad.replace("after = [\"s\"]", "")).unwrap();
    desk.ok(&["adopt", "other"]);
    assert_eq!(desk.status()["checklist"]["id"], "other");
}

#[test]
fn hidden_characters_in_prose_are_marks_and_stop_nobody() {
    let desk = Desk::new();
    let file = desk.0.path().join("plan").join(LIST);
    let text = std::fs::read_to_string(&file).unwrap();
    let hostile = "title = \"Pro\u{202e}m\\u001b[2Jote\"";
    std::fs::write(&file, text.replace("title = \"Promote\"", hostile)).unwrap();
    let check = desk.run(&["check", desk.0.path().join("plan").to_str().unwrap()]);
    assert_eq!(check.code, 1);
    assert!(
        check.out.contains(":46:13: the hidden character U+202E"),
        "{}",
        check.out
    );
    desk.open(&[]);
    for shown in [
        check.out,
        desk.ok(&["show"]),
        desk.ok(&["status", "--json"]),
    ] {
        assert!(!shown.contains(['\u{202e}', '\u{1b}']), "{shown}");
    }
}

#[test]
fn a_byte_order_mark_or_crlf_is_no_trouble() {
    let desk = Desk::new();
    let file = desk.0.path().join("plan").join(LIST);
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("\u{feff}{}", text.replace('\n', "\r\n"))).unwrap();
    desk.open(&[]);
    assert_eq!(desk.status()["checklist"]["now"][0], "go");
}
