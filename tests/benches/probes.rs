//! What a probe costs: 1,000 HTTP probes each second on loopback for some seconds, by the real engine, against the
//! least any client does: connect, write, read to the end. The server is a process of its own, so that only the
//! client's CPU is counted.
//!
//! ```sh
//! cargo bench --bench probes
//! ```

use anyhow::{Context as _, Result};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use switchover::domain::plan::HttpCheck;
use switchover::domain::probe::{Finding, ProbeId};
use switchover::domain::time::{Span, Time};
use switchover::probes::{Ask, Engine, HttpAsk, Target};
use switchover::shell::clock::now;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::time::{MissedTickBehavior, interval, sleep};

/// Microseconds of CPU a probe may cost.
const GOAL: f64 = 100.0;
/// Targets, each asked once a second.
const TARGETS: u32 = 1000;
/// Clients are built and sockets warmed up for this long.
const WARM: Duration = Duration::from_secs(4);
/// It is measured for this long.
const MEASURED: Duration = Duration::from_secs(10);
const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 7\r\nconnection: close\r\n\r\nhealthy";

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    if args.any(|arg| arg == "serve") {
        return runtime()?.block_on(serve());
    }
    let program = std::env::current_exe()?;
    let mut server = Command::new(program)
        .arg("serve")
        .stdout(Stdio::piped())
        .spawn()?;
    let mut line = String::new();
    let said = server.stdout.take().context("no stdout")?;
    BufReader::new(said).read_line(&mut line)?;
    let at: SocketAddr = line.trim().parse()?;
    let bare = measure("bare loop", |done| bare(at, &done))?;
    let probes = measure("probes", |done| probes(at, done))?;
    let ratio = probes / bare;
    say(&format!(
        "a probe costs {:.1} us of CPU, the bare loop {:.1}: {ratio:.2} times",
        probes, bare
    ));
    let verdict = if probes <= GOAL { "kept" } else { "MISSED" };
    say(&format!("goal: at most {GOAL} us a probe: {verdict}"));
    server.kill()?;
    server.wait()?;
    Ok(())
}

fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn runtime() -> Result<Runtime> {
    let mut builder = Builder::new_multi_thread();
    Ok(builder.worker_threads(1).enable_all().build()?)
}

/// CPU microseconds of each round while `start`'s work goes on.
fn measure<T>(name: &str, start: impl FnOnce(Arc<AtomicU64>) -> Result<T>) -> Result<f64> {
    let runtime = runtime()?;
    let done = Arc::new(AtomicU64::new(0));
    let inside = runtime.enter();
    let work = start(done.clone())?;
    runtime.block_on(sleep(WARM));
    let (before, so_far) = (cpu()?, done.load(Ordering::Relaxed));
    runtime.block_on(sleep(MEASURED));
    let rounds = done.load(Ordering::Relaxed) - so_far;
    let each = (cpu()? - before) / rounds as f64;
    let second = rounds as f64 / MEASURED.as_secs_f64();
    say(&format!(
        "{name}: {second:.0} a second, {each:.1} us of CPU each"
    ));
    drop((work, inside));
    runtime.shutdown_background();
    Ok(each)
}

/// CPU time of all threads of this process so far, in microseconds.
fn cpu() -> Result<f64> {
    let threads = std::fs::read_dir("/proc/self/task")?.flatten();
    let ns = threads.filter_map(|thread| {
        let stat = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        stat.split(' ').next()?.parse::<f64>().ok()
    });
    Ok(ns.sum::<f64>() / 1000.0)
}

/// The engine, as a cockpit runs it.
fn probes(at: SocketAddr, done: Arc<AtomicU64>) -> Result<Engine> {
    let target = |n: u32| Target {
        probe: ProbeId::Name {
            name: format!("target {n}"),
            server: String::new(),
        },
        every: Span::seconds(1),
        timeout: Span::seconds(1),
        degraded_over: None,
        ask: Ask::Http(HttpAsk {
            check: HttpCheck {
                url: "http://www.shop.example/health".to_owned(),
                address: Some(at.to_string()),
                status: vec![200],
                body_contains: Some("healthy".to_owned()),
                ..HttpCheck::default()
            },
            simulated: None,
            proxy: None,
        }),
    };
    let clock: fn() -> Time = now;
    Ok(Engine::start(
        (0..TARGETS).map(target).collect(),
        move |sample| {
            assert_eq!(sample.finding, Finding::Good, "{sample:?}");
            done.fetch_add(1, Ordering::Relaxed);
        },
        clock,
    ))
}

/// The least: a task each, once a second.
fn bare(at: SocketAddr, done: &Arc<AtomicU64>) -> Result<()> {
    for n in 0..TARGETS {
        let done = done.clone();
        tokio::spawn(async move {
            sleep(Duration::from_millis(n.into())).await;
            let mut tick = interval(Duration::from_secs(1));
            tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
            while ask(at)
                .await
                .is_ok_and(|answer| answer.ends_with(b"healthy"))
            {
                done.fetch_add(1, Ordering::Relaxed);
                tick.tick().await;
            }
        });
    }
    Ok(())
}

async fn ask(at: SocketAddr) -> Result<Vec<u8>> {
    let mut stream = TcpStream::connect(at).await?;
    let request = b"GET /health HTTP/1.1\r\nhost: www.shop.example\r\n\r\n";
    stream.write_all(request).await?;
    let mut answer = Vec::with_capacity(256);
    stream.read_to_end(&mut answer).await?;
    Ok(answer)
}

/// Answers everybody the same.
async fn serve() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    say(&listener.local_addr()?.to_string());
    loop {
        let (mut stream, _) = listener.accept().await?;
        tokio::spawn(async move {
            let mut head = [0; 1024];
            let _ = stream.read(&mut head).await;
            let _ = stream.write_all(ANSWER).await;
            let _ = stream.shutdown().await;
        });
    }
}
