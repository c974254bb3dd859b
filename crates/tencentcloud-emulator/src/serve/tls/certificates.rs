//! A certificate for each host that is asked for.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use rcgen::KeyPair;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::{CertifiedKey, SigningKey};

use super::authority::Authority;
use crate::hosts;

/// How many certificates are kept; a client could ask for any number of hosts.
const BOUND: usize = 256;

/// The names of this machine, which stand in one certificate.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// The certificates that were signed, by host. All have one key.
pub(super) struct Certificates {
    authority: Authority,
    key: KeyPair,
    signing: Arc<dyn SigningKey>,
    signed: Mutex<HashMap<String, Arc<CertifiedKey>>>,
}

impl Certificates {
    pub(super) fn new(authority: Authority) -> io::Result<Self> {
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let der = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let signing = ring::sign::any_supported_type(&der).map_err(io::Error::other)?;
        Ok(Self {
            authority,
            key,
            signing,
            signed: Mutex::new(HashMap::new()),
        })
    }

    /// Returns the certificate of `host`; `None` if the endpoint does not act as that host.
    fn of(&self, host: &str) -> Option<Arc<CertifiedKey>> {
        let host = host.to_ascii_lowercase();
        let host = if LOCAL.contains(&&*host) {
            LOCAL[0]
        } else {
            &host
        };
        let mut signed = self.signed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = signed.get(host) {
            return Some(Arc::clone(known));
        }
        let certificate = match host {
            "localhost" => self.authority.sign(&LOCAL, &self.key),
            _ if hosts::is_vendors(host) || hosts::is_localhost(host) => {
                self.authority.sign(&[host], &self.key)
            }
            _ => return None,
        };
        let signing = Arc::clone(&self.signing);
        let made = Arc::new(CertifiedKey::new(vec![certificate.ok()?], signing));
        if signed.len() >= BOUND {
            signed.clear();
        }
        signed.insert(host.to_owned(), Arc::clone(&made));
        Some(made)
    }
}

impl fmt::Debug for Certificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificates").finish_non_exhaustive()
    }
}

/// Chooses the certificate of a connection.
#[derive(Debug)]
pub(super) struct Resolver {
    certificates: Arc<Certificates>,
    /// The host of a client that names none.
    host: String,
}

impl Resolver {
    pub(super) fn new(certificates: &Arc<Certificates>, host: Option<&str>) -> Self {
        Self {
            certificates: Arc::clone(certificates),
            host: host.unwrap_or(LOCAL[0]).to_owned(),
        }
    }
}

impl ResolvesServerCert for Resolver {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.certificates
            .of(hello.server_name().unwrap_or(&self.host))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_the_bound_are_kept() {
        let certificates = Certificates::new(Authority::generate().unwrap()).unwrap();
        for number in 0..BOUND + 3 {
            let host = format!("s{number}.tencentcloudapi.com");
            assert!(certificates.of(&host).is_some(), "{host}");
        }
        assert_eq!(certificates.signed.lock().unwrap().len(), 3);
    }

    #[test]
    fn a_host_has_one_certificate_and_a_foreign_one_none() {
        let certificates = Certificates::new(Authority::generate().unwrap()).unwrap();
        let of = |host| certificates.of(host);
        let same = |a, b| Arc::ptr_eq(&of(a).unwrap(), &of(b).unwrap());
        assert!(same("cvm.tencentcloudapi.com", "CVM.tencentcloudapi.com"));
        assert!(same("localhost", "127.0.0.1"));
        assert!(!same("cvm.localhost", "localhost"));
        assert!(of("www.attacker.example").is_none());
        assert!(of("10.0.0.1").is_none());
    }
}
