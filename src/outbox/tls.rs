//! Which certificates are believed: the machine's roots, or the built-in ones where it has none.

use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;

/// The settings of a client; `plain` asks for no certificate and reads none.
pub(super) fn config(plain: bool) -> Result<ClientConfig, rustls::Error> {
    let mut roots = RootCertStore::empty();
    if !plain {
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if roots.is_empty() {
            let built_in = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
            roots.add_parsable_certificates(built_in.cloned());
        }
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(config)
}
