//! The files by which the command trusts the endpoint, for as long as it runs.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::Credential;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tempfile::TempDir;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;

use super::java;

/// A module in place of Python's `certifi`, whose file is the only one that some programs read, the
/// official SDK among them.
const CERTIFI: &str = r#""""The roots of this system and the local endpoint's; see `tencentcloud-emulator exec --help`."""

import os

__all__ = ["contents", "where"]
__version__ = "2099.1.1"


def where():
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), "cacert.pem")


def contents():
    with open(where(), encoding="ascii") as file:
        return file.read()
"#;

/// A folder of files, which is deleted when this is dropped.
#[derive(Debug)]
pub(super) struct Trust(TempDir);

impl Trust {
    /// Writes the files: `authority`, alone and beside the roots of the system, and a profile of
    /// `credential`.
    pub(super) fn write(authority: &str, credential: Option<&Credential>) -> io::Result<Self> {
        // Its owner alone may look into it.
        let trust = Self(
            tempfile::Builder::new()
                .prefix("tencentcloud-emulator-")
                .tempdir()?,
        );
        let mut bundle = String::new();
        let mut roots = rustls_native_certs::load_native_certs().certs;
        for root in &roots {
            push(&mut bundle, root);
        }
        bundle.push_str(authority);
        roots.extend(CertificateDer::from_pem_slice(authority.as_bytes()));
        let certifi = trust.python().join("certifi");
        fs::create_dir_all(&certifi)?;
        fs::write(certifi.join("__init__.py"), CERTIFI)?;
        fs::write(
            certifi.join("core.py"),
            "from certifi import contents, where\n",
        )?;
        fs::write(trust.bundle(), bundle)?;
        fs::write(trust.authority(), authority)?;
        fs::write(trust.java(), java::store(&roots))?;
        if let Some(Credential {
            secret_id,
            secret_key,
            ..
        }) = credential
        {
            let profile =
                format!("[default]\nsecret_id = {secret_id}\nsecret_key = {secret_key}\n");
            fs::write(trust.profile(), profile)?;
        }
        Ok(trust)
    }

    fn file(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(name)
    }

    /// Returns the file of the endpoint's authority alone.
    pub(super) fn authority(&self) -> PathBuf {
        self.file("ca.pem")
    }

    /// Returns the file of all roots.
    pub(super) fn bundle(&self) -> PathBuf {
        self.file("python/certifi/cacert.pem")
    }

    /// Returns the folder of Python's module.
    pub(super) fn python(&self) -> PathBuf {
        self.file("python")
    }

    /// Returns the trust store of Java.
    pub(super) fn java(&self) -> PathBuf {
        self.file("trust.jks")
    }

    /// Returns the file of the SDKs' profile.
    pub(super) fn profile(&self) -> PathBuf {
        self.file("credentials")
    }
}

/// Adds a certificate in the form of PEM.
fn push(bundle: &mut String, certificate: &[u8]) {
    bundle.push_str("-----BEGIN CERTIFICATE-----\n");
    let text = STANDARD.encode(certificate);
    for line in text.as_bytes().chunks(64) {
        bundle.extend(line.iter().map(|byte| char::from(*byte)));
        bundle.push('\n');
    }
    bundle.push_str("-----END CERTIFICATE-----\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundle_has_the_roots_of_the_system_and_the_authority() {
        let roots = rustls_native_certs::load_native_certs().certs;
        let mut authority = String::new();
        push(&mut authority, b"an authority");
        let trust = Trust::write(&authority, Some(&Credential::test())).unwrap();
        let bundle = fs::read(trust.bundle()).unwrap();
        let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bundle).collect();
        let read = read.unwrap();
        assert_eq!(read.len(), roots.len() + 1);
        assert_eq!(read[..roots.len()], roots[..]);
        let folder = trust.0.path().to_owned();
        drop(trust);
        assert!(!folder.exists());
    }
}
