//! The engine: rounds again and again, verdicts from them, and an end at once.

use super::servers::{answers, clock, dawdle, head, http, id, ok, probe, server, spec};
use std::net::SocketAddr;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use switchover::domain::plan::{Check, HttpCheck, Plan, ProbeSpec, Provider, Service, Witness};
use switchover::domain::probe::{Board, Finding, ProbeId, Sample, Transition};
use switchover::domain::time::{Span, Time};
use switchover::domain::words::ProbeState;
use switchover::probes::{Engine, Options, Target};
use tokio::io::AsyncWriteExt;
use tokio::sync::mpsc;

/// A server that answers well while its switch is on, else hangs up.
async fn switched() -> (SocketAddr, Arc<AtomicBool>) {
    let on = Arc::new(AtomicBool::new(true));
    let switch = on.clone();
    let address = server("127.0.0.1", move |mut stream| {
        let on = switch.clone();
        async move {
            head(&mut stream).await;
            if on.load(Ordering::SeqCst) {
                let _ = stream.write_all(ok("healthy").as_bytes()).await;
            }
        }
    })
    .await;
    (address, on)
}

/// Its timeout is longer than a busy machine takes for an answer.
fn check(address: SocketAddr) -> ProbeSpec {
    let check = Check::Http(HttpCheck {
        url: "http://www.shop.example/health".to_owned(),
        address: Some(address.to_string()),
        ..HttpCheck::default()
    });
    ProbeSpec {
        timeout: Span::seconds(30),
        ..spec(check)
    }
}

fn plan(web: SocketAddr, witness: SocketAddr) -> Plan {
    Plan {
        providers: vec![Provider::plain(id("h42"), "Provider 42A")],
        services: vec![Service {
            downtime: true,
            ..Service::plain(id("web"), "Web", check(web))
        }],
        witnesses: vec![Witness {
            id: id("quad"),
            probe: check(witness),
        }],
        ..Plan::default()
    }
}

/// Feeds results to the board until something changes; the change, and when the first of the bad results in a row
/// began.
async fn next_change(
    board: &mut Board,
    samples: &mut mpsc::UnboundedReceiver<Sample>,
) -> (Vec<Transition>, Option<Time>) {
    let change = async {
        let mut bad = None;
        loop {
            let sample = samples.recv().await.unwrap();
            match (&sample.probe, sample.finding) {
                (ProbeId::Service { .. }, Finding::Bad) => _ = bad.get_or_insert(sample.began),
                (ProbeId::Service { .. }, _) => bad = None,
                _ => {}
            }
            let changes = board.apply(sample, clock());
            if !changes.is_empty() {
                return (changes, bad);
            }
        }
    };
    let limit = Duration::from_secs(60);
    tokio::time::timeout(limit, change).await.unwrap()
}

