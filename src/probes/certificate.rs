//! How long the certificate shown at an address stays valid, and for whom.

use super::cause::{self, Cause};
use super::names::{NameTrouble, Names, host_port};
use super::prober::Phase;
use super::target::CertificateAsk;
use super::tls::{Tls, Trust};
use crate::domain::probe::Finding;
use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, Error};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

const PORT: u16 = 443;
const DAY: i64 = 24 * 60 * 60;
/// After every certificate has ended: its end is then told.
const FAR: UnixTime = UnixTime::since_unix_epoch(Duration::from_secs(253_402_300_799));

/// Shakes hands with whatever certificate is shown, then examines it.
pub(super) async fn look(
    ask: &CertificateAsk,
    tls: &Tls,
    names: &Names,
    phase: &Phase,
    now: UnixTime,
) -> Result<(Finding, String), Cause> {
    let (host, port) = host_port(&ask.address, Some(PORT)).map_err(|t| t.cause())?;
    let name = ask.name.clone().unwrap_or_else(|| host.clone());
    let name = ServerName::try_from(name)
        .map_err(|_| (Finding::NotMeasured, "no name for TLS".to_owned()))?;
    phase.naming(true);
    let found = names.find(&host, port).await;
    phase.naming(false);
    let found = found.map_err(|t| t.cause())?;
    let stream = connect(&found).await?;
    let settings = tls.config(Trust::Anything);
    let settings = settings.map_err(|why| (Finding::NotMeasured, why))?;
    let shaken = TlsConnector::from(Arc::new(settings)).connect(name.clone(), stream);
    let stream = shaken.await.map_err(|e| cause::of(&e, &found))?;
    let chain = stream.get_ref().1.peer_certificates().unwrap_or_default();
    let Some((shown, between)) = chain.split_first() else {
        return Err((Finding::Bad, "no certificate".to_owned()));
    };
    let verifier = tls
        .verifier(ask.simulated)
        .map_err(|why| (Finding::NotMeasured, why))?;
    let ends = ends(verifier.as_ref(), shown, between, &name);
    let verified = verifier.verify_server_cert(shown, between, &name, &[], now);
    Ok(judge(verified.err().as_ref(), ends, now, ask.days_left))
}

async fn connect(to: &[SocketAddr]) -> Result<TcpStream, Cause> {
    let mut last: Option<io::Error> = None;
    for address in to {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => last = Some(error),
        }
    }
    Err(last.map_or_else(
        || NameTrouble::NotFound.cause(),
        |error| cause::of(&error, to),
    ))
}

/// When a certificate ends, in seconds since 1970: asked of the verifier as if it were the end of time.
fn ends(
    verifier: &dyn ServerCertVerifier,
    shown: &CertificateDer<'_>,
    between: &[CertificateDer<'_>],
    name: &ServerName<'_>,
) -> Option<u64> {
    match verifier.verify_server_cert(shown, between, name, &[], FAR) {
        Err(Error::InvalidCertificate(CertificateError::ExpiredContext { not_after, .. })) => {
            Some(not_after.as_secs())
        }
        _ => None,
    }
}

fn judge(
    trouble: Option<&Error>,
    ends: Option<u64>,
    now: UnixTime,
    wanted: i64,
) -> (Finding, String) {
    let left = ends.map(|ends| {
        let ends = i64::try_from(ends).unwrap_or(i64::MAX);
        ends.saturating_sub_unsigned(now.as_secs())
    });
    if let Some(trouble) = trouble {
        let since = match left.map(|left| -left / DAY) {
            Some(days) if days > 0 => format!(" {days} days ago"),
            _ => String::new(),
        };
        return (Finding::Bad, cause::tls(trouble) + &since);
    }
    match left.map(|left| left / DAY) {
        Some(days) if days < wanted => (Finding::Poor, format!("{days} days left")),
        Some(days) => (Finding::Good, format!("{days} days left")),
        None => (Finding::Good, "valid".to_owned()),
    }
}
