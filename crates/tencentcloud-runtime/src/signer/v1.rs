//! Signature v1: HmacSHA1 and HmacSHA256.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;

use super::SignatureMethod;

/// The text that is signed: method, host, path, and the parameters sorted by name, their values
/// not encoded.
pub fn string_to_sign(method: &str, host: &str, parameters: &[(String, String)]) -> String {
    let mut sorted: Vec<_> = parameters.iter().collect();
    sorted.sort();
    let pairs: Vec<_> = sorted
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!("{method}{host}/?{}", pairs.join("&"))
}

/// The value of the parameter Signature. Every method but HmacSHA256 means HmacSHA1, as the
/// service takes it.
pub fn sign(text: &str, secret_key: &str, method: SignatureMethod) -> String {
    // HMAC takes a key of any length.
    let bytes = match method {
        SignatureMethod::HmacSha256 => Hmac::<Sha256>::new_from_slice(secret_key.as_bytes())
            .map(|mac| mac.chain_update(text).finalize().into_bytes().to_vec()),
        _ => Hmac::<Sha1>::new_from_slice(secret_key.as_bytes())
            .map(|mac| mac.chain_update(text).finalize().into_bytes().to_vec()),
    };
    STANDARD.encode(bytes.unwrap_or_default())
}
