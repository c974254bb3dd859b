//! SHA-256 and its HMAC: by ring if it is there for TLS, whose code uses what the processor has for it,
//! and a call costs a tenth less; else by a crate that is small.

#[cfg(feature = "rustls")]
pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    array(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref())
}

#[cfg(feature = "rustls")]
pub(super) fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, key);
    array(ring::hmac::sign(&key, message).as_ref())
}

#[cfg(feature = "rustls")]
fn array(bytes: &[u8]) -> [u8; 32] {
    let mut array = [0; 32];
    array.copy_from_slice(bytes);
    array
}

#[cfg(not(feature = "rustls"))]
pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    hmac_sha256::Hash::hash(bytes)
}

#[cfg(not(feature = "rustls"))]
pub(super) fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    hmac_sha256::HMAC::mac(message, key)
}
