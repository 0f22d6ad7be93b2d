//! One round against each server that misbehaves.

use super::servers::{
    SHORT, answers, answers_by_path, dawdle, head, heard, http, ok, probe, server, target,
};
use crate::support::port::ClosedPort;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use switchover::domain::probe::{Finding, Sample};
use switchover::domain::time::Span;
use switchover::probes::{Ask, CertificateAsk, Options, Target};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

const URL: &str = "http://www.shop.example/health";

async fn found(target: Target) -> (Finding, String) {
    let Sample {
        finding, detail, ..
    } = probe(target, Options::default()).await;
    (finding, detail)
}

fn bad(detail: &str) -> (Finding, String) {
    (Finding::Bad, detail.to_owned())
}

async fn drip(mut stream: TcpStream, first: &'static str) {
    head(&mut stream).await;
    let _ = stream.write_all(first.as_bytes()).await;
    let mut tick = tokio::time::interval(Duration::from_millis(100));
    for _ in 0..100 {
        tick.tick().await;
        if stream.write_all(b"a").await.is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn answers_are_judged_by_status_and_body() {
    let (good, _) = answers("127.0.0.1", ok("all healthy")).await;
    let sample = probe(http(URL, good), Options::default()).await;
    assert_eq!(
        (sample.finding, sample.detail.as_str()),
        (Finding::Good, "200")
    );
    assert!(sample.latency.is_some() && sample.began <= sample.ended);
    let (sick, _) = answers("127.0.0.1", ok("sick")).await;
    assert_eq!(
        found(http(URL, sick)).await,
        bad("body without \"healthy\"")
    );
    let gone = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n";
    let (gone, _) = answers("127.0.0.1", gone).await;
    assert_eq!(found(http(URL, gone)).await, bad("503"));
}

#[tokio::test]
async fn a_slow_answer_is_poor() {
    let address = server("127.0.0.1", |mut stream| async move {
        head(&mut stream).await;
        dawdle(Duration::from_millis(300)).await;
        let _ = stream.write_all(ok("healthy").as_bytes()).await;
    })
    .await;
    let mut target = http(URL, address);
    target.degraded_over = Some(Span(200));
    let sample = probe(target, Options::default()).await;
    assert_eq!(sample.finding, Finding::Poor);
    assert!(sample.detail.starts_with("200 in "), "{}", sample.detail);
}

#[tokio::test]
async fn every_fault_ends_by_the_deadline_in_its_own_word() {
    let hang = server("127.0.0.1", |stream| async move {
        let _held = stream;
        std::future::pending::<()>().await;
    });
    let reset = server("127.0.0.1", |mut stream| async move {
        head(&mut stream).await;
        let _ = stream.set_zero_linger();
    });
    let header = server("127.0.0.1", |stream| {
        drip(stream, "HTTP/1.1 200 OK\r\nx-drip: ")
    });
    let body = server("127.0.0.1", |stream| {
        drip(
            stream,
            "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhealthy",
        )
    });
    let nonsense = answers("127.0.0.1", "EHLO what?\r\n\r\n");
    let first = server("127.0.0.1", |mut stream| async move {
        let _ = stream.write_all(b"SSH-2.0-OpenSSH_9.2p1\r\n").await;
        std::future::pending::<()>().await;
    });
    let early = answers("127.0.0.1", "");
    let half = answers(
        "127.0.0.1",
        "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhealthy",
    );
    let closed = ClosedPort::new();
    let rows = [
        (hang.await, "timeout 1s"),
        (reset.await, "reset"),
        (header.await, "timeout 1s"),
        (body.await, "timeout 1s"),
        (nonsense.await.0, "not HTTP"),
        (first.await, "not HTTP"),
        (early.await.0, "closed early"),
        (half.await.0, "closed early"),
        (closed.address, "refused"),
    ];
    let all = rows.map(|(address, expected)| async move {
        let mut target = http(URL, address);
        if expected.starts_with("timeout") {
            target.timeout = SHORT;
        }
        assert_eq!(found(target).await, bad(expected));
    });
    futures_util::future::join_all(all).await;
}

#[tokio::test]
async fn an_endless_body_is_cut_at_64_kib() {
    let sent = Arc::new(AtomicU64::new(0));
    let counter = sent.clone();
    let address = server("127.0.0.1", move |mut stream| {
        let counter = counter.clone();
        async move {
            head(&mut stream).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
            let block = [b'a'; 4096];
            while stream.write_all(&block).await.is_ok() {
                counter.fetch_add(4096, Ordering::SeqCst);
            }
        }
    })
    .await;
    assert_eq!(
        found(http(URL, address)).await,
        bad("64 KiB without \"healthy\"")
    );
    // What it could send was taken by the system's buffers, not by us; a plain client took 1 GB.
    let sent = sent.load(Ordering::SeqCst);
    assert!(sent < 16 * 1024 * 1024, "{sent} bytes");
}

#[tokio::test]
async fn an_endless_header_is_refused() {
    let address = server("127.0.0.1", |mut stream| async move {
        head(&mut stream).await;
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nx: ").await;
        let block = [b'a'; 4096];
        while stream.write_all(&block).await.is_ok() {}
    })
    .await;
    assert_eq!(found(http(URL, address)).await, bad("header too large"));
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let (inside, asked) = answers("127.0.0.1", ok("healthy")).await;
    for location in [format!("http://{inside}/"), "/again".to_owned()] {
        let answer =
            format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n");
        let (address, count) = answers("127.0.0.2", answer).await;
        assert_eq!(found(http(URL, address)).await, bad("302"));
        assert_eq!(count.load(Ordering::SeqCst), 1);
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn tcp_opens_or_says_why() {
    let (open, _) = answers("127.0.0.1", "").await;
    let tcp = |address: String| found(target(Ask::Tcp(address)));
    assert_eq!(
        tcp(open.to_string()).await,
        (Finding::Good, "open".to_owned())
    );
    let closed = ClosedPort::new();
    assert_eq!(tcp(closed.address.to_string()).await, bad("refused"));
    assert_eq!(tcp("nonsense".to_owned()).await.0, Finding::NotMeasured);
    assert_eq!(
        tcp(format!("localhost:{}", open.port())).await.0,
        Finding::Good
    );
}

#[tokio::test]
async fn what_is_not_run_yet_says_so_and_measures_nothing() {
    let ask = Ask::Nothing("command probes are not run yet".to_owned());
    let expected = (
        Finding::NotMeasured,
        "command probes are not run yet".to_owned(),
    );
    assert_eq!(found(target(ask)).await, expected);
    let (address, _) = answers("127.0.0.1", ok("healthy")).await;
    for url in ["", "ftp://www.shop.example/", "http://", "no url"] {
        let (finding, detail) = found(http(url, address)).await;
        assert_eq!(finding, Finding::NotMeasured, "{url}");
        assert!(detail.starts_with("no http URL"), "{detail}");
    }
}

#[tokio::test]
async fn the_host_stays_that_of_the_url_whatever_is_pinned() {
    for (url, host) in [
        ("http://www.shop.example/health?x=1", "www.shop.example"),
        (
            "http://www.shop.example:8080/health?x=1",
            "www.shop.example:8080",
        ),
        ("http://192.0.2.1/health?x=1", "192.0.2.1"),
    ] {
        let address = server("127.0.0.3", move |mut stream| async move {
            let head = head(&mut stream).await.to_lowercase();
            let fits = head.starts_with("get /health?x=1 http/1.1\r\n")
                && head.contains(&format!("\r\nhost: {host}\r\n"))
                && head.matches("host:").count() == 1;
            let body = if fits { "healthy" } else { "other" };
            let _ = stream.write_all(ok(body).as_bytes()).await;
        })
        .await;
        assert_eq!(found(http(url, address)).await.0, Finding::Good, "{url}");
    }
}

#[tokio::test]
async fn redirects_the_plan_allows_are_followed_on_the_same_host_only() {
    let to = |place: &str| {
        format!("HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n")
    };
    let moved = to("/healthy");
    let (here, asked) = answers_by_path("127.0.0.1", "/healthy", moved, ok("healthy")).await;
    let mut target = http("http://www.shop.example/", here);
    assert_eq!(
        probe(target.clone(), Options::default()).await.detail,
        "302"
    );
    if let Ask::Http(ask) = &mut target.ask {
        ask.check.redirects = 1;
    }
    assert_eq!(probe(target, Options::default()).await.detail, "200");
    assert_eq!(asked.load(Ordering::SeqCst), 3);
    let (elsewhere, _) = answers("127.0.0.1", to("http://127.0.0.1:1/healthy")).await;
    let mut target = http("http://www.shop.example/", elsewhere);
    if let Ask::Http(ask) = &mut target.ask {
        ask.check.redirects = 5;
    }
    assert_eq!(probe(target, Options::default()).await.detail, "302");
}

#[tokio::test]
async fn a_redirect_in_a_loop_ends_at_what_the_plan_allows() {
    let again = "HTTP/1.1 302 Found\r\nLocation: /health\r\nContent-Length: 0\r\n\r\n";
    let (address, asked) = answers("127.0.0.1", again).await;
    let mut target = http(URL, address);
    if let Ask::Http(ask) = &mut target.ask {
        ask.check.redirects = 3;
    }
    assert_eq!(found(target).await, bad("302"));
    assert_eq!(asked.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn what_never_shakes_hands_is_over_by_the_deadline() {
    let mute = server("127.0.0.1", |stream| async move {
        let _held = stream;
        std::future::pending::<()>().await;
    });
    let mute = mute.await;
    let certificate = target(Ask::Certificate(CertificateAsk {
        address: mute.to_string(),
        name: Some("www.shop.example".to_owned()),
        days_left: 14,
        simulated: false,
    }));
    let https = http("https://www.shop.example/health", mute);
    for mut target in [certificate, https] {
        target.timeout = SHORT;
        assert_eq!(found(target).await, bad("timeout 1s"));
    }
}

#[tokio::test]
async fn a_proxy_the_plan_names_is_asked_for_the_production_host() {
    let (proxy, head) = heard("127.0.0.1", ok("healthy")).await;
    let mut target = http("http://www.shop.example:8080/health", proxy);
    if let Ask::Http(ask) = &mut target.ask {
        ask.check.address = None;
        ask.proxy = Some(format!("http://{proxy}"));
    }
    let sample = probe(target, Options::default()).await;
    assert_eq!(sample.detail, "200");
    let head = head.lock().unwrap().clone();
    let line = "GET http://www.shop.example:8080/health HTTP/1.1";
    assert!(head.starts_with(line), "{head}");
}
