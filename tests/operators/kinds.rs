//! What each kind of step asks, from a shell.

use super::desk::Desk;
use crate::support::plan::DIRECTION;

/// Steps of every kind that asks something, in a checklist of their own.
const KINDS: &str = r#"schema = 1
[checklist]
id = "kinds"
title = "Kinds"
kind = "runbook"
[[phase]]
id = "look"
title = "Look"
[[phase.step]]
id = "position"
title = "Note the position"
kind = "check"
expect = "less than a minute old"
[[phase.step.record]]
name = "last_xact"
type = "time"
[[phase.step.record]]
name = "mode"
type = "choice"
choices = ["async", "sync"]
[[phase.step]]
id = "dns"
title = "Point the names"
each = ["www.shop.example", "api.shop.example"]
command = "./dns.sh {{each}} {{to.id}}"
"#;

fn desk(checklist: &str) -> Desk {
    let desk = Desk::new();
    let folder = desk.0.path().join("plan/checklists");
    std::fs::write(folder.join("kinds.toml"), checklist).unwrap();
    desk.ok(&[&["open", "kinds", "--headless"], &DIRECTION[..]].concat());
    desk
}

#[test]
fn recorded_values_are_of_their_type_or_refused_with_nothing_written() {
    let desk = desk(KINDS);
    let error = desk.refused(&["step", "done", "position"]);
    assert!(error.contains("--record last_xact=VALUE"), "{error}");
    let wrong = ["--record", "last_xact=soon", "--record", "mode=sync"];
    let error = desk.refused(&[&["step", "done", "position"], &wrong[..]].concat());
    assert!(error.contains("a time in UTC"), "{error}");
    let unknown = ["--record", "last_xakt=02:12", "--record", "mode=sync"];
    let error = desk.refused(&[&["step", "done", "position"], &unknown[..]].concat());
    assert!(error.contains("did you mean last_xact"), "{error}");
    assert_eq!(desk.state("position"), "todo");
    let right = [
        "--record",
        "last_xact=2026-11-20T02:12:58Z",
        "--record",
        "mode=SYNC",
    ];
    desk.ok(&[&["step", "done", "position"], &right[..]].concat());
    let step = desk.status()["steps"][0].clone();
    assert_eq!(step["values"]["last_xact"], "2026-11-20T02:12:58Z");
    assert_eq!(step["values"]["mode"], "sync");
    let shown = desk.ok(&["show"]);
    assert!(shown.contains("mode=sync"), "{shown}");
    let error = desk.refused(&["step", "done", "position", "--reason", "again"]);
    assert!(error.contains("1.1 is done already"), "{error}");
    desk.refused(&["step", "fail", "position", "--reason", "x"]);
    desk.refused(&["step", "skip", "position", "--reason", "x"]);
    desk.refused(&["step", "start", "position"]);
}

#[test]
fn parts_are_ticked_and_the_last_closes_the_step() {
    let desk = desk(KINDS);
    desk.ok(&["step", "skip", "position", "--reason", "not here"]);
    let error = desk.refused(&["step", "done", "dns"]);
    assert!(
        error.contains("open parts: www.shop.example, api"),
        "{error}"
    );
    let error = desk.refused(&["step", "tick", "dns", "ww.shop.example"]);
    assert!(error.contains("did you mean www.shop.example"), "{error}");
    let said = desk.run(&["step", "start", "dns"]);
    assert!(
        said.err.contains("./dns.sh www.shop.example c10"),
        "{}",
        said.err
    );
    desk.ok(&["step", "tick", "dns", "www.shop.example"]);
    assert!(desk.ok(&["status"]).contains("1/2, next api.shop.example"));
    desk.ok(&["step", "tick", "dns", "www.shop.example", "--off"]);
    assert_eq!(desk.status()["steps"][1]["parts"][0]["done"], false);
    let both = ["www.shop.example", "api.shop.example"];
    desk.ok(&[&["step", "tick", "1.2"], &both[..]].concat());
    assert_eq!(desk.state("dns"), "done");
}

#[test]
fn what_is_done_is_verified_by_another() {
    let desk = desk(KINDS);
    desk.ok(&[
        "--as", "gf", "step", "done", "position", "--reason", "by eye",
    ]);
    let error = desk.refused(&["--as", "gf", "step", "confirm", "position"]);
    assert!(error.contains("a second person verifies"), "{error}");
    desk.ok(&["--as", "gf", "step", "confirm", "position", "--by", "cp"]);
    assert_eq!(desk.state("position"), "verified");
    assert_eq!(desk.status()["steps"][0]["verified"], "cp");
    assert_eq!(desk.status()["steps"][0]["who"][0], "gf");
}

