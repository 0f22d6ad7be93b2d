//! Steps from a shell, with the guards of the cockpit.

use super::desk::Desk;

#[test]
fn an_unknown_step_is_told_with_the_nearest() {
    let desk = Desk::new();
    desk.open(&[]);
    let error = desk.refused(&["step", "done", "promot"]);
    assert!(
        error.contains("failover has no step promot; did you mean promote?"),
        "{error}"
    );
    let error = desk.refused(&["step", "start", "7.7"]);
    assert!(error.contains("has no step 7.7"), "{error}");
}

#[test]
fn of_captured_steps_the_numbers_are_told() {
    let desk = Desk::new();
    let open = ["open", "--headless"];
    desk.ok(&[&open[..], &crate::support::plan::DIRECTION].concat());
    desk.ok(&["step", "add", "More servers"]);
    let error = desk.refused(&["step", "start", "c1"]);
    assert!(error.contains("has no step c1; there is: 1\n"), "{error}");
    desk.ok(&["step", "start", "1"]);
}

#[test]
fn a_decision_takes_an_option_and_leaves_out_what_it_jumps_over() {
    let desk = Desk::new();
    desk.open(&[]);
    let error = desk.refused(&["step", "done", "go"]);
    assert!(error.contains("f (Fail over), w (Wait)"), "{error}");
    desk.ok(&["step", "done", "go", "--value", "w"]);
    assert_eq!(desk.state("go"), "waiting");
    desk.ok(&["step", "done", "1.1", "--value", "f"]);
    assert_eq!(desk.state("go"), "done");
    assert_eq!(desk.state("repair"), "not-taken");
    desk.ok(&["step", "undo", "go"]);
    assert_eq!(desk.state("repair"), "todo");
}

#[test]
fn what_cannot_be_undone_is_guarded() {
    let desk = Desk::new();
    desk.open(&[]);
    let error = desk.refused(&["step", "start", "promote"]);
    assert!(error.contains("waits for 2.1"), "{error}");
    let error = desk.refused(&["step", "done", "fence"]);
    assert!(error.contains("--unproven"), "{error}");
    desk.ok(&["step", "done", "fence", "--unproven"]);
    let status = desk.status();
    assert_eq!(status["checklist"]["open_pairs"][0], "fence");
    assert_eq!(status["milestones"]["fenced"], serde_json::Value::Null);
    assert_eq!(status["alarms"][0]["id"], "unproven.fence");
    let error = desk.refused(&["step", "start", "2.2"]);
    assert!(error.contains("by its id, promote"), "{error}");
    let error = desk.refused(&["step", "start", "promote"]);
    assert!(error.contains("confirm"), "{error}");
    desk.ok(&["step", "confirm", "promote", "--by", "cp"]);
    desk.ok(&["step", "start", "promote"]);
    desk.ok(&["step", "done", "promote", "--value", "f"]);
    assert!(desk.status()["milestones"]["db_writable"].is_string());
    let undone = desk.run(&["step", "undo", "promote"]);
    assert_eq!(undone.code, 0, "{}", undone.err);
    assert!(undone.err.contains("cannot be undone"), "{}", undone.err);
    desk.ok(&["ack", "unproven.fence"]);
    let error = desk.refused(&["ack", "unproven.fense"]);
    assert!(error.contains("unproven.fence"), "{error}");
}

#[test]
fn a_step_of_another_needs_a_reason_and_undo_is_for_ones_own() {
    let desk = Desk::new();
    desk.open(&[]);
    desk.ok(&["--as", "cp", "step", "start", "fence"]);
    let error = desk.refused(&["--as", "gf", "step", "done", "fence", "--value", "0"]);
    assert!(error.contains("is with cp"), "{error}");
    let error = desk.refused(&["--as", "gf", "step", "undo", "fence"]);
    assert!(error.contains("cp's"), "{error}");
    desk.ok(&[
        "--as",
        "gf",
        "step",
        "done",
        "fence",
        "--value",
        "0",
        "--reason",
        "cp is gone",
    ]);
    let status = desk.status();
    assert_eq!(status["steps"][2]["who"][0], "gf");
    assert_eq!(status["steps"][2]["reason"], "cp is gone");
    desk.refused(&["step", "skip", "repair"]);
    desk.ok(&["step", "skip", "repair", "--reason", "no time"]);
    desk.ok(&["step", "start", "pause"]);
    assert_eq!(desk.state("pause"), "waiting");
    desk.ok(&["step", "reopen", "pause"]);
    assert_eq!(desk.state("pause"), "todo");
}

