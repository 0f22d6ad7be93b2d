//! `check` and `init` as a user meets them.

use std::path::Path;
use switchover::cli::check::{Asked, run};
use switchover::cli::init;
use switchover::domain::time::Time;

struct Seen {
    code: u8,
    text: String,
}

fn check_with(path: &Path, json: bool, host: bool) -> Seen {
    let asked = Asked {
        path,
        json,
        host,
        colour: false,
        today: "2026-11-21",
        last_drill: &|_, _| Some(Time(0)),
        approved: &|_| false,
    };
    let mut out = Vec::new();
    let code = run(&asked, &mut out);
    Seen {
        code,
        text: String::from_utf8(out).unwrap(),
    }
}

fn fresh() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(
        init::run(&dir.path().join("plan"), &mut Vec::new(), &mut Vec::new()),
        0
    );
    dir
}

fn edit(file: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains(from));
    std::fs::write(file, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn what_init_writes_passes() {
    let dir = fresh();
    let seen = check_with(&dir.path().join("plan"), false, false);
    assert_eq!(seen.code, 0, "{}", seen.text);
    assert!(
        seen.text
            .contains("11 checklists, 1 scenario: 0 errors, 0 warnings, "),
        "{}",
        seen.text
    );
    let undrilled = Asked {
        path: &dir.path().join("plan"),
        json: false,
        host: false,
        colour: false,
        today: "2026-11-21",
        last_drill: &|_, _| None,
        approved: &|_| false,
    };
    let mut out = Vec::new();
    assert_eq!(run(&undrilled, &mut out), 1, "never drilled is a warning");
    assert!(
        String::from_utf8(out)
            .unwrap()
            .contains(" 0 errors, 11 warnings")
    );
}

#[test]
fn trouble_is_shown_by_file_and_line_with_a_caret() {
    let dir = fresh();
    let plan = dir.path().join("plan");
    edit(
        &plan.join("checklists/failover.toml"),
        "role = \"ops\"",
        "role = \"opps\"",
    );
    edit(&plan.join("plan.toml"), "fall = 3", "fal = 3");
    let seen = check_with(&plan, false, false);
    assert_eq!(seen.code, 1);
    let text = seen
        .text
        .replace(&plan.to_string_lossy().into_owned(), "PLAN");
    let accepted = |block: &&str| !block.contains("accepted: ");
    let shown: Vec<&str> = text.split("\n\n").filter(accepted).take(3).collect();
    insta::assert_snapshot!(shown.join("\n\n"));
    let one = check_with(&plan.join("scenarios/power-loss.toml"), false, false);
    assert_eq!(one.code, 0, "only that file counts: {}", one.text);
    let whole = check_with(&plan.join("plan.toml"), false, false);
    assert_eq!(whole.code, 1, "plan.toml stands for its folder");
}

#[test]
fn json_is_an_array_in_the_same_order() {
    let dir = fresh();
    let plan = dir.path().join("plan");
    edit(&plan.join("plan.toml"), "fall = 3", "fal = 3");
    let seen = check_with(&plan, true, false);
    let rows: serde_json::Value = serde_json::from_str(&seen.text).unwrap();
    let rows = rows.as_array().unwrap();
    let found = rows.iter().find(|r| r["code"] == "unknown-key").unwrap();
    assert_eq!(found["severity"], "error");
    assert_eq!(
        found["file"],
        plan.join("plan.toml").to_string_lossy().as_ref()
    );
    assert_eq!(
        (found["line"].as_u64(), found["column"].as_u64()),
        (Some(54), Some(1))
    );
    assert_eq!(found["remedy"], "did you mean \"fall\"?");
    let keys: Vec<&String> = found.as_object().unwrap().keys().collect();
    let fields = "schema severity code file line column what remedy";
    assert_eq!(keys.len(), fields.split(' ').count());
    assert!(fields.split(' ').all(|field| !found[field].is_null()));
    assert_eq!(found["schema"], 1);
}

#[test]
fn what_cannot_be_read_is_two() {
    let dir = fresh();
    let plan = dir.path().join("plan");
    assert_eq!(
        check_with(&dir.path().join("nowhere"), false, false).code,
        2
    );
    assert_eq!(check_with(dir.path(), false, false).code, 2, "no plan.toml");
    let other = dir.path().join("x.txt");
    std::fs::write(&other, "x").unwrap();
    assert_eq!(check_with(&other, false, false).code, 2);
    std::fs::write(plan.join("checklists/odd.toml"), "a = = b").unwrap();
    let seen = check_with(&plan, false, false);
    assert_eq!(seen.code, 2);
    assert!(
        seen.text.contains("odd.toml:1:5: extra `=`"),
        "{}",
        seen.text
    );
}

#[test]
fn this_machine_is_asked_only_when_wanted() {
    let dir = fresh();
    let plan = dir.path().join("plan");
    edit(
        &plan.join("checklists/failover.toml"),
        "command = \"./dns.sh",
        "command = \"no-such-tool-here",
    );
    assert!(!check_with(&plan, false, false).text.contains("PATH"));
    let text = std::fs::read_to_string(plan.join("plan.toml")).unwrap();
    let text = text
        .replace("db1.alpha.example", "127.0.0.1")
        .replace("app1.alpha.example", "127.0.0.1");
    let text = text
        .replace("db1.beta.example", "127.0.0.1")
        .replace("app1.beta.example", "127.0.0.1");
    std::fs::write(plan.join("plan.toml"), text).unwrap();
    let seen = check_with(&plan, false, true);
    assert!(
        seen.text
            .contains("\"no-such-tool-here\" is not on PATH here"),
        "{}",
        seen.text
    );
}

#[test]
fn a_pager_that_is_not_ready_on_this_host_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let pager = |lines: &str| {
        let plan = "schema = 1\nname = \"x\"\n[pager]\n".to_owned() + lines;
        std::fs::write(dir.path().join("plan.toml"), plan).unwrap();
        check_with(dir.path(), false, true).text
    };
    let said = pager("run = \"no-such-pager-here x\"\n");
    assert!(said.contains("its command is not approved"), "{said}");
    assert!(
        said.contains("\"no-such-pager-here\" is not on PATH here"),
        "{said}"
    );
    let said = pager("webhook = \"env:SWITCHOVER_NO_SUCH_HOOK\"\n");
    assert!(
        said.contains("\"SWITCHOVER_NO_SUCH_HOOK\" is not set here"),
        "{said}"
    );
    assert!(
        !said.contains("approved"),
        "nothing of the plan runs: {said}"
    );
    let said = pager("webhook = \"cmd:pass show hook\"\n");
    assert!(said.contains("its command is not approved"), "{said}");
    let said = pager("webhook = \"https://chat.example/secret\"\n");
    assert!(said.contains("a secret may be written out here"), "{said}");
    let said = pager("rehearsal_webhook = \"env:X\"\n");
    assert!(
        said.contains("its plan sets neither run nor webhook"),
        "{said}"
    );
}
