//! Message authentication codes.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;

/// Makes a MAC over a text, to compare in constant time.
pub(super) trait Keyed: Mac + KeyInit {
    fn over(key: &[u8], text: &[u8]) -> Self {
        <Self as KeyInit>::new_from_slice(key)
            .expect("HMAC takes keys of any length")
            .chain_update(text)
    }
}

impl Keyed for Hmac<Sha1> {}
impl Keyed for Hmac<Sha256> {}
