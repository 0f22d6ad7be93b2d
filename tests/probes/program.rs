//! `switchover probe`, as a shell sees it.

use super::servers::{answers, head, ok, server};
use crate::support::home::Home;
use crate::support::plan::{checklist, plan, write};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Output, Stdio};
use tokio::io::AsyncWriteExt as _;

const CHECKLIST: &str =
    "[[phase]]\nid = \"p\"\ntitle = \"P\"\n[[phase.step]]\nid = \"a\"\ntitle = \"A\"\n";

/// A service probed by HTTP at each provider, and the rest of a plan.
fn place(home: &Home, addresses: [&str; 2], rest: &str) -> String {
    let vars = addresses.map(|at| format!("web = \"{at}\""));
    let web = "[[service]]\nid = \"web\"\nname = \"Web\"\n[service.probe]\nkind = \"http\"\n\
        url = \"http://www.shop.example/health\"\naddress = \"{{provider.web}}\"\n\
        body_contains = \"healthy\"\nevery = \"1s\"\ntimeout = \"30s\"\n";
    let text = plan([&vars[0], &vars[1]], &format!("{web}{rest}"));
    let folder = write(home, &text, &checklist("Fail over", CHECKLIST));
    folder.display().to_string()
}

async fn probe(home: &Home, plan: &str, args: &[&str]) -> Output {
    let mut command = home.command(&[&["--plan", plan, "probe"], args].concat());
    let run = move || command.output().unwrap();
    tokio::task::spawn_blocking(run).await.unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test]
