//! TLS by rustls, with the provider that a program has installed for itself, or the one that the
//! features choose. Nothing is installed for the whole process.

use std::io;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;
use tokio_rustls::TlsConnector;

use super::{PLAIN, Trust};
use crate::transport::proxy::is_loopback;
use crate::transport::socket::Duplex;

/// A configuration of TLS, for HTTP/1.1 alone and with an offer of HTTP/2.
pub(in crate::transport) struct Tls {
    http1: TlsConnector,
    both: TlsConnector,
}

impl Tls {
    /// # Errors
    /// Says what is wrong with the certificates, or that there are none.
    pub(in crate::transport) fn new(trust: &Trust) -> Result<Self, String> {
        let provider = CryptoProvider::get_default()
            .cloned()
            .unwrap_or_else(|| Arc::new(compiled()));
        let verifier = verifier(trust, &provider)?;
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .dangerous()
            .with_custom_certificate_verifier(verifier);
        let mut config = match &trust.identity {
            None => builder.with_no_client_auth(),
            Some((chain, key)) => {
                let key = PrivateKeyDer::from_pem_slice(key)
                    .map_err(|error| format!("the client certificate's key: {error}"))?;
                builder
                    .with_client_auth_cert(certificates(chain)?, key)
                    .map_err(|error| format!("the client certificate: {error}"))?
            }
        };
        let http1 = Arc::new(config.clone());
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self {
            http1: http1.into(),
            both: Arc::new(config).into(),
        })
    }

    /// Makes a connection secure; also returns true if it speaks HTTP/2, which it
    /// does if `h2` is true and the server offers it.
    pub(in crate::transport) async fn connect(
        &self,
        host: &str,
        stream: Box<dyn Duplex>,
        h2: bool,
    ) -> io::Result<(Box<dyn Duplex>, bool)> {
        let name = host.trim_start_matches('[').trim_end_matches(']');
        let name = ServerName::try_from(name.to_owned()).map_err(io::Error::other)?;
        let connector = if h2 { &self.both } else { &self.http1 };
        let stream = connector.connect(name, stream).await;
        let stream = stream.map_err(|error| told(error, host))?;
        let h2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
        Ok((Box::new(stream), h2))
    }
}

/// Adds what may be wrong where the other side did not speak TLS.
fn told(error: io::Error, host: &str) -> io::Error {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
    let plain = match inner {
        Some(rustls::Error::InvalidMessage(_)) => true,
        Some(_) => false,
        None => is_loopback(host),
    };
    match plain {
        true => io::Error::new(error.kind(), format!("no TLS there ({error}): {PLAIN}")),
        false => error,
    }
}

fn verifier(
    trust: &Trust,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, String> {
    let mut extra = Vec::new();
    for pem in &trust.extra {
        extra.extend(certificates(pem)?);
    }
    if !trust.only && !trust.bundled {
        return match Verifier::new_with_extra_roots(extra, Arc::clone(provider)) {
            Ok(verifier) => Ok(Arc::new(verifier)),
            Err(error) => Err(format!(
                "{error}: install the system's CA certificates, name a file of them in SSL_CERT_FILE, or set them on transport::Http"
            )),
        };
    }
    let mut roots = RootCertStore::empty();
    #[cfg(feature = "webpki-roots")]
    if trust.bundled {
        roots.add_parsable_certificates(webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned());
    }
    for certificate in extra {
        roots
            .add(certificate)
            .map_err(|error| format!("a CA certificate: {error}"))?;
    }
    let builder = WebPkiServerVerifier::builder_with_provider(roots.into(), Arc::clone(provider));
    match builder.build() {
        Ok(verifier) => Ok(verifier),
        Err(error) => Err(error.to_string()),
    }
}

/// The certificates in a text.
fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    match found {
        Ok(found) if found.is_empty() => Err("there is no certificate in the PEM text".to_owned()),
        Ok(found) => Ok(found),
        Err(error) => Err(format!("a certificate in PEM: {error}")),
    }
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
