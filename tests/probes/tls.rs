//! Certificates: own authority, expired, of another name, of nobody; and two providers under one name.

use super::servers;
use super::servers::{ok, probe};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use std::net::SocketAddr;
use std::sync::Arc;
use switchover::domain::probe::{Finding, Sample};
use switchover::probes::{Ask, Options, Target};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

pub const NAME: &str = "www.shop.example";
const URL: &str = "https://www.shop.example/health";

pub type Authority = CertifiedIssuer<'static, KeyPair>;

pub fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

pub(super) fn trusting(authority: &Authority) -> Options {
    Options {
        extra_roots: vec![authority.der().to_vec()],
        ..Options::default()
    }
}

/// A TLS server at `ip` that says `body` to those who ask for `NAME`.
pub(super) async fn server(
    ip: &str,
    authority: &Authority,
    params: CertificateParams,
    body: &'static str,
) -> SocketAddr {
    let key = KeyPair::generate().unwrap();
    let cert = params.signed_by(&key, authority).unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    servers::server(ip, move |stream| {
        let acceptor = acceptor.clone();
        async move {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                return;
            };
            let asked = stream.get_ref().1.server_name() == Some(NAME);
            let mut head = [0; 4096];
            let _ = stream.read(&mut head).await;
            let body = if asked { body } else { "another name" };
            let _ = stream.write_all(ok(body).as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    })
    .await
}

pub fn named(name: &str) -> CertificateParams {
    CertificateParams::new(vec![name.to_owned()]).unwrap()
}

pub(super) fn found(sample: &Sample) -> (Finding, &str) {
    (sample.finding, sample.detail.as_str())
}

#[tokio::test]
async fn two_providers_are_told_apart_under_one_production_name() {
    let (first, second) = (authority("first"), authority("second"));
    let h42 = server("127.0.0.2", &first, named(NAME), "healthy at h42").await;
    let c10 = server("127.0.0.3", &second, named(NAME), "healthy at c10").await;
    for (address, body, root, other) in [
        (h42, "healthy at h42", &first, &second),
        (c10, "healthy at c10", &second, &first),
    ] {
        let target = expecting(address, body);
        let sample = probe(target.clone(), trusting(root)).await;
        assert_eq!(found(&sample), (Finding::Good, "200"));
        // Each shows its own certificate.
        let sample = probe(target, trusting(other)).await;
        assert_eq!(found(&sample), (Finding::Bad, "not trusted"));
    }
}

fn expecting(address: SocketAddr, body: &str) -> Target {
    let mut target = servers::http(URL, address);
    if let Ask::Http(ask) = &mut target.ask {
        ask.check.body_contains = Some(body.to_owned());
    }
    target
}

#[tokio::test]
async fn each_bad_certificate_has_its_own_words() {
    let authority = authority("own");
    let mut expired = named(NAME);
    expired.not_before = date_time_ymd(2020, 1, 1);
    expired.not_after = date_time_ymd(2021, 1, 1);
    let mut early = named(NAME);
    early.not_before = date_time_ymd(2090, 1, 1);
    early.not_after = date_time_ymd(2091, 1, 1);
    let rows = [
        (expired, "expired"),
        (early, "not valid yet"),
        (named("other.example"), "wrong name"),
    ];
    for (params, words) in rows {
        let address = server("127.0.0.1", &authority, params, "healthy").await;
        let target = servers::http(URL, address);
        let sample = probe(target.clone(), trusting(&authority)).await;
        assert_eq!(found(&sample), (Finding::Bad, words));
        let mut insecure = target;
        if let Ask::Http(ask) = &mut insecure.ask {
            ask.check.insecure = true;
        }
        let sample = probe(insecure, Options::default()).await;
        assert_eq!(found(&sample), (Finding::Good, "200"), "{words}");
    }
    let address = server("127.0.0.1", &authority, named(NAME), "healthy").await;
    let sample = probe(servers::http(URL, address), Options::default()).await;
    assert_eq!(found(&sample), (Finding::Bad, "not trusted"));
}

#[tokio::test]
async fn a_port_of_the_url_does_not_override_the_pinned_one() {
    let authority = authority("own");
    let address = server("127.0.0.2", &authority, named(NAME), "healthy").await;
    let target = servers::http("https://www.shop.example:9/health", address);
    let sample = probe(target, trusting(&authority)).await;
    assert_eq!(found(&sample), (Finding::Good, "200"));
}

#[tokio::test]
async fn plain_talk_is_not_tls() {
    let plain = servers::server("127.0.0.1", |mut stream| async move {
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(ok("healthy").as_bytes()).await;
    })
    .await;
    let sample = probe(servers::http(URL, plain), Options::default()).await;
    assert_eq!(found(&sample), (Finding::Bad, "not TLS"));
}

/// Runs the test of two providers on a machine that has no certificates at all.
#[test]
fn a_machine_without_certificates_still_probes() {
    let empty = tempfile::tempdir().unwrap();
    let none = empty.path().join("none.pem");
    std::fs::write(&none, "").unwrap();
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    let test = "probes::tls::two_providers_are_told_apart_under_one_production_name";
    child.args(["--exact", test]);
    child
        .env("SSL_CERT_FILE", &none)
        .env("SSL_CERT_DIR", empty.path());
    let output = child.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}"
    );
}
