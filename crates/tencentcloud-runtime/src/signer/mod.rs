//! Signatures as pure functions of what is sent, by the vendor's pages "Signature v3" and "Signature
//! v1": the signature of [`tc3`] is a header, that of [`v1`] is a parameter.

mod date;
mod hash;
mod keys;
pub mod tc3;
pub mod v1;

pub(crate) use date::day;
pub(crate) use keys::KeyCache;

use std::fmt;

/// The method that signs a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureMethod {
    /// Signature v3, in the header Authorization.
    #[default]
    Tc3HmacSha256,
    /// Signature v1 with HMAC-SHA1, in a parameter.
    HmacSha1,
    /// Signature v1 with HMAC-SHA256, in a parameter.
    HmacSha256,
}

impl SignatureMethod {
    /// Returns the method's name as it is sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tc3HmacSha256 => "TC3-HMAC-SHA256",
            Self::HmacSha1 => "HmacSHA1",
            Self::HmacSha256 => "HmacSHA256",
        }
    }
}

/// Bytes as lower-case hexadecimal.
pub(crate) struct Hex<'a>(pub(crate) &'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digit = |nibble: u8| b"0123456789abcdef"[usize::from(nibble)];
        // As many at a time as a hash has.
        self.0.chunks(32).try_for_each(|bytes| {
            let mut digits = [0; 64];
            for (two, byte) in digits.chunks_exact_mut(2).zip(bytes) {
                two.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
            }
            let digits = std::str::from_utf8(&digits[..2 * bytes.len()]);
            f.write_str(digits.map_err(|_| fmt::Error)?)
        })
    }
}