async fn one_round_is_a_table_and_its_exit_status_says_whether_all_is_up() {
    let home = Home::new();
    let (up, _) = answers("127.0.0.2", ok("healthy")).await;
    let (sick, _) = answers("127.0.0.3", ok("sick")).await;
    let (up, sick) = (up.to_string(), sick.to_string());
    let both = place(&home, [&up, &up], "");
    let out = probe(&home, &both, &[]).await;
    let said = text(&out.stdout);
    assert_eq!(out.status.code(), Some(0), "{said}{}", text(&out.stderr));
    assert!(said.starts_with("     42A"), "{said}");
    assert!(said.contains("\nweb  up "), "{said}");
    assert!(text(&out.stderr).contains("2 of 2 up"));
    let one = place(&home, [&up, &sick], "");
    let out = probe(&home, &one, &["--json"]).await;
    assert_eq!(out.status.code(), Some(1));
    let said = text(&out.stdout);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 2, "{said}");
    assert!(lines[0].contains(r#""provider":"h42","#) && lines[0].contains(r#""state":"up""#));
    let down = r#""state":"down","latency_ms":"#;
    assert!(lines[1].contains(down), "{said}");
    let out = home.command(&["probe"]).output().unwrap();
    assert_eq!(out.status.code(), Some(2), "{}", text(&out.stderr));
}

#[tokio::test]
async fn commands_run_once_they_are_approved_and_patterns_are_read_as_in_the_cockpit() {
    let home = Home::new();
    let (up, _) = answers("127.0.0.2", ok("healthy")).await;
    let up = up.to_string();
    let apps = r#"[[service]]
id = "apps"
name = "Apps"
[service.probe]
kind = "progress"
run = "echo 3 of 9 at {{provider.id}}"
pattern = '(?i)(?P<done>\d+) OF (?P<total>\d+)'
"#;
    let plan = place(&home, [&up, &up], apps);
    let out = probe(&home, &plan, &[]).await;
    assert_eq!(out.status.code(), Some(1));
    let said = text(&out.stdout) + &text(&out.stderr);
    assert!(said.contains("unknown not run here"), "{said}");
    let approve = home
        .command(&["--plan", &plan, "approve", "--probes", "--yes"])
        .output();
    let said = text(&approve.unwrap().stdout);
    assert!(said.contains("apps at c10"), "{said}");
    assert!(said.contains("echo 3 of 9 at c10"), "{said}");
    let out = probe(&home, &plan, &["--json"]).await;
    let said = text(&out.stdout);
    let line = said.lines().find(|l| l.contains("\"apps\"")).unwrap();
    assert!(line.contains(r#""state":"degraded""#), "{line}");
    assert!(line.contains(r#""done":3,"total":9"#), "{line}");
    // What changed is not run before it was looked at again.
    let changed = std::fs::read_to_string(Path::new(&plan).join("plan.toml")).unwrap();
    let changed = changed.replace("echo 3", "echo 4");
    std::fs::write(Path::new(&plan).join("plan.toml"), changed).unwrap();
    let out = probe(&home, &plan, &[]).await;
    assert!(text(&out.stdout).contains("not run here"));
    let again = home
        .command(&["--plan", &plan, "approve", "--probes", "--yes"])
        .output();
    let said = text(&again.unwrap().stdout);
    assert!(said.contains("CHANGED since you approved them"), "{said}");
    assert!(said.contains("+   echo 4 of 9 at c10"), "{said}");
}

#[tokio::test]
async fn nothing_a_target_or_a_command_says_acts_on_the_terminal_or_gives_a_secret_away() {
    let home = Home::new();
    let evil = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{202e}\u{200b}\u{9b}31m";
    let answer = format!(
        "HTTP/1.1 500 {evil}\r\nx: {evil}\r\nlocation: {evil}\r\ncontent-length: 4\r\n\r\nsick"
    );
    let (hostile, _) = answers("127.0.0.2", answer).await;
    let hostile = hostile.to_string();
    let db = r#"[[service]]
id = "db"
name = "DB"
[service.probe]
kind = "command"
run = "printf '\\033[2J\\342\\200\\256\\377 password=hunter2\\n' >&2; printf '\\033]0;owned\\007'; exit 3"
"#;
    let plan = place(&home, [&hostile, &hostile], db);
    let mut approve = home.command(&["--plan", &plan, "approve", "--probes", "--yes"]);
    assert!(approve.output().unwrap().status.success());
    for args in [&[][..], &["--json"]] {
        let out = probe(&home, &plan, args).await;
        for said in [text(&out.stdout), text(&out.stderr)] {
            let hidden = |c: char| c != '\n' && switchover::domain::text::is_hidden(c);
            assert!(!said.contains(hidden), "{said:?}");
            assert!(!said.contains("hunter2"), "{said}");
        }
        let said = text(&out.stdout);
        assert!(
            said.contains("exit 3") && said.contains("password=***"),
            "{said}"
        );
    }
}

#[tokio::test]
async fn watching_prints_what_changes_until_nobody_reads() {
    let home = Home::new();
    let (up, _) = answers("127.0.0.2", ok("healthy")).await;
    let up = up.to_string();
    let plan = place(&home, [&up, "127.0.0.3:1"], "");
    let mut command = home.command(&["--plan", &plan, "probe", "--watch"]);
    let watch = move || {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut first: Vec<String> = lines.by_ref().take(2).flatten().collect();
        first.sort_by_key(|line| line.contains("C10"));
        child.kill().unwrap();
        child.wait().unwrap();
        first
    };
    let first = tokio::task::spawn_blocking(watch).await.unwrap();
    assert!(first[0].contains("Z web at 42A: up "), "{first:?}");
    assert!(
        first[1].ends_with("Z web at C10: down refused"),
        "{first:?}"
    );
}

/// 40 services that never end their answers, asked each second: what is kept of them stays small.
#[tokio::test]
async fn memory_stays_small_under_endless_bodies() {
    let endless = server("127.0.0.1", |mut stream| async move {
        head(&mut stream).await;
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
        let block = [b'a'; 16 * 1024];
        while stream.write_all(&block).await.is_ok() {}
    })
    .await;
    let home = Home::new();
    let services: String = (0..40)
        .map(|n| {
            format!(
                "[[service]]\nid = \"s{n}\"\nname = \"S\"\n[service.probe]\nkind = \"http\"\n\
                 url = \"http://www.shop.example/\"\naddress = \"{endless}\"\n\
                 body_contains = \"never\"\nevery = \"1s\"\ntimeout = \"60s\"\n"
            )
        })
        .collect();
    let plan = write(
        &home,
        &plan(["", ""], &services),
        &checklist("Fail over", CHECKLIST),
    );
    let plan = plan.display().to_string();
    let mut command = home.command(&["--plan", &plan, "probe", "--watch", "--json"]);
    let most = move || {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let seen = lines
            .take(80)
            .flatten()
            .filter(|l| l.contains("64 KiB without"));
        assert_eq!(seen.count(), 80);
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        let line = status.lines().find(|l| l.starts_with("VmHWM:")).unwrap();
        let kib = line.split_whitespace().nth(1).unwrap();
        kib.parse::<u64>().unwrap()
    };
    let most = tokio::task::spawn_blocking(most).await.unwrap();
    assert!(most <= 60 * 1024, "{most} KiB");
}
