//! A trust store that Java reads: the format JKS, version 2.

use sha1::{Digest, Sha1};

const MAGIC: u32 = 0xfeed_feed;
const VERSION: u32 = 2;
/// The tag of an entry that is a certificate without a key.
const TRUSTED: u32 = 2;
/// What the format mixes into the digest at its end, after the password.
const SALT: &[u8] = b"Mighty Aphrodite";

/// Returns a store of `certificates`, each of them DER. Its password is empty, as that of a store that
/// Java reads without one; it holds no secret.
pub(super) fn store(certificates: &[impl AsRef<[u8]>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let number = |bytes: &mut Vec<u8>, number: usize| {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        bytes.extend_from_slice(&number.to_be_bytes());
    };
    let text = |bytes: &mut Vec<u8>, text: &str| {
        let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(text.as_bytes());
    };
    bytes.extend_from_slice(&MAGIC.to_be_bytes());
    bytes.extend_from_slice(&VERSION.to_be_bytes());
    number(&mut bytes, certificates.len());
    for (index, certificate) in certificates.iter().enumerate() {
        let certificate = certificate.as_ref();
        bytes.extend_from_slice(&TRUSTED.to_be_bytes());
        text(&mut bytes, &format!("root-{index}"));
        // When it was added, which nobody asks.
        bytes.extend_from_slice(&0u64.to_be_bytes());
        text(&mut bytes, "X.509");
        number(&mut bytes, certificate.len());
        bytes.extend_from_slice(certificate);
    }
    let digest = Sha1::new().chain_update(SALT).chain_update(&bytes);
    bytes.extend_from_slice(&digest.finalize());
    bytes
}
