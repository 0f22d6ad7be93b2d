//! Servers that misbehave, and what the tests share.

use std::collections::BTreeMap;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use switchover::domain::ids::Id;
use switchover::domain::plan::{Check, HttpCheck, ProbeSpec};
use switchover::domain::probe::{ProbeId, Sample};
use switchover::domain::time::{Span, Time};
use switchover::probes::{Ask, HttpAsk, Options, Prober, Target};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[expect(clippy::disallowed_methods, reason = "a test is its own shell")]
pub(super) fn clock() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Time(i64::try_from(since.as_millis()).unwrap())
}

pub(super) fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

/// A server that does `serve` with each connection.
pub(super) async fn server<F, W>(ip: &str, serve: F) -> SocketAddr
where
    F: Fn(TcpStream) -> W + Send + 'static,
    W: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind((ip, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    address
}

/// Reads a request's head, as text.
pub(super) async fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else {
            break;
        };
        head.push(byte);
    }
    String::from_utf8_lossy(&head).into_owned()
}

/// A server that gives one answer, byte for byte; it counts the connections.
pub(super) async fn answers(ip: &str, answer: impl Into<Vec<u8>>) -> (SocketAddr, Arc<AtomicU64>) {
    let answer: Arc<Vec<u8>> = Arc::new(answer.into());
    let count = Arc::new(AtomicU64::new(0));
    let counter = count.clone();
    let address = server(ip, move |mut stream| {
        counter.fetch_add(1, Ordering::SeqCst);
        let answer = answer.clone();
        async move {
            head(&mut stream).await;
            let _ = stream.write_all(&answer).await;
            let _ = stream.shutdown().await;
        }
    })
    .await;
    (address, count)
}

pub(super) fn ok(body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}")
}

/// An HTTP target: `url` asked at `address`, `healthy` expected.
pub(super) fn http(url: &str, address: SocketAddr) -> Target {
    target(Ask::Http(HttpAsk {
        check: HttpCheck {
            url: url.to_owned(),
            address: Some(address.to_string()),
            status: vec![200],
            body_contains: Some("healthy".to_owned()),
            ..HttpCheck::default()
        },
        simulated: None,
        proxy: None,
    }))
}

/// A target asked each second. Its timeout is longer than a busy machine takes for an answer: tests of one that
/// does not come set [`SHORT`].
pub(super) fn target(ask: Ask) -> Target {
    Target {
        probe: ProbeId::Service {
            service: id("web"),
            provider: id("h42"),
        },
        every: Span::seconds(1),
        timeout: Span::seconds(30),
        degraded_over: None,
        ask,
    }
}

/// The timeout of what never answers.
pub(super) const SHORT: Span = Span::seconds(1);
/// How late the end of a round may be on a busy machine: far less than what hangs or drips takes.
const LATE: Duration = Duration::from_secs(6);

/// The probe of a plan: every 200 ms, timeout 1 s, rise 2, fall 3.
pub(super) fn spec(check: Check) -> ProbeSpec {
    ProbeSpec {
        every: Span(200),
        timeout: Span(1000),
        ..ProbeSpec::plain(check)
    }
}

/// One round; the deadline holds for every one of them.
pub(super) async fn probe(target: Target, options: Options) -> Sample {
    let limit = Duration::from_millis(target.timeout.0.unsigned_abs()) + LATE;
    let begun = Instant::now();
    let mut samples = Prober::new(options).probe_all(vec![target], clock).await;
    assert!(begun.elapsed() < limit, "over its deadline: {samples:?}");
    samples.remove(0)
}

/// A value by name.
pub(super) fn vars(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let own = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    pairs.iter().map(own).collect()
}

/// What a slow server does before it answers.
pub async fn dawdle(time: std::time::Duration) {
    let _ = tokio::time::timeout(time, std::future::pending::<()>()).await;
}

/// A server with one answer for `path` and another for all else; it counts the requests.
pub(super) async fn answers_by_path(
    ip: &str,
    path: &'static str,
    other: String,
    answer: String,
) -> (SocketAddr, Arc<AtomicU64>) {
    let count = Arc::new(AtomicU64::new(0));
    let counter = count.clone();
    let address = server(ip, move |mut stream| {
        let (counter, other, answer) = (counter.clone(), other.clone(), answer.clone());
        async move {
            let asked = head(&mut stream).await;
            counter.fetch_add(1, Ordering::SeqCst);
            let fits = asked.starts_with(&format!("GET {path} "));
            let text = if fits { answer } else { other };
            let _ = stream.write_all(text.as_bytes()).await;
        }
    })
    .await;
    (address, count)
}

/// A server that gives one answer, and what it was asked last.
pub(super) async fn heard(ip: &str, answer: String) -> (SocketAddr, Arc<Mutex<String>>) {
    let last = Arc::new(Mutex::new(String::new()));
    let hearing = last.clone();
    let address = server(ip, move |mut stream| {
        let (hearing, answer) = (hearing.clone(), answer.clone());
        async move {
            let asked = head(&mut stream).await;
            *hearing.lock().unwrap() = asked;
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    })
    .await;
    (address, last)
}
