//! Signature v1: HmacSHA1 and HmacSHA256 over the parameters in the clear.

use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::Sha256;

use super::keyed::Keyed;
use crate::credential::Credential;
use crate::fault::Fault;
use crate::request::{Raw, V1};

impl V1 {
    /// Compares the signature with that of the request as it is here.
    ///
    /// # Errors
    /// The signature is another one.
    pub(super) fn verify(&self, raw: &Raw, credential: &Credential) -> Result<(), Fault> {
        let host = raw.host().unwrap_or_default();
        let text = format!("{}{host}/?{}", raw.method, self.signed);
        let (key, text) = (credential.secret_key.as_bytes(), text.as_bytes());
        let same = if self.sha256 {
            <Hmac<Sha256> as Keyed>::over(key, text).verify_slice(&self.code)
        } else {
            <Hmac<Sha1> as Keyed>::over(key, text).verify_slice(&self.code)
        };
        // The parameters are signed in the clear and may hold secrets: the error leaves them out.
        same.map_err(|_| {
            Fault::signature(format!(
                "The signature does not match. Here the text to sign starts with {:?}, its parameters are sorted by name and not encoded, and the hash is {}.",
                format!("{}{host}/?", raw.method),
                if self.sha256 { "SHA-256" } else { "SHA-1" }
            ))
        })
    }
}
