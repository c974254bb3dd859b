//! Signature v1: HmacSHA1 and HmacSHA256.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::SignatureMethod;

/// Returns the text that is signed: method, host, path, and the parameters sorted by name, their
/// values not encoded.
pub fn string_to_sign(method: &str, host: &str, parameters: &[(String, String)]) -> String {
    let mut sorted: Vec<_> = parameters.iter().collect();
    sorted.sort();
    let pairs: Vec<_> = sorted
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!("{method}{host}/?{}", pairs.join("&"))
}

/// Signs `text` and returns the value of the parameter Signature. Any method but HmacSHA256 means
/// HmacSHA1, as it does to the service.
pub fn sign(text: &str, secret_key: &str, method: SignatureMethod) -> String {
    let key = secret_key.as_bytes();
    match method {
        SignatureMethod::HmacSha256 => STANDARD.encode(hmac_sha256::HMAC::mac(text, key)),
        _ => STANDARD.encode(hmac_sha1_compact::HMAC::mac(text.as_bytes(), key)),
    }
}
