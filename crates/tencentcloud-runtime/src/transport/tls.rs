//! The TLS of the default transport: the provider that a program has installed for itself, or the
//! one that the features choose. Nothing is installed for the whole process.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::{ClientConfig, Error};
use rustls_platform_verifier::BuilderVerifierExt;

/// A configuration that trusts what the platform trusts.
pub(super) fn config() -> Result<ClientConfig, Error> {
    let provider = CryptoProvider::get_default()
        .cloned()
        .unwrap_or_else(|| Arc::new(compiled()));
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    if cfg!(feature = "http2") {
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    }
    Ok(config)
}

/// With several compiled in, rustls would refuse to choose.
#[cfg(feature = "aws-lc")]
fn compiled() -> CryptoProvider {
    rustls::crypto::aws_lc_rs::default_provider()
}

#[cfg(not(feature = "aws-lc"))]
fn compiled() -> CryptoProvider {
    rustls::crypto::ring::default_provider()
}
