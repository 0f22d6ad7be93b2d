//! Commands that say where updates go: not before they were looked at, limited, and nothing left of them.

use super::program::{Cockpit, desk_with, say, told};
use super::server::{Server, body};
use crate::operators::desk::{nothing_holds, wait_until};
use crate::probes::real_commands::nobody_runs;
use crate::support::PROGRAM;
use crate::support::home::Home;
use std::fs;
use std::time::Duration;
use switchover::shell::references::commands;

/// Writes down what it sees, leaves somebody running, and says where.
const SCRIPT: &str = "env >>SEEN\nsetsid sh -c ': MARK; sleep 1000' &\necho URL\n";

#[test]
fn a_plans_command_says_where_once_it_is_approved_and_leaves_nobody() {
    let desk = desk_with("webhook = \"cmd:sh ./hook.sh\"\n");
    let server = Server::new(&[]);
    let script = desk.0.path().join("plan/hook.sh");
    let seen = desk.0.path().join("seen.txt");
    let text = SCRIPT.replace("SEEN", &seen.display().to_string());
    let text = text.replace("MARK", &script.display().to_string());
    fs::write(&script, text.replace("URL", &server.url())).unwrap();
    desk.open(&[]);
    desk.ok(&["role", "im", "gf"]);
    let _cockpit = Cockpit::join(&desk, "unused");
    say(&desk, "Orders fail.");
    wait_until("it is said that nobody looked at it", || {
        !told(&desk, "bulletin.failed").is_empty()
    });
    let failed = told(&desk, "bulletin.failed");
    let why = failed[0]["text"].as_str().unwrap();
    assert!(why.contains("switchover approve --updates"), "{why}");
    assert!(!seen.exists(), "nothing of a plan runs unasked");
    let shown = desk.ok(&["approve", "--updates", "--yes"]);
    assert!(shown.contains("webhook of customers"), "{shown}");
    assert!(shown.contains("sh ./hook.sh"), "{shown}");
    let came = server.wait_for(1);
    assert_eq!(body(&came[0]), r#"{"text":"Orders fail."}"#);
    wait_until("it is sent", || told(&desk, "bulletin.sent").len() == 1);
    wait_until("nobody is left", || nobody_runs(&script));
    let saw = fs::read_to_string(&seen).unwrap();
    assert!(!saw.contains("VERYSECRETHEADER"), "a listed environment");
    fs::remove_file(&script).unwrap();
    nothing_holds(desk.0.path(), "VERYSECRETPLACE");
}

#[test]
fn one_that_hangs_with_its_output_closed_is_over_in_time() {
    let home = Home::new();
    let run = |approved| commands(PROGRAM.into(), home.path().to_path_buf(), move || approved);
    let short = Duration::from_millis(600);
    let why = run(true).ask("exec >&-; sleep 1000", short).unwrap_err();
    assert!(why.contains("in time"), "{why}");
    let long = Duration::from_secs(30);
    assert_eq!(run(true).ask("echo a; echo b", long).unwrap(), "a");
    for (script, part) in [("echo a; exit 3", "failed: exit 3"), ("true", "nothing")] {
        let why = run(true).ask(script, long).unwrap_err();
        assert!(why.contains(part), "{why}");
    }
    let why = run(false).ask("echo a", long).unwrap_err();
    assert!(why.contains("not approved"), "{why}");
}