#[test]
fn what_was_closed_without_proof_is_proven_later() {
    let desk = Desk::new();
    desk.open(&[]);
    desk.ok(&["step", "done", "fence", "--unproven"]);
    assert_eq!(desk.status()["alarms"][0]["id"], "unproven.fence");
    let error = desk.refused(&["step", "confirm", "fence"]);
    assert!(error.contains("--value"), "{error}");
    desk.ok(&["step", "confirm", "fence", "--value", "0 sessions"]);
    assert!(desk.status()["milestones"]["fenced"].is_string());
    assert!(!desk.ok(&["status"]).contains("NOT PROVEN"));
}

#[test]
fn the_holder_of_the_role_confirms() {
    let desk = Desk::new();
    let list = desk.0.path().join("plan/checklists/failover.toml");
    let text = std::fs::read_to_string(&list).unwrap();
    let text = text.replace("confirm_by = \"any\"", "confirm_by = \"im\"");
    std::fs::write(&list, text).unwrap();
    desk.open(&[]);
    desk.ok(&["role", "im", "nm"]);
    desk.ok(&["step", "done", "fence", "--value", "0"]);
    desk.ok(&["--as", "gf", "step", "claim", "promote"]);
    let error = desk.refused(&["--as", "cp", "step", "confirm", "promote"]);
    assert!(error.contains("confirmed by im, who is nm"), "{error}");
    desk.ok(&["--as", "gf", "step", "confirm", "promote", "--by", "nm"]);
    desk.ok(&["--as", "gf", "step", "start", "promote"]);
}

#[test]
fn roles_say_go_and_without_them_a_reason_is_marked() {
    let desk = Desk::new();
    let list = desk.0.path().join("plan/checklists/failover.toml");
    let text = std::fs::read_to_string(&list).unwrap();
    let asked = "question = \"No ETA.\"\nquorum = [\"im\"]";
    let text = text.replace("question = \"No ETA.\"", asked);
    std::fs::write(&list, text).unwrap();
    desk.open(&[]);
    desk.ok(&["role", "im", "nm"]);
    let error = desk.refused(&["step", "done", "go", "--value", "f"]);
    assert!(error.contains("no go of im"), "{error}");
    let error = desk.refused(&["--as", "gf", "step", "vote", "go", "im", "go"]);
    assert!(error.contains("im is nm"), "{error}");
    let error = desk.refused(&["step", "vote", "go", "in", "go"]);
    assert!(error.contains("did you mean im"), "{error}");
    desk.ok(&[
        "--as", "gf", "step", "vote", "go", "im", "no-go", "--by", "nm",
    ]);
    desk.refused(&["step", "done", "go", "--value", "f"]);
    desk.ok(&["--as", "nm", "step", "vote", "go", "im", "go"]);
    assert_eq!(desk.status()["steps"][0]["votes"][0]["by"], "nm");
    desk.ok(&["step", "done", "go", "--value", "f"]);
    desk.ok(&["step", "reopen", "go"]);
    let why = ["--value", "f", "--reason", "nobody answers"];
    desk.ok(&[&["step", "done", "go"], &why[..]].concat());
    let reason = desk.status()["steps"][0]["reason"].clone();
    assert_eq!(reason, "WITHOUT go of im: nobody answers", "a vote lapses");
}

#[test]
fn what_an_earlier_checklist_set_stays_listed() {
    let desk = Desk::new();
    desk.open(&[]);
    desk.ok(&["step", "done", "fence", "--value", "0"]);
    desk.ok(&["adopt", "failover", "--from", "c10"]);
    assert_eq!(desk.status()["checklist"]["open_pairs"][0], "fence");
    let status = desk.ok(&["status"]);
    assert!(status.contains("fence (2.1 of failover)"), "{status}");
}

#[test]
fn an_abort_goes_on_where_it_is_told_and_a_phase_ends_with_a_call() {
    let desk = Desk::new();
    desk.open(&[]);
    desk.ok(&["step", "done", "go", "--value", "f"]);
    let told = desk.ok(&["tail"]);
    assert!(told.contains("phase 1 Decide completed in"), "{told}");
    desk.ok(&["step", "start", "fence"]);
    desk.refused(&["abort", "--reason", "x", "--goto", "nowhere"]);
    let said = desk.run(&["abort", "--reason", "42A is back", "--goto", "pause"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("still going on: 2.1"), "{}", said.err);
    assert_eq!(desk.state("fence"), "doing");
    assert_eq!(desk.state("promote"), "not-taken");
    assert_eq!(desk.status()["checklist"]["now"][0], "pause");
    desk.ok(&["abort", "--reason", "all is well"]);
    let status = desk.ok(&["status"]);
    assert!(status.contains("ABORTED: all is well"), "{status}");
}
