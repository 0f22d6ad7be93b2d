//! Certificates of a drill's providers, signed when it starts, so that the real probes look at real ones.
//!
//! The authority and its key come with the program, made once: they are trusted by a drill's probes of 127.0.0.1 and
//! by nobody else, and stand for nothing. What they sign is one certificate a name, spelled here: a library that
//! makes certificates would be a tenth of the program.

use crate::domain::drill::AUTHORITY;
use rustls::crypto::ring::default_provider;
use rustls::crypto::ring::sign::any_ecdsa_type;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::SigningKey;
use rustls::{ServerConfig, SignatureScheme};
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;

/// The authority's key, PKCS 8; the servers' key too.
const KEY: &[u8] = include_bytes!("../../assets/drill/authority.key.der");

/// Which certificate a server shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Shown {
    /// Its own, valid for long.
    #[default]
    Valid,
    /// Somebody else's.
    OtherName,
    /// Its own, ended years ago.
    Expired,
}

/// A name's certificates, ready to be shown.
#[derive(Clone)]
pub(super) struct Certificates {
    valid: TlsAcceptor,
    other: TlsAcceptor,
    expired: TlsAcceptor,
}

impl Certificates {
    /// Signs them for a name; none where that cannot be done.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(Certificates {
            valid: acceptor(name, ["000101000000Z", "491231235959Z"])?,
            other: acceptor("another.invalid", ["000101000000Z", "491231235959Z"])?,
            expired: acceptor(name, ["000101000000Z", "200101000000Z"])?,
        })
    }

    /// What shakes hands with one of them.
    pub(super) fn shown(&self, which: Shown) -> &TlsAcceptor {
        match which {
            Shown::Valid => &self.valid,
            Shown::OtherName => &self.other,
            Shown::Expired => &self.expired,
        }
    }
}

fn acceptor(name: &str, valid: [&str; 2]) -> Option<TlsAcceptor> {
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(KEY));
    let signs = any_ecdsa_type(&key).ok()?;
    let certificate = CertificateDer::from(signed(name, valid, signs.as_ref())?);
    let authority = CertificateDer::from(AUTHORITY);
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .ok()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate, authority], key)
        .ok()?;
    Some(TlsAcceptor::from(Arc::new(config)))
}

/// A certificate for one name, in the words of RFC 5280.
fn signed(name: &str, [from, until]: [&str; 2], key: &dyn SigningKey) -> Option<Vec<u8>> {
    const SEQUENCE: u8 = 0x30;
    const TIME: u8 = 0x17;
    /// ecdsa-with-SHA256.
    const ALGORITHM: &[u8] = b"\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02";
    /// CN = switchover drill, as the authority spells it.
    const ISSUER: &[u8] = b"\x30\x1b\x31\x19\x30\x17\x06\x03\x55\x04\x03\x0c\x10switchover drill";
    const NOBODY: &[u8] = b"\x30\x00";
    /// Version 3, serial number 2.
    const HEAD: &[u8] = b"\xa0\x03\x02\x01\x02\x02\x01\x02";
    /// subjectAltName.
    const NAMES: &[u8] = b"\x06\x03\x55\x1d\x11";
    let times = tlv(
        SEQUENCE,
        &[
            &tlv(TIME, &[from.as_bytes()]),
            &tlv(TIME, &[until.as_bytes()]),
        ],
    );
    let spki = key.public_key()?;
    let names = tlv(SEQUENCE, &[&tlv(0x82, &[name.as_bytes()])]);
    let extension = tlv(SEQUENCE, &[NAMES, &tlv(0x04, &[&names])]);
    let extensions = tlv(0xa3, &[&tlv(SEQUENCE, &[&extension])]);
    let parts: [&[u8]; 7] = [HEAD, ALGORITHM, ISSUER, &times, NOBODY, &spki, &extensions];
    let body = tlv(SEQUENCE, &parts);
    let signer = key.choose_scheme(&[SignatureScheme::ECDSA_NISTP256_SHA256])?;
    let signature = signer.sign(&body).ok()?;
    let signature = tlv(0x03, &[&[0], &signature]);
    Some(tlv(SEQUENCE, &[&body, ALGORITHM, &signature]))
}

/// Tag, length, value.
fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let value = parts.concat();
    let [.., high, low] = value.len().to_be_bytes();
    let mut out = vec![tag];
    match value.len() {
        0..0x80 => out.push(low),
        0x80..0x100 => out.extend([0x81, low]),
        _ => out.extend([0x82, high, low]),
    }
    out.extend(value);
    out
}
