//! Commands as probes: run only when approved, read by the plan's table.

use super::servers::{probe, target};
use std::sync::Arc;
use std::time::Duration;
use switchover::domain::plan::Check;
use switchover::domain::probe::Finding;
use switchover::probes::{Ask, Commands, Options, Ran, Target};

fn role() -> Target {
    let table = [("t", "replica"), ("f", "writable")];
    target(Ask::Command {
        script: "psql -XAt".to_owned(),
        check: Check::Command {
            run: String::new(),
            unit: None,
            degraded_over: None,
            down_over: None,
            roles: table.map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
        },
    })
}

fn saying(ran: Ran) -> Options {
    Options {
        commands: Commands::Run(Arc::new(move |_: &str, _: Duration| ran.clone())),
        ..Options::default()
    }
}

#[tokio::test]
async fn nothing_is_run_that_nobody_here_approved() {
    let sample = probe(role(), Options::default()).await;
    assert_eq!(sample.finding, Finding::NotMeasured);
    assert_eq!(sample.detail, "not run here: switchover approve --probes");
}

#[tokio::test]
async fn what_a_command_says_is_read_by_the_table() {
    let ended = |exit, output: &str, trouble: &str| Ran::Ended {
        exit,
        output: output.as_bytes().to_vec(),
        trouble: trouble.as_bytes().to_vec(),
    };
    let rows = [
        (ended(0, "f\n", ""), Finding::Good, "role writable"),
        (
            ended(2, "", "banner\ncould not connect\n\n"),
            Finding::Bad,
            "exit 2: could not connect",
        ),
        (
            ended(1, "", "bad login password=hunter2 for u\n"),
            Finding::Bad,
            "exit 1: bad login password=*** for u",
        ),
        (Ran::Overdue, Finding::Bad, "timeout 2s"),
        (
            Ran::Not("no shell here".into()),
            Finding::NotMeasured,
            "no shell here",
        ),
    ];
    for (ran, finding, words) in rows {
        let mut target = role();
        target.timeout = switchover::domain::time::Span::seconds(2);
        let sample = probe(target, saying(ran)).await;
        assert_eq!((sample.finding, sample.detail.as_str()), (finding, words));
    }
    let sample = probe(role(), saying(ended(0, "t", ""))).await;
    assert_eq!(sample.role.as_deref(), Some("replica"));
}
