//! TLS by the platform's own library, always with HTTP/1.1.

use std::io;

use native_tls::{Certificate, Identity, TlsConnector};

use super::{PLAIN, Trust};
use crate::transport::proxy::is_loopback;
use crate::transport::socket::Duplex;

/// A configuration of TLS.
pub(in crate::transport) struct Tls(tokio_native_tls::TlsConnector);

impl Tls {
    /// # Errors
    /// Says what is wrong with the certificates.
    pub(in crate::transport) fn new(trust: &Trust) -> Result<Self, String> {
        let mut builder = TlsConnector::builder();
        builder.disable_built_in_roots(trust.only || trust.bundled);
        for pem in &trust.extra {
            let found = Certificate::stack_from_pem(pem)
                .map_err(|error| format!("a CA certificate: {error}"))?;
            if found.is_empty() {
                return Err("there is no certificate in the PEM text".to_owned());
            }
            for certificate in found {
                builder.add_root_certificate(certificate);
            }
        }
        #[cfg(feature = "webpki-roots")]
        for root in webpki_root_certs::TLS_SERVER_ROOT_CERTS
            .iter()
            .filter(|_| trust.bundled)
        {
            let root = Certificate::from_der(root).map_err(|error| error.to_string())?;
            builder.add_root_certificate(root);
        }
        if let Some((chain, key)) = &trust.identity {
            let identity = Identity::from_pkcs8(chain, key)
                .map_err(|error| format!("the client certificate: {error}"))?;
            builder.identity(identity);
        }
        let connector = builder.build().map_err(|error| error.to_string())?;
        Ok(Self(connector.into()))
    }

    /// Makes a connection secure; also returns true if it speaks HTTP/2.
    pub(in crate::transport) async fn connect(
        &self,
        host: &str,
        stream: Box<dyn Duplex>,
        _: bool,
    ) -> io::Result<(Box<dyn Duplex>, bool)> {
        let name = host.trim_start_matches('[').trim_end_matches(']');
        let stream = self.0.connect(name, stream).await;
        let stream = stream.map_err(|error| {
            let text = error.to_string();
            let plain = text.contains("wrong version number") || is_loopback(host);
            match plain && !text.contains("certificate") {
                true => io::Error::other(format!("no TLS there ({text}): {PLAIN}")),
                false => io::Error::other(text),
            }
        })?;
        Ok((Box::new(stream), false))
    }
}
