//! The one place that knows of certificates and the crypto provider. Everything is built when first needed:
//! the machine's certificates take milliseconds to read, and plain HTTP needs none.

use crate::domain::drill::AUTHORITY;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{Resumption, WebPkiServerVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use std::sync::{Arc, OnceLock};

/// Which certificates are asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Trust {
    /// None: plain HTTP.
    Plain,
    /// Those a known root stands for.
    Verified,
    /// Those the authority of drills stands for: its key comes with the program.
    Drill,
    /// Any: the plan says `insecure`.
    Anything,
}

/// TLS settings, shared by all probes.
pub(super) struct Tls {
    extra: Vec<Vec<u8>>,
    provider: Arc<CryptoProvider>,
    verified: OnceLock<Result<ClientConfig, String>>,
    verifier: OnceLock<Result<Arc<WebPkiServerVerifier>, String>>,
}

impl Tls {
    /// `extra`: further root certificates, DER.
    pub(super) fn new(extra: Vec<Vec<u8>>) -> Self {
        Tls {
            extra,
            provider: Arc::new(ring::default_provider()),
            verified: OnceLock::new(),
            verifier: OnceLock::new(),
        }
    }

    /// The settings for a client; why there are none otherwise.
    pub(super) fn config(&self, trust: Trust) -> Result<ClientConfig, String> {
        match trust {
            Trust::Plain => self.build(RootCertStore::empty()),
            Trust::Verified => self
                .verified
                .get_or_init(|| self.build(self.roots()))
                .clone(),
            Trust::Drill => self.build(drill_roots()),
            Trust::Anything => {
                let mut config = self.build(RootCertStore::empty())?;
                let verifier = Anything(self.provider.clone());
                config
                    .dangerous()
                    .set_certificate_verifier(Arc::new(verifier));
                Ok(config)
            }
        }
    }

    /// Tells what is wrong with a certificate, apart from a connection; `drill`: one of a simulated provider.
    pub(super) fn verifier(&self, drill: bool) -> Result<Arc<WebPkiServerVerifier>, String> {
        let make = |roots| {
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), self.provider.clone())
                .build()
                .map_err(|e| e.to_string())
        };
        if drill {
            return make(drill_roots());
        }
        self.verifier.get_or_init(|| make(self.roots())).clone()
    }

    fn build(&self, roots: RootCertStore) -> Result<ClientConfig, String> {
        let mut config = ClientConfig::builder_with_provider(self.provider.clone())
            .with_safe_default_protocol_versions()
            .map_err(|e| e.to_string())?
            .with_root_certificates(roots)
            .with_no_client_auth();
        // A resumed session shows no certificate, and would be offered to the other provider under the same name.
        config.resumption = Resumption::disabled();
        Ok(config)
    }

    /// The machine's roots, or the built-in ones where it has none; and the extra ones.
    fn roots(&self) -> RootCertStore {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if roots.is_empty() {
            roots.add_parsable_certificates(
                webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned(),
            );
        }
        let extra = self
            .extra
            .iter()
            .map(|der| CertificateDer::from(der.clone()));
        roots.add_parsable_certificates(extra);
        roots
    }
}

/// The authority of drills, and nobody else.
fn drill_roots() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates([CertificateDer::from(AUTHORITY)]);
    roots
}

/// Takes any certificate; signatures are still checked.
#[derive(Debug)]
struct Anything(Arc<CryptoProvider>);

impl ServerCertVerifier for Anything {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, cert, dss, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, cert, dss, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
