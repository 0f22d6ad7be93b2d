//! The real `join --headless` that pages: a real script, and real servers that refuse, fail and come back.

use super::program::{Cockpit, told};
use super::server::{Manner, Server, body, header};
use crate::operators::desk::{Desk, end_drill, nothing_holds, wait_until};
use crate::probes::real_commands::nobody_runs;
use crate::support::PROGRAM;
use crate::support::home::Home;
use crate::support::port::ClosedPort;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use switchover::cockpit::msg::Posted;
use switchover::domain::time::Span;
use switchover::shell::pager::page;

/// Writes down what it was given: a line a page.
const SCRIPT: &str = r#"printf '%s|%s|%s|%s|%s\n' "$(cat)" "$SWITCHOVER_ALARM" "$SWITCHOVER_TEXT" "$SWITCHOVER_MODE" "$SWITCHOVER_INCIDENT" >>PAGES"#;

/// A desk whose plan has a pager.
fn desk(pager: &str) -> Desk {
    let desk = Desk::new();
    let file = desk.0.path().join("plan/plan.toml");
    let plan = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{plan}\n[pager]\n{pager}\n")).unwrap();
    desk
}

/// One that runs this script with the file it writes to.
fn scripted(script: &str) -> (Desk, PathBuf) {
    let desk = desk("run = './page.sh'");
    let pages = desk.0.path().join("pages.txt");
    let script = script.replace("PAGES", &pages.display().to_string());
    let file = desk.0.path().join("plan/page.sh");
    fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
    let runs = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(&file, runs).unwrap();
    (desk, pages)
}

/// An open incident without an incident manager, which is an alarm.
fn open(desk: &Desk, more: &[&str]) -> PathBuf {
    let folder = desk.open(more);
    let incident = folder.to_str().unwrap();
    desk.ok(&["--incident", incident, "role", "im", "-"]);
    folder
}

fn watch(desk: &Desk) -> Cockpit {
    Cockpit::of(desk.command(&["--as", "gf", "join", "--headless"]))
}

fn posting(desk: &Desk, url: &str) -> Cockpit {
    let mut command = desk.command(&["--as", "gf", "join", "--headless"]);
    command.env("PAGER_HOOK", url);
    Cockpit::of(command)
}

fn lines(pages: &Path) -> Vec<String> {
    let text = fs::read_to_string(pages).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

fn paged(desk: &Desk, word: &str) -> usize {
    let all = told(desk, "alarm.paged");
    let fits = |e: &&serde_json::Value| e["text"].as_str().unwrap().contains(word);
    all.iter().filter(fits).count()
}

/// So many ticks of a watcher have passed: it says every few seconds that it is here.
fn wait_for_its_next_words(folder: &Path) {
    let said = || {
        let files = fs::read_dir(folder.join("presence")).unwrap().flatten();
        let texts = files.filter_map(|f| fs::read_to_string(f.path()).ok());
        let mut all: Vec<String> = texts.collect();
        all.sort();
        all
    };
    let first = said();
    wait_until("it says that it is here", || said() != first);
}

#[test]
fn nothing_runs_before_it_is_approved_then_each_alarm_is_told_once_also_after_kill_9() {
    let (desk, pages) = scripted(SCRIPT);
    let folder = open(&desk, &["--severity", "SEV1", "--title", "Shop is down"]);
    let watcher = watch(&desk);
    let says = |word: &str| desk.ok(&["status"]).contains(word);
    wait_until("it says that it may not", || says("not approved on"));
    assert!(lines(&pages).is_empty(), "nothing of a plan runs unasked");
    let shown = desk.ok(&["approve", "--pager", "--yes"]);
    assert!(shown.contains("./page.sh"), "{shown}");
    wait_until("the page is written down", || {
        paged(&desk, "paged from") == 1
    });
    let all = lines(&pages);
    assert_eq!(all.len(), 1, "{all:?}");
    let parts: Vec<&str> = all[0].split('|').collect();
    assert!(
        parts[0].starts_with("LIVE SEV1 Shop is down: nobody is Incident manager"),
        "{all:?}"
    );
    assert!(parts[0].contains("`switchover ack role.im` stops it"));
    assert_eq!(parts[1..4], ["role.im", parts[0], "live"]);
    assert_eq!(parts[4], folder.canonicalize().unwrap().to_str().unwrap());
    wait_until("who pages is said", || says("paging from"));
    let second = watch(&desk);
    wait_for_its_next_words(&folder);
    watcher.kill();
    // The one beside it takes over, and goes on from what was paged.
    let third = watch(&desk);
    wait_for_its_next_words(&folder);
    wait_until("another one pages", || says("paging from"));
    desk.ok(&["--as", "cp", "role", "im", "cp"]);
    let ago = switchover::shell::clock::now() - Span::minutes(45);
    let at = &ago.clock()[..5];
    desk.ok(&["--as", "cp", "milestone", "impact_start", "--at", at]);
    wait_until("the next alarm is paged", || paged(&desk, "RTO") == 1);
    assert_eq!(lines(&pages).len(), 2, "{:?}", lines(&pages));
    drop((second, third));
}

#[test]
fn a_script_that_fails_or_hangs_is_said_and_tried_until_it_gets_through() {
    let hostile = "printf 'no \\033[2Jroute token=hunter2\\n' >&2; exit 7";
    let script =
        format!("cat >/dev/null\n[ -e PAGES.well ] || {{ {hostile}; }}\necho paged >>PAGES");
    let (desk, pages) = scripted(&script);
    open(&desk, &[]);
    desk.ok(&["approve", "--pager", "--yes"]);
    let _watcher = watch(&desk);
    wait_until("it is said that nobody is paged", || {
        paged(&desk, "NOBODY was paged") == 1
    });
    let status = desk.ok(&["status"]);
    assert!(status.contains("FAILS: exit 7: no ·[2Jroute"), "{status}");
    assert!(!status.contains("hunter2"), "{status}");
    fs::write(pages.with_extension("txt.well"), "").unwrap();
    wait_until("it gets through", || paged(&desk, "paged from") == 2);
    assert_eq!(lines(&pages), ["paged"]);
    let status = desk.ok(&["status"]);
    assert!(!status.contains("FAILS"), "{status}");
    assert_eq!(paged(&desk, "NOBODY"), 1, "once for each reason");
}

#[test]
fn a_server_that_refuses_answers_500_and_comes_back_gets_one_page_with_one_key() {
    let desk = desk("webhook = \"env:PAGER_HOOK\"");
    open(&desk, &[]);
    let place = ClosedPort::new();
    let url = format!("http://{}/VERYSECRETPLACE", place.address);
    let watcher = posting(&desk, &url);
    wait_until("refused is said", || {
        paged(&desk, "connection refused") == 1
    });
    watcher.kill();
    let server = Server::at(place.address, &[Manner::Answer(500), Manner::Close]);
    let _watcher = posting(&desk, &url);
    let came = server.wait_for(3);
    wait_until("it is written down", || paged(&desk, "by webhook:") == 1);
    let keys: Vec<_> = came.iter().map(|r| header(r, "idempotency-key")).collect();
    assert!(
        keys[0].is_some() && keys.iter().all(|k| *k == keys[0]),
        "{keys:?}"
    );
    let sent: serde_json::Value = serde_json::from_str(body(&came[2])).unwrap();
    let text = sent["text"].as_str().unwrap();
    assert!(text.contains("nobody is Incident manager"), "{text}");
    assert_eq!(server.requests().len(), 3);
    nothing_holds(desk.0.path(), "VERYSECRETPLACE");
}

#[test]
fn from_a_drill_nobody_is_paged_but_where_rehearsals_go() {
    let server = Server::new(&[]);
    for rehearsed in [false, true] {
        let hook = match rehearsed {
            true => "rehearsal_webhook = \"env:PAGER_HOOK\"",
            false => "",
        };
        let (desk, pages) = scripted(SCRIPT);
        let file = desk.0.path().join("plan/plan.toml");
        let plan = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("{plan}{hook}\n")).unwrap();
        desk.ok(&["approve", "--pager", "--yes"]);
        let folder = open(&desk, &["--mode", "drill"]);
        let at = folder.to_str().unwrap();
        let mut command = desk.command(&["--as", "gf", "join", "--headless", at]);
        command.env("PAGER_HOOK", server.url());
        let watcher = Cockpit::of(command);
        let word = match rehearsed {
            true => "by webhook: nobody",
            false => "would page: DRILL",
        };
        let told = || desk.ok(&["--incident", at, "tail", "--json"]);
        wait_until(word, || told().contains(word));
        assert!(lines(&pages).is_empty(), "nothing runs in a drill");
        assert_eq!(server.requests().len(), usize::from(rehearsed));
        drop(watcher);
        end_drill(desk.command(&[]), &folder);
    }
    let text = body(&server.requests()[0]).to_owned();
    assert!(text.starts_with("{\"text\":\"DRILL "), "{text}");
}