#[test]
fn the_list_is_changed_during_the_run_and_numbers_stay() {
    let desk = Desk::new();
    desk.open(&[]);
    desk.ok(&["step", "add", "Call", "the", "bank", "--after", "2.1"]);
    let numbers: Vec<String> = desk.status()["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["number"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(numbers, ["1.1", "1.2", "2.1", "2.1a", "2.2", "2.3"]);
    desk.ok(&["step", "edit", "2.1a", "--text", "Call both banks"]);
    desk.ok(&["step", "move", "2.1a", "--before", "2.1"]);
    let steps = desk.status()["steps"].clone();
    let places: Vec<&str> = (0..4)
        .map(|n| steps[n]["number"].as_str().unwrap())
        .collect();
    assert_eq!(places, ["1.1", "1.2", "2.1a", "2.1"], "first of its phase");
    assert_eq!(steps[2]["phase"], "move");
    desk.refused(&["step", "move", "2.1a", "--before", "2.1", "--after", "2.3"]);
    desk.ok(&["step", "move", "2.1a", "--after", "2.3"]);
    desk.ok(&["step", "strike", "repair", "--reason", "not ours"]);
    let shown = desk.ok(&["show"]);
    assert!(
        shown.contains("Call both banks") && shown.contains("struck"),
        "{shown}"
    );
}

#[test]
fn roles_updates_and_milestones() {
    let desk = Desk::new();
    desk.open(&[]);
    desk.ok(&["role", "im", "nm"]);
    desk.refused(&["role", "imm", "nm"]);
    assert!(
        !desk.ok(&["tail", "--json"]).contains("\"who\":\"nm\""),
        "a role given to nm is not written in nm's name"
    );
    desk.refused(&["--as", "gf", "handover", "im", "cp"]);
    desk.ok(&["--as", "nm", "handover", "im", "cp"]);
    desk.refused(&["--as", "gf", "accept", "im"]);
    let status = desk.status();
    assert_eq!(status["held"][0]["offered_to"], "cp");
    desk.ok(&["--as", "cp", "accept", "im"]);
    desk.refused(&["--as", "cp", "accept", "im"]);
    assert_eq!(desk.status()["roles"]["im"], "cp");
    desk.ok(&["promise", "c10:", "queue is drained", "in", "20m"]);
    desk.refused(&["promise", "back", "soon"]);
    let promise = desk.status()["promises"][0].clone();
    assert_eq!(promise["who"], "C10");
    let kept = promise["entry"].as_str().unwrap();
    let shown = desk.ok(&["show"]);
    assert!(shown.contains("C10 promised: queue is drained"), "{shown}");
    desk.ok(&["promise", "--kept", kept]);
    desk.refused(&["promise", "--kept", kept]);
    desk.ok(&[
        "bulletin",
        "customers",
        "--text",
        "we move",
        "--via",
        "status page",
    ]);
    let update = desk.status()["updates"][0].clone();
    assert!(
        update["last"].is_string() && update["due"].is_string(),
        "{update}"
    );
    desk.refused(&["snooze", "customers", "3h", "--reason", "x"]);
    desk.ok(&["snooze", "customers", "50m", "--reason", "page is down"]);
    desk.refused(&["severity", "banana"]);
    desk.ok(&["severity", "sev2"]);
    desk.ok(&["state", "monitoring"]);
    desk.ok(&["milestone", "impact_start", "--at", "00:00"]);
    desk.ok(&["milestone", "impact_start", "--clear"]);
    let status = desk.status();
    assert_eq!(status["incident"]["severity"], "SEV2");
    assert_eq!(status["incident"]["state"], "monitoring");
    assert_eq!(
        status["milestones"]["impact_start"],
        serde_json::Value::Null
    );
    desk.ok(&["adopt", "failover", "--from", "c10"]);
    let status = desk.status();
    assert_eq!(status["incident"]["from"], "c10");
    assert_eq!(status["steps"][0]["state"], "todo");
    desk.ok(&["abort", "--reason", "all well"]);
}

#[test]
fn the_time_left_learns_from_earlier_incidents_beside_it() {
    let desk = Desk::new();
    desk.open(&[]);
    let planned = desk.status()["checklist"]["eta_s"].clone();
    desk.ok(&["step", "start", "fence"]);
    desk.ok(&["step", "done", "fence", "--unproven"]);
    desk.open(&[]);
    let learnt = desk.status()["checklist"]["eta_s"].clone();
    let least = |eta: &serde_json::Value| eta[0].as_i64().unwrap();
    assert!(least(&learnt) < least(&planned), "{learnt} {planned}");
    assert_eq!(
        learnt[1], planned[1],
        "one run alone does not make it longer"
    );
}
