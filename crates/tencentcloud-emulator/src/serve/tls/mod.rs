//! HTTPS by a local certificate authority, which is made when it is first needed.

mod authority;
mod certificates;

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;

use authority::Authority;
use certificates::{Certificates, Resolver};

/// The authority and the configuration of TLS, once they are made.
pub(crate) struct Tls {
    /// The folder that keeps the authority; without one it lasts as long as the endpoint.
    folder: Option<PathBuf>,
    made: Mutex<Option<Arc<Made>>>,
}

struct Made {
    pem: String,
    certificates: Arc<Certificates>,
    config: ServerConfig,
}

impl Tls {
    /// Keeps the authority in `folder`, or in memory alone.
    pub(super) fn new(folder: Option<PathBuf>) -> Self {
        Self {
            folder,
            made: Mutex::new(None),
        }
    }

    /// Returns the authority's certificate as PEM.
    ///
    /// # Errors
    /// The folder cannot be written or read, or what it keeps is no authority.
    pub(super) fn certificate(&self) -> io::Result<String> {
        Ok(self.made()?.pem.clone())
    }

    /// Returns the configuration of a connection. A client that names no host meets the certificate
    /// of `host`, by default that of this machine.
    ///
    /// # Errors
    /// As [`certificate`](Self::certificate).
    pub(super) fn config(&self, host: Option<&str>) -> io::Result<Arc<ServerConfig>> {
        let made = self.made()?;
        let mut config = made.config.clone();
        config.cert_resolver = Arc::new(Resolver::new(&made.certificates, host));
        Ok(Arc::new(config))
    }

    fn made(&self) -> io::Result<Arc<Made>> {
        let mut slot = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = &*slot {
            return Ok(Arc::clone(made));
        }
        let authority = match &self.folder {
            Some(folder) => Authority::open(folder)?,
            None => Authority::generate()?,
        };
        let pem = authority.pem().to_owned();
        let certificates = Arc::new(Certificates::new(authority)?);
        let provider = Arc::new(ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(Resolver::new(&certificates, None)));
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let made = Arc::new(Made {
            pem,
            certificates,
            config,
        });
        *slot = Some(Arc::clone(&made));
        Ok(made)
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}