#[test]
fn who_is_woken_up_acknowledges_from_a_shell_and_is_left_alone() {
    let (desk, pages) = scripted(SCRIPT);
    let folder = open(&desk, &[]);
    desk.ok(&["approve", "--pager", "--yes"]);
    let watcher = watch(&desk);
    wait_until("it is paged", || paged(&desk, "paged from") == 1);
    desk.ok(&["--as", "cp", "ack", "role.im"]);
    watcher.kill();
    let _watcher = watch(&desk);
    wait_for_its_next_words(&folder);
    wait_until("it pages", || desk.ok(&["status"]).contains("paging from"));
    assert_eq!(lines(&pages).len(), 1);
}

#[test]
fn a_command_that_hangs_is_over_in_time_and_leaves_nobody() {
    let home = Home::new();
    let page = |script: &str, limit| {
        let values = ["/incident", "role.im", "LIVE: it is down", "key", "live"];
        page(PROGRAM.as_ref(), home.path(), script, values, limit)
    };
    let short = Duration::from_millis(600);
    for (n, script) in [
        "sleep 1000",
        "trap '' TERM INT HUP; while :; do sleep 0.05; done",
        "setsid sh -c ': MARK; sleep 1000' & while :; do echo aaaaaaaaaaaaaaaa; done",
    ]
    .into_iter()
    .enumerate()
    {
        let mark = home.path().join(format!("marked-{n}.sh"));
        fs::write(&mark, script.replace("MARK", &mark.display().to_string())).unwrap();
        let ended = page(&format!("sh {}", mark.display()), short);
        let Posted::Unsure(why) = ended else {
            panic!("{script}: {ended:?}");
        };
        assert!(why.contains("ended"), "{why}");
        wait_until("nobody is left", || nobody_runs(&mark));
    }
    let long = Duration::from_secs(30);
    let given = r#"[ "$(cat)" = "LIVE: it is down" ] && [ "$SWITCHOVER_TEXT" = "LIVE: it is down" ] &&
        [ "$SWITCHOVER_KEY" = key ] && [ "$SWITCHOVER_INCIDENT" = /incident ] && ! env | grep -q CARGO"#;
    assert_eq!(page(given, long), Posted::Sent);
    // Who does not read it gets it all the same, and is not waited for.
    assert_eq!(page("exit 0", long), Posted::Sent);
    let Posted::Failed(why) = page("no-such-pager-here", long) else {
        panic!("there is no such program");
    };
    assert!(why.starts_with("exit 127: "), "{why}");
}
