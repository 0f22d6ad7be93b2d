//! How long a certificate stays valid, and what is wrong with it.

use super::servers::{self, ok, probe, target};
use super::tls::{NAME, authority, found, named, server, trusting};
use crate::support::port::ClosedPort;
use rcgen::{CertificateParams, date_time_ymd};
use std::net::SocketAddr;
use switchover::domain::probe::Finding;
use switchover::probes::{Ask, CertificateAsk, Options, Target};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

fn look(address: SocketAddr) -> Target {
    target(Ask::Certificate(CertificateAsk {
        address: address.to_string(),
        name: Some(NAME.to_owned()),
        days_left: 14,
        simulated: false,
    }))
}

fn until(year: i32) -> CertificateParams {
    let mut params = named(NAME);
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(year, 1, 1);
    params
}

#[tokio::test]
async fn days_left_are_counted_and_few_of_them_are_poor() {
    let own = authority("own");
    let address = server("127.0.0.1", &own, until(2090), "").await;
    let sample = probe(look(address), trusting(&own)).await;
    let (finding, words) = found(&sample);
    let days: i64 = words.strip_suffix(" days left").unwrap().parse().unwrap();
    assert!(finding == Finding::Good && days > 10_000, "{words}");
    let mut strict = look(address);
    if let Ask::Certificate(ask) = &mut strict.ask {
        ask.days_left = days + 1;
    }
    let sample = probe(strict, trusting(&own)).await;
    assert_eq!(sample.finding, Finding::Poor, "{}", sample.detail);
}

#[tokio::test]
async fn each_trouble_has_its_own_words() {
    let own = authority("own");
    let rows = [
        (until(2021), "expired "),
        (
            CertificateParams::new(vec!["other.example".to_owned()]).unwrap(),
            "wrong name",
        ),
    ];
    for (params, words) in rows {
        let address = server("127.0.0.1", &own, params, "").await;
        let sample = probe(look(address), trusting(&own)).await;
        assert_eq!(sample.finding, Finding::Bad);
        assert!(sample.detail.starts_with(words), "{}", sample.detail);
    }
    let address = server("127.0.0.1", &own, until(2090), "").await;
    let sample = probe(look(address), Options::default()).await;
    assert_eq!(found(&sample), (Finding::Bad, "not trusted"));
    let expired = server("127.0.0.1", &own, until(2021), "").await;
    let sample = probe(look(expired), trusting(&own)).await;
    assert!(sample.detail.ends_with(" days ago"), "{}", sample.detail);
}

#[tokio::test]
async fn what_speaks_no_tls_and_what_is_closed_are_told_apart() {
    let plain = servers::server("127.0.0.1", |mut stream| async move {
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(ok("healthy").as_bytes()).await;
    })
    .await;
    let sample = probe(look(plain), Options::default()).await;
    assert_eq!(found(&sample), (Finding::Bad, "not TLS"));
    let closed = ClosedPort::new();
    let sample = probe(look(closed.address), Options::default()).await;
    assert_eq!(found(&sample), (Finding::Bad, "refused"));
}