fn state(changes: &[Transition]) -> ProbeState {
    match changes {
        [Transition::Probe { state, .. }] => *state,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn up_down_and_blind_from_end_to_end() {
    let (web, web_on) = switched().await;
    let (witness, witness_on) = switched().await;
    let plan = plan(web, witness);
    let mut board = Board::new(&plan);
    let (send, mut samples) = mpsc::unbounded_channel();
    let sink = move |sample| {
        let _ = send.send(sample);
    };
    let engine = Engine::start(Target::from_plan(&plan, None), sink, clock);
    let (changes, _) = next_change(&mut board, &mut samples).await;
    assert_eq!(state(&changes), ProbeState::Up);

    web_on.store(false, Ordering::SeqCst);
    let (changes, bad) = next_change(&mut board, &mut samples).await;
    assert_eq!(state(&changes), ProbeState::Down);
    let down = board
        .verdict(&id("web"), &id("h42"))
        .unwrap()
        .called()
        .unwrap();
    assert_eq!(Some(down.since), bad, "back-dated to the first failure");
    assert!(down.noticed > down.since);

    web_on.store(true, Ordering::SeqCst);
    let (changes, _) = next_change(&mut board, &mut samples).await;
    assert_eq!(state(&changes), ProbeState::Up);

    // We are cut off: everything fails at once, and nothing is called down.
    witness_on.store(false, Ordering::SeqCst);
    let mut silent = 0;
    while silent < 2 {
        let sample = samples.recv().await.unwrap();
        silent += usize::from(sample.finding == Finding::Bad);
        assert!(board.apply(sample, clock()).is_empty());
    }
    web_on.store(false, Ordering::SeqCst);
    let (changes, _) = next_change(&mut board, &mut samples).await;
    assert!(
        matches!(changes[..], [Transition::Vantage { blind: true, .. }]),
        "{changes:?}"
    );
    let shown = |board: &Board| board.row(&id("web"), &id("h42"), clock()).unwrap().state;
    while shown(&board) != ProbeState::Blind {
        let sample = samples.recv().await.unwrap();
        assert!(board.apply(sample, clock()).is_empty());
    }
    witness_on.store(true, Ordering::SeqCst);
    web_on.store(true, Ordering::SeqCst);
    let (changes, _) = next_change(&mut board, &mut samples).await;
    assert!(
        matches!(changes[..], [Transition::Vantage { blind: false, .. }]),
        "{changes:?}"
    );
    engine.stop();
}

#[tokio::test]
async fn one_request_at_a_time_each_on_a_new_connection() {
    let open = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let (now, peak) = (open.clone(), most.clone());
    let address = server("127.0.0.1", move |mut stream| {
        let (now, peak) = (now.clone(), peak.clone());
        async move {
            peak.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            head(&mut stream).await;
            // Longer than the period, shorter than the timeout. Kept open: only a client lets go of it.
            dawdle(Duration::from_millis(250)).await;
            let _ = stream.write_all(ok("healthy").as_bytes()).await;
            head(&mut stream).await;
            now.fetch_sub(1, Ordering::SeqCst);
        }
    })
    .await;
    let mut target = http("http://www.shop.example/", address);
    target.every = Span(100);
    let (send, mut samples) = mpsc::unbounded_channel();
    let sink = move |sample| {
        let _ = send.send(sample);
    };
    let engine = Engine::start(vec![target], sink, clock);
    for _ in 0..5 {
        let sample: Sample = samples.recv().await.unwrap();
        assert_eq!(sample.finding, Finding::Good, "{sample:?}");
    }
    engine.stop();
    // The server may see the end of one connection after the beginning of the next.
    assert!(most.load(Ordering::SeqCst) <= 2, "{most:?}");
}

#[tokio::test]
async fn a_provider_that_is_slow_is_never_asked_more_than_64_times_at_once() {
    const BOUND: usize = 64;
    let open = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let (came, all) = tokio::sync::watch::channel(0);
    let (now, peak) = (open.clone(), most.clone());
    let address = server("127.0.0.1", move |mut stream| {
        let (now, peak, came, mut all) = (now.clone(), peak.clone(), came.clone(), all.clone());
        async move {
            peak.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            head(&mut stream).await;
            came.send_modify(|n| *n += 1);
            let _ = all.wait_for(|n| *n >= BOUND).await;
            // Whoever did not wait for their turn would be here by then.
            dawdle(Duration::from_millis(200)).await;
            // Counted out before it is answered: the next one comes after that.
            now.fetch_sub(1, Ordering::SeqCst);
            let _ = stream.write_all(ok("healthy").as_bytes()).await;
        }
    })
    .await;
    let targets = (0..100).map(|n| {
        let mut target = http("http://www.shop.example/", address);
        target.probe = ProbeId::Witness(id(&format!("w{n}")));
        target.timeout = Span::seconds(60);
        target
    });
    let prober = switchover::probes::Prober::new(Options::default());
    let found = prober.probe_all(targets.collect(), clock).await;
    assert!(
        found.iter().all(|s| s.finding == Finding::Good),
        "{found:?}"
    );
    assert_eq!(most.load(Ordering::SeqCst), BOUND);
}

#[tokio::test]
async fn rounds_begin_on_whole_seconds() {
    let (address, _) = answers("127.0.0.1", ok("healthy")).await;
    let target = http("http://www.shop.example/", address);
    let (send, mut samples) = mpsc::unbounded_channel();
    let sink = move |sample: Sample| {
        let _ = send.send(sample.began);
    };
    let engine = Engine::start(vec![target], sink, clock);
    samples.recv().await.unwrap();
    // A busy machine is late now and then: of thirty rounds, two that are not.
    let near = |at: &Time| at.0.rem_euclid(1000) < 100;
    let mut began = Vec::new();
    while began.iter().filter(|at| near(at)).count() < 2 {
        assert!(began.len() < 30, "{began:?}");
        began.push(samples.recv().await.unwrap());
    }
    engine.stop();
}

#[test]
fn it_stops_at_once_while_probes_hang() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let seen: Arc<Mutex<Vec<Sample>>> = Arc::default();
    let (engine, mut asked) = runtime.block_on(async {
        let (tell, asked) = mpsc::unbounded_channel();
        let address = server("127.0.0.1", move |stream| {
            let _ = tell.send(());
            async move {
                let _held = stream;
                std::future::pending::<()>().await;
            }
        })
        .await;
        let targets = (0..20).map(|n| {
            let mut target = http("http://www.shop.example/", address);
            target.probe = ProbeId::Witness(id(&format!("w{n}")));
            target.timeout = Span::seconds(30);
            target
        });
        let sink = seen.clone();
        let sink = move |sample| sink.lock().unwrap().push(sample);
        (Engine::start(targets.collect(), sink, clock), asked)
    });
    for _ in 0..20 {
        runtime.block_on(asked.recv()).unwrap();
    }
    let begun = Instant::now();
    engine.stop();
    drop(runtime);
    let timeout = Duration::from_secs(30);
    assert!(begun.elapsed() < timeout / 3, "{:?}", begun.elapsed());
    assert!(seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_server_is_asked_directly() {
    let (address, _) = answers("127.0.0.1", ok("healthy")).await;
    let sample = probe(
        http("http://www.shop.example/", address),
        Options::default(),
    )
    .await;
    assert_eq!(sample.finding, Finding::Good, "{}", sample.detail);
}

/// Runs the test above with proxies in its environment, where it must pass as well.
#[test]
fn proxies_of_the_environment_are_not_asked() {
    let nowhere = "http://127.0.0.1:9";
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "probes::engine::a_server_is_asked_directly"]);
    for name in [
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
    ] {
        child.env(name, nowhere);
    }
    let output = child.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}"
    );
}
