//! Commands of probes that really run, by the program itself: what misbehaves is ended in time, and leaves nothing.

use super::servers::{probe, target};
use crate::support::PROGRAM;
use crate::support::home::Home;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use switchover::domain::plan::Check;
use switchover::domain::probe::{Finding, Sample};
use switchover::domain::time::Span;
use switchover::probes::{Ask, Options};
use switchover::shell::probe_command::commands;
use switchover::store::approvals;

const LISTING: &str = "db at h42\n  x\n";

fn lag() -> Check {
    Check::Command {
        run: String::new(),
        unit: Some("s".to_owned()),
        degraded_over: Some(10.0),
        down_over: Some(60.0),
        roles: [].into(),
    }
}

fn options(home: &Home) -> Options {
    let (state, cwd) = (home.path().join("state"), home.path().to_path_buf());
    Options {
        commands: commands(PROGRAM.into(), cwd, state, LISTING.to_owned()),
        ..Options::default()
    }
}

fn approved() -> Home {
    let home = Home::new();
    approvals::add_probes(&home.path().join("state"), LISTING).unwrap();
    home
}

/// One round of a script; it is over soon after its timeout.
async fn run(home: &Home, script: &str, timeout: Span) -> Sample {
    let mut target = target(Ask::Command {
        script: script.to_owned(),
        check: lag(),
    });
    target.timeout = timeout;
    probe(target, options(home)).await
}

/// No process names this file in its environment or arguments any more.
pub fn nobody_runs(mark: &Path) -> bool {
    let mark = mark.display().to_string();
    let runs = |pid: &Path| {
        let line = fs::read(pid.join("cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&line).contains(&mark)
    };
    let all = fs::read_dir("/proc").unwrap().flatten();
    !all.map(|item| item.path()).any(|pid| runs(&pid))
}

/// Waits until no process of this file is left.
async fn nobody_stays(mark: &Path, script: &str) {
    let until = Instant::now() + Duration::from_secs(30);
    while !nobody_runs(mark) {
        assert!(Instant::now() < until, "{script} left somebody");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn nothing_runs_before_it_is_approved_and_at_once_afterwards() {
    let home = Home::new();
    let mark = home.path().join("ran");
    let script = format!("touch {}; echo 3", mark.display());
    let sample = run(&home, &script, Span::seconds(30)).await;
    assert_eq!(sample.finding, Finding::NotMeasured);
    assert!(sample.detail.contains("approve --probes"), "{sample:?}");
    assert!(!mark.exists());
    approvals::add_probes(&home.path().join("state"), LISTING).unwrap();
    let sample = run(&home, &script, Span::seconds(30)).await;
    assert_eq!(
        (sample.finding, sample.detail.as_str(), sample.value),
        (Finding::Good, "3 s", Some(3.0))
    );
    assert!(mark.exists());
}

#[tokio::test]
async fn it_has_no_terminal_no_stdin_and_a_listed_environment() {
    let home = approved();
    let script = "cat; tty >&2; env | grep -c CARGO >&2; [ -t 0 ] && echo terminal >&2; echo 1";
    let sample = run(&home, script, Span::seconds(30)).await;
    assert_eq!(sample.detail, "1 s");
    let sample = run(
        &home,
        "env | cut -d= -f1 | sort >env.txt; exit 4",
        Span::seconds(30),
    )
    .await;
    assert_eq!(
        (sample.finding, sample.detail.as_str()),
        (Finding::Bad, "exit 4")
    );
    let seen = fs::read_to_string(home.path().join("env.txt")).unwrap();
    let listed = [
        "HOME", "LANG", "LOGNAME", "PATH", "PWD", "TZ", "USER", "TMPDIR",
    ];
    let shell = ["OLDPWD", "SHLVL", "_", "SSH_AUTH_SOCK"];
    for name in seen.lines().filter(|n| !n.starts_with("LC_")) {
        assert!(listed.contains(&name) || shell.contains(&name), "{name}");
    }
}

#[tokio::test]
async fn what_ignores_forks_hides_or_never_stops_is_over_in_time_and_leaves_nobody() {
    let home = approved();
    let hangs = "sleep 1000";
    let ignores = "trap '' TERM INT HUP; while :; do sleep 0.05; done";
    let forks =
        "for n in 1 2 3; do sh -c 'trap \"\" TERM; while :; do sleep 0.05; done' & done; wait";
    let hides = "setsid sh -c 'trap \"\" TERM HUP; while :; do sleep 0.05; done'; sleep 1000";
    let orphans = "(setsid sh -c 'sleep 1000' &) ; sleep 1000";
    let endless = "while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done";
    let rows = [hangs, ignores, forks, hides, orphans, endless];
    for (n, script) in rows.into_iter().enumerate() {
        // Every process it starts can be told by the script's name.
        let mark = home.path().join(format!("marked-{n}.sh"));
        fs::write(
            &mark,
            script.replace("sh -c '", &format!("sh -c ': {}; ", mark.display())),
        )
        .unwrap();
        let call = format!("sh {}", mark.display());
        let sample = run(&home, &call, Span(600)).await;
        assert_eq!(
            (sample.finding, sample.detail.as_str()),
            (Finding::Bad, "timeout 600ms"),
            "{script}"
        );
        // The helper has gone by then, and with it everything it started.
        nobody_stays(&mark, script).await;
    }
}

#[tokio::test]
async fn what_it_leaves_in_the_background_does_not_stay() {
    let home = approved();
    let mark = home.path().join("stays.sh");
    fs::write(&mark, "sleep 1000").unwrap();
    let script = format!("setsid sh {} & echo 12", mark.display());
    let sample = run(&home, &script, Span::seconds(30)).await;
    assert_eq!(
        (sample.finding, sample.detail.as_str()),
        (Finding::Poor, "12 s")
    );
    nobody_stays(&mark, &script).await;
}

#[tokio::test]
async fn of_much_output_the_beginning_counts() {
    let home = approved();
    let script = "head -c 3000000 /dev/zero | tr '\\0' a; echo password=hunter2 >&2; exit 3";
    let sample = run(&home, script, Span::seconds(30)).await;
    assert_eq!(sample.detail, "exit 3: password=***");
}

#[tokio::test]
async fn what_is_no_program_says_so() {
    let home = approved();
    let sample = run(&home, "no-such-program-here", Span::seconds(30)).await;
    assert_eq!(sample.finding, Finding::Bad);
    assert!(sample.detail.starts_with("exit 127"), "{}", sample.detail);
}
