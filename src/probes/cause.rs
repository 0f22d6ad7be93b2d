//! What went wrong, in a few words: measured bad, or not measured at all.

use super::names::NameTrouble;
use crate::domain::probe::Finding;
use crate::domain::time::Span;
use rustix::io::Errno;
use rustls::CertificateError;
use std::error::Error;
use std::io;
use std::net::{SocketAddr, UdpSocket};

/// A failed round: what it says of the target, and the words.
pub(super) type Cause = (Finding, String);

/// `3s`, `2.5s`, `800ms`.
pub(super) fn short(span: Span) -> String {
    let ms = span.0.max(0);
    if ms < 1000 {
        format!("{ms}ms")
    } else if ms % 1000 < 100 {
        format!("{}s", ms / 1000)
    } else {
        format!("{}.{}s", ms / 1000, ms % 1000 / 100)
    }
}

/// The cause of an error. It hides in the chain of sources, and inside I/O errors. `to`: where the connection
/// was to go, as far as known.
pub(super) fn of(error: &(dyn Error + 'static), to: &[SocketAddr]) -> Cause {
    let mut next = Some(error);
    let mut words = error.to_string();
    while let Some(error) = next {
        if let Some(cause) = one(error, to) {
            return cause;
        }
        words = error.to_string();
        next = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
            .map(|inner| inner as &(dyn Error + 'static))
            .or_else(|| error.source());
    }
    (Finding::Bad, words.chars().take(40).collect())
}

fn one(error: &(dyn Error + 'static), to: &[SocketAddr]) -> Option<Cause> {
    if let Some(trouble) = error.downcast_ref::<NameTrouble>() {
        return Some(trouble.cause());
    }
    if let Some(error) = error.downcast_ref::<rustls::Error>() {
        return Some((Finding::Bad, tls(error)));
    }
    if let Some(error) = error.downcast_ref::<io::Error>() {
        return os(error, to);
    }
    let error = error.downcast_ref::<hyper::Error>()?;
    let speaks_first = error.to_string().starts_with("received unexpected message");
    let words = if error.is_parse_too_large() {
        "header too large"
    } else if error.is_parse() || speaks_first {
        "not HTTP"
    } else if error.is_incomplete_message() {
        "closed early"
    } else {
        return None;
    };
    Some((Finding::Bad, words.to_owned()))
}

pub(super) fn tls(error: &rustls::Error) -> String {
    use rustls::Error as E;
    match error {
        E::InvalidCertificate(error) => certificate(error).to_owned(),
        E::NoCertificatesPresented => "no certificate".to_owned(),
        E::InvalidMessage(_) | E::InappropriateMessage { .. } => "not TLS".to_owned(),
        E::AlertReceived(alert) => format!("TLS alert {alert:?}"),
        E::PeerIncompatible(_) => "TLS too old".to_owned(),
        _ => "TLS failed".to_owned(),
    }
}

fn certificate(error: &CertificateError) -> &'static str {
    use CertificateError as C;
    match error {
        C::Expired | C::ExpiredContext { .. } => "expired",
        C::NotValidYet | C::NotValidYetContext { .. } => "not valid yet",
        C::NotValidForName | C::NotValidForNameContext { .. } => "wrong name",
        C::UnknownIssuer | C::BadSignature => "not trusted",
        C::Revoked => "revoked",
        _ => "bad certificate",
    }
}

/// What the system says of a connection.
pub(super) fn os(error: &io::Error, to: &[SocketAddr]) -> Option<Cause> {
    use Finding::{Bad, NotMeasured};
    let (finding, words) = match Errno::from_io_error(error) {
        Some(Errno::CONNREFUSED) => (Bad, "refused"),
        Some(Errno::CONNRESET | Errno::PIPE | Errno::CONNABORTED) => (Bad, "reset"),
        Some(Errno::TIMEDOUT) => (Bad, "timeout"),
        Some(Errno::NETUNREACH | Errno::HOSTUNREACH) if leads(to) => (Bad, "unreachable"),
        Some(Errno::NETUNREACH | Errno::HOSTUNREACH) => (NotMeasured, "no route"),
        Some(Errno::NETDOWN) => (NotMeasured, "network down"),
        Some(Errno::MFILE | Errno::NFILE) => (NotMeasured, "too many open files"),
        Some(Errno::NOBUFS | Errno::NOMEM) => (NotMeasured, "out of memory"),
        Some(Errno::ADDRNOTAVAIL) => (NotMeasured, "no free port"),
        Some(Errno::PERM | Errno::ACCESS) => (NotMeasured, "not allowed here"),
        _ => match error.kind() {
            io::ErrorKind::UnexpectedEof => (Bad, "closed early"),
            io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => (Bad, "reset"),
            _ => return None,
        },
    };
    Some((finding, words.to_owned()))
}

/// This machine has a route to one of them: then it was a router further off that had none. Nothing is sent.
fn leads(to: &[SocketAddr]) -> bool {
    to.iter().any(|to| {
        let any: &str = if to.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
        UdpSocket::bind(any).is_ok_and(|socket| socket.connect(to).is_ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_short() {
        let words = [0, 800, 1000, 2500, 3000, 3049].map(|ms| short(Span(ms)));
        assert_eq!(words, ["0ms", "800ms", "1s", "2.5s", "3s", "3s"]);
    }

    #[test]
    fn measured_bad_and_not_measured_are_different_words() {
        let here = "127.0.0.1:1".parse().unwrap();
        let rows = [
            (Errno::CONNREFUSED, Finding::Bad, "refused"),
            (Errno::CONNRESET, Finding::Bad, "reset"),
            (Errno::HOSTUNREACH, Finding::Bad, "unreachable"),
            (Errno::MFILE, Finding::NotMeasured, "too many open files"),
            (Errno::ADDRNOTAVAIL, Finding::NotMeasured, "no free port"),
        ];
        for (errno, finding, words) in rows {
            // As it comes: an I/O error inside an I/O error.
            let error = io::Error::other(io::Error::from(errno));
            assert_eq!(of(&error, &[here]), (finding, words.to_owned()));
        }
        let nowhere = io::Error::from(Errno::NETUNREACH);
        assert_eq!(
            of(&nowhere, &[]),
            (Finding::NotMeasured, "no route".to_owned())
        );
    }
}
