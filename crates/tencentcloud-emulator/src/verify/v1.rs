//! Signature v1: HmacSHA1 and HmacSHA256 over the parameters in the clear.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::Sha256;

use super::{Keyed, signature_failure, timestamp};
use crate::credential::Credential;
use crate::fault::Fault;
use crate::wire::Raw;

/// What the parameters of signature v1 say.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    pub(crate) secret_id: String,
    pub(crate) timestamp: i64,
    sha256: bool,
    code: Vec<u8>,
    /// Every parameter but the signature, sorted by name, as it is signed.
    signed: String,
}

impl Signature {
    /// Reads the parameters that sign.
    ///
    /// # Errors
    /// A parameter that is missing or of another form.
    pub(crate) fn read(pairs: &[(String, String)]) -> Result<Self, Fault> {
        let needed = |name: &str| {
            let found = pairs.iter().find(|(n, _)| n == name);
            found
                .map(|(_, value)| value.as_str())
                .ok_or_else(|| Fault::missing(name))
        };
        let nonce = needed("Nonce")?;
        if !nonce.parse::<i64>().is_ok_and(|nonce| nonce >= 0) {
            return Err(Fault::new(
                "InvalidParameterValue",
                format!("`Nonce` must be a whole number from 0 to 2^63-1; got {nonce:?}."),
            ));
        }
        let code = STANDARD.decode(needed("Signature")?).map_err(|_| {
            signature_failure(
                "The parameter `Signature` is not Base64; a `+` in it must be sent as `%2B`.",
            )
        })?;
        let mut sorted: Vec<_> = pairs.iter().filter(|(n, _)| n != "Signature").collect();
        sorted.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
        let signed: Vec<_> = sorted.iter().map(|(n, v)| format!("{n}={v}")).collect();
        Ok(Self {
            secret_id: needed("SecretId")?.to_owned(),
            timestamp: timestamp(needed("Timestamp")?)?,
            sha256: needed("SignatureMethod").is_ok_and(|method| method == "HmacSHA256"),
            code,
            signed: signed.join("&"),
        })
    }

    /// Compares the signature.
    ///
    /// # Errors
    /// Another signature.
    pub(super) fn verify(&self, raw: &Raw, credential: &Credential) -> Result<(), Fault> {
        let host = raw.host().unwrap_or_default();
        let text = format!("{}{host}/?{}", raw.method, self.signed);
        let (key, text) = (credential.secret_key.as_bytes(), text.as_bytes());
        let same = if self.sha256 {
            <Hmac<Sha256> as Keyed>::over(key, text).verify_slice(&self.code)
        } else {
            <Hmac<Sha1> as Keyed>::over(key, text).verify_slice(&self.code)
        };
        // The parameters are signed in the clear and may hold secrets: they are not told.
        same.map_err(|_| {
            signature_failure(format!(
                "The signature is another one. Seen from here the text to sign starts with {:?}, its parameters are sorted by name and not encoded, and the hash is {}.",
                format!("{}{host}/?", raw.method),
                if self.sha256 { "SHA-256" } else { "SHA-1" }
            ))
        })
    }
}
